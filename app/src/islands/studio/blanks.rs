//! Each kind of blank as a control.

use domain::points::Points;
use domain::scheme::edit::{Ask, Blank, Variant};
use leptos::prelude::*;
use serde_json::Value;

use super::bench::Bench;
use super::rules::Rules;
use crate::ui::{FORM, TextArea};

/// The control of a blank that stands below a pointer of what is chosen.
pub(super) fn blank(bench: Bench, blank: &'static Blank, above: &str) -> AnyView {
    let at = format!("{above}{}", blank.at);
    match &blank.ask {
        Ask::Line | Ask::Points | Ask::MaybePoints | Ask::Whole | Ask::MaybeWhole => line(bench, blank, at),
        Ask::Text | Ask::Names => lines(bench, blank, at),
        Ask::Flag => {
            let on = Memo::new(read(bench, at.clone(), |value| value == Some(&Value::Bool(true))));
            let give = move |event| {
                let ticked = event_target_checked(&event).then_some(Value::Bool(true));
                let _ = bench.fill(&at, ticked);
            };
            let id = id_of(blank.at, above);
            view! {
                <p class="tick">
                    <input type="checkbox" id=id.clone() form=FORM checked=on.get_untracked() prop:checked=move || on.get() on:change=give/>
                    <label for=id>{blank.label}</label>
                </p>
            }
            .into_any()
        }
        Ask::OneOf(words) => {
            let options =
                words.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect();
            let role = blank.at == "/role";
            select(bench, blank, at, above, options, role)
        }
        Ask::Grade => {
            let options = bench.scheme.with_untracked(|scheme| {
                scheme.grades.iter().map(|grade| (grade.id.clone(), grade.title.clone())).collect()
            });
            select(bench, blank, at, above, options, false)
        }
        Ask::UnitTypes => unit_types(bench, blank, at),
        Ask::Record(blanks) => {
            let inner = blanks.iter().map(|one| self::blank(bench, one, &at)).collect_view();
            let title = (!blank.label.is_empty()).then(|| view! { <p class="part">{blank.label}</p> });
            view! { <div class="record">{title}{inner}</div> }.into_any()
        }
        Ask::Maybe { fresh, blanks } => maybe(bench, blank, at, fresh, blanks),
        Ask::Either(variants) => either(bench, blank, at, variants),
        Ask::List { one, fresh, blanks } => list(bench, blank, at, one, fresh, blanks),
        Ask::Rules => view! { <Rules bench=bench at=at label=blank.label/> }.into_any(),
        Ask::Amounts => amounts(bench, blank, above),
    }
}

/// What stands at a pointer, read again when the document changes.
fn read<T>(
    bench: Bench,
    at: String,
    by: impl Fn(Option<&Value>) -> T + Send + Sync + 'static,
) -> impl Fn(Option<&T>) -> T + Send + Sync + 'static {
    move |_| bench.document.with(|document| by(document.pointer(&at)))
}

fn id_of(at: &str, above: &str) -> String {
    format!("b{}", format!("{above}{at}").replace('/', "-"))
}

/// A number or a text as it stands in a field.
fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}

/// What was typed, as the document writes it; why not, if it does not fit.
fn typed(ask: &Ask, text: &str) -> Result<Option<Value>, &'static str> {
    let tight = text.trim();
    match ask {
        Ask::MaybePoints | Ask::MaybeWhole if tight.is_empty() => Ok(None),
        Ask::Points | Ask::MaybePoints => {
            let points = tight.parse::<Points>().map_err(|_| "应为数，如 2.5")?;
            Ok(Some(Value::String(points.exact())))
        }
        Ask::Whole | Ask::MaybeWhole => {
            tight.parse::<u32>().map(|n| Some(Value::from(n))).map_err(|_| "应为整数，如 3")
        }
        _ => Ok(Some(Value::String(text.to_owned()))),
    }
}

