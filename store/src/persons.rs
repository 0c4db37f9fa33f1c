//! People with an account, and their passwords' hashes.

use std::collections::HashMap;

use domain::bearing;
use domain::calendar::Instant;
use domain::ids::{PersonId, TenantId};
use domain::policy::PlatformPermit;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::entities::persons::{Column, Entity, Model};
use crate::entities::{memberships, password_history};
use crate::{PlatformTx, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub login: String,
    pub name: String,
    pub password_hash: String,
    /// The next login must change the password.
    pub must_change: bool,
    pub password_changed_at: Instant,
    /// Sessions of an earlier epoch no longer count.
    pub epoch: i32,
    pub disabled: bool,
    pub created_at: Instant,
}

pub async fn by_login(tx: &PlatformTx, login: &str) -> Result<Option<Person>, StoreError> {
    let row = Entity::find().filter(Column::Login.eq(login)).one(tx.connection()).await?;
    Ok(row.map(Person::from))
}

pub async fn by_id(tx: &PlatformTx, id: PersonId) -> Result<Option<Person>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(tx.connection()).await?.map(Person::from))
}

/// Like [`by_id`], and keeps others off acts that give this person posts or change how they prove who they are, until the
/// transaction ends.
pub async fn hold(tx: &PlatformTx, id: PersonId) -> Result<Option<Person>, StoreError> {
    let held = Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate);
    Ok(held.one(tx.connection()).await?.map(Person::from))
}

/// Of these people, whose accounts are closed.
pub async fn disabled_of(tx: &PlatformTx, ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
    let closed =
        Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).filter(Column::Disabled.eq(true));
    Ok(closed.all(tx.connection()).await?.into_iter().map(|row| PersonId(row.id)).collect())
}

/// # Errors
/// [`StoreError::Taken`] when the login is in use.
pub async fn insert(tx: &PlatformTx, person: &Person) -> Result<(), StoreError> {
    let row = Model {
        id: person.id.0,
        login: person.login.clone(),
        name: person.name.clone(),
        password_hash: person.password_hash.clone(),
        must_change: person.must_change,
        password_changed_at: person.password_changed_at.0,
        epoch: person.epoch,
        disabled: person.disabled,
        created_at: person.created_at.0,
        skeleton: bearing::skeleton(&person.name),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Replaces the password, keeps the old one in the history, and begins a new epoch.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn set_password(
    tx: &PlatformTx,
    id: PersonId,
    hash: &str,
    must_change: bool,
    at: Instant,
    history_id: Uuid,
) -> Result<(), StoreError> {
    let old = by_id(tx, id).await?.ok_or_else(|| StoreError::Missing("persons".into()))?;
    let kept = password_history::Model {
        id: history_id,
        person_id: id.0,
        password_hash: old.password_hash,
        at: old.password_changed_at.0,
    };
    password_history::Entity::insert(kept.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(hash))
        .col_expr(Column::MustChange, Expr::value(must_change))
        .col_expr(Column::PasswordChangedAt, Expr::value(at.0))
        .col_expr(Column::Epoch, Expr::col(Column::Epoch).add(1))
        .filter(Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// What people call the person.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn rename(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    id: PersonId,
    name: &str,
) -> Result<(), StoreError> {
    let renamed = Entity::update_many()
        .col_expr(Column::Name, Expr::value(name))
        .col_expr(Column::Skeleton, Expr::value(bearing::skeleton(name)))
        .filter(Column::Id.eq(id.0));
    one(renamed.exec(tx.connection()).await?.rows_affected)
}

/// The age of the password counts from another moment.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn count_password_from(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    id: PersonId,
    at: Instant,
) -> Result<(), StoreError> {
    let counted = Entity::update_many()
        .col_expr(Column::PasswordChangedAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0));
    one(counted.exec(tx.connection()).await?.rows_affected)
}

/// Closes or opens an account. Closing begins a new epoch: no session of before counts any longer.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn set_disabled(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    id: PersonId,
    disabled: bool,
) -> Result<(), StoreError> {
    let changed = Entity::update_many()
        .col_expr(Column::Disabled, Expr::value(disabled))
        .col_expr(Column::Epoch, Expr::col(Column::Epoch).add(i32::from(disabled)))
        .filter(Column::Id.eq(id.0));
    one(changed.exec(tx.connection()).await?.rows_affected)
}

