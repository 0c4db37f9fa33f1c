//! What people type stays text, wherever it is shown.

use contract::case::Layer;
use domain::scheme::builtin;
use domain::scoring::Answer;
use serde_json::json;
use usecases::demo::own_answer;

use crate::html;
use crate::world::{World, answer};

const REMARK: &str = "</textarea><script>alert(1)</script>";
/// Names take no angle brackets at all; what is left of markup is quotes.
const TITLE: &str = "\" onerror=alert(2) x=\"";
const MESSAGE: &str = "\"><svg onload=alert(3)>";

/// Nowhere does it become markup; `html::well_formed` has looked for handlers and scripts already.
fn harmless(path: &str, page: &str) {
    for markup in ["<script>alert", "<img src=x", "<svg onload", "\"><svg"] {
        assert!(!page.contains(markup), "{path}: {markup}");
    }
}

#[tokio::test]
async fn what_people_type_never_becomes_markup() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let rubric = builtin::load("jiyuan").unwrap();
    world.fill("jy01.jingban", year.case()).await;
    let manual = rubric.criteria().find(|criterion| criterion.is_manual()).unwrap();
    let typed = |text: &str| Answer { remark: text.into(), ..own_answer(manual, 3) };
    let save = answer(year.case(), Layer::Own, &manual.no, typed(REMARK), 1);
    assert_eq!(clerk.call("/t/jiyuan/api/answers/save", &save).await.status, 200);
    let path = year.at(&format!("/evidence?criterion={}", manual.no));
    let file = ("file", "a' onload=alert(4) x.pdf", b"%PDF-1.7".as_slice());
    assert_eq!(clerk.post_file(&path, &[("title", TITLE)], file).await.status, 303);
    clerk.post(&year.at("/hand-over"), &[]).await.location();
    let mut head = world.person("jy01.fuze").await;
    head.post(&year.at("/send-back"), &[("message", MESSAGE)]).await.location();
    clerk.post(&year.at("/hand-over"), &[]).await.location();
    head.post(&year.at("/sign"), &[("confirm", "yes")]).await.location();
    let mut reviewer = world.person("jy.kaohe").await;
    let score = answer(year.case(), Layer::Review, &manual.no, typed(REMARK), 0);
    assert_eq!(reviewer.call("/t/jiyuan/api/answers/score", &score).await.status, 200);
    let item = &rubric.item_of(&manual.no).unwrap().no;
    let back = json!({"form": {"case": year.case(), "item": item, "message": MESSAGE}});
    assert_eq!(reviewer.call("/t/jiyuan/api/items/return", &back).await.status, 200);

    let section = rubric
        .sections
        .iter()
        .position(|section| section.items.iter().any(|known| known.no == *item))
        .unwrap()
        + 1;
    let (fill, review) = (year.at(&format!("/fill/{section}")), year.at(&format!("/review/{section}")));
    let case = year.at("");
    for (who, path, shown) in [
        (&clerk, fill.as_str(), &[REMARK, TITLE, MESSAGE][..]),
        (&head, &fill, &[REMARK, TITLE, MESSAGE]),
        (&reviewer, &review, &[REMARK, TITLE, MESSAGE]),
        (&clerk, &case, &[TITLE, MESSAGE]),
        (&reviewer, &case, &[REMARK, TITLE, MESSAGE]),
        (&world.person("jy.fangan").await, "/t/jiyuan/journal", &[]),
    ] {
        let page = who.clone().page(path).await;
        harmless(path, &page);
        for text in shown {
            assert!(html::says(&page, text), "{path} does not show {text}");
        }
    }
}

#[tokio::test]
async fn refused_forms_show_what_was_typed_as_text() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let typed = "\"><script>alert(1)</script></textarea><img src=x onerror=alert(2)>";
    let mut officer = world.person("jy.fangan").await;
    let mut party = world.person("jy.dangzu").await;
    let pages = [
        officer.post("/t/jiyuan/periods", &[("title", typed), ("kind", typed), ("scheme", typed)]).await,
        officer.post("/t/jiyuan/schemes", &[("name", typed)]).await,
        party
            .post_file(
                &format!("{}/decision", year.period),
                &[("meeting", typed), ("note", typed), ("present", typed), ("outcome:x", typed)],
                ("minutes", "a.pdf", b"%PDF-1.7"),
            )
            .await,
    ];
    for page in pages {
        assert!((400..500).contains(&page.status), "{}", page.status);
        harmless("refused", &page.text());
    }
}
