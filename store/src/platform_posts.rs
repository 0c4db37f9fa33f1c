//! The platform's own staff: 平台运维员、安全管理员、审计管理员, of which nobody holds two (三员互斥).

use domain::ids::PersonId;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entities::platform_posts::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

const EXCLUSIVE: [&str; 3] = ["operator", "security_admin", "audit_admin"];

/// The codes of the platform posts a person holds.
pub async fn of(tx: &PlatformTx, person: PersonId) -> Result<Vec<String>, StoreError> {
    let held = Entity::find().filter(Column::PersonId.eq(person.0)).order_by_asc(Column::Post);
    Ok(held.all(tx.connection()).await?.into_iter().map(|row| row.post).collect())
}

/// # Errors
/// [`StoreError::ExclusivePosts`] for a second of the three; [`StoreError::Taken`] for the same one again.
pub async fn add(tx: &PlatformTx, person: PersonId, post: &str) -> Result<(), StoreError> {
    let one_of_three = |code: &str| EXCLUSIVE.contains(&code);
    let held = of(tx, person).await?;
    if one_of_three(post) && held.iter().any(|other| other != post && one_of_three(other)) {
        return Err(StoreError::ExclusivePosts);
    }
    let row = Model { person_id: person.0, post: post.to_owned() };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}
