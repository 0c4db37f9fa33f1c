//! How the journal is hashed: sha256 over every field with its length before it, so that no two different entries
//! share an encoding.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::entities::{checkpoints, journal, platform_journal};

/// A hash in the making.
struct Canonical(Sha256);

impl Canonical {
    fn of(kind: &str) -> Self {
        Self(Sha256::new()).text(kind)
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    fn number(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    fn id(self, id: Uuid) -> Self {
        self.bytes(id.as_bytes())
    }

    /// Nothing is shorter than any id.
    fn maybe_id(self, id: Option<Uuid>) -> Self {
        match id {
            Some(id) => self.id(id),
            None => self.bytes(&[]),
        }
    }

    fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Binds a payload to its entry, so that equal payloads do not show in the chain.
pub fn detail_hash(entry: Uuid, detail: &str) -> String {
    Canonical::of("detail").id(entry).text(detail).hex()
}

/// Everything of an entry but the hash itself.
pub fn entry_hash(entry: &journal::Model) -> String {
    Canonical::of("entry")
        .id(entry.tenant_id)
        .id(entry.id)
        .maybe_id(entry.case_id)
        .id(entry.chain)
        .number(entry.seq)
        .text(&entry.act)
        .maybe_id(entry.person_id)
        .text(&entry.signature)
        .number(entry.at)
        .text(&entry.summary)
        .text(&entry.detail_hash)
        .text(&entry.previous)
        .hex()
}

/// Everything of an entry of the platform but the hash itself.
pub fn platform_hash(entry: &platform_journal::Model) -> String {
    Canonical::of("platform")
        .id(entry.id)
        .number(entry.seq)
        .text(&entry.act)
        .maybe_id(entry.person_id)
        .text(&entry.signature)
        .number(entry.at)
        .text(&entry.summary)
        .text(&entry.detail_hash)
        .text(&entry.previous)
        .hex()
}

/// The last entry of one chain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    pub chain: Uuid,
    pub seq: i64,
    pub hash: String,
}

pub fn root(heads: &[Head]) -> String {
    heads
        .iter()
        .fold(Canonical::of("root").number(heads.len() as i64), |canonical, head| {
            canonical.id(head.chain).number(head.seq).text(&head.hash)
        })
        .hex()
}

/// Everything of a checkpoint but the hash itself; the heads stand for themselves in the root.
pub fn checkpoint_hash(checkpoint: &checkpoints::Model) -> String {
    Canonical::of("checkpoint")
        .id(checkpoint.tenant_id)
        .id(checkpoint.id)
        .number(checkpoint.at)
        .number(checkpoint.seq)
        .number(checkpoint.entries)
        .text(&checkpoint.root)
        .text(&checkpoint.previous)
        .hex()
}
