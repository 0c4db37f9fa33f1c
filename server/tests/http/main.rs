//! The web server as people, browsers and attackers meet it: every request goes through the whole router, and every
//! answer is checked on its way back (`answer::checked`).

mod also_on_postgres;
mod answer;
mod api;
mod browser;
mod crawl;
mod csrf;
#[path = "../shared/demo.rs"]
mod demo;
mod endpoints;
mod errors;
mod escaping;
mod html;
mod login;
mod matrix;
mod plain_form;
mod proxies;
mod site;
mod socket;
mod upload;
mod walls;
mod world;
