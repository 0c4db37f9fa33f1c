use std::collections::BTreeSet;

use axum::http::Method;
use domain::refusal::Refusal;
use server::endpoints::{self, Listed};

use crate::browser::OURS;
use crate::world::World;

/// A path with something in every place.
pub fn filled(listed: &Listed, code: &str, id: &str) -> String {
    let part = |part: &str| match part {
        "{code}" => code.to_owned(),
        "{section}" => "1".to_owned(),
        "{file}" if listed.path.starts_with("/pkg/") => "none.js".to_owned(),
        part if part.starts_with('{') => id.to_owned(),
        part => part.to_owned(),
    };
    listed.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A route that is there answers 405 to a method nobody uses, and says which it has; elsewhere the fallback says 404.
#[tokio::test]
async fn the_list_and_the_router_agree() {
    let world = World::demo().await;
    let mut visitor = world.visitor();
    let list = endpoints::list();
    for listed in &list {
        let path = filled(listed, "jiyuan", "01930000-0000-7000-8000-000000000000");
        let answer = visitor.send(Method::PATCH, &path, &[OURS], "").await;
        assert_eq!(answer.status, 405, "{path}");
        let allowed = answer.header("allow").unwrap_or_else(|| panic!("{path}: no Allow"));
        assert!(allowed.split(',').any(|method| method == listed.method), "{path}: {allowed}");
        let methods = list.iter().filter(|other| other.path == listed.path).count();
        let known = allowed.split(',').filter(|method| *method != "HEAD").count();
        assert_eq!(known, methods, "{path}: {allowed} has methods that are not on the list");
        let beyond = visitor.get(&format!("{path}/beyond/the/last/part/of/it")).await;
        assert_eq!(beyond.status, 404, "{path}");
    }
    let distinct: BTreeSet<_> = list.iter().map(|listed| (&listed.method, &listed.path)).collect();
    assert_eq!(distinct.len(), list.len());
}

#[tokio::test]
async fn behind_every_staff_address_somebody_has_to_be_logged_in() {
    let world = World::demo().await;
    for listed in endpoints::list().iter().filter(|listed| listed.path.starts_with("/t/")) {
        let path = filled(listed, "jiyuan", "01930000-0000-7000-8000-000000000000");
        let method: Method = listed.method.parse().unwrap();
        let answer = world.visitor().send(method.clone(), &path, &[OURS], "").await;
        if path.contains("/api/") {
            answer.refuses(Refusal::NotSignedIn);
        } else if method == Method::GET {
            assert_eq!(answer.location(), format!("/login?next={path}"));
        } else {
            assert_eq!(answer.status, 401, "{path}");
        }
    }
}

#[test]
fn every_place_in_a_path_is_told_as_an_id() {
    for listed in endpoints::list() {
        let places = listed.path.matches('{').count();
        let told = listed.ids.iter().filter(|id| id.starts_with("path:")).count();
        assert_eq!(places, told, "{}", listed.path);
        assert!(!listed.act.is_empty(), "{}", listed.path);
    }
}
