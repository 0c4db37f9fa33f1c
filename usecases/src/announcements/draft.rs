//! What would be published now: the rows a decision announces, set as the public will read them, and the mark by which it is
//! known whether it is still what was seen.

use contract::announcement::{AnnouncedLine, Announcement, Publish, RecordLine};
use domain::ids::{CaseId, DecisionId};
use domain::naming;
use domain::points::Points;
use domain::refusal::Refusal;
use domain::scheme::{QuotaKind, Scheme};
use domain::workflow::CaseState;
use sha2::{Digest, Sha256};
use store::Tx;
use store::announcements::{self, Announcement as Row, Kind};
use store::cases::{self, Case};
use store::decisions::{self, Decision};
use store::periods::{self, Period};
use store::results::{self, ResultRow};

use super::standing::{in_force, owed, withdrawn};
use crate::cases::{Subjects, points};
use crate::decisions::{Written, award, counts, decided_by, list_of, ranked};
use crate::wording::{clean, required, required_text};
use crate::{Answered, House, OrFault};

/// A decision about to be announced, with everything its announcement is made of.
pub(super) struct Draft {
    pub period: Period,
    pub rubric: std::sync::Arc<Scheme>,
    /// The meeting whose outcome is told: the first, or the one that corrects it.
    pub decision: Decision,
    /// What it corrects, where the decision was public before.
    pub amends: Option<Row>,
    /// The cases it tells of, with what counts for each.
    pub told: Vec<(Case, ResultRow)>,
    pub subjects: Subjects,
    pub lines: Vec<AnnouncedLine>,
    pub notes: Vec<String>,
    pub record: Vec<RecordLine>,
    /// Announcements of first decisions of the period before this one.
    pub batches: u32,
    /// More batches follow, or came before.
    pub partial: bool,
}

/// Whether a scheme chooses some of many: it has 评选名额.
pub(super) fn selects(rubric: &Scheme) -> bool {
    rubric.outcome.quotas.iter().any(|quota| quota.kind == QuotaKind::Winners)
}

