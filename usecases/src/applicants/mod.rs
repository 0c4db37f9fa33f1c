//! 推荐个人和家庭: a unit that takes part in a period puts persons or families forward for what the scheme judges them as
//! (岳阳's 清廉岗位, 武陵源's 清廉家庭). Each has a case of its own, which the unit fills and signs.

mod confirm;
mod headcount;
mod nominate;
mod page;
mod withdraw;

use std::collections::BTreeMap;

use contract::applicant::QuotaLine;
use domain::ids::{PeriodId, UnitId};
use domain::policy::{Act, Permit, Place, authorise};
use domain::refusal::Refusal;
use domain::scheme::{Quota, Scheme, UnitType};
use store::Tx;
use store::cases::{self, Case};
use store::headcounts::{self, Headcount};
use store::periods::{self, Period};
use store::units::{self, Unit};

use crate::desks::Entered;
use crate::{Answered, House, OrFault};

/// A unit that may put people forward in a period, with all that are put forward.
struct Round {
    period: Period,
    unit: Unit,
    permit: Permit,
    /// Every case of the period that was not withdrawn.
    standing: Vec<Case>,
    headcount: Option<Headcount>,
}

impl House {
    /// # Errors
    /// [`Refusal::NotFound`] for a period or unit the person has nothing to do with; [`Refusal::Invalid`] if the unit takes no
    /// part, or the period is over.
    async fn round(&self, tx: &Tx, at: &Entered, period: PeriodId, unit: &str) -> Answered<Round> {
        let unit: UnitId = unit.parse().map_err(|_| Refusal::NotFound)?;
        let unit = units::find(tx, unit).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let permit = authorise(&at.actor, Act::Nominate, Place::unit(at.id(), unit.id))?;
        // Two who put forward do it one after the other and count what is there then; a supplementary version comes before
        // or after.
        let period = periods::find_to_change(tx, period).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let standing = cases::of_period(tx, period.id).await.or_fault()?;
        if own_case(&standing, unit.id).is_none() {
            return Err(Refusal::invalid("unit", format!("{}没有参加这一周期，不能推荐", unit.name)));
        }
        self.still_runs(&period)?;
        let headcount = headcounts::find(tx, period.id, unit.id).await.or_fault()?;
        Ok(Round { period, unit, permit, standing, headcount })
    }
}

impl House {
    /// # Errors
    /// [`Refusal::Invalid`] once the period has ended: nobody is put forward or taken back any more.
    fn still_runs(&self, period: &Period) -> Answered<()> {
        if self.edge().now().day() <= period.ends_on {
            return Ok(());
        }
        let reason = format!("周期已于{}结束，不能再改动推荐", period.ends_on);
        Err(Refusal::invalid("unit", reason))
    }
}

/// The case by which a unit takes part in a period itself.
fn own_case(cases: &[Case], unit: UnitId) -> Option<&Case> {
    cases.iter().find(|case| case.unit == unit && case.applicant.is_none())
}

/// How many a unit has put forward within a quota.
fn used(quota: &Quota, standing: &[Case], unit: UnitId) -> u32 {
    let theirs =
        |case: &&Case| case.unit == unit && case.applicant.is_some() && quota.limits(&case.unit_type);
    u32::try_from(standing.iter().filter(theirs).count()).unwrap_or(u32::MAX)
}

/// # Errors
/// [`Refusal::OverQuota`] if so many are more than the quota allows a unit of so many people.
fn within(quota: &Quota, award: &UnitType, people: u32, wanted: u32) -> Answered<()> {
    let places = quota.places(people);
    if wanted <= places {
        return Ok(());
    }
    Err(Refusal::OverQuota { award: award.title.clone(), quota: quota.told(), pool: people, places, wanted })
}

/// 单位类型 whose nominations a share of the people limits.
fn limited(rubric: &Scheme) -> impl Iterator<Item = (&UnitType, &Quota)> {
    rubric.applicant_types().filter_map(|award| Some((award, rubric.nomination_quota(&award.code)?)))
}

impl House {
    /// How the units of a period use what they may put forward; empty where the scheme sets no limit.
    pub(crate) async fn nominations(
        &self,
        tx: &Tx,
        period: &Period,
        standing: &[Case],
    ) -> Answered<Vec<QuotaLine>> {
        let rubric = self.rubric(tx, period.scheme).await?;
        if limited(&rubric).next().is_none() {
            return Ok(Vec::new());
        }
        let said = headcounts::of_period(tx, period.id).await.or_fault()?;
        let said: BTreeMap<_, _> = said.into_iter().map(|one| (one.unit, one)).collect();
        let own: Vec<UnitId> =
            standing.iter().filter(|case| case.applicant.is_none()).map(|case| case.unit).collect();
        let mut lines = Vec::new();
        for unit in units::by_ids(tx, &own).await.or_fault()? {
            for (award, quota) in limited(&rubric) {
                let said = said.get(&unit.id);
                let confirmed = said.and_then(|said| said.confirmed.as_ref()).map(|one| one.people);
                lines.push(QuotaLine {
                    unit: unit.name.clone(),
                    award: award.title.clone(),
                    people: said.map(|said| said.people),
                    confirmed,
                    places: confirmed.map(|people| quota.places(people)),
                    used: used(quota, standing, unit.id),
                });
            }
        }
        Ok(lines)
    }
}
