//! 开启周期: every chosen unit gets exactly the rubric of the pinned version.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use contract::period::{OpenBy, OpenPeriod, OpenPeriodPage};
use domain::calendar::{Day, Stretch};
use domain::figures;
use domain::ids::{CaseId, PeriodId, SchemeId, UnitId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Cycle, Proposed, Scheme, UnitType, WhoIsJudged};
use store::cases::{self, Case};
use store::journal::{self, NewEntry};
use store::periods::{self, Period};
use store::{Tx, schemes, units};

use super::day;
use crate::cases::{Subjects, begin};
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::repeat::just_now;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// The 单位类型 units take part as; persons and families apply by themselves.
pub(super) fn for_units(scheme: &Scheme) -> impl Iterator<Item = &UnitType> {
    scheme.unit_types.iter().filter(|one| one.judged == WhoIsJudged::Unit)
}

/// The form as a scheme proposes it on a day.
fn proposed(scheme: &Scheme, id: SchemeId, today: Day) -> OpenPeriod {
    let Proposed { title, kind, days, fill_by, review_by } = scheme.proposes(today);
    OpenPeriod {
        title,
        kind: kind.to_owned(),
        scheme: id.to_string(),
        starts_on: days.from.iso(),
        ends_on: days.to.iso(),
        fill_by: fill_by.iso(),
        review_by: review_by.iso(),
        ..OpenPeriod::default()
    }
}

/// Offers a unit that has no 单位类型 yet the one its kind names, or the only one there is.
fn offer_types(page: &mut OpenPeriodPage) {
    for (unit, _, kind) in &page.units {
        let unit = unit.to_string();
        let fits =
            |title: &str| page.unit_types.len() == 1 || (!kind.is_empty() && title.contains(kind.as_str()));
        let offered = page.unit_types.iter().find(|(_, title)| fits(title));
        if let (None, Some((code, _))) = (page.form.type_of(&unit), offered) {
            page.form.unit_type.push(format!("{unit}:{code}"));
        }
    }
}

/// A deadline that has passed.
const PAST: &str = "past";
/// Units that take part in the same days by the same scheme already.
const TWICE: &str = "twice";

/// What a form says.
#[derive(Clone)]
struct Said {
    title: String,
    kind: Cycle,
    starts_on: Day,
    ends_on: Day,
    fill_by: Day,
    review_by: Day,
    scheme: SchemeId,
    units: BTreeSet<UnitId>,
}

impl Said {
    fn read(form: &OpenPeriod) -> Answered<Said> {
        let title = required("title", "周期名称", &form.title, 40)?;
        let kind = Cycle::ALL
            .into_iter()
            .find(|cycle| cycle.kind() == form.kind)
            .ok_or_else(|| Refusal::invalid("kind", "请选择周期类型"))?;
        let starts_on = day("starts_on", "开始日期", &form.starts_on)?;
        let ends_on = day("ends_on", "结束日期", &form.ends_on)?;
        let fill_by = day("fill_by", "自评截止日期", &form.fill_by)?;
        let review_by = day("review_by", "考核截止日期", &form.review_by)?;
        for (wrong, field, reason) in [
            (ends_on < starts_on, "ends_on", "结束日期早于开始日期"),
            (fill_by < starts_on, "fill_by", "自评截止日期早于周期开始日期"),
            (review_by < fill_by, "review_by", "考核截止日期早于自评截止日期"),
        ] {
            if wrong {
                return Err(Refusal::invalid(field, reason));
            }
        }
        let days = Stretch { from: starts_on, to: ends_on };
        if !kind.fits(days) {
            let fitting: Vec<_> = Cycle::ALL.into_iter().filter(|cycle| cycle.fits(days)).collect();
            let length = starts_on.days_until(ends_on) + 1;
            let reason = match fitting.first() {
                Some(cycle) => format!(
                    "{days}共{length}天，不是一个“{}”周期；请改选“{}”，或核对开始、结束日期",
                    kind.kind(),
                    cycle.kind()
                ),
                None => format!("{days}共{length}天，与各类周期都不相符，请核对开始、结束日期"),
            };
            return Err(Refusal::invalid("kind", reason));
        }
        let scheme: SchemeId =
            form.scheme.parse().map_err(|_| Refusal::invalid("scheme", "请选择创建方案"))?;
        let units: BTreeSet<UnitId> = form
            .unit
            .iter()
            .map(|id| id.parse().map_err(|_| Refusal::Malformed))
            .collect::<Result<_, _>>()?;
        if units.is_empty() {
            return Err(Refusal::invalid("unit", "请至少选择一个单位"));
        }
        Ok(Said { title, kind, starts_on, ends_on, fill_by, review_by, scheme, units })
    }
}