fn line(bench: Bench, blank: &'static Blank, at: String) -> AnyView {
    let value = Memo::new(read(bench, at.clone(), shown));
    let wrong = RwSignal::new(None::<String>);
    // What is typed stays as it is typed while it means what is stored: “0.0” on the way to “0.05”.
    let text = RwSignal::new(None::<String>);
    let figures = !matches!(blank.ask, Ask::Line);
    let display = move || {
        let stored = value.get();
        text.get()
            .filter(|text| {
                !figures
                    || typed(&blank.ask, text).is_ok_and(|value| shown(value.as_ref()) == stored)
                    || wrong.with(Option::is_some)
            })
            .unwrap_or(stored)
    };
    // What is said about a number follows it: not to every number on the way to the one that is meant.
    let late = blank.at == "/no";
    // Others offer these names: they are drawn again once one is written.
    let offered = ["/grades/", "/unit_types/", "/rows/", "/columns/"].iter().any(|list| at.contains(list));
    let id = id_of("", &at);
    let told = format!("{id}-told");
    let at = StoredValue::new(at);
    let give = move |event: web_sys::Event| {
        let typed_now = event_target_value(&event);
        let outcome = typed(&blank.ask, &typed_now)
            .map_err(str::to_owned)
            .and_then(|value| at.with_value(|at| bench.fill(at, value)));
        wrong.set(outcome.err());
        text.set(figures.then_some(typed_now));
    };
    view! {
        <p class="blank" class:short=figures>
            <label for=id.clone()>{blank.label}</label>
            <input
                id=id
                form=FORM
                autocomplete="off"
                inputmode=figures.then_some("decimal")
                value=value.get_untracked()
                prop:value=display
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=told.clone()
                on:input=move |event| {
                    if !late {
                        give(event);
                    }
                }
                on:change=move |event| {
                    if late {
                        give(event);
                    }
                    if offered {
                        bench.redraw();
                    }
                }
            />
            <span id=told class="hint">
                {move || match wrong.get() {
                    Some(why) => view! { <span class="fault">{format!("{why}，没有采用")}</span> }.into_any(),
                    None => blank.hint.into_any(),
                }}
            </span>
        </p>
    }
    .into_any()
}

/// Several lines of text, or one text per line.
fn lines(bench: Bench, blank: &'static Blank, at: String) -> AnyView {
    let names = matches!(blank.ask, Ask::Names);
    let value = Memo::new(read(bench, at.clone(), move |value| match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        value => shown(value),
    }));
    let id = id_of("", &at);
    let give = move |text: String| {
        let value = if names {
            let list = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Value::Array(list.map(|line| Value::String(line.to_owned())).collect())
        } else {
            Value::String(text)
        };
        let _ = bench.fill(&at, Some(value));
    };
    let hint = if names { "一行一个" } else { blank.hint };
    view! {
        <p class="blank wide">
            <label for=id.clone()>{blank.label}</label>
            <TextArea id=id.clone() name=id form=FORM initial=value.get_untracked() value=value on_input=give rows=2/>
            <span class="hint">{hint}</span>
        </p>
    }
    .into_any()
}

fn select(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    above: &str,
    options: Vec<(String, String)>,
    redraws: bool,
) -> AnyView {
    let value = Memo::new(read(bench, at.clone(), shown));
    let id = id_of(blank.at, above);
    // A word that is left over from before is no choice any more, and none is made silently.
    let open = options.iter().all(|(known, _)| !known.is_empty());
    let ask = open.then(|| view! { <option value="" disabled=true>"请选择"</option> });
    let options = options
        .into_iter()
        .map(|(known, label)| {
            let mine = known.clone();
            view! { <option value=known selected=move || value.with(|value| *value == mine)>{label}</option> }
        })
        .collect_view();
    let give = move |event| {
        let chosen = event_target_value(&event);
        let value = (!chosen.is_empty()).then_some(Value::String(chosen));
        if redraws {
            bench.reshape(&at, value);
        } else {
            let _ = bench.fill(&at, value);
        }
    };
    view! {
        <p class="blank">
            <label for=id.clone()>{blank.label}</label>
            <select id=id form=FORM prop:value=move || value.get() on:change=give>{ask}{options}</select>
            <span class="hint">{blank.hint}</span>
        </p>
    }
    .into_any()
}

