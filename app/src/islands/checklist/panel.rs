//! The score beside the checklist: what it comes to, what is still possible, where points were lost, and what comes
//! next.

use contract::case::Layer;
use domain::points::Points;
use leptos::either::Either;
use leptos::prelude::*;

use super::desk::Desk;
use super::keys::Keys;
use super::saving::send_all;
use super::status::Safety;
use super::trial::TrialTools;
use crate::ui::{Bar, SaveMark, SaveState};

/// Score, range, deductions, save state, next step.
#[component]
pub(super) fn ScorePanel(desk: Desk) -> impl IntoView {
    let counts_points = move || desk.sheet(|sheet| sheet.achievable > Points::ZERO);
    let title = match (desk.layer, untrack(counts_points)) {
        (Layer::Own, true) => "自评得分",
        (Layer::Own, false) => "自评结果",
        (Layer::Review, true) => "考核得分",
        (Layer::Review, false) => "考核结果",
    };
    let progress = Memo::new(move |_| desk.progress());
    // Where nothing is filled in yet, what is certain already is no score.
    let score = move || match progress.get() {
        (0, _) => "—".to_owned(),
        _ => desk.sheet(|sheet| sheet.score.to_string()),
    };
    let of = move || desk.sheet(|sheet| format!("／可得{}", sheet.achievable));
    // What is not counted in points says what it comes to in words.
    let reached = move || {
        let told =
            desk.sheet(|sheet| sheet.reached.as_ref().map(|reached| reached.told()).unwrap_or_default());
        told.into_iter().map(|line| view! { <p class="small reached">{line}</p> }).collect_view()
    };
    let range = move || {
        desk.sheet(|sheet| {
            let left = (sheet.asked - sheet.answered).saturating_sub(desk.waiting.get());
            if left == 0 || sheet.achievable == Points::ZERO {
                return (left > 0).then(|| format!("尚有{left}条未填"));
            }
            // 加减分 may have no limit: what is possible is said without it.
            let bonus = sheet.reached.as_ref().filter(|reached| reached.bonus.is_some());
            let (range, without) =
                bonus.map_or((sheet.range, ""), |reached| (reached.base, "（不含加减分）"));
            Some(format!("尚有{left}条未填，最终可能在{}—{}之间{without}", range.low, range.high))
        })
    };
    let waiting = move || {
        let n = desk.waiting.get();
        (n > 0).then(|| view! { <p class="small muted">{format!("{n}条酌情分待第二人确认")}</p> })
    };
    // Whoever fills for a department sees how far that is, and how far the whole.
    let own = Memo::new(move |_| desk.own_progress());
    let of_department = move || {
        own.get()
            .map(|(done, all)| view! { <p class="small counted">{format!("本科室已填{done}／{all}条")}</p> })
    };
    let whole = if untrack(|| own.get()).is_some() { "全单位" } else { "" };
    let counted = move || {
        let (done, all) = progress.get();
        let word = if desk.layer == Layer::Own { "已填" } else { "已打分" };
        format!("{whole}{word}{done}／{all}条")
    };
    let percent = Signal::derive(move || {
        let (done, all) = own.get().unwrap_or_else(|| progress.get());
        i64::from(done) * 100 / i64::from(all.max(1))
    });
    // 以后再填: where they are.
    let put_off = move || {
        let marked: Vec<_> = desk.later.get().into_iter().collect();
        (!marked.is_empty()).then(|| {
            let links = marked.into_iter().map(|no| {
                let address = desk.address(&no);
                view! { " "<a href=address>{no}</a> }
            });
            let links = links.collect_view();
            view! { <p class="small put-off">"以后再填："{links}</p> }
        })
    };
    let compared = move || {
        let stated = counts_points().then(|| desk.own(|own| own.score)).flatten();
        stated.map(|score| view! { <p class="small muted">{format!("单位自评{score}分")}</p> })
    };
    let unscored = move || {
        let told =
            |reason| format!("{reason}：各条照常保存，但这些数值合起来算不出总分，请先核对最近填写的数值。");
        desk.unscored().map(|reason| view! { <p class="why bad" role="alert">{told(reason)}</p> })
    };
    view! {
        <aside class="score" aria-label=title>
            <div class="sheet">
                {if desk.is_trial() {
                    Either::Left(view! { <TrialTools desk=desk/> })
                } else {
                    Either::Right(view! { <SafetyMark desk=desk/> })
                }}
                <p class="eyebrow">{title}</p>
                <p class="big" aria-live="polite" hidden=move || !counts_points()>
                    <span id="total">{score}</span>" "<small>{of}</small>
                </p>
                {unscored}
                {reached}
                {compared}
                <p class="small muted range">{range}</p>
                {waiting}
                <Bar percent=percent label=title/>
                {of_department}
                <p class="small muted counted">{counted}</p>
                {put_off}
                <Lost desk=desk/>
                {(!desk.is_trial()).then(|| view! { <Next desk=desk/> })}
                <p class="go noprint">
                    <a class="btn" href="#toc">"目录"</a>
                    <button type="button" class="btn" data-do="open">"下一处未填"</button>
                </p>
            </div>
        </aside>
    }
}

