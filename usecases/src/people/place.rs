//! One unit, department or line: renamed from a day on, ended with a reason, put where it belongs among its like.

use contract::list::Wanted;
use contract::people::{PlaceForm, PlacePage};
use domain::figures::Field;
use domain::ids::{DepartmentId, LineId, UnitId};
use domain::order::natural;
use domain::policy::{Act, Permit, Posting};
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::former_names::{self, FormerName};
use store::places::{self, Ended, Place};
use store::{Tx, appointments, cases, departments, lines, units};

use super::places::told;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::note;
use crate::lists::{page, slice};
use crate::periods::day;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// A place as it is now.
struct Known {
    place: Place,
    name: String,
    kind: Option<String>,
    ended: Option<Ended>,
    /// The unit of a department.
    of: Option<(UnitId, String)>,
}

/// Something of the same kind.
struct Like {
    place: Place,
    name: String,
    /// The number it has in the order of lists.
    position: i32,
}

impl Known {
    async fn look(tx: &Tx, place: Place) -> Answered<Known> {
        let found = match place {
            Place::Unit(id) => units::find(tx, id).await.or_fault()?.map(|unit| Known {
                place,
                name: unit.name,
                kind: Some(unit.kind),
                ended: unit.ended,
                of: None,
            }),
            Place::Department(id) => match departments::find(tx, id).await.or_fault()? {
                Some(known) => units::find(tx, known.unit).await.or_fault()?.map(|unit| Known {
                    place,
                    name: known.name,
                    kind: None,
                    ended: known.ended,
                    of: Some((unit.id, unit.name)),
                }),
                None => None,
            },
            Place::Line(id) => {
                let all = lines::all(tx).await.or_fault()?;
                all.into_iter().find(|line| line.id == id).map(|line| Known {
                    place,
                    name: line.name,
                    kind: None,
                    ended: line.ended,
                    of: None,
                })
            }
        };
        found.ok_or(Refusal::NotFound)
    }

    /// 单位, 科室, 片区.
    fn what(&self) -> &'static str {
        match self.place {
            Place::Unit(_) => "单位",
            Place::Department(_) => "科室",
            Place::Line(_) => "片区",
        }
    }

    /// “单位“城管局””, “城管局的科室“办公室””.
    fn told(&self) -> String {
        let of = self.of.as_ref().map(|(_, unit)| format!("{unit}的")).unwrap_or_default();
        format!("{of}{}“{}”", self.what(), self.name)
    }

    /// It and its like, in the order of lists.
    async fn like(&self, tx: &Tx) -> Answered<Vec<Like>> {
        let like = |place: Place, name: String, position: i32| Like { place, name, position };
        Ok(match self.place {
            Place::Unit(_) => {
                let all = units::all(tx).await.or_fault()?.into_iter();
                all.map(|one| like(Place::Unit(one.id), one.name, one.position)).collect()
            }
            Place::Department(_) => {
                let of: Vec<UnitId> = self.of.iter().map(|(id, _)| *id).collect();
                let all = departments::of_units(tx, &of).await.or_fault()?.into_iter();
                all.map(|one| like(Place::Department(one.id), one.name, one.position)).collect()
            }
            Place::Line(_) => {
                let all = lines::all(tx).await.or_fault()?.into_iter();
                all.map(|one| like(Place::Line(one.id), one.name, one.position)).collect()
            }
        })
    }

    /// Its own address, under the tenant's.
    fn path(&self) -> String {
        match self.place {
            Place::Unit(UnitId(id)) => format!("/units/{id}"),
            Place::Department(DepartmentId(id)) => format!("/departments/{id}"),
            Place::Line(LineId(id)) => format!("/lines/{id}"),
        }
    }
}

