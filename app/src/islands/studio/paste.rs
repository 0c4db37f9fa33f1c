//! Tables pasted from Word or Excel: what was understood is shown, then taken over.

use domain::scheme::edit::{Pasted, Place};
use leptos::prelude::*;

use super::bench::Bench;
use crate::ui::TextArea;

/// The rows that are shown before they are taken over.
const SHOWN: usize = 30;

#[component]
pub(super) fn Paste(bench: Bench) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let pasted = Memo::new(move |_| text.with(|text| (!text.trim().is_empty()).then(|| Pasted::read(text))));
    let under = Memo::new(move |_| {
        bench.scheme.with(|scheme| {
            let path = bench.place.with(|place| place.heading().to_vec());
            scheme.heading_at(&path).map(|heading| heading.heading())
        })
    });
    let take = move |_| {
        let Some(pasted) = pasted.get_untracked() else { return };
        let taken = bench.change(move |scheme, place| {
            let path = match place {
                Place::Whole => return None,
                place => place.heading().to_vec(),
            };
            scheme.take_over(&path, &pasted)
        });
        if taken {
            text.set(String::new());
        }
    };
    let shown = move || {
        pasted.get().map(|pasted| {
            let worth = pasted.points().map(|points| format!("，合计{points}分")).unwrap_or_default();
            let rows = pasted
                .rows
                .iter()
                .take(SHOWN)
                .map(|row| {
                    let points = row.points.map(|points| points.to_string()).unwrap_or_default();
                    view! {
                        <tr>
                            <td>{row.item.clone().map(|(no, title)| format!("{no}　{title}"))}</td><td>{row.no.clone()}</td><td>{row.title.clone()}</td>
                            <td>{row.wording.clone()}</td><td class="n">{points}</td>
                        </tr>
                    }
                })
                .collect_view();
            let some = !pasted.rows.is_empty();
            let more = (pasted.rows.len() > SHOWN).then(|| format!("只列出前{SHOWN}行。"));
            let left_out = pasted
                .left_out
                .iter()
                .map(|(row, why)| view! { <li>{format!("第{row}行没有读取：{why}")}</li> })
                .collect_view();
            view! {
                <p>{format!("读出{}条{worth}。", pasted.rows.len())}{more}</p>
                <div class="scroll">
                    <table>
                        <thead><tr>
                            <th scope="col">"项目"</th><th scope="col">"编号"</th><th scope="col">"内容"</th>
                            <th scope="col">"评分办法"</th><th scope="col" class="n">"分值"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <ul class="small">{left_out}</ul>
                {move || match under.get().filter(|_| some) {
                    Some(heading) => view! {
                        <p><button type="button" class="btn primary" on:click=take>{format!("放到“{heading}”之下")}</button></p>
                    }
                    .into_any(),
                    None if !some => ().into_any(),
                    None => view! { <p class="small muted">"请先在目录中选择要放到哪个标题之下。"</p> }.into_any(),
                }}
            }
        })
    };
    view! {
        <details class="sheet paste">
            <summary>"粘贴表格"</summary>
            <p class="small muted">"在文档或电子表格中选中表格复制，粘贴到下面；读出的内容确认后才会放入方案，规则可在放入后逐条选择。"</p>
            // Word puts a table on the clipboard as HTML, where paragraphs and merged cells are told apart.
            <div on:paste=move |event| {
                let html = event.clipboard_data().and_then(|data| data.get_data("text/html").ok());
                if let Some(table) = html.and_then(|html| Pasted::plain(&html)) {
                    event.prevent_default();
                    text.set(table);
                }
            }>
            <TextArea id="paste" name="paste" initial="" value=text on_input=move |typed: String| text.set(typed) rows=4/>
            </div>
            {shown}
        </details>
    }
}
