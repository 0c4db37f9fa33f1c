//! The tenant's dashboard of a period: progress per unit, distribution, weakest items, 自评 against 考核.

use std::collections::{HashMap, HashSet};

use contract::list::{Page, Wanted};
use contract::period::{CaseLine, ItemLine, PeriodLine, Progress};
use domain::dimensions::Dimension;
use domain::ids::{CaseId, PeriodId};
use domain::points::Points;
use domain::policy::{Act, Place, Sight, authorise};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scoring::ScoreSheet;
use domain::workflow::CaseState;
use store::Tx;
use store::answers::Layer;
use store::cases::{self, Case};
use store::periods::{self, Period};
use store::{period_changes, results, returns, schemes};

use super::changing::line as line_of_change;
use super::deadlines::{overdue, period_due};
use super::sheets::Sheets;
use crate::cases::{Subjects, asked, is_open_to, points};
use crate::decisions::quotas::Standing;
use crate::desks::Entered;
use crate::lists::{page, slice};
use crate::{Answered, House, OrFault};

impl House {
    /// All periods, newest first.
    pub async fn periods(&self, at: &Entered) -> Answered<Vec<PeriodLine>> {
        let sight = at.sight(Act::ViewProgress)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let mut lines = Vec::new();
        for period in periods::all(&tx).await.or_fault()? {
            let of_period = seen(&tx, period.id, &sight).await?;
            lines.push(line(&tx, &period, &of_period).await?);
        }
        Ok(lines)
    }

    /// One period in figures, with the beginning of its list.
    pub async fn progress(&self, at: &Entered, id: PeriodId) -> Answered<Progress> {
        self.progress_page(at, id, &Wanted::default()).await
    }

    /// The same with the page of the list that is wanted.
    pub async fn progress_page(&self, at: &Entered, id: PeriodId, wanted: &Wanted) -> Answered<Progress> {
        let sight = at.sight(Act::ViewProgress)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let of_period = seen(&tx, id, &sight).await?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let subjects = Subjects::of(&tx, &of_period).await?;
        let Sheets { own, review } = self.sheets(&tx, &of_period, id).await?;
        let judged: Vec<_> = of_period
            .iter()
            .filter(|case| case.state >= CaseState::Reviewed)
            .filter_map(|case| review.get(&case.id))
            .collect();
        let stated: Vec<_> = of_period
            .iter()
            .filter(|case| case.state.submitted())
            .filter_map(|case| own.get(&case.id))
            .collect();
        let from_review = !judged.is_empty();
        let shown = if from_review { &judged } else { &stated };
        let today = self.edge().now().day();
        let in_order: Vec<_> = of_period.iter().collect();
        let counts = rubric.criteria().any(|criterion| criterion.is_scored());
        let place = Place::tenant(at.id());
        let may = |act| authorise(&at.actor, act, place).is_ok();
        let mut changes = period_changes::of_period(&tx, id).await.or_fault()?;
        changes.retain(|change| change.unit.is_none_or(|unit| sight.includes(unit)));
        let left = self.left(&tx, at, id, &sight).await?;
        // What a draft comes to that nobody has signed is its unit's own.
        let shown_to_reader: Vec<_> = in_order.iter().copied().filter(|case| is_open_to(case, at)).collect();
        Ok(Progress {
            line: line(&tx, &period, &of_period).await?,
            until: match period_due(&period, &of_period, today) {
                (_, due) if due.told.is_empty() => String::new(),
                (stage, due) => format!("{stage}{}", due.told),
            },
            achievable: own.values().next().map_or(Points::ZERO, |sheet| sheet.achievable),
            found: found(&shown_to_reader, &subjects, if from_review { &review } else { &own }),
            counts,
            distribution: distribution(shown),
            weakest: weakest(&rubric, shown, &stated, &judged),
            dimensions: Dimension::ALL.into_iter().map(|d| (d, dimension_rate(&rubric, shown, d))).collect(),
            from_review,
            may_assign: may(Act::OpenPeriod),
            may_decide: may(Act::DecideCollectively),
            may_publish: may(Act::Publish),
            may_rank: may(Act::ViewProgress),
            may_change: may(Act::OpenPeriod) && period.cancelled_at.is_none(),
            changes: changes.into_iter().map(line_of_change).collect(),
            left,
            may_supplement: may(Act::Supplement)
                && of_period.iter().any(|case| case.state < CaseState::Decided)
                && !super::supplement::versions(&tx, &period).await?.1.is_empty(),
            // Whoever sees a part of the district would take it for the whole.
            targets: match sight {
                Sight::Whole => {
                    let counting = results::standing(&tx, id).await.or_fault()?;
                    Standing::of(&tx, &rubric, id, &of_period, &counting).await?.targets(&tx).await?
                }
                Sight::Units(_) => Vec::new(),
            },
            nominations: self.nominations(&tx, &period, &of_period).await?,
            cases: self.listed(&tx, at, &period, &sight, wanted).await?,
        })
    }

