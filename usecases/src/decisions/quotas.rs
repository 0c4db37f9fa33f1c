//! 评选名额 and 下限目标: how many of a list the meeting may give the title to, and how far the district is from what it has
//! set itself.

use std::collections::HashMap;

use contract::decision::WinnersQuota;
use contract::period::TargetLine;
use domain::figures::Field;
use domain::ids::CaseId;
use domain::refusal::Refusal;
use domain::scheme::{Quota, QuotaKind, Scheme};
use domain::workflow::CaseState;
use serde::{Deserialize, Serialize};
use store::cases::Case;
use store::{Tx, decisions, lines, results};

use crate::{Answered, OrFault};

/// More than any pool has.
const LARGEST: u32 = 1_000_000;

/// What a decision keeps of one 评选名额: the document's words and the figures of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Whom it limits: “清廉科室”.
    award: String,
    /// “科室总数的25%（小数舍去，不足1个的按1个）”.
    told: String,
    /// How many there are of what is counted.
    size: u32,
    /// How many of them may get the title.
    places: u32,
    /// How many have it, with those of earlier decisions of the period.
    given: u32,
}

impl Kept {
    /// As they were kept; nothing where a decision kept none.
    pub(super) fn read(text: &str) -> Answered<Vec<Kept>> {
        if text.is_empty() { Ok(Vec::new()) } else { serde_json::from_str(text).or_fault() }
    }

    /// “清廉科室的名额为科室总数的25%（…）：共12个，可评3个，已评2个”.
    pub(super) fn sentence(&self) -> String {
        let Kept { award, told, size, places, given } = self;
        format!("{award}的名额为{told}：共{size}个，可评{places}个，已评{given}个")
    }
}

/// The period's cases and what earlier decisions gave them.
pub(crate) struct Standing<'a> {
    rubric: &'a Scheme,
    cases: &'a [Case],
    given: HashMap<CaseId, String>,
    /// What the latest decision kept.
    kept: Vec<Kept>,
}

impl<'a> Standing<'a> {
    pub(crate) async fn of(
        tx: &Tx,
        rubric: &'a Scheme,
        period: domain::ids::PeriodId,
        cases: &'a [Case],
    ) -> Answered<Self> {
        let given = results::outcomes_of_period(tx, period).await.or_fault()?;
        let latest = decisions::of_period(tx, period).await.or_fault()?.into_iter().next();
        Ok(Self {
            rubric,
            cases,
            given: given.into_iter().collect(),
            kept: latest.map_or(Ok(Vec::new()), |decision| Kept::read(&decision.places))?,
        })
    }