impl House {
    /// # Errors
    /// [`Refusal::Invalid`] if nothing of the decision has to be announced.
    pub(super) async fn draft(&self, tx: &Tx, id: DecisionId, only_chosen: Option<bool>) -> Answered<Draft> {
        let decision = decisions::find(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let period = periods::find(tx, decision.period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(tx, period.scheme).await?;
        let all = announcements::of_period(tx, period.id).await.or_fault()?;
        let decided = decisions::of_period(tx, period.id).await.or_fault()?;
        if !owed(&decided, &all).contains(&id) {
            return Err(Refusal::invalid("number", not_owed(&decision, &all)));
        }
        let first = decision.corrects.unwrap_or(decision.id);
        let amends = match decision.corrects {
            Some(first) => in_force(first, &all).cloned(),
            None => None,
        };
        let of_period = cases::of_period(tx, period.id).await.or_fault()?;
        let counting = results::standing(tx, period.id).await.or_fault()?;
        let ever = results::of_period(tx, period.id).await.or_fault()?;
        let subjects = Subjects::of(tx, &of_period).await?;
        let of_first = |case: CaseId| ever.iter().any(|row| row.case == case && row.decision == first);
        let untold = |row: &ResultRow| {
            let by = decided.iter().find(|one| one.id == row.decision);
            let since = amends.as_ref().map(|before| before.published_at);
            by.is_some_and(|by| Some(by.at) >= since && untold_since(by, &decided, &all))
        };
        let mut told = Vec::new();
        for case in &of_period {
            let Some(row) = counting.iter().find(|row| row.case == case.id) else { continue };
            if of_first(case.id) && (amends.is_none() || untold(row)) {
                told.push((case.clone(), row.clone()));
            }
        }
        let only_chosen = only_chosen.unwrap_or_else(|| selects(&rubric));
        let known = Known { rubric: &rubric, of_period: &of_period, counting: &counting, ever: &ever };
        let lines = self.lines(tx, &known, &told, &subjects, &all, (amends.as_ref(), only_chosen)).await?;
        let follows: Vec<&Case> = of_period
            .iter()
            .filter(|case| case.state < CaseState::Published && told.iter().all(|(one, _)| one.id != case.id))
            .collect();
        let before = all.iter().filter(|one| one.kind == Kind::Results && !withdrawn(one.id, &all));
        let batches = u32::try_from(before.count()).unwrap_or(u32::MAX);
        let partial = amends.is_none() && (batches > 0 || !follows.is_empty());
        let notes = notes(&known, &lines, &subjects, &follows, partial);
        let record = told.iter().map(|(case, row)| record(&subjects, case, row)).collect();
        Ok(Draft {
            period,
            rubric: rubric.clone(),
            decision,
            amends,
            told,
            lines,
            notes,
            record,
            batches,
            partial,
            subjects,
        })
    }

    /// List by list and in the order of ranks, which run over all that are decided of a kind.
    async fn lines(
        &self,
        tx: &Tx,
        known: &Known<'_>,
        told: &[(Case, ResultRow)],
        subjects: &Subjects,
        all: &[Row],
        (amends, only_chosen): (Option<&Row>, bool),
    ) -> Answered<Vec<AnnouncedLine>> {
        let rubric = known.rubric;
        let ranks = ranked(&known.by_list());
        let figures: Vec<(Points, Points)> =
            known.counting.iter().map(|row| (points(&row.score), points(&row.achievable))).collect();
        let written = Written::of(rubric, &figures);
        let title = rubric.outcome.title();
        let mut lines = Vec::new();
        for (case, row) in told {
            let chosen = row.outcome == title;
            let award = award(rubric, &case.unit_type);
            let unit = subjects.name(case);
            let was = match amends {
                Some(_) => public_before(&award, &unit, row, known.ever, all),
                None => String::new(),
            };
            let named = !was.is_empty() && was != NOT_NAMED;
            // Units answer for their work in public; who of the people was not chosen is nobody's business.
            if !chosen && !named && (case.applicant.is_some() || only_chosen) {
                continue;
            }
            let own_rubric = self.rubric_of(tx, case).await?;
            let counted = counts(&own_rubric);
            let (score, achievable) = (points(&row.score), points(&row.achievable));
            let (rank, _) = ranks.get(&case.id).copied().unwrap_or((row.rank, false));
            let line = AnnouncedLine {
                rank,
                award,
                unit,
                score: if counted { written.points(score) } else { String::new() },
                rate: if counted { written.rate(score, achievable) } else { String::new() },
                outcome: row.outcome.clone(),
                was,
            };
            lines.push((list_of(rubric, &case.unit_type), line));
        }
        lines.sort_by_key(|(list, line)| (*list, line.rank));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }
}

/// A period as far as an announcement looks at it.
struct Known<'a> {
    rubric: &'a Scheme,
    of_period: &'a [Case],
    counting: &'a [ResultRow],
    ever: &'a [ResultRow],
}

impl Known<'_> {
    fn by_list(&self) -> Vec<(CaseId, u32, Points)> {
        let rows = self.counting.iter().filter_map(|row| {
            let case = self.of_period.iter().find(|case| case.id == row.case)?;
            Some((case.id, list_of(self.rubric, &case.unit_type), decided_by(row)))
        });
        rows.collect()
    }
}

const NOT_NAMED: &str = "未列入";

/// What had been made public of a unit: the outcome before, if an announcement named it.
fn public_before(award: &str, unit: &str, row: &ResultRow, ever: &[ResultRow], all: &[Row]) -> String {
    let named = all.iter().any(|one| {
        let body: Option<Announcement> = serde_json::from_str(&one.body).ok();
        body.is_some_and(|body| body.lines.iter().any(|line| line.unit == unit && line.award == award))
    });
    let before = ever.iter().find(|other| other.case == row.case && other.version + 1 == row.version);
    match before {
        Some(before) if named => before.outcome.clone(),
        _ => NOT_NAMED.to_owned(),
    }
}

