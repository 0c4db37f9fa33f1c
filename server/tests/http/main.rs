//! The web server as people, browsers and attackers meet it: every request goes through the whole router, and every
//! answer is checked on its way back (`answer::checked`).

mod again;
mod also_on_postgres;
mod answer;
mod api;
mod asking;
#[path = "../../../usecases/tests/people/cast/authenticator.rs"]
mod authenticator;
mod browser;
mod crawl;
mod csrf;
#[path = "../shared/demo.rs"]
mod demo;
mod endpoints;
mod errors;
mod escaping;
mod first_login;
mod html;
mod kit;
mod lists;
mod login;
mod matrix;
mod names;
mod ops;
mod own_account;
mod plain_form;
mod proxies;
mod refusing;
mod second_factor;
mod site;
mod socket;
mod twice;
mod upload;
mod walls;
mod world;
