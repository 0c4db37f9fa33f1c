//! Editing a scheme as a document: where things stand, moving them about, the blanks of each place, tables from Word and
//! Excel. Pure; what it looks like is the studio's business.
//!
//! | file | what it holds |
//! |---|---|
//! | `place` | the outline; adding, copying, moving, taking out |
//! | `numbers` | numbers for what is new |
//! | `blank`, `forms`, `rule_forms` | what each place and each rule asks for |
//! | `value` | filling a blank |
//! | `paste` | a pasted table becomes items and criteria |
//! | `sample` | answers to try a rubric out with |
//! | `told` | blanks in words |

mod blank;
mod forms;
mod numbers;
mod paste;
mod place;
mod rule_forms;
mod sample;
mod told;
mod value;

pub use blank::{Ask, Blank, Variant};
pub use forms::{FRESH_PART, Sheet};
pub use paste::{Entry, Kind, LeftOut, Pasted, Taken};
pub use place::{Line, New, Place};
pub use rule_forms::{RULE_KINDS, RuleKind};
pub use sample::{SAMPLE_YEAR, Sample};
pub use told::Said;
pub(crate) use told::said;
pub use value::{Shareable, asked_as, document_of, shared_with};
pub(crate) use value::{alone, hollow};
