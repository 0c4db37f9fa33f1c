//! What belongs to others answers exactly like what is not there.

use axum::http::Method;
use server::endpoints::{self, Listed};

use crate::answer::Answer;
use crate::browser::{Browser, FORM, JSON, OURS, multipart};
use crate::endpoints::filled;
use crate::html;
use crate::world::{World, Year};

const MISSING: &str = "01930000-0000-7000-8000-000000000000";

#[tokio::test]
async fn foreign_ids_answer_like_missing_ones() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let compared = foreign_is_missing(&world, &year, STRANGERS).await;
    assert!(compared > 200, "{compared}");
}

/// Ids of 济源 by the name they have in paths. Cases and files are those of 城市管理局.
struct Known {
    scheme: String,
    periods: [String; 2],
    cases: [String; 2],
    decision: String,
    files: [String; 2],
    announcement: String,
}

impl Known {
    async fn of(world: &World, year: &Year) -> Known {
        let mut officer = world.person("jy.fangan").await;
        let first = |page: &str, before: &str| html::ids(page, before).first().cloned().unwrap_or_default();
        let scheme = first(&officer.page("/t/jiyuan/schemes").await, "/t/jiyuan/schemes/");
        let mut periods = html::ids(&officer.page("/t/jiyuan/periods").await, "/t/jiyuan/periods/");
        periods.retain(|id| !year.period.ends_with(id));
        let past = periods.pop().unwrap();
        let ranking = officer.page(&format!("/t/jiyuan/periods/{past}/decision")).await;
        let minutes = first(&ranking, "/t/jiyuan/files/");
        let at = world.entered("jy.fangan", "jiyuan").await;
        let decided = world.house.ranking(&at, past.parse().unwrap()).await.unwrap().decisions;
        let clerk = world.entered("jy01.jingban", "jiyuan").await;
        let own = world.house.own_cases(&clerk).await.unwrap();
        let old = own.iter().find(|line| line.period == "2025年度").unwrap().case;
        let evidence = world.house.checklist(&clerk, old, 0).await.unwrap().evidence[0].file.to_string();
        let announced = world.house.public_page("jiyuan", None).await.unwrap().all;
        Known {
            scheme,
            periods: [past, year.period.rsplit('/').next().unwrap().to_owned()],
            cases: [old.to_string(), year.case().to_owned()],
            decision: decided[0].id.to_string(),
            files: [evidence, minutes],
            announcement: announced[0].id.to_string(),
        }
    }

    /// The ids of the kind an endpoint takes.
    fn of_endpoint(&self, listed: &Listed) -> Vec<&str> {
        let takes = |id: &str| listed.ids.iter().any(|known| known == id);
        let both = |ids: &'_ [String; 2]| -> Vec<String> { ids.to_vec() };
        let found = if takes("path:case") || takes("body:form.case") || takes("body:case") {
            both(&self.cases)
        } else if takes("path:period") {
            both(&self.periods)
        } else if takes("path:file") {
            both(&self.files)
        } else if takes("path:scheme") {
            vec![self.scheme.clone()]
        } else if takes("path:decision") {
            vec![self.decision.clone()]
        } else if takes("path:announcement") {
            vec![self.announcement.clone()]
        } else {
            vec![]
        };
        let everything = [&self.scheme, &self.decision, &self.announcement]
            .into_iter()
            .chain(&self.cases)
            .chain(&self.periods);
        everything.chain(&self.files).filter(|id| found.contains(id)).map(String::as_str).collect()
    }
}

/// Who asks, in which tenant's path, and whether they are strangers to the tenant or only to the unit.
pub const STRANGERS: &[(&str, &str, bool)] = &[
    ("sz.fangan", "shizhi", true),
    ("jy02.jingban", "jiyuan", false),
    ("hn.jiwei", "henan", true),
    ("sz01.jingban", "shizhi", true),
    ("sz.kaohe", "shizhi", true),
    ("sz.dangzu", "shizhi", true),
    ("xunkao", "shizhi", true),
    ("sz.fangan", "jiyuan", true),
    ("hn.jiwei", "jiyuan", true),
    ("jy02.fuze", "jiyuan", false),
    ("", "jiyuan", true),
    ("", "shizhi", true),
];

