//! 动态口令, the second factor: a code from the person's telephone, beside the password.

mod codes;
mod enrol;
mod page;
mod picture;
mod prove;
mod remove;
mod totp;