fn unit_types(bench: Bench, blank: &'static Blank, at: String) -> AnyView {
    let mut types: Vec<(String, String)> = bench.scheme.with_untracked(|scheme| {
        scheme.unit_types.iter().map(|one| (one.code.clone(), one.title.clone())).collect()
    });
    let named = bench.document.with_untracked(|document| {
        let list = document.pointer(&at).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    });
    for code in named {
        if types.iter().all(|(known, _)| *known != code) {
            types.push((code, "已删去的单位类型".to_owned()));
        }
    }
    if types.is_empty() {
        return ().into_any();
    }
    let chosen = Memo::new(read(bench, at.clone(), |value| {
        let list = value.and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    }));
    let boxes = types
        .into_iter()
        .map(|(type_code, title)| {
            let id = id_of(&format!("/{type_code}"), &at);
            let (code, at) = (StoredValue::new(type_code), at.clone());
            let on = move || code.with_value(|code| chosen.with(|chosen| chosen.contains(code)));
            let give = move |event| {
                let mut next = chosen.get_untracked();
                code.with_value(|code| next.retain(|known| known != code));
                if event_target_checked(&event) {
                    next.push(code.get_value());
                }
                let value = (!next.is_empty()).then(|| next.into_iter().map(Value::String).collect());
                let _ = bench.fill(&at, value);
            };
            view! {
                <p class="tick">
                    <input type="checkbox" id=id.clone() form=FORM prop:checked=on on:change=give/>
                    <label for=id>{title}</label>
                </p>
            }
        })
        .collect_view();
    view! { <fieldset class="ticks"><legend>{format!("{}（都不选为全部适用）", blank.label)}</legend>{boxes}</fieldset> }
        .into_any()
}

fn maybe(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    fresh: &'static str,
    blanks: &'static [Blank],
) -> AnyView {
    let there = bench.document.with_untracked(|document| document.pointer(&at).is_some());
    let inner = there.then(|| blanks.iter().map(|one| self::blank(bench, one, &at)).collect_view());
    let id = id_of("", &at);
    let give = move |event| {
        let value = event_target_checked(&event).then(|| serde_json::from_str(fresh).ok()).flatten();
        bench.reshape(&at, value);
    };
    view! {
        <div class="record">
            <p class="tick">
                <input type="checkbox" id=id.clone() form=FORM checked=there prop:checked=there on:change=give/>
                <label for=id>{blank.label}</label>
            </p>
            {inner}
        </div>
    }
    .into_any()
}

