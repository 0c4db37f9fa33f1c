//! A meeting as it is told: what it was, when, who was there, and its minutes. One person cannot stand in for it.

use domain::calendar::{Day, Instant};
use domain::deciding::present;
use domain::policy::Permit;
use domain::refusal::Refusal;
use store::Tx;
use store::files::{self, StoredFile};

use crate::desks::Entered;
use crate::evidence::{file_name, recognise};
use crate::periods::day;
use crate::vault::{Incoming, Kept};
use crate::wording::{optional_text, required};
use crate::{Answered, House, OrFault};

/// What a form says of a meeting.
pub(super) struct Told {
    pub meeting: String,
    pub held_on: Day,
    /// Names, with 、 between them.
    pub present: String,
    pub note: String,
}

impl Told {
    /// # Errors
    /// [`Refusal::Invalid`] with the field.
    pub(super) fn read(
        meeting: &str,
        held_on: &str,
        present_text: &str,
        note: &str,
        now: Instant,
    ) -> Answered<Told> {
        let meeting = required("meeting", "会议名称", meeting, 60)?;
        let held_on = day("held_on", "会议日期", held_on)?;
        if held_on > now.day() {
            return Err(Refusal::invalid("held_on", "会议日期晚于今天，会后再记录决定"));
        }
        let names = present(present_text).map_err(|reason| Refusal::invalid("present", reason))?;
        let note = optional_text("note", "研究意见", note, 2_000)?;
        Ok(Told { meeting, held_on, present: names.join("、"), note })
    }
}

/// The minutes, kept on disk until their row is written.
pub(super) struct Minutes {
    pub row: StoredFile,
    kept: Kept,
}

impl Minutes {
    /// Writes their row; the caller's transaction makes both last.
    pub(super) async fn insert(&self, tx: &Tx, permit: &Permit) -> Answered<()> {
        files::insert(tx, permit, &self.row).await.or_fault()
    }

    pub(super) fn named(self) {
        self.kept.named();
    }
}

impl House {
    /// # Errors
    /// [`Refusal::Invalid`] if there are none; what stands against the file.
    pub(super) async fn keep_minutes(
        &self,
        at: &Entered,
        minutes: Option<(String, Incoming)>,
    ) -> Answered<Minutes> {
        let Some((name, mut incoming)) = minutes else {
            return Err(Refusal::invalid("minutes", "请上传会议纪要"));
        };
        let name = file_name("minutes", &name)?;
        incoming.flush().await?;
        let kind = recognise(&name, incoming.path()).await?;
        let (file, size) = (incoming.id(), incoming.size());
        let kept = incoming.keep().await?;
        let row = StoredFile {
            id: file,
            name,
            kind: kind.code().to_owned(),
            size: i64::try_from(size).unwrap_or(i64::MAX),
            sha256: kept.sha256.clone(),
            person: at.member.person,
            by_name: at.member.name.clone(),
            at: self.edge().now(),
        };
        Ok(Minutes { row, kept })
    }
}
