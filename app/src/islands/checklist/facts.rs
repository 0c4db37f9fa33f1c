//! 逐起登记: the incidents, or pieces of work, that count under one question. They are chosen from the register of the
//! case, so that the same fact under several questions is known to be the same; a new one is registered here.

use domain::figures;
use domain::scheme::{InputOption, InputSpec, Role};
use domain::scoring::{COUNT_LIMIT, Entry, InputValue};
use leptos::prelude::*;

use super::controls::Field;
use super::matrix::Matrix;
use super::proof::Proof;
use super::register::Register;
use crate::ui::{FORM, Tick};

/// The entries under one question, one row each, and an empty row to add another.
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
    let none = move || entries.with(|entries| entries.as_ref().is_some_and(Vec::is_empty));
    let on_none = move |ticked: bool| give(ticked.then(Vec::new));
    // One row more than there are entries, so that the next one can be typed; rows keep their place while typing.
    let rows = Memo::new(move |_| {
        let count = entries.with(|entries| entries.as_ref().map_or(0, Vec::len));
        if field.disabled || none() { count } else { count + 1 }
    });
    let on_put = move |(row, rank, sanction): (usize, String, String)| {
        change(row, &|entry| {
            entry.row.clone_from(&rank);
            entry.column.clone_from(&sanction);
        });
    };
    let matrix = (!spec.rows.is_empty()).then(|| {
        view! { <Matrix field=field spec=spec.clone() entries=entries on_put=on_put/> }
    });
    let nothing = if spec.earns { "没有" } else { "没有发生" };
    let none_name = format!("{}.none", spec.id);
    let legend = format!("{}（逐起登记）", spec.label);
    let persons = !spec.rows.is_empty();
    let columns = Columns::of(field, &spec);
    let known = Memo::new(move |_| known_facts(field));
    // Rows are kept by their place, so that the one with the focus stays when another is added.
    let row = move |row: usize| {
        let entry = Signal::derive(move || {
            entries.with(|entries| entries.as_ref().and_then(|all| all.get(row).cloned()))
        });
        // What another row has chosen is not offered again: how many it is stands in its number. A case with several persons
        // has a row for each rank and sanction.
        let offered = Memo::new(move |_| {
            let mut offered = known.get();
            if !persons {
                entries.with(|all| {
                    let others = all.iter().flatten().enumerate().filter(|(at, _)| *at != row);
                    let taken: Vec<_> = others.map(|(_, entry)| entry.fact.as_str()).collect();
                    offered.retain(|(id, _)| !taken.contains(&id.as_str()));
                });
            }
            offered
        });
        columns.with_value(|columns| columns.row(field, row, entry, offered, change, remove))
    };
    view! {
        <fieldset class="facts">
            <legend>{legend}</legend>
            <div class="rows">
                <For each=move || 0..rows.get() key=|row| *row children=row/>
            </div>
            {matrix}
            <Register desk=field.desk id=spec.id open=!field.disabled on_registered=add/>
            <Tick name=none_name label=nothing on=Signal::derive(none) on_tick=on_none disabled=field.disabled/>
        </fieldset>
    }
}

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
        let n = Signal::derive(move || entry.get().map_or(String::new(), |entry| entry.n.to_string()));
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
        let option = move |(id, label): (String, String)| {
            let (mine, now) = (id.clone(), id.clone());
            let chosen = move || fact.with(|fact| *fact == mine);
            // The property as well: an option that was chosen once does not follow its attribute any more.
            let chosen_now = move || fact.with(|fact| *fact == now);
            view! { <option value=id selected=chosen prop:selected=chosen_now>{label}</option> }
        };
        view! {
            <div class="fact">
                <select
                    class="what"
                    name=named("fact")
                    form=FORM
                    aria-label=format!("第{}起：事由", row + 1)
                    disabled=field.disabled
                    on:change=move |event| {
                        let id = event_target_value(&event);
                        if !id.is_empty() {
                            change(row, &|entry| entry.fact.clone_from(&id));
                        } else if entry.get_untracked().is_some() {
                            remove(row);
                        }
                    }
                >
                    <option value="">"请选择事实"</option>
                    <For each=move || known.get() key=Clone::clone children=option/>
                </select>
                {pick("row", "职级", &self.rows, read(|entry| entry.row.clone()), |entry, text| entry.row = text)}
                {pick("column", "处分", &self.columns, read(|entry| entry.column.clone()), |entry, text| entry.column = text)}
                {pick("level", self.level, &self.levels, read(|entry| entry.level.clone()), |entry, text| entry.level = text)}
                {(!self.once).then(|| view! { <span class="many" hidden=move || plain.get()><input
                    class="points"
                    name=named("n")
                    form=FORM
                    inputmode="numeric"
                    aria-label=format!("第{}起：数目", row + 1)
                    autocomplete="off"
                    disabled=field.disabled
                    value=n.get_untracked()
                    prop:value=move || n.get()
                    on:change=move |event| {
                        let typed = figures::Field::whole(1, COUNT_LIMIT).count(&event_target_value(&event)).unwrap_or(0);
                        if entry.get_untracked().is_some() {
                            change(row, &|entry| entry.n = typed);
                        }
                    }
                />
                <span class="unit">{self.unit.clone()}</span></span> })}
                {move || (!field.disabled && entry.with(Option::is_some)).then(|| view! {
                    <button type="button" class="quiet" on:click=move |_| remove(row)>"删去"</button>
                })}
                {self.claims.then(|| view! {
                    <Proof desk=field.desk id=format!("{}.{row}", self.id) fact=fact disabled=field.disabled/>
                })}
            </div>
        }
    }
}
