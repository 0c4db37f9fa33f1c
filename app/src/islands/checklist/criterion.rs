//! One 评分细则: what is asked, the controls, the explanation, the remark, the evidence.

use std::sync::Arc;

use contract::case::Layer;
use domain::points::Points;
use domain::scheme::{Criterion, own_no};
use domain::scoring::{Answer, REMARK, REMARK_LIMIT};
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
    /// 责任科室, where they are not those of the whole item.
    duties: Option<String>,
    editable: bool,
) -> impl IntoView {
    let no = criterion.no.clone();
    if desk.layer == Layer::Own
        && let Some(who) = criterion.left_to()
    {
        return Either::Left(left(&criterion, who));
    }
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
    let label = format!("{}　{}", own_no(&no), criterion.title);
    let class = match desk.list.with_value(|list| list.changed(&no).is_some()) {
        true if desk.layer == Layer::Review => "crit changed",
        _ => "crit",
    };
    let stated = (desk.layer == Layer::Review)
        .then(|| view! { <Stated desk=desk cell=cell criterion=criterion.clone() editable=editable/> });
    Either::Right(view! {
        <div class=class id=format!("c-{no}") tabindex="-1" role="group" aria-label=label>
            {editable.then(|| view! {
                <input type="hidden" name=format!("{no}.revision") form=FORM value=desk.revision(&no).to_string()/>
            })}
            <div class="head">
                <span class="no">{own_no(&no).to_owned()}</span>
                <div class="ask">
                    <h3>{criterion.title.clone()}</h3>
                    {wording}
                    {evidence}
                    {duties.map(|told| view! { <p class="rule">{told}</p> })}
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
            <Earlier desk=desk cell=cell criterion=stored of=Signal::stored(REMARK.to_owned()) disabled=!editable/>
            <EvidenceOf desk=desk criterion=no.to_string() editable=editable && desk.layer == Layer::Own && !desk.is_trial()/>
            <Trouble desk=desk cell=cell criterion=stored/>
            <KeptAside desk=desk cell=cell criterion=stored/>
            {editable.then(|| view! { <Acts desk=desk cell=cell criterion=stored/> })}
        </div>
    })
}

/// What others enter, where a unit reads along.
fn left(criterion: &Criterion, who: &str) -> impl IntoView + use<> {
    let no = own_no(&criterion.no).to_owned();
    let label = format!("{no}　{}", criterion.title);
    let wording =
        (!criterion.wording.is_empty()).then(|| view! { <p class="rule">{criterion.wording.clone()}</p> });
    view! {
        <div class="crit" id=format!("c-{}", criterion.no) tabindex="-1" role="group" aria-label=label>
            <div class="head">
                <span class="no">{no}</span>
                <div class="ask">
                    <h3>{criterion.title.clone()}</h3>
                    {wording}
                    <p class="rule">{format!("由{who}填写，自评不填。")}</p>
                </div>
            </div>
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
    // There is nothing to agree to where the unit was not asked.
    let asked = criterion.left_to().is_none();
    let remark = (!own.remark.is_empty()).then(|| format!("说明：{}", own.remark));
    let agree = {
        let own = own.clone();
        let criterion = criterion.clone();
        move |_| edit(desk, &criterion, |answer| *answer = own.agreed_to(answer))
    };
    let agreed = move || cell.answer.with(|answer| answer.says_as(&own) && !answer.is_untouched());
    view! {
        <div class="stated">
            <div>
                <b>"自评　"</b>
                {sentence}
                {remark.map(|text| view! { <p class="pre">{text}</p> })}
            </div>
            {(editable && asked).then(|| view! {
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
        (Layer::Review, true) => "评分理由（必填；同意自评的可不填）",
        (Layer::Review, false) => "评分理由（与自评不同时必填）",
    };
    let lacking = move || {
        let unexplained =
            manual && cell.answer.with(|answer| !answer.inputs.is_empty() && !answer.is_explained());
        desk.layer == Layer::Review && (unexplained || desk.settled.lacks_reason(cell.place))
    };
    if !editable && initial.is_empty() {
        return None;
    }
    // Open where it is needed: a manual score always, otherwise once something is written or a reason is due; what was
    // open once does not close under the typist's hands.
    let needed = Memo::new(move |before: Option<&bool>| {
        let written = cell.answer.with(|answer| !answer.remark.is_empty());
        before.copied().unwrap_or_default() || manual && desk.layer == Layer::Own || written || lacking()
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
                <p class="why bad">{if manual { "请写明评分理由；同意自评的，请按“同意自评”。" } else { "考核得分与自评不同，请写明理由；写明后才算完成打分。" }}</p>
            })}
        </div>
    })
}

/// A reason that was given for another value, and the way to give it for this one.
#[component]
pub(super) fn Earlier(
    desk: Desk,
    cell: Cell,
    criterion: StoredValue<Arc<Criterion>>,
    /// The question whose reason it is, or the remark.
    of: Signal<String>,
    disabled: bool,
) -> impl IntoView {
    let text = Memo::new(move |_| {
        let of = of.get();
        cell.answer.with(|answer| answer.earlier.get(&of).cloned()).filter(|_| !disabled)
    });
    move || {
        text.get().map(|text| {
            let name = criterion.with_value(|criterion| format!("{}.{}", criterion.no, of.get_untracked()));
            let take = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                criterion.with_value(|criterion| {
                    edit(desk, criterion, |answer| answer.takes_up(&of.get_untracked()));
                });
            };
            view! {
                <p class="why earlier noprint">
                    "分值已改动，原来写的理由没有沿用："<span class="pre">{text}</span>" "
                    <button type="submit" class="quiet" form=FORM name="takes_up" value=name on:click=take>"仍然适用，沿用"</button>
                </p>
            }
        })
    }
}

/// 以后再填, and the way back to 未填.
#[component]
fn Acts(desk: Desk, cell: Cell, criterion: StoredValue<Arc<Criterion>>) -> impl IntoView {
    let no = criterion.with_value(|criterion| criterion.no.to_string());
    let (marked, mark) = (no.clone(), no.clone());
    let later = Memo::new(move |_| desk.later.with(|all| all.contains(&marked)));
    let done = move || desk.settled.is_done(cell.place) && !later.get();
    let given = move || cell.answer.with(|answer| !answer.inputs.is_empty() || answer.not_applicable);
    let clear = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let asked = "这一条恢复为未填？填写的内容和确认一并撤回；写过的说明、理由留在这里备用。";
        if window().confirm_with_message(asked).unwrap_or(false) {
            cell.opened.set(Vec::new());
            criterion.with_value(|criterion| edit(desk, criterion, |answer| *answer = Answer::default()));
        }
    };
    view! {
        <p class="own-acts small noprint">
            <button
                type="button"
                class="quiet awake later"
                aria-pressed=move || later.get().to_string()
                hidden=done
                on:click=move |_| desk.put_off(&mark)
            >
                {move || if later.get() { "已标记以后再填，取消标记" } else { "以后再填" }}
            </button>
            <button type="submit" class="quiet" form=FORM name="clears" value=no hidden=move || !given() on:click=clear>
                "恢复为未填"
            </button>
        </p>
    }
}