/// Asks for everything there is, and for what there is not; tells how many answers were compared.
pub async fn foreign_is_missing(world: &World, year: &Year, strangers: &[(&str, &str, bool)]) -> usize {
    let known = Known::of(world, year).await;
    let mut compared = 0;
    for &(login, code, outsider) in strangers {
        let mut browser = if login.is_empty() { world.visitor() } else { world.person(login).await };
        for listed in endpoints::list() {
            // A unit's people read the tenant's rubric, and the public reads announcements; the rest is not theirs.
            let sibling = listed.path.contains("{case}")
                || listed.path.contains("/api/")
                || listed.path.contains("{file}");
            let own = listed.path.contains("{announcement}") && code == "jiyuan";
            if (!outsider && !sibling) || own {
                continue;
            }
            for id in known.of_endpoint(&listed) {
                let there = ask(&mut browser, &listed, code, id).await;
                let nowhere = ask(&mut browser, &listed, code, MISSING).await;
                let what = format!("{login}: {} {} in {code}", listed.method, listed.path);
                assert_eq!(there.status, nowhere.status, "{what}");
                assert_eq!(there.text().replace(id, "…"), nowhere.text().replace(MISSING, "…"), "{what}");
                let location =
                    |answer: &Answer, id: &str| answer.header("location").map(|to| to.replace(id, "…"));
                assert_eq!(location(&there, id), location(&nowhere, MISSING), "{what}");
                assert!(
                    there.status >= 400 || there.status == 303 && login.is_empty(),
                    "{what}: {}",
                    there.status
                );
                compared += 1;
            }
        }
    }
    compared
}

async fn ask(browser: &mut Browser, listed: &Listed, code: &str, id: &str) -> Answer {
    let method: Method = listed.method.parse().unwrap();
    let mut path = filled(listed, code, id);
    if method == Method::GET {
        return browser.get(&path).await;
    }
    if path.contains("/api/") {
        let form = serde_json::json!({"case": id, "evidence": MISSING, "form": {
            "case": id, "layer": "own", "criterion": "1.1", "answer": {"inputs": {}, "remark": ""}, "based_on": 0,
            "client": "01930000-0000-7000-8000-000000000001", "item": "1", "message": "请补充",
        }});
        return browser.send(method, &path, &[OURS, JSON], form.to_string()).await;
    }
    if path.ends_with("/evidence") {
        path.push_str("?criterion=1.1");
    }
    if path.ends_with("/evidence") || path.contains("criterion=") || path.ends_with("/decision") {
        let kind = ("content-type", "multipart/form-data; boundary=grenze");
        let body = multipart("file", "a.pdf", b"%PDF-1.7", &[]);
        return browser.send(method, &path, &[OURS, kind], body).await;
    }
    let steps = ["/hand-over", "/take-back", "/recall", "/send-back", "/sign", "/reopen"];
    let said = if steps.iter().any(|step| path.ends_with(step)) { "confirm=yes&message=x" } else { "" };
    browser.send(method, &path, &[OURS, FORM], said).await
}

/// Other people's evidence cannot be taken away, nor can it be through a case of one's own.
#[tokio::test]
async fn evidence_is_removed_only_from_the_case_it_hangs_on() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let path = year.at("/evidence?criterion=1.1");
    let mut clerk = world.person("jy01.jingban").await;
    let evidence: serde_json::Value = clerk.upload(&path, "a.pdf", b"%PDF-1.7").await.json();
    let mut sibling = world.person("jy02.jingban").await;
    for case in [year.case(), &year.cases[1]] {
        let body = serde_json::json!({"case": case, "evidence": evidence["id"]});
        let answer = sibling.call("/t/jiyuan/api/evidence/remove", &body).await;
        assert_eq!(answer.status, 404, "{}", answer.text());
    }
    let body = serde_json::json!({"case": year.case(), "evidence": evidence["id"]});
    assert_eq!(clerk.call("/t/jiyuan/api/evidence/remove", &body).await.status, 200);
}
