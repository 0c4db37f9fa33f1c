//! What changes about a period while it runs, each with a reason: deadlines are moved, a forgotten unit joins, one that ended
//! leaves, a period nobody has submitted in is cancelled.

use contract::period::{ChangeForm, ChangeLine, ChangePage};
use domain::calendar::Day;
use domain::ids::{CaseId, PeriodId, UnitId};
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use domain::workflow::{CaseState, Situation, Step, advance};
use store::cases::{self, Case};
use store::journal::{self, NewEntry};
use store::period_changes::{self, Change, Kind};
use store::periods::{self, Period};
use store::units::{self, Unit};
use store::{Tx, returns};

use super::day;
use super::open::for_units;
use crate::cases::begin;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::{entry_id, note};
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// A change that is about to be made.
struct Changing<'a> {
    at: &'a Entered,
    permit: Permit,
    tx: Tx,
    period: Period,
    reason: String,
}

impl Changing<'_> {
    /// The unit a form names.
    async fn unit(&self, name: &str) -> Answered<Unit> {
        let name = required("unit", "单位名称", name, 60)?;
        units::named(&self.tx, &name)
            .await
            .or_fault()?
            .ok_or_else(|| Refusal::invalid("unit", format!("没有名为“{name}”的单位，请核对名称")))
    }

    /// Every case of a unit in the period, withdrawn ones too.
    async fn cases_of(&self, unit: UnitId) -> Answered<Vec<Case>> {
        let mut all = cases::ever_of_period(&self.tx, self.period.id).await.or_fault()?;
        all.retain(|case| case.unit == unit);
        Ok(all)
    }
}

impl House {
    /// The page on which a period is changed; `form` is shown as it was typed.
    pub async fn change_page(&self, at: &Entered, id: PeriodId, form: ChangeForm) -> Answered<ChangePage> {
        at.permit(Act::OpenPeriod)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let standing = cases::of_period(&tx, id).await.or_fault()?;
        let submitted = standing.iter().filter(|case| was_submitted(case)).count();
        Ok(ChangePage {
            base: at.base(),
            period: id,
            title: period.title.clone(),
            cancelled: period.cancelled_at.is_some(),
            fill_by: period.fill_by.to_string(),
            review_by: period.review_by.to_string(),
            unit_types: for_units(&rubric).map(|one| (one.code.clone(), one.title.clone())).collect(),
            units: u32::try_from(standing.iter().filter(|case| case.applicant.is_none()).count())
                .unwrap_or(u32::MAX),
            submitted: u32::try_from(submitted).unwrap_or(u32::MAX),
            form: ChangeForm {
                fill_by: or(form.fill_by, period.fill_by),
                review_by: or(form.review_by, period.review_by),
                ..form
            },
        })
    }

    /// Moves the deadlines of a period: of all its units that have none of their own, or of the unit that is named.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field.
    pub async fn move_deadlines(&self, at: &Entered, id: PeriodId, form: &ChangeForm) -> Answered<()> {
        let changing = self.changing(at, id, "调整事由", form).await?;
        let Changing { permit, tx, period, reason, .. } = &changing;
        let fill_by = day("fill_by", "自评截止日期", &form.fill_by)?;
        let review_by = day("review_by", "考核截止日期", &form.review_by)?;
        let unit = match form.unit.trim() {
            "" => None,
            name => Some(changing.unit(name).await?),
        };
        let own = match &unit {
            Some(unit) => {
                let standing = |case: &Case| case.state != CaseState::Withdrawn;
                let theirs: Vec<_> =
                    changing.cases_of(unit.id).await?.into_iter().filter(|case| standing(case)).collect();
                if theirs.is_empty() {
                    let reason = format!("{}没有参加这一周期，请核对单位", unit.name);
                    return Err(Refusal::invalid("unit", reason));
                }
                theirs
            }
            None => Vec::new(),
        };
        let now = own.first().map_or((period.fill_by, period.review_by), |case| {
            (case.fill_by.unwrap_or(period.fill_by), case.review_by.unwrap_or(period.review_by))
        });
        self.deadlines_follow(period, now, (fill_by, review_by))?;
        let told = moved(now, (fill_by, review_by));
        match &unit {
            None => periods::move_deadlines(tx, permit, id, (fill_by, review_by)).await.or_fault()?,
            Some(unit) => {
                let own = (
                    Some(fill_by).filter(|day| *day != period.fill_by),
                    Some(review_by).filter(|day| *day != period.review_by),
                );
                cases::move_deadlines(tx, permit, (id, unit.id), own).await.or_fault()?;
            }
        }
        let whom = unit.as_ref().map_or("全部单位".to_owned(), |unit| unit.name.clone());
        note(tx, permit, self.edge(), format!("“{}”{whom}{told}，事由：{reason}", period.title)).await?;
        for case in &own {
            self.tell_case(tx, permit, case.id, format!("{told}，事由：{reason}")).await?;
        }
        self.keep(&changing, unit.as_ref(), Kind::Deadline, told).await?;
        changing.tx.commit().await.or_fault()
    }

