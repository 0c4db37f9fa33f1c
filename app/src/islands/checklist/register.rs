//! 登记新的事实, beside the question that needs it. What is registered already is changed on the register's own page.

use contract::case::Layer;
use contract::fact::{Fact, RecordFact, TEXT_LIMIT, TITLE_LIMIT};
use domain::ids::FactId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::api;
use crate::error::AppError;
use crate::islands::browser::fresh_id;

/// The way to the register, and a small form that opens here. `id`: of the question.
#[component]
pub(super) fn Register(
    desk: Desk,
    #[prop(into)] id: String,
    /// Whether facts can be registered now.
    open: bool,
    /// Takes the id of what was registered.
    #[prop(into)]
    on_registered: Callback<String>,
) -> impl IntoView {
    let begun = RwSignal::new(false);
    let page = desk
        .list
        .with_value(|list| list.trial.is_none().then(|| format!("{}/cases/{}/facts", list.base, list.case)));
    let begin = view! {
        <button type="button" class="quiet awake" aria-expanded=move || begun.get().to_string() on:click=move |_| begun.update(|begun| *begun = !*begun)>
            "登记新的事实"
        </button>
    };
    view! {
        <p class="small noprint">
            {open.then_some(begin)}" "
            {page.map(|page| view! { <a href=page>"事实登记簿"</a> })}
        </p>
        {move || begun.get().then(|| view! { <NewFact desk=desk id=id.clone() begun=begun on_registered=on_registered/> })}
    }
}

#[component]
fn NewFact(desk: Desk, id: String, begun: RwSignal<bool>, on_registered: Callback<String>) -> impl IntoView {
    // Of this form: sent again, it is the same fact.
    let fact: Option<FactId> = fresh_id().parse().ok();
    let [title, date, who, basis] = [(); 4].map(|()| RwSignal::new(String::new()));
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(fact) = fact.filter(|_| !busy.get_untracked()) else { return };
        let form = RecordFact {
            case: desk.list.with_value(|list| list.case),
            fact,
            title: title.get_untracked(),
            date: date.get_untracked(),
            who: who.get_untracked(),
            basis: basis.get_untracked(),
            based_on: 0,
        };
        busy.set(true);
        spawn_local(async move {
            match record(desk, form).await {
                Ok(fact) => {
                    let id = fact.id.to_string();
                    desk.registered(fact);
                    on_registered.run(id);
                    begun.set(false);
                }
                Err(error) => {
                    failed.set(Some(match error {
                        AppError::Unreachable => {
                            "网络中断，没有登记，填写的内容还在。请稍后再按“登记”。".to_owned()
                        }
                        refused => refused.sentence(),
                    }));
                    busy.set(false);
                }
            }
        });
    };
    let line = |name: &str, label: &'static str, value: RwSignal<String>, most: usize| {
        let id = format!("{id}.new-{name}");
        view! {
            <label for=id.clone()>{label}</label>
            <input id=id type="text" maxlength=most.to_string() autocomplete="off" on:input=move |event| value.set(event_target_value(&event))/>
        }
    };
    let day = format!("{id}.new-date");
    view! {
        <form class="new-fact noprint" on:submit=submit>
            {line("title", "何事", title, TITLE_LIMIT)}
            <label for=day.clone()>"何时"</label>
            <input id=day type="date" on:input=move |event| date.set(event_target_value(&event))/>
            {line("who", "何人（可不填）", who, TEXT_LIMIT)}
            {line("basis", "依据（可不填）", basis, TEXT_LIMIT)}
            <p>
                <button class="btn" type="submit" disabled=move || busy.get()>"登记"</button>" "
                <button class="quiet" type="button" on:click=move |_| begun.set(false)>"取消"</button>
            </p>
            {move || failed.get().map(|text| view! { <p class="why bad" role="alert">{text}</p> })}
        </form>
    }
}

/// On the server; while a draft is tried out, in this window only.
async fn record(desk: Desk, form: RecordFact) -> Result<Fact, AppError> {
    if !desk.is_trial() {
        return match desk.layer {
            Layer::Own => api::record_own_fact(form, desk.person()).await,
            Layer::Review => api::record_review_fact(form, desk.person()).await,
        };
    }
    Ok(Fact {
        id: form.fact,
        layer: desk.layer,
        title: if form.title.trim().is_empty() { "某件事".to_owned() } else { form.title },
        date: form.date.parse().ok(),
        who: form.who,
        basis: form.basis,
        revision: 1,
        by: desk.list.with_value(|list| list.reader.clone()),
    })
}
