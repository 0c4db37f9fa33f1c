//! 单位 of a tenant.

use domain::calendar::Day;
use domain::ids::UnitId;
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::units::{Column, Entity, Model};
use crate::places::Ended;
use crate::slices::{self, Ordered, Part, Place, Slice};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// 单位类型.
    pub kind: String,
    /// Its place in lists.
    pub position: i32,
    pub active: bool,
    pub ended: Option<Ended>,
}

impl Unit {
    /// Whether it is there on a day: it has not ended before.
    pub fn stands_on(&self, day: Day) -> bool {
        self.active && self.ended.as_ref().is_none_or(|ended| day <= ended.on)
    }
}

/// In the order of lists.
pub async fn all(tx: &Tx) -> Result<Vec<Unit>, StoreError> {
    let rows = scoped::list(tx, in_order()).await?;
    rows.into_iter().map(Unit::try_from).collect()
}

/// How many there are.
pub async fn count(tx: &Tx) -> Result<u32, StoreError> {
    Ok(u32::try_from(scoped::count(tx, Entity::find()).await?).unwrap_or(u32::MAX))
}

pub async fn find(tx: &Tx, id: UnitId) -> Result<Option<Unit>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Unit::try_from).transpose()
}

/// Those of these ids that are there, in the order of lists.
pub async fn by_ids(tx: &Tx, ids: &[UnitId]) -> Result<Vec<Unit>, StoreError> {
    let wanted = in_order().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    scoped::list(tx, wanted).await?.into_iter().map(Unit::try_from).collect()
}

/// Where a unit stands among the tenant's.
pub fn place(unit: &Unit) -> Place {
    Place { number: unit.position.into(), ids: vec![unit.id.0] }
}

/// A part of the units, in the order of lists: those whose name or type says what is looked for, and those of these ids.
pub async fn part(tx: &Tx, named: &str, also: &[UnitId], slice: &Slice) -> Result<Part<Unit>, StoreError> {
    let mut select = Entity::find();
    if !named.is_empty() {
        let text = |column| slices::says(Expr::col((Entity, column)), named);
        let any = Condition::any().add(text(Column::Name)).add(text(Column::Kind));
        select = select.filter(any.add(Column::Id.is_in(also.iter().map(|id| id.0))));
    }
    let ordered = Ordered {
        by: vec![Expr::col((Entity, Column::Position)), Expr::col((Entity, Column::Id))],
        descending: false,
    };
    slices::part(tx, select, &ordered, slice).await?.map(Unit::try_from)
}

/// The unit with this name.
pub async fn named(tx: &Tx, name: &str) -> Result<Option<Unit>, StoreError> {
    scoped::one(tx, Entity::find().filter(Column::Name.eq(name))).await?.map(Unit::try_from).transpose()
}

/// The highest place a unit has in lists; 0 where there is none.
pub async fn last_position(tx: &Tx) -> Result<i32, StoreError> {
    let last = scoped::one(tx, Entity::find().order_by_desc(Column::Position)).await?;
    Ok(last.map_or(0, |unit| unit.position))
}

/// Gives a unit another 单位类型.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn set_kind(tx: &Tx, permit: &Permit, id: UnitId, kind: &str) -> Result<(), StoreError> {
    let change = Entity::update_many().col_expr(Column::Kind, Expr::value(kind)).filter(Column::Id.eq(id.0));
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, change).await?)
}

/// # Errors
/// [`StoreError::Taken`] when the name is in use.
pub async fn insert(tx: &Tx, permit: &Permit, unit: &Unit) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: unit.id.0,
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        position: unit.position,
        active: unit.active,
        ended_on: unit.ended.as_ref().map(|ended| ended.on.iso()),
        ended_reason: unit.ended.as_ref().map(|ended| ended.reason.clone()).unwrap_or_default(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

fn in_order() -> sea_orm::Select<Entity> {
    Entity::find().order_by_asc(Column::Position).order_by_asc(Column::Id)
}

impl TryFrom<Model> for Unit {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: UnitId(row.id),
            name: row.name,
            kind: row.kind,
            position: row.position,
            active: row.active,
            ended: Ended::read(row.ended_on, row.ended_reason)?,
        })
    }
}
