//! What overviews show of a sheet: what it comes to as a whole and item by item, without its criteria. It is kept beside a
//! case, so that whoever looks over many cases need not score each.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::reached::Reached;
use super::sheet::{Range, ScoreSheet, rate};
use crate::points::Points;

/// The sums of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// 得分.
    pub score: Points,
    /// What can be reached without 加分.
    pub achievable: Points,
    pub range: Range,
    /// 考评项目 in document order.
    pub items: Vec<ItemSum>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Box<Reached>>,
}

/// One 考评项目: its number, its 得分, and what it can reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSum(pub SmolStr, pub Points, pub Points);

impl Sums {
    pub fn of(sheet: &ScoreSheet) -> Self {
        let items = sheet.items().map(|item| ItemSum(item.no.clone(), item.score, item.achievable));
        Self {
            score: sheet.score,
            achievable: sheet.achievable,
            range: sheet.range,
            items: items.collect(),
            reached: sheet.reached.clone(),
        }
    }

    /// 得分率: score ÷ achievable, a fraction; above 1 only through 加分. `None` where nothing is achievable.
    pub fn rate(&self) -> Option<Points> {
        rate(self.score, self.achievable)
    }

    /// One item's 得分, and what it can reach.
    pub fn item(&self, no: &str) -> Option<(Points, Points)> {
        let ItemSum(_, score, achievable) = self.items.iter().find(|ItemSum(known, ..)| known == no)?;
        Some((*score, *achievable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::builtin;
    use crate::scheme::edit::Sample;
    use crate::scoring::score_in;

    /// For every scheme that comes with the house, answered in three ways: they say what the sheet says, and are read as
    /// they were written.
    #[test]
    fn sums_say_what_the_sheet_says() {
        for name in builtin::names() {
            let scheme = builtin::load(name).expect("it is built in");
            let types = scheme.unit_types.iter().map(|one| scheme.for_unit_type(&one.code));
            for rubric in std::iter::once(scheme.clone()).chain(types) {
                let happened = rubric.sample_circumstances(rubric.criteria(), 2026);
                let samples = Sample::ALL.map(|sample| rubric.samples(sample));
                for answers in samples.into_iter().chain([Default::default()]) {
                    let sheet = score_in(&rubric, &answers, &happened).expect("samples fit");
                    let sums = Sums::of(&sheet);
                    assert_eq!((sums.score, sums.rate()), (sheet.score, sheet.rate()));
                    for item in sheet.items() {
                        assert_eq!(sums.item(&item.no), Some((item.score, item.achievable)));
                    }
                    let text = serde_json::to_string(&sums).expect("plain data");
                    assert_eq!(serde_json::from_str::<Sums>(&text).expect("as it was written"), sums);
                }
            }
        }
    }
}
