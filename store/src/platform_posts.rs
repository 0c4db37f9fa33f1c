//! The platform's own staff: 平台运维员、安全管理员、审计管理员, of which nobody holds two (三员互斥).

use domain::ids::PersonId;
use domain::policy::{PlatformPermit, exclusive_posts};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::platform_posts::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

/// One of the three posts, held by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformPost {
    pub post: String,
    /// Whether it asks for a second factor; the demo's posts do not.
    pub second_factor: bool,
}

/// The platform posts a person holds.
pub async fn of(tx: &PlatformTx, person: PersonId) -> Result<Vec<PlatformPost>, StoreError> {
    let held = Entity::find().filter(Column::PersonId.eq(person.0)).order_by_asc(Column::Post);
    let rows = held.all(tx.connection()).await?;
    let read = |row: Model| PlatformPost { post: row.post, second_factor: row.second_factor };
    Ok(rows.into_iter().map(read).collect())
}

/// Everybody with a post of the platform, and which; held until the transaction ends, so that acts on them go one after
/// the other.
pub async fn hold_all(tx: &PlatformTx) -> Result<Vec<(PersonId, String)>, StoreError> {
    let all = Entity::find().order_by_asc(Column::PersonId).order_by_asc(Column::Post);
    let rows = all.lock(LockType::NoKeyUpdate).all(tx.connection()).await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.person_id), row.post)).collect())
}

/// # Errors
/// [`StoreError::ExclusivePosts`] for a second of the three; [`StoreError::Taken`] for the same one again.
pub async fn add(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    new: &PlatformPost,
) -> Result<(), StoreError> {
    let one_of_three = |code: &str| exclusive_posts().any(|one| one == code);
    let held = of(tx, person).await?;
    if one_of_three(&new.post) && held.iter().any(|other| other.post != new.post && one_of_three(&other.post))
    {
        return Err(StoreError::ExclusivePosts);
    }
    let row = Model { person_id: person.0, post: new.post.clone(), second_factor: new.second_factor };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}
