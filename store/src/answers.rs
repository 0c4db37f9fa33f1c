//! The current answer to each 评分细则, on each layer.

use domain::calendar::Instant;
use domain::ids::{AnswerId, CaseId, PeriodId, PersonId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, UpdateMany};
use uuid::Uuid;

use crate::entities::answers::{Column, Entity, Model};
use crate::entities::cases;
use crate::{StoreError, Tx, scoped};

/// 评分层.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// 自评.
    SelfAssessment,
    /// 考核.
    Review,
}

impl Layer {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Layer::SelfAssessment => "self",
            Layer::Review => "review",
        }
    }

    pub(crate) fn from_code(code: &str) -> Result<Self, StoreError> {
        match code {
            "self" => Ok(Layer::SelfAssessment),
            "review" => Ok(Layer::Review),
            _ => Err(StoreError::unreadable("layer", code)),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    pub criterion: String,
    pub revision: i32,
    pub content: String,
    /// Who saved it.
    pub person: Option<PersonId>,
    pub by_name: String,
    pub at: Instant,
    /// The save it stems from.
    pub client: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    /// Used when the criterion has no answer yet.
    pub id: AnswerId,
    pub case: CaseId,
    pub layer: Layer,
    pub criterion: String,
    /// The revision the person saw; 0 when there was none yet.
    pub based_on: i32,
    pub content: String,
    pub by_name: String,
    pub at: Instant,
    /// The same for every attempt to send the same save.
    pub client: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    Saved {
        revision: i32,
    },
    /// A retry: the save arrived before.
    AlreadySaved {
        revision: i32,
    },
    /// Somebody else saved first; nothing was overwritten.
    Conflict(AnswerRow),
}

/// By criterion.
pub async fn of_case(tx: &Tx, case: CaseId, layer: Layer) -> Result<Vec<AnswerRow>, StoreError> {
    let listed = Entity::find()
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::Layer.eq(layer.code()))
        .order_by_asc(Column::Criterion);
    Ok(scoped::list(tx, listed).await?.into_iter().map(AnswerRow::from).collect())
}

pub async fn find(
    tx: &Tx,
    case: CaseId,
    layer: Layer,
    criterion: &str,
) -> Result<Option<AnswerRow>, StoreError> {
    let wanted = Entity::find()
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::Layer.eq(layer.code()))
        .filter(Column::Criterion.eq(criterion));
    Ok(scoped::one(tx, wanted).await?.map(AnswerRow::from))
}

/// All answers of all cases of a period on one layer, by case and criterion.
pub async fn of_period(
    tx: &Tx,
    period: PeriodId,
    layer: Layer,
) -> Result<Vec<(CaseId, AnswerRow)>, StoreError> {
    let of_period = cases::Column::PeriodId.eq(period.0);
    let listed = Entity::find()
        .filter(scoped::belonging_to::<cases::Entity, _>(tx, Column::CaseId, cases::Column::Id, of_period))
        .filter(Column::Layer.eq(layer.code()))
        .order_by_asc(Column::CaseId)
        .order_by_asc(Column::Criterion);
    let rows = scoped::list(tx, listed).await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.case_id), AnswerRow::from(row))).collect())
}

/// The answers of these cases to certain criteria on one layer, by case and criterion.
pub async fn of_cases(
    tx: &Tx,
    cases: &[CaseId],
    layer: Layer,
    criteria: impl IntoIterator<Item = &str>,
) -> Result<Vec<(CaseId, AnswerRow)>, StoreError> {
    let listed = Entity::find()
        .filter(Column::CaseId.is_in(cases.iter().map(|case| case.0)))
        .filter(Column::Layer.eq(layer.code()))
        .filter(Column::Criterion.is_in(criteria))
        .order_by_asc(Column::CaseId)
        .order_by_asc(Column::Criterion);
    let rows = scoped::list(tx, listed).await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.case_id), AnswerRow::from(row))).collect())
}

/// Saves an answer if nobody saved another one since the person read it.
pub async fn save(tx: &Tx, permit: &Permit, answer: &NewAnswer) -> Result<SaveOutcome, StoreError> {
    let there = find(tx, answer.case, answer.layer, &answer.criterion).await?;
    save_over(tx, permit, answer, there.as_ref()).await
}

