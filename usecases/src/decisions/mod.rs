//! 集体研究决定: the ranked lists before the meeting, what the meeting decided, and what a further meeting made of it.

mod correct;
mod list;
mod meeting;
mod passed_on;
pub(crate) mod quotas;
mod ranking;
mod record;
mod recorded;

use domain::refusal::Refusal;
use domain::scoring::{Answers, ScoreSheet};
use serde::{Deserialize, Serialize};

pub(crate) use list::{Written, award, counts, decided_by, list_of, ranked};
pub(crate) use recorded::told;

/// What is kept with a result: both layers as they were when it was decided.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DecidedSheet {
    pub own: ScoreSheet,
    pub review: ScoreSheet,
    pub given: Answers,
}

/// The place of the outcome chosen for a unit.
fn outcome(options: &[String], chosen: &str, unit: &str) -> Result<u32, Refusal> {
    let place = options.iter().position(|option| option == chosen);
    place.and_then(|place| u32::try_from(place).ok()).ok_or_else(|| {
        let reason = match chosen {
            "" => format!("请为“{unit}”选择决定结果"),
            other => format!("“{other}”不是可以作出的决定，请为“{unit}”重新选择"),
        };
        Refusal::invalid("outcome", reason)
    })
}

/// What a form says of one case.
fn said(all: &[(String, String)], case: domain::ids::CaseId) -> &str {
    let id = case.to_string();
    all.iter().find(|(of, _)| *of == id).map_or("", |(_, said)| said.as_str())
}