impl House {
    /// The page of one place; `wanted`: which of a line's units are shown.
    pub async fn place_page(&self, at: &Entered, place: Place, wanted: &Wanted) -> Answered<PlacePage> {
        at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let known = Known::look(&tx, place).await?;
        let like = known.like(&tx).await?;
        let stands = like.iter().position(|other| other.place == place).unwrap_or_default() + 1;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut former = former_names::of(&tx, place.kind(), &[place.id()]).await.or_fault()?;
        former.reverse();
        let (mut of_unit, mut members) = (Vec::new(), None);
        if let Place::Unit(id) = place {
            let all = departments::of_units(&tx, &[id]).await.or_fault()?.into_iter();
            of_unit = all
                .map(|one| (format!("{}/departments/{}", at.base(), one.id), one.name, one.ended.is_some()))
                .collect();
        }
        if let Place::Line(id) = place {
            let theirs = lines::units_of(&tx, id).await.or_fault()?;
            let part = units::part(&tx, wanted.said(), &[], &slice(wanted)).await.or_fault()?;
            let shown = part
                .rows
                .iter()
                .map(|unit| (unit.id, unit.name.clone(), theirs.contains(&unit.id)))
                .collect();
            members = Some(page(wanted, &part, shown, |unit| Some(units::place(unit))));
        }
        Ok(PlacePage {
            base: at.base(),
            here: format!("{}{}", at.base(), known.path()),
            what: known.what(),
            former: former
                .into_iter()
                .map(|one| format!("{}（{}前，{}登记）", one.name, one.until, one.by_name))
                .collect(),
            ended: known.ended.as_ref().map(told),
            place: (count(stands), count(like.len())),
            follows: self.follows(&tx, &known).await?,
            kinds: match place {
                Place::Unit(_) => self.unit_kinds(&tx).await?,
                _ => Vec::new(),
            },
            of: known.of.as_ref().map(|(id, name)| (format!("{}/units/{id}", at.base()), name.clone())),
            departments: of_unit,
            members,
            today: self.edge().now().day().iso(),
            name: known.name,
            kind: known.kind,
        })
    }

    /// What is still open where something is to end.
    async fn follows(&self, tx: &Tx, known: &Known) -> Answered<String> {
        let held = appointments::all(tx, self.edge().now()).await.or_fault()?;
        let there = |posting: Posting| match known.place {
            Place::Unit(id) => posting.unit() == Some(id),
            Place::Department(id) => posting.department() == Some(id),
            Place::Line(id) => posting.line() == Some(id),
        };
        let posts = held.iter().filter(|held| there(held.posting)).count();
        let open = match known.place {
            Place::Unit(id) => {
                let of_unit = cases::of_unit(tx, id).await.or_fault()?;
                of_unit.iter().filter(|case| case.state < CaseState::Decided).count()
            }
            _ => 0,
        };
        let mut told = match known.place {
            Place::Unit(_) => "终止后不再列入新的周期，也不能再邀请人员到该单位任职；已有申报、留痕和公告照旧保留，仍用当时的名称。",
            Place::Department(_) => "终止后不能再邀请人员到该科室任职；已经填报的内容照旧保留。",
            Place::Line(_) => "终止后不能再邀请人员到该片区任职；已经办理的照旧保留。",
        }
        .to_owned();
        if open > 0 {
            told.push_str(&format!(
                "该单位还有{open}份申报没有审定：可以继续办完，也可以在周期页面让它退出。"
            ));
        }
        if posts > 0 {
            told.push_str(&format!("还有{posts}个岗位任职在此，需要时请逐一免去。"));
        }
        Ok(told)
    }

    /// Calls a place by another name from a day on. Papers of before keep the old one.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field.
    pub async fn rename_place(&self, at: &Entered, place: Place, form: &PlaceForm) -> Answered<()> {
        let (permit, tx, known) = self.hold_place(at, place).await?;
        let name = required("name", &format!("{}名称", known.what()), &form.name, 60)?;
        if name == known.name {
            // The same form once more.
            return tx.commit().await.or_fault();
        }
        let today = self.edge().now().day();
        let until = match form.on.trim() {
            "" => today,
            text => day("on", "启用日期", text)?,
        };
        if until > today {
            return Err(Refusal::invalid("on", "新名称的启用日期不能晚于今天，到日期后再更名"));
        }
        let former = former_names::of(&tx, place.kind(), &[place.id()]).await.or_fault()?;
        if let Some(last) = former.last().filter(|last| until < last.until) {
            let reason = format!("启用日期早于上一次更名（{}），请核对", last.until);
            return Err(Refusal::invalid("on", reason));
        }
        let like = known.like(&tx).await?;
        if like.iter().any(|other| other.place != place && other.name == name) {
            let reason = format!("已有另一个{}叫“{name}”，请换一个名称", known.what());
            return Err(Refusal::invalid("name", reason));
        }
        let what = || format!("{}名称“{name}”", known.what());
        places::rename(&tx, &permit, place, &name).await.or_taken(what)?;
        let kept = FormerName {
            id: self.edge().id(),
            kind: place.kind(),
            place: place.id(),
            name: known.name.clone(),
            until,
            by_name: at.member.name.clone(),
            at: self.edge().now(),
        };
        former_names::insert(&tx, &permit, &kept).await.or_fault()?;
        note(&tx, &permit, self.edge(), format!("{}更名为“{name}”，自{until}起", known.told())).await?;
        tx.commit().await.or_fault()
    }