    /// Units that left a period, as far as the reader may look into their cases.
    async fn left(
        &self,
        tx: &Tx,
        at: &Entered,
        period: PeriodId,
        sight: &Sight,
    ) -> Answered<Vec<(CaseId, String)>> {
        let mut gone = cases::left_of_period(tx, period).await.or_fault()?;
        gone.retain(|case| {
            sight.includes(case.unit)
                && authorise(&at.actor, Act::ViewCase, Place::unit(at.id(), case.unit)).is_ok()
        });
        let subjects = Subjects::of(tx, &gone).await?;
        Ok(gone.iter().map(|case| (case.id, subjects.name(case))).collect())
    }

    /// A page of the cases of a period: what it shows is read, and nothing else.
    async fn listed(
        &self,
        tx: &Tx,
        at: &Entered,
        period: &Period,
        sight: &Sight,
        wanted: &Wanted,
    ) -> Answered<Page<CaseLine>> {
        let seen = match sight {
            Sight::Whole => None,
            Sight::Units(units) => Some(units.as_slice()),
        };
        let part =
            cases::part_of_period(tx, period.id, seen, wanted.said(), &slice(wanted)).await.or_fault()?;
        let subjects = Subjects::of(tx, &part.rows).await?;
        let mut back: HashMap<CaseId, u32> = HashMap::new();
        if part.rows.iter().any(|case| case.state == CaseState::Returned) {
            for returned in returns::open_of_period(tx, period.id).await.or_fault()? {
                *back.entry(returned.case).or_default() += 1;
            }
        }
        let today = self.edge().now().day();
        let mut lines = Vec::with_capacity(part.rows.len());
        for case in &part.rows {
            let rubric = self.rubric_of(tx, case).await?;
            let counts = rubric.criteria().any(|criterion| criterion.is_scored());
            let may = |act| authorise(&at.actor, act, Place::unit(at.id(), case.unit)).is_ok();
            lines.push(CaseLine {
                case: case.id,
                unit: subjects.name(case),
                kind: rubric
                    .unit_type(&case.unit_type)
                    .map(|known| known.title.clone())
                    .or_else(|| subjects.unit(case).map(|unit| unit.kind.clone()))
                    .unwrap_or_default(),
                asked: match case.state {
                    CaseState::Draft | CaseState::Signing => asked(&rubric, Layer::SelfAssessment),
                    _ => asked(&rubric, Layer::Review),
                },
                state: case.state,
                answered: case.self_answered,
                reviewed: case.review_answered,
                own: (counts && case.self_answered > 0 && is_open_to(case, at))
                    .then(|| points(&case.self_score)),
                review: (counts && case.review_answered > 0).then(|| points(&case.review_score)),
                returned: back.get(&case.id).copied().unwrap_or_default(),
                late: overdue(case, period, today),
                submitted: case.submitted_at.map(|at| at.zh()).unwrap_or_default(),
                may_open: may(Act::ViewCase),
                may_review: may(Act::ScoreCriteria),
            });
        }
        let place = |case: &Case| subjects.unit(case).map(|unit| cases::place(unit, case.id));
        Ok(page(wanted, &part, lines, place))
    }
}

/// What the sheets of units come to in words, where they count no points.
fn found(
    cases: &[&Case],
    subjects: &Subjects,
    sheets: &HashMap<CaseId, ScoreSheet>,
) -> Vec<(String, String)> {
    cases
        .iter()
        .filter_map(|case| {
            let sheet = sheets.get(&case.id).filter(|sheet| sheet.achievable == Points::ZERO)?;
            let told = sheet.reached.as_ref()?.told().concat();
            Some((subjects.name(case), told))
        })
        .collect()
}

