//! A form that cannot be taken now comes back with what was typed; a text in a browser is never lost to a refusal.

use contract::case::Layer;
use domain::policy::{Act, Actor, Place, authorise};
use domain::refusal::Refusal;
use domain::scoring::Answer;
use store::appointments;

use crate::browser::Browser;
use crate::html;
use crate::world::{World, answer};

const TEXT: &str = "写了半小时的说明</textarea><script>alert(1)</script>";
const SAVE: &str = "/t/jiyuan/api/answers/save";
const MISSING: &str = "01930000-0000-7000-8000-000000000000";

fn fields(page: &str) -> Vec<(String, String)> {
    html::fields(page, "")
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn after_the_login_has_ended_a_form_is_sent_again_from_the_page_that_says_so() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let now = world.house.edge().now();
    world.house.edge().move_to(now.plus_minutes(45));
    let path = year.at("/fill/1");
    let typed = [("1.1.revision", "0"), ("1.1.missing", "1"), ("1.1.remark", TEXT)];
    let back = clerk.post(&path, &typed).await;
    assert_eq!(back.status, 401);
    let page = back.text();
    assert!(html::says(&page, TEXT) && html::says(&page, "仍保留在本页"), "{page}");
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("href=\"/login\""));
    // Logged in again in another tab of the same browser.
    let again = world.person("jy01.jingban").await;
    clerk.cookie = again.cookie;
    assert_eq!(clerk.post(&path, &borrowed(&fields(&page))).await.location(), path);
    assert!(html::says(&clerk.page(&path).await, TEXT));
}

#[tokio::test]
async fn a_form_with_a_file_comes_back_without_it() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let path = format!("{}/decision", year.period);
    let files = world.files();
    let file = ("minutes", "纪要.pdf", b"%PDF-1.7".as_slice());
    let mut officer = world.person("jy.fangan").await;
    let now = world.house.edge().now();
    world.house.edge().move_to(now.plus_minutes(45));
    let back = officer.post_file(&path, &[("meeting", "党组会议"), ("note", TEXT)], file).await;
    assert_eq!(back.status, 401);
    let page = back.text();
    assert!(page.contains("enctype=\"multipart/form-data\"") && html::says(&page, "请重新选择"), "{page}");
    let kept = fields(&page);
    assert!(
        kept.contains(&("note".into(), TEXT.into())) && kept.contains(&("meeting".into(), "党组会议".into()))
    );
    assert_eq!(world.files(), files);
    // Nothing typed, nothing to keep.
    let plain = officer.post(&year.at("/hand-over"), &[]).await;
    assert!(!plain.text().contains("再次提交"));
    // A password is never written into a page.
    let secret = world.visitor().post("/password", &[("current", "Geheim-2026"), ("text", "x")]).await;
    assert!(!secret.text().contains("Geheim"));
}

#[tokio::test]
async fn somebody_whose_post_has_just_ended_keeps_the_text() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    clerk.page(&year.at("/fill/1")).await;
    end_posts(&world, "jy01.jingban").await;
    let save = answer(year.case(), Layer::Own, "1.1", Answer { remark: TEXT.into(), ..Answer::default() }, 0);
    clerk.call(SAVE, &save).await.refuses(Refusal::NotFound);
    let typed = [("1.1.revision", "0"), ("1.1.remark", TEXT)];
    let back = clerk.post(&year.at("/fill/1"), &typed).await;
    assert_eq!(back.status, 404);
    assert!(html::says(&back.text(), TEXT) && html::says(&back.text(), "岗位或任职单位可能刚刚有变动"));
    // The same page for a case that is not there and one of somebody else: nothing is learnt from it.
    let foreign = format!("/t/jiyuan/cases/{}/fill/1", year.cases[1]);
    let missing = format!("/t/jiyuan/cases/{MISSING}/fill/1");
    let mut other = world.person("jy03.jingban").await;
    let (one, two) = (other.post(&foreign, &typed).await, other.post(&missing, &typed).await);
    assert_eq!((one.status, one.text()), (two.status, two.text()));
    assert!(html::says(&one.text(), TEXT));
}

/// All posts of a person end now.
async fn end_posts(world: &World, login: &str) {
    let at = world.entered(login, "jiyuan").await;
    let tenant = at.tenant.id;
    let permit = authorise(&Actor::Job(tenant), Act::ManagePeople, Place::tenant(tenant)).unwrap();
    let tx = world.house.store().write(tenant).await.unwrap();
    for held in appointments::all(&tx, world.house.edge().now()).await.unwrap() {
        if held.person == at.member.person {
            appointments::end(&tx, &permit, held.id, world.house.edge().now()).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_refused_message_stays_in_its_field() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.fill("jy01.jingban", year.case()).await;
    world.person("jy01.jingban").await.post(&year.at("/hand-over"), &[]).await.location();
    let mut head = world.person("jy01.fuze").await;
    let long = "请".repeat(501);
    let back = head.post(&year.at("/send-back"), &[("message", &long)]).await;
    assert_eq!(back.status, 422);
    assert!(html::says(&back.text(), "退回说明不能超过500个字，现在有501个字"));
    assert!(html::fields(&back.text(), &year.at("/send-back")).contains(&("message".into(), long)));
}

/// What one person typed is not saved under the name of another who has logged in meanwhile.
#[tokio::test]
async fn a_page_speaks_only_for_the_person_it_was_made_for() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mine = world.entered("jy01.jingban", "jiyuan").await.member.person.to_string();
    let theirs = world.entered("jy02.jingban", "jiyuan").await.member.person.to_string();
    let mut clerk = world.person("jy01.jingban").await;
    let mut save =
        answer(year.case(), Layer::Own, "1.1", Answer { remark: "甲".into(), ..Answer::default() }, 0);
    save["person"] = theirs.clone().into();
    clerk.call(SAVE, &save).await.refuses(Refusal::AnotherPerson);
    save["person"] = mine.clone().into();
    assert_eq!(clerk.call(SAVE, &save).await.status, 200);
    let files = world.files();
    let path = year.at("/evidence?criterion=1.1");
    let upload = async |clerk: &mut Browser, person: &str| {
        clerk.post_file(&path, &[("person", person)], ("file", "a.pdf", b"%PDF-1.7")).await.status
    };
    assert_eq!(upload(&mut clerk, &theirs).await, 409);
    assert_eq!(world.files(), files);
    assert_eq!(upload(&mut clerk, &mine).await, 303);
}

/// A reviewer's page from before the unit's correction: the score is not taken for what no longer stands.
#[tokio::test]
async fn a_score_given_to_what_was_corrected_meanwhile_is_not_taken() {
    let world = World::demo().await;
    let year = world.open_year().await;
    world.get_going(&year).await;
    let (mut clerk, mut reviewer) = (world.person("jy01.jingban").await, world.person("jy.kaohe").await);
    let correction =
        answer(year.case(), Layer::Own, "1.1", Answer { remark: "补正".into(), ..Answer::default() }, 1);
    assert_eq!(clerk.call(SAVE, &correction).await.status, 200);
    let mut score =
        answer(year.case(), Layer::Review, "1.1", Answer { remark: "同意".into(), ..Answer::default() }, 0);
    let path = "/t/jiyuan/api/answers/score";
    score["seen"] = 1.into();
    reviewer.call(path, &score).await.refuses(Refusal::StatedAnew { criterion: "1.1".into() });
    score["seen"] = 2.into();
    assert_eq!(reviewer.call(path, &score).await.status, 200);
}
