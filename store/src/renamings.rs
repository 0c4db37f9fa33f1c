//! 更名申请: another name somebody asks to be known by. One waits per person.

use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::policy::PlatformPermit;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Insert, IntoActiveModel, QueryFilter, QueryTrait};

use crate::entities::renamings::{Column, Entity, Model};
use crate::{PlatformTx, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    pub person: PersonId,
    pub name: String,
    pub reason: String,
    pub at: Instant,
}

/// Asks; what was asked before no longer counts.
pub async fn ask(tx: &PlatformTx, _permit: &PlatformPermit, asked: &Renaming) -> Result<(), StoreError> {
    let row = Model {
        person_id: asked.person.0,
        name: asked.name.clone(),
        reason: asked.reason.clone(),
        at: asked.at.0,
    };
    let mut statement = Insert::one(row.into_active_model()).into_query();
    let anew = OnConflict::column(Column::PersonId)
        .update_columns([Column::Name, Column::Reason, Column::At])
        .to_owned();
    statement.on_conflict(anew);
    tx.connection().execute(&statement).await?;
    Ok(())
}

pub async fn of(tx: &PlatformTx, person: PersonId) -> Result<Option<Renaming>, StoreError> {
    Ok(Entity::find_by_id(person.0).one(tx.connection()).await?.map(Renaming::from))
}

/// Those of these people.
pub async fn of_these(tx: &PlatformTx, people: &[PersonId]) -> Result<Vec<Renaming>, StoreError> {
    let theirs = Entity::find().filter(Column::PersonId.is_in(people.iter().map(|person| person.0)));
    Ok(theirs.all(tx.connection()).await?.into_iter().map(Renaming::from).collect())
}

/// It is settled; tells whether one for this name waited.
pub async fn settle(
    tx: &PlatformTx,
    _permit: &PlatformPermit,
    person: PersonId,
    name: &str,
) -> Result<bool, StoreError> {
    let settled = Entity::delete_many().filter(Column::PersonId.eq(person.0)).filter(Column::Name.eq(name));
    Ok(settled.exec(tx.connection()).await?.rows_affected == 1)
}

impl From<Model> for Renaming {
    fn from(row: Model) -> Self {
        Self { person: PersonId(row.person_id), name: row.name, reason: row.reason, at: Instant(row.at) }
    }
}
