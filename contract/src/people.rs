//! The people of a tenant: invitations, posts, places, delegates.

use domain::ids::{AppointmentId, InvitationId, LineId, PersonId, UnitId};
use serde::Deserialize;

use crate::list::Page;

/// The form that offers a post.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Invite {
    #[serde(default)]
    pub name: String,
    /// A post's code.
    #[serde(default)]
    pub post: String,
    /// A [`Place`]'s value.
    #[serde(default)]
    pub place: String,
}

/// An invitation that has just been made; its path is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// `/join/{code}/{token}`.
    pub path: String,
    pub offer: Offer,
}

/// What an invitation offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub tenant: String,
    /// Whom it is meant for.
    pub name: String,
    pub post: String,
    pub place: String,
    /// Name and post of whoever invited.
    pub by: String,
    pub until: String,
    /// What the tenant asks of a new password.
    pub passwords: String,
}

/// The form by which somebody without an account takes up a post.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Accept {
    #[serde(default)]
    pub login: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub new: String,
    #[serde(default)]
    pub again: String,
}

/// The form that gives a member one more post.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GivePost {
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub place: String,
}

/// The form by which a post's holder lets a colleague stand in.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Delegate {
    /// The colleague's id.
    #[serde(default)]
    pub delegate: String,
    /// The last day, `2026-11-30`.
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub reason: String,
}

/// A place over which a post can be held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub value: String,
    pub name: String,
}

/// Every place of a tenant but the tenant itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pub lines: Vec<Place>,
    pub units: Vec<Place>,
    pub departments: Vec<Place>,
}

/// A post that can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostChoice {
    pub code: String,
    pub name: String,
    /// Where it is held: “一个单位，或其科室”.
    pub over: &'static str,
}

/// What a form that gives posts offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub posts: Vec<PostChoice>,
    pub places: Places,
}

/// 单位与人员.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    pub base: String,
    pub invitations: Vec<OpenInvitation>,
    /// The whole tenant and its lines: on the first page, and what of them is looked for.
    pub beyond: Vec<RosterPlace>,
    pub units: Page<RosterPlace>,
    /// Members who hold no post: on the first page, and whoever of them is looked for.
    pub idle: Vec<(PersonId, String)>,
}

/// An invitation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvitation {
    pub id: InvitationId,
    pub name: String,
    pub post: String,
    pub place: String,
    pub by: String,
    pub until: String,
}

/// One place and who holds posts over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterPlace {
    pub name: String,
    pub held: Vec<HeldLine>,
}

/// A post somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLine {
    pub id: AppointmentId,
    pub person: PersonId,
    pub name: String,
    pub login: String,
    pub post: String,
    pub place: String,
    pub since: String,
    /// “代李明，至2026年11月30日”.
    pub acts_for: Option<String>,
    /// Whether the holder is kept out at present.
    pub rests: bool,
}

/// One member of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonPage {
    pub base: String,
    pub id: PersonId,
    pub name: String,
    pub login: String,
    /// Whether the account as a whole is disabled, which only the platform's security admin changes.
    pub account_disabled: bool,
    /// When, by whom and why they were kept out of this tenant.
    pub kept_out: Option<String>,
    pub held: Vec<HeldLine>,
    pub choices: Choices,
}

/// 单位、科室、片区.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacesPage {
    pub base: String,
    pub units: Page<UnitLine>,
    /// 单位类型 the published schemes know.
    pub kinds: Vec<String>,
    pub lines: Vec<LineLine>,
}

/// A unit in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLine {
    pub id: UnitId,
    pub name: String,
    pub kind: String,
    /// Those it has now.
    pub departments: Vec<String>,
    /// “2026年11月30日终止：机构改革”.
    pub ended: Option<String>,
}

/// A line in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineLine {
    pub id: LineId,
    pub name: String,
    /// How many it has.
    pub units: u32,
    pub ended: Option<String>,
}

/// One unit, department or line, as it is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacePage {
    pub base: String,
    /// Its own address.
    pub here: String,
    /// 单位, 科室, 片区.
    pub what: &'static str,
    pub name: String,
    /// A unit's 单位类型; none for others.
    pub kind: Option<String>,
    /// 单位类型 the published schemes know.
    pub kinds: Vec<String>,
    /// What it was called before: “城建局（至2026年11月29日）”, the newest first.
    pub former: Vec<String>,
    pub ended: Option<String>,
    /// Its place among its like, from 1, and how many they are.
    pub place: (u32, u32),
    /// What follows if it ends: open cases, posts held.
    pub follows: String,
    /// The unit of a department, with its address.
    pub of: Option<(String, String)>,
    /// Departments of a unit: address, name, whether it has ended.
    pub departments: Vec<(String, String, bool)>,
    /// Units of a line: whether each belongs to it; a page of them.
    pub members: Option<Page<(UnitId, String, bool)>>,
    /// `2026-11-30`.
    pub today: String,
}

/// The forms that change a unit, department or line: each takes what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PlaceForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub kind: String,
    /// The first day of a new name, the last day of what ends: `2026-11-30`.
    #[serde(default)]
    pub on: String,
    #[serde(default)]
    pub reason: String,
    /// `up`, `down`, or the place it is to have, from 1.
    #[serde(default)]
    pub to: String,
}

/// 我的岗位.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPosts {
    pub base: String,
    pub posts: Vec<OwnPost>,
    /// `2026-11-22`.
    pub today: String,
}

/// A post one holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPost {
    pub id: AppointmentId,
    pub post: String,
    pub place: String,
    pub acts: Vec<&'static str>,
    /// Held as a delegate: for whom, and to which day.
    pub acts_for: Option<(String, String)>,
    /// Who stands in at present, and to which day.
    pub delegate: Option<(AppointmentId, String, String)>,
    pub colleagues: Vec<Colleague>,
}

/// Somebody who could stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub id: PersonId,
    pub name: String,
}