/// The cases of a period that somebody looks after.
async fn seen(tx: &Tx, period: PeriodId, sight: &Sight) -> Answered<Vec<Case>> {
    let mut of_period = cases::of_period(tx, period).await.or_fault()?;
    of_period.retain(|case| sight.includes(case.unit));
    Ok(of_period)
}

async fn line(tx: &Tx, period: &Period, of_period: &[Case]) -> Answered<PeriodLine> {
    let scheme = schemes::find(tx, period.scheme).await.or_fault()?.ok_or(Refusal::NotFound)?;
    let count = |wanted: fn(CaseState) -> bool| {
        u32::try_from(of_period.iter().filter(|case| wanted(case.state)).count()).unwrap_or(u32::MAX)
    };
    Ok(PeriodLine {
        id: period.id,
        title: period.title.clone(),
        scheme: format!("{}（第{}版）", scheme.title, scheme.version),
        span: period.days().to_string(),
        fill_by: period.fill_by.to_string(),
        units: count(|_| true),
        applicants: u32::try_from(of_period.iter().filter(|case| case.applicant.is_some()).count())
            .unwrap_or(u32::MAX),
        submitted: count(CaseState::submitted),
        reviewed: count(|state| state >= CaseState::Reviewed),
        decided: count(|state| state >= CaseState::Decided),
        published: count(|state| state == CaseState::Published),
        cancelled: period.cancelled_at.is_some(),
    })
}

const BANDS: [(&str, i64); 5] =
    [("60%以下", 0), ("60%—70%", 60), ("70%—80%", 70), ("80%—90%", 80), ("90%及以上", 90)];

/// Units by band of 得分率; a band includes its lower bound.
fn distribution(sheets: &[&ScoreSheet]) -> Vec<(String, u32)> {
    let mut counts = [0; BANDS.len()];
    // What only adds or only deducts has no 得分率.
    for rate in sheets.iter().filter_map(|sheet| sheet.rate()) {
        let at_least = |percent: i64| {
            Points::from_int(percent).checked_div(Points::from_int(100)).is_some_and(|bound| rate >= bound)
        };
        let band = BANDS.iter().rposition(|(_, bound)| at_least(*bound)).unwrap_or(0);
        counts[band] += 1;
    }
    BANDS.iter().zip(counts).map(|((label, _), count)| ((*label).to_owned(), count)).collect()
}

fn weakest(
    rubric: &Scheme,
    shown: &[&ScoreSheet],
    stated: &[&ScoreSheet],
    judged: &[&ScoreSheet],
) -> Vec<ItemLine> {
    let mut lines: Vec<_> = rubric
        .items()
        .filter_map(|item| {
            let (mean, achievable) = mean_of(shown, &item.no)?;
            Some(ItemLine {
                no: item.no.to_string(),
                title: item.title.clone(),
                rate: mean.checked_div(achievable)?,
                own: mean_of(stated, &item.no).map_or(Points::ZERO, |(mean, _)| mean),
                review: mean_of(judged, &item.no).map(|(mean, _)| mean),
                points: achievable,
            })
        })
        .collect();
    lines.sort_by_key(|line| line.rate);
    lines
}

/// Mean score of an item over the sheets, and what it can reach.
fn mean_of(sheets: &[&ScoreSheet], item: &str) -> Option<(Points, Points)> {
    let scores: Vec<_> =
        sheets.iter().flat_map(|sheet| sheet.items()).filter(|score| score.no == item).collect();
    let achievable = scores.first()?.achievable;
    let sum = scores.iter().try_fold(Points::ZERO, |sum, score| sum.checked_add(score.score))?;
    Some((sum.checked_div(Points::from_int(i64::try_from(scores.len()).ok()?))?, achievable))
}

/// 得分率 of a dimension over all sheets; `None` where the rubric has no item of it.
pub(crate) fn dimension_rate(
    rubric: &Scheme,
    sheets: &[&ScoreSheet],
    dimension: Dimension,
) -> Option<Points> {
    let of_it: HashSet<_> = rubric
        .items()
        .filter(|item| item.dimension == Some(dimension))
        .map(|item| item.no.as_str())
        .collect();
    let mut got = Points::ZERO;
    let mut of = Points::ZERO;
    let items = sheets.iter().flat_map(|sheet| sheet.items());
    for line in items.filter(|line| of_it.contains(line.no.as_str())) {
        got = got.checked_add(line.score)?;
        of = of.checked_add(line.achievable)?;
    }
    if of == Points::ZERO { None } else { got.checked_div(of) }
}
