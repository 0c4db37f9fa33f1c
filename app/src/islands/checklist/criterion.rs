//! One 评分细则: what is asked, the controls, the explanation, the remark, the evidence.

use std::sync::Arc;

use contract::case::Layer;
use domain::points::Points;
use domain::scheme::Criterion;
use domain::scoring::{Answer, REMARK_LIMIT};
use leptos::either::Either;
use leptos::prelude::*;

use super::controls::Controls;
use super::desk::{Cell, Desk};
use super::evidence::EvidenceOf;
use super::notes::Notes;
use super::rewritten::RewrittenNote;
use super::saving::edit;
use super::status::Status;
use super::trouble::{KeptAside, Trouble};
use crate::ui::{Counted, Explanation, FORM, TextArea, Tick};

/// A criterion on the desk.
#[component]
pub(super) fn CriterionRow(
    desk: Desk,
    cell: Cell,
    criterion: Arc<Criterion>,
    editable: bool,
) -> impl IntoView {
    let no = criterion.no.clone();
    let stored = StoredValue::new(criterion.clone());
    let line = Memo::new({
        let no = no.clone();
        move |_| desk.line(&no)
    });
    let score =
        move || line.get().map(|line| if line.complete { line.score.to_string() } else { "—".to_owned() });
    // Half a number is not wrong yet: what does not fit is told when it would be sent.
    let typing = move || cell.status.with(|status| *status == Status::Saving);
    let problem = move || {
        let problem = stored.with_value(|criterion| desk.problem(criterion));
        problem.filter(|_| !typing())
    };
    let trial = desk.list.with_value(|list| list.trial.is_some());
    let why = move || {
        if let Some(reason) = problem() {
            // Given under a version that is not followed any more.
            let old = cell.status.with(|status| *status == Status::AsLoaded);
            let state = match (trial, old) {
                (true, _) => "",
                (false, true) => "原来填报的内容不符合现行规定，请重新填报。",
                (false, false) => "这一条尚未保存。",
            };
            let told = format!("{reason}。{state}");
            return Some(Either::Left(view! { <p class="why bad" role="alert">{told}</p> }));
        }
        let touched = cell.answer.with(|answer| *answer != Answer::default());
        let line = line.get().filter(|_| touched)?;
        Some(Either::Right(view! { <Explanation line=line/> }))
    };
    let wording =
        (!criterion.wording.is_empty()).then(|| view! { <p class="rule">{criterion.wording.clone()}</p> });
    let figures = criterion.is_scored().then(|| {
        let full = (criterion.points != Points::ZERO)
            .then(|| view! { <small>{format!("满分{}", criterion.points)}</small> });
        view! { <div class="get"><b>{score}</b>{full}</div> }
    });
    let evidence = (!criterion.evidence.is_empty())
        .then(|| view! { <p class="rule">{format!("核查：{}", criterion.evidence)}</p> });
    let label = format!("{no}　{}", criterion.title);
    let stated = (desk.layer == Layer::Review)
        .then(|| view! { <Stated desk=desk cell=cell criterion=criterion.clone() editable=editable/> });
    view! {
        <div class="crit" id=format!("c-{no}") tabindex="-1" role="group" aria-label=label>
            {editable.then(|| view! {
                <input type="hidden" name=format!("{no}.revision") form=FORM value=desk.revision(&no).to_string()/>
            })}
            <div class="head">
                <span class="no">{no.to_string()}</span>
                <div class="ask">
                    <h3>{criterion.title.clone()}</h3>
                    {wording}
                    {evidence}
                    <Notes desk=desk criterion=criterion.clone()/>
                </div>
                {figures}
            </div>
            <RewrittenNote desk=desk cell=cell criterion=criterion.clone() editable=editable/>
            {stated}
            <Controls desk=desk cell=cell criterion=criterion.clone() disabled=!editable/>
            <NotApplicable desk=desk cell=cell criterion=criterion.clone() editable=editable/>
            <div aria-live="polite">{why}</div>
            <Remark desk=desk cell=cell criterion=criterion.clone() editable=editable/>
            <EvidenceOf desk=desk criterion=no.to_string() editable=editable && desk.layer == Layer::Own && !desk.is_trial()/>
            <Trouble desk=desk cell=cell criterion=stored/>
            <KeptAside desk=desk cell=cell criterion=stored/>
        </div>
    }
}

