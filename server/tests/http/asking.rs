//! What cannot be undone asks first: on no page does a single press do it.

use std::collections::BTreeSet;

use crate::crawl::walk;
use crate::html;
use crate::world::World;

/// Endings of the addresses of acts that cannot be undone, or not easily.
const IRREVERSIBLE: [&str; 8] =
    ["/end", "/suspend", "/withdraw", "/unshare", "/cancel", "/leave", "/units/sort", "/discard"];

/// Every button of a page that does what cannot be undone asks first.
fn look(path: &str, page: &str, found: &mut BTreeSet<&'static str>) {
    for (action, asked) in html::destinations(page) {
        // One's own login elsewhere, and what asks for a password besides, are ended as they are.
        let own = action.starts_with("/account/");
        let Some(act) = IRREVERSIBLE.iter().find(|act| action.ends_with(**act) && !own) else { continue };
        found.insert(*act);
        assert!(asked, "{path}: {action}");
    }
}

#[tokio::test]
async fn no_single_press_does_what_cannot_be_undone() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut found = BTreeSet::new();
    // What can be undone only as long as nobody has submitted, or once somebody was invited or something shared.
    let mut officer = world.person("jy.fangan").await;
    let scheme = html::ids(&officer.page("/t/jiyuan/schemes").await, "/t/jiyuan/schemes/").remove(0);
    let scheme = format!("/t/jiyuan/schemes/{scheme}");
    assert_eq!(officer.post(&format!("{scheme}/share"), &[("confirm", "yes")]).await.status, 303);
    let invited = [("name", "新同事"), ("post", "reviewer"), ("place", "tenant")];
    assert_eq!(officer.post("/t/jiyuan/people/invite", &invited).await.status, 200);
    for path in [&format!("{}/change", year.period), &scheme, "/t/jiyuan/people"] {
        look(path, &officer.page(path).await, &mut found);
    }
    assert_eq!(officer.post(&format!("{scheme}/unshare"), &[]).await.status, 303);
    world.get_going(&year).await;
    for login in ["jy.fangan", "pt.yunwei", "jy01.jingban", "sz.fangan"] {
        let known =
            usecases::demo::logins().into_iter().find(|known| known.login == login).expect("somebody");
        let mut browser = world.person(login).await;
        for path in walk(browser.clone(), &known).await {
            let answer = browser.get(&path).await;
            if answer.status != 200 || !answer.is_html() {
                continue;
            }
            look(&path, &answer.text(), &mut found);
        }
    }
    for act in IRREVERSIBLE {
        assert!(found.contains(act), "{act}: {found:?}");
    }
}
