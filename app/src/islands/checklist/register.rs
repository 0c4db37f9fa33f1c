//! 登记新的事实, beside the question that needs it, and the register as others changed it. What is registered already is
//! changed on the register's own page.

use contract::case::Layer;
use contract::fact::{Fact, RecordFact, TEXT_LIMIT, TITLE_LIMIT};
use domain::ids::FactId;
use leptos::prelude::*;

use super::desk::Desk;
use super::focus::focus_soon;
use super::saving::send_refused;
use super::trial;
use super::wire::{argument, ask, read};
use crate::error::AppError;
use crate::islands::browser::fresh_id;

/// A fact being typed. It keeps its id until it is registered: sent again, it is the same fact.
#[derive(Clone, Copy)]
struct Typed {
    id: RwSignal<Option<FactId>>,
    title: RwSignal<String>,
    date: RwSignal<String>,
    who: RwSignal<String>,
    basis: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let [title, date, who, basis] = [(); 4].map(|()| RwSignal::new(String::new()));
        Self { id: RwSignal::new(None), title, date, who, basis }
    }

    fn form(self, desk: Desk) -> Option<RecordFact> {
        if self.id.get_untracked().is_none() {
            self.id.set(fresh_id().parse().ok());
        }
        Some(RecordFact {
            case: desk.list.with_value(|list| list.case),
            fact: self.id.get_untracked()?,
            title: self.title.get_untracked(),
            date: self.date.get_untracked(),
            who: self.who.get_untracked(),
            basis: self.basis.get_untracked(),
            based_on: 0,
        })
    }

    fn empty(self) {
        self.id.set(None);
        for field in [self.title, self.date, self.who, self.basis] {
            field.set(String::new());
        }
    }
}

/// The way to the register, and a small form that opens here. `id`: of the question.
#[component]
pub(super) fn Register(
    desk: Desk,
    #[prop(into)] id: String,
    /// Whether facts can be registered now.
    open: bool,
    /// Whether its form is open.
    begun: RwSignal<bool>,
    /// Takes the id of what was registered.
    #[prop(into)]
    on_registered: Callback<String>,
) -> impl IntoView {
    let typed = Typed::new();
    let page = desk
        .list
        .with_value(|list| list.trial.is_none().then(|| format!("{}/cases/{}/facts", list.base, list.case)));
    let first = field_id(&id, "title");
    Effect::new(move |_| {
        if begun.get() {
            focus_soon(first.clone());
        }
    });
    let begin = move |_| begun.update(|begun| *begun = !*begun);
    let begin = open.then(|| {
        view! {
            <button type="button" class="quiet awake" aria-expanded=move || begun.get().to_string() on:click=begin>
                "登记新的事实"
            </button>
        }
    });
    view! {
        <p class="small noprint">
            {begin}
            {page.map(|page| view! { <a href=page>"事实登记簿"</a> })}
        </p>
        {move || begun.get().then(|| {
            view! { <NewFact desk=desk id=id.clone() typed=typed begun=begun on_registered=on_registered/> }
        })}
    }
}

fn field_id(question: &str, name: &str) -> String {
    format!("{question}.new-{name}")
}

#[component]
fn NewFact(
    desk: Desk,
    id: String,
    typed: Typed,
    begun: RwSignal<bool>,
    on_registered: Callback<String>,
) -> impl IntoView {
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(form) = typed.form(desk) else { return };
        busy.set(true);
        let told = move |outcome: Result<Fact, AppError>| {
            busy.set(false);
            match outcome {
                Ok(fact) => {
                    let id = fact.id.to_string();
                    desk.registered(fact);
                    if desk.is_trial() {
                        trial::keep(desk);
                    }
                    on_registered.run(id);
                    typed.empty();
                    begun.set(false);
                }
                Err(error) => failed.set(Some(match error {
                    AppError::Unreachable => {
                        "网络中断，不能确定是否已经登记。填写的内容还在，请再按一次“登记”，不会登记两次。"
                            .to_owned()
                    }
                    refused => refused.sentence(),
                })),
            }
        };
        match desk.is_trial() {
            true => told(Ok(tried(desk, form))),
            false => {
                let path = if desk.layer == Layer::Own { "facts/record" } else { "facts/review" };
                ask(desk, path, &argument("form", &form), Box::new(move |outcome| told(read(outcome))));
            }
        }
    };
    let line = |name: &str, label: &'static str, kind: &'static str, value: RwSignal<String>, most: u32| {
        let id = field_id(&id, name);
        view! {
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type=kind
                maxlength=(kind == "text").then(|| most.to_string())
                autocomplete="off"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
    };
    view! {
        <form class="new-fact noprint" on:submit=submit>
            {line("title", "事由", "text", typed.title, TITLE_LIMIT)}
            {line("date", "发生日期", "date", typed.date, 0)}
            {line("who", "涉及人员（可不填）", "text", typed.who, TEXT_LIMIT)}
            {line("basis", "依据（可不填）", "text", typed.basis, TEXT_LIMIT)}
            <p>
                <button class="btn" type="submit" disabled=move || busy.get()>"登记"</button>" "
                <button class="quiet" type="button" disabled=move || busy.get() on:click=move |_| begun.set(false)>"收起"</button>
            </p>
            {move || failed.get().map(|text| view! { <p class="why bad" role="alert">{text}</p> })}
        </form>
    }
}

/// While a draft is tried out, a fact is in this window only.
fn tried(desk: Desk, form: RecordFact) -> Fact {
    Fact {
        id: form.fact,
        layer: desk.layer,
        title: if form.title.trim().is_empty() { "某件事".to_owned() } else { form.title },
        date: domain::figures::day(&form.date).ok(),
        who: form.who,
        basis: form.basis,
        revision: 1,
        by: desk.list.with_value(|list| list.reader.clone()),
        files: 0,
    }
}

/// Reads the register anew: facts may have been registered or changed in another window, or by somebody else. What could
/// not be taken for want of them is sent again.
pub(super) fn refresh(desk: Desk) {
    if desk.is_trial() || !desk.list.with_value(|list| list.scheme.takes_facts()) {
        return;
    }
    let before = desk.facts.get_untracked();
    let told = move |outcome| {
        let Ok(facts) = read::<Vec<Fact>>(outcome) else { return };
        // What was registered here meanwhile is newer than the answer.
        let same = desk.facts.with_untracked(|now| *now == before);
        if same && facts != before {
            desk.take_register(facts);
            send_refused(desk);
        }
    };
    let case = desk.list.with_value(|list| argument("case", &list.case));
    ask(desk, "facts/list", &case, Box::new(told));
}
