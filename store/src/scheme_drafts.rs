//! 创建方案 being drafted: one draft per short name, kept as its text, with a revision that grows with every save.

use domain::calendar::Instant;
use domain::ids::DraftId;
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::scheme_drafts::{Column, Entity, Model};
use crate::{StoreError, Tx, numbers, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeDraft {
    pub id: DraftId,
    pub name: String,
    pub title: String,
    pub document: String,
    /// Counts the saves, from 1.
    pub revision: u32,
    /// The act that made this revision.
    pub client: Uuid,
    pub changed_at: Instant,
    pub changed_by: String,
}

pub async fn find(tx: &Tx, id: DraftId) -> Result<Option<SchemeDraft>, StoreError> {
    Ok(scoped::find::<Entity>(tx, id.0).await?.map(SchemeDraft::from))
}

/// A draft in a list: without its text, which may be large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftHead {
    pub id: DraftId,
    pub name: String,
    pub title: String,
    pub revision: u32,
    pub changed_at: Instant,
    pub changed_by: String,
}

/// The one changed last first.
pub async fn all(tx: &Tx) -> Result<Vec<DraftHead>, StoreError> {
    let heads = Entity::find()
        .select_only()
        .columns(Column::iter().filter(|column| !matches!(column, Column::Document)))
        .column_as(Expr::val(""), Column::Document.as_str());
    let listed = heads.order_by_desc(Column::ChangedAt).order_by_asc(Column::Id);
    let head = |row: Model| DraftHead {
        id: DraftId(row.id),
        name: row.name,
        title: row.title,
        revision: numbers::read(row.revision),
        changed_at: Instant(row.changed_at),
        changed_by: row.changed_by,
    };
    Ok(scoped::list(tx, listed).await?.into_iter().map(head).collect())
}

/// # Errors
/// [`StoreError::Taken`] when a draft of this name is there already.
pub async fn insert(tx: &Tx, permit: &Permit, draft: &SchemeDraft) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: draft.id.0,
        name: draft.name.clone(),
        title: draft.title.clone(),
        document: draft.document.clone(),
        revision: numbers::stored(draft.revision),
        client: draft.client,
        changed_at: draft.changed_at.0,
        changed_by: draft.changed_by.clone(),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Puts the next revision in place of the one before it; `false` when that is not there any more.
///
/// # Errors
/// [`StoreError::Taken`] when another draft has the name.
pub async fn save(tx: &Tx, permit: &Permit, draft: &SchemeDraft) -> Result<bool, StoreError> {
    let before = numbers::stored(draft.revision.saturating_sub(1));
    let update = Entity::update_many()
        .filter(Column::Id.eq(draft.id.0))
        .filter(Column::Revision.eq(before))
        .col_expr(Column::Name, Expr::value(draft.name.clone()))
        .col_expr(Column::Title, Expr::value(draft.title.clone()))
        .col_expr(Column::Document, Expr::value(draft.document.clone()))
        .col_expr(Column::Revision, Expr::value(numbers::stored(draft.revision)))
        .col_expr(Column::Client, Expr::value(draft.client))
        .col_expr(Column::ChangedAt, Expr::value(draft.changed_at.0))
        .col_expr(Column::ChangedBy, Expr::value(draft.changed_by.clone()));
    Ok(scoped::update::<Entity>(tx, permit, update).await? == 1)
}

/// Takes a draft away; `false` when it is not there any more.
pub async fn remove(tx: &Tx, permit: &Permit, id: DraftId) -> Result<bool, StoreError> {
    let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
    Ok(scoped::delete::<Entity>(tx, permit, delete).await? == 1)
}

impl From<Model> for SchemeDraft {
    fn from(row: Model) -> Self {
        Self {
            id: DraftId(row.id),
            name: row.name,
            title: row.title,
            document: row.document,
            revision: numbers::read(row.revision),
            client: row.client,
            changed_at: Instant(row.changed_at),
            changed_by: row.changed_by,
        }
    }
}
