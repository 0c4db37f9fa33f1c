//! 单位与人员: the roster, invitations, one person, the places; one's own posts; arriving by invitation.

mod choices;
mod invite;
mod join;
mod own;
mod person;
mod place;
mod places;
mod roster;

pub use invite::{invite, invited};
pub use join::join;
pub use own::own_posts;
pub use person::person;
pub use place::place;
pub use places::places;
pub use roster::roster;
