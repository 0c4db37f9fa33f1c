//! What is pasted from Word, Excel or a web page: what was understood is shown, as headings, 评分细则 and what found no
//! place, then taken over.

use domain::scheme::edit::{Entry, Kind, Pasted};
use leptos::prelude::*;

use super::bench::Bench;
use crate::ui::{TextArea, Tick};

/// The entries that are shown before they are taken over.
const SHOWN: usize = 60;

#[component]
pub(super) fn Paste(bench: Bench) -> impl IntoView {
    let text = RwSignal::new(String::new());
    // Whether paragraphs without number and points are meant, too.
    let every = RwSignal::new(false);
    let told = RwSignal::new(Vec::<String>::new());
    let pasted = Memo::new(move |_| {
        text.with(|text| (!text.trim().is_empty()).then(|| Pasted::read(text, every.get())))
    });
    let take = move |()| {
        let Some(pasted) = pasted.get_untracked() else { return };
        let mut done = Vec::new();
        let taken = bench.change(|scheme, place| {
            let taken = scheme.take_over(place.heading(), &pasted)?;
            done = taken.told;
            Some(taken.first)
        });
        if taken {
            text.set(String::new());
            every.set(false);
            done.insert(0, "已放入方案，可用“撤销”退回。".to_owned());
            told.set(done);
        }
    };
    let give = move |typed: String| {
        told.set(Vec::new());
        text.set(typed);
    };
    let shown = move || {
        pasted.get().map(|pasted| {
            let (entries, left_out) = (rows(&pasted), left_out(&pasted));
            let asks = pasted.unnumbered > 0 || every.get_untracked();
            let n = pasted.unnumbered;
            let label = if n > 0 {
                format!("{n}段没有编号和分值的文字也作为细则")
            } else {
                "没有编号和分值的文字也作为细则".to_owned()
            };
            let ask = asks.then(|| {
                view! { <Tick name="every" label=label on=every on_tick=move |on: bool| every.set(on) disabled=false/> }
            });
            view! {
                {entries}
                {ask}
                {left_out}
                <Put bench=bench pasted=pasted take=Callback::new(take)/>
            }
        })
    };
    let after = move || {
        let lines = told.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        (!lines.is_empty()).then(|| view! { <ul class="small" role="status">{lines}</ul> })
    };
    view! {
        <details class="sheet paste">
            <summary>"粘贴表格"</summary>
            <p class="small muted">"在文档、电子表格或网页中选中表格（或带编号的段落）复制，粘贴到下面；读出的内容确认后才会放入方案，规则可在放入后逐条选择。"</p>
            // Word puts a table on the clipboard as HTML, where paragraphs and merged cells are told apart.
            <div on:paste=move |event| {
                let html = event.clipboard_data().and_then(|data| data.get_data("text/html").ok());
                if let Some(table) = html.and_then(|html| Pasted::plain(&html)) {
                    event.prevent_default();
                    give(table);
                }
            }>
            <TextArea id="paste" name="paste" initial="" value=text on_input=give rows=4/>
            </div>
            {shown}
            {after}
        </details>
    }
}

/// What was understood.
fn rows(pasted: &Pasted) -> impl IntoView + use<> {
    let criteria = pasted.criteria().count();
    let headings = pasted.entries.len() - criteria;
    let worth = pasted.points().filter(|_| criteria > 0).map(|points| format!("，合计{points}分"));
    let more = pasted.entries.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("只列出前{SHOWN}处，另有{more}处。"));
    let lines = pasted.entries.iter().take(SHOWN).map(row).collect_view();
    let table = (!pasted.entries.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="读出的内容">
                <table>
                    <thead><tr>
                        <th scope="col">"作为"</th><th scope="col">"编号"</th><th scope="col">"内容"</th>
                        <th scope="col">"评分办法"</th><th scope="col" class="n">"分值"</th>
                    </tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <p>{format!("读出{headings}个标题、{criteria}条细则{}。", worth.unwrap_or_default())}{more}</p>
        {table}
    }
}

fn row(entry: &Entry) -> impl IntoView + use<> {
    let kind = match entry.kind {
        Kind::Heading(0) => "标题",
        Kind::Heading(_) => "下级标题",
        Kind::Criterion => "细则",
    };
    let points = entry.points.map(|points| points.to_string()).unwrap_or_default();
    view! {
        <tr class:group=matches!(entry.kind, Kind::Heading(_))>
            <td>{kind}</td><td>{entry.no.clone()}</td><td>{entry.title.clone()}</td>
            <td class="pre">{entry.wording.clone()}</td><td class="n">{points}</td>
        </tr>
    }
}

/// What found no place: nothing is lost in silence.
fn left_out(pasted: &Pasted) -> Option<impl IntoView + use<>> {
    let n = pasted.left_out.len();
    let line = |one: &domain::scheme::edit::LeftOut| {
        view! { <li>{format!("第{}行“{}”：{}。", one.at, one.text, one.why)}</li> }
    };
    let lines = pasted.left_out.iter().map(line).collect_view();
    (n > 0).then(|| {
        view! {
            <p class="small">{format!("以下{n}处不会放入方案：")}</p>
            <ul class="small">{lines}</ul>
        }
    })
}

/// Where it goes.
#[component]
fn Put(bench: Bench, pasted: Pasted, take: Callback<()>) -> impl IntoView {
    let pasted = StoredValue::new(pasted);
    let under = Memo::new(move |_| {
        bench.scheme.with(|scheme| {
            let path = bench.place.with(|place| place.heading().to_vec());
            let fits = pasted.with_value(|pasted| pasted.fits(&path));
            fits.map(|()| match scheme.heading_at(&path) {
                Some(heading) => format!("放到“{}”之下", heading.heading()),
                None => "作为部分放入方案".to_owned(),
            })
        })
    });
    move || {
        match under.get() {
        Ok(label) => view! { <p><button type="button" class="btn primary" on:click=move |_| take.run(())>{label}</button></p> }.into_any(),
        Err(why) => view! { <p class="small muted">{format!("{why}。")}</p> }.into_any(),
    }
    }
}
