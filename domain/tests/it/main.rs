//! The rules against the documents: tables written out by hand, golden lists, and properties that hold for all answers.

mod criteria;
mod document;
mod hostile;
mod properties;
mod refusals;
mod sheets;

use std::sync::LazyLock;

use domain::scheme::{Scheme, builtin};

fn jiyuan() -> Scheme {
    static JIYUAN: LazyLock<Scheme> =
        LazyLock::new(|| builtin::load("jiyuan").expect("the built-in scheme can be read"));
    JIYUAN.clone()
}
