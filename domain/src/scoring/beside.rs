//! What a block of 加减分 comes to: 最高加N limits what is added, 最多减N what is taken, before the one is set against the other.
//! Nothing is limited that is not written.

use super::sheet::Range;
use crate::points::{Points, PointsOverflow};
use crate::scheme::Heading;

/// What is added and what is taken.
#[derive(Clone, Copy, Default)]
struct Sides {
    added: Points,
    taken: Points,
}

impl Sides {
    fn add(&mut self, points: Points) -> Result<(), PointsOverflow> {
        let side = if points > Points::ZERO { &mut self.added } else { &mut self.taken };
        *side = side.checked_add(points).ok_or(PointsOverflow)?;
        Ok(())
    }

    fn total(self) -> Result<Points, PointsOverflow> {
        self.added.checked_add(self.taken).ok_or(PointsOverflow)
    }
}

/// The sides of a block at its lowest, at its highest, and as far as it is known: an unanswered 减分 without a limit says
/// nothing yet.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside {
    low: Sides,
    high: Sides,
    known: Sides,
}

impl Beside {
    fn each(&mut self) -> [&mut Sides; 3] {
        [&mut self.low, &mut self.high, &mut self.known]
    }

    /// Takes in a criterion.
    pub(super) fn add(&mut self, range: Range, known: Points) -> Result<(), PointsOverflow> {
        self.low.add(range.low)?;
        self.high.add(range.high)?;
        self.known.add(known)
    }

    /// Takes in a heading below.
    pub(super) fn join(&mut self, within: &Beside) -> Result<(), PointsOverflow> {
        for (sides, more) in self.each().into_iter().zip([within.low, within.high, within.known]) {
            sides.add(more.added)?;
            sides.add(more.taken)?;
        }
        Ok(())
    }

    /// Holds each side to what the heading writes.
    pub(super) fn limit(&mut self, heading: &Heading) {
        for sides in self.each() {
            sides.added = heading.points.map_or(sides.added, |most| sides.added.min(most));
            sides.taken = heading.floor.map_or(sides.taken, |most| sides.taken.max(-most));
        }
    }

    /// 不得分: certain, or possible. What was taken beyond 0 stays taken.
    pub(super) fn deny(&mut self, certain: bool, possible: bool) {
        let denied = [certain || possible, certain, certain];
        for (sides, _) in self.each().into_iter().zip(denied).filter(|(_, denied)| *denied) {
            if sides.total().is_ok_and(|total| total > Points::ZERO) {
                *sides = Sides::default();
            }
        }
    }

    /// Between what it may end, and what is known of it.
    pub(super) fn comes_to(&self) -> Result<(Range, Points), PointsOverflow> {
        Ok((Range { low: self.low.total()?, high: self.high.total()? }, self.known.total()?))
    }
}
