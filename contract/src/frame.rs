//! What every staff page shows around its content.

use crate::case::OwnCase;

/// The masthead: whose house this is, who is in, and where they can go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The tenant's code, for addresses.
    pub code: String,
    /// The tenant's name, for people.
    pub tenant: String,
    /// The person's name.
    pub person: String,
    /// Unit and posts: “城市管理局（演示）·单位经办人”.
    pub posts: String,
    /// Today, `2026年11月21日`.
    pub today: String,
    pub nav: Vec<NavLink>,
}

/// One entry of the masthead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavLink {
    pub href: String,
    pub label: &'static str,
    /// Number of things waiting, 0 for none.
    pub waiting: u32,
}

/// 待办: what waits for this person in this tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    pub todos: Vec<Todo>,
    /// Where persons and families can be put forward now.
    pub rounds: Vec<Todo>,
    /// The periods, for those who watch them.
    pub periods: Vec<Todo>,
    /// For the others the cases of their units.
    pub cases: Vec<OwnCase>,
    /// What was changed about running periods, for those whom it concerns.
    pub notes: Vec<String>,
    /// What to do next when nothing waits.
    pub advice: String,
}

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    pub href: String,
    /// What to do: “填报自评”.
    pub verb: String,
    /// About what: “城市管理局（演示）　2026年度”.
    pub about: String,
    /// 进展: “已填31／43条”.
    pub progress: String,
    /// Until when, with the working days left; empty without a deadline.
    pub until: String,
    pub urgent: bool,
}
