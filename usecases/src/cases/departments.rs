//! 责任科室: a department of a unit fills the blocks it is responsible for, and sees the whole.

use std::collections::BTreeSet;

use domain::ids::{DepartmentId, UnitId};
use domain::policy::{Act, Denied, Permit, Place, authorise};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use store::{Tx, departments};

use crate::desks::Entered;
use crate::{Answered, House, OrFault};

/// What somebody fills for a department of theirs; nothing of it can be empty.
pub(crate) struct Blocks {
    department: DepartmentId,
    /// Numbers of criteria.
    pub criteria: BTreeSet<String>,
}

impl House {
    /// What somebody fills for departments of a unit, by the names the scheme calls them; `None` for whoever fills the
    /// whole, and for whoever fills nothing.
    pub(crate) async fn blocks_of(
        &self,
        tx: &Tx,
        at: &Entered,
        unit: UnitId,
        rubric: &Scheme,
    ) -> Answered<Option<Blocks>> {
        let own = at.member.departments(Act::FillIn, unit);
        let (Some(department), true) =
            (own.first().copied(), authorise(&at.actor, Act::FillIn, Place::unit(at.id(), unit)).is_err())
        else {
            return Ok(None);
        };
        let all = departments::all(tx).await.or_fault()?;
        let names: Vec<_> =
            all.iter().filter(|one| own.contains(&one.id)).map(|one| one.name.as_str()).collect();
        let criteria = rubric.duties_of(&names);
        Ok((!criteria.is_empty()).then_some(Blocks { department, criteria }))
    }
}

/// The permit for an act on a unit's case; who fills blocks of it may fill in.
pub(super) fn permit(at: &Entered, act: Act, unit: UnitId, blocks: Option<&Blocks>) -> Answered<Permit> {
    let place = Place::unit(at.id(), unit);
    match (authorise(&at.actor, act, place), blocks) {
        (Err(Denied::NotYourPost(Act::FillIn)), Some(blocks)) => {
            Ok(authorise(&at.actor, act, Place { department: Some(blocks.department), ..place })?)
        }
        (permit, _) => Ok(permit?),
    }
}

/// # Errors
/// [`Refusal::OtherDepartment`] if the criterion is not among the blocks.
pub(super) fn fills(rubric: &Scheme, blocks: Option<&Blocks>, criterion: &str) -> Answered<()> {
    if blocks.is_none_or(|blocks| blocks.criteria.contains(criterion)) {
        return Ok(());
    }
    let all = rubric.criteria_with_duties();
    let (_, duties) = all.into_iter().find(|(one, _)| one.no == criterion).ok_or(Refusal::NotFound)?;
    let departments = duties.all().cloned().collect();
    Err(Refusal::OtherDepartment { criterion: criterion.to_owned(), departments })
}