impl House {
    /// What the form offers for a version of a scheme, filled in as the scheme proposes.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if there is no such version.
    pub async fn open_period_page(&self, at: &Entered, by: &OpenBy) -> Answered<OpenPeriodPage> {
        at.permit(Act::OpenPeriod)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let today = self.edge().now().day();
        let all = schemes::all(&tx).await.or_fault()?;
        let chosen = match by.scheme.trim() {
            "" => all.iter().max_by_key(|row| row.published_at).map(|row| row.id),
            id => Some(all.iter().find(|row| row.id.to_string() == id).ok_or(Refusal::NotFound)?.id),
        };
        let units: Vec<_> = units::all(&tx)
            .await
            .or_fault()?
            .into_iter()
            .filter(|unit| unit.stands_on(today))
            .map(|unit| (unit.id, unit.name, unit.kind))
            .collect();
        let mut names = BTreeSet::new();
        let offered = all.iter().filter(|row| names.insert(&row.name) || Some(row.id) == chosen);
        let schemes = offered.map(|row| (row.id, format!("{}（第{}版）", row.title, row.version))).collect();
        let mut page = OpenPeriodPage { schemes, units, ..OpenPeriodPage::default() };
        if let Some(id) = chosen {
            let rubric = self.rubric(&tx, id).await?;
            page.unit_types = for_units(&rubric).map(|one| (one.code.clone(), one.title.clone())).collect();
            page.form = proposed(&rubric, id, today);
            page.form.unit = page.units.iter().map(|(id, ..)| id.to_string()).collect();
        }
        offer_types(&mut page);
        Ok(page)
    }

    /// The same with what was typed; for a version that is not there, the one published last is offered.
    pub async fn open_period_page_with(&self, at: &Entered, form: OpenPeriod) -> Answered<OpenPeriodPage> {
        let mut page = match self.open_period_page(at, &OpenBy { scheme: form.scheme.clone() }).await {
            Err(Refusal::NotFound) => self.open_period_page(at, &OpenBy::default()).await?,
            page => page?,
        };
        page.form = OpenPeriod { scheme: page.form.scheme, ..form };
        offer_types(&mut page);
        if let Ok(said) = Said::read(&page.form) {
            let tx = self.store().read(at.id()).await.or_fault()?;
            page.told = self.unusual(&tx, &said).await?;
        }
        Ok(page)
    }

    /// What is unusual about a period that is about to be opened: the officer may mean it, but is told.
    async fn unusual(&self, tx: &Tx, said: &Said) -> Answered<Vec<(&'static str, String)>> {
        let today = self.edge().now().day();
        let mut told = Vec::new();
        let past: Vec<_> = [("自评", said.fill_by), ("考核", said.review_by)]
            .into_iter()
            .filter(|(_, day)| *day < today)
            .map(|(label, day)| format!("{label}截止日期{day}已经过去"))
            .collect();
        if !past.is_empty() {
            told.push((PAST, format!("{}，开启后各单位立即逾期", past.join("，"))));
        }
        let all = schemes::all(tx).await.or_fault()?;
        let name =
            |id: SchemeId| all.iter().find(|version| version.id == id).map(|version| version.name.as_str());
        let same = periods::all(tx).await.or_fault()?.into_iter().filter(|period| {
            period.cancelled_at.is_none()
                && (period.starts_on, period.ends_on) == (said.starts_on, said.ends_on)
                && name(period.scheme) == name(said.scheme)
        });
        for period in same {
            let there = cases::of_period(tx, period.id).await.or_fault()?;
            let own = there.iter().filter(|case| case.applicant.is_none() && said.units.contains(&case.unit));
            let own: Vec<_> = own.cloned().collect();
            let subjects = Subjects::of(tx, &own).await?;
            let names: Vec<_> = own.iter().take(3).map(|case| subjects.name(case)).collect();
            if !names.is_empty() {
                let more = if own.len() > names.len() {
                    format!("等{}个单位", own.len())
                } else {
                    String::new()
                };
                let (names, days) = (names.join("、"), period.days());
                told.push((
                    TWICE,
                    format!("{names}{more}已按同一方案参加“{}”（{days}），将重复考评", period.title),
                ));
            }
        }
        Ok(told)
    }

    /// Opens a period and a case for each chosen unit.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field; [`Refusal::Taken`] if the title is in use. Nothing is opened then.
    pub async fn open_period(&self, at: &Entered, form: &OpenPeriod) -> Answered<PeriodId> {
        match self.open(at, form).await {
            Err(taken @ Refusal::Taken { .. }) => self.just_opened(at, form).await?.ok_or(taken),
            opened => opened,
        }
    }

