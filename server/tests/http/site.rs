use axum::http::Method;
use serde_json::Value;

use crate::world::World;

#[tokio::test]
async fn whoever_watches_the_machine_is_told() {
    let world = World::demo().await;
    let mut visitor = world.visitor();
    for path in ["/healthz", "/readyz"] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "ok\n"));
    }
    assert_eq!(visitor.send(Method::HEAD, "/healthz", &[], "").await.status, 200);
}

/// The manifest of the built site, if there is one.
fn manifest() -> Option<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site/site.json");
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

#[tokio::test]
async fn the_sites_files_come_packed_and_are_kept_for_good() {
    let world = World::demo().await;
    let mut visitor = world.visitor();
    let Some(manifest) = manifest() else {
        // Not built: the answer is a page of ours, not an empty one (`answer::checked`).
        for path in ["/favicon.svg", "/robots.txt", "/pkg/qingping.js"] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        return;
    };
    for (path, kind) in [("/favicon.svg", "image/svg+xml"), ("/robots.txt", "text/plain; charset=utf-8")] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
    }
    assert!(visitor.get("/robots.txt").await.text().contains("Disallow"));
    let scripts = manifest["scripts"].as_object().unwrap().values();
    let code =
        ["checklist", "studio"].into_iter().flat_map(|half| [&manifest[half]["js"], &manifest[half]["wasm"]]);
    let files = code.chain([&manifest["css"]]).chain(scripts);
    for path in files.map(|path| path.as_str().unwrap()) {
        let plain = visitor.get(path).await;
        assert_eq!(plain.status, 200, "{path}");
        assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(plain.header("content-encoding"), None);
        let kind = plain.header("content-type").unwrap();
        let expected = if path.ends_with(".js") {
            "text/javascript"
        } else if path.ends_with(".css") {
            "text/css"
        } else {
            "application/wasm"
        };
        assert!(kind.starts_with(expected), "{path}: {kind}");
        if plain.body.len() < 1024 {
            continue;
        }
        for (accepts, coding) in
            [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=1.0", "br"), ("gzip, br;q=0", "gzip")]
        {
            let packed = visitor.send(Method::GET, path, &[("accept-encoding", accepts)], "").await;
            assert_eq!(packed.header("content-encoding"), Some(coding), "{path}: {accepts}");
            assert!(packed.body.len() < plain.body.len(), "{path}");
            assert!(packed.header("vary").is_some_and(|vary| vary.contains("accept-encoding")), "{path}");
        }
    }
    // Pages name these very files, and only pages with islands wake them.
    let login = visitor.page("/login").await;
    assert!(login.contains(manifest["css"].as_str().unwrap()));
    assert!(!login.contains(manifest["scripts"]["wake"].as_str().unwrap()));
}

#[tokio::test]
async fn pages_are_packed_on_the_way() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let accepts = [("accept-encoding", "gzip"), ("accept", "application/json")];
    let packed = officer.send(Method::GET, "/p/jiyuan", &accepts[..1], "").await;
    // Unpacked, it would not have passed for a page.
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
}
