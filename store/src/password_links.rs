//! One-time links by which people set a new password for one they have forgotten.

use domain::calendar::Instant;
use domain::ids::{PersonId, TenantId};
use domain::policy::PlatformPermit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::entities::password_links::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordLink {
    pub id: Uuid,
    pub person: PersonId,
    /// SHA-256 of the link's token, in hex.
    pub token_hash: String,
    /// Whose officer issued it; none where the platform did.
    pub tenant: Option<TenantId>,
    /// Whose act it is.
    pub issuer: Option<PersonId>,
    /// Name and post of the issuer.
    pub issued_by: String,
    pub reason: String,
    pub at: Instant,
    /// The first moment at which it is too old.
    pub expires_at: Instant,
}

/// Issues a link; one the person was given before no longer works. Tells whether there was one.
pub async fn issue(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    link: &PasswordLink,
) -> Result<bool, StoreError> {
    let former = withdraw_all(tx, link.person, link.at).await?;
    let row = Model {
        id: link.id,
        person_id: link.person.0,
        token_hash: link.token_hash.clone(),
        tenant_id: link.tenant.map(|tenant| tenant.0),
        issuer_id: link.issuer.map(|issuer| issuer.0),
        issued_by: link.issued_by.clone(),
        reason: link.reason.clone(),
        at: link.at.0,
        expires_at: link.expires_at.0,
        used_at: None,
        withdrawn_at: None,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(former)
}

/// The link of a token, if it can still be used.
pub async fn open(
    tx: &PlatformTx,
    token_hash: &str,
    now: Instant,
) -> Result<Option<PasswordLink>, StoreError> {
    let row = Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::ExpiresAt.gt(now.0))
        .one(tx.connection())
        .await?;
    Ok(row.map(PasswordLink::from))
}

/// Uses it up; tells whether it still could be, so that of several at once one does.
pub async fn use_up(tx: &PlatformTx, id: Uuid, now: Instant) -> Result<bool, StoreError> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.0))
        .filter(Column::Id.eq(id))
        .filter(Column::UsedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::ExpiresAt.gt(now.0));
    Ok(used.exec(tx.connection()).await?.rows_affected == 1)
}

/// No link of the person works any more; tells whether one did.
pub async fn withdraw_all(tx: &PlatformTx, person: PersonId, now: Instant) -> Result<bool, StoreError> {
    let withdrawn = Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(now.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::UsedAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::ExpiresAt.gt(now.0));
    Ok(withdrawn.exec(tx.connection()).await?.rows_affected > 0)
}

impl From<Model> for PasswordLink {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            person: PersonId(row.person_id),
            token_hash: row.token_hash,
            tenant: row.tenant_id.map(TenantId),
            issuer: row.issuer_id.map(PersonId),
            issued_by: row.issued_by,
            reason: row.reason,
            at: Instant(row.at),
            expires_at: Instant(row.expires_at),
        }
    }
}
