use contract::decision::{DecidedLine, DecisionLine, RankedLine, Ranking, RecordDecision, WinnersQuota};
use domain::points::Points;
use leptos::prelude::*;

use super::targets;
use crate::pages::parts::{empty, refused};
use crate::ui::table::{self, Cell, lead, number, text};
use crate::ui::{Check, TextArea};

/// The ranked list, the form that records the meeting, and what was decided before.
pub fn decision(
    base: String,
    page: Ranking,
    form: RecordDecision,
    may_decide: bool,
    sentence: Option<String>,
) -> impl IntoView {
    let Ranking {
        period,
        title,
        decided_by,
        options,
        lines,
        ranked: by_points,
        open,
        places,
        targets,
        decisions,
    } = page;
    let nothing = lines.is_empty();
    let table = ranked(&base, &lines, by_points, may_decide.then_some((&options, &form)));
    let still_open = (!open.is_empty()).then(|| {
        let names = open.join("、");
        view! { <p class="why">{format!("尚未办结考核的（{}份）：{names}。", open.len())}</p> }
    });
    let has_open = !open.is_empty();
    let body = if nothing {
        let how = if by_points { "按得分" } else { "" };
        empty(&format!("没有等待研究的单位。考核人员办结考核后，单位会{how}出现在这里。")).into_any()
    } else if may_decide {
        view! {
            <form method="post" action=format!("{base}/periods/{period}/decision") enctype="multipart/form-data">
                {table}
                {limits(&places, &form)}
                {has_open.then(|| view! {
                    <p>
                        <Check id="leave_out" name="leave_out" value="on" checked=!form.leave_out.is_empty()
                            label="尚未办结的单位本次不列入，以后另行研究"/>
                    </p>
                })}
                <h2 class="over">{format!("{decided_by}集体研究决定")}</h2>
                <div class="grid">
                    <p class="field"><label for="meeting">"会议名称"</label><input type="text" id="meeting" name="meeting" value=form.meeting.clone() placeholder=format!("如：{decided_by}会议") required=true/></p>
                    <p class="field"><label for="held_on">"会议日期"</label><input type="date" id="held_on" name="held_on" value=form.held_on.clone() required=true/></p>
                    <p class="field wide"><label for="present">"出席人员"</label><input type="text" id="present" name="present" value=form.present.clone() required=true/></p>
                    <p class="field wide"><label for="minutes">"会议纪要（PDF、DOCX、JPG、PNG，不超过20MB）"</label><input type="file" id="minutes" name="minutes" accept=".pdf,.docx,.jpg,.jpeg,.png" required=true/></p>
                </div>
                <label class="over" for="note">"研究意见（决定与考核情况不一致的，写明理由；其余可不填）"</label>
                <TextArea id="note" name="note" initial=form.note.clone() rows=3/>
                <p class="small muted">{format!("决定一经记录不能更改；{}原样保留在决定旁边。", if by_points { "系统计算的得分与名次" } else { "考核情况" })}</p>
                <p><button class="btn primary" type="submit">"记录集体决定"</button></p>
            </form>
        }
        .into_any()
    } else {
        table.into_any()
    };
    let recorded = decisions.into_iter().map(|line| recorded(&base, line, by_points)).collect_view();
    view! {
        <p class="eyebrow"><a href=format!("{base}/periods/{period}")>{title}</a></p>
        <h1>{if by_points { "排名与集体决定" } else { "集体研究决定" }}</h1>
        <section class="sheet">
            <h2>{if by_points { "待研究名单（按考核得分排名）" } else { "待研究名单" }}</h2>
            {refused(sentence)}
            {still_open}
            {body}
        </section>
        {targets::reached(targets)}
        {recorded}
    }
}

/// 评选名额: of how many, and how many may be given. How many there are of what is counted can be corrected.
fn limits(places: &[WinnersQuota], form: &RecordDecision) -> Option<impl IntoView + use<>> {
    // Of whom nobody takes part, nobody is decided on.
    let any = places.iter().any(|line| line.taking_part > 0);
    let concerned = places.iter().zip(0_u32..).filter(|(line, _)| line.taking_part > 0);
    let rows = concerned.map(|(line, at)| {
        let WinnersQuota { award, told, pool, size, places, given, .. } = line;
        let name = format!("pool:{at}");
        let typed = form.pools.iter().find(|(of, _)| *of == at.to_string()).map(|(_, value)| value.clone());
        let before = if *given > 0 { format!("，已评{given}个") } else { String::new() };
        let told = match typed.as_ref().is_none_or(|typed| typed.trim() == size.to_string()) {
            true => format!("{award}的名额为{told}：按{size}个计，可评{places}个{before}。"),
            false => format!("{award}的名额为{told}{before}。"),
        };
        view! {
            <p class="field"><label for=name.clone()>{format!("{award}：{pool}")}</label><input type="text" inputmode="numeric" id=name.clone() name=name value=typed.unwrap_or_else(|| size.to_string()) required=true/></p>
            <p class="small muted">{told}</p>
        }
    });
    let rows = rows.collect_view();
    any.then(|| view! { <h2 class="over">"评选名额"</h2><div class="places">{rows}</div> })
}

