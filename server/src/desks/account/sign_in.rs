//! Logging in, in one step or two, and out.

use app::document::Masthead;
use app::pages::account;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use contract::account::{EnterCode, SignIn};
use domain::refusal::Refusal;
use serde::Deserialize;
use usecases::accounts::{FirstStep, Owed, SignedIn};

use super::with_cookie;
use crate::desks::{Client, Office, Pressed, Typed, Visitor};
use crate::reply::{Sorry, encode, page, see, with_status};
use crate::session::Keys;

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    pub next: String,
}

/// Where somebody comes from who has just got an account or a new password.
#[derive(Deserialize)]
pub struct Arriving {
    #[serde(default)]
    next: String,
    #[serde(default)]
    login: String,
    /// What happened.
    #[serde(default)]
    after: String,
}

pub async fn sign_in_form(visitor: Visitor, Query(arriving): Query<Arriving>) -> Response {
    let Arriving { next, login, after } = arriving;
    if visitor.somebody.is_some() {
        return see(inside(&next));
    }
    let told = match after.as_str() {
        "joined" => Some("账号已开通，岗位已生效。请用刚才设置的登录名和密码登录。"),
        "reset" => Some("密码已重设，原来的登录已全部退出。请用新密码登录。"),
        _ => None,
    };
    let login = login.chars().take(64).collect();
    page(Masthead::House { person: None }, "", "登录", move || account::sign_in(login, next, told, None))
}

pub async fn sign_in(State(office): State<Office>, client: Client, Typed(sent): Typed<SignIn>) -> Response {
    let (address, user_agent) = (&client.address, &client.user_agent);
    match office.house.sign_in(&sent.login, &sent.password, address, user_agent).await {
        Ok(FirstStep::In(signed_in)) => welcome(&office, &signed_in, &sent.next),
        Ok(FirstStep::CodeAsked(ticket)) => {
            let cookie = office.keys.step_cookie(&ticket, office.house.edge().now());
            with_cookie(see(format!("/login/code?next={}", encode(&inside(&sent.next)))), cookie)
        }
        Err(refusal) => with_status(form(sent.login, sent.next, Some(refusal.sentence())), Some(&refusal)),
    }
}

pub async fn code_form(
    State(office): State<Office>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(Next { next }): Query<Next>,
) -> Response {
    if visitor.somebody.is_some() {
        return see(inside(&next));
    }
    match office.keys.read_step(&headers, office.house.edge().now()) {
        Some(_) => code_page(next, None),
        None => see(format!("/login?next={}", encode(&inside(&next)))),
    }
}

pub async fn enter_code(
    State(office): State<Office>,
    client: Client,
    headers: HeaderMap,
    Typed(sent): Typed<EnterCode>,
) -> Response {
    let now = office.house.edge().now();
    let Some(ticket) = office.keys.read_step(&headers, now) else {
        return start_again(sent.next);
    };
    match office.house.enter_code(&ticket, &sent.code, &client.address, &client.user_agent).await {
        Ok(signed_in) => welcome(&office, &signed_in, &sent.next),
        Err(Refusal::LoginStepEnded) => start_again(sent.next),
        Err(refusal) => with_status(code_page(sent.next, Some(refusal.sentence())), Some(&refusal)),
    }
}

pub async fn sign_out(
    State(office): State<Office>,
    headers: HeaderMap,
    _: Pressed,
) -> Result<Response, Sorry> {
    if let Some(named) = office.keys.read(&headers, office.house.edge().now()) {
        office.house.sign_out(named.session).await?;
    }
    let mut response = with_cookie(see("/login"), Keys::no_cookie());
    // Local drafts go with the person.
    response
        .headers_mut()
        .insert(header::HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"storage\""));
    Ok(response)
}

/// The session begins; what is owed comes before where the person wanted to go.
fn welcome(office: &Office, signed_in: &SignedIn, next: &str) -> Response {
    let target = match signed_in.owes {
        Some(Owed::FirstPassword | Owed::FreshPassword) => "/password".to_owned(),
        Some(Owed::SecondFactor) => "/account/second-factor".to_owned(),
        None if signed_in.told => format!("/account/notices?next={}", encode(&inside(next))),
        None => inside(next),
    };
    with_cookie(see(target), office.keys.cookie(signed_in, office.house.edge().now()))
}

fn start_again(next: String) -> Response {
    let refusal = Refusal::LoginStepEnded;
    let response = with_status(form(String::new(), next, Some(refusal.sentence())), Some(&refusal));
    with_cookie(response, Keys::no_cookie())
}

fn form(login: String, next: String, sentence: Option<String>) -> Response {
    page(Masthead::House { person: None }, "", "登录", move || {
        account::sign_in(login, next, None, sentence)
    })
}

fn code_page(next: String, sentence: Option<String>) -> Response {
    page(Masthead::House { person: None }, "", "动态口令", move || account::enter_code(next, sentence))
}

/// Only addresses of this service are followed.
pub(super) fn inside(next: &str) -> String {
    let desk = ["/t/", "/join/", "/account", "/ops", "/password"].iter().any(|start| next.starts_with(start));
    let ours = desk && !next.contains("//") && !next.contains('\\') && !next.contains(char::is_control);
    if ours { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn nobody_is_sent_elsewhere_after_logging_in() {
        for next in ["/t/jiyuan/cases", "/account", "/account/second-factor", "/ops/journal"] {
            assert_eq!(inside(next), next);
        }
        for next in
            ["", "https://evil.example/", "//evil.example", "/t/..//evil.example", r"/t/\evil", "/logout"]
        {
            assert_eq!(inside(next), "/", "{next}");
        }
    }
}
