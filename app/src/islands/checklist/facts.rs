//! 逐起登记: the incidents, or pieces of work, that count under one question. They are chosen from the register of the
//! case, so that the same fact under several questions is known to be the same; a new one is registered here.

use domain::figures;
use domain::scheme::{InputOption, InputSpec, Role};
use domain::scoring::{COUNT_LIMIT, Entry, InputValue, Judged};
use leptos::prelude::*;

use super::controls::Field;
use super::focus::focus_soon;
use super::judged::JudgedEntry;
use super::matrix::Matrix;
use super::proof::Proof;
use super::register::Register;
use crate::ui::{Choice, FORM, Segmented, Typed};

/// 没有, or 有: then the entries under the question, one row each, and the ways to add another.
#[component]
pub(super) fn FactsField(field: Field, spec: InputSpec) -> impl IntoView {
    let name = StoredValue::new(spec.input.clone());
    let entries = Memo::new(move |_| match name.with_value(|name| field.value(name)) {
        Some(InputValue::Entries(entries)) => Some(entries),
        Some(InputValue::Picks(none)) if none.is_empty() => Some(Vec::new()),
        _ => None,
    });
    let give = move |entries: Option<Vec<Entry>>| {
        name.with_value(|name| field.give(name, entries.map(InputValue::Entries)));
    };
    let change = move |row: usize, by: &dyn Fn(&mut Entry)| {
        let mut all = entries.get_untracked().unwrap_or_default();
        if row >= all.len() {
            all.push(Entry { n: 1, ..Entry::default() });
        }
        let last = all.len() - 1;
        by(&mut all[row.min(last)]);
        give(Some(all));
    };
    let remove = move |row: usize| {
        let mut all = entries.get_untracked().unwrap_or_default();
        if row < all.len() {
            all.remove(row);
        }
        give((!all.is_empty()).then_some(all));
    };
    let add = move |fact: String| change(usize::MAX, &|entry| entry.fact.clone_from(&fact));
    // 有 is said before anything is registered: the register opens, and the question stays open until something stands there.
    let opened = field.cell.opened;
    let some = move |on: bool| {
        name.with_value(|name| {
            opened.update(|all| {
                all.retain(|one| one != name);
                if on {
                    all.push(name.clone());
                }
            });
        });
    };
    let chosen = Signal::derive(move || {
        let told = match entries.with(|entries| entries.as_ref().map(Vec::is_empty)) {
            _ if name.with_value(|name| opened.with(|all| all.contains(name))) => "no",
            None => return None,
            Some(true) => "yes",
            Some(false) => "no",
        };
        Some(told.to_owned())
    });
    let begun = RwSignal::new(false);
    let known = Memo::new(move |_| known_facts(field));
    let rows = Memo::new(move |_| entries.with(|entries| entries.as_ref().map_or(0, Vec::len)));
    // What another row has chosen is not offered again: how many it is stands in its number. A case with several persons
    // has a row for each rank and sanction.
    let persons = !spec.rows.is_empty();
    let offered = Memo::new(move |_| {
        let mut offered = known.get();
        if !persons {
            entries
                .with(|all| offered.retain(|(id, _)| !all.iter().flatten().any(|entry| entry.fact == *id)));
        }
        offered
    });
    let first = format!("{}.{ADD}", spec.id);
    let on_choose = move |told: String| {
        if told == "yes" {
            some(false);
            begun.set(false);
            return give(Some(Vec::new()));
        }
        some(true);
        // What was 没有 is open again.
        if rows.get_untracked() == 0 {
            give(None);
            match offered.with_untracked(Vec::is_empty) {
                true => begun.set(true),
                false => focus_soon(first.clone()),
            }
        }
    };
    let on_put = move |(row, rank, sanction): (usize, String, String)| {
        change(row, &|entry| {
            entry.row.clone_from(&rank);
            entry.column.clone_from(&sanction);
        });
    };
    let matrix = persons.then(|| {
        view! { <Matrix field=field spec=spec.clone() entries=entries on_put=on_put/> }
    });
    let nothing = if spec.earns { "没有" } else { "没有发生" };
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    let choices = vec![choice("yes", nothing), choice("no", "有，登记")];
    let columns = Columns::of(field, &spec);
    // Rows are kept by their place, so that the one with the focus stays when another is added.
    let row = move |row: usize| {
        let entry = Signal::derive(move || {
            entries.with(|entries| entries.as_ref().and_then(|all| all.get(row).cloned()))
        });
        columns.with_value(|columns| columns.row(field, row, entry, known, change, remove))
    };
    let (add_id, add_name) = (format!("{}.{ADD}", spec.id), format!("{}.{ADD}.fact", spec.id));
    let option = |(id, label): (String, String)| view! { <option value=id>{label}</option> };
    let closed = move || chosen.with(|chosen| chosen.as_deref() != Some("no"));
    view! {
        <fieldset class="facts" class:closed=closed>
            <Segmented
                name=format!("{}.none", spec.id)
                legend=spec.label.clone()
                choices=choices
                chosen=chosen
                on_choose=on_choose
                disabled=field.disabled
            />
            <div class="rows">
                <For each=move || 0..rows.get() key=|row| *row children=row/>
                {(!field.disabled).then(|| view! {
                    <p class="fact" hidden=move || offered.with(Vec::is_empty)>
                        <select
                            class="what"
                            id=add_id
                            name=add_name
                            form=FORM
                            aria-label="从登记簿中选择"
                            on:change=move |event| {
                                let id = event_target_value(&event);
                                event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
                                if !id.is_empty() {
                                    add(id);
                                }
                            }
                        >
                            <option value="">"从登记簿中选择"</option>
                            <For each=move || offered.get() key=Clone::clone children=option/>
                        </select>
                    </p>
                })}
                {matrix}
                <Register desk=field.desk id=spec.id open=!field.disabled begun=begun on_registered=add/>
            </div>
        </fieldset>
    }
}