/// 自评, before the reviewer's own controls.
#[component]
fn Stated(desk: Desk, cell: Cell, criterion: Arc<Criterion>, editable: bool) -> impl IntoView {
    let own =
        desk.list.with_value(|list| list.own.get(criterion.no.as_str()).map(|given| given.answer.clone()));
    let own = own.unwrap_or_default();
    let line = desk.own(|sheet| sheet.criterion(&criterion.no).cloned()).flatten();
    let sentence = line.map(|line| line.sentence()).unwrap_or_default();
    let remark = (!own.remark.is_empty()).then(|| format!("说明：{}", own.remark));
    let agree = {
        let own = own.clone();
        let criterion = criterion.clone();
        move |_| {
            edit(desk, &criterion, |answer| {
                let reason = if criterion.is_manual() { "同意自评。".to_owned() } else { String::new() };
                let kept = std::mem::take(&mut answer.remark);
                let mine = if kept.trim().is_empty() { reason } else { kept };
                *answer = Answer { remark: mine, ..own.clone() };
            });
        }
    };
    let agreed = {
        let own = own.said();
        move || {
            cell.answer.with(|a| {
                a.said().inputs == own.inputs
                    && a.not_applicable == own.not_applicable
                    && !a.inputs.is_empty()
            })
        }
    };
    view! {
        <div class="stated">
            <div>
                <b>"自评　"</b>
                {sentence}
                {remark.map(|text| view! { <p class="pre">{text}</p> })}
            </div>
            {editable.then(|| view! {
                <button type="button" class="btn" aria-pressed=move || agreed().to_string() on:click=agree>
                    "同意自评"
                </button>
            })}
        </div>
    }
}

/// 不涉及, where the rule allows it.
#[component]
fn NotApplicable(desk: Desk, cell: Cell, criterion: Arc<Criterion>, editable: bool) -> impl IntoView {
    criterion.not_applicable?;
    let text = if desk.layer == Layer::Own {
        "本单位不涉及此项（请在说明中写明理由，由考核人员认定）"
    } else {
        "认定该单位不涉及此项"
    };
    Some(view! {
        <Tick
            name=format!("{}.not_applicable", criterion.no)
            label=text
            on=Signal::derive(move || cell.answer.with(|answer| answer.not_applicable))
            on_tick=move |claimed| edit(desk, &criterion, |answer| answer.not_applicable = claimed)
            disabled=!editable
        />
    })
}

/// 说明, or the reviewer's reason.
#[component]
fn Remark(desk: Desk, cell: Cell, criterion: Arc<Criterion>, editable: bool) -> impl IntoView {
    let no = criterion.no.clone();
    let manual = criterion.is_manual();
    let initial = cell.answer.with_untracked(|answer| answer.remark.clone());
    let id = format!("{no}.remark");
    let label = match (desk.layer, manual) {
        (Layer::Own, true) => "说明（必填：做法、依据和成效）",
        (Layer::Own, false) => "说明",
        (Layer::Review, true) => "评分理由（必填）",
        (Layer::Review, false) => "评分理由（与自评不同时必填）",
    };
    let lacking = move || desk.layer == Layer::Review && desk.settled.lacks_reason(cell.place);
    if !editable && initial.is_empty() {
        return None;
    }
    // Open where it is needed: a manual score always, otherwise once something is written or a reason is due; what was
    // open once does not close under the typist's hands.
    let needed = Memo::new(move |before: Option<&bool>| {
        let written = cell.answer.with(|answer| !answer.remark.is_empty());
        before.copied().unwrap_or_default() || manual || written || lacking()
    });
    let counted_id = format!("{no}.counted");
    let length = Signal::derive(move || match editable {
        true => cell.answer.with(|answer| answer.remark.chars().count()),
        false => 0,
    });
    let field = view! {
        <label class="over" for=id.clone()>{label}</label>
        <TextArea
            id=id.clone()
            name=id
            form=FORM
            initial=initial
            value=Signal::derive(move || cell.answer.with(|answer| answer.remark.clone()))
            on_input=move |text: String| edit(desk, &criterion, |answer| answer.remark = text)
            rows=2
            disabled=!editable
            describedby=counted_id.clone()
        />
        <Counted id=counted_id length=length most=REMARK_LIMIT/>
    };
    Some(view! {
        <div class="remark">
            <details open=move || needed.get() class:needed=move || needed.get()>
                <summary>{if desk.layer == Layer::Own { "写说明（可不填）" } else { "写评分理由（与自评一致时可不填）" }}</summary>
                {field}
            </details>
            {move || lacking().then(|| view! {
                <p class="why bad">"考核得分与自评不同，请写明理由；写明后才算完成打分。"</p>
            })}
        </div>
    })
}
