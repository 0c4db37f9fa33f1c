//! Logging in and out, and one's own password: plain forms, without scripts.

use std::net::{IpAddr, SocketAddr};

use app::document::Masthead;
use app::pages::account;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use contract::account::{ChangePassword, SignIn};
use domain::refusal::Refusal;
use serde::Deserialize;

use super::{Office, Typed, Visitor};
use crate::reply::{Sorry, page, see, with_status};
use crate::session::Keys;

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

pub async fn sign_in_form(visitor: Visitor, Query(Next { next }): Query<Next>) -> Response {
    match visitor.somebody {
        Some(_) => see(inside(&next)),
        None => form(String::new(), next, None),
    }
}

pub async fn sign_in(
    State(office): State<Office>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Typed(sent): Typed<SignIn>,
) -> Response {
    let address = address(&office, peer.ip(), &headers);
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match office.house.sign_in(&sent.login, &sent.password, &address, device).await {
        Ok(signed_in) => {
            let target = if signed_in.must_change { "/password".to_owned() } else { inside(&sent.next) };
            let cookie = office.keys.cookie(&signed_in, office.house.edge().now());
            with_cookie(see(target), cookie)
        }
        Err(refusal) => with_status(form(sent.login, sent.next, Some(refusal.sentence())), Some(&refusal)),
    }
}

pub async fn sign_out(State(office): State<Office>, headers: HeaderMap) -> Result<Response, Sorry> {
    if let Some((session, _)) = office.keys.read(&headers, office.house.edge().now()) {
        office.house.sign_out(session).await?;
    }
    let mut response = with_cookie(see("/login"), Keys::no_cookie());
    // Local drafts go with the person.
    response
        .headers_mut()
        .insert(header::HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"storage\""));
    Ok(response)
}

pub async fn password_form(visitor: Visitor) -> Result<Response, Sorry> {
    let somebody = visitor.somebody.ok_or_else(back_here)?;
    let first = somebody.must_change;
    let masthead = Masthead::House { person: Some(somebody.name) };
    Ok(page(masthead, "", "修改密码", false, move || account::change_password(first, None, false)))
}

pub async fn change_password(
    State(office): State<Office>,
    visitor: Visitor,
    Typed(sent): Typed<ChangePassword>,
) -> Result<Response, Sorry> {
    let somebody = visitor.somebody.ok_or_else(back_here)?;
    let changed = office.house.change_password(&somebody, &sent).await;
    let masthead = Masthead::House { person: Some(somebody.name.clone()) };
    Ok(match changed {
        Ok(signed_in) => {
            let response =
                page(masthead, "", "修改密码", false, || account::change_password(false, None, true));
            with_cookie(response, office.keys.cookie(&signed_in, office.house.edge().now()))
        }
        Err(refusal) => {
            let sentence = refusal.sentence();
            let response = page(masthead, "", "修改密码", false, move || {
                account::change_password(somebody.must_change, Some(sentence), false)
            });
            with_status(response, Some(&refusal))
        }
    })
}

fn back_here() -> Sorry {
    Sorry { refusal: Refusal::NotSignedIn, next: Some("/password".into()), json: false }
}

fn form(login: String, next: String, sentence: Option<String>) -> Response {
    page(Masthead::House { person: None }, "", "登录", false, move || {
        account::sign_in(login, next, sentence)
    })
}

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// Only addresses of this service are followed.
fn inside(next: &str) -> String {
    let known = ["/t/", "/join/"].iter().any(|start| next.starts_with(start));
    let ours = known && !next.contains("//") && !next.contains('\\');
    if ours { next.to_owned() } else { "/".to_owned() }
}

/// The client's address; a proxy's word is taken only from a trusted one. Each proxy adds whom it heard from at the
/// end, on the same line or on one of its own, so the last address that is not a trusted proxy counts.
fn address(office: &Office, peer: IpAddr, headers: &HeaderMap) -> String {
    let trusted = |address: &IpAddr| office.trusted_proxies.contains(address);
    if !trusted(&peer) {
        return peer.to_string();
    }
    let told: Vec<_> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut heard = told.iter().rev().map_while(|part| part.trim().parse::<IpAddr>().ok());
    heard.find(|address| !trusted(address)).unwrap_or(peer).to_string()
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn nobody_is_sent_elsewhere_after_logging_in() {
        assert_eq!(inside("/t/jiyuan/cases"), "/t/jiyuan/cases");
        for next in
            ["", "https://evil.example/", "//evil.example", "/t/..//evil.example", r"/t/\evil", "/logout"]
        {
            assert_eq!(inside(next), "/", "{next}");
        }
    }
}
