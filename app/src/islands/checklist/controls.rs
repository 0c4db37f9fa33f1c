//! The right control for each question.

use std::sync::Arc;

use domain::scheme::{Criterion, InputKind, InputOption, InputSpec};
use domain::scoring::{Answer, InputValue};
use leptos::either::EitherOf7;
use leptos::prelude::*;

use super::desk::{Cell, Desk};
use super::facts::FactsField;
use super::judged::JudgedField;
use super::saving::edit;
use crate::ui::{Choice, Counter, LineField, Segmented, Tick};

/// All controls of a criterion, part by part.
#[component]
pub(super) fn Controls(desk: Desk, cell: Cell, criterion: Arc<Criterion>, disabled: bool) -> impl IntoView {
    let parts = desk.list.with_value(|list| list.scheme.asked_by_part(&criterion));
    let field = Field { desk, cell, criterion: StoredValue::new(criterion), disabled };
    parts
        .into_iter()
        .map(|part| {
            let heading = (!part.title.is_empty())
                .then(|| view! { <p class="part">{format!("{}（{}分）", part.title, part.points)}</p> });
            let inputs = part.inputs.into_iter().map(|spec| field.input(spec)).collect_view();
            view! {
                {heading}
                <div class="ctl">{inputs}</div>
            }
        })
        .collect_view()
}

/// One criterion's answer being given.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub desk: Desk,
    pub cell: Cell,
    pub criterion: StoredValue<Arc<Criterion>>,
    pub disabled: bool,
}

impl Field {
    fn input(self, spec: InputSpec) -> impl IntoView {
        match spec.kind {
            InputKind::Count => EitherOf7::A(self.count(spec)),
            InputKind::YesNo => EitherOf7::B(segmented(self.condition(spec), self.disabled)),
            InputKind::Choice => EitherOf7::B(segmented(self.choice(spec), self.disabled)),
            InputKind::Points => EitherOf7::C(line(self.points(spec), self.disabled)),
            InputKind::Quantity => EitherOf7::C(line(self.quantity(spec), self.disabled)),
            InputKind::Quantities => EitherOf7::C(line(self.quantities(spec), self.disabled)),
            InputKind::Text => EitherOf7::C(line(self.text(spec), self.disabled)),
            InputKind::Elements => EitherOf7::D(self.elements(spec)),
            InputKind::Judged => EitherOf7::E(view! { <JudgedField field=self spec=spec/> }),
            InputKind::Facts => EitherOf7::F(view! { <FactsField field=self spec=spec/> }),
            // Stands below all of them.
            InputKind::NotApplicable => EitherOf7::G(()),
        }
    }

    pub(super) fn value(self, input: &str) -> Option<InputValue> {
        self.cell.answer.with(|answer| answer.inputs.get(input).cloned())
    }

    pub(super) fn give(self, input: &str, value: Option<InputValue>) {
        let input = input.to_owned();
        self.criterion.with_value(|criterion| {
            edit(self.desk, criterion, |answer: &mut Answer| {
                match value {
                    Some(value) => answer.inputs.insert(input, value),
                    None => answer.inputs.remove(&input),
                };
            });
        });
    }

    /// A whole number. What is none is kept as it was typed, and told at the field.
    fn count(self, spec: InputSpec) -> impl IntoView {
        let InputSpec { id, label, unit, .. } = spec.clone();
        let (value, on_text) = self.figures(spec);
        view! { <Counter name=id label=label unit=unit value=value on_text=on_text disabled=self.disabled/> }
    }

    /// What stands in a field of figures, and how what is typed there is read.
    fn figures(self, spec: InputSpec) -> (Signal<String>, Callback<String>) {
        let spec = StoredValue::new(spec);
        let value = Signal::derive(move || match spec.with_value(|spec| self.value(&spec.input)) {
            Some(InputValue::Count(n)) => n.to_string(),
            Some(InputValue::Text(text)) => text,
            Some(InputValue::Picks(values)) => values.join("、"),
            _ => String::new(),
        });
        let on_text = Callback::new(move |text: String| {
            spec.with_value(|spec| self.give(&spec.input, spec.typed(&text)));
        });
        (value, on_text)
    }

