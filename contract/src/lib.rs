//! What crosses the wire: forms in, views out. Plain data on top of `domain`, shared by the use cases, which fill it,
//! and the pages and islands, which show it.

pub mod account;
pub mod announcement;
pub mod applicant;
pub mod assignment;
pub mod case;
pub mod decision;
pub mod fact;
pub mod frame;
pub mod list;
pub mod ops;
pub mod oversight;
pub mod packed;
pub mod people;
pub mod period;
pub mod scheme;