/// The row in which a fact is chosen that is not registered here yet, as a plain form names it: after all others.
const ADD: u32 = 199;

/// What can be chosen: id and label. What was named without being registered keeps its name.
fn known_facts(field: Field) -> Vec<(String, String)> {
    let registered = field
        .desk
        .facts
        .with(|all| all.iter().map(|fact| (fact.id.to_string(), fact.label())).collect::<Vec<_>>());
    let mut named = field.desk.named_facts();
    for (id, _) in &registered {
        named.remove(id);
    }
    registered.into_iter().chain(named.into_iter().map(|name| (name.clone(), name))).collect()
}

/// What a row asks beside the fact's name.
struct Columns {
    id: String,
    unit: String,
    /// What its levels are called: of what earns points 层级, of what costs some 情节.
    level: &'static str,
    levels: Vec<InputOption>,
    rows: Vec<InputOption>,
    columns: Vec<InputOption>,
    /// Each counts once: no number is asked.
    once: bool,
    /// Each is one thing, as what earns points is: no number is asked, one that is there is shown.
    single: bool,
    /// 加分: each is shown by a document.
    claims: bool,
    /// The question, where each has a value of its own by discretion.
    judged: Option<InputSpec>,
}

impl Columns {
    fn of(field: Field, spec: &InputSpec) -> StoredValue<Columns> {
        let section = field.desk.list.with_value(|list| list.scheme.sections[list.section as usize].role);
        StoredValue::new(Columns {
            id: spec.id.clone(),
            unit: spec.unit.clone(),
            level: if spec.earns { "层级" } else { "情节" },
            levels: spec.options.clone(),
            rows: spec.rows.clone(),
            columns: spec.columns.clone(),
            once: spec.once,
            single: spec.earns && spec.unit != "人次",
            claims: spec.earns && section == Role::Bonus,
            judged: spec.judged.is_some().then(|| spec.clone()),
        })
    }

