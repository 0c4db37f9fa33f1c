//! The checklist as a form, for a browser without WebAssembly.

use contract::case::Layer;
use domain::scoring::Answer;

use crate::html;
use crate::world::{World, answer};

const TYPED: &str = "</textarea><script>alert(1)</script>";

#[tokio::test]
async fn a_section_is_saved_and_what_is_refused_comes_back_as_it_was_typed() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let path = year.at("/fill/1");
    let fields = [("1.1.revision", "0"), ("1.1.missing", "1"), ("1.1.remark", "缺一项")];
    assert_eq!(clerk.post(&path, &fields).await.location(), path);
    assert!(html::says(&clerk.page(&path).await, "缺一项"));
    // Somebody who had not seen it, and a number that is none.
    let stale = [("1.1.revision", "0"), ("1.1.missing", "2"), ("1.1.remark", TYPED)];
    let wrong =
        [("1.1.revision", "1"), ("1.1.missing", "<img src=x onerror=alert(2)>"), ("1.1.remark", TYPED)];
    for (fields, told) in [(stale, "您的内容没有丢失"), (wrong, "1.1")] {
        let back = clerk.post(&path, &fields).await;
        assert_eq!(back.status, 422);
        let page = back.text();
        assert!(html::says(&page, TYPED) && html::says(&page, told), "{told}");
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{told}");
    }
    assert!(!clerk.page(&path).await.contains("alert(1)"));
    // Who may not, and where there is nothing.
    for (login, page, status) in [
        ("jy.kaohe", "/fill/1", 403),
        ("jy01.fuze", "/fill/1", 403),
        ("jy01.jingban", "/review/1", 403),
        ("jy02.jingban", "/fill/1", 404),
        ("sz.kaohe", "/review/1", 404),
        ("jy01.jingban", "/fill/99", 404),
        ("jy01.jingban", "/fill/0", 404),
    ] {
        let answer = world.person(login).await.post(&year.at(page), &fields).await;
        assert_eq!(answer.status, status, "{login}: {page}");
    }
    let unread = clerk.post(&path, &[("1.1.revision", "x"), ("1.1.missing", "3")]).await;
    assert_eq!(unread.status, 400);
}

/// The browser with WebAssembly and the one without see each other's saves.
#[tokio::test]
async fn both_ways_of_saving_meet() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let live = answer(year.case(), Layer::Own, "1.1", Answer { remark: "甲".into(), ..Answer::default() }, 0);
    assert_eq!(clerk.call("/t/jiyuan/api/answers/save", &live).await.status, 200);
    let stale = clerk.post(&year.at("/fill/1"), &[("1.1.revision", "0"), ("1.1.remark", "乙")]).await;
    assert_eq!(stale.status, 422);
    let fresh = clerk.post(&year.at("/fill/1"), &[("1.1.revision", "1"), ("1.1.remark", "乙")]).await;
    assert_eq!(fresh.status, 303);
}
