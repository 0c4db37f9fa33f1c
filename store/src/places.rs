//! What units, departments and lines have in common: a name, a place among their like, and an end.

use domain::calendar::Day;
use domain::ids::{DepartmentId, LineId, UnitId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::{departments, lines, units};
use crate::scoped::{self, TenantEntity};
use crate::{StoreError, Tx};

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Unit,
    Department,
    Line,
}

impl Kind {
    /// The word in the database.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Kind::Unit => "unit",
            Kind::Department => "department",
            Kind::Line => "line",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Kind> {
        [Kind::Unit, Kind::Department, Kind::Line].into_iter().find(|kind| kind.code() == code)
    }
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Unit(UnitId),
    Department(DepartmentId),
    Line(LineId),
}

impl Place {
    pub fn kind(self) -> Kind {
        match self {
            Place::Unit(_) => Kind::Unit,
            Place::Department(_) => Kind::Department,
            Place::Line(_) => Kind::Line,
        }
    }

    pub fn id(self) -> Uuid {
        match self {
            Place::Unit(id) => id.0,
            Place::Department(id) => id.0,
            Place::Line(id) => id.0,
        }
    }
}

/// That a place has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its last day.
    pub on: Day,
    pub reason: String,
}

impl Ended {
    pub(crate) fn read(on: Option<String>, reason: String) -> Result<Option<Ended>, StoreError> {
        let day = |text: String| text.parse().map_err(|_| StoreError::unreadable("day", &text));
        Ok(on.map(day).transpose()?.map(|on| Ended { on, reason }))
    }
}

/// Calls a place by another name.
///
/// # Errors
/// A unique violation when the name is in use; [`StoreError::Missing`].
pub async fn rename(tx: &Tx, permit: &Permit, place: Place, name: &str) -> Result<(), StoreError> {
    let name = vec![("name", Expr::value(name))];
    change(tx, permit, place, name).await
}

/// Puts a place where this number stands among its like.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn put(tx: &Tx, permit: &Permit, place: Place, position: i32) -> Result<(), StoreError> {
    change(tx, permit, place, vec![("position", Expr::value(position))]).await
}

/// Ends a place, or takes that back.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn end(tx: &Tx, permit: &Permit, place: Place, ended: Option<&Ended>) -> Result<(), StoreError> {
    let on = ended.map(|ended| ended.on.iso());
    let reason = ended.map(|ended| ended.reason.clone()).unwrap_or_default();
    let columns = vec![("ended_on", Expr::value(on)), ("ended_reason", Expr::value(reason))];
    change(tx, permit, place, columns).await
}

async fn change(
    tx: &Tx,
    permit: &Permit,
    place: Place,
    columns: Vec<(&'static str, Expr)>,
) -> Result<(), StoreError> {
    match place {
        Place::Unit(_) => change_row::<units::Entity>(tx, permit, place.id(), columns).await,
        Place::Department(_) => change_row::<departments::Entity>(tx, permit, place.id(), columns).await,
        Place::Line(_) => change_row::<lines::Entity>(tx, permit, place.id(), columns).await,
    }
}

async fn change_row<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    id: Uuid,
    columns: Vec<(&'static str, Expr)>,
) -> Result<(), StoreError> {
    let update = E::update_many().filter(E::id_column().eq(id));
    let update = columns.into_iter().fold(update, |update, (column, value)| update.col_expr(column, value));
    scoped::exactly_one::<E>(scoped::update(tx, permit, update).await?)
}