    fn condition(self, spec: InputSpec) -> OneOf {
        let (read, write) = (spec.input.clone(), spec.input);
        let chosen = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Met(met)) => Some(if met { "yes".to_owned() } else { "no".to_owned() }),
            _ => None,
        });
        let choices = spec
            .options
            .into_iter()
            .map(|option| Choice {
                value: if option.id == "true" { "yes".to_owned() } else { "no".to_owned() },
                label: option.label,
            })
            .collect();
        let on_choose =
            Callback::new(move |value: String| self.give(&write, Some(InputValue::Met(value == "yes"))));
        OneOf { name: spec.id, legend: spec.label, choices, chosen, on_choose }
    }

    fn choice(self, spec: InputSpec) -> OneOf {
        let (read, write) = (spec.input.clone(), spec.input);
        let chosen = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Text(text)) => Some(text),
            _ => None,
        });
        let on_choose = Callback::new(move |value: String| self.give(&write, Some(InputValue::Text(value))));
        let choices = choices(spec.options);
        OneOf { name: spec.id, legend: spec.label, choices, chosen, on_choose }
    }

    fn points(self, spec: InputSpec) -> Line {
        let most = spec.range.map(|range| range.max.to_string()).unwrap_or_default();
        // What a reviewer gives and what a unit claims are not called the same.
        let label = match (spec.input.as_str(), self.desk.layer) {
            (domain::scoring::COHORT_MEAN, _) => spec.label.as_str(),
            (_, contract::case::Layer::Own) => "自评分",
            (_, contract::case::Layer::Review) => "考核分",
        };
        let label = label.to_owned();
        self.number(spec, label, format!("分（0至{most}分）"))
    }

    fn quantity(self, spec: InputSpec) -> Line {
        let note = match spec.range {
            // Of a hundred: 17/23 would be read as less than one.
            Some(range) if domain::figures::is_percent(&spec.unit) => {
                format!("%（百分数，{}至{}，如95.5）", range.min, range.max)
            }
            Some(range) => format!("{}（{}至{}，也可写成17/23）", spec.unit, range.min, range.max),
            None => spec.unit.clone(),
        };
        let label = spec.label.clone();
        self.number(spec, label, note)
    }

    fn number(self, spec: InputSpec, label: String, note: String) -> Line {
        let name = spec.id.clone();
        let (value, on_text) = self.figures(spec);
        Line { name, label, note, value, on_text, figures: true }
    }

    fn quantities(self, spec: InputSpec) -> Line {
        let note = format!("{}，每人一个数，用顿号隔开", spec.unit);
        let (name, label) = (spec.id.clone(), spec.label.clone());
        let (value, on_text) = self.figures(spec);
        Line { name, label, note, value, on_text, figures: false }
    }

    fn text(self, spec: InputSpec) -> Line {
        let (read, write) = (spec.input.clone(), spec.input);
        let value = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Text(text)) => text,
            _ => String::new(),
        });
        let on_text = Callback::new(move |text: String| {
            self.give(&write, (!text.trim().is_empty()).then_some(InputValue::Text(text)));
        });
        Line { name: spec.id, label: spec.label, note: spec.unit, value, on_text, figures: false }
    }

    /// 多选: what applies is ticked; that nothing does is said, too, because unanswered is not “none”. It stands first, as what is
    /// in order does everywhere.
    fn elements(self, spec: InputSpec) -> impl IntoView {
        let name = StoredValue::new(spec.input);
        let picks = Signal::derive(move || match name.with_value(|name| self.value(name)) {
            Some(InputValue::Picks(picks)) => Some(picks),
            _ => None,
        });
        let give = move |picks: Option<Vec<String>>| {
            name.with_value(|name| self.give(name, picks.map(InputValue::Picks)));
        };
        let boxes = spec
            .options
            .into_iter()
            .map(|option| {
                let id = StoredValue::new(option.id.clone());
                let on =
                    move || picks.with(|picks| id.with_value(|id| picks.iter().flatten().any(|p| p == id)));
                let toggle = move |ticked: bool| {
                    let mut all = picks.get_untracked().unwrap_or_default();
                    id.with_value(|id| all.retain(|pick| pick != id));
                    if ticked {
                        all.push(id.get_value());
                    }
                    give((!all.is_empty()).then_some(all));
                };
                view! {
                    <Tick
                        name=format!("{}.{}", spec.id, option.id)
                        label=option.label
                        on=Signal::derive(on)
                        on_tick=toggle
                        disabled=self.disabled
                    />
                }
            })
            .collect_view();
        let none = move || picks.with(|picks| picks.as_ref().is_some_and(Vec::is_empty));
        let on_none = move |ticked: bool| give(ticked.then(Vec::new));
        view! {
            <fieldset class="ticks">
                <legend>{spec.label}</legend>
                <Tick
                    name=format!("{}.none", spec.id)
                    label="下列情形均不存在"
                    on=Signal::derive(none)
                    on_tick=on_none
                    disabled=self.disabled
                />
                {boxes}
            </fieldset>
        }
    }
}

/// A question that is answered with one of several.
struct OneOf {
    name: String,
    legend: String,
    choices: Vec<Choice>,
    chosen: Signal<Option<String>>,
    on_choose: Callback<String>,
}

fn segmented(of: OneOf, disabled: bool) -> impl IntoView {
    let OneOf { name, legend, choices, chosen, on_choose } = of;
    view! {
        <Segmented name=name legend=legend choices=choices chosen=chosen on_choose=on_choose disabled=disabled/>
    }
}

/// A question that is answered on a line.
struct Line {
    name: String,
    label: String,
    note: String,
    value: Signal<String>,
    on_text: Callback<String>,
    figures: bool,
}

fn line(of: Line, disabled: bool) -> impl IntoView {
    let Line { name, label, note, value, on_text, figures } = of;
    view! {
        <LineField name=name label=label note=note value=value on_text=on_text figures=figures disabled=disabled/>
    }
}

pub(super) fn choices(options: Vec<InputOption>) -> Vec<Choice> {
    options.into_iter().map(|option| Choice { value: option.id, label: option.label }).collect()
}
