//! Whoever must change the password does nothing else before: every address of a tenant, whatever it is.

use axum::http::Method;
use server::endpoints;

use crate::browser::{FORM, JSON, OURS};
use crate::world::World;

const MISSING: &str = "01930000-0000-7000-8000-000000000000";

#[tokio::test]
async fn nothing_of_a_tenant_is_reached_before_the_password_is_changed() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy14.jingban").await;
    let mut asked = 0;
    for endpoint in endpoints::list() {
        let inside = endpoint.path.starts_with("/t/");
        if !inside {
            continue;
        }
        let path: String = endpoint
            .path
            .replace("{code}", "jiyuan")
            .replace("{section}", "1")
            .replace("{case}", year.case())
            .split('/')
            .map(|part| if part.starts_with('{') { MISSING } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let method: Method = endpoint.method.parse().unwrap();
        let kind = if path.contains("/api/") { JSON } else { FORM };
        let answer = clerk.send(method.clone(), &path, &[OURS, kind], "title=x").await;
        let led = (answer.status, answer.header("location").unwrap_or_default().to_owned());
        let island = path.contains("/api/");
        assert!(
            led == (303, "/password".into()) || (island && led.0 == 403),
            "{method} {path}: {led:?} {}",
            answer.text()
        );
        asked += 1;
    }
    assert!(asked > 25, "{asked}");
    assert_eq!(clerk.get("/").await.location(), "/password");
    // Changed, everything opens.
    let typed = [("current", usecases::demo::PASSWORD), ("new", "Xin-Mima-2026"), ("again", "Xin-Mima-2026")];
    assert_eq!(clerk.post("/password", &typed).await.status, 200);
    assert_eq!(clerk.get("/t/jiyuan").await.status, 200);
}
