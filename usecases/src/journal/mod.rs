//! 留痕: the journal as people read it, and its verification.

use std::collections::{BTreeMap, BTreeSet};

use contract::case::Event;
use contract::list::{Page, Wanted};
use domain::calendar::Day;
use domain::ids::{CaseId, EntryId, TenantId};
use domain::policy::{Act, Permit};
use store::journal::{self, Broken, Entry, NewEntry, Verified};
use store::{Tx, cases};

use crate::cases::Subjects;
use crate::cases::sight::ReviewSight;
use crate::desks::Entered;
use crate::edge::Edge;
use crate::lists::{page, slice};
use crate::people::names::tell_apart;
use crate::{Answered, House, OrFault};

/// Longest time line of a case a page shows.
const SHOWN: u64 = 2_000;

pub(crate) fn entry_id(edge: &Edge) -> EntryId {
    EntryId(edge.id())
}

/// Writes down, in the change's own transaction, what concerns the tenant as a whole.
pub(crate) async fn note(tx: &Tx, permit: &Permit, edge: &Edge, summary: String) -> Answered<()> {
    let entry = NewEntry { id: entry_id(edge), case: None, at: edge.now(), summary, detail: String::new() };
    journal::append(tx, permit, &entry).await.or_fault().map(drop)
}

/// The time line of a case, newest first, as far as its reader sees. A person's saves of one day stand in one line: “填报12条”.
pub(crate) async fn time_line(tx: &Tx, case: CaseId, sight: ReviewSight) -> Answered<Vec<Event>> {
    let mut entries = journal::of_case(tx, case, SHOWN + 1).await.or_fault()?;
    // What is older than the page reaches is told, not left out in silence.
    let cut = entries.len() as u64 > SHOWN;
    entries.truncate(SHOWN as usize);
    let last = entries.last().map(|entry| entry.at);
    let mut entries: Vec<_> = entries.into_iter().filter_map(|entry| sight.told(entry)).collect();
    tell_apart(tx, &mut entries).await?;
    let mut events = gather(entries, &BTreeMap::new());
    if let Some(at) = last.filter(|_| cut) {
        let what =
            format!("此前还有更早的记录，本页只列出最近{SHOWN}条；全部记录可由方案管理员在“留痕”中查阅");
        events.push(Event { at, who: String::new(), about: String::new(), what });
    }
    Ok(events)
}

/// Case, day, signature and act of saves that stand in one line.
type Together = (Option<CaseId>, Day, String, String);

/// `subjects`: whose cases they are, where that has to be told.
fn gather(entries: Vec<Entry>, subjects: &BTreeMap<CaseId, String>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    // Where the line of saves stands, and which criteria it counts.
    let mut saves: BTreeMap<Together, (usize, Vec<String>)> = BTreeMap::new();
    for entry in entries {
        let about = entry.case.and_then(|case| subjects.get(&case)).cloned().unwrap_or_default();
        let saved = entry.summary.strip_prefix("保存").map(str::to_owned);
        let Some(criterion) = saved else {
            events.push(Event { at: entry.at, who: entry.signature, about, what: entry.summary });
            continue;
        };
        let key = (entry.case, entry.at.day(), entry.signature.clone(), entry.act.clone());
        let (place, criteria) = saves.entry(key).or_insert_with(|| {
            events.push(Event { at: entry.at, who: entry.signature, about, what: String::new() });
            (events.len() - 1, Vec::new())
        });
        if !criteria.contains(&criterion) {
            criteria.push(criterion);
        }
        let verb = if entry.act == Act::FillIn.code() { "填报" } else { "考核打分" };
        events[*place].what = if criteria.len() <= 3 {
            format!("{verb}{}", criteria.join("、"))
        } else {
            format!("{verb}{}条", criteria.len())
        };
    }
    events
}

/// Whose cases the entries concern.
async fn subjects_of(tx: &Tx, entries: &[Entry]) -> Answered<BTreeMap<CaseId, String>> {
    let mentioned: BTreeSet<_> = entries.iter().filter_map(|entry| entry.case).collect();
    let cases = cases::by_ids(tx, &Vec::from_iter(mentioned)).await.or_fault()?;
    let subjects = Subjects::of(tx, &cases).await?;
    Ok(cases.iter().map(|case| (case.id, subjects.name(case))).collect())
}

impl House {
    /// A page of the tenant's journal, newest first.
    pub async fn journal(&self, at: &Entered, wanted: &Wanted) -> Answered<Page<Event>> {
        at.permit(Act::ViewJournal)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let mut part = journal::part(&tx, wanted.said(), &slice(wanted)).await.or_fault()?;
        tell_apart(&tx, &mut part.rows).await?;
        let subjects = subjects_of(&tx, &part.rows).await?;
        let events = gather(part.rows.clone(), &subjects);
        Ok(page(wanted, &part, events, |entry| Some(journal::place(entry))))
    }

    /// Verifies a tenant's journal: for the operator's command line.
    pub async fn verify_journal(&self, tenant: TenantId) -> Answered<Result<Verified, Broken>> {
        let tx = self.store().read(tenant).await.or_fault()?;
        journal::verify(&tx).await.or_fault()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Instant;
    use domain::ids::EntryId;
    use uuid::Uuid;

    fn entry(n: u128, act: Act, summary: &str) -> Entry {
        Entry {
            id: EntryId(Uuid::from_u128(n)),
            case: None,
            seq: 0,
            act: act.code().into(),
            person: None,
            signature: "某人·单位经办人".into(),
            at: Instant(1_795_192_200_000),
            summary: summary.into(),
        }
    }

    #[test]
    fn saves_of_a_day_stand_in_one_line() {
        let mut entries = vec![entry(9, Act::HandOver, "提交单位负责人签署")];
        for n in 0..5 {
            entries.push(entry(n, Act::FillIn, &format!("保存第1.{n}条")));
            entries.push(entry(n + 100, Act::FillIn, &format!("保存第1.{n}条")));
        }
        let lines: Vec<_> = gather(entries, &BTreeMap::new()).into_iter().map(|event| event.what).collect();
        assert_eq!(lines, ["提交单位负责人签署", "填报5条"]);
    }
}