fn ranked(
    base: &str,
    lines: &[RankedLine],
    by_points: bool,
    choose: Option<(&Vec<String>, &RecordDecision)>,
) -> impl IntoView + use<> {
    let tied = by_points && lines.iter().any(|line| line.tied);
    let tells = lines.iter().any(|line| !line.found.is_empty());
    let awards = lines.iter().any(|line| !line.award.is_empty());
    let rows = lines
        .iter()
        .map(|line| {
            let outcome = choose.map(|(options, form)| {
                let id = line.case.to_string();
                let chosen = form.outcomes.iter().find(|(case, _)| *case == id).map(|(_, outcome)| outcome.clone());
                let options = options
                    .iter()
                    .map(|option| {
                        let selected = chosen.as_deref() == Some(option.as_str());
                        view! { <option value=option.clone() selected=selected>{option.clone()}</option> }
                    })
                    .collect_view();
                let name = format!("outcome:{id}");
                let seen = format!("score:{id}");
                let score = line.review.exact();
                let label = format!("{}的决定", line.unit);
                view! {
                    <td data-label="决定">
                        <input type="hidden" name=seen value=score/>
                        <select name=name aria-label=label required=true><option value="">"请选择"</option>{options}</select>
                    </td>
                }
            });
            let rate = line.review.checked_div(line.achievable).unwrap_or_default().percent();
            let rank = if line.tied { format!("{}（并列）", line.rank) } else { line.rank.to_string() };
            view! {
                <tr>
                    {awards.then(|| view! { <td data-label="类别">{line.award.clone()}</td> })}
                    {by_points.then(|| view! { <td class="n" data-label="名次">{rank}</td> })}
                    <td class="lead" data-label="单位"><a href=format!("{base}/cases/{}", line.case)>{line.unit.clone()}</a></td>
                    {by_points.then(|| view! {
                        <td class="n" data-label="自评">{line.own.to_string()}</td>
                        <td class="n" data-label="考核">{line.review.to_string()}</td>
                        <td class="n" data-label="得分率">{rate}</td>
                    })}
                    {tells.then(|| view! { <td data-label="考核情况">{line.found.join("")}</td> })}
                    {outcome}
                </tr>
            }
        })
        .collect_view();
    let deciding = choose.is_some();
    view! {
        {tied.then(|| view! { <p class="why">"有得分相同的，名次并列，先后由会议研究确定。"</p> })}
        <table class="cards">
            <thead>
                <tr>
                    {awards.then(|| view! { <th scope="col">"类别"</th> })}
                    {by_points.then(|| view! { <th scope="col" class="n">"名次"</th> })}
                    <th scope="col">"单位"</th>
                    {by_points.then(|| view! {
                        <th scope="col" class="n">"自评"</th><th scope="col" class="n">"考核"</th><th scope="col" class="n">"得分率"</th>
                    })}
                    {tells.then(|| view! { <th scope="col">"考核情况"</th> })}
                    {deciding.then(|| view! { <th scope="col">"决定"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn recorded(base: &str, line: DecisionLine, by_points: bool) -> impl IntoView + use<> {
    let rows = line.results.into_iter().map(move |line| {
        let DecidedLine { rank, tied, award, unit, score, achievable, outcome } = line;
        let unit = if award.is_empty() { unit } else { format!("{award}：{unit}") };
        let rank = if tied { format!("{rank}（并列）") } else { rank.to_string() };
        let counted = achievable > Points::ZERO;
        let score = counted.then(|| format!("{score}／{achievable}"));
        (unit, Cell::maybe(counted.then_some(rank)), Cell::maybe(score), Cell::from(outcome))
    });
    let results = if by_points {
        let rows = rows.map(|(unit, rank, score, outcome)| [rank, unit.into(), score, outcome]);
        table::of([number("名次"), lead("单位"), number("得分"), text("决定")], rows)
    } else {
        table::of([lead("单位"), text("决定")], rows.map(|(unit, _, _, outcome)| [unit.into(), outcome]))
    };
    let published = match &line.published {
        Some(number) => format!("已公布：{number}"),
        None => "尚未公布".to_owned(),
    };
    let note =
        (!line.note.is_empty()).then(|| view! { <p class="pre">{format!("研究意见：{}", line.note)}</p> });
    let places = line.places.into_iter().map(|told| view! { <p class="small">{format!("{told}。")}</p> });
    let places = places.collect_view();
    view! {
        <section class="sheet">
            <h2>{format!("{}　{}", line.meeting, line.held_on)}<span class="small muted">{format!("　{published}")}</span></h2>
            <p>{format!("出席：{}　记录：{}　", line.present, line.by)}<a href=format!("{base}/files/{}", line.minutes)>"会议纪要"</a></p>
            {note}
            {places}
            {results}
        </section>
    }
}
