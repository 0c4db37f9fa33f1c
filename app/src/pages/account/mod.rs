//! One's own account: logging in, the password, the profile, the second factor; and what a tenant asks of accounts.

mod front;
mod notices;
mod password;
mod profile;
mod rules;
mod second_factor;
mod sign_in;

pub use front::{choose_tenant, welcome};
pub use notices::notices;
pub use password::change_password;
pub use profile::profile;
pub use rules::rules;
pub use second_factor::{recovery_codes, second_factor};
pub use sign_in::{enter_code, new_password, sign_in};
