//! What cannot be undone asks first: on no page does a single press do it.

use crate::crawl::walk;
use crate::html;
use crate::world::World;

/// Endings of the addresses of acts that cannot be undone, or not easily.
const IRREVERSIBLE: [&str; 9] =
    ["/end", "/suspend", "/withdraw", "/unshare", "/cancel", "/leave", "/units/sort", "/discard", "/remove"];

#[tokio::test]
async fn no_single_press_does_what_cannot_be_undone() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.get_going(&year).await;
    let mut found = std::collections::BTreeSet::new();
    for login in ["jy.fangan", "pt.yunwei", "jy01.jingban", "sz.fangan"] {
        let known =
            usecases::demo::logins().into_iter().find(|known| known.login == login).expect("somebody");
        let mut browser = world.person(login).await;
        for path in walk(browser.clone(), &known).await {
            let answer = browser.get(&path).await;
            if answer.status != 200 || !answer.is_html() {
                continue;
            }
            for (action, asked) in html::forms(&answer.text()) {
                // One's own login elsewhere, and what asks for a password besides, are ended as they are.
                let own = action.starts_with("/account/");
                let Some(act) = IRREVERSIBLE.iter().find(|act| action.ends_with(**act) && !own) else {
                    continue;
                };
                found.insert(*act);
                assert!(asked, "{login}: {path}: {action}");
            }
        }
    }
    for act in ["/end", "/suspend", "/cancel", "/leave", "/units/sort"] {
        assert!(found.contains(act), "{act}: {found:?}");
    }
}
