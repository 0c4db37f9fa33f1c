//! 创建方案 as a document.

use contract::scheme::SchemePage;
use domain::ids::SchemeId;
use domain::scheme::{Finding, Scheme};
use leptos::prelude::*;

use super::parts::{empty, refused};
use crate::ui::Tag;
use crate::ui::table::{self, Cell, lead, text};

/// All versions, and for the officer the library to publish from.
pub fn list(
    base: String,
    schemes: Vec<(SchemeId, String, String)>,
    library: Vec<(String, String)>,
    sentence: Option<String>,
) -> impl IntoView {
    let published = if schemes.is_empty() {
        empty("还没有发布创建方案。方案管理员可从下方方案库发布。").into_any()
    } else {
        let rows = schemes.into_iter().map(|(id, title, edition)| {
            [Cell::of(view! { <a href=format!("{base}/schemes/{id}")>{title}</a> }), Cell::from(edition)]
        });
        table::of([lead("方案"), text("版本")], rows)
    };
    let options =
        library.iter().map(|(name, title)| view! { <option value=name.clone()>{title.clone()}</option> });
    let options = options.collect_view();
    view! {
        <h1>"创建方案"</h1>
        <section class="sheet">{published}</section>
        {(!library.is_empty()).then(|| view! {
            <h2 class="over">"从方案库发布"</h2>
            <section class="sheet">
                {refused(sentence)}
                <form method="post" action=format!("{base}/schemes")>
                    <p class="field">
                        <label for="name">"方案"</label>
                        <select id="name" name="name">{options}</select>
                    </p>
                    <p class="small muted">"发布后即为新的一版，内容不再改变；已开启的周期仍使用原来的版本。"</p>
                    <p><button class="btn" type="submit">"发布新版本"</button></p>
                </form>
            </section>
        })}
    }
}

/// One version: the rubric, and what is unclear in it.
pub fn scheme(page: SchemePage) -> impl IntoView {
    let SchemePage { version, published, scheme, findings, .. } = page;
    view! {
        <h1>{scheme.title.clone()}</h1>
        <p class="muted">{format!("第{version}版　{published}　满分{}分，{}条评分细则", scheme.points, scheme.criteria().count())}</p>
        {rubric(&scheme)}
        <h2 class="over">"文件中需要说明的地方"</h2>
        <section class="sheet">{self::findings(findings)}</section>
    }
}

fn rubric(scheme: &Scheme) -> impl IntoView + use<> {
    scheme
        .sections
        .iter()
        .map(|section| {
            let items = section
                .items
                .iter()
                .map(|item| {
                    let criteria = item
                        .criteria
                        .iter()
                        .map(|c| {
                            view! {
                                <tr>
                                    <td class="num">{c.no.clone()}</td>
                                    <td>{c.title.clone()}<br/><span class="small muted">{c.wording.clone()}</span></td>
                                    <td class="n">{c.points.to_string()}</td>
                                </tr>
                            }
                        })
                        .collect_view();
                    view! {
                        <tbody>
                            <tr class="group">
                                <th colspan="2" scope="rowgroup">{format!("{}. {}", item.no, item.title)}</th>
                                <th class="n">{format!("{}分", item.points)}</th>
                            </tr>
                            {criteria}
                        </tbody>
                    }
                })
                .collect_view();
            view! {
                <section class="sheet">
                    <h2>{format!("{}、{}　{}分", section.no, section.title, section.points)}</h2>
                    <table class="rubric">
                        <thead><tr><th scope="col">"序号"</th><th scope="col">"评分细则"</th><th scope="col" class="n">"分值"</th></tr></thead>
                        {items}
                    </table>
                </section>
            }
        })
        .collect_view()
}

fn findings(findings: Vec<Finding>) -> AnyView {
    if findings.is_empty() {
        return empty("没有。分值、序号、规则前后一致。").into_any();
    }
    let rows = findings.into_iter().map(|finding| {
        let place = if finding.path.is_empty() { "全文".to_owned() } else { finding.path.clone() };
        [
            place.into(),
            Cell::of(view! { <Tag text=finding.level.label()/> }),
            finding.message.clone().into(),
            Cell::maybe(finding.accepted.clone()),
        ]
    });
    table::of([lead("位置"), text("程度"), text("说明"), text("处理")], rows)
}
