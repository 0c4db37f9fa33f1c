//! The page of one case: state, both sheets, what is missing, the time line.

use std::collections::BTreeMap;

use contract::case::{CasePage, Missing, OwnCase, Paper, ResultLine};
use domain::column::Column;
use domain::ids::CaseId;
use domain::points::Points;
use domain::policy::{Act, Place, Sight, authorise};
use domain::refusal::Refusal;
use domain::scheme::{Criterion, Heading, Role, Scheme};
use domain::scoring::{Answers, ScoreSheet};
use domain::workflow::CaseState;
use store::answers::Layer;
use store::cases::Case;
use store::evidence::Evidence;
use store::periods::Period;
use store::{Tx, cases, decisions, evidence, period_changes, periods, results, returns, units};

use super::checklist::allowed;
use super::sight::ReviewSight;
use super::steps::review_begun;
use super::thin::{terse, unevidenced};
use super::{Known, Opened, Subjects, asked, is_open_to, points, situation, sources};
use crate::decisions::{counts, told};
use crate::desks::Entered;
use crate::journal::time_line;
use crate::periods::changing::line;
use crate::periods::deadlines::{Due, due};
use crate::{Answered, House, OrFault};

impl House {
    /// Everything about one case that its reader may see.
    pub async fn case_page(&self, at: &Entered, id: CaseId) -> Answered<CasePage> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::ViewCase, id).await?;
        let rubric = opened.rubric.clone();
        // A draft that nobody has signed is its unit's own: others see where it is.
        let open_to = opened.is_open_to(at);
        let mut may = allowed(at, &opened, self.edge().now().day());
        let circumstances = self.circumstances(&tx, &rubric, &opened.case).await?;
        let layers = Known::both(&tx, id).await?;
        may.recall = may.recall && !review_begun(&tx, id, &layers).await?;
        let [stated, given] = [Layer::SelfAssessment, Layer::Review].map(|layer| &layers[&layer].answers);
        let (own, review) = self.sheets(&tx, &opened.case, &rubric, &circumstances, &layers).await?;
        let sight = ReviewSight::of(at, &opened.case);
        let sees_review = sight.review();
        let returns = match opened.case.state {
            // Never submitted, so nothing was ever sent back.
            CaseState::Draft => Vec::new(),
            _ => returns::of_case(&tx, id).await.or_fault()?,
        };
        let returns = self.returns_told(&tx, &rubric, &opened.case, returns).await?;
        let supplements = self.supplements_of(&tx, &opened.period, &opened.case).await?;
        let returned_items = opened.returned_items();
        let situation =
            situation(&rubric, &opened.case, returned_items, &supplements, &circumstances, &layers)?;
        let (open, unlooked, waiting) = if let (true, Some(blocks)) = (may.fill, &opened.blocks) {
            let mine = |all: Vec<String>| all.into_iter().filter(|no| blocks.criteria.contains(no)).collect();
            (mine(situation.unanswered), mine(situation.own_unlooked), mine(situation.own_unconfirmed))
        } else if may.hand_over || may.sign {
            (situation.unanswered, situation.own_unlooked, situation.own_unconfirmed)
        } else if may.close || may.score {
            (situation.unreviewed, situation.review_unlooked, situation.review_unconfirmed)
        } else {
            Default::default()
        };
        let lines = |open: Vec<String>| -> Vec<Missing> {
            let line = |no: String| {
                let section = u32::try_from(rubric.section_of(&no)?).ok()?;
                let title = rubric.criterion(&no)?.title.clone();
                Some(Missing { criterion: no, title, section })
            };
            open.into_iter().filter_map(line).collect()
        };
        let result = match results::of_case(&tx, id).await.or_fault()? {
            Some(row) if sight.whole() => {
                let decision =
                    decisions::find(&tx, row.decision).await.or_fault()?.ok_or(Refusal::NotFound)?;
                let mut earlier = Vec::new();
                for before in
                    results::history(&tx, id).await.or_fault()?.iter().filter(|one| one.id != row.id)
                {
                    let decided = decisions::find(&tx, before.decision).await.or_fault()?;
                    let meeting = decided.as_ref().map(told).unwrap_or_default();
                    earlier.push(format!("{}（{meeting}）", before.outcome));
                }
                let limits = rubric.outcome.bands.iter().map(|band| band.from).chain(rubric.outcome.pass);
                Some(ResultLine {
                    rank: row.rank,
                    tied: row.tied,
                    score: points(&row.score),
                    achievable: points(&row.achievable),
                    told: match counts(&rubric) {
                        true => format!(
                            "{}分",
                            Column::of([points(&row.score)], limits).shown(points(&row.score))
                        ),
                        false => String::new(),
                    },
                    computed: row.computed,
                    // Why is the meeting's; the unit is told that there is a reason.
                    differs: match (row.differs.as_str(), sight.watches) {
                        ("", _) => String::new(),
                        (differs, true) => format!("{differs}，理由：{}", row.reason),
                        (differs, false) => format!("{differs}，由会议集体研究，理由存于会议决定"),
                    },
                    outcome: row.outcome,
                    meeting: told(&decision),
                    earlier,
                    published: opened.case.state == CaseState::Published,
                })
            }
            _ => None,
        };
        let done = matches!(opened.case.state, CaseState::Reviewed | CaseState::Returned);
        let next = match done && (may.reopen || may.score) {
            true => self.next_to_score(&tx, at, &opened.case).await?,
            false => None,
        };
        let next = match next {
            Some(case) => {
                let name = Subjects::of(&tx, [&case]).await?.name(&case);
                Some((format!("{}/cases/{}/review/1", at.base(), case.id), name))
            }
            None => None,
        };
        let reviewer = match sight.watches {
            true => self.reviewer_of(&tx, id).await?,
            false => String::new(),
        };
        let mut hung = evidence::of_case(&tx, id).await.or_fault()?;
        let shown = may.fill || may.hand_over || may.sign || may.score;
        let mut unproven = if shown { unproven(&rubric, &own, stated, &hung) } else { Vec::new() };
        if let (true, Some(blocks)) = (may.fill, &opened.blocks) {
            unproven.retain(|no| blocks.criteria.contains(no));
        }
        let handing = may.hand_over || may.sign;
        let (unevidenced, terse) = match handing {
            true => (unevidenced(&rubric, &own, stated, &hung), terse(&rubric, &own, stated)),
            false => Default::default(),
        };
        let untouched = match opened.returned.is_empty() || !(may.fill || may.hand_over) {
            true => Vec::new(),
            false => self.what_stands(&tx, &rubric, &opened.case).await?.untouched(&opened.returned)?,
        };
        // What hangs on a fact is told with the fact, to whoever sees it.
        hung.retain(|row| row.fact.is_none());
        let (hung, set_aside): (Vec<_>, Vec<_>) =
            hung.into_iter().partition(|row| rubric.criterion(&row.criterion).is_some());
        let until = due(&opened.case, &opened.period, self.edge().now().day()).told;
        Ok(CasePage {
            base: at.base(),
            case: id,
            revision: opened.case.revision,
            period: opened.period_title(),
            unit: opened.subject(),
            state: opened.case.state,
            until,
            missing: lines(open),
            unlooked: lines(unlooked),
            unconfirmed: lines(waiting),
            unproven: lines(unproven),
            unevidenced: lines(unevidenced),
            terse: lines(terse),
            begins: first_of(&rubric, &opened, &untouched).and_then(|no| lines(vec![no]).pop()),
            untouched,
            supplements: supplements.notes,
            sources: match sees_review {
                true => sources::lines(&rubric, &circumstances.sources, &own),
                false => Vec::new(),
            },
            scheme: rubric.clone(),
            own: open_to.then_some(own),
            said: if open_to { remarks(stated) } else { Default::default() },
            reasons: if sees_review {
                given.iter().map(|(no, answer)| (no.clone(), answer.reason().to_owned())).collect()
            } else {
                Default::default()
            },
            review: sees_review.then_some(review),
            result,
            evidence: if open_to { u32::try_from(hung.len()).unwrap_or(u32::MAX) } else { 0 },
            set_aside: set_aside.into_iter().filter(|_| open_to).map(crate::evidence::view).collect(),
            open_to,
            reviewer,
            next,
            returns,
            may,
            watches: sight.watches,
            changes: self.changes_of(&tx, &opened.case).await?,
            left: opened.case.state == CaseState::Withdrawn && opened.applicant.is_none(),
            time_line: match open_to {
                true => time_line(&tx, id, sight).await?,
                false => Vec::new(),
            },
        })
    }

    /// The checklist of a case on paper, with nothing filled in.
    pub async fn paper(&self, at: &Entered, id: CaseId) -> Answered<Paper> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::ViewCase, id).await?;
        Ok(Paper {
            base: at.base(),
            case: id,
            unit: opened.subject(),
            period: opened.period_title(),
            until: due(&opened.case, &opened.period, self.edge().now().day()).told,
            scheme: opened.rubric,
        })
    }

    /// What was changed about the period of a case that concerns its unit.
    pub(crate) async fn changes_of(&self, tx: &Tx, case: &Case) -> Answered<Vec<String>> {
        let changes = period_changes::of_unit(tx, case.period, case.unit).await.or_fault()?;
        Ok(changes.into_iter().map(|change| line(change).sentence()).collect())
    }

    /// The cases of one's own units: of the newest period first, in it in the order of lists. Whoever belongs to a unit has
    /// those of their units, whatever they look after besides.
    pub async fn own_cases(&self, at: &Entered) -> Answered<Vec<OwnCase>> {
        let sight = at.sight(Act::ViewCase)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let mine = match (at.member.own_units(), sight) {
            (own, Sight::Whole) if own.is_empty() => {
                units::all(&tx).await.or_fault()?.into_iter().map(|unit| unit.id).collect()
            }
            (own, Sight::Units(seen)) if own.is_empty() => seen,
            (own, _) => own,
        };
        let theirs = cases::of_units(&tx, &mine).await.or_fault()?;
        let periods = periods::all(&tx).await.or_fault()?;
        self.own_lines(&tx, at, &periods, &theirs).await
    }

    /// The same, by the periods and the cases.
    pub(crate) async fn own_lines(
        &self,
        tx: &Tx,
        at: &Entered,
        periods: &[Period],
        theirs: &[Case],
    ) -> Answered<Vec<OwnCase>> {
        let subjects = Subjects::of(tx, theirs).await?;
        let today = self.edge().now().day();
        let mut lines = Vec::new();
        for period in periods {
            for case in theirs.iter().filter(|case| case.period == period.id) {
                if authorise(&at.actor, Act::ViewCase, Place::unit(at.id(), case.unit)).is_err() {
                    continue;
                }
                let rubric = self.rubric_of(tx, case).await?;
                let counts = rubric.criteria().any(Criterion::is_scored);
                let score = match case.state {
                    CaseState::Published => format!("考核{}分", points(&case.review_score)),
                    _ if case.self_answered > 0 && is_open_to(case, at) => {
                        format!("自评{}分", points(&case.self_score))
                    }
                    _ => String::new(),
                };
                let Due { told, presses, .. } = due(case, period, today);
                lines.push(OwnCase {
                    case: case.id,
                    period: period.title.clone(),
                    unit: subjects.name(case),
                    state: case.state,
                    asked: asked(&rubric, Layer::SelfAssessment),
                    answered: case.self_answered,
                    score: if counts { score } else { String::new() },
                    until: told,
                    urgent: presses,
                });
            }
        }
        Ok(lines)
    }
}

