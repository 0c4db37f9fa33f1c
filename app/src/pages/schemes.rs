//! 创建方案 as a document.

use contract::scheme::{DraftLine, SchemePage, SharedLine};
use domain::ids::SchemeId;
use domain::points::Points;
use domain::scheme::{Body, Criterion, Finding, Heading, NotApplicable, Scheme, own_no};
use leptos::either::Either;
use leptos::prelude::*;

use super::parts::{empty, refused};
use crate::ui::table::{self, Cell, lead, text};
use crate::ui::{Ask, Check, Tag};

/// What only the officer has: drafts, and what a new one can begin from.
pub struct DraftingTable {
    pub drafts: Vec<DraftLine>,
    /// Name and title of what can be changed.
    pub library: Vec<(String, String)>,
    /// What other tenants share.
    pub shared: Vec<SharedLine>,
    /// Name and title of what can be published as it is.
    pub ready: Vec<(String, String)>,
}

/// All versions; for the officer also the drafts and the library.
pub fn list(
    base: String,
    schemes: Vec<(SchemeId, String, String)>,
    table: Option<DraftingTable>,
    sentence: Option<String>,
) -> impl IntoView {
    let published = if schemes.is_empty() {
        let way = if table.is_some() {
            "可从下方起草或载入一份。"
        } else {
            "发布后在这里查阅。"
        };
        empty(&format!("还没有发布创建方案。{way}")).into_any()
    } else {
        let rows = schemes.into_iter().map(|(id, title, edition)| {
            [Cell::of(view! { <a href=format!("{base}/schemes/{id}")>{title}</a> }), Cell::from(edition)]
        });
        table::of([lead("方案"), text("版本")], rows)
    };
    view! {
        <h1>"创建方案"</h1>
        {refused(sentence)}
        <section class="sheet">{published}</section>
        {table.map(|table| drafting(&base, table))}
    }
}

fn drafting(base: &str, table: DraftingTable) -> impl IntoView + use<> {
    let DraftingTable { drafts, library, shared, ready } = table;
    let options = |list: Vec<(String, String)>| {
        list.into_iter().map(|(name, title)| view! { <option value=name>{title}</option> }).collect_view()
    };
    let drafts = if drafts.is_empty() {
        empty("没有正在起草的方案。").into_any()
    } else {
        let rows = drafts.into_iter().map(|draft| {
            let href = format!("{base}/studio/{}", draft.id);
            [Cell::of(view! { <a href=href>{draft.title}</a> }), Cell::from(draft.changed)]
        });
        table::of([lead("草稿"), text("最近修改")], rows)
    };
    view! {
        <h2 class="over">"正在起草"</h2>
        <section class="sheet">{drafts}</section>
        <h2 class="over">"起草新方案"</h2>
        <section class="sheet">
            <form method="post" action=format!("{base}/studio")>
                <p class="field">
                    <label for="base">"从方案库取一份修改"</label>
                    <select id="base" name="name">{options(library)}</select>
                </p>
                <p class="small muted">"可取完整方案，也可取计分制、等次制、清单制、评选制的空白方案。发布前，单位看不到草稿。"</p>
                <p><button class="btn primary" type="submit">"开始起草"</button></p>
            </form>
            {(!shared.is_empty()).then(|| from_others(base, shared))}
            <hr/>
            <form method="post" action=format!("{base}/studio/upload") enctype="multipart/form-data">
                <p class="field">
                    <label for="file">"载入方案文件"</label>
                    <input type="file" id="file" name="file" accept=".json,application/json" required=true/>
                </p>
                <p><button class="btn" type="submit">"载入为草稿"</button></p>
            </form>
        </section>
        <h2 class="over">"从方案库发布"</h2>
        <section class="sheet">
            <form method="post" action=format!("{base}/schemes")>
                <p class="field">
                    <label for="name">"方案"</label>
                    <select id="name" name="name">{options(ready)}</select>
                </p>
                <p class="small muted">"不作修改，按原样发布为新的一版；已开启的周期仍使用原来的版本。"</p>
                <p><button class="btn" type="submit">"发布新版本"</button></p>
            </form>
        </section>
    }
}

