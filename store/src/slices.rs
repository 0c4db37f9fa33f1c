//! A part of a long list, found by where its neighbours stand and not by counting lines away: what is added or taken out
//! meanwhile neither repeats a line nor skips one.

use std::fmt;
use std::str::FromStr;

use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr};
use sea_orm::{Order, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::scoped::{self, TenantEntity};
use crate::{StoreError, Tx};

/// Where a line stands in the order of its list; it travels in addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub number: i64,
    pub ids: Vec<Uuid>,
}

/// `12~018f…~018f…`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        self.ids.iter().try_for_each(|id| write!(f, "~{}", id.simple()))
    }
}

/// An address that names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.split('~');
        let number = parts.next().and_then(|part| part.parse().ok()).ok_or(NoPlace)?;
        let ids = parts.map(|part| part.parse().map_err(|_| NoPlace)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { number, ids })
    }
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub from: From,
    /// Most lines of it.
    pub size: u64,
}

/// Where a part begins or ends; the place itself is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    Start,
    After(Place),
    Before(Place),
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<T> {
    pub rows: Vec<T>,
    /// How many lines there are in all.
    pub matching: u64,
    /// How many stand before the first of these.
    pub before: u64,
}

impl<T> Part<T> {
    pub(crate) fn map<U>(self, each: impl Fn(T) -> Result<U, StoreError>) -> Result<Part<U>, StoreError> {
        let Part { rows, matching, before } = self;
        let rows = rows.into_iter().map(each).collect::<Result<_, _>>()?;
        Ok(Part { rows, matching, before })
    }
}

/// What a list is ordered by, and which way.
pub(crate) struct Ordered {
    pub by: Vec<SimpleExpr>,
    pub descending: bool,
}

impl Ordered {
    fn list<E: TenantEntity>(&self, select: Select<E>, backwards: bool) -> Select<E> {
        let order = if self.descending != backwards { Order::Desc } else { Order::Asc };
        self.by.iter().fold(select, |select, column| select.order_by(column.clone(), order.clone()))
    }

    fn place(&self, place: &Place) -> Option<SimpleExpr> {
        let ids = place.ids.iter().map(|id| Expr::value(*id));
        let values: Vec<SimpleExpr> = std::iter::once(Expr::value(place.number)).chain(ids).collect();
        (values.len() == self.by.len()).then(|| Expr::tuple(values))
    }

    /// What stands after a place, or before it; `None` for a place of another list.
    fn beyond(&self, place: &Place, after: bool) -> Option<SimpleExpr> {
        let (columns, place) = (Expr::tuple(self.by.clone()), self.place(place)?);
        Some(if after != self.descending { columns.gt(place) } else { columns.lt(place) })
    }
}

/// The wanted part of a selection that is not ordered yet.
pub(crate) async fn part<E: TenantEntity>(
    tx: &Tx,
    select: Select<E>,
    ordered: &Ordered,
    slice: &Slice,
) -> Result<Part<E::Model>, StoreError> {
    let matching = scoped::count(tx, select.clone()).await?;
    let (beyond, backwards) = match &slice.from {
        From::Start => (None, false),
        From::After(place) => (ordered.beyond(place, true), false),
        From::Before(place) => (ordered.beyond(place, false), true),
    };
    let Some(beyond) = beyond else {
        let rows = scoped::list(tx, ordered.list(select, false).limit(slice.size)).await?;
        return Ok(Part { rows, matching, before: 0 });
    };
    let select = select.filter(beyond);
    let there = scoped::count(tx, select.clone()).await?;
    let mut rows = scoped::list(tx, ordered.list(select, backwards).limit(slice.size)).await?;
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    if backwards {
        rows.reverse();
    }
    let before = if backwards { there.saturating_sub(count) } else { matching.saturating_sub(there) };
    Ok(Part { rows, matching, before })
}

/// Whether a text says what somebody typed, as it stands, in whatever case.
pub(crate) fn says(text: SimpleExpr, typed: &str) -> SimpleExpr {
    let mut pattern = String::from("%");
    for letter in typed.trim().chars().flat_map(char::to_lowercase) {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Expr::expr(Func::lower(text)).like(LikeExpr::new(pattern).escape('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        for place in [
            Place { number: -3, ids: Vec::new() },
            Place { number: i64::MAX, ids: vec![Uuid::from_u128(7), Uuid::from_u128(u128::MAX)] },
        ] {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for text in ["", "~", "x", "1~", "1~x", "1.5"] {
            assert_eq!(text.parse::<Place>(), Err(NoPlace), "{text}");
        }
    }
}
