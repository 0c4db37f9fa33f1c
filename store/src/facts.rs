//! 事实登记: what happened in a case, registered once, however many criteria it touches.

use std::collections::HashMap;

use domain::calendar::{Day, Instant};
use domain::ids::{CaseId, FactId, PeriodId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::answers::Layer;
use crate::entities::cases;
use crate::entities::facts::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    pub case: CaseId,
    /// Who registered it: the unit, or the reviewers.
    pub layer: Layer,
    /// 事由.
    pub title: String,
    /// 发生日期.
    pub happened_on: Option<Day>,
    /// 涉及人员; may be empty.
    pub concerned: String,
    /// 依据: documents that show it; may be empty.
    pub basis: String,
    /// Counts the saves, from 1.
    pub revision: u32,
    /// Who changed it last.
    pub by_name: String,
    /// When it was registered.
    pub at: Instant,
}

/// In the order they were registered.
pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Vec<Fact>, StoreError> {
    let listed = listed().filter(Column::CaseId.eq(case.0));
    scoped::list(tx, listed).await?.into_iter().map(Fact::try_from).collect()
}

/// Of every case of a period that has any.
pub async fn of_period(tx: &Tx, period: PeriodId) -> Result<HashMap<CaseId, Vec<Fact>>, StoreError> {
    let of_period = cases::Column::PeriodId.eq(period.0);
    let listed = listed().filter(scoped::belonging_to::<cases::Entity, _>(
        tx,
        Column::CaseId,
        cases::Column::Id,
        of_period,
    ));
    let mut facts: HashMap<_, Vec<_>> = HashMap::new();
    for row in scoped::list(tx, listed).await? {
        facts.entry(CaseId(row.case_id)).or_default().push(Fact::try_from(row)?);
    }
    Ok(facts)
}

/// One fact of a case.
pub async fn find(tx: &Tx, case: CaseId, id: FactId) -> Result<Option<Fact>, StoreError> {
    let wanted = Entity::find().filter(Column::CaseId.eq(case.0)).filter(Column::Id.eq(id.0));
    scoped::one(tx, wanted).await?.map(Fact::try_from).transpose()
}

/// # Errors
/// [`StoreError::Taken`] when the case has a fact with this id.
pub async fn insert(tx: &Tx, permit: &Permit, fact: &Fact) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        case_id: fact.case.0,
        id: fact.id.0,
        layer: fact.layer.code().to_owned(),
        title: fact.title.clone(),
        happened_on: fact.happened_on.map(Day::iso),
        concerned: fact.concerned.clone(),
        basis: fact.basis.clone(),
        revision: numbers::stored(fact.revision),
        by_name: fact.by_name.clone(),
        at: fact.at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Puts the next revision in place of the one before it; `false` when that is not there any more.
pub async fn save(tx: &Tx, permit: &Permit, fact: &Fact) -> Result<bool, StoreError> {
    let before = numbers::stored(fact.revision.saturating_sub(1));
    let update = Entity::update_many()
        .filter(Column::CaseId.eq(fact.case.0))
        .filter(Column::Id.eq(fact.id.0))
        .filter(Column::Revision.eq(before))
        .col_expr(Column::Title, Expr::value(fact.title.clone()))
        .col_expr(Column::HappenedOn, Expr::value(fact.happened_on.map(Day::iso)))
        .col_expr(Column::Concerned, Expr::value(fact.concerned.clone()))
        .col_expr(Column::Basis, Expr::value(fact.basis.clone()))
        .col_expr(Column::Revision, Expr::value(numbers::stored(fact.revision)))
        .col_expr(Column::ByName, Expr::value(fact.by_name.clone()));
    Ok(scoped::update::<Entity>(tx, permit, update).await? == 1)
}

/// Takes a fact out of the register; `false` when it is not there any more. The journal keeps what it said.
pub async fn remove(tx: &Tx, permit: &Permit, case: CaseId, id: FactId) -> Result<bool, StoreError> {
    let delete = Entity::delete_many().filter(Column::CaseId.eq(case.0)).filter(Column::Id.eq(id.0));
    Ok(scoped::delete::<Entity>(tx, permit, delete).await? == 1)
}

fn listed() -> Select<Entity> {
    Entity::find().order_by_asc(Column::At).order_by_asc(Column::Id)
}

impl TryFrom<Model> for Fact {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let happened_on = match row.happened_on {
            None => None,
            Some(text) => Some(text.parse::<Day>().map_err(|_| StoreError::unreadable("day", text))?),
        };
        Ok(Self {
            id: FactId(row.id),
            case: CaseId(row.case_id),
            layer: Layer::from_code(&row.layer)?,
            title: row.title,
            happened_on,
            concerned: row.concerned,
            basis: row.basis,
            revision: numbers::read(row.revision),
            by_name: row.by_name,
            at: Instant(row.at),
        })
    }
}
