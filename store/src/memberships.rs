//! Which people may enter which tenants.

use domain::ids::{PersonId, TenantId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entities::memberships::{Column, Entity, Model};
use crate::entities::{persons, tenants};
use crate::persons::Person;
use crate::tenants::Tenant;
use crate::{PlatformTx, StoreError};

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

/// # Errors
/// [`StoreError::Taken`] when the person is a member already.
pub async fn add(tx: &PlatformTx, person: PersonId, tenant: TenantId) -> Result<(), StoreError> {
    let row = Model { person_id: person.0, tenant_id: tenant.0 };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}
