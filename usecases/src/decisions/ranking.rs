//! The ranked list the 党组 has before it.

use std::collections::HashMap;

use contract::decision::{DecidedLine, DecisionLine, RankedLine, Ranking};
use domain::ids::PeriodId;
use domain::points::Points;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::answers::Layer;
use store::{announcements, cases, decisions, periods, results, units};

use super::ranks;
use crate::cases::points;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Closed reviews by score, what is still open, and what was decided before.
    pub async fn ranking(&self, at: &Entered, id: PeriodId) -> Answered<Ranking> {
        at.permit(Act::ViewProgress)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let names: HashMap<_, _> =
            units::all(&tx).await.or_fault()?.into_iter().map(|unit| (unit.id, unit.name)).collect();
        let of_period = cases::of_period(&tx, id).await.or_fault()?;
        let own = self.sheets(&tx, &of_period, id, Layer::SelfAssessment).await?;
        let review = self.sheets(&tx, &of_period, id, Layer::Review).await?;
        let mut lines: Vec<_> = of_period
            .iter()
            .filter(|case| case.state == CaseState::Reviewed)
            .filter_map(|case| {
                let judged = review.get(&case.id)?;
                Some(RankedLine {
                    case: case.id,
                    rank: 0,
                    tied: false,
                    unit: names.get(&case.unit).cloned().unwrap_or_default(),
                    own: own.get(&case.id).map_or(Points::ZERO, |sheet| sheet.score),
                    review: judged.score,
                    achievable: judged.achievable,
                    found: judged.reached.as_ref().map(|reached| reached.told()).unwrap_or_default(),
                })
            })
            .collect();
        // Rubrics differ by 单位类型: what compares is the share of the points, which for one rubric is the points.
        let rate = |line: &RankedLine| line.review.checked_div(line.achievable).unwrap_or_default();
        lines.sort_by(|a, b| rate(b).cmp(&rate(a)).then_with(|| a.unit.cmp(&b.unit)));
        let scores: Vec<_> = lines.iter().map(rate).collect();
        for (line, (rank, tied)) in lines.iter_mut().zip(ranks(&scores)) {
            (line.rank, line.tied) = (rank, tied);
        }
        let mut recorded = Vec::new();
        for decision in decisions::of_period(&tx, id).await.or_fault()? {
            let published = announcements::of_decision(&tx, decision.id).await.or_fault()?;
            let mut rows = results::of_decision(&tx, decision.id).await.or_fault()?;
            rows.sort_by_key(|row| row.rank);
            recorded.push(DecisionLine {
                id: decision.id,
                meeting: decision.meeting,
                held_on: decision.held_on.to_string(),
                present: decision.present,
                minutes: decision.minutes,
                note: decision.note,
                by: decision.by_name,
                results: rows
                    .into_iter()
                    .map(|row| DecidedLine {
                        rank: row.rank,
                        tied: row.tied,
                        unit: names.get(&row.unit).cloned().unwrap_or_default(),
                        score: points(&row.score),
                        achievable: points(&row.achievable),
                        outcome: row.outcome,
                    })
                    .collect(),
                published: published.map(|announcement| announcement.number),
            });
        }
        Ok(Ranking {
            ranked: lines.iter().any(|line| line.achievable > Points::ZERO),
            period: id,
            title: period.title,
            decided_by: rubric.outcome.decided_by.clone(),
            options: rubric.outcome.options.clone(),
            lines,
            open: of_period
                .iter()
                .filter(|case| case.state < CaseState::Reviewed)
                .map(|case| names.get(&case.unit).cloned().unwrap_or_default())
                .collect(),
            decisions: recorded,
        })
    }
}
