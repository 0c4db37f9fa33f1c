//! The store on both backends: what it keeps, and what its walls withstand.

mod answers;
mod cases;
mod full;
mod groups;
mod journal;
mod opening;
mod oversight;
mod records;
mod shared_schemes;
mod sums;
mod walls;
mod world;
