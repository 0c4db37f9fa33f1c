use contract::case::{Checklist, Layer};
use domain::scoring::{Answers, agreeable};
use domain::workflow::CaseState;
use leptos::prelude::*;

use super::find::find;
use super::outline::desk;
use crate::pages::parts::refused;

/// The checklist, filled by the unit or scored by a reviewer. `wanted`: what is looked for in it, in small letters.
pub fn checklist(
    list: Checklist,
    layer: Layer,
    sentence: Option<String>,
    wanted: &str,
) -> impl IntoView + use<> {
    let what = match layer {
        Layer::Own => "自评填报",
        Layer::Review => "考核打分",
    };
    let about = format!("{}　{}　{}　{}", list.period, list.unit, list.state.label(), list.until);
    let case = format!("{}/cases/{}", list.base, list.case);
    view! {
        <p class="eyebrow"><a href=case>"本次申报"</a>{format!("　{about}")}</p>
        <h1>{list.scheme.title.clone()}"　"<span class="nb">{what}</span></h1>
        {refused(sentence)}
        {(layer == Layer::Own).then(|| mine(&list))}
        <noscript><p class="why">"浏览器没有启用脚本：填好后请用页末的“保存本部分”保存；得分在保存后更新。"</p></noscript>
        {returned(&list, layer)}
        <div class="tools noprint">{find(&list, layer, wanted)} {changed(&list, layer)} {agree(&list, layer)}</div>
        {desk(list, layer)}
    }
}

/// What is back with the unit comes first: what was asked, and where.
fn returned(list: &Checklist, layer: Layer) -> Option<impl IntoView + use<>> {
    if layer != Layer::Own || list.state != CaseState::Returned {
        return None;
    }
    let open: Vec<_> = list.returns.iter().filter(|back| !back.settled).collect();
    let lines = open.iter().filter_map(|back| {
        let at = list.scheme.sections.iter().position(|one| one.items_within().any(|item| *item.no == *back.item))?;
        let item = list.scheme.item(&back.item)?;
        let href = format!("{}#i-{}", list.section_page(Layer::Own, at as u32), item.no);
        let about = format!("（{}{}）：", back.by, back.at.day().short());
        Some(view! { <li><a href=href>{item.heading()}</a>{about}<span class="pre">{back.message.clone()}</span></li> })
    });
    let lines = lines.collect_view();
    Some(view! {
        <section class="sheet small back" aria-label="退回的项目">
            <p><b>{format!("考核组退回{}项，请先补正；其余项目现在不能修改。", open.len())}</b></p>
            <ul class="plain">{lines}</ul>
        </section>
    })
}

/// What the unit has changed since something was returned to it, and the switch that shows nothing else.
fn changed(list: &Checklist, layer: Layer) -> Option<impl IntoView + use<>> {
    let all: Vec<_> = list.scheme.criteria().filter(|one| list.changed(&one.no).is_some()).collect();
    if layer != Layer::Review || all.is_empty() {
        return None;
    }
    let links = all.iter().map(|criterion| {
        let at = list.scheme.section_of(&criterion.no).unwrap_or_default() as u32;
        let href = format!("{}#c-{}", list.section_page(layer, at), criterion.no);
        let told = list.changed(&criterion.no).map(|changed| changed.told.join("；")).unwrap_or_default();
        view! { <li><a href=href class="num">{criterion.no.to_string()}</a>"　"<span class="muted">{told}</span></li> }
    });
    let links = links.collect_view();
    Some(view! {
        <div class="changes small">
            <details>
                <summary>{format!("退回后单位改动了{}条", all.len())}</summary>
                <ul class="plain">{links}</ul>
            </details>
            <p class="check">
                <input type="checkbox" id="only-changed"/>
                <label for="only-changed">"只看退回后改动的"</label>
            </p>
        </div>
    })
}

/// 全部同意: one act for what nobody has scored yet, which says first how many and which.
fn agree(list: &Checklist, layer: Layer) -> Option<impl IntoView + use<>> {
    if layer != Layer::Review || !list.may.score {
        return None;
    }
    let said = |given: &std::collections::BTreeMap<String, contract::case::Given>| -> Answers {
        given.iter().map(|(no, given)| (no.clone(), given.answer.clone())).collect()
    };
    let back = |no: &String| {
        let item = list.scheme.item_of(no);
        list.returns.iter().any(|back| !back.settled && item.is_some_and(|item| *item.no == *back.item))
    };
    let circumstances = list.circumstances(Layer::Own, &list.facts);
    let mut all = agreeable(&list.scheme, &said(&list.own), &said(&list.review), &circumstances);
    all.retain(|no| !back(no));
    if all.is_empty() {
        return None;
    }
    let fields = all.iter().map(|no| {
        let seen = list.own.get(no).map_or(0, |given| given.revision).to_string();
        view! { <input type="hidden" name=format!("agree.{no}") value=seen/> }
    });
    let fields = fields.collect_view();
    let action = format!("{}/cases/{}/agree", list.base, list.case);
    Some(view! {
        <details class="add">
            <summary>{format!("全部同意（{}条没有打过分的）", all.len())}</summary>
            <form method="post" action=action>
                {fields}
                <input type="hidden" name="section" value=(list.section + 1).to_string()/>
                <input type="hidden" name="person" value=list.person.clone()/>
                <p>{format!("以下{}条还没有考核打分，将一次记为“同意自评”：{}。已打分、写过理由的，需要第二人确认、尚待核实和退回待补正的，不在其内。", all.len(), all.join("、"))}</p>
                <p><button class="btn">{format!("同意这{}条的自评", all.len())}</button></p>
            </form>
        </details>
    })
}

/// Where the blocks of the reader's department are.
fn mine(list: &Checklist) -> Option<impl IntoView + use<>> {
    let mine = list.mine.as_ref()?;
    let blocks = list.scheme.sections.iter().zip(0_u32..).filter_map(|(section, at)| {
        let own: Vec<_> = section.all_criteria().filter(|one| mine.contains(one.no.as_str())).collect();
        let href = format!("{}#c-{}", list.section_page(Layer::Own, at), own.first()?.no);
        let told = format!("{}（{}条）", section.heading(), own.len());
        Some(view! { <li><a href=href>{told}</a></li> })
    });
    Some(view! {
        <section class="sheet small">
            <p>{format!("本科室负责{}条，其余只能查看。", mine.len())}</p>
            <ul class="plain">{blocks.collect_view()}</ul>
        </section>
    })
}