/// The same, for somebody who holds the case and knows the answer that is `there`.
pub async fn save_over(
    tx: &Tx,
    permit: &Permit,
    answer: &NewAnswer,
    there: Option<&AnswerRow>,
) -> Result<SaveOutcome, StoreError> {
    tx.check(permit)?;
    let done = match there {
        Some(row) if row.client == answer.client => false,
        Some(row) if row.revision == answer.based_on => replace(tx, permit, answer).await?,
        Some(_) => false,
        None => add(tx, permit, answer).await?,
    };
    if done {
        let revision = there.map_or(1, |row| row.revision + 1);
        return Ok(SaveOutcome::Saved { revision });
    }
    // Whoever was faster between reading and writing is there by now.
    let row = find(tx, answer.case, answer.layer, &answer.criterion)
        .await?
        .ok_or_else(|| StoreError::Missing("answers".to_owned()))?;
    if row.client == answer.client {
        Ok(SaveOutcome::AlreadySaved { revision: row.revision })
    } else {
        Ok(SaveOutcome::Conflict(row))
    }
}

/// Writes who stands behind what an answer says. It stays the same answer, saved by whom and when it was: whoever is typing
/// on goes on from its revision.
///
/// # Errors
/// [`StoreError::Stale`] when it has another revision by now.
pub async fn attest(
    tx: &Tx,
    permit: &Permit,
    (case, layer): (CaseId, Layer),
    answer: &AnswerRow,
) -> Result<(), StoreError> {
    let confirmed = Entity::update_many()
        .col_expr(Column::Content, Expr::value(answer.content.clone()))
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::Layer.eq(layer.code()))
        .filter(Column::Criterion.eq(answer.criterion.as_str()))
        .filter(Column::Revision.eq(answer.revision));
    match scoped::update(tx, permit, confirmed).await? {
        0 => Err(StoreError::Stale("the answer")),
        _ => Ok(()),
    }
}

async fn add(tx: &Tx, permit: &Permit, answer: &NewAnswer) -> Result<bool, StoreError> {
    let key = [Column::TenantId, Column::CaseId, Column::Layer, Column::Criterion];
    scoped::insert_unless_there::<Entity>(tx, permit, first(tx, permit, answer), &key).await
}

/// The first answer to a criterion.
pub(crate) fn first(tx: &Tx, permit: &Permit, answer: &NewAnswer) -> Model {
    Model {
        tenant_id: tx.scope(),
        id: answer.id.0,
        case_id: answer.case.0,
        layer: answer.layer.code().to_owned(),
        criterion: answer.criterion.clone(),
        revision: 1,
        content: answer.content.clone(),
        person_id: permit.by().map(|person| person.0),
        by_name: answer.by_name.clone(),
        at: answer.at.0,
        client_id: answer.client,
    }
}

async fn replace(tx: &Tx, permit: &Permit, answer: &NewAnswer) -> Result<bool, StoreError> {
    Ok(scoped::update(tx, permit, replacing(permit, answer)).await? > 0)
}

/// One answer in place of the one it is based on.
pub(crate) fn replacing(permit: &Permit, answer: &NewAnswer) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Revision, Expr::value(answer.based_on + 1))
        .col_expr(Column::Content, Expr::value(answer.content.clone()))
        .col_expr(Column::PersonId, Expr::value(permit.by().map(|person| person.0)))
        .col_expr(Column::ByName, Expr::value(answer.by_name.clone()))
        .col_expr(Column::At, Expr::value(answer.at.0))
        .col_expr(Column::ClientId, Expr::value(answer.client))
        .filter(Column::CaseId.eq(answer.case.0))
        .filter(Column::Layer.eq(answer.layer.code()))
        .filter(Column::Criterion.eq(answer.criterion.as_str()))
        .filter(Column::Revision.eq(answer.based_on))
}

impl From<Model> for AnswerRow {
    fn from(row: Model) -> Self {
        Self {
            criterion: row.criterion,
            revision: row.revision,
            content: row.content,
            person: row.person_id.map(PersonId),
            by_name: row.by_name,
            at: Instant(row.at),
            client: row.client_id,
        }
    }
}
