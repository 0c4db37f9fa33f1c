//! 单位、科室、片区: the places posts are held over.

use contract::list::Wanted;
use contract::people::{LineLine, Place, Places, PlacesPage, UnitLine};
use domain::calendar::Instant;
use domain::ids::{DepartmentId, LineId, UnitId};
use domain::policy::{Act, Permit, Posting};
use domain::refusal::Refusal;
use domain::scheme::WhoIsJudged;
use store::departments::{self, Department};
use store::lines::{self, Line};
use store::places::Ended;
use store::units::{self, Unit};
use store::{Tx, journal, schemes};

use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::note;
use crate::lists::{page, slice};
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// All places of a tenant, and their names.
pub(super) struct Map {
    pub units: Vec<Unit>,
    pub departments: Vec<Department>,
    pub lines: Vec<Line>,
}

impl Map {
    pub(super) async fn look(tx: &Tx) -> Answered<Map> {
        Ok(Map {
            units: units::all(tx).await.or_fault()?,
            departments: departments::all(tx).await.or_fault()?,
            lines: lines::all(tx).await.or_fault()?,
        })
    }

    fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// “全辖区”, “城市管理局”, “城市管理局·办公室”, “东片区”; `None` if the tenant has no such place.
    pub(super) fn name(&self, posting: Posting) -> Option<String> {
        match posting {
            Posting::Tenant => Some("全辖区".to_owned()),
            Posting::Unit(unit) => Some(self.unit(unit)?.name.clone()),
            Posting::Department(unit, department) => {
                let found =
                    self.departments.iter().find(|known| known.id == department && known.unit == unit)?;
                Some(format!("{}·{}", self.unit(unit)?.name, found.name))
            }
            Posting::Line(line) => Some(self.lines.iter().find(|known| known.id == line)?.name.clone()),
        }
    }

    /// Every place a post can be held over, for a field of choice.
    pub(super) fn choices(&self) -> Places {
        let place = |posting: Posting| Some(Place { value: posting.to_string(), name: self.name(posting)? });
        Places {
            lines: self
                .lines
                .iter()
                .filter(|line| line.ended.is_none())
                .filter_map(|line| place(Posting::Line(line.id)))
                .collect(),
            units: self
                .units
                .iter()
                .filter(|unit| unit.ended.is_none())
                .filter_map(|unit| place(Posting::Unit(unit.id)))
                .collect(),
            departments: self
                .departments
                .iter()
                .filter(|known| known.ended.is_none())
                .filter_map(|known| place(Posting::Department(known.unit, known.id)))
                .collect(),
        }
    }
}

impl House {
    /// Adds a unit to the tenant the permit is for, where this number stands in lists.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an empty or overlong name, or one that is in use.
    pub async fn add_unit(&self, permit: &Permit, name: &str, kind: &str, position: i32) -> Answered<UnitId> {
        self.add_unit_at(permit, name, kind, Some(position)).await
    }

    /// The unit with this name, added at the end of the list if there is none.
    pub async fn unit_named(&self, permit: &Permit, name: &str, kind: &str) -> Answered<UnitId> {
        let tx = self.store().read(permit.tenant()).await.or_fault()?;
        let there = units::named(&tx, name).await.or_fault()?;
        drop(tx);
        match there {
            Some(unit) => Ok(unit.id),
            None => self.add_unit_at(permit, name, kind, None).await,
        }
    }

    /// Adds a unit at the end of the list. The same form once more is the same unit.
    ///
    /// # Errors
    /// As [`House::add_unit`].
    pub async fn add_unit_last(&self, at: &Entered, name: &str, kind: &str) -> Answered<UnitId> {
        let permit = at.permit(Act::ManagePeople)?;
        self.add_unit_at(&permit, name, kind, None).await
    }

