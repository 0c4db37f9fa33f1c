//! One table for each list: lists of unlike kinds are never ranked across. What is computed stands beside what is chosen;
//! who chooses otherwise is asked why.

use contract::decision::{RankedLine, Ranking, RecordDecision, WinnersQuota};
use leptos::prelude::*;

use crate::ui::TextArea;

/// Most places that are drawn one by one.
const DRAWN: u32 = 60;

pub(super) fn lists(base: &str, page: &Ranking, choose: Option<&RecordDecision>) -> impl IntoView + use<> {
    let several = page.lines.iter().any(|line| line.list != page.lines[0].list);
    let mut told: Vec<u32> = Vec::new();
    let lists = page.lines.chunk_by(|one, next| one.list == next.list).map(|lines| {
        let mut limiting: Vec<u32> = lines.iter().flat_map(|line| line.quotas.clone()).collect();
        limiting.sort_unstable();
        limiting.dedup();
        limiting.retain(|at| !told.contains(at));
        told.extend(&limiting);
        let places = limiting.iter().filter_map(|at| Some((*at, page.places.get(*at as usize)?)));
        let places = places.map(|(at, quota)| limit(at, quota, page, choose)).collect_view();
        let shares = page.shares.iter().filter(|(of, _)| *of == lines[0].list);
        let shares = shares.map(|(_, told)| view! { <p class="small">{format!("{told}。")}</p> }).collect_view();
        view! { <section class="sheet list">{list(base, page, lines, several, choose)}{shares}{places}</section> }
    });
    lists.collect_view()
}

