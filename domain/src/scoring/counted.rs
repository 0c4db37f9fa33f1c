//! 不涉及、不计入: where criteria are left out, everything that looks at the score reads score ÷ achievable × full, so that
//! whoever does all that concerns them counts as having done all. The raw figures stand beside it.

use super::sheet::{CriterionScore, HeadingScore, Range, ScoreSheet};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Body, Heading, NotApplicable, Role, Scheme};

/// What is full and what is achievable of the base.
pub(super) struct Counted {
    /// All criteria together, nothing left out.
    pub(super) full: Points,
    /// Without what is left out for certain.
    pub(super) achievable: Points,
    /// Without what may still be left out, too.
    pub(super) least: Points,
}

impl Counted {
    pub(super) fn of(scheme: &Scheme, sheet: &ScoreSheet) -> Result<Counted, PointsOverflow> {
        let base = || scheme.sections.iter().zip(&sheet.sections).filter(|(one, _)| one.role == Role::Base);
        let full = Points::sum(
            base()
                .map(|(section, _)| section.worth_of_criteria())
                .collect::<Option<Vec<_>>>()
                .ok_or(PointsOverflow)?,
        )?;
        let achievable = Points::sum(base().map(|(_, line)| line.achievable))?;
        let mut least = achievable;
        let excludable = scheme.criteria().filter(|one| one.not_applicable == Some(NotApplicable::Exclude));
        for criterion in excludable {
            if sheet.criterion(&criterion.no).is_some_and(|line| line.may_be_left_out) {
                least = least.checked_sub(criterion.points).ok_or(PointsOverflow)?;
            }
        }
        Ok(Counted { full, achievable, least })
    }

    /// Whether nothing is left that could be scored although the rubric has points.
    pub(super) fn is_nothing(&self) -> bool {
        self.full > Points::ZERO && self.achievable == Points::ZERO
    }

    /// A total as limits are compared with it; `scale` turns points of the rubric into points of the total.
    pub(super) fn total(
        &self,
        total: Range,
        scale: impl Fn(Points) -> Result<Points, PointsOverflow>,
    ) -> Result<Range, PointsOverflow> {
        rescaled(total, scale(self.full)?, scale(self.achievable)?, scale(self.least)?)
    }

    /// The same for one heading.
    pub(super) fn heading(&self, scheme: &Scheme, line: &HeadingScore) -> Result<Range, PointsOverflow> {
        let Some(heading) = scheme.headings().find(|heading| heading.no == line.no) else {
            return Ok(line.range);
        };
        let full = heading.worth_of_criteria().ok_or(PointsOverflow)?;
        let open =
            line.with_below().flat_map(|heading| &heading.criteria).filter(|line| line.may_be_left_out);
        let open = Points::sum(open.map(|line: &CriterionScore| line.points))?;
        let least = line.achievable.checked_sub(open).ok_or(PointsOverflow)?;
        rescaled(line.range, full, line.achievable, least)
    }
}

/// A range as a share of what is achievable; what may still be left out can only raise it.
fn rescaled(range: Range, full: Points, achievable: Points, least: Points) -> Result<Range, PointsOverflow> {
    if least >= full {
        return Ok(range);
    }
    let scaled = |points: Points, of: Points| match of > Points::ZERO {
        true => points.checked_mul(full).and_then(|all| all.checked_div(of)).ok_or(PointsOverflow),
        false => Ok(points.max(full)),
    };
    let low = scaled(range.low, achievable)?;
    let high = scaled(range.high, achievable)?;
    if least == achievable {
        return Ok(Range { low, high });
    }
    // Of what is left out nothing was lost: as a share, it counts as done.
    let best = scaled(range.high, least)?.min(full.max(high));
    Ok(Range { low: low.min(range.low), high: high.max(best) })
}

impl Heading {
    /// What the criteria below come to when nothing is left out: their points, or, where rows share the points of a heading,
    /// the heading's. `None` if they cannot be summed.
    pub fn worth_of_criteria(&self) -> Option<Points> {
        if self.shares_its_points() {
            return self.points;
        }
        let scored = self.criteria.iter().filter(|criterion| matches!(criterion.body, Body::Scored(_)));
        let own = Points::sum(scored.map(|criterion| criterion.points)).ok()?;
        self.items.iter().try_fold(own, |sum, item| sum.checked_add(item.worth_of_criteria()?))
    }

    /// 上级计分、下级只扣分: the heading has points, and none of its rows, which only deduct: all of them take from the
    /// heading's full points.
    pub fn shares_its_points(&self) -> bool {
        let mut scored = self.all_criteria().filter(|one| matches!(one.body, Body::Scored(_))).peekable();
        let declared = self.points.is_some_and(|points| points > Points::ZERO) && self.role == Role::Base;
        declared
            && scored.peek().is_some()
            && self.items.iter().all(|item| item.with_below().all(|below| below.points.is_none()))
            && scored.all(|one| one.points == Points::ZERO && one.rules().all(|rule| rule.deducts()))
    }
}
