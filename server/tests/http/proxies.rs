use std::net::IpAddr;

use axum::http::Method;

use crate::browser::{Browser, FORM, OURS, urlencoded};
use crate::world::World;

const PROXY: [u8; 4] = [10, 0, 0, 1];
const INNER: [u8; 4] = [10, 0, 0, 2];

/// Tries six wrong passwords of one account; `told` gives the lines of `X-Forwarded-For`. Whether the last was not even
/// looked at any more.
async fn locked(world: &World, login: &str, peer: [u8; 4], told: impl Fn(u8) -> Vec<String>) -> bool {
    let mut browser = Browser { peer: (peer, 40_000).into(), ..world.visitor() };
    let body = urlencoded(&[("login", login), ("password", "Falsch-2026")]);
    let mut last = 0;
    for n in 0..6 {
        let lines = told(n);
        let mut headers = vec![OURS, FORM];
        headers.extend(lines.iter().map(|line| ("x-forwarded-for", line.as_str())));
        last = browser.send(Method::POST, "/login", &headers, body.clone()).await.status;
    }
    last == 429
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed_and_only_what_it_added_itself() {
    let world = World::behind(&[IpAddr::from(PROXY), IpAddr::from(INNER)]).await;
    let from = |line: &'static str| move |n: u8| vec![line.replace("{n}", &n.to_string())];
    // Nobody's word counts but a proxy's.
    assert!(locked(&world, "jy01.fuze", [127, 0, 0, 1], from("192.0.2.{n}")).await);
    assert!(!locked(&world, "jy02.fuze", PROXY, from("192.0.2.{n}")).await);
    // What the client wrote stands in front of what the proxy added, on the same line or on a line before.
    assert!(locked(&world, "jy03.fuze", PROXY, from("192.0.2.{n}, 198.51.100.7")).await);
    let two_lines = |n| vec![format!("192.0.2.{n}"), "198.51.100.8".to_owned()];
    assert!(locked(&world, "jy04.fuze", PROXY, two_lines).await);
    // Behind two proxies.
    assert!(locked(&world, "jy05.fuze", PROXY, from("192.0.2.{n}, 198.51.100.9, 10.0.0.2")).await);
    assert!(!locked(&world, "jy06.fuze", PROXY, from("192.0.2.{n}, 10.0.0.2")).await);
    // Nonsense is nobody's address.
    assert!(locked(&world, "jy07.fuze", PROXY, from("192.0.2.{n}, unknown")).await);
}
