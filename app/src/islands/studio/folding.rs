//! What of a long outline is folded away.

use std::collections::BTreeSet;

use domain::scheme::edit::{Line, Place};

/// Outlines longer than this begin with everything below the 部分 folded away, lines.
const LONG: usize = 200;

/// Headings under which nothing is shown, by their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded(BTreeSet<Vec<usize>>);

impl Folded {
    /// As a scheme is opened.
    pub(super) fn at_first(lines: &[Line]) -> Self {
        if lines.len() > LONG { Self::all(lines) } else { Self::default() }
    }

    /// Every heading that has something below it.
    pub(super) fn all(lines: &[Line]) -> Self {
        let heading = |line: &Line| match &line.place {
            Place::Heading(path) => Some(path.clone()),
            Place::Whole | Place::Criterion(..) => None,
        };
        Self(lines.iter().filter_map(heading).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a heading is folded; one that holds what is chosen never is.
    pub(super) fn holds(&self, place: &Place, chosen: &Place) -> bool {
        matches!(place, Place::Heading(path) if self.0.contains(path)) && !is_above(place, chosen)
    }

    pub(super) fn set_folded(&mut self, place: &Place, folded: bool) {
        let Place::Heading(path) = place else { return };
        if folded {
            self.0.insert(path.clone());
        } else {
            self.0.remove(path);
        }
    }

    /// Whether a line is to be seen: nothing above it is folded, or it stands beside what is chosen.
    pub(super) fn shows(&self, place: &Place, chosen: &Place) -> bool {
        let above_it = above(place);
        (1..=above_it.len()).all(|depth| !self.holds(&Place::Heading(above_it[..depth].to_vec()), chosen))
    }
}

/// Whether a place stands below a heading.
pub(super) fn is_above(heading: &Place, place: &Place) -> bool {
    matches!(heading, Place::Heading(path) if above(place).starts_with(path))
}

/// The headings a place stands under, as the path of the lowest.
fn above(place: &Place) -> &[usize] {
    match place {
        Place::Whole => &[],
        Place::Heading(path) => path.split_last().map_or(&[], |(_, above)| above),
        Place::Criterion(path, _) => path,
    }
}

#[cfg(test)]
mod tests {
    use domain::scheme::builtin;

    use super::*;

    #[test]
    fn what_is_below_a_folded_heading_is_not_shown_but_for_what_is_chosen() {
        let lines = builtin::load("jiyuan").expect("a scheme").outline();
        assert!(Folded::at_first(&lines).is_empty(), "43 criteria need no folding");
        let folded = Folded::all(&lines);
        let shown = |folded: &Folded, chosen: &Place| {
            let shown = lines.iter().filter(|line| folded.shows(&line.place, chosen));
            shown.map(|line| line.place.clone()).collect::<Vec<_>>()
        };
        // The whole and the four 部分.
        let top: Vec<_> = [Place::Whole].into_iter().chain((0..4).map(|n| Place::Heading(vec![n]))).collect();
        assert_eq!(shown(&folded, &Place::Whole), top);
        // What is chosen is seen, with its neighbours and the headings beside those above it.
        let chosen = Place::Criterion(vec![0, 1], 2);
        let seen = shown(&folded, &chosen);
        assert!(seen.contains(&chosen) && seen.contains(&Place::Heading(vec![0, 2])));
        assert!(!seen.contains(&Place::Criterion(vec![0, 0], 0)));
        assert!(!folded.holds(&Place::Heading(vec![0, 1]), &chosen));
        // Opened, a 部分 shows its own headings and nothing of theirs.
        let mut one = folded.clone();
        one.set_folded(&Place::Heading(vec![1]), false);
        assert!(shown(&one, &Place::Whole).contains(&Place::Heading(vec![1, 0])));
        one.set_folded(&Place::Heading(vec![1]), true);
        assert_eq!(one, folded);
    }
}
