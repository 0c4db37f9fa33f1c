//! 方案工作台, and the preview of a draft.

use contract::case::Layer;
use contract::packed::Packed;
use contract::scheme::{Effect, Preview, PreviewOf, Studio as Loaded};
use domain::points::Points;
use leptos::prelude::*;

use super::parts::{empty, refused};
use crate::islands::{ChecklistDesk, Studio};
use crate::ui::table::{self, Cell, lead, number, text};
use crate::ui::{Ask, Check};

/// One draft being written.
pub fn studio(loaded: Loaded, sentence: Option<String>) -> impl IntoView {
    let here = format!("{}/studio/{}", loaded.base, loaded.draft);
    let list = format!("{}/schemes", loaded.base);
    let changed = format!("　草稿　{}", loaded.changed);
    view! {
        <p class="eyebrow"><a href=list>"创建方案"</a>{changed}</p>
        <h1>"起草方案"</h1>
        {refused(sentence)}
        <noscript>
            <p class="why">"浏览器没有启用脚本，不能在线编辑：可以下载方案文件修改，删除这份草稿后再载入；也可以预览和发布。"</p>
        </noscript>
        <p class="noprint">
            <a class="btn" href=format!("{here}/preview/1")>"预览和试填"</a>" "
            <a class="btn" href=format!("{here}/effect")>"对上一周期结果的影响"</a>" "
            <a class="btn" href=format!("{here}/file") download="">"下载方案文件"</a>
        </p>
        <Studio loaded=loaded/>
        <Ask act="删除草稿" whose="" action=format!("{here}/discard")
            follows="已经发布的版本不受影响；草稿删除后不能恢复，可先下载方案文件留存。">
            <p><Check id="confirm" name="confirm" label="确认删除" required=true/></p>
        </Ask>
    }
}

/// What the draft would have made of the last period, unit by unit.
pub fn effect(page: Effect) -> impl IntoView {
    let Effect { base, draft, title, period, lines } = page;
    let here = format!("{base}/studio/{draft}");
    let body = if lines.is_empty() {
        empty("这份方案还没有办结考核的周期，无从比较。发布并考核一个周期后，再改动时在这里查看影响。")
            .into_any()
    } else {
        let rows = lines.into_iter().map(|line| {
            let open = line.anew > 0;
            let after = match open {
                true => format!("{}—{}", line.after, line.after_high),
                false => line.after.to_string(),
            };
            let change = match line.after.checked_sub(line.before) {
                Some(change) if !open && change > Points::ZERO => Some(format!("＋{change}")),
                Some(change) if !open && change < Points::ZERO => Some(format!("−{}", -change)),
                Some(_) if !open && line.counts && line.note.is_empty() => Some("不变".to_owned()),
                _ => None,
            };
            [
                line.unit.into(),
                Cell::maybe(line.counts.then(|| line.before.to_string())),
                Cell::maybe(line.counts.then_some(after)),
                Cell::maybe(change),
                Cell::maybe(Some(line.note)),
            ]
        });
        let head = [lead("单位"), number("原得分"), number("按草稿"), number("变化"), text("说明")];
        table::of(head, rows).into_any()
    };
    let about = (!period.is_empty()).then(|| {
        view! { <p class="muted">{format!("以“{period}”已办结的考核为准，用草稿重新计分；不改变任何结果。")}</p> }
    });
    view! {
        <p class="eyebrow"><a href=here>"返回起草"</a>{format!("　{title}")}</p>
        <h1>"对上一周期结果的影响"</h1>
        {about}
        <section class="sheet">{body}</section>
    }
}

/// The checklist of a draft, exactly as a unit, a department of it or a reviewer will see it.
pub fn preview(page: Preview) -> impl IntoView {
    let Preview { base, draft, unit_types, departments, of, list } = page;
    let here = format!("{base}/studio/{draft}");
    let link = |of: PreviewOf, label: String, current: bool| {
        let href = format!("{here}/preview/1{}", of.query());
        view! { <a class="btn" href=href aria-current=current.then_some("page")>{label}</a>" " }
    };
    let several = !unit_types.is_empty();
    let types = unit_types
        .into_iter()
        .map(|(code, title)| {
            let current = code == of.unit_type;
            link(
                PreviewOf { unit_type: code, review: of.review.clone(), ..PreviewOf::default() },
                title,
                current,
            )
        })
        .collect_view();
    let whole = of.department.is_empty() && of.review.is_empty();
    let viewers = departments
        .iter()
        .zip(1..)
        .map(|(name, number)| {
            let current = of.department == number.to_string();
            link(of.by_department(Some(number)), name.clone(), current)
        })
        .collect_view();
    let (layer, title, told) = match (of.review.is_empty(), whole) {
        (false, _) => (Layer::Review, "考核打分", "考核人员看到的就是这样，所对的自评是“各有一处不足”的样例"),
        (true, true) => (Layer::Own, "自评填报", "单位看到的就是这样"),
        (true, false) => {
            (Layer::Own, "自评填报", "责任科室的经办人看到的就是这样：本科室的细则可以填写，其余只能看")
        }
    };
    let told = format!("　预览：{told}；填写的内容只用来试算，不保存");
    view! {
        <p class="eyebrow"><a href=here.clone()>"返回起草"</a>{told}</p>
        <h1>{list.scheme.title.clone()}"　"<span class="nb">{title}</span></h1>
        {several.then(|| view! { <nav class="types noprint" aria-label="单位类型">{types}</nav> })}
        <nav class="types noprint" aria-label="谁看到的">
            {link(of.by_department(None), "单位".to_owned(), whole)}
            {viewers}
            {link(of.by_reviewer(), "考核人员".to_owned(), !of.review.is_empty())}
        </nav>
        <ChecklistDesk list=Packed(list) layer=layer/>
    }
}