    /// Whether new deadlines follow each other, differ from those there are, and are not past where they do.
    fn deadlines_follow(&self, period: &Period, now: (Day, Day), new: (Day, Day)) -> Answered<()> {
        let today = self.edge().now().day();
        let past = |new: Day, old: Day| new != old && new < today;
        for (wrong, field, reason) in [
            (new == now, "fill_by", "两个截止日期都没有改动，请填写新的日期"),
            (new.0 < period.starts_on, "fill_by", "自评截止日期早于周期开始日期"),
            (new.1 < new.0, "review_by", "考核截止日期早于自评截止日期"),
            (past(new.0, now.0), "fill_by", "新的自评截止日期已经过去，请填写今天或以后的日期"),
            (past(new.1, now.1), "review_by", "新的考核截止日期已经过去，请填写今天或以后的日期"),
        ] {
            if wrong {
                return Err(Refusal::invalid(field, reason));
            }
        }
        Ok(())
    }

    /// A forgotten unit joins a period, or one that left comes back with what it filled in then.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field.
    pub async fn join_period(&self, at: &Entered, id: PeriodId, form: &ChangeForm) -> Answered<CaseId> {
        let changing = self.changing(at, id, "补充事由", form).await?;
        let Changing { permit, tx, period, reason, .. } = &changing;
        let unit = changing.unit(&form.unit).await?;
        if !unit.stands_on(self.edge().now().day()) {
            let reason = format!("{}已经终止，不能参加", unit.name);
            return Err(Refusal::invalid("unit", reason));
        }
        let before = changing.cases_of(unit.id).await?.into_iter().find(|case| case.applicant.is_none());
        let case = match before {
            Some(case) if case.state != CaseState::Withdrawn => {
                let reason = format!("{}已经参加这一周期，不需要再补充", unit.name);
                return Err(Refusal::invalid("unit", reason));
            }
            Some(case) => {
                let case = cases::find_to_change(tx, case.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
                let mut case = self.brought_over(tx, case).await?;
                let open = returns::open_of_case(tx, case.id).await.or_fault()?;
                let returned = open.into_iter().map(|back| back.item).collect();
                let situation = Situation { returned, ..Situation::default() };
                case.state = advance(case.state, Step::Renew, &situation)?.state;
                case.updated_at = self.edge().now();
                self.summarise_anew(tx, &mut case).await?;
                cases::update(tx, permit, &case).await.or_fault()?;
                case.id
            }
            None => self.open_one(&changing, &unit, form).await?,
        };
        let told = format!("{}参加本周期", unit.name);
        self.tell_case(tx, permit, case, format!("参加“{}”，事由：{reason}", period.title)).await?;
        note(tx, permit, self.edge(), format!("“{}”补充单位{}，事由：{reason}", period.title, unit.name))
            .await?;
        self.keep(&changing, Some(&unit), Kind::Joined, told).await?;
        changing.tx.commit().await.or_fault()?;
        Ok(case)
    }

    async fn open_one(&self, changing: &Changing<'_>, unit: &Unit, form: &ChangeForm) -> Answered<CaseId> {
        let Changing { permit, tx, period, .. } = changing;
        let rubric = self.rubric(tx, period.scheme).await?;
        let code = form.unit_type.trim();
        let typed = rubric.unit_types.is_empty() || for_units(&rubric).any(|one| one.code == code);
        if !typed {
            let reason = format!("这份方案按单位类型考评，请为“{}”选择单位类型", unit.name);
            return Err(Refusal::invalid("unit_type", reason));
        }
        let id = CaseId(self.edge().id());
        let mut case = Case::opened(id, period.id, unit.id, period.scheme, self.edge().now());
        if !rubric.unit_types.is_empty() {
            code.clone_into(&mut case.unit_type);
        }
        let own = self.rubric_for(tx, period.scheme, &case.unit_type).await?;
        begin(&mut case, &own)?;
        cases::insert(tx, permit, &case).await.or_taken(|| format!("{}在这一周期的申报", unit.name))?;
        Ok(id)
    }

    /// A unit leaves a period, with whomever it puts forward. What was filled in stays.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field, in particular once something of it is decided.
    pub async fn leave_period(&self, at: &Entered, id: PeriodId, form: &ChangeForm) -> Answered<()> {
        let changing = self.changing(at, id, "退出事由", form).await?;
        let Changing { permit, tx, period, reason, .. } = &changing;
        let unit = changing.unit(&form.unit).await?;
        let standing: Vec<_> = changing
            .cases_of(unit.id)
            .await?
            .into_iter()
            .filter(|case| case.state != CaseState::Withdrawn)
            .collect();
        if standing.is_empty() {
            let reason = format!("{}没有参加这一周期，请核对单位", unit.name);
            return Err(Refusal::invalid("unit", reason));
        }
        if standing.iter().any(|case| case.state >= CaseState::Decided) {
            let reason = format!("{}的结果已经审定，不能退出这一周期", unit.name);
            return Err(Refusal::invalid("unit", reason));
        }
        cases::hold(tx, standing.iter().map(|case| case.id)).await.or_fault()?;
        for case in &standing {
            self.take_out(&changing, case.id, &format!("退出“{}”，事由：{reason}", period.title)).await?;
        }
        note(tx, permit, self.edge(), format!("{}退出“{}”，事由：{reason}", unit.name, period.title)).await?;
        self.keep(&changing, Some(&unit), Kind::Left, format!("{}退出本周期", unit.name)).await?;
        changing.tx.commit().await.or_fault()
    }

    /// Cancels a period in which nobody has submitted. Its title is free for another.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] once somebody has submitted.
    pub async fn cancel_period(&self, at: &Entered, id: PeriodId, form: &ChangeForm) -> Answered<()> {
        let changing = self.changing(at, id, "取消事由", form).await?;
        let Changing { permit, tx, period, reason, .. } = &changing;
        // Nobody signs meanwhile: what is counted is what is taken out.
        let standing = cases::held_of_period(tx, id).await.or_fault()?;
        let submitted = standing.iter().filter(|case| was_submitted(case)).count();
        if submitted > 0 {
            let reason = format!("已有{submitted}份申报签署提交，周期不能取消；不再参评的单位可以退出本周期");
            return Err(Refusal::invalid("reason", reason));
        }
        let now = self.edge().now();
        let known = periods::all(tx).await.or_fault()?;
        let title = (1_u32..)
            .map(|n| match n {
                1 => format!("{}（{}取消）", period.title, now.day()),
                n => format!("{}（{}第{n}次取消）", period.title, now.day()),
            })
            .find(|title| known.iter().all(|other| other.title != *title))
            .unwrap_or_default();
        periods::cancel(tx, permit, id, &title, now).await.or_fault()?;
        for case in &standing {
            self.take_out(&changing, case.id, &format!("周期“{}”取消，事由：{reason}", period.title)).await?;
        }
        note(tx, permit, self.edge(), format!("取消周期“{}”，事由：{reason}", period.title)).await?;
        self.keep(&changing, None, Kind::Cancelled, "本周期取消".to_owned()).await?;
        changing.tx.commit().await.or_fault()
    }

    /// Holds the period that is to be changed, and reads why.
    async fn changing<'a>(
        &self,
        at: &'a Entered,
        id: PeriodId,
        label: &str,
        form: &ChangeForm,
    ) -> Answered<Changing<'a>> {
        let permit = at.permit(Act::OpenPeriod)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let period = periods::find_to_change(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if period.cancelled_at.is_some() {
            return Err(Refusal::invalid("reason", "这一周期已经取消，不能再改动"));
        }
        let reason = required("reason", label, &form.reason, 200)?;
        Ok(Changing { at, permit, tx, period, reason })
    }