fn either(bench: Bench, blank: &'static Blank, at: String, variants: &'static [Variant]) -> AnyView {
    let key = bench.document.with_untracked(|document| match document.pointer(&at) {
        Some(Value::String(key)) => key.clone(),
        Some(Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    });
    let current = variants.iter().find(|variant| variant.key == key);
    let inner = current.map(|variant| {
        let below = format!("{at}/{}", variant.key);
        variant.blanks.iter().map(|one| self::blank(bench, one, &below)).collect_view()
    });
    let options = variants
        .iter()
        .map(|variant| view! { <option value=variant.key selected=variant.key == key>{variant.label}</option> })
        .collect_view();
    let id = id_of("-kind", &at);
    let give = move |event| {
        let chosen = event_target_value(&event);
        let Some(variant) = variants.iter().find(|variant| variant.key == chosen) else { return };
        let value = match (variant.key, variant.fresh) {
            ("", _) => None,
            (key, "") => Some(Value::String(key.to_owned())),
            (key, fresh) => {
                let payload: Value = serde_json::from_str(fresh).unwrap_or_default();
                Some(Value::Object([(key.to_owned(), payload)].into_iter().collect()))
            }
        };
        bench.reshape(&at, value);
    };
    let label = if blank.label.is_empty() { "条件" } else { blank.label };
    view! {
        <div class="record">
            <p class="blank">
                <label for=id.clone()>{label}</label>
                <select id=id form=FORM prop:value=key on:change=give>{options}</select>
            </p>
            {inner}
        </div>
    }
    .into_any()
}

fn list(
    bench: Bench,
    blank: &'static Blank,
    at: String,
    one: &'static str,
    fresh: &'static str,
    blanks: &'static [Blank],
) -> AnyView {
    let count = bench
        .document
        .with_untracked(|document| document.pointer(&at).and_then(Value::as_array).map_or(0, Vec::len));
    let entries = (0..count)
        .map(|n| {
            let here = format!("{at}/{n}");
            let inner = blanks.iter().map(|blank| self::blank(bench, blank, &here)).collect_view();
            let gone = here.clone();
            let label = format!("删去第{}个{one}", n + 1);
            view! {
                <li>
                    <div class="entry">{inner}</div>
                    <button type="button" class="quiet" aria-label=label on:click=move |_| bench.reshape(&gone, None)>"删去"</button>
                </li>
            }
        })
        .collect_view();
    let add = move |_| {
        let at = format!("{at}/{count}");
        // The list itself may not be there yet.
        let value = serde_json::from_str(fresh).ok();
        if count == 0 {
            let list = at.rsplit_once('/').map(|(list, _)| list.to_owned()).unwrap_or_default();
            bench.reshape(&list, value.map(|one: Value| Value::Array(vec![one])));
        } else {
            bench.reshape(&at, value);
        }
    };
    view! {
        <fieldset class="several">
            {(!blank.label.is_empty()).then(|| view! { <legend>{blank.label}</legend> })}
            <ol>{entries}</ol>
            <p><button type="button" class="quiet" on:click=add>{format!("＋{one}")}</button></p>
        </fieldset>
    }
    .into_any()
}

/// The severity matrix: a table of amounts, as many rows and columns as are named above.
fn amounts(bench: Bench, blank: &'static Blank, above: &str) -> AnyView {
    let labels = |which: &str| {
        bench.document.with_untracked(|document| {
            let list = document.pointer(&format!("{above}/{which}")).and_then(Value::as_array).cloned();
            let label = |one: Value| one["label"].as_str().unwrap_or_default().to_owned();
            list.unwrap_or_default().into_iter().map(label).collect::<Vec<_>>()
        })
    };
    let (rows, columns) = (labels("rows"), labels("columns"));
    let at = format!("{above}{}", blank.at);
    let head = columns.iter().map(|label| view! { <th scope="col">{label.clone()}</th> }).collect_view();
    let size = (rows.len(), columns.len());
    let body = rows
        .into_iter()
        .enumerate()
        .map(|(row, label)| {
            let cells = (0..columns.len())
                .map(|column| {
                    let mine = format!("{at}/{row}/{column}");
                    let value = Memo::new(read(bench, mine, shown));
                    let name = format!("{label}{}", columns[column]);
                    let at = at.clone();
                    let wrong = RwSignal::new(false);
                    let give = move |event| {
                        let Ok(Some(amount)) = typed(&Ask::Points, &event_target_value(&event)) else {
                            wrong.set(true);
                            return;
                        };
                        let grid = filled(bench, &at, size, (row, column), amount);
                        wrong.set(bench.fill(&at, Some(grid)).is_err());
                    };
                    view! {
                        <td><input class="points" form=FORM inputmode="decimal" autocomplete="off" aria-label=name
                            aria-invalid=move || wrong.get().then_some("true")
                            value=value.get_untracked() prop:value=move || value.get() on:input=give/></td>
                    }
                })
                .collect_view();
            view! { <tr><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="scroll">
            <table class="matrix">
                <caption>{blank.label}</caption>
                <thead><tr><th scope="col"></th>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The whole grid with one amount changed, in the size of the rows and columns that are named now.
fn filled(
    bench: Bench,
    at: &str,
    (rows, columns): (usize, usize),
    here: (usize, usize),
    amount: Value,
) -> Value {
    let known = |row: usize, column: usize| {
        bench.document.with_untracked(|document| document.pointer(&format!("{at}/{row}/{column}")).cloned())
    };
    let cell = |row: usize, column: usize| {
        if (row, column) == here {
            amount.clone()
        } else {
            known(row, column).unwrap_or_else(|| Value::String("0".to_owned()))
        }
    };
    (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect::<Value>()).collect()
}
