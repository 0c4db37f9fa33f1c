//! 评选名额 and 下限目标: how many of a list the meeting may give the title to, and how far the district is from what it has
//! set itself.

use std::collections::HashMap;

use contract::decision::WinnersQuota;
use contract::period::{TargetLine, TargetPart};
use domain::figures::Field;
use domain::ids::CaseId;
use domain::refusal::Refusal;
use domain::scheme::{Quota, QuotaKind, Scheme, Target, WhoIsJudged};
use domain::workflow::CaseState;
use serde::{Deserialize, Serialize};
use store::cases::Case;
use store::lines::Line;
use store::results::ResultRow;
use store::{Tx, decisions, headcounts, lines, units};

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
    /// How many units stand in the tenant.
    units: u32,
    /// 单位总人数 the officer confirmed, in all.
    people: u32,
}

impl<'a> Standing<'a> {
    pub(crate) async fn of(
        tx: &Tx,
        rubric: &'a Scheme,
        period: domain::ids::PeriodId,
        cases: &'a [Case],
        counting: &[ResultRow],
    ) -> Answered<Self> {
        let latest = decisions::of_period(tx, period).await.or_fault()?.into_iter().next();
        let confirmed = headcounts::of_period(tx, period).await.or_fault()?;
        let confirmed = confirmed.into_iter().filter_map(|said| said.confirmed);
        Ok(Self {
            rubric,
            cases,
            given: counting.iter().map(|row| (row.case, row.outcome.clone())).collect(),
            kept: latest.map_or(Ok(Vec::new()), |decision| Kept::read(&decision.places))?,
            units: units::count(tx).await.or_fault()?,
            people: confirmed.fold(0_u32, |sum, one| sum.saturating_add(one.people)),
        })
    }

    /// The quotas that limit how many get the title, in the scheme's order.
    fn quotas(&self) -> impl Iterator<Item = &'a Quota> {
        self.rubric.outcome.quotas.iter().filter(|quota| quota.kind == QuotaKind::Winners)
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
            let has = |case: &&Case| {
                self.given.get(&case.id).is_some_and(|outcome| outcome == self.rubric.outcome.title())
            };
            let told = quota.told();
            let award = self.award(quota);
            let before = self.kept.iter().find(|kept| kept.award == award && kept.told == told);
            let size = before.map_or(taking_part, |kept| kept.size.max(taking_part));
            WinnersQuota {
                pool: if quota.pool.is_empty() { "总数".to_owned() } else { quota.pool.clone() },
                size,
                places: quota.places(size),
                most: self.most(quota, taking_part),
                taking_part,
                given: counted(self.cases.iter().filter(theirs).filter(has).count()),
                award,
                told,
            }
        });
        lines.collect()
    }

    /// The most there can be of what a quota counts: units of the tenant that do not take part as what it does not limit;
    /// where it limits persons or families, the people the officer confirmed.
    fn most(&self, quota: &Quota, taking_part: u32) -> u32 {
        let of_units = |case: &&Case| case.applicant.is_none() && case.state != CaseState::Withdrawn;
        let others = self.cases.iter().filter(of_units).filter(|case| !quota.limits(&case.unit_type));
        let judged = |code: &String| self.rubric.unit_type(code).map(|one| one.judged);
        let only_people = !quota.applies_to.is_empty()
            && quota.applies_to.iter().all(|code| judged(code).is_some_and(|one| one != WhoIsJudged::Unit));
        let most = match only_people {
            true => self.people,
            false => self.units.saturating_sub(counted(others.count())),
        };
        most.max(taking_part)
    }

    /// Whom a quota limits, by the titles of the 单位类型.
    fn award(&self, quota: &Quota) -> String {
        let titles: Vec<_> = quota
            .applies_to
            .iter()
            .filter_map(|code| self.rubric.unit_type(code))
            .map(|one| one.title.as_str())
            .collect();
        if titles.is_empty() { self.rubric.outcome.title().to_owned() } else { titles.join("、") }
    }

    /// What the meeting decided, case by case, held against the 评选名额. `pools`: how many there are of what is counted,
    /// where it was corrected.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if what is counted is no number or fewer than take part; [`Refusal::OverPlaces`] with the
    /// numbers.
    pub(super) fn hold(&self, decided: &[(CaseId, &str)], pools: &[(String, String)]) -> Answered<Vec<Kept>> {
        let known = self.lines();
        let unknown =
            pools.iter().find(|(of, _)| of.parse::<usize>().ok().and_then(|at| known.get(at)).is_none());
        if let Some((of, _)) = unknown {
            let reason = "提交的内容里有方案没有的评选名额，决定没有记录。请刷新页面后重新填写";
            return Err(Refusal::invalid(&format!("pool:{of}"), reason));
        }
        let mut all = Vec::new();
        for ((quota, line), at) in self.quotas().zip(self.lines()).zip(0_u32..) {
            let WinnersQuota { award, told, pool, size, most, taking_part, given, .. } = line;
            // Of whom nobody takes part, nobody is decided on.
            if taking_part == 0 {
                continue;
            }
            let size = match pools.iter().find(|(of, _)| *of == at.to_string()) {
                None => size,
                Some((_, text)) => typed_pool(at, text, &pool, taking_part, most)?,
            };
            let now = decided.iter().filter(|(case, outcome)| {
                *outcome == self.rubric.outcome.title() && self.limits(quota, *case)
            });
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
        let line = |target: &Target| {
            let meant =
                |case: &&Case| target.applies_to.is_empty() || target.applies_to.contains(&case.unit_type);
            let taking_part = || self.cases.iter().filter(|case| case.state != CaseState::Withdrawn);
            let theirs: Vec<_> = taking_part().filter(meant).collect();
            let title = self.rubric.outcome.counted_by(target);
            let has = |case: &&Case| self.given.get(&case.id).is_some_and(|given| given == title);
            let part = |line: &Line| {
                let of_line = |case: &Case| line.units.contains(&case.unit);
                let own: Vec<_> = theirs.iter().copied().filter(|case| of_line(case)).collect();
                let others = own.is_empty() && taking_part().any(of_line);
                (!line.units.is_empty() && !others).then(|| TargetPart {
                    line: line.name.clone(),
                    reached: counted(own.iter().copied().filter(has).count()),
                    wanted: target.wanted(counted(own.len())),
                })
            };
            let of_each = target.is_of_each();
            TargetLine {
                told: target.told(""),
                lines: if of_each { lines.iter().filter_map(part).collect() } else { Vec::new() },
                total: counted(theirs.iter().copied().filter(has).count()),
                wanted: (!of_each).then(|| target.wanted(counted(theirs.len()))),
            }
        };
        Ok(targets.iter().map(line).collect())
    }
}

/// How many there are of what a quota counts, as it was typed.
///
/// # Errors
/// [`Refusal::Invalid`] with the numbers, if it is fewer than take part or more than stand in the tenant.
fn typed_pool(at: u32, text: &str, pool: &str, taking_part: u32, most: u32) -> Answered<u32> {
    let refused = |reason: String| Refusal::invalid(&format!("pool:{at}"), reason);
    let size = Field::whole(0, LARGEST).count(text).map_err(|told| refused(format!("“{pool}”{told}")))?;
    if size < taking_part {
        return Err(refused(format!("“{pool}”写的是{size}，少于已参加的{taking_part}个")));
    }
    if size > most {
        return Err(refused(format!(
            "“{pool}”写的是{size}，多于本辖区登记的{most}个，决定没有记录。确有更多的，请先由方案管理员登记单位、核定人数"
        )));
    }
    Ok(size)
}

fn counted(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
