//! The decisions of a period as they stand in its record: what was computed, what was decided and why, and what a further
//! meeting made of it. Nothing recorded is ever replaced.

use std::collections::HashMap;

use contract::decision::{DecidedLine, DecisionLine};
use domain::ids::{CaseId, DecisionId, PeriodId};
use domain::scheme::Scheme;
use store::cases::Case;
use store::decisions::{self, Decision};
use store::results::{self, ResultRow};
use store::{Tx, announcements};

use super::list::{Written, award, counts, list_of};
use super::quotas::Kept;
use crate::announcements::owed;
use crate::cases::{Subjects, points};
use crate::{Answered, House, OrFault};

impl House {
    /// The newest first.
    pub(super) async fn recorded(
        &self,
        tx: &Tx,
        rubric: &Scheme,
        period: PeriodId,
        of_period: &[Case],
    ) -> Answered<Vec<DecisionLine>> {
        let decided = decisions::of_period(tx, period).await.or_fault()?;
        if decided.is_empty() {
            return Ok(Vec::new());
        }
        let subjects = Subjects::of(tx, of_period).await?;
        let known: HashMap<CaseId, &Case> = of_period.iter().map(|case| (case.id, case)).collect();
        let rows = results::of_period(tx, period).await.or_fault()?;
        let figures: Vec<_> = rows.iter().map(|row| (points(&row.score), points(&row.achievable))).collect();
        let written = Written::of(rubric, &figures);
        let announced = announcements::of_period(tx, period).await.or_fault()?;
        let owed = owed(&decided, &announced);
        let meetings: HashMap<DecisionId, String> =
            decided.iter().map(|decision| (decision.id, told(decision))).collect();
        let mut lines = Vec::new();
        for decision in decided {
            let of_it = |row: &&ResultRow| row.decision == decision.id;
            let mut own: Vec<&ResultRow> = rows.iter().filter(of_it).collect();
            let kind = |row: &ResultRow| known.get(&row.case).map_or("", |case| case.unit_type.as_str());
            let place = |row: &ResultRow| of_period.iter().position(|case| case.id == row.case);
            own.sort_by_key(|row| (list_of(rubric, kind(row)), row.rank, place(row)));
            let mut results = Vec::new();
            for row in own {
                let Some(case) = known.get(&row.case) else { continue };
                let own_rubric = self.rubric_of(tx, case).await?;
                let counted = counts(&own_rubric);
                let next =
                    rows.iter().find(|other| other.case == row.case && other.version == row.version + 1);
                results.push(DecidedLine {
                    case: row.case,
                    rank: row.rank,
                    tied: row.tied,
                    award: award(rubric, kind(row)),
                    unit: subjects.name(case),
                    score: match counted {
                        true => written.score(points(&row.score), points(&row.achievable)),
                        false => String::new(),
                    },
                    outcome: row.outcome.clone(),
                    computed: row.computed.clone(),
                    found: found(row),
                    differs: row.differs.clone(),
                    reason: row.reason.clone(),
                    replaced: next.map(|next| {
                        let meeting = meetings.get(&next.decision).map_or("", String::as_str);
                        format!("更正为“{}”（{meeting}）", next.outcome)
                    }),
                });
            }
            let mut published: Vec<_> = announced
                .iter()
                .filter(|one| one.decision == decision.id)
                .map(|one| one.number.clone())
                .collect();
            published.reverse();
            lines.push(DecisionLine {
                id: decision.id,
                held_on: decision.held_on.to_string(),
                places: Kept::read(&decision.places)?.iter().map(Kept::sentence).collect(),
                corrects: decision.corrects.and_then(|first| meetings.get(&first).cloned()),
                owes: owed.contains(&decision.id),
                published,
                results,
                meeting: decision.meeting,
                present: decision.present,
                minutes: decision.minutes,
                note: decision.note,
                by: decision.by_name,
            });
        }
        Ok(lines)
    }
}

/// “党组会议　2026年12月25日”.
pub(crate) fn told(decision: &Decision) -> String {
    format!("{}　{}", decision.meeting, decision.held_on)
}

/// What the review came to beside points when it was decided.
pub(crate) fn found(row: &ResultRow) -> Vec<String> {
    serde_json::from_str(&row.found).unwrap_or_default()
}
