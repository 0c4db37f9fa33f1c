//! `score(scheme, answers)`: a pure, total, exact function from what was answered to an explained score sheet.
//!
//! | file | what it does |
//! |---|---|
//! | `engine` | walks the tree: criteria, headings, the base total |
//! | `beside` | 加减分: what is added and taken within its limits |
//! | `criterion` | one 评分细则, of whatever kind |
//! | `part` | where a part starts, awards, deductions, 不得分 |
//! | `sitting` | one criterion being scored |
//! | `rules`, `deductions`, `awards` | what each rule takes or gives |
//! | `moves` | what groups of rules do with that |
//! | `facts`, `possible` | 一案一扣, and what facts may still become |
//! | `counted` | the score as limits read it, where criteria are left out |
//! | `conclude`, `bands`, `reached` | what follows from vetoes, grades, standards, weights; 等次; the outcome in words |
//! | `filling` | answers that change one by one, and their sheet |
//! | `given`, `answers`, `value` | what was answered |
//! | `judged` | 酌情分 and its second person |
//! | `reasons`, `agreeing` | a reason belongs to the value it was given for; 同意自评 |
//! | `sheet`, `told` | the explained score sheet and its words |
//! | `sums` | what overviews show of a sheet |
//! | `file`, `report` | answers from a file, the sheet for machines |

mod agreeing;
mod answers;
mod awards;
mod bands;
mod beside;
mod conclude;
mod counted;
mod criterion;
mod deductions;
mod engine;
mod extremes;
mod facts;
mod file;
mod filling;
mod given;
mod judged;
mod moves;
mod part;
mod possible;
mod reached;
mod reasons;
mod report;
mod rules;
mod sheet;
mod sitting;
mod sums;
mod told;
mod value;

pub use agreeing::agreeable;
pub use answers::{Answer, AnswerProblem, Answers, COUNT_LIMIT, Circumstances, Fact, Facts, REMARK_LIMIT};
pub use criterion::{
    COHORT_MEAN, GRADE, RECORD, STANDARD, STANDARD_ANSWERS, VETO, VETO_ANSWERS, score_criterion,
};
pub(crate) use criterion::{Standing, score_as};
pub use engine::{score, score_in};
pub use facts::{Penalised, penalised};
pub use file::{ANSWERS_FORMAT, ANSWERS_SIZE_LIMIT, AnswersFile, read_answers};
pub use filling::Filling;
pub use given::ENTRIES_LIMIT;
pub use judged::{Judged, confirmed_throughout, discretionary, of_fact, unconfirmed};
pub use reached::{
    Consequence, GradeCount, Reached, StandardCount, Verdict, VetoLine, Weighted, WeightedLine,
};
pub use reasons::{REMARK, Reasons};
pub use report::report;
pub use sheet::{CriterionScore, Explanation, HeadingScore, Mark, Range, ScoreSheet, StandardMark, VetoMark};
pub use sums::{ItemSum, Sums};
pub use value::{Entry, InputValue};
