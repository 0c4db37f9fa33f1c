//! 留痕: who did what when, written in the same transaction as the change. Entries are chained per case by their
//! hashes; a checkpoint binds all chains of the tenant together. Personal payload stands apart, so that it can be
//! deleted without breaking a chain.

mod checkpoint;
mod verify;

pub use checkpoint::checkpoint;
pub use verify::{Broken, Verified, verify};

use domain::calendar::Instant;
use domain::ids::{CaseId, EntryId, PersonId};
use domain::policy::Permit;
use sea_orm::Statement;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use uuid::Uuid;

use crate::entities::journal::{Column, Entity, Model};
use crate::entities::{cases, journal_details, units};
use crate::slices::{self, Ordered, Part, Place, Slice};
use crate::{StoreError, Tx, chain, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    pub id: EntryId,
    pub case: Option<CaseId>,
    pub at: Instant,
    /// One sentence, without personal data.
    pub summary: String,
    /// Personal payload; empty when there is none.
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub case: Option<CaseId>,
    /// Its place in its chain, from 1.
    pub seq: i64,
    /// The code of the act.
    pub act: String,
    pub person: Option<PersonId>,
    /// Name and post.
    pub signature: String,
    pub at: Instant,
    pub summary: String,
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

/// Adds an entry to the end of its chain and returns the new end. Act, person and signature are those of the permit.
pub async fn append(tx: &Tx, permit: &Permit, entry: &NewEntry) -> Result<Head, StoreError> {
    let chain = chain_of(tx, entry);
    hold(tx, chain).await?;
    let last =
        scoped::one(tx, Entity::find().filter(Column::Chain.eq(chain)).order_by_desc(Column::Seq)).await?;
    let head = last.map(|last| Head { seq: last.seq, hash: last.hash });
    append_after(tx, permit, entry, head.as_ref()).await
}

fn chain_of(tx: &Tx, entry: &NewEntry) -> Uuid {
    entry.case.map_or(tx.scope(), |case| case.0)
}

/// Adds an entry after what is believed to be the end of its chain; if it is not, [`StoreError::Taken`] is told with what
/// is asked next.
pub(crate) async fn append_after(
    tx: &Tx,
    permit: &Permit,
    entry: &NewEntry,
    head: Option<&Head>,
) -> Result<Head, StoreError> {
    let (row, detail) = written(tx, permit, entry, head);
    let head = Head { seq: row.seq, hash: row.hash.clone() };
    scoped::insert_along::<Entity>(tx, permit, row).await?;
    scoped::insert_along::<journal_details::Entity>(tx, permit, detail).await?;
    Ok(head)
}

/// An entry as it stands after the end of its chain, and its payload.
fn written(
    tx: &Tx,
    permit: &Permit,
    entry: &NewEntry,
    head: Option<&Head>,
) -> (Model, journal_details::Model) {
    let chain = chain_of(tx, entry);
    let (seq, previous) = head.map_or((1, String::new()), |head| (head.seq + 1, head.hash.clone()));
    let mut row = Model {
        tenant_id: tx.scope(),
        id: entry.id.0,
        case_id: entry.case.map(|case| case.0),
        chain,
        seq,
        act: permit.act().code().to_owned(),
        person_id: permit.by().map(|person| person.0),
        signature: permit.signature().to_owned(),
        at: entry.at.0,
        summary: entry.summary.clone(),
        detail_hash: chain::detail_hash(entry.id.0, &entry.detail),
        previous,
        hash: String::new(),
    };
    row.hash = chain::entry_hash(&row);
    let detail =
        journal_details::Model { tenant_id: tx.scope(), id: entry.id.0, detail: entry.detail.clone() };
    (row, detail)
}

/// Begins the chains of many cases at once, each with its first entry.
///
/// # Errors
/// [`StoreError::Taken`] when one of them has begun.
pub async fn begin_all(tx: &Tx, permit: &Permit, entries: &[NewEntry]) -> Result<(), StoreError> {
    let (rows, details) = entries.iter().map(|entry| written(tx, permit, entry, None)).unzip();
    scoped::insert_all::<Entity>(tx, permit, rows).await?;
    scoped::insert_all::<journal_details::Entity>(tx, permit, details).await
}

/// Deletes the personal payload of an entry; the entry itself stays, and its chain still verifies.
///
/// # Errors
/// [`StoreError::Missing`] when there is none, or no longer.
pub async fn forget_detail(tx: &Tx, permit: &Permit, entry: EntryId) -> Result<(), StoreError> {
    let forgotten = journal_details::Entity::delete_many().filter(journal_details::Column::Id.eq(entry.0));
    scoped::exactly_one::<journal_details::Entity>(scoped::delete(tx, permit, forgotten).await?)
}

/// The newest first.
pub async fn of_case(tx: &Tx, case: CaseId, limit: u64) -> Result<Vec<Entry>, StoreError> {
    let chain = Entity::find().filter(Column::Chain.eq(case.0)).order_by_desc(Column::Seq);
    listed(tx, chain.limit(limit)).await
}

/// Of all these cases together, the newest first.
pub async fn of_cases(tx: &Tx, cases: &[CaseId], limit: u64) -> Result<Vec<Entry>, StoreError> {
    let theirs = newest_first().filter(Column::Chain.is_in(cases.iter().map(|case| case.0)));
    listed(tx, theirs.limit(limit)).await
}

/// Of the whole tenant, the newest first.
pub async fn recent(tx: &Tx, limit: u64) -> Result<Vec<Entry>, StoreError> {
    listed(tx, newest_first().limit(limit)).await
}

/// Where an entry stands among those of the tenant.
pub fn place(entry: &Entry) -> Place {
    Place { number: entry.at.0, ids: vec![entry.id.0] }
}

/// A part of the tenant's journal, the newest first: what says what is looked for, was done by somebody whose name does, or
/// concerns a unit whose name does.
pub async fn part(tx: &Tx, said: &str, slice: &Slice) -> Result<Part<Entry>, StoreError> {
    let mut select = Entity::find();
    if !said.is_empty() {
        let text = |column| slices::says(Expr::col((Entity, column)), said);
        let named = slices::says(Expr::col((units::Entity, units::Column::Name)), said);
        let theirs = scoped::belonging_to::<units::Entity, _>(
            tx,
            (cases::Entity, cases::Column::UnitId),
            units::Column::Id,
            named,
        );
        let concerned =
            scoped::belonging_to::<cases::Entity, _>(tx, (Entity, Column::CaseId), cases::Column::Id, theirs);
        let any = Condition::any().add(text(Column::Summary)).add(text(Column::Signature)).add(concerned);
        select = select.filter(any);
    }
    let ordered = Ordered {
        by: vec![Expr::col((Entity, Column::At)), Expr::col((Entity, Column::Id))],
        descending: true,
    };
    slices::part(tx, select, &ordered, slice).await?.map(|row| Ok(Entry::from(row)))
}

/// Whether the permit's own person has noted this about the tenant since a moment.
pub async fn noted_since(
    tx: &Tx,
    permit: &Permit,
    summary: &str,
    since: Instant,
) -> Result<bool, StoreError> {
    let noted = Entity::find()
        .filter(Column::Chain.eq(tx.scope()))
        .filter(Column::At.gte(since.0))
        .filter(Column::Signature.eq(permit.signature()))
        .filter(Column::Summary.eq(summary));
    Ok(scoped::one(tx, noted).await?.is_some())
}

/// How many entries about the tenant as a whole have begun with these words since a moment.
pub async fn count_beginning(tx: &Tx, words: &str, since: Instant) -> Result<u32, StoreError> {
    let noted = Entity::find()
        .filter(Column::Chain.eq(tx.scope()))
        .filter(Column::At.gte(since.0))
        .filter(Column::Summary.starts_with(words));
    Ok(u32::try_from(scoped::count(tx, noted).await?).unwrap_or(u32::MAX))
}

/// On PostgreSQL whoever adds to a chain waits for the one before; SQLite has one writer anyway.
async fn hold(tx: &Tx, chain: Uuid) -> Result<(), StoreError> {
    if tx.connection().get_database_backend() == DbBackend::Postgres {
        let (high, low) = chain.as_u64_pair();
        tx.connection()
            .execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT pg_advisory_xact_lock($1)",
                [((high ^ low) as i64).into()],
            ))
            .await?;
    }
    Ok(())
}

fn newest_first() -> Select<Entity> {
    Entity::find().order_by_desc(Column::At).order_by_desc(Column::Id)
}

async fn listed(tx: &Tx, select: Select<Entity>) -> Result<Vec<Entry>, StoreError> {
    Ok(scoped::list(tx, select).await?.into_iter().map(Entry::from).collect())
}

impl From<Model> for Entry {
    fn from(row: Model) -> Self {
        Self {
            id: EntryId(row.id),
            case: row.case_id.map(CaseId),
            seq: row.seq,
            act: row.act,
            person: row.person_id.map(PersonId),
            signature: row.signature,
            at: Instant(row.at),
            summary: row.summary,
        }
    }
}
