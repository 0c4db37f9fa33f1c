//! `score(scheme, answers)`: a pure, total, exact function from what was answered to an explained score sheet.

mod answers;
mod engine;
mod part;
mod report;
mod sheet;
mod told;

pub use answers::{Answer, AnswerProblem, Answers, COUNT_LIMIT, InputValue, REMARK_LIMIT};
pub use engine::{score, score_criterion};
pub use report::{ANSWERS_FORMAT, ANSWERS_SIZE_LIMIT, read_answers, report};
pub use sheet::{CriterionScore, Explanation, ItemScore, Range, ScoreSheet, SectionScore};