    /// Takes a case out of its period, wherever it is before the decision.
    async fn take_out(&self, changing: &Changing<'_>, id: CaseId, told: &str) -> Answered<()> {
        let Changing { permit, tx, .. } = changing;
        let mut case = cases::find_to_change(tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        case.state = advance(case.state, Step::Leave, &Situation::default())?.state;
        case.updated_at = self.edge().now();
        cases::update(tx, permit, &case).await.or_fault()?;
        self.tell_case(tx, permit, id, told.to_owned()).await
    }

    async fn tell_case(&self, tx: &Tx, permit: &Permit, case: CaseId, summary: String) -> Answered<()> {
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case),
            at: self.edge().now(),
            summary,
            detail: String::new(),
        };
        journal::append(tx, permit, &entry).await.or_fault().map(drop)
    }

    async fn keep(
        &self,
        changing: &Changing<'_>,
        unit: Option<&Unit>,
        kind: Kind,
        told: String,
    ) -> Answered<()> {
        let change = Change {
            id: self.edge().id(),
            period: changing.period.id,
            unit: unit.map(|unit| unit.id),
            kind,
            told,
            reason: changing.reason.clone(),
            by_name: changing.at.member.name.clone(),
            at: self.edge().now(),
        };
        period_changes::insert(&changing.tx, &changing.permit, &change).await.or_fault()
    }
}

/// As the pages of a period and of a unit's case tell it.
pub(crate) fn line(change: Change) -> ChangeLine {
    let Change { told, reason, by_name, at, .. } = change;
    ChangeLine { told, reason, by: by_name, on: at.day().to_string() }
}

fn was_submitted(case: &Case) -> bool {
    case.submitted_at.is_some() || case.state.submitted()
}

fn or(typed: String, day: Day) -> String {
    if typed.is_empty() { day.iso() } else { typed }
}

/// “自评截止日期由2026年12月10日改为2026年12月20日”.
fn moved(now: (Day, Day), new: (Day, Day)) -> String {
    let one =
        |label: &str, now: Day, new: Day| (now != new).then(|| format!("{label}截止日期由{now}改为{new}"));
    let told: Vec<_> = [one("自评", now.0, new.0), one("考核", now.1, new.1)].into_iter().flatten().collect();
    told.join("，")
}
