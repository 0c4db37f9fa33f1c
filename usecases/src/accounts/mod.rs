//! Accounts: who somebody is.

mod change_password;
mod passwords;
mod recognise;
mod sign_in;
mod sign_out;

pub(crate) use passwords::check_profile;
pub use passwords::hash_password;
pub(crate) use recognise::Recognised;
pub use recognise::Somebody;
pub use sign_in::SignedIn;
