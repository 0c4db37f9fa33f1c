//! The page on which a unit puts people forward.

use contract::applicant::{ApplicantLine, ApplicantsPage, Award, Headcount, OpenRound, UnitApplicants};
use domain::ids::PeriodId;
use domain::phone;
use domain::policy::{Act, Place, Sight, authorise};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::workflow::{CaseState, Situation, Step, advance};
use store::applicants::{self, Applicant};
use store::cases::{self, Case};
use store::periods::{self, Period};
use store::units::{self, Unit};
use store::{Tx, headcounts};

use super::{limited, own_case, used};
use crate::desks::Entered;
use crate::wording::until;
use crate::{Answered, House, OrFault};

impl House {
    /// Whom the reader's units put forward in a period.
    pub async fn applicants_page(&self, at: &Entered, id: PeriodId) -> Answered<ApplicantsPage> {
        let sight = at.sight(Act::Nominate)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let ever = cases::ever_of_period(&tx, id).await.or_fault()?;
        let mine = |unit: &Unit| {
            sight.includes(unit.id)
                && own_case(&ever, unit.id).is_some()
                && authorise(&at.actor, Act::Nominate, Place::unit(at.id(), unit.id)).is_ok()
        };
        let mut own = units::all(&tx).await.or_fault()?;
        own.retain(mine);
        let today = self.edge().now().day();
        let open = today <= period.ends_on;
        let mut units = Vec::new();
        if rubric.applicant_types().next().is_none() {
            own.clear();
        }
        for unit in own {
            units.push(applicants_of(&tx, &rubric, &period, &unit, &ever, open).await?);
        }
        Ok(ApplicantsPage {
            base: at.base(),
            period: id,
            title: period.title.clone(),
            until: if open { until(period.fill_by, today).0 } else { String::new() },
            open,
            judges: rubric.applicant_types().next().is_some(),
            units,
        })
    }
}

impl House {
    /// Where the reader may put persons or families forward now, newest first.
    pub async fn nomination_rounds(&self, at: &Entered) -> Answered<Vec<OpenRound>> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let Some(Sight::Units(own)) = at.member.sight(Act::Nominate) else { return Ok(Vec::new()) };
        let cases = cases::of_units(&tx, &own).await.or_fault()?;
        let periods = periods::all(&tx).await.or_fault()?;
        self.open_rounds(&tx, at, &periods, &cases).await
    }

    /// The same, by the periods and the cases of the reader's units.
    pub(crate) async fn open_rounds(
        &self,
        tx: &Tx,
        at: &Entered,
        periods: &[Period],
        cases: &[Case],
    ) -> Answered<Vec<OpenRound>> {
        let nominates = |unit| authorise(&at.actor, Act::Nominate, Place::unit(at.id(), unit)).is_ok();
        let today = self.edge().now().day();
        let mut rounds = Vec::new();
        for period in periods.iter().filter(|period| today <= period.ends_on) {
            let mine = |case: &&Case| case.period == period.id && nominates(case.unit);
            if !cases.iter().filter(mine).any(|case| case.applicant.is_none()) {
                continue;
            }
            let rubric = self.rubric(tx, period.scheme).await?;
            let awards: Vec<_> = rubric.applicant_types().map(|award| award.title.as_str()).collect();
            if !awards.is_empty() {
                let put_forward = cases.iter().filter(mine).filter(|case| case.applicant.is_some()).count();
                rounds.push(OpenRound {
                    period: period.id,
                    title: period.title.clone(),
                    awards: awards.join("、"),
                    put_forward: u32::try_from(put_forward).unwrap_or(u32::MAX),
                });
            }
        }
        Ok(rounds)
    }
}

/// `ever`: every case of the period, withdrawn ones too.
async fn applicants_of(
    tx: &Tx,
    rubric: &Scheme,
    period: &Period,
    unit: &Unit,
    ever: &[Case],
    open: bool,
) -> Answered<UnitApplicants> {
    let put_forward: Vec<_> =
        ever.iter().filter(|case| case.unit == unit.id && case.applicant.is_some()).collect();
    let ids: Vec<_> = put_forward.iter().filter_map(|case| case.applicant).collect();
    let known = applicants::by_ids(tx, &ids).await.or_fault()?;
    let headcount = headcounts::find(tx, period.id, unit.id).await.or_fault()?;
    let standing: Vec<_> = ever.iter().filter(|case| case.state != CaseState::Withdrawn).cloned().collect();
    let line = |case: &Case| {
        let Applicant { name, duty, phone, .. } =
            known.iter().find(|one| Some(one.id) == case.applicant)?.clone();
        let may_withdraw = open && advance(case.state, Step::Withdraw, &Situation::default()).is_ok();
        let phone = phone::masked(&phone);
        Some(ApplicantLine { case: case.id, name, duty, phone, state: case.state, may_withdraw })
    };
    let awards = rubric.applicant_types().map(|award| {
        let applicants = put_forward.iter().filter(|case| case.unit_type == award.code);
        let quota = rubric.nomination_quota(&award.code);
        let confirmed = headcount.as_ref().and_then(|said| said.confirmed.as_ref());
        let places = quota.zip(confirmed).map(|(quota, confirmed)| quota.places(confirmed.people));
        let limit = quota.map(|quota| match (places, &headcount) {
            (Some(places), _) => format!("申报名额为{}，可推荐{places}个", quota.told()),
            (None, Some(_)) => format!("申报名额为{}，单位总人数待方案管理员核定", quota.told()),
            (None, None) => format!("申报名额为{}，请先填报单位总人数", quota.told()),
        });
        let place_left = match (quota, places) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(quota), Some(places)) => used(quota, &standing, unit.id) < places,
        };
        Award {
            code: award.code.clone(),
            title: award.title.clone(),
            judged: award.judged,
            limit: limit.unwrap_or_default(),
            place_left: place_left && open,
            applicants: applicants.filter_map(|case| line(case)).collect(),
        }
    });
    Ok(UnitApplicants {
        unit: unit.id,
        name: unit.name.clone(),
        asks_headcount: limited(rubric).next().is_some(),
        awards: awards.collect(),
        headcount: headcount.map(|said| Headcount {
            people: said.people,
            confirmed: said.confirmed.map(|confirmed| confirmed.people),
            by: said.by_name,
            on: said.at.day().to_string(),
        }),
    })
}
