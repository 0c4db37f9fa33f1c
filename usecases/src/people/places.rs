//! 单位、科室、片区: the places posts are held over.

use contract::people::{Place, Places, PlacesPage};
use domain::ids::{DepartmentId, LineId, UnitId};
use domain::policy::{Act, Permit, Posting};
use domain::refusal::Refusal;
use store::Tx;
use store::departments::{self, Department};
use store::lines::{self, Line};
use store::units::{self, Unit};

use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::note;
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
            lines: self.lines.iter().filter_map(|line| place(Posting::Line(line.id))).collect(),
            units: self.units.iter().filter_map(|unit| place(Posting::Unit(unit.id))).collect(),
            departments: self
                .departments
                .iter()
                .filter_map(|known| place(Posting::Department(known.unit, known.id)))
                .collect(),
        }
    }
}

impl House {
    /// Adds a unit to the tenant the permit is for.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an empty or overlong name, [`Refusal::Taken`] for one that is in use.
    pub async fn add_unit(&self, permit: &Permit, name: &str, kind: &str, position: i32) -> Answered<UnitId> {
        let name = required("name", "单位名称", name, 60)?;
        let kind = required("kind", "单位类型", kind, 20)?;
        let tx = self.store().write(permit.tenant()).await.or_fault()?;
        let unit = Unit { id: UnitId(self.edge().id()), name, kind, position, active: true };
        let what = || format!("单位名称“{}”", unit.name);
        if units::all(&tx).await.or_fault()?.iter().any(|known| known.name == unit.name) {
            return Err(Refusal::Taken { what: what() });
        }
        units::insert(&tx, permit, &unit).await.or_taken(what)?;
        note(&tx, permit, self.edge(), format!("增加单位“{}”", unit.name)).await?;
        tx.commit().await.or_fault()?;
        Ok(unit.id)
    }

    /// The unit with this name, added at the end of the list if there is none.
    pub async fn unit_named(&self, permit: &Permit, name: &str, kind: &str) -> Answered<UnitId> {
        let tx = self.store().read(permit.tenant()).await.or_fault()?;
        let all = units::all(&tx).await.or_fault()?;
        drop(tx);
        match all.iter().find(|unit| unit.name == name) {
            Some(unit) => Ok(unit.id),
            None => {
                let position = all.iter().map(|unit| unit.position).max().unwrap_or(0) + 1;
                self.add_unit(permit, name, kind, position).await
            }
        }
    }

    /// Adds a unit at the end of the list.
    ///
    /// # Errors
    /// As [`House::add_unit`].
    pub async fn add_unit_last(&self, at: &Entered, name: &str, kind: &str) -> Answered<UnitId> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let last = units::all(&tx).await.or_fault()?.iter().map(|unit| unit.position).max();
        drop(tx);
        self.add_unit(&permit, name, kind, last.unwrap_or(0) + 1).await
    }

    /// Adds a department to a unit.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a unit the tenant does not have; as [`House::add_unit`].
    pub async fn add_department(&self, at: &Entered, unit: UnitId, name: &str) -> Answered<DepartmentId> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let unit = units::find(&tx, unit).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let name = required("name", "科室名称", name, 60)?;
        let department = Department { id: DepartmentId(self.edge().id()), unit: unit.id, name };
        let what = || format!("{}的科室名称“{}”", unit.name, department.name);
        let known = departments::all(&tx).await.or_fault()?;
        if known.iter().any(|other| other.unit == unit.id && other.name == department.name) {
            return Err(Refusal::Taken { what: what() });
        }
        departments::insert(&tx, &permit, &department).await.or_taken(what)?;
        note(&tx, &permit, self.edge(), format!("{}增加科室“{}”", unit.name, department.name)).await?;
        tx.commit().await.or_fault()?;
        Ok(department.id)
    }

    /// Adds a line without units.
    ///
    /// # Errors
    /// As [`House::add_unit`].
    pub async fn add_line(&self, at: &Entered, name: &str) -> Answered<LineId> {
        let permit = at.permit(Act::ManagePeople)?;
        let name = required("name", "片区或行业名称", name, 60)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let what = || format!("片区或行业名称“{name}”");
        if lines::all(&tx).await.or_fault()?.iter().any(|known| known.name == name) {
            return Err(Refusal::Taken { what: what() });
        }
        let id = LineId(self.edge().id());
        lines::insert(&tx, &permit, id, &name).await.or_taken(what)?;
        note(&tx, &permit, self.edge(), format!("增加片区“{name}”")).await?;
        tx.commit().await.or_fault()?;
        Ok(id)
    }

    /// Makes these the units of a line, by their ids. Whoever looks after it sees them at once, and no longer the others.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a line or unit the tenant does not have.
    pub async fn assign_line(&self, at: &Entered, line: LineId, wanted: &[String]) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let wanted: Result<Vec<UnitId>, _> = wanted.iter().map(|id| id.parse()).collect();
        let wanted = wanted.map_err(|_| Refusal::NotFound)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let map = Map::look(&tx).await?;
        let name = map.name(Posting::Line(line)).ok_or(Refusal::NotFound)?;
        if wanted.iter().any(|unit| map.unit(*unit).is_none()) {
            return Err(Refusal::NotFound);
        }
        let members: Vec<_> = map.units.iter().filter(|unit| wanted.contains(&unit.id)).collect();
        let rows: Vec<_> = members.iter().map(|unit| (self.edge().id(), unit.id)).collect();
        lines::assign(&tx, &permit, line, &rows).await.or_fault()?;
        let names: Vec<_> = members.iter().map(|unit| unit.name.as_str()).collect();
        let names = if names.is_empty() { "无".to_owned() } else { names.join("、") };
        note(&tx, &permit, self.edge(), format!("片区“{name}”包含单位：{names}")).await?;
        tx.commit().await.or_fault()
    }

    /// Units with their departments, and lines with their units.
    pub async fn places(&self, at: &Entered) -> Answered<PlacesPage> {
        at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let map = Map::look(&tx).await?;
        let of_unit = |unit: UnitId| {
            let own = map.departments.iter().filter(move |known| known.unit == unit);
            own.map(|known| known.name.clone()).collect()
        };
        Ok(PlacesPage {
            base: at.base(),
            units: map.units.iter().map(|u| (u.id, u.name.clone(), u.kind.clone(), of_unit(u.id))).collect(),
            lines: map.lines.into_iter().map(|line| (line.id, line.name, line.units)).collect(),
        })
    }
}
