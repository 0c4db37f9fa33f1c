use contract::period::{TargetLine, TargetPart};
use leptos::prelude::*;

/// 下限目标 and how far they are reached, by 片区 and 行业.
pub fn reached(targets: Vec<TargetLine>) -> Option<impl IntoView + use<>> {
    let any = !targets.is_empty();
    let lines = targets.into_iter().map(|target| {
        let TargetLine { told, lines, total, wanted } = target;
        let done = lines.iter().filter(|part| part.reached >= part.wanted).count();
        let summary = match (wanted, lines.len()) {
            (Some(wanted), _) => format!("{told}：应有{wanted}个，已评{total}个，{}。", state(wanted, total)),
            (None, 0) => format!("{told}：已评{total}个。把单位编入片区、行业后，这里分别统计。"),
            (None, all) => format!("{told}：{all}个片区、行业中{done}个达到，共{total}个。"),
        };
        let rows = lines.into_iter().map(|TargetPart { line, reached, wanted }| {
            view! { <li>{format!("{line}：{reached}个，{}", state(wanted, reached))}</li> }
        });
        view! { <p>{summary}</p><ul class="plain small">{rows.collect_view()}</ul> }
    });
    let lines = lines.collect_view();
    any.then(|| view! { <section class="sheet"><h2>"下限目标"</h2>{lines}</section> })
}

fn state(wanted: u32, reached: u32) -> String {
    match wanted.saturating_sub(reached) {
        0 => "达到".to_owned(),
        short => format!("还差{short}个"),
    }
}
