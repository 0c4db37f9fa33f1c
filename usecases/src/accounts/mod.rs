//! Accounts: who somebody is, how they show it, and what they owe before they may work.

mod change_password;
mod device;
mod lockout;
mod notices;
mod owed;
mod password_link;
mod passwords;
mod profile;
mod recognise;
mod rules;
mod second_factor;
pub(crate) mod sessions;
mod sign_in;
mod sign_out;
mod standing;
mod turns;

pub use owed::Owed;
pub(crate) use passwords::check_new;
pub use passwords::hash_password;
pub(crate) use recognise::Recognised;
pub use recognise::Somebody;
pub use sign_in::{FirstStep, SignedIn, Ticket};
pub(crate) use turns::Turns;
