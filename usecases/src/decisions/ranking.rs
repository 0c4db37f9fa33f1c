//! The ranked lists the 党组 has before it, and what is proposed for each case.

use std::collections::HashMap;
use std::sync::Arc;

use contract::decision::{Figures, RankedLine, Ranking};
use domain::deciding::{Candidate, Proposal, propose};
use domain::ids::{CaseId, PeriodId};
use domain::points::Points;
use domain::policy::{Act, Place, authorise};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::workflow::CaseState;
use store::cases::Case;
use store::results::{self, ResultRow};
use store::{announcements, periods};

use super::list::{Written, award, candidate, counts, decided_by, list_of, ranked};
use super::quotas::Standing;
use crate::announcements::amendable;
use crate::cases::{BothSums, Subjects};
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

/// What the meeting has before it.
pub(super) struct Before {
    pub ranking: Ranking,
    pub candidates: Vec<Candidate>,
    pub proposals: Vec<Proposal>,
}

/// A case before the meeting, with what its line is made of.
struct Waiting<'a> {
    case: &'a Case,
    candidate: Candidate,
    review: Points,
    achievable: Points,
    own: Points,
    found: Vec<String>,
    unit: String,
}

impl House {
    /// Closed reviews list by list, what is still open, and what was decided before.
    pub async fn ranking(&self, at: &Entered, id: PeriodId) -> Answered<Ranking> {
        Ok(self.before_the_meeting(at, id).await?.ranking)
    }

    pub(super) async fn before_the_meeting(&self, at: &Entered, id: PeriodId) -> Answered<Before> {
        at.permit(Act::ViewProgress)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let of_period = self.cases_of_period(&tx, id).await?;
        let subjects = Subjects::of(&tx, &of_period).await?;
        let counting = results::standing(&tx, id).await.or_fault()?;
        let standing = Standing::of(&tx, &rubric, id, &of_period, &counting).await?;
        let closed: Vec<_> = of_period.iter().filter(|case| is_closed(case)).collect();
        let sums = self.sums_of(&tx, id, &closed).await?;
        let mut waiting = Vec::new();
        for case in closed {
            let Some(BothSums { own, review: judged }) = sums.get(&case.id).map(Arc::as_ref) else {
                continue;
            };
            let own_rubric = self.rubric_of(&tx, case).await?;
            waiting.push(Waiting {
                case,
                candidate: candidate(&rubric, &own_rubric, case, judged, standing.quotas_of(case.id)),
                review: judged.score,
                achievable: judged.achievable,
                own: own.score,
                found: judged.reached.as_ref().map(|reached| reached.told()).unwrap_or_default(),
                unit: subjects.name(case),
            });
        }
        // What is equal stays in the order of all lists.
        waiting.sort_by_key(|one| (one.candidate.list, std::cmp::Reverse(one.candidate.by)));
        let candidates: Vec<_> = waiting.iter().map(|one| one.candidate.clone()).collect();
        let left: Vec<_> =
            standing.lines().iter().map(|line| line.places.saturating_sub(line.given)).collect();
        let before = decided_before(&rubric, &of_period, &counting);
        let proposals = propose(&rubric.outcome, &candidates, &left, &before);
        let lines = lines(&rubric, &of_period, waiting, &proposals, &counting);
        let may_publish = authorise(&at.actor, Act::Publish, Place::tenant(at.id())).is_ok();
        let ranking = Ranking {
            ranked: counts(&rubric),
            period: id,
            title: period.title,
            decided_by: rubric.outcome.decided_by.clone(),
            options: rubric.outcome.options.clone(),
            lines,
            open: still_open(&of_period, &subjects),
            places: standing.lines(),
            shares: shares(&rubric, &candidates, &before),
            targets: standing.targets(&tx).await?,
            decisions: self.recorded(&tx, &rubric, id, &of_period).await?,
            announced: match may_publish {
                true => amendable(&announcements::of_period(&tx, id).await.or_fault()?),
                false => Vec::new(),
            },
            may_publish,
        };
        Ok(Before { ranking, candidates, proposals })
    }
}

