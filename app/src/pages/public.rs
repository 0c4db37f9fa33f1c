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
                view! { <li><a href=format!("/p/{code}/{id}")>{title.clone()}</a>" "<span class="muted num">{day.clone()}</span></li> }
            })
            .collect_view();
        view! { <nav class="past noprint" aria-label="历次公告"><h2 class="over">"历次公告"</h2><ul class="plain">{list}</ul></nav> }
    });
    let body = match page.shown {
        Some(announcement) => announced(announcement, false).into_any(),
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

/// One announcement as a document; a preview stands under the heading of another page.
pub fn announced(text: Announcement, preview: bool) -> impl IntoView {
    let (ranks, awards) = (text.ranks(), text.has_awards());
    let rows = text
        .lines
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    {awards.then(|| view! { <td>{line.award}</td> })}
                    {ranks.then(|| view! { <td class="n">{line.rank}</td> })}
                    <td>{line.unit}</td>
                    {ranks.then(|| view! { <td class="n">{line.score}</td><td class="n">{line.rate}</td> })}
                    <td>{line.outcome}</td>
                </tr>
            }
        })
        .collect_view();
    let title = match preview {
        true => view! { <h2 class="title">{text.title}</h2> }.into_any(),
        false => view! { <h1>{text.title}</h1> }.into_any(),
    };
    let paragraphs = text.text.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="sheet doc">
            <div class="org">{text.issuer.clone()}</div>
            <div class="docno">{text.number}</div>
            <hr/>
            {title}
            {paragraphs}
            <table>
                <thead>
                    <tr>
                        {awards.then(|| view! { <th scope="col">"类别"</th> })}
                        {ranks.then(|| view! { <th scope="col" class="n">"名次"</th> })}
                        <th scope="col">"单位"</th>
                        {ranks.then(|| view! { <th scope="col" class="n">"得分"</th><th scope="col" class="n">"得分率"</th> })}
                        <th scope="col">"结果"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <div class="sign">{text.issuer}<br/>{text.dated}</div>
        </article>
    }
}
