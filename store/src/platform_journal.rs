//! 平台留痕: what the platform's posts do, and what people do to their own accounts, written in the same transaction as
//! the change. One chain of hashes; personal payload stands apart, so that it can be deleted without breaking it.

use std::collections::HashMap;

use domain::calendar::Instant;
use domain::ids::EntryId;
use domain::policy::PlatformPermit;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use crate::entities::platform_journal::{Column, Entity, Model};
use crate::entities::platform_journal_details as details;
use crate::{PlatformTx, StoreError, chain};

const PAGE: u64 = 1000;
/// Whoever adds to the chain on PostgreSQL holds this.
const ADVISORY_LOCK: i64 = 0x7169_6e67_6a6f_7572;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    pub id: EntryId,
    pub at: Instant,
    /// One sentence, without personal data.
    pub summary: String,
    /// Whose account, and why; empty when there is nothing to say.
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    pub signature: String,
    pub at: Instant,
    pub summary: String,
    pub detail: String,
}

/// The first place where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("平台留痕第{seq}条：{reason}")]
pub struct Broken {
    pub seq: i64,
    pub reason: &'static str,
}

/// Adds an entry. Act, person and signature are those of the permit.
pub async fn append(tx: &PlatformTx, permit: &PlatformPermit, entry: &NewEntry) -> Result<(), StoreError> {
    if tx.connection().get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})");
        tx.connection().execute_unprepared(&lock).await?;
    }
    let last = Entity::find().order_by_desc(Column::Seq).one(tx.connection()).await?;
    let (seq, previous) = last.map_or((1, String::new()), |last| (last.seq + 1, last.hash));
    let mut row = Model {
        id: entry.id.0,
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
    row.hash = chain::platform_hash(&row);
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    let detail = details::Model { id: entry.id.0, detail: entry.detail.clone() };
    details::Entity::insert(detail.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// The newest first.
pub async fn recent(tx: &PlatformTx, limit: u64) -> Result<Vec<Entry>, StoreError> {
    let rows = Entity::find().order_by_desc(Column::Seq).limit(limit).all(tx.connection()).await?;
    let mut payload = payload(tx, &rows).await?;
    let entry = |row: Model| Entry {
        seq: row.seq,
        signature: row.signature,
        at: Instant(row.at),
        summary: row.summary,
        detail: payload.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Reads the whole chain again and counts its entries.
///
/// # Errors
/// [`StoreError`] when it cannot be read; whether it holds is the inner result.
pub async fn verify(tx: &PlatformTx) -> Result<Result<u64, Broken>, StoreError> {
    let (mut entries, mut seq, mut previous) = (0, 0, String::new());
    loop {
        let page = Entity::find()
            .filter(Column::Seq.gt(seq))
            .order_by_asc(Column::Seq)
            .limit(PAGE)
            .all(tx.connection())
            .await?;
        let payload = payload(tx, &page).await?;
        let full = page.len() as u64 == PAGE;
        for row in page {
            let broken = |reason| Ok(Err(Broken { seq: row.seq, reason }));
            if row.seq != seq + 1 {
                return broken("之前有缺失");
            }
            if row.previous != previous {
                return broken("与前一条不衔接");
            }
            if row.hash != chain::platform_hash(&row) {
                return broken("内容与校验值不一致");
            }
            let detail = payload.get(&row.id);
            if detail.is_some_and(|detail| chain::detail_hash(row.id, detail) != row.detail_hash) {
                return broken("附带内容与校验值不一致");
            }
            (entries, seq, previous) = (entries + 1, row.seq, row.hash);
        }
        if !full {
            return Ok(Ok(entries));
        }
    }
}

async fn payload(tx: &PlatformTx, rows: &[Model]) -> Result<HashMap<Uuid, String>, StoreError> {
    let wanted = details::Entity::find().filter(details::Column::Id.is_in(rows.iter().map(|row| row.id)));
    Ok(wanted.all(tx.connection()).await?.into_iter().map(|row| (row.id, row.detail)).collect())
}
