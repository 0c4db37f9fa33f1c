//! A long list: what is looked for, how many there are, a page of it, the ways to the pages beside it. All of it works
//! without script, and stands in the address.

use contract::list::{Page, Wanted};
use leptos::prelude::*;

use super::notice::Empty;

/// How a list is spoken of.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// What can be looked for: “单位名称”.
    pub search: &'static str,
    /// What is counted: “个单位”.
    pub count: &'static str,
    /// What is said while there is nothing at all.
    pub nothing: &'static str,
}

/// A page of the list at `path`; `shown` makes its lines a table.
pub fn paged<T>(path: &str, told: Told, page: Page<T>, shown: impl FnOnce(Vec<T>) -> AnyView) -> AnyView {
    let Told { search, count, nothing } = told;
    let said = page.wanted.said().to_owned();
    let looked_for = !said.is_empty();
    let (back, forth) = (page.back(), page.forth());
    let Page { lines, matching, before, .. } = page;
    let length = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let alone = matching == 0 && !looked_for;
    let tools = (!alone).then(|| {
        let all = looked_for
            .then(|| view! { <a class="chip on" href=path.to_owned()>{format!("“{said}”")}<span class="sr">"，取消查找"</span>" ×"</a> });
        view! {
            <form class="find noprint" method="get" action=path.to_owned() role="search">
                <input type="search" name="q" value=said.clone() placeholder=search aria-label=format!("查找{search}")/>
                <button class="btn" type="submit">"查找"</button>
                {all}
            </form>
        }
    });
    let body = match (lines.is_empty(), looked_for) {
        (false, _) => shown(lines),
        (true, true) => {
            let sentence = format!("没有找到“{said}”。请核对文字，或取消查找，查看全部。");
            view! { <Empty text=sentence/> }.into_any()
        }
        (true, false) if matching == 0 => view! { <Empty text=nothing/> }.into_any(),
        (true, false) => view! { <Empty text="这一页已经没有内容，请回到列表开头。"/> }.into_any(),
    };
    let which = if looked_for { "符合条件" } else { "共" };
    let where_it_is = match length {
        0 => String::new(),
        _ if length == matching => String::new(),
        _ => format!("，本页第{}—{}", before + 1, before + length),
    };
    let link = |wanted: Option<Wanted>, label: &'static str, rel: &'static str| {
        wanted.map(|wanted| view! { <a href=wanted.address(path) rel=rel>{label}</a> })
    };
    let start = (length == 0 && matching > 0).then(|| {
        let wanted = Wanted { q: said.clone(), ..Wanted::default() };
        view! { <a href=wanted.address(path)>"回到开头"</a> }
    });
    let pages = (!alone).then(|| {
        view! {
            <nav class="pages" aria-label="分页">
                <span>{format!("{which}{matching}{count}{where_it_is}")}</span>
                {start}
                {link(back, "上一页", "prev")}
                {link(forth, "下一页", "next")}
            </nav>
        }
    });
    view! { {tools} {body} {pages} }.into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    const TOLD: Told = Told { search: "单位名称", count: "个单位", nothing: "还没有单位。" };

    fn html(page: Page<u32>) -> String {
        let table = |lines: Vec<u32>| view! { <p>{format!("{lines:?}")}</p> }.into_any();
        Owner::new().with(|| paged("/t/x/list", TOLD, page, table).to_html())
    }

    #[test]
    fn a_list_says_how_many_there_are_and_where_it_goes_on() {
        let middle = Page {
            lines: vec![51, 52],
            wanted: Wanted { q: "城".into(), ..Wanted::default() },
            matching: 58,
            before: 50,
            previous: Some("1~a".into()),
            next: Some("2~b".into()),
        };
        let told = html(middle);
        for part in ["符合条件58个单位，本页第51—52", "q=%E5%9F%8E&amp;before=1~a", "after=2~b", "取消查找"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
        let whole = Page { lines: vec![1, 2], matching: 2, ..Page::default() };
        let told = html(whole);
        assert!(told.contains("共2个单位<") && !told.contains("下一页"), "{told}");
    }

    #[test]
    fn an_empty_list_says_why() {
        assert!(html(Page::default()).contains("还没有单位。"));
        let wanted = Wanted { q: "<b>".into(), ..Wanted::default() };
        let told = html(Page { wanted, ..Page::default() });
        assert!(told.contains("没有找到“&lt;b&gt;”"), "{told}");
        assert!(html(Page { matching: 3, ..Page::default() }).contains("回到开头"));
    }
}
