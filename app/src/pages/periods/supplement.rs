use contract::period::{SupplementLine, SupplementPage};
use domain::points::Points;
use leptos::either::EitherOf3;
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};
use crate::ui::table::{self, Cell, lead, number, text};
use crate::ui::{Notice, TextArea, Tone};

/// 启用补充版: a version is chosen, what it would come to is shown, and only then it is put in force.
pub fn supplement(page: SupplementPage, sentence: Option<String>) -> impl IntoView {
    let action = format!("{}/periods/{}/supplement", page.base, page.period);
    let schemes = format!("{}/schemes", page.base);
    let stays = match page.decided {
        0 => String::new(),
        decided => format!("已审定的{decided}份不变。"),
    };
    let about = format!(
        "本周期现按{}执行。启用补充版后，未审定的{}份申报改按新版：已填报、已打分的内容都保留；不符合新规定的须重新填报，\
         改动过的细则须再核对一遍。{stays}",
        page.current, page.open
    );
    let chosen = page.versions.iter().any(|(id, _)| id.to_string() == page.form.scheme);
    let body = if page.versions.is_empty() {
        EitherOf3::A(view! {
            <section class="sheet">
                {empty("这份方案还没有比现行版本更新的版本。先由现行版本起草、修改并发布，再回到这里启用。")}
                <p><a class="btn" href=schemes>"去起草新版本"</a></p>
            </section>
        })
    } else if page.open == 0 {
        EitherOf3::B(
            view! { <section class="sheet">{empty("本周期的申报都已审定，不能再启用补充版。")}</section> },
        )
    } else {
        let choice = choose(&page, &action);
        let put = (chosen && page.against.is_none()).then(|| put_in_force(&page, &action));
        let effect = chosen.then(|| effect(&page));
        EitherOf3::C(view! { {choice} {effect} {put} })
    };
    view! {
        <p class="eyebrow"><a href=format!("{}/periods/{}", page.base, page.period)>{page.title.clone()}</a></p>
        <h1>"启用补充版"</h1>
        <p class="muted">{about}</p>
        {refused(sentence)}
        {body}
    }
}

fn choose(page: &SupplementPage, action: &str) -> impl IntoView + use<> {
    let options = page
        .versions
        .iter()
        .map(|(id, title)| {
            let id = id.to_string();
            let chosen = id == page.form.scheme;
            view! { <option value=id selected=chosen>{title.clone()}</option> }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <form method="get" action=action.to_owned()>
                <p class="field wide"><label for="scheme">"补充版"</label><select id="scheme" name="scheme">{options}</select></p>
                <p><button class="btn" type="submit">"查看改动和影响"</button></p>
            </form>
        </section>
    }
}

fn effect(page: &SupplementPage) -> impl IntoView + use<> {
    let changes = page.changes.iter().map(|text| view! { <li>{format!("{text}。")}</li> }).collect_view();
    let none = page.changes.is_empty().then(|| empty("与现行版本相比没有改动。"));
    let against = page.against.clone().map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> });
    let head = [
        lead("单位"),
        number("涉及改动"),
        number("须重新填报"),
        number("须再核对"),
        text("状态"),
        number("自评"),
        number("考核"),
    ];
    let table = table::of(head, page.lines.iter().map(line).collect::<Vec<_>>());
    let table = page.against.is_none().then(|| {
        view! {
            <section class="sheet">
                <h2>"对各单位的影响"</h2>
                {table}
            </section>
        }
    });
    view! {
        <section class="sheet">
            <h2>"改动"</h2>
            {none}
            <ul>{changes}</ul>
            {against}
        </section>
        {table}
    }
}

fn line(line: &SupplementLine) -> [Cell; 7] {
    let count = |n: u32| Cell::maybe((n > 0).then(|| format!("{n}条")));
    let (before, after) = line.states;
    let state = if before == after {
        after.label().to_owned()
    } else {
        format!("{}→{}", before.label(), after.label())
    };
    [
        line.unit.clone().into(),
        Cell::maybe((line.changes > 0).then(|| format!("{}处", line.changes))),
        count(line.anew),
        count(line.unlooked),
        state.into(),
        Cell::maybe(line.own.map(scores)),
        Cell::maybe(line.review.map(scores)),
    ]
}

/// “85.5” or “85.5→86”.
fn scores((before, after): (Points, Points)) -> String {
    if before == after { after.to_string() } else { format!("{before}→{after}") }
}

fn put_in_force(page: &SupplementPage, action: &str) -> impl IntoView + use<> {
    view! {
        <section class="sheet">
            <h2>"启用"</h2>
            <form method="post" action=action.to_owned()>
                <input type="hidden" name="scheme" value=page.form.scheme.clone()/>
                <label for="reason">"理由（各单位可见，记入留痕）"</label>
                <TextArea id="reason" name="reason" initial=page.form.reason.clone() rows=3/>
                <p class="small muted">"启用后不能改回旧版；确需恢复的，起草并启用新的补充版。"</p>
                <p><button class="btn primary" type="submit">"启用补充版"</button></p>
            </form>
        </section>
    }
}