    /// Gives a unit another 单位类型.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an empty or overlong one.
    pub async fn retype_unit(&self, at: &Entered, unit: UnitId, kind: &str) -> Answered<()> {
        let (permit, tx, known) = self.hold_place(at, Place::Unit(unit)).await?;
        let kind = required("kind", "单位类型", kind, 20)?;
        if known.kind.as_ref() != Some(&kind) {
            units::set_kind(&tx, &permit, unit, &kind).await.or_fault()?;
            note(&tx, &permit, self.edge(), format!("{}的类型改为“{kind}”", known.told())).await?;
        }
        tx.commit().await.or_fault()
    }

    /// Ends a place, with its last day and a reason.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field.
    pub async fn end_place(&self, at: &Entered, place: Place, form: &PlaceForm) -> Answered<()> {
        let (permit, tx, known) = self.hold_place(at, place).await?;
        let reason = required("reason", "终止事由", &form.reason, 200)?;
        let on = match form.on.trim() {
            "" => self.edge().now().day(),
            text => day("on", "最后一天", text)?,
        };
        let ended = Ended { on, reason };
        if known.ended.as_ref() == Some(&ended) {
            // The same form once more.
            return tx.commit().await.or_fault();
        }
        places::end(&tx, &permit, place, Some(&ended)).await.or_fault()?;
        let told = format!("{}于{on}终止，事由：{}", known.told(), ended.reason);
        note(&tx, &permit, self.edge(), told).await?;
        tx.commit().await.or_fault()
    }

    /// Takes an end back.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a place the tenant does not have.
    pub async fn resume_place(&self, at: &Entered, place: Place) -> Answered<()> {
        let (permit, tx, known) = self.hold_place(at, place).await?;
        if known.ended.is_some() {
            places::end(&tx, &permit, place, None).await.or_fault()?;
            note(&tx, &permit, self.edge(), format!("恢复{}", known.told())).await?;
        }
        tx.commit().await.or_fault()
    }

    /// Puts a place one up or down among its like, or where a number says.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for what is no place.
    pub async fn move_place(&self, at: &Entered, place: Place, to: &str) -> Answered<()> {
        let (permit, tx, known) = self.hold_place(at, place).await?;
        let mut like = known.like(&tx).await?;
        let from = like.iter().position(|other| other.place == place).ok_or(Refusal::NotFound)?;
        let last = like.len() - 1;
        let wanted = match to.trim() {
            "up" => from.saturating_sub(1),
            "down" => (from + 1).min(last),
            number => {
                let field = Field::whole(1, u32::try_from(like.len()).unwrap_or(u32::MAX)).of("位");
                let number =
                    field.count(number).map_err(|told| Refusal::invalid("to", format!("序号{told}")))?;
                usize::try_from(number).unwrap_or(1) - 1
            }
        };
        if wanted == from {
            return tx.commit().await.or_fault();
        }
        let moved = like.remove(from);
        like.insert(wanted, moved);
        self.number(&tx, &permit, &like).await?;
        note(&tx, &permit, self.edge(), format!("{}排到第{}位", known.told(), wanted + 1)).await?;
        tx.commit().await.or_fault()
    }

    /// Puts all units in the natural order of their names.
    pub async fn sort_units(&self, at: &Entered) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let mut all = units::all(&tx).await.or_fault()?;
        all.sort_by_cached_key(|unit| natural(&unit.name));
        let all: Vec<_> = all
            .into_iter()
            .map(|unit| Like { place: Place::Unit(unit.id), name: unit.name, position: unit.position })
            .collect();
        self.number(&tx, &permit, &all).await?;
        note(&tx, &permit, self.edge(), "单位按名称顺序重新排列".to_owned()).await?;
        tx.commit().await.or_fault()
    }

    /// Gives places the numbers of their order; who has the right one keeps it.
    async fn number(&self, tx: &Tx, permit: &Permit, in_order: &[Like]) -> Answered<()> {
        for (one, position) in in_order.iter().zip(1..).filter(|(one, position)| one.position != *position) {
            places::put(tx, permit, one.place, position).await.or_fault()?;
        }
        Ok(())
    }

    async fn hold_place(&self, at: &Entered, place: Place) -> Answered<(Permit, Tx, Known)> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let known = Known::look(&tx, place).await?;
        Ok((permit, tx, known))
    }
}
