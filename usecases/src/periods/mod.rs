//! 周期: opening one, watching it, assigning its cases, changing it while it runs, putting a newer version in force.

mod assign;
mod bring_over;
pub(crate) mod changing;
pub(crate) mod deadlines;
mod open;
pub(crate) mod progress;
mod supplement;

pub(crate) use assign::in_hand;

use domain::calendar::Day;
use domain::figures;
use domain::refusal::Refusal;

/// A day from a form.
pub(crate) fn day(field: &str, label: &str, text: &str) -> Result<Day, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::invalid(field, format!("请填写{label}")));
    }
    figures::day(text).map_err(|told| Refusal::invalid(field, format!("{label}不正确：{told}")))
}
