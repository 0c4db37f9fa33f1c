//! What overviews show of both sheets of a case: written with the case ([`crate::cases::update`]), read for many at once.

use std::collections::HashMap;

use domain::ids::{CaseId, PeriodId};
use domain::policy::Permit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entities::case_sums::{Column, Entity, Model};
use crate::entities::cases;
use crate::{StoreError, Tx, scoped};

/// The sums of both sheets, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    pub own: String,
    pub review: String,
}

/// Of every case of a period that has any.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<HashMap<CaseId, Sums>, StoreError> {
    let of_period = cases::Column::PeriodId.eq(period.0);
    let listed = Entity::find().filter(scoped::belonging_to::<cases::Entity, _>(
        tx,
        Column::Id,
        cases::Column::Id,
        of_period,
    ));
    Ok(scoped::list(tx, listed).await?.into_iter().map(of_case).collect())
}

/// Of these cases, where they have any.
pub async fn by_ids(tx: &Tx, cases: &[CaseId]) -> Result<HashMap<CaseId, Sums>, StoreError> {
    let wanted = Entity::find().filter(Column::Id.is_in(cases.iter().map(|case| case.0)));
    Ok(scoped::list(tx, wanted).await?.into_iter().map(of_case).collect())
}

fn of_case(row: Model) -> (CaseId, Sums) {
    (CaseId(row.id), Sums { own: row.own, review: row.review })
}

/// Goes with what is asked next.
pub(crate) async fn put(tx: &Tx, permit: &Permit, case: CaseId, sums: &Sums) -> Result<(), StoreError> {
    let row = Model { tenant_id: tx.scope(), id: case.0, own: sums.own.clone(), review: sums.review.clone() };
    let rest = [Column::Own, Column::Review];
    scoped::put_along::<Entity>(tx, permit, row, (&[Column::TenantId, Column::Id], &rest)).await
}
