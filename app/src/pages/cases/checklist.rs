use contract::case::{Checklist, Layer};
use contract::packed::Packed;
use leptos::prelude::*;

use crate::islands::ChecklistDesk;
use crate::pages::parts::refused;

/// The checklist, filled by the unit or scored by a reviewer.
pub fn checklist(list: Checklist, layer: Layer, sentence: Option<String>) -> impl IntoView {
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
        <ChecklistDesk list=Packed(list) layer=layer/>
    }
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
