//! What every use case stands on: the store, the edge, the vault, and the rubrics already read.

use std::sync::Arc;

use domain::ids::{SchemeId, TenantId};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use store::cases::Case;
use store::{Store, Tx};

use crate::accounts::{Recognised, Turns};
use crate::cases::{KnownCases, KnownRows, KnownSums};
use crate::desks::LookedUp;
use crate::edge::Edge;
use crate::fault::{OrFault, fault};
use crate::seal::Seal;
use crate::shelf::Shelf;
use crate::vault::Vault;

/// One running house with all its tenants.
#[derive(Clone)]
pub struct House {
    rooms: Arc<Rooms>,
}

/// Whose rubric, of which version, for which 单位类型 (empty: the whole).
type RubricKey = (TenantId, SchemeId, String);

/// Bytes of rubrics that are remembered.
const RUBRICS: usize = 64 * 1024 * 1024;

struct Rooms {
    store: Store,
    edge: Edge,
    vault: Vault,
    /// Closes the secrets of second factors.
    seal: Seal,
    /// Published versions never change, so a rubric is parsed once. Each with what it weighs.
    rubrics: Shelf<RubricKey, (Arc<Scheme>, usize)>,
    recognised: Recognised,
    turns: Turns,
    looked_up: LookedUp,
    answers: KnownCases,
    rows: KnownRows,
    sums: KnownSums,
}

impl House {
    /// A house whose seal ends with the process: second factors begun in it are of no use to the next one.
    pub fn new(store: Store, edge: Edge, vault: Vault) -> Self {
        Self::sealing(store, edge, vault, Seal::passing())
    }

    /// A house with a seal of its own.
    pub fn sealing(store: Store, edge: Edge, vault: Vault, seal: Seal) -> Self {
        let rooms = Rooms {
            store,
            edge,
            vault,
            seal,
            rubrics: Shelf::of(RUBRICS),
            recognised: Recognised::default(),
            turns: Turns::default(),
            looked_up: LookedUp::default(),
            answers: KnownCases::default(),
            rows: KnownRows::default(),
            sums: KnownSums::default(),
        };
        Self { rooms: Arc::new(rooms) }
    }

    pub fn store(&self) -> &Store {
        &self.rooms.store
    }

    pub fn edge(&self) -> &Edge {
        &self.rooms.edge
    }

    pub fn vault(&self) -> &Vault {
        &self.rooms.vault
    }

    pub(crate) fn seal(&self) -> &Seal {
        &self.rooms.seal
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.rooms.turns
    }

    pub(crate) fn recognised(&self) -> &Recognised {
        &self.rooms.recognised
    }

    pub(crate) fn looked_up(&self) -> &LookedUp {
        &self.rooms.looked_up
    }

    pub(crate) fn known_cases(&self) -> &KnownCases {
        &self.rooms.answers
    }

    pub(crate) fn known_rows(&self) -> &KnownRows {
        &self.rooms.rows
    }

    pub(crate) fn known_sums(&self) -> &KnownSums {
        &self.rooms.sums
    }

    /// The rubric of a case.
    pub(crate) async fn rubric_of(&self, tx: &Tx, case: &Case) -> Result<Arc<Scheme>, Refusal> {
        self.rubric_for(tx, case.scheme, &case.unit_type).await
    }

    /// The rubric of one 单位类型; of an empty one, the whole.
    pub(crate) async fn rubric_for(
        &self,
        tx: &Tx,
        id: SchemeId,
        unit_type: &str,
    ) -> Result<Arc<Scheme>, Refusal> {
        if unit_type.is_empty() {
            return self.rubric(tx, id).await;
        }
        let key = (tx.tenant(), id, unit_type.to_owned());
        if let Some((known, _)) = self.rooms.rubrics.get(&key) {
            return Ok(known);
        }
        let (whole, weight) = self.whole_rubric(tx, id).await?;
        let scheme = Arc::new(whole.for_unit_type(unit_type));
        self.rooms.rubrics.put(key, (scheme.clone(), weight), weight);
        Ok(scheme)
    }

    /// The rubric a period pins, with all its 单位类型.
    pub(crate) async fn rubric(&self, tx: &Tx, id: SchemeId) -> Result<Arc<Scheme>, Refusal> {
        Ok(self.whole_rubric(tx, id).await?.0)
    }

    /// The same, and what it weighs: about as much as its text.
    async fn whole_rubric(&self, tx: &Tx, id: SchemeId) -> Result<(Arc<Scheme>, usize), Refusal> {
        let key = (tx.tenant(), id, String::new());
        if let Some(known) = self.rooms.rubrics.get(&key) {
            return Ok(known);
        }
        let version = store::schemes::find(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let scheme = Scheme::read(&version.document).map_err(|error| fault(&error))?;
        let known = (Arc::new(scheme), version.document.len());
        self.rooms.rubrics.put(key, known.clone(), known.1);
        Ok(known)
    }
}
