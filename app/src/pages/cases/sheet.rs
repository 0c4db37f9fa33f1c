use std::collections::BTreeMap;

use domain::points::Points;
use domain::scheme::{Scheme, own_no};
use domain::scoring::{CriterionScore, HeadingScore, Range, ScoreSheet, WeightedLine};
use leptos::prelude::*;

/// The explained sheet: 自评 and, where the reader may see it, 考核, side by side.
pub fn sheet(
    scheme: &Scheme,
    own: &ScoreSheet,
    review: Option<&ScoreSheet>,
    words: Words<'_>,
) -> impl IntoView + use<> {
    let both = review.is_some();
    let counts = own.criteria().any(|line| line.points != Points::ZERO);
    let head = both.then(|| view! { <th scope="col" class="n">"考核"</th> });
    // What is not worth points shows none.
    let worthless = |line: &HeadingScore| line.achievable == Points::ZERO && line.score == Points::ZERO;
    let figure = |line: &HeadingScore, none: &'static str| (!worthless(line)).then(|| of_heading(line, none));
    let bodies = scheme
        .items()
        .zip(own.items())
        .map(|(item, line)| {
            let judged = review.and_then(|sheet| sheet.items().find(|other| other.no == item.no));
            let rows = item
                .criteria
                .iter()
                .zip(&line.criteria)
                .map(|(criterion, stated)| {
                    let scored = review.and_then(|sheet| sheet.criterion(&criterion.no));
                    row((&criterion.no, &criterion.title), stated, scored, words, counts)
                })
                .collect_view();
            view! {
                <tbody>
                    <tr class="group">
                        <th colspan="2" scope="rowgroup">{item.heading()}</th>
                        {counts.then(|| view! { <th class="n" data-label="满分">{(!worthless(line)).then(|| line.achievable.to_string())}</th> })}
                        <th class="n" data-label="自评">{figure(line, UNFILLED)}</th>
                        {judged.map(|line| view! { <th class="n" data-label="考核">{figure(line, UNSCORED)}</th> })}
                    </tr>
                    {rows}
                </tbody>
            }
        })
        .collect_view();
    let worth = own.items().map(|item| item.achievable);
    let worth = Points::sum(worth).unwrap_or(own.achievable);
    let total = match own.declared {
        Some(declared) => format!("合计（文件所列总分{declared}分，各条合计{worth}分）"),
        None => "合计".to_owned(),
    };
    let sum = (worth != Points::ZERO).then(|| {
        let line = |title: String, most: String, own: String, scored: Option<String>| {
            view! {
                <tr class="group">
                    <th colspan="2">{title}</th>
                    <th class="n" data-label="满分">{most}</th>
                    <th class="n" data-label="自评">{own}</th>
                    {scored.map(|scored| view! { <th class="n" data-label="考核">{scored}</th> })}
                </tr>
            }
        };
        // Where several sources are weighed, the rubric's own sum comes first, then what each source adds.
        let weighed =
            |sheet: &ScoreSheet| sheet.reached.as_ref().and_then(|reached| reached.weighted.clone());
        let of_rubric = |sheet: &ScoreSheet, none: &'static str| match sheet.before_weights(scheme) {
            _ if sheet.answered == 0 => none.to_owned(),
            Some(whole) => between(whole),
            None if sheet.answered == sheet.asked => sheet.score.to_string(),
            None => between(sheet.range),
        };
        let known = |line: Option<&WeightedLine>| match line {
            Some(line) if line.score.low == line.score.high => line.adds.low.to_string(),
            _ => "—".to_owned(),
        };
        let sources = weighed(own).map(|stated| {
            let given = review.and_then(weighed);
            let rows = stated.lines.iter().zip(&scheme.sources).enumerate().map(|(at, (one, source))| {
                let title = format!("{}，占{}%", one.title, one.weight);
                let scored = given.as_ref().map(|given| known(given.lines.get(at)));
                // The rubric as far as it is achievable.
                let share = worth.checked_mul(one.weight).and_then(|most| most.checked_div(source.full));
                let most = share.filter(|_| source.rubric || source.own).unwrap_or(one.weight);
                line(title, most.to_string(), known(Some(one)), scored)
            });
            let rows = rows.collect_view();
            let whole = |sheet: &ScoreSheet| {
                if sheet.complete() { sheet.score.to_string() } else { "—".to_owned() }
            };
            let total =
                line("加权得分".to_owned(), own.achievable.to_string(), whole(own), review.map(whole));
            view! { {rows} {total} }
        });
        let scored = review.map(|sheet| of_rubric(sheet, UNSCORED));
        let first = line(total, worth.to_string(), of_rubric(own, UNFILLED), scored);
        view! { <tfoot>{first}{sources}</tfoot> }
    });
    view! {
        <table class="rubric scores">
            <thead>
                <tr>
                    <th scope="col">"序号"</th><th scope="col">"评分细则与说明"</th>
                    {counts.then(|| view! { <th scope="col" class="n">"满分"</th> })}
                    <th scope="col" class="n">"自评"</th>{head}
                </tr>
            </thead>
            {bodies}
            {sum}
        </table>
    }
}