/// What other tenants share, to begin a draft from.
fn from_others(base: &str, shared: Vec<SharedLine>) -> impl IntoView + use<> {
    let options =
        shared.into_iter().map(|one| view! { <option value=one.id.to_string()>{one.title}</option> });
    view! {
        <hr/>
        <form method="post" action=format!("{base}/studio/shared")>
            <p class="field">
                <label for="shared">"取用其他辖区共享的方案"</label>
                <select id="shared" name="shared">{options.collect_view()}</select>
            </p>
            <p class="small muted">"取来的是一份副本，成为本辖区自己的草稿；对方以后的改动不会影响它。"</p>
            <p><button class="btn" type="submit">"取为草稿"</button></p>
        </form>
    }
}

/// Lets other tenants read a version, or takes it back.
fn sharing(base: &str, id: SchemeId, shared: bool) -> impl IntoView + use<> {
    let here = format!("{base}/schemes/{id}");
    let form = if shared {
        Either::Left(view! {
            <p>"这一版已共享：本平台其他辖区的方案管理员可以查看并取用副本，看不到本辖区的任何申报内容。"</p>
            <Ask act="停止共享" whose="这一版" action=format!("{here}/unshare")
                follows="停止后其他辖区不能再查看和取用这一版；他人已取用的副本不受影响。"/>
        })
    } else {
        Either::Right(view! {
            <form method="post" action=format!("{here}/share")>
                <p><Check id="confirm" name="confirm" label="同意其他辖区查看并取用这一版" required=true/></p>
                <p class="small muted">"只共享方案本身；停止共享后，他人已取用的副本不受影响。"</p>
                <p><button class="btn" type="submit">"共享这一版"</button></p>
            </form>
        })
    };
    view! { <h2 class="over">"共享"</h2><section class="sheet noprint">{form}</section> }
}

/// One version: the rubric, what is new in it, and what is unclear.
pub fn scheme(page: SchemePage, sentence: Option<String>) -> impl IntoView {
    let SchemePage { base, id, version, published, scheme, findings, changes, .. } = page;
    let SchemePage { may_draft, may_open, shared, may_share, .. } = page;
    let full = scheme.points.map(|points| format!("满分{points}分，")).unwrap_or_default();
    let changes = changes.map(|changes| {
        let lines = changes.into_iter().map(|change| view! { <li>{format!("{}。", change.text)}</li> });
        view! {
            <h2 class="over">{format!("与第{}版相比", version - 1)}</h2>
            <section class="sheet"><ul>{lines.collect_view()}</ul></section>
        }
    });
    view! {
        <h1>{scheme.title.clone()}</h1>
        <p class="muted">{format!("第{version}版　{published}　{full}{}条评分细则", scheme.judged())}</p>
        <div class="acts noprint">
            {may_draft.then(|| view! {
                <form method="post" action=format!("{base}/studio")>
                    <input type="hidden" name="scheme" value=id.to_string()/>
                    <button class="btn" type="submit">"在此基础上起草新版"</button>
                </form>
            })}
            {may_open.then(|| {
                let href = format!("{base}/periods/new?scheme={id}");
                view! { <a class="btn" href=href>"按这一版开启周期"</a>" " }
            })}
            <a class="btn" href=format!("{base}/schemes/{id}/file") download="">"下载方案文件"</a>
        </div>
        {refused(sentence)}
        {rubric(&scheme)}
        {terms(&scheme)}
        {changes}
        <h2 class="over">"文件中需要说明的地方"</h2>
        <section class="sheet">{self::findings(findings)}</section>
        {may_share.then(|| sharing(&base, id, shared))}
    }
}

fn rubric(scheme: &Scheme) -> impl IntoView + use<> {
    let sections = scheme.sections.iter().map(|section| {
        let items = section.items_within().map(|item| item_rows(scheme, section, item)).collect_view();
        view! {
            <section class="sheet">
                <h2>{format!("{}　{}", section.heading(), section.worth())}</h2>
                {for_whom(scheme, &section.applies_to).map(|whom| view! { <p class="muted">{whom}</p> })}
                <table class="rubric">
                    <thead><tr><th scope="col">"序号"</th><th scope="col">"评分细则"</th><th scope="col" class="n">"分值"</th></tr></thead>
                    {items}
                </table>
            </section>
        }
    });
    sections.collect_view()
}

