//! 佐证材料: files hung on criteria of a case, or on its facts. What was removed is kept, but no longer listed.

use std::collections::HashMap;

use domain::calendar::{Day, Instant};
use domain::ids::{CaseId, EvidenceId, FactId, FileId};
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::entities::evidence::{Column, Entity, Model};
use crate::files::{self, StoredFile};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub id: EvidenceId,
    pub case: CaseId,
    /// Empty for what hangs on a fact.
    pub criterion: String,
    pub fact: Option<FactId>,
    pub file: FileId,
    pub title: String,
    /// 材料日期.
    pub dated: Option<Day>,
    pub by_name: String,
    pub at: Instant,
    /// Of the file, as are `kind` and `size`; [`insert`] does not read them.
    pub file_name: String,
    pub kind: String,
    /// Bytes.
    pub size: i64,
}

/// In the order they were added.
pub async fn of_case(tx: &Tx, case: CaseId) -> Result<Vec<Evidence>, StoreError> {
    with_files(tx, listed().filter(Column::CaseId.eq(case.0))).await
}

/// One piece, if it hangs on this case.
pub async fn find(tx: &Tx, case: CaseId, id: EvidenceId) -> Result<Option<Evidence>, StoreError> {
    let hung = listed().filter(Column::CaseId.eq(case.0)).filter(Column::Id.eq(id.0));
    Ok(with_files(tx, hung).await?.pop())
}

/// The case a file hangs on, and the fact in it, if it is one's.
pub async fn case_of_file(tx: &Tx, file: FileId) -> Result<Option<(CaseId, Option<FactId>)>, StoreError> {
    let row = scoped::one(tx, listed().filter(Column::FileId.eq(file.0))).await?;
    Ok(row.map(|row| (CaseId(row.case_id), row.fact_id.map(FactId))))
}

/// How many hang on one fact.
pub async fn count_of_fact(tx: &Tx, case: CaseId, fact: FactId) -> Result<u64, StoreError> {
    let hung = Entity::find()
        .filter(Column::RemovedAt.is_null())
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::FactId.eq(fact.0));
    scoped::count(tx, hung).await
}

/// How many hang on one criterion.
pub async fn count(tx: &Tx, case: CaseId, criterion: &str) -> Result<u64, StoreError> {
    let hung = Entity::find()
        .filter(Column::RemovedAt.is_null())
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::Criterion.eq(criterion));
    scoped::count(tx, hung).await
}

pub async fn insert(tx: &Tx, permit: &Permit, evidence: &Evidence) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: evidence.id.0,
        case_id: evidence.case.0,
        criterion: evidence.criterion.clone(),
        fact_id: evidence.fact.map(|fact| fact.0),
        file_id: evidence.file.0,
        title: evidence.title.clone(),
        dated: evidence.dated.map(Day::iso),
        by_name: evidence.by_name.clone(),
        at: evidence.at.0,
        removed_at: None,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Takes all off a fact that goes.
pub async fn remove_of_fact(
    tx: &Tx,
    permit: &Permit,
    case: CaseId,
    fact: FactId,
    at: Instant,
) -> Result<(), StoreError> {
    let removed = Entity::update_many()
        .col_expr(Column::RemovedAt, Expr::value(at.0))
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::FactId.eq(fact.0))
        .filter(Column::RemovedAt.is_null());
    scoped::update(tx, permit, removed).await.map(drop)
}

/// # Errors
/// [`StoreError::Missing`] when there is none, or it was removed already.
pub async fn remove(tx: &Tx, permit: &Permit, id: EvidenceId, at: Instant) -> Result<(), StoreError> {
    let removed = Entity::update_many()
        .col_expr(Column::RemovedAt, Expr::value(at.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RemovedAt.is_null());
    scoped::exactly_one::<Entity>(scoped::update(tx, permit, removed).await?)
}

fn listed() -> Select<Entity> {
    Entity::find().filter(Column::RemovedAt.is_null()).order_by_asc(Column::Id)
}

async fn with_files(tx: &Tx, select: Select<Entity>) -> Result<Vec<Evidence>, StoreError> {
    let rows = scoped::list(tx, select).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<_> = rows.iter().map(|row| row.file_id).collect();
    let files: HashMap<FileId, StoredFile> =
        files::by_ids(tx, &wanted).await?.into_iter().map(|file| (file.id, file)).collect();
    rows.into_iter()
        .map(|row| {
            let file =
                files.get(&FileId(row.file_id)).ok_or_else(|| StoreError::Missing("files".to_owned()))?;
            joined(row, file)
        })
        .collect()
}

fn joined(row: Model, file: &StoredFile) -> Result<Evidence, StoreError> {
    let dated = match row.dated {
        None => None,
        Some(text) => Some(text.parse::<Day>().map_err(|_| StoreError::unreadable("day", text))?),
    };
    Ok(Evidence {
        id: EvidenceId(row.id),
        case: CaseId(row.case_id),
        criterion: row.criterion,
        fact: row.fact_id.map(FactId),
        file: file.id,
        title: row.title,
        dated,
        by_name: row.by_name,
        at: Instant(row.at),
        file_name: file.name.clone(),
        kind: file.kind.clone(),
        size: file.size,
    })
}