/// Whether no announcement tells what a correction made of a decision.
fn untold_since(correction: &Decision, decided: &[Decision], all: &[Row]) -> bool {
    correction.after_publication
        && !decided.iter().any(|other| {
            other.corrects == correction.corrects
                && other.at >= correction.at
                && all.iter().any(|one| one.decision == other.id)
        })
}

fn not_owed(decision: &Decision, all: &[Row]) -> &'static str {
    match decision.corrects {
        Some(_) if all.iter().all(|one| one.decision != decision.id) => {
            "这次更正随原决定一并公布，或已由以后的更正代替，没有需要单独公布的内容"
        }
        _ => "这次决定已经公布，没有重复发布",
    }
}

/// Which units are in this batch, which still follow, and among whom they are ranked.
fn notes(
    known: &Known<'_>,
    lines: &[AnnouncedLine],
    subjects: &Subjects,
    follows: &[&Case],
    partial: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    if !partial {
        return notes;
    }
    if lines.iter().any(|line| !line.score.is_empty()) {
        let all = known.counting.len();
        notes.push(format!(
            "名次为本周期截至公布之日已作出决定的{all}份申报中同一类别之间的名次，其余作出决定后可能变化。"
        ));
    }
    if !follows.is_empty() {
        let units: Vec<_> =
            follows.iter().filter(|case| case.applicant.is_none()).map(|case| subjects.name(case)).collect();
        let names = if units.is_empty() { String::new() } else { format!("（{}）", units.join("、")) };
        let counted = subjects.counted(follows.iter().copied());
        notes.push(format!("本周期另有{counted}的结果尚未公布{names}，另行公布。"));
    }
    notes
}

fn record(subjects: &Subjects, case: &Case, row: &ResultRow) -> RecordLine {
    RecordLine {
        unit: subjects.name(case),
        outcome: row.outcome.clone(),
        computed: row.computed.clone(),
        differs: match row.differs.as_str() {
            "" => String::new(),
            differs => format!("{differs}，理由：{}", row.reason),
        },
    }
}

/// What a form says, set as it will be read.
///
/// # Errors
/// [`Refusal::Invalid`] with the field.
pub(super) fn set(
    form: &Publish,
    lines: Vec<AnnouncedLine>,
    notes: Vec<String>,
    dated: String,
) -> Answered<Announcement> {
    Ok(Announcement {
        number: required("number", "文号", &form.number, 40)?,
        title: required("title", "标题", &form.title, 80)?,
        issuer: required("issuer", "发布单位", &form.issuer, 60)?,
        text: paragraphs(&required_text("text", "正文", &form.text, 3_000)?),
        lines,
        notes,
        dated,
    })
}

/// The same, as far as it goes: for a preview of what cannot be published yet.
pub(super) fn set_anyhow(
    form: &Publish,
    lines: Vec<AnnouncedLine>,
    notes: Vec<String>,
    dated: String,
) -> Announcement {
    Announcement {
        number: line(&form.number),
        title: line(&form.title),
        issuer: line(&form.issuer),
        text: paragraphs(&form.text),
        lines,
        notes,
        dated,
    }
}

/// One line as it would be kept; what cannot be kept is shown as far as it can be read.
fn line(text: &str) -> String {
    naming::name(text, usize::MAX).unwrap_or_else(|_| clean(text))
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(clean).filter(|line| !line.is_empty()).collect()
}

/// By what it is known that a text is still the one that was seen.
pub(super) fn mark(kind: Kind, body: &Announcement) -> Answered<String> {
    let text = serde_json::to_string(&(format!("{kind:?}"), body)).or_fault()?;
    let digest = Sha256::digest(text.as_bytes());
    Ok(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

/// # Errors
/// [`Refusal::Invalid`] if it is not what was seen, or a box was sent that is not there.
pub(super) fn seen(form: &Publish, mark: &str) -> Answered<()> {
    if form.seen == mark {
        return Ok(());
    }
    let reason = match form.seen.as_str() {
        "" => "公布前请先预览：下面是将要公布的全文，核对无误后再公布",
        _ => "内容与刚才预览的不一致，没有公布。下面已按现在的内容更新预览，请核对后再公布",
    };
    Err(Refusal::invalid("seen", reason))
}
