//! Logins: one person on one device.

use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use domain::policy::PlatformPermit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entities::sessions::{Column, Entity, Model};
use crate::persons::{self, Person};
use crate::{PlatformTx, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person: PersonId,
    pub created_at: Instant,
    pub seen_at: Instant,
    /// It ends then, however busy it is.
    pub ends_at: Instant,
    pub revoked_at: Option<Instant>,
    /// The browser, as the person recognises it.
    pub device: String,
    /// It was shown the second factor.
    pub proven: bool,
}

pub async fn insert(tx: &PlatformTx, session: &Session) -> Result<(), StoreError> {
    let row = Model {
        id: session.id.0,
        person_id: session.person.0,
        created_at: session.created_at.0,
        seen_at: session.seen_at.0,
        ends_at: session.ends_at.0,
        revoked_at: session.revoked_at.map(|at| at.0),
        device: session.device.clone(),
        proven: session.proven,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// The session and whose it is, ended or not.
pub async fn find(tx: &PlatformTx, id: SessionId) -> Result<Option<(Session, Person)>, StoreError> {
    let Some(row) = Entity::find_by_id(id.0).one(tx.connection()).await? else { return Ok(None) };
    let session = Session::from(row);
    Ok(persons::by_id(tx, session.person).await?.map(|person| (session, person)))
}

/// It was used.
pub async fn touch(tx: &PlatformTx, id: SessionId, at: Instant) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// It was shown the second factor.
pub async fn prove(tx: &PlatformTx, _permit: &PlatformPermit, id: SessionId) -> Result<(), StoreError> {
    set_proven(tx, id, true).await
}

/// What it was shown counts no longer.
pub async fn unprove(tx: &PlatformTx, _permit: &PlatformPermit, id: SessionId) -> Result<(), StoreError> {
    set_proven(tx, id, false).await
}

async fn set_proven(tx: &PlatformTx, id: SessionId, proven: bool) -> Result<(), StoreError> {
    let set = Entity::update_many().col_expr(Column::Proven, Expr::value(proven)).filter(Column::Id.eq(id.0));
    set.exec(tx.connection()).await?;
    Ok(())
}

/// Ends it now; one that was revoked before stays as it was.
pub async fn revoke(tx: &PlatformTx, id: SessionId, at: Instant) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Ends all sessions of a person but `keep`.
pub async fn revoke_all_but(
    tx: &PlatformTx,
    person: PersonId,
    keep: SessionId,
    at: Instant,
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(at.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::Id.ne(keep.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Ends one session of a person now; tells whether it was theirs and still ran.
pub async fn revoke_own(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    id: SessionId,
    at: Instant,
) -> Result<bool, StoreError> {
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::RevokedAt.is_null());
    Ok(ended.exec(tx.connection()).await?.rows_affected == 1)
}

/// Ends all sessions of a person.
pub async fn revoke_all(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    at: Instant,
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(at.0))
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The sessions of a person that may still run: neither revoked nor past their end; the last used first.
pub async fn running(tx: &PlatformTx, person: PersonId, now: Instant) -> Result<Vec<Session>, StoreError> {
    let theirs = Entity::find()
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::EndsAt.gt(now.0))
        .order_by_desc(Column::SeenAt)
        .order_by_desc(Column::Id);
    Ok(theirs.all(tx.connection()).await?.into_iter().map(Session::from).collect())
}

/// Forgets those that could not run any more at a moment; how many they were.
pub async fn forget_ended(tx: &PlatformTx, before: Instant) -> Result<u64, StoreError> {
    let ended = Entity::delete_many().filter(Column::EndsAt.lt(before.0));
    Ok(ended.exec(tx.connection()).await?.rows_affected)
}

/// All sessions of a person, the last used first.
pub async fn of_person(tx: &PlatformTx, person: PersonId) -> Result<Vec<Session>, StoreError> {
    let theirs = Entity::find().filter(Column::PersonId.eq(person.0)).order_by_desc(Column::SeenAt);
    Ok(theirs.all(tx.connection()).await?.into_iter().map(Session::from).collect())
}

impl From<Model> for Session {
    fn from(row: Model) -> Self {
        Self {
            id: SessionId(row.id),
            person: PersonId(row.person_id),
            created_at: Instant(row.created_at),
            seen_at: Instant(row.seen_at),
            ends_at: Instant(row.ends_at),
            revoked_at: row.revoked_at.map(Instant),
            device: row.device,
            proven: row.proven,
        }
    }
}
