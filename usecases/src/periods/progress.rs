//! The tenant's dashboard of a period: progress per unit, distribution, weakest items, 自评 against 考核.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use contract::list::{Page, Wanted};
use contract::period::{CaseLine, ItemLine, PeriodLine, Progress};
use domain::dimensions::Dimension;
use domain::ids::{CaseId, PeriodId};
use domain::points::Points;
use domain::policy::{Act, Place, Sight, authorise};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scoring::{Answers, Circumstances, ItemSum, Sums};
use domain::workflow::CaseState;
use store::Tx;
use store::answers::Layer;
use store::cases::{self, Case, Tally};
use store::periods::{self, Period};
use store::schemes::{self, VersionHead};
use store::{period_changes, results, returns};

use super::changing::line as line_of_change;
use super::deadlines::{Waited, overdue, period_due};
use super::supplement::newer;
use crate::cases::{BothSums, Subjects, asked, is_open_to, own_sheet, points};
use crate::decisions::quotas::Standing;
use crate::desks::Entered;
use crate::lists::{page, slice};
use crate::{Answered, House, OrFault};

impl House {
    /// All periods, newest first.
    pub async fn periods(&self, at: &Entered) -> Answered<Vec<PeriodLine>> {
        let sight = at.sight(Act::ViewProgress)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let tallies = cases::tallies(&tx, sight.units()).await.or_fault()?;
        let schemes = schemes::all(&tx).await.or_fault()?;
        let line = |period: Period| {
            let mut of_period = tallies.clone();
            of_period.retain(|tally| tally.period == period.id);
            line(&schemes, &period, &of_period)
        };
        periods::all(&tx).await.or_fault()?.into_iter().map(line).collect()
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
        let mut of_period = self.cases_of_period(&tx, id).await?;
        of_period.retain(|case| sight.includes(case.unit));
        let rubric = self.rubric(&tx, period.scheme).await?;
        let schemes = schemes::all(&tx).await.or_fault()?;
        let counts = rubric.criteria().any(|criterion| criterion.is_scored());
        // What a draft comes to that nobody has signed is its unit's own.
        let shown_to_reader = |case: &&Case| case.state.submitted() || (!counts && is_open_to(case, at));
        let shown_to_reader: Vec<_> = of_period.iter().filter(shown_to_reader).collect();
        let sums = self.sums_of(&tx, id, &shown_to_reader).await?;
        let over = |wanted: fn(CaseState) -> bool, layer: fn(&BothSums) -> &Sums| -> Vec<&Sums> {
            let cases = of_period.iter().filter(|case| wanted(case.state));
            cases.filter_map(|case| sums.get(&case.id)).map(|both| layer(both)).collect()
        };
        let judged = over(|state| state >= CaseState::Reviewed, |both| &both.review);
        let stated = over(CaseState::submitted, |both| &both.own);
        let from_review = !judged.is_empty();
        let shown = if from_review { &judged } else { &stated };
        let today = self.edge().now().day();
        let unit_type = of_period.first().map_or("", |case| case.unit_type.as_str());
        let place = Place::tenant(at.id());
        let may = |act| authorise(&at.actor, act, place).is_ok();
        let mut changes = period_changes::of_period(&tx, id).await.or_fault()?;
        changes.retain(|change| change.unit.is_none_or(|unit| sight.includes(unit)));
        let left = self.left(&tx, at, id, &sight).await?;
        Ok(Progress {
            line: line(&schemes, &period, &tally(id, &of_period))?,
            until: match period_due(&period, of_period.iter().map(Waited::from), today) {
                (_, due) if due.told.is_empty() => String::new(),
                (stage, due) => format!("{stage}{}", due.told),
            },
            achievable: achievable(&*self.rubric_for(&tx, period.scheme, unit_type).await?)?,
            found: found(&tx, &of_period, &sums, from_review).await?,
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
            awaiting: u32::try_from(of_period.iter().filter(|case| case.awaits.is_some()).count())
                .unwrap_or(u32::MAX),
            may_supplement: may(Act::Supplement)
                && of_period.iter().any(|case| case.state < CaseState::Decided)
                && !newer(&schemes, &period)?.is_empty(),
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
        let part = cases::part_of_period(tx, period.id, sight.units(), wanted.said(), &slice(wanted))
            .await
            .or_fault()?;
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

/// What can be reached by a rubric before anything is answered.
fn achievable(rubric: &Scheme) -> Answered<Points> {
    Ok(own_sheet(rubric, &Answers::new(), &Circumstances::default())?.achievable)
}

/// What the sheets of units come to in words, where they count no points: those that are closed, or as long as none is,
/// those that the reader is shown.
async fn found(
    tx: &Tx,
    of_period: &[Case],
    sums: &HashMap<CaseId, Arc<BothSums>>,
    from_review: bool,
) -> Answered<Vec<(String, String)>> {
    let told = |case: &Case| {
        let both = sums.get(&case.id)?;
        let sheet = match from_review {
            true if case.state >= CaseState::Reviewed => &both.review,
            true => return None,
            false => &both.own,
        };
        let reached = sheet.reached.as_ref().filter(|_| sheet.achievable == Points::ZERO)?;
        Some(reached.told().concat())
    };
    let told: Vec<_> = of_period.iter().filter_map(|case| Some((case, told(case)?))).collect();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let subjects = Subjects::of(tx, told.iter().map(|(case, _)| *case)).await?;
    Ok(told.into_iter().map(|(case, told)| (subjects.name(case), told)).collect())
}

/// How many of these cases of a period are where.
fn tally(period: PeriodId, of_period: &[Case]) -> Vec<Tally> {
    let one = |case: &Case| Tally {
        period,
        state: case.state,
        fill_by: case.fill_by,
        review_by: case.review_by,
        cases: 1,
        submitted: u32::from(case.submitted_at.is_some()),
        applicants: u32::from(case.applicant.is_some()),
    };
    of_period.iter().map(one).collect()
}

/// `of_period`: how many of its cases are where, as far as the reader looks.
fn line(schemes: &[VersionHead], period: &Period, of_period: &[Tally]) -> Answered<PeriodLine> {
    let scheme = schemes.iter().find(|one| one.id == period.scheme).ok_or(Refusal::NotFound)?;
    let count = |wanted: fn(CaseState) -> bool| -> u32 {
        of_period.iter().filter(|tally| wanted(tally.state)).map(|tally| tally.cases).sum()
    };
    Ok(PeriodLine {
        id: period.id,
        title: period.title.clone(),
        scheme: format!("{}（第{}版）", scheme.title, scheme.version),
        span: period.days().to_string(),
        fill_by: period.fill_by.to_string(),
        units: count(|_| true),
        applicants: of_period.iter().map(|tally| tally.applicants).sum(),
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
fn distribution(sheets: &[&Sums]) -> Vec<(String, u32)> {
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

fn weakest(rubric: &Scheme, shown: &[&Sums], stated: &[&Sums], judged: &[&Sums]) -> Vec<ItemLine> {
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
fn mean_of(sheets: &[&Sums], item: &str) -> Option<(Points, Points)> {
    let scores: Vec<_> = sheets.iter().filter_map(|sums| sums.item(item)).collect();
    let (_, achievable) = *scores.first()?;
    let sum = scores.iter().try_fold(Points::ZERO, |sum, (score, _)| sum.checked_add(*score))?;
    Some((sum.checked_div(Points::from_int(i64::try_from(scores.len()).ok()?))?, achievable))
}

/// 得分率 of a dimension over all sheets; `None` where the rubric has no item of it.
pub(crate) fn dimension_rate(rubric: &Scheme, sheets: &[&Sums], dimension: Dimension) -> Option<Points> {
    let of_it: HashSet<_> = rubric
        .items()
        .filter(|item| item.dimension == Some(dimension))
        .map(|item| item.no.as_str())
        .collect();
    let mut got = Points::ZERO;
    let mut of = Points::ZERO;
    let items = sheets.iter().flat_map(|sums| &sums.items);
    for ItemSum(_, score, achievable) in items.filter(|ItemSum(no, ..)| of_it.contains(no.as_str())) {
        got = got.checked_add(*score)?;
        of = of.checked_add(*achievable)?;
    }
    if of == Points::ZERO { None } else { got.checked_div(of) }
}
