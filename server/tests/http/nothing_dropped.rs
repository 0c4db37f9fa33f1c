//! Nothing that a form sends is dropped in silence: a field nobody asks for is told, with what else was typed kept; a choice that
//! was never offered is refused. Forms are taken from the pages of the product, as people see them; an endpoint whose form no
//! page of this house shows stands in [`BY_HAND`].

use std::collections::{BTreeMap, BTreeSet};

use server::endpoints;

use crate::browser::Browser;
use crate::html::{self, Form};
use crate::world::World;

const STRANGE: &str = "no_such_field";
const TYPED: &str = "没有人问过的内容";
const STALE: &str = "01930000-0000-7000-8000-00000000dead";

/// Whose pages are looked at; together they see nearly every form.
const PEOPLE: &[&str] = &[
    "jy01.jingban",
    "jy.kaohe",
    "jy.fangan",
    "jy.fuhe",
    "jy.dangzu",
    "jy01.fuze",
    "jy02.jingban",
    "jy02.fuze",
    "yy.fangan",
    "yy01.jingban",
    "wl.fangan",
    "pt.yunwei",
    "pt.anquan",
    "pt.shenji",
];

/// Endpoint, who sends it, where it is, what it holds.
type ByHand = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Endpoints whose form stands on no page of this house, by method and path: who sends it, where it is, what it holds.
const BY_HAND: &[ByHand] = &[
    ("/login", "", "/login", &[("login", "niemand"), ("password", "x")]),
    ("/login/code", "", "/login/code", &[("code", "000000")]),
    ("/join/{code}/{token}", "", "/join/jiyuan/nichts", &[("login", "a"), ("name", "b")]),
];

/// One form of a page and who sees it.
struct Seen {
    who: usize,
    page: String,
    form: Form,
}

/// The endpoint an address belongs to.
fn endpoint(paths: &[String], address: &str) -> Option<String> {
    let parts: Vec<_> = address.split(['?', '#']).next()?.split('/').collect();
    let fits = |path: &&String| {
        let places: Vec<_> = path.split('/').collect();
        places.len() == parts.len()
            && places.iter().zip(&parts).all(|(place, part)| place.starts_with('{') || place == part)
    };
    paths.iter().filter(fits).min_by_key(|path| path.matches('{').count()).cloned()
}

async fn sends(
    who: &mut Browser,
    form: &Form,
    action: &str,
    fields: &[(String, String)],
) -> crate::answer::Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    match form.file.as_deref() {
        Some(file) => who.post_file(action, &fields, (file, "a.pdf", b"%PDF-1.7")).await,
        None => who.post(action, &fields).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_field_of_every_form_is_told_or_kept() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.get_going(&year).await;
    let paths: Vec<String> = endpoints::list()
        .into_iter()
        .filter(|listed| listed.method == "POST" && !listed.path.contains("/api/"))
        .map(|listed| listed.path)
        .collect();
    let mut people = Vec::new();
    for login in PEOPLE {
        people.push(world.person(login).await);
    }
    let mut found: BTreeMap<String, Seen> = BTreeMap::new();
    for (at, who) in people.iter().enumerate() {
        collect(&mut who.clone(), at, &paths, &mut found).await;
    }
    let mut wrong = Vec::new();
    for (path, seen) in &found {
        let mut who = people[seen.who].clone();
        let action = if seen.form.action.is_empty() { seen.page.clone() } else { seen.form.action.clone() };
        let ours = action.starts_with("/t/");
        let more = [seen.form.fields.clone(), vec![(STRANGE.to_owned(), TYPED.to_owned())]].concat();
        let answer = sends(&mut who, &seen.form, &action, &more).await;
        let told = html::says(&answer.text(), "本页没有的栏目");
        let kept = !ours || answer.text().contains(TYPED);
        // Where no button was pressed that says what is to be done, nothing can be read at all, and that is told.
        let unread = answer.status == 400 && html::says(&answer.text(), "提交的内容不完整，没有接收");
        if !unread && (answer.status != 422 || !told || !kept) {
            let sent = format!("{} on {}", PEOPLE[seen.who], seen.page);
            wrong.push(format!(
                "{path}: an unknown field: {} told {told} kept {kept} ({sent})",
                answer.status
            ));
        }
        // What a preview was seen with is written anew by the next one.
        for name in seen.form.closed.iter().filter(|name| *name != "seen") {
            let mut stale = seen.form.fields.clone();
            match stale.iter_mut().find(|(field, _)| field == name) {
                Some((_, value)) => STALE.clone_into(value),
                None => stale.push((name.clone(), STALE.to_owned())),
            }
            let answer = sends(&mut who, &seen.form, &action, &stale).await;
            if !(400..500).contains(&answer.status) {
                wrong.push(format!("{path}: {name}={STALE}: {}", answer.status));
            }
        }
    }
    for (_, login, action, fields) in BY_HAND {
        let mut who = if login.is_empty() { world.visitor() } else { world.person(login).await };
        let fields = [fields, &[(STRANGE, TYPED)][..]].concat();
        let answer = who.post(action, &fields).await;
        if answer.status != 422 || !html::says(&answer.text(), "本页没有的栏目") {
            wrong.push(format!("{action}: an unknown field: {}", answer.status));
        }
    }
    let known: BTreeSet<&str> =
        found.keys().map(String::as_str).chain(BY_HAND.iter().map(|(path, ..)| *path)).collect();
    let listed = endpoints::list();
    let listed = listed.iter().filter(|one| one.method == "POST" && paths.contains(&one.path));
    let unseen: Vec<_> = listed.filter(|one| !known.contains(one.path.as_str())).collect();
    println!("{} forms seen, {} by hand, not seen: {}", found.len(), BY_HAND.len(), unseen.len());
    // Forms no page of this house shows today: what nobody asks for is never taken for an act.
    for one in unseen {
        let path = crate::endpoints::filled(one, "jiyuan", STALE);
        for (who, login) in people.iter().zip(PEOPLE) {
            let answer = who.clone().post(&path, &[(STRANGE, TYPED)]).await;
            if !(400..500).contains(&answer.status) {
                wrong.push(format!("{path}: an unknown field: {} ({login})", answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Follows the links of one person and keeps the first form of each endpoint.
async fn collect(who: &mut Browser, at: usize, paths: &[String], found: &mut BTreeMap<String, Seen>) {
    let mut seen = BTreeSet::new();
    let mut open = vec!["/".to_owned(), "/account".to_owned(), "/password".to_owned()];
    let mut cases = BTreeSet::new();
    while let Some(page) = open.pop() {
        if !seen.insert(page.clone()) {
            continue;
        }
        let answer = who.get(&page).await;
        if let Some(to) = answer.header("location") {
            open.push(to.to_owned());
            continue;
        }
        if answer.status != 200 || !answer.is_html() {
            continue;
        }
        let text = answer.text();
        for form in html::forms(&text) {
            let action = if form.action.is_empty() { page.clone() } else { form.action.clone() };
            if let Some(path) = endpoint(paths, &action) {
                found.entry(path).or_insert(Seen { who: at, page: page.clone(), form });
            }
        }
        for link in html::links(&text) {
            if let Some((_, case)) = link.split_once("/cases/") {
                let case = case.split('/').next().unwrap_or_default().to_owned();
                if !cases.contains(&case) && cases.len() >= 3 {
                    continue;
                }
                cases.insert(case);
            }
            if !link.contains("/files/") && !link.ends_with("/file") {
                open.push(link);
            }
        }
    }
}
