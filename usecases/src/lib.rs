//! What people do. A folder per noun, a file per verb; each use case authorises, applies the pure rules, and writes
//! state and journal in one transaction. Knows neither HTTP nor pages.
//!
//! | folder | what people do there |
//! |---|---|
//! | [`accounts`] | log in with one or two factors, log out, be recognised, look after one's own account |
//! | [`platform`] | 三员: open tenants, guard accounts, audit journals |
//! | [`desks`] | enter a tenant, see what waits |
//! | [`schemes`] | publish a scheme, read one |
//! | [`periods`] | open a period, watch it |
//! | [`applicants`] | put persons and families forward, take that back |
//! | [`cases`] | fill, hand over, sign, score, return, close |
//! | [`evidence`] | attach, remove, fetch 佐证材料 |
//! | [`decisions`] | rank, record the 党组's decision |
//! | [`announcements`] | publish, read in public |
//! | [`oversight`] | what a commission above sees |
//! | [`journal`] | verify 留痕 |
//! | [`tenants`] | open a tenant, suspend it |
//! | [`people`] | invite, accept, appoint, end a post, delegate, keep out; the places posts are held over |
//! | [`demo`] | invented tenants, played through the same use cases |

pub mod accounts;
pub mod announcements;
mod applicants;
pub mod cases;
pub mod decisions;
pub mod demo;
pub mod desks;
pub mod edge;
pub mod evidence;
mod fault;
mod house;
pub mod journal;
mod lists;
pub mod oversight;
pub mod people;
pub mod periods;
pub mod platform;
mod repeat;
pub mod schemes;
pub mod seal;
pub mod shelf;
pub mod tenants;
pub mod vault;
mod wording;

pub use fault::OrFault;
pub use house::House;

/// What every use case answers.
pub type Answered<T> = Result<T, domain::refusal::Refusal>;