    fn row<C, R>(
        &self,
        field: Field,
        row: usize,
        entry: Signal<Option<Entry>>,
        known: Memo<Vec<(String, String)>>,
        change: C,
        remove: R,
    ) -> impl IntoView + use<C, R>
    where
        C: Fn(usize, &dyn Fn(&mut Entry)) + Copy + Send + Sync + 'static,
        R: Fn(usize) + Copy + Send + Sync + 'static,
    {
        let named = |what: &str| format!("{}.{row}.{what}", self.id);
        let read = move |get: fn(&Entry) -> String| {
            Signal::derive(move || entry.get().as_ref().map(get).unwrap_or_default())
        };
        let fact = read(|entry| entry.fact.clone());
        let single = self.single;
        let plain =
            Memo::new(move |_| single && entry.with(|entry| entry.as_ref().is_none_or(|one| one.n == 1)));
        let pick = |what: &str,
                    label: &'static str,
                    options: &[InputOption],
                    value: Signal<String>,
                    set: fn(&mut Entry, String)| {
            (!options.is_empty()).then(|| {
                let options = options
                    .iter()
                    .map(|option| {
                        let id = option.id.clone();
                        let chosen = {
                            let id = id.clone();
                            move || value.with(|value| *value == id)
                        };
                        view! { <option value=id selected=chosen>{option.label.clone()}</option> }
                    })
                    .collect_view();
                view! {
                    <select
                        name=named(what)
                        form=FORM
                        aria-label=label
                        disabled=field.disabled
                        prop:value=move || value.get()
                        on:change=move |event| {
                            let text = event_target_value(&event);
                            change(row, &|entry| set(entry, text.clone()));
                        }
                    >
                        <option value="">{format!("请选择{label}")}</option>
                        {options}
                    </select>
                }
            })
        };
        let label = move || {
            fact.with(|fact| {
                known.with(|all| {
                    let known = all.iter().find(|(id, _)| id == fact);
                    known.map_or_else(|| fact.clone(), |(_, label)| label.clone())
                })
            })
        };
        let judged = Memo::new(move |_| {
            entry.with(|entry| entry.as_ref().and_then(|entry| entry.judged.clone())).unwrap_or_default()
        });
        let on_give = move |next: Option<Judged>| change(row, &|entry| entry.judged.clone_from(&next));
        let many = read(|entry| if entry.n == 0 { String::new() } else { entry.n.to_string() });
        view! {
            <div class="fact">
                <b class="what">{label}</b>
                <input type="hidden" name=named("fact") form=FORM value=move || fact.get() disabled=field.disabled/>
                {pick("row", "职级", &self.rows, read(|entry| entry.row.clone()), |entry, text| entry.row = text)}
                {pick("column", "处分", &self.columns, read(|entry| entry.column.clone()), |entry, text| entry.column = text)}
                {pick("level", self.level, &self.levels, read(|entry| entry.level.clone()), |entry, text| entry.level = text)}
                {(!self.once).then(|| view! { <span class="many" hidden=move || plain.get()><Typed
                    name=named("n")
                    class="number"
                    told=format!("第{}起：数目", row + 1)
                    disabled=field.disabled
                    value=many
                    on_text=move |text: String| {
                        let typed = figures::Field::whole(1, COUNT_LIMIT).count(&text).unwrap_or(0);
                        if entry.get_untracked().is_some() {
                            change(row, &|entry| entry.n = typed);
                        }
                    }
                />
                <span class="unit">{self.unit.clone()}</span></span> })}
                {(!field.disabled).then(|| view! {
                    <button type="button" class="quiet awake" on:click=move |_| remove(row)>"删去"</button>
                })}
                {self.judged.clone().map(|spec| view! {
                    <JudgedEntry field=field spec=spec id=format!("{}.{row}", self.id) fact=fact judged=judged on_give=on_give/>
                })}
                {self.claims.then(|| view! {
                    <Proof desk=field.desk id=format!("{}.{row}", self.id) fact=fact disabled=field.disabled/>
                })}
            </div>
        }
    }
}
