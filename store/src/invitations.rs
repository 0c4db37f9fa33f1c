//! 邀请: one-time links by which people take up posts.

use domain::calendar::Instant;
use domain::ids::{DepartmentId, InvitationId, LineId, PersonId, PostId, UnitId};
use domain::policy::{Permit, Posting};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::invitations::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    /// SHA-256 of the link's token, in hex.
    pub token_hash: String,
    /// Whom it is meant for.
    pub name: String,
    pub post: PostId,
    pub posting: Posting,
    /// Name and post of whoever invited.
    pub by_name: String,
    pub at: Instant,
    /// The first moment at which it is too old.
    pub expires_at: Instant,
}

/// Invitations that can still be accepted at `now`, newest first.
pub async fn open(tx: &Tx, now: Instant) -> Result<Vec<Invitation>, StoreError> {
    let rows = scoped::list(tx, still_open(now).order_by_desc(Column::Id)).await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// The open invitation of a token.
pub async fn by_token(tx: &Tx, token_hash: &str, now: Instant) -> Result<Option<Invitation>, StoreError> {
    let row = scoped::one(tx, still_open(now).filter(Column::TokenHash.eq(token_hash))).await?;
    row.map(Invitation::try_from).transpose()
}

/// An open invitation by its id.
pub async fn find(tx: &Tx, id: InvitationId, now: Instant) -> Result<Option<Invitation>, StoreError> {
    let row = scoped::one(tx, still_open(now).filter(Column::Id.eq(id.0))).await?;
    row.map(Invitation::try_from).transpose()
}

pub async fn insert(tx: &Tx, permit: &Permit, invitation: &Invitation) -> Result<(), StoreError> {
    let Invitation { posting, .. } = invitation;
    let row = Model {
        tenant_id: tx.scope(),
        id: invitation.id.0,
        token_hash: invitation.token_hash.clone(),
        name: invitation.name.clone(),
        post_id: invitation.post.0,
        unit_id: posting.unit().map(|unit| unit.0),
        department_id: posting.department().map(|department| department.0),
        line_id: posting.line().map(|line| line.0),
        by_name: invitation.by_name.clone(),
        at: invitation.at.0,
        expires_at: invitation.expires_at.0,
        accepted_at: None,
        accepted_by: None,
        withdrawn_at: None,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// It has been used. Of two who use it at once, one is told that it is gone.
///
/// # Errors
/// [`StoreError::Missing`] when it was used, withdrawn, or lapsed before.
pub async fn accept(
    tx: &Tx,
    permit: &Permit,
    id: InvitationId,
    by: PersonId,
    now: Instant,
) -> Result<(), StoreError> {
    let used = changing(id, now)
        .col_expr(Column::AcceptedAt, Expr::value(now.0))
        .col_expr(Column::AcceptedBy, Expr::value(by.0));
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, used).await?)
}

/// # Errors
/// [`StoreError::Missing`] when it was used, withdrawn, or lapsed before.
pub async fn withdraw(tx: &Tx, permit: &Permit, id: InvitationId, now: Instant) -> Result<(), StoreError> {
    let withdrawn = changing(id, now).col_expr(Column::WithdrawnAt, Expr::value(now.0));
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, withdrawn).await?)
}

fn still_open(now: Instant) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::ExpiresAt.gt(now.0))
}

fn changing(id: InvitationId, now: Instant) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(id.0))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::ExpiresAt.gt(now.0))
}

impl TryFrom<Model> for Invitation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let (unit, department, line) =
            (row.unit_id.map(UnitId), row.department_id.map(DepartmentId), row.line_id.map(LineId));
        Ok(Self {
            id: InvitationId(row.id),
            token_hash: row.token_hash,
            name: row.name,
            post: PostId(row.post_id),
            posting: Posting::from_parts(unit, department, line)
                .ok_or_else(|| StoreError::unreadable("posting", row.id.to_string()))?,
            by_name: row.by_name,
            at: Instant(row.at),
            expires_at: Instant(row.expires_at),
        })
    }
}
