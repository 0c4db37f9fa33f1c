use contract::period::TargetLine;
use leptos::prelude::*;

/// 下限目标 and how far they are reached, by 片区 and 行业.
pub fn reached(targets: Vec<TargetLine>) -> Option<impl IntoView + use<>> {
    let any = !targets.is_empty();
    let lines = targets.into_iter().map(|target| {
        let TargetLine { told, at_least, lines, total } = target;
        let done = lines.iter().filter(|(_, count)| *count >= at_least).count();
        let summary = match lines.len() {
            0 => format!("{told}：已评{total}个。把单位编入片区、行业后，这里分别统计。"),
            all => format!("{told}：{all}个片区、行业中{done}个达到，共{total}个。"),
        };
        let rows = lines.into_iter().map(|(line, count)| {
            let state = match at_least.saturating_sub(count) {
                0 => "达到".to_owned(),
                short => format!("还差{short}个"),
            };
            view! { <li>{format!("{line}：{count}个，{state}")}</li> }
        });
        view! { <p>{summary}</p><ul class="plain small">{rows.collect_view()}</ul> }
    });
    let lines = lines.collect_view();
    any.then(|| view! { <section class="sheet"><h2>"下限目标"</h2>{lines}</section> })
}
