//! A decision as it stands in the record.

use contract::decision::{DecidedLine, DecisionLine};
use leptos::prelude::*;

use crate::ui::table::{self, Cell, lead, number, text};

pub(super) fn recorded(
    base: &str,
    line: DecisionLine,
    (may_decide, may_publish): (bool, bool),
) -> impl IntoView + use<> {
    let points = line.results.iter().any(|one| !one.score.is_empty());
    let rows: Vec<_> = line.results.into_iter().map(|one| row(one, points)).collect();
    let results = if points {
        table::of(
            [number("名次"), lead("单位"), number("得分"), text("考核结果"), text("决定")],
            rows.into_iter()
                .map(|(rank, unit, score, computed, outcome)| [rank, unit, score, computed, outcome]),
        )
    } else {
        table::of(
            [lead("单位"), text("考核结果"), text("决定")],
            rows.into_iter().map(|(_, unit, _, computed, outcome)| [unit, computed, outcome]),
        )
    };
    let published = match (line.published.is_empty(), line.owes) {
        (true, true) => "尚未公布".to_owned(),
        (true, false) => "随原决定公布".to_owned(),
        (false, true) => format!("已公布：{}；还须公布", line.published.join("、")),
        (false, false) => format!("已公布：{}", line.published.join("、")),
    };
    let corrects = line.corrects.as_ref().map(|meeting| {
        view! { <p class="why">{format!("更正{meeting}的决定；两次决定都保留，以本次为准。")}</p> }
    });
    let publish = (may_publish && line.owes).then(|| {
        let word = if line.corrects.is_some() { "发布更正公告" } else { "公布结果" };
        view! { <p class="noprint"><a class="btn primary" href=format!("{base}/decisions/{}/publish", line.id)>{word}</a></p> }
    });
    let correct = (may_decide && line.corrects.is_none()).then(|| {
        view! { <p class="noprint"><a class="btn" href=format!("{base}/decisions/{}/correction", line.id)>"由以后的会议更正"</a></p> }
    });
    let note =
        (!line.note.is_empty()).then(|| view! { <p class="pre">{format!("研究意见：{}", line.note)}</p> });
    let places = line.places.into_iter().map(|told| view! { <p class="small">{format!("{told}。")}</p> });
    let places = places.collect_view();
    view! {
        <section class="sheet">
            <h2>{format!("{}　{}", line.meeting, line.held_on)}<span class="small muted">{format!("　{published}")}</span></h2>
            {corrects}
            <p>{format!("出席：{}　记录：{}　", line.present, line.by)}<a href=format!("{base}/files/{}", line.minutes)>"会议纪要"</a></p>
            {note}
            {places}
            {results}
            {publish}
            {correct}
        </section>
    }
}

fn row(line: DecidedLine, points: bool) -> (Cell, Cell, Cell, Cell, Cell) {
    let DecidedLine {
        rank,
        tied,
        award,
        unit,
        score,
        outcome,
        computed,
        found,
        differs,
        reason,
        replaced,
        ..
    } = line;
    let unit = if award.is_empty() { unit } else { format!("{award}：{unit}") };
    let rank = if tied { format!("{rank}（并列）") } else { rank.to_string() };
    let counted = points && !score.is_empty();
    let found =
        (!found.is_empty()).then(|| view! { <span class="small muted found">{found.concat()}</span> });
    let computed = match computed.is_empty() {
        true => Cell::maybe(None),
        false => Cell::of(view! { <span>{computed}{found}</span> }),
    };
    let differs = (!differs.is_empty())
        .then(|| view! { <span class="small why-differs">{format!("{differs}。理由：{reason}")}</span> });
    let replaced = replaced.map(|told| view! { <span class="small muted found">{told}</span> });
    (
        Cell::maybe(counted.then_some(rank)),
        unit.into(),
        Cell::maybe(counted.then_some(score)),
        computed,
        Cell::of(view! { <span>{outcome}{differs}{replaced}</span> }),
    )
}
