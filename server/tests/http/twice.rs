//! Every form sent twice, one after the other and both at once: one act, and the second answer is the first.

use serde_json::json;

use crate::answer::Answer;
use crate::browser::Browser;
use crate::html;
use crate::world::{World, Year};

/// How many acts 济源's journal holds; it verifies.
async fn acts(world: &World) -> u64 {
    let tenant = world.house.tenant_by_code("jiyuan").await.unwrap();
    world.house.verify_journal(tenant).await.unwrap().unwrap().entries
}

/// What one form does when it is sent, and sent again.
async fn twice(world: &World, who: &Browser, path: &str, fields: &[(&str, &str)], more: u64) -> String {
    let before = acts(world).await;
    let (mut one, mut other) = (who.clone(), who.clone());
    let (first, second) = tokio::join!(one.post(path, fields), other.post(path, fields));
    let led = first.location();
    assert_eq!(second.location(), led, "{path}");
    assert_eq!(one.post(path, fields).await.location(), led, "{path}");
    assert_eq!(acts(world).await, before + more, "{path}");
    led
}

#[tokio::test]
async fn every_form_pressed_twice_is_one_act() {
    let world = World::demo().await;
    let year = world.open_year().await;
    every_form(&world, &year).await;
}

pub async fn every_form(world: &World, year: &Year) {
    let officer = world.person("jy.fangan").await;
    let form = html::fields(&officer.clone().page("/t/jiyuan/periods/new").await, "/t/jiyuan/periods");
    let mut fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| *name != "title");
    fields.push(("title", "另一年度"));
    fields.push(("meant", "twice"));
    let units = fields.iter().filter(|(name, _)| *name == "unit").count() as u64;
    twice(world, &officer, "/t/jiyuan/periods", &fields, 1 + units).await;

    world.fill("jy01.jingban", year.case()).await;
    let (clerk, head) = (world.person("jy01.jingban").await, world.person("jy01.fuze").await);
    let reviewer = world.person("jy.kaohe").await;
    let confirmed = [("confirm", "yes")];
    twice(world, &clerk, &year.at("/hand-over"), &[], 1).await;
    twice(world, &head, &year.at("/send-back"), &[("message", "请再核对。")], 1).await;
    twice(world, &clerk, &year.at("/hand-over"), &[], 1).await;
    twice(world, &head, &year.at("/sign"), &confirmed, 1).await;
    let back = json!({"form": {"case": year.case(), "item": "1", "message": "请补充会议记录"}});
    let before = acts(world).await;
    let (mut one, mut other) = (reviewer.clone(), reviewer.clone());
    let path = "/t/jiyuan/api/items/return";
    let (first, second) = tokio::join!(one.call(path, &back), other.call(path, &back));
    assert_eq!((first.status, second.status), (200, 200), "{} {}", first.text(), second.text());
    assert_eq!(acts(world).await, before + 1);
    twice(world, &clerk, &year.at("/hand-over"), &[("message", "核对无误。")], 1).await;
    twice(world, &head, &year.at("/sign"), &confirmed, 1).await;
    world.score("jy.kaohe", year.case()).await;
    twice(world, &reviewer, &year.at("/close"), &[], 1).await;
    twice(world, &reviewer, &year.at("/reopen"), &[("message", "漏看材料。")], 1).await;
    twice(world, &reviewer, &year.at("/close"), &[], 1).await;
    decided_and_published_once(world, year, &officer).await;
}

async fn decided_and_published_once(world: &World, year: &Year, officer: &Browser) {
    let path = format!("{}/decision", year.period);
    let party = world.person("jy.dangzu").await;
    let page = party.clone().page(&path).await;
    let form = html::fields(&page, &path);
    let mut fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !["meeting", "held_on", "present", "leave_out"].contains(name));
    for (name, value) in &mut fields {
        if name.starts_with("outcome:") {
            *value = "评定为清廉机关";
        }
    }
    let today = world.house.edge().now().day().iso();
    fields.extend([
        ("meeting", "党组会议"),
        ("held_on", &today),
        ("present", "孙演二、李演三、王演四"),
        ("leave_out", "on"),
    ]);
    let minutes = ("minutes", "纪要.pdf", b"%PDF-1.7 minutes".as_slice());
    let (before, files) = (acts(world).await, world.files());
    let (mut one, mut other) = (party.clone(), party.clone());
    let (first, second) =
        tokio::join!(one.post_file(&path, &fields, minutes), other.post_file(&path, &fields, minutes));
    assert_eq!((first.location(), second.location()), (path.clone(), path.clone()));
    // One entry for the decision, one for the case; and one file.
    assert_eq!((acts(world).await, world.files()), (before + 2, files + 1));

    let page = party.clone().page(&path).await;
    let decision = html::ids(&officer.clone().page("/t/jiyuan").await, "/t/jiyuan/decisions/").remove(0);
    assert!(html::says(&page, "党组会议"));
    let path = format!("/t/jiyuan/decisions/{decision}/publish");
    let written = [
        ("number", "公告〔2026〕9号"),
        ("title", "结果公告"),
        ("issuer", "济源"),
        ("text", "现予公布。"),
        ("act", "preview"),
    ];
    let seen = html::fields(&officer.clone().post(&path, &written).await.text(), &path);
    let mut fields: Vec<_> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("act", "publish"));
    let public = twice(world, officer, &path, &fields, 2).await;
    assert!(public.starts_with("/p/jiyuan/"), "{public}");
}

#[tokio::test]
async fn a_scheme_is_not_published_again_unchanged() {
    let world = World::demo().await;
    let mut officer = world.person("jy.fangan").await;
    let before = acts(&world).await;
    let again = officer.post("/t/jiyuan/schemes", &[("name", "jiyuan")]).await;
    assert_eq!(again.status, 422);
    assert!(html::says(&again.text(), "第1版已经发布，内容完全相同，没有重复发布"));
    assert_eq!(acts(&world).await, before);
}

#[tokio::test]
async fn evidence_sent_twice_hangs_once() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let clerk = world.person("jy01.jingban").await;
    let path = year.at("/evidence?criterion=1.1");
    let (before, files) = (acts(&world).await, world.files());
    let send = async || -> Answer {
        clerk.clone().post_file(&path, &[("title", "会议")], ("file", "a.pdf", b"%PDF-1.7")).await
    };
    let (first, second) = tokio::join!(send(), send());
    assert_eq!((first.location(), second.location()), (year.at(""), year.at("")));
    assert_eq!((acts(&world).await, world.files()), (before + 1, files + 1));
}

#[tokio::test]
async fn logging_in_and_out_twice_harms_nobody() {
    let world = World::demo().await;
    let fields = [("login", "jy01.jingban"), ("password", usecases::demo::PASSWORD)];
    let (mut one, mut other) = (world.visitor(), world.visitor());
    let (first, second) = tokio::join!(one.post("/login", &fields), other.post("/login", &fields));
    assert_eq!((first.location(), second.location()), ("/".to_owned(), "/".to_owned()));
    let (mut again, cookie) = (one.clone(), one.cookie.clone());
    assert_eq!(one.post("/logout", &[]).await.location(), "/login");
    assert_eq!(again.post("/logout", &[]).await.location(), "/login");
    // The other login is another session and goes on.
    assert_eq!(other.get("/t/jiyuan").await.status, 200);
    let mut gone = Browser { cookie, ..world.visitor() };
    assert_eq!(gone.get("/t/jiyuan").await.location(), "/login?next=/t/jiyuan");
}