    /// The period this very form opened just now.
    async fn just_opened(&self, at: &Entered, form: &OpenPeriod) -> Answered<Option<PeriodId>> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let now = self.edge().now();
        let said = [&form.kind, &form.scheme].map(|text| text.trim().to_owned());
        let told = [&form.starts_on, &form.ends_on, &form.fill_by, &form.review_by];
        let told = told.map(|text| figures::day(text).map(Day::iso).unwrap_or_default());
        let alike = periods::all(&tx).await.or_fault()?.into_iter().find(|period| {
            let Period { kind, scheme, starts_on, ends_on, fill_by, review_by, .. } = period;
            let days = [starts_on.iso(), ends_on.iso(), fill_by.iso(), review_by.iso()];
            let there = [kind.clone(), scheme.to_string()].into_iter().chain(days);
            period.title == form.title.trim()
                && period.opened_by == at.member.name
                && just_now(period.opened_at, now)
                && there.eq(said.iter().chain(&told).cloned())
        });
        // For the same units, too.
        let mut found = None;
        if let Some(period) = alike {
            let there = cases::of_period(&tx, period.id).await.or_fault()?;
            let units: BTreeSet<_> = there
                .iter()
                .filter(|case| case.applicant.is_none())
                .map(|case| case.unit.to_string())
                .collect();
            found = form.unit.iter().cloned().collect::<BTreeSet<_>>().eq(&units).then_some(period);
        }
        tx.commit().await.or_fault()?;
        Ok(found.map(|period| period.id))
    }

    async fn open(&self, at: &Entered, form: &OpenPeriod) -> Answered<PeriodId> {
        let permit = at.permit(Act::OpenPeriod)?;
        let said = Said::read(form)?;
        let Said { title, kind, starts_on, ends_on, fill_by, review_by, scheme, units: chosen } =
            said.clone();

        // One after the other: whether units are judged twice is asked of all periods.
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let rubric = self.rubric(&tx, scheme).await?;
        let what = || format!("周期名称“{title}”");
        if periods::all(&tx).await.or_fault()?.iter().any(|period| period.title == title) {
            return Err(Refusal::Taken { what: what() });
        }
        let known: Vec<_> = units::all(&tx)
            .await
            .or_fault()?
            .into_iter()
            .filter(|unit| chosen.contains(&unit.id) && unit.stands_on(self.edge().now().day()))
            .collect();
        if known.len() != chosen.len() {
            return Err(Refusal::NotFound);
        }
        let untyped = known.iter().find(|unit| {
            let chosen = form.type_of(&unit.id.to_string());
            !chosen.is_some_and(|code| for_units(&rubric).any(|one| one.code == code))
        });
        if let Some(unit) = untyped.filter(|_| !rubric.unit_types.is_empty()) {
            let reason = format!("这份方案按单位类型考评，请为“{}”选择单位类型", unit.name);
            return Err(Refusal::invalid("unit_type", reason));
        }
        for (code, told) in self.unusual(&tx, &said).await? {
            if !form.meant.iter().any(|meant| meant == code) {
                let reason = format!("{told}。确需如此开启的，请在下面勾选确认后再次提交");
                return Err(Refusal::invalid("meant", reason));
            }
        }
        let now = self.edge().now();
        let period = Period {
            id: PeriodId(self.edge().id()),
            scheme,
            title: title.clone(),
            kind: kind.kind().to_owned(),
            starts_on,
            ends_on,
            fill_by,
            review_by,
            opened_at: now,
            opened_by: at.member.name.clone(),
            supplements: 0,
            cancelled_at: None,
        };
        // Everything that is to be written is ready before the first row is: others wait for their turn.
        let mut sums: BTreeMap<&str, Case> = BTreeMap::new();
        let (mut opened, mut entries) = (Vec::new(), Vec::new());
        for unit in &known {
            let unit_type = form.type_of(&unit.id.to_string()).filter(|_| !rubric.unit_types.is_empty());
            let unit_type = unit_type.unwrap_or_default();
            let begun = match sums.entry(unit_type) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let mut begun = Case::opened(CaseId(period.id.0), period.id, unit.id, scheme, now);
                    begun.unit_type = unit_type.to_owned();
                    begin(&mut begun, &*self.rubric_for(&tx, scheme, unit_type).await?)?;
                    place.insert(begun)
                }
            };
            let case = Case { id: CaseId(self.edge().id()), unit: unit.id, ..begun.clone() };
            entries.push(NewEntry {
                id: entry_id(self.edge()),
                case: Some(case.id),
                at: now,
                summary: format!("开启周期“{title}”，等待单位自评"),
                detail: String::new(),
            });
            opened.push(case);
        }
        periods::insert(&tx, &permit, &period).await.or_taken(what)?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("开启周期“{title}”，{}个单位", known.len()),
            detail: String::new(),
        };
        journal::append(&tx, &permit, &entry).await.or_fault()?;
        cases::insert_all(&tx, &permit, &opened).await.or_fault()?;
        journal::begin_all(&tx, &permit, &entries).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(period.id)
    }
}
