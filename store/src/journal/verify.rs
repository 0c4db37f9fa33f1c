//! Reading the whole journal of a tenant again, and saying where it does not hold.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::chain::{self, Head};
use crate::entities::journal::{Column, Entity, Model};
use crate::entities::{checkpoints, journal_details};
use crate::{StoreError, Tx, scoped};

const PAGE: u64 = 1000;

/// A journal that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub chains: u64,
    pub checkpoints: u64,
}

/// The first place where it does not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("留痕链{chain}第{seq}条：{reason}")]
pub struct Broken {
    /// A case, or the tenant for entries of no case and for checkpoints.
    pub chain: Uuid,
    pub seq: i64,
    pub reason: &'static str,
}

/// Checks every chain, its order and hashes, the payloads still there, and the checkpoints.
///
/// # Errors
/// [`StoreError`] when the journal cannot be read; whether it holds is the inner result.
pub async fn verify(tx: &Tx) -> Result<Result<Verified, Broken>, StoreError> {
    let points = scoped::list(tx, checkpoints::Entity::find().order_by_asc(checkpoints::Column::Seq)).await?;
    let mut promised = match promises(tx, &points) {
        Ok(promised) => promised,
        Err(broken) => return Ok(Err(broken)),
    };
    let mut last: Option<Model> = None;
    let mut verified = Verified { entries: 0, chains: 0, checkpoints: points.len() as u64 };
    loop {
        let page = scoped::list(tx, after(last.as_ref())).await?;
        let details = details(tx, &page).await?;
        let full = page.len() as u64 == PAGE;
        for row in page {
            let before = last.as_ref().filter(|before| before.chain == row.chain);
            if let Err(reason) = follows(before, &row, &details) {
                return Ok(Err(Broken { chain: row.chain, seq: row.seq, reason }));
            }
            if let Some(hashes) = promised.remove(&(row.chain, row.seq))
                && hashes.iter().any(|hash| *hash != row.hash)
            {
                let reason = "与检查点记录的校验值不一致";
                return Ok(Err(Broken { chain: row.chain, seq: row.seq, reason }));
            }
            verified.entries += 1;
            verified.chains += u64::from(before.is_none());
            last = Some(row);
        }
        if !full {
            break;
        }
    }
    match promised.into_keys().min() {
        Some((chain, seq)) => {
            Ok(Err(Broken { chain, seq, reason: "检查点记录过这一条，现在缺失" }))
        }
        None => Ok(Ok(verified)),
    }
}

/// What the checkpoints say must be there: the hashes by chain and place.
type Promises = HashMap<(Uuid, i64), HashSet<String>>;

fn promises(tx: &Tx, points: &[checkpoints::Model]) -> Result<Promises, Broken> {
    let mut promised = Promises::new();
    let mut previous = String::new();
    for (point, seq) in points.iter().zip(1..) {
        let broken = |reason| Broken { chain: tx.scope(), seq: point.seq, reason };
        if point.seq != seq {
            return Err(broken("检查点不连续"));
        }
        if point.previous != previous || point.hash != chain::checkpoint_hash(point) {
            return Err(broken("检查点的校验值不一致"));
        }
        let heads: Vec<Head> =
            serde_json::from_str(&point.heads).map_err(|_| broken("检查点的内容无法读取"))?;
        let entries: i64 = heads.iter().map(|head| head.seq).sum();
        if point.root != chain::root(&heads) || point.entries != entries {
            return Err(broken("检查点的汇总值不一致"));
        }
        for head in heads {
            promised.entry((head.chain, head.seq)).or_default().insert(head.hash);
        }
        previous.clone_from(&point.hash);
    }
    Ok(promised)
}

fn after(last: Option<&Model>) -> sea_orm::Select<Entity> {
    let page = Entity::find().order_by_asc(Column::Chain).order_by_asc(Column::Seq).limit(PAGE);
    match last {
        None => page,
        // As a pair, so that the index leads there: an OR of the two would sort all that follows for every page.
        Some(last) => {
            let place = Expr::tuple([Expr::col(Column::Chain), Expr::col(Column::Seq)]);
            page.filter(place.gt(Expr::tuple([Expr::value(last.chain), Expr::value(last.seq)])))
        }
    }
}

async fn details(tx: &Tx, page: &[Model]) -> Result<HashMap<Uuid, String>, StoreError> {
    let wanted = journal_details::Entity::find()
        .filter(journal_details::Column::Id.is_in(page.iter().map(|row| row.id)));
    Ok(scoped::list(tx, wanted).await?.into_iter().map(|row| (row.id, row.detail)).collect())
}

fn follows(before: Option<&Model>, row: &Model, details: &HashMap<Uuid, String>) -> Result<(), &'static str> {
    let (seq, previous) = before.map_or((1, ""), |before| (before.seq + 1, before.hash.as_str()));
    if row.seq != seq {
        return Err("之前有缺失");
    }
    if row.previous != previous {
        return Err("与前一条不衔接");
    }
    if row.chain != row.case_id.unwrap_or(row.tenant_id) {
        return Err("不属于这条链");
    }
    if row.hash != chain::entry_hash(row) {
        return Err("内容与校验值不一致");
    }
    match details.get(&row.id) {
        Some(detail) if chain::detail_hash(row.id, detail) != row.detail_hash => {
            Err("附带内容与校验值不一致")
        }
        _ => Ok(()),
    }
}