fn one(rows: u64) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Missing("persons".into())) }
}

/// The last `n` passwords' hashes, the current one first.
pub async fn recent_hashes(tx: &PlatformTx, id: PersonId, n: u64) -> Result<Vec<String>, StoreError> {
    let Some(person) = by_id(tx, id).await? else { return Ok(Vec::new()) };
    let earlier = password_history::Entity::find()
        .filter(password_history::Column::PersonId.eq(id.0))
        .order_by_desc(password_history::Column::At)
        .order_by_desc(password_history::Column::Id)
        .limit(n.saturating_sub(1))
        .all(tx.connection())
        .await?;
    Ok(std::iter::once(person.password_hash)
        .chain(earlier.into_iter().map(|kept| kept.password_hash))
        .take(usize::try_from(n).unwrap_or(usize::MAX))
        .collect())
}

/// What these people are called within a tenant: of members whose names look alike, each with the login beside it.
pub async fn called(
    tx: &PlatformTx,
    tenant: TenantId,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, String>, StoreError> {
    let rows =
        Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).all(tx.connection()).await?;
    let alike = bearing_in(tx, tenant, rows.iter().map(|row| row.skeleton.clone())).await?;
    let told = |row: Model| {
        let another = alike.iter().any(|(id, skeleton)| *id != row.id && *skeleton == row.skeleton);
        let name = if another { bearing::with_login(&row.name, &row.login) } else { row.name };
        (PersonId(row.id), name)
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Members of a tenant whose names look like this one, by login.
pub async fn bearers(tx: &PlatformTx, tenant: TenantId, name: &str) -> Result<Vec<Person>, StoreError> {
    let alike = bearing_in(tx, tenant, [bearing::skeleton(name)]).await?;
    let theirs = Entity::find().filter(Column::Id.is_in(alike.into_iter().map(|(id, _)| id)));
    let rows = theirs.order_by_asc(Column::Login).all(tx.connection()).await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

async fn bearing_in(
    tx: &PlatformTx,
    tenant: TenantId,
    skeletons: impl IntoIterator<Item = String>,
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let members = memberships::Entity::find()
        .filter(memberships::Column::TenantId.eq(tenant.0))
        .select_only()
        .column(memberships::Column::PersonId)
        .into_query();
    let alike = Entity::find()
        .filter(Column::Skeleton.is_in(skeletons))
        .filter(Column::Id.in_subquery(members))
        .select_only()
        .columns([Column::Id, Column::Skeleton]);
    Ok(alike.into_tuple().all(tx.connection()).await?)
}

/// Gives those their skeleton whose names were kept before there was one.
pub(crate) async fn complete(connection: &DatabaseConnection) -> Result<(), DbErr> {
    for row in Entity::find().filter(Column::Skeleton.eq("")).all(connection).await? {
        Entity::update_many()
            .col_expr(Column::Skeleton, Expr::value(bearing::skeleton(&row.name)))
            .filter(Column::Id.eq(row.id))
            .exec(connection)
            .await?;
    }
    Ok(())
}

impl From<Model> for Person {
    fn from(row: Model) -> Self {
        Self {
            id: PersonId(row.id),
            login: row.login,
            name: row.name,
            password_hash: row.password_hash,
            must_change: row.must_change,
            password_changed_at: Instant(row.password_changed_at),
            epoch: row.epoch,
            disabled: row.disabled,
            created_at: Instant(row.created_at),
        }
    }
}