/// Whether a review is closed. What still waits for a supplementary version has the figures of the one before: it is not.
fn is_closed(case: &Case) -> bool {
    case.state == CaseState::Reviewed && case.awaits.is_none()
}

/// Those of a period that no meeting can decide on yet.
fn still_open(of_period: &[Case], subjects: &Subjects) -> Vec<String> {
    let open = of_period.iter().filter(|case| case.state <= CaseState::Reviewed && !is_closed(case));
    open.map(|case| match case.awaits {
        Some(_) => format!("{}（补充版尚未启用到这份申报）", subjects.name(case)),
        None => subjects.name(case),
    })
    .collect()
}

/// List and outcome of those who were decided before.
fn decided_before(rubric: &Scheme, of_period: &[Case], counting: &[ResultRow]) -> Vec<(u32, u32)> {
    let one = |row: &ResultRow| {
        let case = of_period.iter().find(|case| case.id == row.case)?;
        let outcome = rubric.outcome.options.iter().position(|option| *option == row.outcome)?;
        Some((list_of(rubric, &case.unit_type), u32::try_from(outcome).ok()?))
    };
    counting.iter().filter_map(one).collect()
}

/// 等次比例 of each list that is ranked, of all who are ranked together.
fn shares(rubric: &Scheme, candidates: &[Candidate], before: &[(u32, u32)]) -> Vec<(u32, String)> {
    let ranked = candidates.iter().filter(|one| one.by.is_some()).map(|one| one.list);
    let mut sizes: Vec<(u32, u32)> = Vec::new();
    for list in ranked {
        match sizes.last_mut().filter(|(last, _)| *last == list) {
            Some((_, size)) => *size = size.saturating_add(1),
            None => sizes.push((list, 1)),
        }
    }
    let told = |(list, size): (u32, u32)| {
        let decided = before.iter().filter(|(of, _)| *of == list).count();
        let size = size.saturating_add(u32::try_from(decided).unwrap_or(u32::MAX));
        let bands = rubric.outcome.bands.iter();
        bands.filter_map(move |band| Some((list, format!("{}{}", band.title, band.share?.told_of(size)))))
    };
    sizes.into_iter().flat_map(told).collect()
}

/// The lines of the lists, ranked among all of their kind.
fn lines(
    rubric: &Scheme,
    of_period: &[Case],
    waiting: Vec<Waiting<'_>>,
    proposals: &[Proposal],
    counting: &[ResultRow],
) -> Vec<RankedLine> {
    let kinds: HashMap<CaseId, &str> =
        of_period.iter().map(|case| (case.id, case.unit_type.as_str())).collect();
    let decided = counting.iter().filter_map(|row| {
        let kind = kinds.get(&row.case)?;
        Some((row.case, list_of(rubric, kind), decided_by(row)))
    });
    let now =
        waiting.iter().map(|one| (one.case.id, one.candidate.list, one.candidate.by.unwrap_or_default()));
    let ranks = ranked(&now.chain(decided).collect::<Vec<_>>());
    let figures = waiting.iter().flat_map(|one| [(one.review, one.achievable), (one.own, one.achievable)]);
    let written = Written::of(rubric, &figures.collect::<Vec<_>>());
    let line = |(one, proposal): (Waiting<'_>, &Proposal)| {
        let (rank, tied) = ranks.get(&one.case.id).copied().unwrap_or_default();
        let shown = match one.candidate.by {
            None => Figures::default(),
            Some(_) => Figures {
                own: written.points(one.own),
                review: written.points(one.review),
                rate: written.rate(one.review, one.achievable),
            },
        };
        let option = |place: u32| rubric.outcome.options.get(place as usize).cloned();
        RankedLine {
            case: one.case.id,
            list: one.candidate.list,
            rank,
            tied: tied && one.candidate.by.is_some(),
            award: award(rubric, &one.case.unit_type),
            unit: one.unit,
            review: one.review,
            achievable: one.achievable,
            shown,
            quotas: one.candidate.quotas,
            found: one.found,
            computed: proposal.told(&rubric.outcome),
            proposed: proposal.proposed().and_then(option),
            always_asks: proposal.always_asks(),
        }
    };
    waiting.into_iter().zip(proposals).map(line).collect()
}
