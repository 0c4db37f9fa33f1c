//! 申报对象: whose a case is, as lists name it.

use std::collections::{BTreeSet, HashMap};

use domain::calendar::Day;
use domain::ids::{ApplicantId, UnitId};
use domain::scheme::WhoIsJudged;
use domain::workflow::CaseState;
use store::Tx;
use store::applicants::{self, Applicant};
use store::cases::Case;
use store::former_names::{self, FormerName};
use store::places::Kind;
use store::units::{self, Unit};

use crate::{Answered, OrFault};

/// The units, persons and families whose cases are listed.
pub(crate) struct Subjects {
    units: HashMap<UnitId, Unit>,
    applicants: HashMap<ApplicantId, Applicant>,
    /// What the units were called before, the older names first.
    former: Vec<FormerName>,
}

impl Subjects {
    /// Of these cases.
    pub(crate) async fn of(tx: &Tx, cases: impl IntoIterator<Item = &Case>) -> Answered<Self> {
        let (mut theirs, mut put_forward) = (BTreeSet::new(), BTreeSet::new());
        for case in cases {
            theirs.insert(case.unit);
            put_forward.extend(case.applicant);
        }
        let units = units::by_ids(tx, &Vec::from_iter(theirs)).await.or_fault()?;
        let applicants = match put_forward.is_empty() {
            true => Vec::new(),
            false => applicants::by_ids(tx, &Vec::from_iter(put_forward)).await.or_fault()?,
        };
        let ids: Vec<_> = units.iter().map(|unit| unit.id.0).collect();
        let former = former_names::of(tx, Kind::Unit, &ids).await.or_fault()?;
        Ok(Self {
            former,
            units: units.into_iter().map(|unit| (unit.id, unit)).collect(),
            applicants: applicants.into_iter().map(|one| (one.id, one)).collect(),
        })
    }

    /// “测绘科”, “测绘科　李演一”; of a case that is closed by the name its unit had then.
    pub(crate) fn name(&self, case: &Case) -> String {
        let now = self.unit(case).map_or("", |unit| unit.name.as_str());
        let then = closed_on(case).and_then(|day| former_names::on(&self.former, case.unit.0, day));
        name(then.unwrap_or(now), case.applicant.and_then(|id| self.applicants.get(&id)))
    }

    /// How many they are, in words: “3个单位”, “3个单位、1名个人”.
    pub(crate) fn counted<'a>(&self, cases: impl IntoIterator<Item = &'a Case>) -> String {
        let mut counts = [0_u32; 3];
        for case in cases {
            let kind = case.applicant.and_then(|id| self.applicants.get(&id)).map(|one| one.kind);
            let place = match kind {
                None | Some(WhoIsJudged::Unit) => 0,
                Some(WhoIsJudged::Person) => 1,
                Some(WhoIsJudged::Family) => 2,
            };
            counts[place] += 1;
        }
        let words = ["个单位", "名个人", "户家庭"];
        let told: Vec<_> =
            counts.iter().zip(words).filter(|(n, _)| **n > 0).map(|(n, word)| format!("{n}{word}")).collect();
        if told.is_empty() { "0个单位".to_owned() } else { told.join("、") }
    }

    pub(crate) fn unit(&self, case: &Case) -> Option<&Unit> {
        self.units.get(&case.unit)
    }
}

/// The day a case is a paper of: the one its review was closed on. A case that is still worked on is of today.
fn closed_on(case: &Case) -> Option<Day> {
    let closed = case.closed_at.filter(|_| case.state >= CaseState::Reviewed)?;
    Some(closed.day())
}

/// The unit of a case by the name it had when the case was closed.
pub(crate) async fn of_its_time(tx: &Tx, case: &Case, unit: Unit) -> Answered<Unit> {
    let Some(day) = closed_on(case) else { return Ok(unit) };
    let former = former_names::of(tx, Kind::Unit, &[unit.id.0]).await.or_fault()?;
    Ok(match former_names::on(&former, unit.id.0, day) {
        Some(name) => Unit { name: name.to_owned(), ..unit },
        None => unit,
    })
}

/// Whose a case is: the unit's own, or somebody's whom it puts forward.
pub(crate) fn name(unit: &str, applicant: Option<&Applicant>) -> String {
    match applicant {
        None => unit.to_owned(),
        Some(applicant) => format!("{unit}　{}", applicant.name),
    }
}
