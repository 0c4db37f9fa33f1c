//! What a form asks for: blanks, each at a place of the document's JSON, in the words an officer reads.

/// One blank of a form.
#[derive(Debug)]
pub struct Blank {
    /// JSON pointer below what the form is about, such as `/input/label`.
    pub at: &'static str,
    pub label: &'static str,
    /// What to write, behind or under the blank; empty where the label says it.
    pub hint: &'static str,
    pub ask: Ask,
}

/// What a blank takes.
#[derive(Debug)]
pub enum Ask {
    /// One line of text.
    Line,
    /// Several lines.
    Text,
    /// An exact number: 分值, a percentage, a factor.
    Points,
    /// The same, or nothing.
    MaybePoints,
    /// A whole number from 0.
    Whole,
    /// The same, or nothing.
    MaybeWhole,
    /// Yes or no; absent is no.
    Flag,
    /// Several texts, one per line.
    Names,
    /// Codes of the scheme's 单位类型.
    UnitTypes,
    /// One of the scheme's grades.
    Grade,
    /// One of several words; an empty one stands for nothing.
    OneOf(&'static [(&'static str, &'static str)]),
    /// Blanks that belong together.
    Record(&'static [Blank]),
    /// The same, or nothing. `fresh` is what it begins with.
    Maybe { fresh: &'static str, blanks: &'static [Blank] },
    /// One of several forms, each with blanks of its own.
    Either(&'static [Variant]),
    /// Any number of the same. `one` names a single one, `fresh` is what it begins with.
    List { one: &'static str, fresh: &'static str, blanks: &'static [Blank] },
    /// 计分规则
    Rules,
    /// A list of amounts for each row of a matrix, one for each of its columns.
    Amounts,
}

/// One form of an [`Ask::Either`]: written as its key alone, or as the key with what belongs to it.
#[derive(Debug)]
pub struct Variant {
    pub key: &'static str,
    pub label: &'static str,
    /// What it begins with; empty where the key stands alone.
    pub fresh: &'static str,
    /// Below the key.
    pub blanks: &'static [Blank],
}

impl Variant {
    pub(super) const fn alone(key: &'static str, label: &'static str) -> Self {
        Self { key, label, fresh: "", blanks: &[] }
    }
}

pub(super) const fn blank(at: &'static str, label: &'static str, ask: Ask) -> Blank {
    Blank { at, label, hint: "", ask }
}

impl Blank {
    pub(super) const fn hint(self, hint: &'static str) -> Self {
        // A blank holds nothing to drop, but only a rebuilt one can leave a constant function.
        let Blank { at, label, ask, .. } = self;
        Blank { at, label, hint, ask }
    }
}
