//! How people are reached. It stands apart from the account, so that it can be taken away without it.

use domain::ids::PersonId;
use domain::policy::PlatformPermit;
use sea_orm::{EntityTrait, IntoActiveModel};

use crate::entities::contacts::{Entity, Model};
use crate::{PlatformTx, StoreError};

/// The person's telephone number, empty if none is known.
pub async fn phone(tx: &PlatformTx, person: PersonId) -> Result<String, StoreError> {
    let row = Entity::find_by_id(person.0).one(tx.connection()).await?;
    Ok(row.map(|row| row.phone).unwrap_or_default())
}

/// Keeps a telephone number; an empty one takes it away.
pub async fn set_phone(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    phone: &str,
) -> Result<(), StoreError> {
    Entity::delete_by_id(person.0).exec(tx.connection()).await?;
    if !phone.is_empty() {
        let row = Model { person_id: person.0, phone: phone.to_owned() };
        Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}
