//! One's own account: plain forms, without scripts.

mod notices;
mod password;
mod profile;
mod second_factor;
mod sign_in;

pub use notices::{notices, read_notices};
pub use password::{change_password, password_form};
pub use profile::{change_profile, end_other_sessions, end_session, profile};
pub use second_factor::{begin, confirm, remove, second_factor};
pub use sign_in::{code_form, enter_code, sign_in, sign_in_form, sign_out};

use axum::http::{HeaderValue, header};
use axum::response::Response;

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}
