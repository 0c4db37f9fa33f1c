//! A column of figures as people read it: rounded, and with as many digits as tell apart what ranks or reaches a limit
//! (89.999 beside 90 is not “90”).

use std::collections::BTreeSet;

use crate::points::Points;

/// Digits after the point 分值 are shown with where nothing asks for more.
const POINTS: u32 = 2;
/// The same of 得分率 in percent.
const PERCENT: u32 = 1;
/// Most digits after the point; what they cannot tell apart is written as a fraction.
const MOST: u32 = 9;

/// How the 分值 of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Digits after the point; none where only fractions tell the figures apart.
    decimals: Option<u32>,
}

impl Column {
    /// A column of these figures, which are held against `limits`.
    pub fn of(figures: impl IntoIterator<Item = Points>, limits: impl IntoIterator<Item = Points>) -> Column {
        let all: BTreeSet<Points> = figures.into_iter().chain(limits).collect();
        Column { decimals: telling_apart(&all, POINTS, 0) }
    }

    /// A figure of the column.
    pub fn shown(self, figure: Points) -> String {
        match self.decimals {
            Some(POINTS) => figure.to_string(),
            Some(decimals) => figure.rounded(decimals, false),
            None => figure.exact(),
        }
    }
}

/// How the 得分率 of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    decimals: u32,
}

impl Rates {
    pub fn of(rates: impl IntoIterator<Item = Points>) -> Rates {
        let all: BTreeSet<Points> = rates.into_iter().collect();
        Rates { decimals: telling_apart(&all, PERCENT, 2).unwrap_or(MOST) }
    }

    /// “88.4%”, “99.99%” beside “100.00%”.
    pub fn shown(self, rate: Points) -> String {
        match rate.checked_times(100) {
            Some(percent) => format!("{}%", percent.rounded(self.decimals, true)),
            None => rate.percent(),
        }
    }
}

/// The fewest digits with which no two of the figures look the same; `shift`: digits before the point gained by the unit.
fn telling_apart(all: &BTreeSet<Points>, least: u32, shift: u32) -> Option<u32> {
    let apart = |decimals: &u32| {
        let digits: Vec<_> = all.iter().map(|figure| figure.to_digits(decimals + shift)).collect();
        digits.windows(2).all(|pair| pair[0] != pair[1])
    };
    (least..=MOST).find(apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(texts: &[&str]) -> Vec<Points> {
        texts.iter().map(|text| Points::from_exact(text).unwrap()).collect()
    }

    #[test]
    fn a_column_has_as_many_digits_as_tell_its_figures_apart() {
        for (figures, limits, shown) in [
            (&["90", "85.5"][..], &[][..], &["90", "85.5"][..]),
            (&["89.999"], &[], &["90"]),
            (&["89.999"], &["90"], &["89.999"]),
            (&["89.999", "90"], &[], &["89.999", "90"]),
            (&["89.9999", "90", "100/3"], &[], &["89.9999", "90", "33.3333"]),
            (&["1/3", "0.333333"], &[], &["0.3333333", "0.333333"]),
            (&["-0.001", "0"], &[], &["-0.001", "0"]),
            (&["90", "90"], &["90"], &["90", "90"]),
            (&["1/3", "333333333333/1000000000000"], &[], &["1/3", "333333333333/1000000000000"]),
            (&[], &[], &[]),
        ] {
            let figures = points(figures);
            let column = Column::of(figures.clone(), points(limits));
            let told: Vec<_> = figures.into_iter().map(|figure| column.shown(figure)).collect();
            assert_eq!(told, shown);
        }
    }

    #[test]
    fn what_is_less_never_looks_the_same_or_more() {
        let figures = points(&["89.994", "89.995", "89.9951", "90", "269/3", "89.666667"]);
        let column = Column::of(figures.clone(), []);
        for (one, other) in figures.iter().flat_map(|one| figures.iter().map(move |other| (one, other))) {
            let read = |figure: &Points| column.shown(*figure).parse::<Points>().unwrap_or(*figure);
            assert_eq!(one.cmp(other), read(one).cmp(&read(other)), "{one:?} {other:?}");
        }
    }

    #[test]
    fn rates_keep_their_zeros_so_that_they_stand_under_each_other() {
        for (rates, shown) in [
            (&["175/198", "1"][..], &["88.4%", "100.0%"][..]),
            (&["0.9999", "1"], &["99.99%", "100.00%"]),
            (&["0"], &["0.0%"]),
            (&["1.05"], &["105.0%"]),
        ] {
            let rates = points(rates);
            let column = Rates::of(rates.clone());
            let told: Vec<_> = rates.into_iter().map(|rate| column.shown(rate)).collect();
            assert_eq!(told, shown);
        }
    }
}