/// How often, until when, and how the result comes about.
fn terms(scheme: &Scheme) -> impl IntoView + use<> {
    let lines = scheme.terms().into_iter().map(|one| {
        let texts = one.text.into_iter().map(|text| view! { <dd>{text}</dd> }).collect_view();
        view! { <dt>{one.label}</dt>{texts} }
    });
    view! {
        <h2 class="over">"周期和结果"</h2>
        <section class="sheet"><dl class="terms">{lines.collect_view()}</dl></section>
    }
}

/// Which 单位类型 a part is for, where it is not for all.
fn for_whom(scheme: &Scheme, codes: &[String]) -> Option<String> {
    let titles: Vec<_> =
        codes.iter().filter_map(|code| scheme.unit_type(code)).map(|known| known.title.as_str()).collect();
    (!titles.is_empty()).then(|| format!("适用于：{}", titles.join("、")))
}

fn item_rows(scheme: &Scheme, section: &Heading, item: &Heading) -> impl IntoView + use<> {
    // A part that holds its criteria itself has been named already.
    let head = (item.no != section.no).then(|| {
        let departments: Vec<_> = item.duties.all().cloned().collect();
        let departments = (!departments.is_empty()).then(
            || view! { <span class="small muted">{format!("　责任科室：{}", departments.join("、"))}</span> },
        );
        let whom = for_whom(scheme, &item.applies_to)
            .map(|whom| view! { <span class="small muted">{format!("　{whom}")}</span> });
        view! {
            <tr class="group">
                <th colspan="2" scope="rowgroup">{item.heading()}{whom}{departments}</th>
                <th class="n">{item.worth()}</th>
            </tr>
        }
    });
    let criteria = item.criteria.iter().map(|criterion| {
        let (points, details) = (criterion.points, details(scheme, criterion));
        view! {
            <tr>
                <td class="num">{own_no(&criterion.no).to_owned()}</td>
                <td>{criterion.title.clone()}{details}</td>
                <td class="n">{(points != Points::ZERO).then(|| points.to_string())}</td>
            </tr>
        }
    });
    view! { <tbody>{head}{criteria.collect_view()}</tbody> }
}

/// What is said about a criterion under its title.
pub(super) fn details(scheme: &Scheme, criterion: &Criterion) -> impl IntoView + use<> {
    let line = |text: String| view! { <br/><span class="small muted">{text}</span> };
    let mut lines = Vec::new();
    if !criterion.wording.is_empty() {
        lines.push(line(criterion.wording.clone()));
    }
    if let Some(told) = criterion.not_applicable.map(NotApplicable::told) {
        lines.push(line(told));
    }
    lines.extend(for_whom(scheme, &criterion.applies_to).map(line));
    if !criterion.evidence.is_empty() {
        lines.push(line(format!("核查：{}", criterion.evidence)));
    }
    match &criterion.body {
        Body::Graded(list) | Body::Standard(list) => {
            lines.extend(list.iter().map(|point| line(format!("{}{}", point.no, point.title))));
        }
        Body::Veto(veto) => {
            lines.extend(scheme.told_of_veto(&criterion.no, veto, None).into_iter().map(line))
        }
        Body::Recorded(_) => {
            lines.push(line("只记录，不计入结果".to_owned()));
            lines.extend(criterion.left_to().map(|who| line(format!("由{who}填写，自评不填"))));
        }
        Body::Scored(_) => {}
    }
    lines.into_iter().collect_view()
}

fn findings(findings: Vec<Finding>) -> AnyView {
    if findings.is_empty() {
        return empty("没有。分值、序号、规则前后一致。").into_any();
    }
    let rows = findings.into_iter().map(|finding| {
        let place = if finding.path.is_empty() { "全文".to_owned() } else { finding.path.clone() };
        [
            place.into(),
            Cell::of(match finding.accepted {
                Some(_) => view! { <Tag text="已确认" tone="ok"/> },
                None => view! { <Tag text=finding.level.label() tone=""/> },
            }),
            finding.message.clone().into(),
            Cell::maybe(finding.accepted.clone()),
        ]
    });
    table::of([lead("位置"), text("类别"), text("说明"), text("处理")], rows)
}
