//! What a checklist consists of: all 部分 and 考评项目 with their state, beside the part that is filled; and the keys.
//! It is the page's, not the island's: the island changes the marks only.

use contract::case::{Checklist, Layer};
use contract::packed::Packed;
use domain::scheme::Heading;
use domain::scoring::{Answers, CriterionScore, Filling};
use leptos::prelude::*;

use crate::islands::{ChecklistDesk, Done};

/// The outline and the live part.
pub fn desk(list: Checklist, layer: Layer) -> impl IntoView {
    let outline = outline(&list, layer);
    view! {
        <div class="fill" id="fill">
            {outline}
            <ChecklistDesk list=Packed(list) layer=layer/>
        </div>
        {keys(layer)}
    }
}

fn outline(list: &Checklist, layer: Layer) -> impl IntoView + use<> {
    let done = done(list, layer);
    let mut next = 0;
    let sections = list.scheme.sections.iter().zip(0_u32..).map(|(section, number)| {
        let first = next;
        next += section.all_criteria().count();
        section_of(list, layer, (section, number), &done[first..next])
    });
    let sections = sections.collect_view();
    view! {
        <nav class="toc" id="toc" aria-label="考评项目" tabindex="-1">
            <p class="close noprint"><a class="btn" href="#fill">"关闭目录"</a></p>
            {sections}
            {keys_line()}
        </nav>
    }
}

/// By place: the criteria there is nothing left to do about.
fn done(list: &Checklist, layer: Layer) -> Vec<bool> {
    let filling = |layer| {
        let given = if layer == Layer::Own { &list.own } else { &list.review };
        let answers: Answers = given.iter().map(|(no, given)| (no.clone(), given.answer.clone())).collect();
        Filling::new(&list.scheme, answers, list.circumstances(layer, &list.facts))
    };
    let here = filling(layer);
    if layer == Layer::Own {
        return here.sheet().criteria().map(|line| line.complete).collect();
    }
    let own = filling(Layer::Own);
    let reasoned = |line: &CriterionScore| {
        let answer = here.answers().get(line.no.as_str());
        answer.is_some_and(|answer| !answer.remark.trim().is_empty())
    };
    let lines = here.sheet().criteria().zip(own.sheet().criteria());
    lines.map(|(line, stated)| line.complete && (line.says_the_same(stated) || reasoned(line))).collect()
}

fn section_of(
    list: &Checklist,
    layer: Layer,
    (section, number): (&Heading, u32),
    done: &[bool],
) -> impl IntoView + use<> {
    let here = number == list.section;
    let address = list.section_page(layer, number);
    let mut next = 0;
    let items: Vec<_> = section
        .items_within()
        .map(|item| {
            let first = next;
            next += item.criteria.len();
            (item, mark(list, item, &done[first..next]))
        })
        .collect();
    // What is its own only item says its heading once.
    let single = items.len() == 1 && items.iter().all(|(item, _)| item.heading() == section.heading());
    let (state, items) = match single {
        true => (items.into_iter().next().map(|(_, mark)| mark), Vec::new()),
        false => (None, items),
    };
    let items = items.into_iter().map(|(item, mark)| {
        let href = if here { format!("#i-{}", item.no) } else { format!("{address}#i-{}", item.no) };
        let changed = layer == Layer::Review
            && item.criteria.iter().any(|criterion| list.changed(&criterion.no).is_some());
        view! {
            <li>
                <a href=href>
                    {mark}
                    <span>{item.heading()}{changed.then(|| view! { <span class="tag wait">"已改动"</span> })}</span>
                    <span class="pt num">{item.points.map(|points| points.to_string())}</span>
                </a>
            </li>
        }
    });
    let items = items.collect::<Vec<_>>();
    let items = (!items.is_empty()).then(|| view! { <ol>{items}</ol> });
    view! {
        <h2>
            <a href=address aria-current=here.then_some("page")>
                {state}
                <span>{section.heading()}</span>
                <span class="num">{section.worth()}</span>
            </a>
        </h2>
        {items}
    }
}

fn mark(list: &Checklist, item: &Heading, done: &[bool]) -> impl IntoView + use<> {
    let back = list.returns.iter().any(|back| *back.item == *item.no && !back.settled);
    let (class, told) = if back { Done::Returned } else { Done::of(done) }.told();
    view! { <span class=class id=format!("s-{}", item.no)>{told}</span> }
}

/// The keys as people are told them.
const KEYS: &[(&[&str], &str)] = &[
    (&["J", "Alt ↓"], "下一条评分细则"),
    (&["K", "Alt ↑"], "上一条评分细则"),
    (&["N"], "下一处没有填完的地方"),
    (
        &["1", "2", "…", "9"],
        "按显示的顺序选第几项：1总是第一项（没有、达标、是，排在最前）；要填数字的，直接输入数字",
    ),
    (&["回车"], "填完数字，到下一处"),
    (&["Esc"], "离开输入框，回到这一条"),
    (&["R"], "写说明或评分理由"),
    (&["U"], "添加佐证材料"),
    (&["L"], "标记“以后再填”"),
    (&["A"], "同意自评（考核时）"),
    (&["S"], "到考评项目列表"),
    (&["[", "]"], "上一部分、下一部分"),
    (&["?"], "打开本说明"),
];

/// The keys in a line below the list.
fn keys_line() -> impl IntoView {
    view! {
        <p class="keys awake noprint">
            <span><kbd>"J"</kbd>"下一条"</span>" "
            <span><kbd>"K"</kbd>"上一条"</span>" "
            <span><kbd>"N"</kbd>"下一处未填"</span>" "
            <span><kbd>"1"</kbd>"…"<kbd>"9"</kbd>"选择"</span>" "
            <button type="button" class="quiet" aria-keyshortcuts="?" data-do="keys"><kbd>"?"</kbd>"全部快捷键"</button>
        </p>
    }
}

/// All keys, and the switch.
fn keys(layer: Layer) -> impl IntoView {
    let named = |names: &'static [&'static str]| {
        let name = |name: &&'static str| match *name {
            "…" => view! { "… " }.into_any(),
            name => view! { <kbd>{name}</kbd>" " }.into_any(),
        };
        names.iter().map(name).collect_view()
    };
    let mine = KEYS.iter().filter(|(names, _)| layer == Layer::Review || names != &["A"]);
    let lines = mine.map(|(names, does)| view! { <dt>{named(names)}</dt><dd>{*does}</dd> }).collect_view();
    view! {
        <dialog id="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"键盘快捷键"</h2>
            <dl>{lines}</dl>
            <p class="check">
                <input type="checkbox" id="keys-on" data-do="switch" checked=true/>
                <label for="keys-on">"启用单键快捷键（在输入框中打字时始终不起作用）"</label>
            </p>
            <form method="dialog"><button class="btn">"关闭"</button></form>
        </dialog>
    }
}