    /// The quotas that limit how many get the title, in the scheme's order.
    fn quotas(&self) -> impl Iterator<Item = &'a Quota> {
        self.rubric.outcome.quotas.iter().filter(|quota| quota.kind == QuotaKind::Winners)
    }

    /// The outcome that is the title.
    fn title(&self) -> &'a str {
        self.rubric.outcome.options.first().map_or("", String::as_str)
    }

    /// Which quotas limit a case, counted from 0; one may lie within another.
    pub(super) fn quotas_of(&self, case: CaseId) -> Vec<u32> {
        let limiting = self.quotas().zip(0..).filter(|(quota, _)| self.limits(quota, case));
        limiting.map(|(_, at)| at).collect()
    }

    fn limits(&self, quota: &Quota, case: CaseId) -> bool {
        self.cases.iter().any(|known| known.id == case && quota.limits(&known.unit_type))
    }

    /// The 评选名额 as they are before the meeting. As many count as take part, or as an earlier decision of the period says.
    pub(super) fn lines(&self) -> Vec<WinnersQuota> {
        let lines = self.quotas().map(|quota| {
            let theirs = |case: &&Case| quota.limits(&case.unit_type);
            let taking_part = counted(
                self.cases.iter().filter(|case| case.state != CaseState::Withdrawn).filter(theirs).count(),
            );
            let has = |case: &&Case| self.given.get(&case.id).is_some_and(|outcome| outcome == self.title());
            let told = quota.told();
            let award = self.award(quota);
            let before = self.kept.iter().find(|kept| kept.award == award && kept.told == told);
            let size = before.map_or(taking_part, |kept| kept.size.max(taking_part));
            WinnersQuota {
                pool: if quota.pool.is_empty() { "总数".to_owned() } else { quota.pool.clone() },
                size,
                places: quota.places(size),
                taking_part,
                given: counted(self.cases.iter().filter(theirs).filter(has).count()),
                award,
                told,
            }
        });
        lines.collect()
    }

    /// Whom a quota limits, by the titles of the 单位类型.
    fn award(&self, quota: &Quota) -> String {
        let titles: Vec<_> = quota
            .applies_to
            .iter()
            .filter_map(|code| self.rubric.unit_type(code))
            .map(|one| one.title.as_str())
            .collect();
        if titles.is_empty() { self.title().to_owned() } else { titles.join("、") }
    }

    /// What the meeting decided, case by case, held against the 评选名额. `pools`: how many there are of what is counted,
    /// where it was corrected.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if what is counted is no number or fewer than take part; [`Refusal::OverPlaces`] with the
    /// numbers.
    pub(super) fn hold(&self, decided: &[(CaseId, &str)], pools: &[(String, String)]) -> Answered<Vec<Kept>> {
        let mut all = Vec::new();
        for ((quota, line), at) in self.quotas().zip(self.lines()).zip(0_u32..) {
            let WinnersQuota { award, told, pool, size, taking_part, given, .. } = line;
            // Of whom nobody takes part, nobody is decided on.
            if taking_part == 0 {
                continue;
            }
            let size = match pools.iter().find(|(of, _)| *of == at.to_string()) {
                None => size,
                Some((_, text)) => Field::whole(taking_part, LARGEST).count(text).map_err(|told| {
                    let reason = format!("“{pool}”{told}：已有{taking_part}个参加");
                    Refusal::invalid(&format!("pool:{at}"), reason)
                })?,
            };
            let now = decided
                .iter()
                .filter(|(case, outcome)| *outcome == self.title() && self.limits(quota, *case));
            let wanted = counted(now.count());
            let places = quota.places(size);
            let total = given.saturating_add(wanted);
            if wanted > 0 && total > places {
                return Err(Refusal::OverPlaces { award, quota: told, pool: size, places, given, wanted });
            }
            all.push(Kept { award, told, size, places, given: total });
        }
        Ok(all)
    }

    /// 下限目标 and how far they are reached: by 片区 or 行业 where units are grouped in such. One of which nobody takes part
    /// at all falls short like any other; one of which only others take part is not meant.
    pub(crate) async fn targets(&self, tx: &Tx) -> Answered<Vec<TargetLine>> {
        let targets = &self.rubric.outcome.targets;
        if targets.is_empty() {
            return Ok(Vec::new());
        }
        let lines = lines::all(tx).await.or_fault()?;
        let line = |target: &domain::scheme::Target| {
            let meant =
                |case: &&Case| target.applies_to.is_empty() || target.applies_to.contains(&case.unit_type);
            let taking_part = || self.cases.iter().filter(|case| case.state != CaseState::Withdrawn);
            let theirs: Vec<_> = taking_part().filter(meant).collect();
            let has = |case: &&&Case| self.given.get(&case.id).is_some_and(|given| given == self.title());
            let reached = lines.iter().filter_map(|line| {
                let of_line = |case: &Case| line.units.contains(&case.unit);
                let own = theirs.iter().filter(|case| of_line(case));
                let others = theirs.iter().all(|case| !of_line(case)) && taking_part().any(of_line);
                (!line.units.is_empty() && !others)
                    .then(|| (line.name.clone(), counted(own.filter(|case| has(case)).count())))
            });
            TargetLine {
                told: format!("{}至少{}个{}", target.per, target.at_least, target.of),
                at_least: target.at_least,
                lines: reached.collect(),
                total: counted(theirs.iter().filter(has).count()),
            }
        };
        Ok(targets.iter().map(line).collect())
    }
}

fn counted(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
