//! Which people may enter which tenants.

use domain::ids::{PersonId, TenantId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Insert, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::entities::memberships::{Column, Entity, Model};
use crate::entities::{persons, tenants};
use crate::persons::Person;
use crate::tenants::Tenant;
use crate::{PlatformTx, StoreError, slices};

/// By code.
pub async fn tenants_of(tx: &PlatformTx, person: PersonId) -> Result<Vec<Tenant>, StoreError> {
    let held = Entity::find().filter(Column::PersonId.eq(person.0)).all(tx.connection()).await?;
    let rows = tenants::Entity::find()
        .filter(tenants::Column::Id.is_in(held.iter().map(|membership| membership.tenant_id)))
        .order_by_asc(tenants::Column::Code)
        .all(tx.connection())
        .await?;
    rows.into_iter().map(Tenant::try_from).collect()
}

/// By login.
pub async fn persons_of(tx: &PlatformTx, tenant: TenantId) -> Result<Vec<Person>, StoreError> {
    let held = Entity::find().filter(Column::TenantId.eq(tenant.0)).all(tx.connection()).await?;
    let rows = persons::Entity::find()
        .filter(persons::Column::Id.is_in(held.iter().map(|membership| membership.person_id)))
        .order_by_asc(persons::Column::Login)
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Whoever may enter a tenant, by their ids alone.
pub async fn ids_of(tx: &PlatformTx, tenant: TenantId) -> Result<Vec<PersonId>, StoreError> {
    let held = Entity::find().filter(Column::TenantId.eq(tenant.0)).all(tx.connection()).await?;
    Ok(held.into_iter().map(|membership| PersonId(membership.person_id)).collect())
}

/// Those of these people who are members, by login.
pub async fn among(tx: &PlatformTx, tenant: TenantId, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    members(tx, tenant, persons::Column::Id.is_in(ids.iter().map(|id| id.0)), ids.len()).await
}

/// Members whose name or login says what is looked for, by login; at most so many.
pub async fn named(
    tx: &PlatformTx,
    tenant: TenantId,
    said: &str,
    most: usize,
) -> Result<Vec<Person>, StoreError> {
    let text = |column| slices::says(Expr::col((persons::Entity, column)), said);
    let said = text(persons::Column::Name).or(text(persons::Column::Login));
    members(tx, tenant, said, most).await
}

async fn members(
    tx: &PlatformTx,
    tenant: TenantId,
    which: SimpleExpr,
    most: usize,
) -> Result<Vec<Person>, StoreError> {
    let held = Entity::find().filter(Column::TenantId.eq(tenant.0)).select_only().column(Column::PersonId);
    let rows = persons::Entity::find()
        .filter(persons::Column::Id.in_subquery(held.into_query()))
        .filter(which)
        .order_by_asc(persons::Column::Login)
        .limit(u64::try_from(most).unwrap_or(u64::MAX))
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// A person, if they are a member of the tenant.
pub async fn person_of(
    tx: &PlatformTx,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<Person>, StoreError> {
    let held = Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::PersonId.eq(person.0));
    match held.one(tx.connection()).await? {
        Some(_) => crate::persons::by_id(tx, person).await,
        None => Ok(None),
    }
}

/// Makes a person a member; whoever is one already stays one. A member without a post is let in nowhere.
pub async fn add(tx: &PlatformTx, person: PersonId, tenant: TenantId) -> Result<(), StoreError> {
    let row = Model { person_id: person.0, tenant_id: tenant.0 };
    let mut statement = Insert::one(row.into_active_model()).into_query();
    statement.on_conflict(OnConflict::columns([Column::TenantId, Column::PersonId]).do_nothing().to_owned());
    tx.connection().execute(&statement).await?;
    Ok(())
}
