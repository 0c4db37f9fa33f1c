//! A checkpoint binds the last entries of all chains together: an entry cut off the end of a chain is missed.

use domain::calendar::Instant;
use domain::policy::Permit;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::chain::{self, Head};
use crate::entities::checkpoints::{Column, Entity, Model};
use crate::entities::journal;
use crate::{StoreError, Tx, scoped};

/// Records the heads of all chains of the tenant.
pub async fn checkpoint(tx: &Tx, permit: &Permit, id: Uuid, at: Instant) -> Result<(), StoreError> {
    tx.check(permit)?;
    super::hold(tx, tx.scope()).await?;
    let last = scoped::one(tx, Entity::find().order_by_desc(Column::Seq)).await?;
    let (seq, previous) = last.map_or((1, String::new()), |last| (last.seq + 1, last.hash));
    let heads = heads(tx).await?;
    let mut row = Model {
        tenant_id: tx.scope(),
        id,
        at: at.0,
        seq,
        // Chains count from 1 without gaps.
        entries: heads.iter().map(|head| head.seq).sum(),
        root: chain::root(&heads),
        heads: serde_json::to_string(&heads).expect("heads are plain data"),
        previous,
        hash: String::new(),
    };
    row.hash = chain::checkpoint_hash(&row);
    scoped::insert::<Entity>(tx, permit, row).await
}

/// The last entry of every chain, by chain.
async fn heads(tx: &Tx) -> Result<Vec<Head>, StoreError> {
    let last = journal::Entity::find()
        .filter(Expr::cust(
            "NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.tenant_id = journal.tenant_id \
             AND later.chain = journal.chain AND later.seq = journal.seq + 1)",
        ))
        .order_by_asc(journal::Column::Chain);
    let rows = scoped::list(tx, last).await?;
    Ok(rows.into_iter().map(|row| Head { chain: row.chain, seq: row.seq, hash: row.hash }).collect())
}
