//! 分派: which reviewer has which case in hand.

use domain::calendar::Instant;
use domain::ids::{AssignmentId, CaseId, PeriodId, PersonId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::entities::assignments::{Column, Entity, Model};
use crate::entities::cases;
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Used when the case has none yet.
    pub id: AssignmentId,
    pub case: CaseId,
    pub person: PersonId,
    /// Who assigned it, and when.
    pub by_name: String,
    pub at: Instant,
}

pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Option<Assignment>, StoreError> {
    Ok(scoped::one(tx, Entity::find().filter(Column::CaseId.eq(case.0))).await?.map(Assignment::from))
}

pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<Vec<Assignment>, StoreError> {
    let of_period = cases::Column::PeriodId.eq(period.0);
    let belongs = scoped::belonging_to::<cases::Entity, _>(tx, Column::CaseId, cases::Column::Id, of_period);
    listed(tx, in_order().filter(belongs)).await
}

/// What somebody has in hand, in whatever period.
pub async fn of_person(tx: &Tx, person: PersonId) -> Result<Vec<Assignment>, StoreError> {
    listed(tx, in_order().filter(Column::PersonId.eq(person.0))).await
}

/// Puts it in place of the one before.
pub async fn set(tx: &Tx, permit: &Permit, assignment: &Assignment) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: assignment.id.0,
        case_id: assignment.case.0,
        person_id: assignment.person.0,
        by_name: assignment.by_name.clone(),
        at: assignment.at.0,
    };
    if scoped::insert_unless_there::<Entity>(tx, permit, row, &[Column::TenantId, Column::CaseId]).await? {
        return Ok(());
    }
    let update = Entity::update_many()
        .filter(Column::CaseId.eq(assignment.case.0))
        .col_expr(Column::PersonId, Expr::value(assignment.person.0))
        .col_expr(Column::ByName, Expr::value(assignment.by_name.clone()))
        .col_expr(Column::At, Expr::value(assignment.at.0));
    scoped::update::<Entity>(tx, permit, update).await.map(drop)
}

/// Nobody has the case in hand any more.
pub async fn remove(tx: &Tx, permit: &Permit, case: CaseId) -> Result<(), StoreError> {
    let gone = Entity::delete_many().filter(Column::CaseId.eq(case.0));
    scoped::delete(tx, permit, gone).await.map(drop)
}

fn in_order() -> Select<Entity> {
    Entity::find().order_by_asc(Column::Id)
}

async fn listed(tx: &Tx, select: Select<Entity>) -> Result<Vec<Assignment>, StoreError> {
    Ok(scoped::list(tx, select).await?.into_iter().map(Assignment::from).collect())
}

impl From<Model> for Assignment {
    fn from(row: Model) -> Self {
        Self {
            id: AssignmentId(row.id),
            case: CaseId(row.case_id),
            person: PersonId(row.person_id),
            by_name: row.by_name,
            at: Instant(row.at),
        }
    }
}