/// What was written on both layers, by criterion: 说明 of the unit, reasons of the reviewers.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub said: &'a BTreeMap<String, String>,
    pub reasons: &'a BTreeMap<String, String>,
}

/// Nothing is given yet.
const UNFILLED: &str = "未填";
const UNSCORED: &str = "未评";

/// What a heading comes to: what is certain, or what it may come to.
fn of_heading(line: &HeadingScore, none: &'static str) -> String {
    match line.answered {
        // All of it is left to others.
        0 if line.asked == 0 => "—".to_owned(),
        0 => none.to_owned(),
        answered if answered == line.asked => line.score.to_string(),
        _ => between(line.range),
    }
}

pub(super) fn between(range: Range) -> String {
    match range.low == range.high {
        true => range.low.to_string(),
        false => format!("{}至{}", range.low, range.high),
    }
}

/// What a criterion comes to, in a cell.
fn of_criterion(line: &CriterionScore, none: &'static str) -> String {
    match &line.mark {
        Some(mark) => mark.label().to_owned(),
        None if line.complete => line.score.to_string(),
        None if line.steps.is_empty() => none.to_owned(),
        None => between(line.range),
    }
}

fn row(
    (no, title): (&str, &str),
    own: &CriterionScore,
    review: Option<&CriterionScore>,
    words: Words<'_>,
    counts: bool,
) -> impl IntoView + use<> {
    let full = (own.points != Points::ZERO).then(|| own.points.to_string());
    let same = |line: &CriterionScore| line.says_the_same(own);
    let differs = review.is_some_and(|line| line.complete && !same(line));
    // Where both layers say the same, it is said once.
    let agreed = review
        .is_some_and(|line| line.complete && line.steps == own.steps && line.mark == own.mark && same(line));
    let who = if agreed { "自评、考核" } else { "自评" };
    let stated = view! { <span class="small muted">{format!("{who}：{}", own.sentence())}</span> };
    let judged = review.filter(|line| line.complete && !agreed).map(|line| {
        view! { <br/><span class="small">{format!("考核：{}", line.sentence())}</span> }
    });
    let written = |who: &'static str, words: &BTreeMap<String, String>| {
        let text = words.get(no).filter(|text| !text.trim().is_empty())?.clone();
        Some(view! { <span class="words small"><b>{who}</b>{text}</span> })
    };
    view! {
        <tr class=differs.then_some("differs")>
            <td class="num">{own_no(no).to_owned()}</td>
            <td>
                {title.to_owned()}<br/>{stated}
                {written("单位说明：", words.said)}
                {judged}
                {written("考核理由：", words.reasons)}
            </td>
            {counts.then(|| view! { <td class="n" data-label="满分">{full}</td> })}
            <td class="n" data-label="自评">{of_criterion(own, UNFILLED)}</td>
            {review.map(|line| view! { <td class="n" data-label="考核">{of_criterion(line, UNSCORED)}</td> })}
        </tr>
    }
}
