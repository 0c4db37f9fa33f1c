//! 推荐: a unit puts a person or a family forward, and their case is opened.

use contract::applicant::Nominate;
use domain::ids::{ApplicantId, CaseId, PeriodId};
use domain::phone;
use domain::refusal::Refusal;
use domain::scheme::{UnitType, WhoIsJudged};
use domain::workflow::{CaseState, Situation, Step, advance};
use serde_json::json;
use store::Tx;
use store::applicants::{self, Applicant};
use store::cases::{self, Case};
use store::journal::{self, NewEntry};
use store::returns;

use super::{Round, used, within};
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::required;
use crate::{Answered, House, OrFault};

impl House {
    /// Puts somebody forward; who was withdrawn before is put forward again, with what was filled in then.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field; [`Refusal::OverQuota`] with the numbers. Nothing is changed then.
    pub async fn nominate(&self, at: &Entered, id: PeriodId, form: &Nominate) -> Answered<CaseId> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let round = self.round(&tx, at, id, &form.unit).await?;
        let rubric = self.rubric(&tx, round.period.scheme).await?;
        let award = rubric.applicant_types().find(|known| known.code == form.unit_type);
        let award = award.ok_or_else(|| Refusal::invalid("unit_type", "请选择申报类别"))?;
        let said = Said::read(form, award)?;
        let known = applicants::known(&tx, round.unit.id, award.judged, &said.name, &said.duty);
        let known = known.await.or_fault()?;
        let before = match &known {
            Some(known) => cases::of_applicant(&tx, id, known.id).await.or_fault()?,
            None => None,
        };
        if let Some(case) = before.as_ref().filter(|case| case.state != CaseState::Withdrawn) {
            let last = journal::of_case(&tx, case.id, 1).await.or_fault()?.pop();
            let same = last.is_some_and(|last| {
                last.summary == told(award)
                    && last.signature == round.permit.signature()
                    && just_now(last.at, self.edge().now())
            });
            if same {
                // The same form once more.
                let id = case.id;
                if let (Some(known), false) = (&known, said.phone.is_empty()) {
                    applicants::set_phone(&tx, &round.permit, known.id, &said.phone).await.or_fault()?;
                }
                tx.commit().await.or_fault()?;
                return Ok(id);
            }
            let reason =
                format!("{}（{}）本周期已经推荐；同名的请写明不同的{}", said.name, said.duty, duty(award));
            return Err(Refusal::invalid("name", reason));
        }
        if let Some(quota) = rubric.nomination_quota(&award.code) {
            let confirmed = match &round.headcount {
                None => Err("名额按单位总人数计算，请先填报单位总人数，由方案管理员核定后推荐".to_owned()),
                Some(said) => said.confirmed.as_ref().ok_or_else(|| {
                    format!("填报的单位总人数{}人还没有经方案管理员核定，核定后才能推荐", said.people)
                }),
            };
            let confirmed = confirmed.map_err(|reason| Refusal::invalid("people", reason))?;
            within(quota, award, confirmed.people, used(quota, &round.standing, round.unit.id) + 1)?;
        }
        let applicant = match known {
            Some(known) => known.id,
            None => self.add_applicant(&tx, at, &round, award, &said).await?,
        };
        if !said.phone.is_empty() {
            applicants::set_phone(&tx, &round.permit, applicant, &said.phone).await.or_fault()?;
        }
        let case = match before {
            Some(case) => self.renew(&tx, &round, award, case).await?,
            None => self.open_for(&tx, &round, award, applicant).await?,
        };
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case),
            at: self.edge().now(),
            summary: told(award),
            detail: json!({"name": said.name, "duty": said.duty}).to_string(),
        };
        journal::append(&tx, &round.permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(case)
    }

    async fn add_applicant(
        &self,
        tx: &Tx,
        at: &Entered,
        round: &Round,
        award: &UnitType,
        said: &Said,
    ) -> Answered<ApplicantId> {
        let applicant = Applicant {
            id: ApplicantId(self.edge().id()),
            unit: round.unit.id,
            kind: award.judged,
            name: said.name.clone(),
            duty: said.duty.clone(),
            phone: said.phone.clone(),
            added_by: at.member.name.clone(),
            added_at: self.edge().now(),
        };
        let what = || format!("{}（{}）", said.name, said.duty);
        applicants::insert(tx, &round.permit, &applicant).await.or_taken(what)?;
        Ok(applicant.id)
    }

    /// Somebody who was withdrawn comes back.
    async fn renew(&self, tx: &Tx, round: &Round, award: &UnitType, case: Case) -> Answered<CaseId> {
        if case.unit_type != award.code {
            let reason = "本周期曾按另一类别推荐后撤回，不能改换类别，请在下一周期推荐";
            return Err(Refusal::invalid("unit_type", reason));
        }
        let case = cases::find_to_change(tx, case.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let mut case = self.brought_over(tx, case).await?;
        let open = returns::open_of_case(tx, case.id).await.or_fault()?;
        let returned = open.into_iter().map(|back| back.item).collect();
        case.state = advance(case.state, Step::Renew, &Situation { returned, ..Situation::default() })?.state;
        case.updated_at = self.edge().now();
        self.summarise_anew(tx, &mut case).await?;
        cases::update(tx, &round.permit, &case).await.or_fault()?;
        Ok(case.id)
    }

    async fn open_for(
        &self,
        tx: &Tx,
        round: &Round,
        award: &UnitType,
        applicant: ApplicantId,
    ) -> Answered<CaseId> {
        let rubric = self.rubric_for(tx, round.period.scheme, &award.code).await?;
        let id = CaseId(self.edge().id());
        let mut case =
            Case::opened(id, round.period.id, round.unit.id, round.period.scheme, self.edge().now());
        case.applicant = Some(applicant);
        case.unit_type.clone_from(&award.code);
        crate::cases::begin(&mut case, &rubric)?;
        cases::insert(tx, &round.permit, &case).await.or_taken(|| "这一推荐".to_owned())?;
        Ok(id)
    }
}

/// What was typed, as it may be kept.
struct Said {
    name: String,
    duty: String,
    phone: String,
}

impl Said {
    fn read(form: &Nominate, award: &UnitType) -> Answered<Said> {
        let label = if award.judged == WhoIsJudged::Family { "家庭名称" } else { "姓名" };
        let name = required("name", label, &form.name, 40)?;
        let duty = required("duty", duty(award), &form.duty, 60)?;
        let phone = match form.phone.trim() {
            "" => String::new(),
            typed => phone::read(typed)
                .ok_or_else(|| Refusal::invalid("phone", "联系电话应为7到15位数字，可带区号和连字符"))?,
        };
        Ok(Said { name, duty, phone })
    }
}

/// As the journal tells it.
fn told(award: &UnitType) -> String {
    format!("推荐申报“{}”", award.title)
}

/// What tells two of one name apart.
fn duty(award: &UnitType) -> &'static str {
    if award.judged == WhoIsJudged::Family { "住址" } else { "职务或岗位" }
}