    async fn add_unit_at(
        &self,
        permit: &Permit,
        name: &str,
        kind: &str,
        position: Option<i32>,
    ) -> Answered<UnitId> {
        let name = required("name", "单位名称", name, 60)?;
        let kind = required("kind", "单位类型", kind, 20)?;
        let tx = self.store().write(permit.tenant()).await.or_fault()?;
        let summary = format!("增加单位“{name}”");
        if let Some(there) = units::named(&tx, &name).await.or_fault()? {
            self.added_just_now(tx, permit, &summary, there.ended.as_ref(), || {
                format!("单位“{name}”已经有了（{}）", there.kind)
            })
            .await?;
            return Ok(there.id);
        }
        let position = match position {
            Some(position) => position,
            None => units::last_position(&tx).await.or_fault()?.saturating_add(1),
        };
        let unit = Unit { id: UnitId(self.edge().id()), name, kind, position, active: true, ended: None };
        units::insert(&tx, permit, &unit).await.or_taken(|| format!("单位名称“{}”", unit.name))?;
        note(&tx, permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()?;
        Ok(unit.id)
    }

    /// Something of this name is there: passes if this very person added it just now.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] that says so.
    async fn added_just_now(
        &self,
        tx: Tx,
        permit: &Permit,
        summary: &str,
        ended: Option<&Ended>,
        told: impl Fn() -> String,
    ) -> Answered<()> {
        let before = Instant(self.edge().now().0 - 60_000);
        let mine = journal::noted_since(&tx, permit, summary, before).await.or_fault()?;
        // What was found may not be durable yet; with this it is.
        tx.commit().await.or_fault()?;
        match ended {
            None if mine => Ok(()),
            None => Err(Refusal::invalid("name", format!("{}，没有重复增加，可在下面的名单中找到", told()))),
            Some(ended) => {
                let reason = format!("{}，已于{}终止；需要时可恢复，不必重新增加", told(), ended.on);
                Err(Refusal::invalid("name", reason))
            }
        }
    }

    /// Adds a department to a unit, after its others.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a unit the tenant does not have; as [`House::add_unit`].
    pub async fn add_department(&self, at: &Entered, unit: UnitId, name: &str) -> Answered<DepartmentId> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let unit = units::find(&tx, unit).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let name = required("name", "科室名称", name, 60)?;
        let summary = format!("{}增加科室“{name}”", unit.name);
        let known = departments::of_units(&tx, &[unit.id]).await.or_fault()?;
        if let Some(there) = known.iter().find(|known| known.name == name) {
            self.added_just_now(tx, &permit, &summary, there.ended.as_ref(), || {
                format!("{}的科室“{name}”已经有了", unit.name)
            })
            .await?;
            return Ok(there.id);
        }
        let last = known.iter().map(|known| known.position).max().unwrap_or(0);
        let id = DepartmentId(self.edge().id());
        let department =
            Department { id, unit: unit.id, name, position: last.saturating_add(1), ended: None };
        let what = || format!("{}的科室名称“{}”", unit.name, department.name);
        departments::insert(&tx, &permit, &department).await.or_taken(what)?;
        note(&tx, &permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()?;
        Ok(department.id)
    }

    /// Adds a line without units, after the others.
    ///
    /// # Errors
    /// As [`House::add_unit`].
    pub async fn add_line(&self, at: &Entered, name: &str) -> Answered<LineId> {
        let permit = at.permit(Act::ManagePeople)?;
        let name = required("name", "片区或行业名称", name, 60)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let summary = format!("增加片区“{name}”");
        let known = lines::all(&tx).await.or_fault()?;
        if let Some(there) = known.iter().find(|known| known.name == name) {
            self.added_just_now(tx, &permit, &summary, there.ended.as_ref(), || {
                format!("片区或行业“{name}”已经有了")
            })
            .await?;
            return Ok(there.id);
        }
        let last = known.iter().map(|known| known.position).max().unwrap_or(0);
        let id = LineId(self.edge().id());
        let what = || format!("片区或行业名称“{name}”");
        lines::insert(&tx, &permit, id, &name, last.saturating_add(1)).await.or_taken(what)?;
        note(&tx, &permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()?;
        Ok(id)
    }

    /// Makes these the units of a line, by their ids. Whoever looks after it sees them at once, and no longer the others.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a line or unit the tenant does not have.
    pub async fn assign_line(&self, at: &Entered, line: LineId, wanted: &[String]) -> Answered<()> {
        self.assign_line_among(at, line, None, wanted).await
    }

    /// The same for the units that were shown; the others stay where they are. With none shown it is about all units.
    ///
    /// # Errors
    /// As [`House::assign_line`].
    pub async fn assign_line_among(
        &self,
        at: &Entered,
        line: LineId,
        shown: Option<&[String]>,
        wanted: &[String],
    ) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let read = |ids: &[String]| -> Answered<Vec<UnitId>> {
            ids.iter().map(|id| id.parse().map_err(|_| Refusal::NotFound)).collect()
        };
        let (wanted, shown) = (read(wanted)?, shown.map(read).transpose()?);
        let tx = self.store().write(at.id()).await.or_fault()?;
        let map = Map::look(&tx).await?;
        let known = map.lines.iter().find(|known| known.id == line).ok_or(Refusal::NotFound)?;
        if wanted.iter().any(|unit| map.unit(*unit).is_none()) {
            return Err(Refusal::NotFound);
        }
        let stays = |unit: &UnitId| match &shown {
            Some(shown) => !shown.contains(unit) && known.units.contains(unit),
            None => false,
        };
        let members: Vec<_> =
            map.units.iter().filter(|unit| wanted.contains(&unit.id) || stays(&unit.id)).collect();
        let rows: Vec<_> = members.iter().map(|unit| (self.edge().id(), unit.id)).collect();
        lines::assign(&tx, &permit, line, &rows).await.or_fault()?;
        let names: Vec<_> = members.iter().map(|unit| unit.name.as_str()).collect();
        let names = if names.is_empty() { "无".to_owned() } else { names.join("、") };
        note(&tx, &permit, self.edge(), format!("片区“{}”包含单位：{names}", known.name)).await?;
        tx.commit().await.or_fault()
    }

    /// A page of the units with their departments, and the lines.
    pub async fn places(&self, at: &Entered, wanted: &Wanted) -> Answered<PlacesPage> {
        at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let part = units::part(&tx, wanted.said(), &[], &slice(wanted)).await.or_fault()?;
        let shown: Vec<_> = part.rows.iter().map(|unit| unit.id).collect();
        let departments = departments::of_units(&tx, &shown).await.or_fault()?;
        let of_units = part
            .rows
            .iter()
            .map(|unit| UnitLine {
                id: unit.id,
                name: unit.name.clone(),
                kind: unit.kind.clone(),
                departments: departments
                    .iter()
                    .filter(|known| known.unit == unit.id && known.ended.is_none())
                    .map(|known| known.name.clone())
                    .collect(),
                ended: unit.ended.as_ref().map(told),
            })
            .collect();
        let lines = lines::all(&tx).await.or_fault()?;
        Ok(PlacesPage {
            base: at.base(),
            units: page(wanted, &part, of_units, |unit| Some(units::place(unit))),
            kinds: self.unit_kinds(&tx).await?,
            lines: lines
                .into_iter()
                .map(|line| LineLine {
                    id: line.id,
                    units: u32::try_from(line.units.len()).unwrap_or(u32::MAX),
                    ended: line.ended.as_ref().map(told),
                    name: line.name,
                })
                .collect(),
        })
    }

    /// 单位类型 that are offered: those the published schemes judge units as, each once.
    pub(super) async fn unit_kinds(&self, tx: &Tx) -> Answered<Vec<String>> {
        let mut kinds: Vec<String> = Vec::new();
        let mut newest: Vec<&str> = Vec::new();
        let all = schemes::named(tx).await.or_fault()?;
        for version in &all {
            if newest.contains(&version.name.as_str()) {
                continue;
            }
            newest.push(&version.name);
            let rubric = self.rubric(tx, version.id).await?;
            let judged = rubric.unit_types.iter().filter(|one| one.judged == WhoIsJudged::Unit);
            for title in judged.map(|one| one.title.clone()) {
                if !kinds.contains(&title) {
                    kinds.push(title);
                }
            }
        }
        Ok(kinds)
    }
}

/// “2026年11月30日终止：机构改革”.
pub(super) fn told(ended: &Ended) -> String {
    format!("{}终止：{}", ended.on, ended.reason)
}
