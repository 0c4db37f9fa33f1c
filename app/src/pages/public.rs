//! 公告 for everyone: set like an official document, without login or scripts.

use contract::announcement::{Announcement, Does, PublicPage, Related};
use leptos::prelude::*;

use super::parts::empty;

/// A tenant's public page.
pub fn public(page: PublicPage) -> impl IntoView {
    let code = page.code.clone();
    let others = (page.all.len() > 1).then(|| {
        let list = page
            .all
            .iter()
            .map(|one| {
                let since = (!one.since.is_empty()).then(|| view! { <span class="tag">{one.since}</span>" " });
                view! { <li><a href=format!("/p/{code}/{}", one.id)>{one.title.clone()}</a><span>{since}<span class="muted num">{one.dated.clone()}</span></span></li> }
            })
            .collect_view();
        view! { <nav class="past noprint" aria-label="历次公告"><h2 class="over">"历次公告"</h2><ul class="plain">{list}</ul></nav> }
    });
    let body = match page.shown {
        Some(announcement) => {
            let about = related(&code, page.amends, page.amended);
            view! { {about}{announced(announcement, false)} }.into_any()
        }
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

/// What an announcement amends, and what amended it: each is shown with the other.
fn related(code: &str, amends: Option<Related>, amended: Vec<Related>) -> Option<impl IntoView + use<>> {
    let link = |one: &Related| {
        let (id, told) = (one.id, format!("《{}》（{}，{}）", one.title, one.number, one.dated));
        view! { <a href=format!("/p/{code}/{id}")>{told}</a> }
    };
    let any = amends.is_some() || !amended.is_empty();
    let withdraws = amended.iter().any(|one| one.does == Does::Withdrawal);
    let before = amends.as_ref().map(|one| view! { <p>"本公告针对"{link(one)}"。"</p> });
    let after = amended.iter().map(|one| {
        let word = if one.does == Does::Withdrawal {
            "本公告已撤销，见"
        } else {
            "本公告的内容有更正，见"
        };
        view! { <p>{word}{link(one)}"。"</p> }
    });
    let after = after.collect_view();
    let class = if withdraws { "why bad related" } else { "why related" };
    any.then(|| view! { <div class=class role="note">{before}{after}</div> })
}

/// One announcement as a document; a preview stands under the heading of another page.
pub fn announced(text: Announcement, preview: bool) -> impl IntoView {
    let (ranks, awards, rates, corrects) = (text.ranks(), text.has_awards(), text.rates(), text.corrects());
    let any = !text.lines.is_empty();
    let rows = text
        .lines
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    {awards.then(|| view! { <td>{line.award}</td> })}
                    {ranks.then(|| view! { <td class="n">{line.rank}</td> })}
                    <td>{line.unit}</td>
                    {ranks.then(|| view! { <td class="n">{line.score}</td> })}
                    {rates.then(|| view! { <td class="n">{line.rate}</td> })}
                    {corrects.then(|| view! { <td>{line.was}</td> })}
                    <td>{line.outcome}</td>
                </tr>
            }
        })
        .collect_view();
    let title = match preview {
        true => view! { <h2 class="title">{text.title}</h2> }.into_any(),
        false => view! { <h1>{text.title}</h1> }.into_any(),
    };
    let notes = text.notes.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    let paragraphs = text.text.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="sheet doc">
            <div class="org">{text.issuer.clone()}</div>
            <div class="docno">{text.number}</div>
            <hr/>
            {title}
            {paragraphs}
            {any.then(|| view! { <table>
                <thead>
                    <tr>
                        {awards.then(|| view! { <th scope="col">"类别"</th> })}
                        {ranks.then(|| view! { <th scope="col" class="n">"名次"</th> })}
                        <th scope="col">"单位"</th>
                        {ranks.then(|| view! { <th scope="col" class="n">"得分"</th> })}
                        {rates.then(|| view! { <th scope="col" class="n">"得分率"</th> })}
                        {corrects.then(|| view! { <th scope="col">"原公布"</th> })}
                        <th scope="col">{if corrects { "更正为" } else { "结果" }}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table> })}
            {notes}
            <div class="sign">{text.issuer}<br/>{text.dated}</div>
        </article>
    }
}