/// 已保存 / 保存中 / 未保存.
#[component]
fn SafetyMark(desk: Desk) -> impl IntoView {
    let editable = desk.list.with_value(|list| list.may.fill || list.may.score);
    let mark = move || {
        let state = match desk.safety.get() {
            Safety { waiting, refused, .. } if waiting > 0 && waiting == refused => SaveState::Wrong(waiting),
            Safety { waiting, .. } if waiting > 0 => SaveState::Unsaved(waiting),
            Safety { saving, .. } if saving > 0 => SaveState::Saving,
            Safety { saved: Some(at), .. } => SaveState::Saved(at.clock()),
            _ if editable => SaveState::Untouched,
            _ => SaveState::ReadOnly,
        };
        let wrong = matches!(state, SaveState::Wrong(_));
        let help = move |()| match wrong {
            true => Keys { desk }.to_wrong(),
            false => send_all(desk),
        };
        view! { <SaveMark state=state on_retry=help/> }
    };
    view! {
        <p class="waking" role="status">
            <span aria-hidden="true">"◌"</span>"正在准备自动保存"
        </p>
        <div class="awake">{mark}</div>
    }
}

/// 扣分明细 over the whole checklist.
#[component]
fn Lost(desk: Desk) -> impl IntoView {
    let lines = Memo::new(move |_| {
        desk.sheet(|sheet| {
            sheet
                .criteria()
                .flat_map(|line| {
                    line.steps
                        .iter()
                        .filter(|step| step.points < Points::ZERO)
                        .map(|step| (format!("{}　{}", line.no, step.text), step.points))
                })
                .collect::<Vec<_>>()
        })
    });
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let rows = lines
                .into_iter()
                .map(|(text, points)| {
                    view! { <li><span>{text}</span><span class="num">{format!("−{}", -points)}</span></li> }
                })
                .collect_view();
            view! {
                <details class="lost" open=true>
                    <summary>"扣分明细"</summary>
                    <ul>{rows}</ul>
                </details>
            }
        })
    }
}

/// The step that follows, once nothing is missing.
#[component]
fn Next(desk: Desk) -> impl IntoView {
    let (base, case, may) = desk.list.with_value(|list| (list.base.clone(), list.case, list.may));
    let page = format!("{base}/cases/{case}");
    // What waits for a second person may be handed over to the head, who may be it.
    let open = Memo::new(move |_| {
        let (done, all) = desk.progress();
        all - done - if desk.layer == Layer::Own { desk.waiting.get() } else { 0 }.min(all - done)
    });
    let complete = move || open.get() == 0;
    let safe = Memo::new(move |_| desk.safety.get().is_whole());
    let step = match desk.layer {
        Layer::Own if may.hand_over => Some((format!("{page}/hand-over"), "提交单位负责人")),
        Layer::Review if may.close => Some((format!("{page}/close"), "办结考核")),
        _ => None,
    };
    // Who closes a review closes what stands here: somebody else may score meanwhile.
    let total = (desk.layer == Layer::Review).then(|| {
        let total = Memo::new(move |_| desk.sheet(|sheet| sheet.score.to_string()));
        view! { <input type="hidden" name="score" value=move || total.get()/> }
    });
    let overview = page.clone();
    let aim = step.as_ref().map_or("", |(_, label)| *label);
    let still = step.is_some().then_some(move || {
        (!complete()).then(|| {
            let left = match (desk.layer, open.get() == desk.waiting.get()) {
                (Layer::Review, true) => "第二人确认后",
                (Layer::Own, _) => "填完全部细则后",
                (Layer::Review, _) => "全部细则打分后",
            };
            view! { <p class="small muted still">{format!("{left}可以{aim}。")}</p> }
        })
    });
    view! {
        {still}
        <div class="next noprint">
            {step.map(|(action, label)| view! {
                <form method="post" action=action>
                    {total}
                    <button class="btn primary" disabled=move || !complete() || !safe.get()>{label}</button>
                </form>
            })}
            <a class="btn" href=overview>"总览"</a>
        </div>
    }
}
