use std::net::IpAddr;

use axum::http::Method;
use usecases::demo::PASSWORD;

use crate::browser::{Browser, FORM, OURS, urlencoded};
use crate::world::World;

const PROXY: [u8; 4] = [10, 0, 0, 1];
const INNER: [u8; 4] = [10, 0, 0, 2];

async fn world() -> World {
    World::behind(&[IpAddr::from(PROXY), IpAddr::from(INNER)]).await
}

/// Tries a wrong password; `told` are lines of `X-Forwarded-For`.
async fn fails(browser: &mut Browser, told: &[&str]) -> u16 {
    let mut headers = vec![OURS, FORM];
    headers.extend(told.iter().map(|line| ("x-forwarded-for", *line)));
    let body = urlencoded(&[("login", "jy.fangan"), ("password", "Falsch-2026")]);
    browser.send(Method::POST, "/login", &headers, body).await.status
}

async fn locked_after_five(peer: [u8; 4], told: impl Fn(u8) -> Vec<String>) -> bool {
    let world = world().await;
    let mut browser = Browser { peer: (peer, 40_000).into(), ..world.visitor() };
    let mut last = 0;
    for n in 0..6 {
        let lines = told(n);
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        last = fails(&mut browser, &lines).await;
    }
    let right = browser.post("/login", &[("login", "jy.kaohe"), ("password", PASSWORD)]).await;
    assert_eq!(right.status, 303, "others are not locked out");
    last == 429
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed_and_only_what_it_added_itself() {
    // Nobody's word counts but a proxy's.
    assert!(locked_after_five([127, 0, 0, 1], |n| vec![format!("192.0.2.{n}")]).await);
    assert!(!locked_after_five(PROXY, |n| vec![format!("192.0.2.{n}")]).await);
    // What the client wrote stands in front of what the proxy added, on the same line or on a line before.
    assert!(locked_after_five(PROXY, |n| vec![format!("192.0.2.{n}, 198.51.100.7")]).await);
    assert!(locked_after_five(PROXY, |n| vec![format!("192.0.2.{n}"), "198.51.100.7".into()]).await);
    // Behind two proxies.
    assert!(locked_after_five(PROXY, |n| vec![format!("192.0.2.{n}, 198.51.100.7, 10.0.0.2")]).await);
    assert!(!locked_after_five(PROXY, |n| vec![format!("192.0.2.{n}, 10.0.0.2")]).await);
    // Nonsense is nobody's address.
    assert!(locked_after_five(PROXY, |n| vec![format!("192.0.2.{n}, unknown")]).await);
}
