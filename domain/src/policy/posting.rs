//! Where a post is held.

use std::fmt;
use std::str::FromStr;

use super::Over;
use crate::ids::{DepartmentId, LineId, UnitId};

/// 任职范围: over what somebody is given a post. A [`super::Reach`] is the same with the units a line has now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Posting {
    /// 全辖区.
    Tenant,
    /// 单位.
    Unit(UnitId),
    /// 科室 of a unit.
    Department(UnitId, DepartmentId),
    /// 片区 or 行业.
    Line(LineId),
}

impl Posting {
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Posting::Unit(unit) | Posting::Department(unit, _) => Some(unit),
            Posting::Tenant | Posting::Line(_) => None,
        }
    }

    pub fn department(self) -> Option<DepartmentId> {
        match self {
            Posting::Department(_, department) => Some(department),
            _ => None,
        }
    }

    pub fn line(self) -> Option<LineId> {
        match self {
            Posting::Line(line) => Some(line),
            _ => None,
        }
    }

    /// From the columns of a row; `None` where they contradict one another.
    pub fn from_parts(
        unit: Option<UnitId>,
        department: Option<DepartmentId>,
        line: Option<LineId>,
    ) -> Option<Posting> {
        match (unit, department, line) {
            (None, None, None) => Some(Posting::Tenant),
            (Some(unit), None, None) => Some(Posting::Unit(unit)),
            (Some(unit), Some(department), None) => Some(Posting::Department(unit, department)),
            (None, None, Some(line)) => Some(Posting::Line(line)),
            _ => None,
        }
    }
}

impl Over {
    /// Whether a post of this kind may be held there.
    pub fn allows(self, posting: Posting) -> bool {
        match self {
            Over::Tenant => posting == Posting::Tenant,
            Over::Line => matches!(posting, Posting::Tenant | Posting::Line(_)),
            Over::Unit => matches!(posting, Posting::Unit(_) | Posting::Department(..)),
            Over::Platform => false,
        }
    }
}

/// As a form's field: `tenant`, `unit:ID`, `department:UNIT:ID`, `line:ID`.
impl fmt::Display for Posting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Posting::Tenant => f.write_str("tenant"),
            Posting::Unit(unit) => write!(f, "unit:{unit}"),
            Posting::Department(unit, department) => write!(f, "department:{unit}:{department}"),
            Posting::Line(line) => write!(f, "line:{line}"),
        }
    }
}

/// A field that names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlace;

impl FromStr for Posting {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.split(':');
        let kind = parts.next().unwrap_or_default();
        let ids: Vec<_> = parts.collect();
        match (kind, ids.as_slice()) {
            ("tenant", []) => Some(Posting::Tenant),
            ("unit", [unit]) => unit.parse().ok().map(Posting::Unit),
            ("department", [unit, department]) => unit
                .parse()
                .ok()
                .zip(department.parse().ok())
                .map(|(unit, department)| Posting::Department(unit, department)),
            ("line", [line]) => line.parse().ok().map(Posting::Line),
            _ => None,
        }
        .ok_or(NoPlace)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let unit = UnitId(Uuid::from_u128(5));
        for posting in [
            Posting::Tenant,
            Posting::Unit(unit),
            Posting::Department(unit, DepartmentId(Uuid::from_u128(6))),
            Posting::Line(LineId(Uuid::from_u128(7))),
        ] {
            assert_eq!(posting.to_string().parse(), Ok(posting));
            let parts = (posting.unit(), posting.department(), posting.line());
            assert_eq!(Posting::from_parts(parts.0, parts.1, parts.2), Some(posting));
        }
        for text in ["", "unit", "unit:x", "tenant:x", "line:", "department:1"] {
            assert_eq!(text.parse::<Posting>(), Err(NoPlace), "{text}");
        }
    }
}
