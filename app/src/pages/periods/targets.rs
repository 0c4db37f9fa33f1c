use contract::period::TargetLine;
use leptos::prelude::*;

/// 下限目标 and how far they are reached, place by place.
pub fn reached(targets: Vec<TargetLine>) -> Option<impl IntoView + use<>> {
    let any = !targets.is_empty();
    let lines = targets.into_iter().map(|target| {
        let TargetLine { told, at_least, places, total } = target;
        let done = places.iter().filter(|(_, count)| *count >= at_least).count();
        let summary = match places.len() {
            0 => format!("{told}：已评{total}个。把单位编入片区、行业后，这里分别统计。"),
            all => format!("{told}：{all}个片区、行业中{done}个达到，共{total}个。"),
        };
        let rows = places.into_iter().map(|(place, count)| {
            let state = match at_least.saturating_sub(count) {
                0 => "达到".to_owned(),
                short => format!("还差{short}个"),
            };
            view! { <li>{format!("{place}：{count}个，{state}")}</li> }
        });
        view! { <p>{summary}</p><ul class="plain small">{rows.collect_view()}</ul> }
    });
    let lines = lines.collect_view();
    any.then(|| view! { <section class="sheet"><h2>"下限目标"</h2>{lines}</section> })
}