/// What was written beside the answers of a layer.
fn remarks(answers: &Answers) -> BTreeMap<String, String> {
    let written = answers.iter().filter(|(_, answer)| !answer.remark.trim().is_empty());
    written.map(|(no, answer)| (no.clone(), answer.remark.clone())).collect()
}

/// Where the unit begins with what came back: in the first item that stands as it stood, else in the first; for a department
/// with what is its own.
fn first_of(rubric: &Scheme, opened: &Opened, untouched: &[String]) -> Option<String> {
    let back = opened.returned_items();
    let mine = |no: &str| opened.blocks.as_ref().is_none_or(|blocks| blocks.criteria.contains(no));
    let open = |items: &[String]| {
        let items = rubric.items().filter(|item| items.contains(&item.no.to_string()));
        let mut criteria = items.flat_map(|item| &item.criteria).map(|criterion| criterion.no.to_string());
        criteria.find(|no| mine(no))
    };
    open(untouched).or_else(|| open(&back))
}

/// Criteria of 加减分 with a claim that no file shows. What is claimed by facts is shown fact by fact; what is claimed
/// otherwise, by a file on the criterion.
fn unproven(rubric: &Scheme, sheet: &ScoreSheet, own: &Answers, hung: &[Evidence]) -> Vec<String> {
    let shown = |fact: &str| hung.iter().any(|file| file.fact.is_some_and(|id| id.to_string() == fact));
    let bonus = rubric.sections.iter().filter(|section| section.role == Role::Bonus);
    let lacks = |criterion: &&Criterion| {
        let Some(answer) = own.get(criterion.no.as_str()) else { return false };
        let claims = rubric.claims(criterion, answer);
        let earned = sheet.criterion(&criterion.no).is_some_and(|line| line.score > Points::ZERO);
        match claims.is_empty() {
            false => claims.iter().any(|claim| !shown(&claim.fact)),
            true => earned && hung.iter().all(|file| criterion.no != *file.criterion),
        }
    };
    bonus.flat_map(Heading::all_criteria).filter(lacks).map(|criterion| criterion.no.to_string()).collect()
}
