//! 加权来源: what the sources beside the rubric came to in a case.

use domain::calendar::Instant;
use domain::ids::{CaseId, FigureId, PeriodId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::cases;
use crate::entities::source_figures::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub id: FigureId,
    pub case: CaseId,
    /// The source's name in the scheme.
    pub source: String,
    /// 分, exact.
    pub value: String,
    pub by_name: String,
    pub at: Instant,
}

/// By source.
pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Vec<Figure>, StoreError> {
    let listed = Entity::find().filter(Column::CaseId.eq(case.0)).order_by_asc(Column::Source);
    Ok(scoped::list(tx, listed).await?.into_iter().map(Figure::from).collect())
}

/// Of every case of a period, by source.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Figure>, StoreError> {
    let of_period = cases::Column::PeriodId.eq(period.0);
    let listed = Entity::find()
        .filter(scoped::belonging_to::<cases::Entity, _>(tx, Column::CaseId, cases::Column::Id, of_period))
        .order_by_asc(Column::Source);
    Ok(scoped::list(tx, listed).await?.into_iter().map(Figure::from).collect())
}

/// Enters what a source came to, for somebody who holds the case, in place of what was entered before.
pub async fn enter(tx: &Tx, permit: &Permit, figure: &Figure) -> Result<(), StoreError> {
    let replace = Entity::update_many()
        .filter(Column::CaseId.eq(figure.case.0))
        .filter(Column::Source.eq(figure.source.as_str()))
        .col_expr(Column::Value, Expr::value(figure.value.clone()))
        .col_expr(Column::ByName, Expr::value(figure.by_name.clone()))
        .col_expr(Column::At, Expr::value(figure.at.0));
    if scoped::update::<Entity>(tx, permit, replace).await? > 0 {
        return Ok(());
    }
    let row = Model {
        tenant_id: tx.scope(),
        id: figure.id.0,
        case_id: figure.case.0,
        source: figure.source.clone(),
        value: figure.value.clone(),
        by_name: figure.by_name.clone(),
        at: figure.at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Takes back what was entered for a source.
pub async fn remove(tx: &Tx, permit: &Permit, case: CaseId, source: &str) -> Result<(), StoreError> {
    let delete = Entity::delete_many().filter(Column::CaseId.eq(case.0)).filter(Column::Source.eq(source));
    scoped::delete::<Entity>(tx, permit, delete).await.map(drop)
}

impl From<Model> for Figure {
    fn from(row: Model) -> Self {
        Self {
            id: FigureId(row.id),
            case: CaseId(row.case_id),
            source: row.source,
            value: row.value,
            by_name: row.by_name,
            at: Instant(row.at),
        }
    }
}