fn list(
    base: &str,
    page: &Ranking,
    lines: &[RankedLine],
    several: bool,
    choose: Option<&RecordDecision>,
) -> impl IntoView + use<> {
    let points = lines.iter().any(|line| !line.shown.review.is_empty());
    let rates = lines.iter().any(|line| !line.shown.rate.is_empty());
    let awards: Vec<_> = {
        let mut awards: Vec<&str> = lines.iter().map(|line| line.award.as_str()).collect();
        awards.dedup();
        awards
    };
    let mixed = awards.len() > 1;
    // Unlike kinds are told apart; what a single list is about is said where it is no matter of course.
    let title = match awards.join("、") {
        title if title.is_empty() || mixed && !several => "待研究名单".to_owned(),
        title if several => title,
        title => format!("待研究名单：{title}"),
    };
    let how = match (points, rates) {
        (true, true) => "按考核得分率排名",
        (true, false) => "按考核得分排名",
        _ => "按本单位的顺序",
    };
    let tied = lines.iter().any(|line| line.tied).then_some("得分相同的名次并列，先后由会议研究确定。");
    let columns = 3 + u32::from(points) * 3 + u32::from(rates) + u32::from(mixed);
    let rows = lines.iter().map(|line| row(base, page, line, (points, rates, mixed, columns), choose));
    let rows = rows.collect_view();
    let deciding = choose.is_some();
    view! {
        <table class="cards">
            <caption><span class="name">{title}</span><span class="small muted">{format!("　{}份，{how}", lines.len())}</span></caption>
            <thead>
                <tr>
                    {points.then(|| view! { <th scope="col" class="n">"名次"</th> })}
                    <th scope="col">"单位"</th>
                    {mixed.then(|| view! { <th scope="col">"类别"</th> })}
                    {points.then(|| view! { <th scope="col" class="n">"自评"</th><th scope="col" class="n">"考核"</th> })}
                    {rates.then(|| view! { <th scope="col" class="n">"得分率"</th> })}
                    <th scope="col">"考核结果"</th>
                    {deciding.then(|| view! { <th scope="col" class="chosen">"决定"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {tied.map(|told| view! { <p class="small muted">{told}</p> })}
    }
}

fn row(
    base: &str,
    page: &Ranking,
    line: &RankedLine,
    (points, rates, mixed, columns): (bool, bool, bool, u32),
    choose: Option<&RecordDecision>,
) -> impl IntoView + use<> {
    let id = line.case.to_string();
    let outcome = choose.map(|form| choice(page, line, form));
    let why = choose.map(|form| {
        let typed = form.reasons.iter().find(|(case, _)| *case == id).map(|(_, reason)| reason.clone());
        let typed = typed.unwrap_or_default();
        let class = match line.always_asks || !typed.is_empty() {
            true => "reason shown",
            false => "reason",
        };
        let name = format!("reason:{id}");
        let label = format!("{}：决定与考核结果不一致的，写明理由（留存在决定旁边）", line.unit);
        view! {
            <tr class=class>
                <td colspan=columns.to_string()>
                    <label class="small muted" for=name.clone()>{label}</label>
                    <TextArea id=name.clone() name=name initial=typed rows=2/>
                </td>
            </tr>
        }
    });
    let rank = if line.tied { format!("{}（并列）", line.rank) } else { line.rank.to_string() };
    let found = (!line.found.is_empty())
        .then(|| view! { <span class="small muted found">{line.found.concat()}</span> });
    view! {
        <tr class="case">
            {points.then(|| view! { <td class="n" data-label="名次">{rank}</td> })}
            <td class="lead" data-label="单位"><a href=format!("{base}/cases/{}", line.case)>{line.unit.clone()}</a></td>
            {mixed.then(|| view! { <td data-label="类别">{line.award.clone()}</td> })}
            {points.then(|| view! {
                <td class="n" data-label="自评">{line.shown.own.clone()}</td>
                <td class="n" data-label="考核">{line.shown.review.clone()}</td>
            })}
            {rates.then(|| view! { <td class="n" data-label="得分率">{line.shown.rate.clone()}</td> })}
            <td data-label="考核结果"><span>{line.computed.clone()}{found}</span></td>
            {outcome}
        </tr>
        {why}
    }
}

/// The outcomes, the computed one chosen to begin with.
fn choice(page: &Ranking, line: &RankedLine, form: &RecordDecision) -> impl IntoView + use<> {
    let id = line.case.to_string();
    let typed = form.outcomes.iter().find(|(case, _)| *case == id).map(|(_, outcome)| outcome.clone());
    let chosen = typed.or_else(|| line.proposed.clone()).unwrap_or_default();
    let options = page.options.iter().map(|option| {
        let differs = line.proposed.as_ref().is_some_and(|proposed| proposed != option);
        let class = differs.then_some("differs");
        let selected = *option == chosen;
        view! { <option class=class value=option.clone() selected=selected>{option.clone()}</option> }
    });
    let options = options.collect_view();
    let none = line.proposed.is_none().then(|| view! { <option value="">"请选择"</option> });
    let label = format!("{}的决定", line.unit);
    view! {
        <td class="chosen" data-label="决定">
            <input type="hidden" name=format!("score:{id}") value=line.review.exact()/>
            <select name=format!("outcome:{id}") aria-label=label required=true>{none}{options}</select>
        </td>
    }
}

/// One 评选名额: what it says, its places as dots, and of how many it is a share.
fn limit(
    at: u32,
    quota: &WinnersQuota,
    page: &Ranking,
    choose: Option<&RecordDecision>,
) -> impl IntoView + use<> {
    let title = page.options.first().map_or("", String::as_str);
    let limited = page.lines.iter().filter(|line| line.quotas.contains(&at));
    let chosen = limited.filter(|line| {
        let id = line.case.to_string();
        let typed = choose.and_then(|form| form.outcomes.iter().find(|(case, _)| *case == id));
        match typed {
            Some((_, outcome)) => outcome == title,
            None => line.proposed.as_deref() == Some(title),
        }
    });
    let chosen = u32::try_from(chosen.count()).unwrap_or(u32::MAX);
    let name = format!("pool:{at}");
    let typed = choose.and_then(|form| form.pools.iter().find(|(of, _)| *of == at.to_string()));
    let typed = typed.map(|(_, value)| value.clone());
    let as_counted = typed.as_ref().is_none_or(|typed| typed.trim() == quota.size.to_string());
    let WinnersQuota { award, told, pool, size, most, places, given, .. } = quota;
    let left = places.saturating_sub(*given).saturating_sub(chosen);
    let dots = (as_counted && *places <= DRAWN).then(|| {
        let full = (0..given.saturating_add(chosen).min(*places)).map(|_| view! { <i></i> }).collect_view();
        let free = (0..left).map(|_| view! { <i class="free"></i> }).collect_view();
        view! { <span class="dots" aria-hidden="true">{full}{free}</span> }
    });
    let before = if *given > 0 { format!("已评{given}个，") } else { String::new() };
    let counted = match (as_counted, choose.is_some()) {
        (false, _) => format!("{before}名额按更正后的总数重新计算"),
        (true, true) => format!("共{places}个：{before}现选{chosen}个，还可评{left}个"),
        (true, false) => format!("共{places}个：{before}考核结果在名额之内的{chosen}个"),
    };
    let correct = choose.map(|_| {
        view! {
            <p class="field pool">
                <label for=name.clone()>{format!("{pool}（本辖区登记{most}个）")}</label>
                <input type="text" inputmode="numeric" id=name.clone() name=name.clone() value=typed.unwrap_or_else(|| size.to_string()) required=true/>
            </p>
        }
    });
    view! {
        <div class="quota">
            <p class="small">{format!("{award}的名额为{told}，按{size}个计。")}</p>
            <p class="small">{dots}<span>{counted}</span></p>
            {correct}
        </div>
    }
}
