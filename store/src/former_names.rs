//! 曾用名 of units, departments and lines: what papers of their time call them.

use domain::calendar::{Day, Instant};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::former_names::{Column, Entity, Model};
use crate::places::Kind;
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerName {
    pub id: Uuid,
    pub kind: Kind,
    /// Whose it was.
    pub place: Uuid,
    pub name: String,
    /// The first day it was not called so any more.
    pub until: Day,
    pub by_name: String,
    pub at: Instant,
}

/// Of these places, the older first.
pub async fn of(tx: &Tx, kind: Kind, places: &[Uuid]) -> Result<Vec<FormerName>, StoreError> {
    let listed = Entity::find()
        .filter(Column::PlaceKind.eq(kind.code()))
        .filter(Column::PlaceId.is_in(places.iter().copied()))
        .order_by_asc(Column::Until)
        .order_by_asc(Column::Id);
    scoped::list(tx, listed).await?.into_iter().map(FormerName::try_from).collect()
}

/// What a place was called on a day, if it was not what it is called now; `former`: of whatever places, the older first.
pub fn on(former: &[FormerName], place: Uuid, day: Day) -> Option<&str> {
    former.iter().find(|one| one.place == place && day < one.until).map(|one| one.name.as_str())
}

pub async fn insert(tx: &Tx, permit: &Permit, former: &FormerName) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: former.id,
        place_kind: former.kind.code().to_owned(),
        place_id: former.place,
        name: former.name.clone(),
        until: former.until.iso(),
        by_name: former.by_name.clone(),
        at: former.at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl TryFrom<Model> for FormerName {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            kind: Kind::from_code(&row.place_kind)
                .ok_or_else(|| StoreError::unreadable("kind of place", &row.place_kind))?,
            place: row.place_id,
            name: row.name,
            until: row.until.parse().map_err(|_| StoreError::unreadable("day", &row.until))?,
            by_name: row.by_name,
            at: Instant(row.at),
        })
    }
}
