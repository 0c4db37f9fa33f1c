//! 公告 for everyone: set like an official document, without login or scripts.

use contract::announcement::{Announcement, PublicPage};
use leptos::prelude::*;

use super::parts::empty;

/// A tenant's public page.
pub fn public(page: PublicPage) -> impl IntoView {
    let code = page.code.clone();
    let others = (page.all.len() > 1).then(|| {
        let list = page
            .all
            .iter()
            .map(|(id, title, day)| {
                view! { <li><a href=format!("/p/{code}/{id}")>{title.clone()}</a>" "<span class="muted">{day.clone()}</span></li> }
            })
            .collect_view();
        view! { <nav class="past noprint" aria-label="历次公告"><h2 class="over">"历次公告"</h2><ul class="plain">{list}</ul></nav> }
    });
    let body = match page.shown {
        Some(announcement) => announced(announcement).into_any(),
        None => view! {
            <section class="sheet doc">
                <h1>{page.tenant}</h1>
                {empty("目前没有公告。考评结果公布后会显示在这里。")}
            </section>
        }
        .into_any(),
    };
    view! { {body} {others} }
}

/// One announcement as a document.
pub fn announced(text: Announcement) -> impl IntoView {
    let rows = text
        .lines
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <td class="n">{line.rank}</td>
                    <td>{line.unit}</td>
                    <td class="n">{line.score}</td>
                    <td class="n">{line.rate}</td>
                    <td>{line.outcome}</td>
                </tr>
            }
        })
        .collect_view();
    let paragraphs = text.text.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="sheet doc">
            <div class="org">{text.issuer.clone()}</div>
            <div class="docno">{text.number}</div>
            <hr/>
            <h1>{text.title}</h1>
            {paragraphs}
            <table>
                <thead>
                    <tr><th class="n">"名次"</th><th>"单位"</th><th class="n">"得分"</th><th class="n">"得分率"</th><th>"结果"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <div class="sign">{text.issuer}<br/>{text.dated}</div>
        </article>
    }
}
