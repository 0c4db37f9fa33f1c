//! The right control for each rule.

use std::sync::Arc;

use domain::scheme::{Condition, Count, Criterion, Rule};
use domain::scoring::{Answer, InputValue};
use leptos::prelude::*;

use super::desk::{Cell, Desk};
use super::saving::edit;
use crate::ui::{Choice, Counter, PointsField, Segmented};

/// All controls of a criterion, part by part.
#[component]
pub(super) fn Controls(desk: Desk, cell: Cell, criterion: Arc<Criterion>, disabled: bool) -> impl IntoView {
    let parts = criterion.parts.clone();
    parts
        .into_iter()
        .map(|part| {
            let heading = (!part.title.is_empty())
                .then(|| view! { <p class="part">{format!("{}（{}分）", part.title, part.points)}</p> });
            let field = Field { desk, cell, criterion: StoredValue::new(criterion.clone()), disabled };
            let most = part.points.to_string();
            let rules = part.rules.into_iter().map(|rule| field.rule(rule, &most)).collect_view();
            view! {
                {heading}
                <div class="ctl">{rules}</div>
            }
        })
        .collect_view()
}

#[derive(Clone, Copy)]
struct Field {
    desk: Desk,
    cell: Cell,
    criterion: StoredValue<Arc<Criterion>>,
    disabled: bool,
}

impl Field {
    fn rule(self, rule: Rule, most: &str) -> AnyView {
        match rule {
            Rule::DeductEach { input, .. }
            | Rule::AwardEach { input, .. }
            | Rule::AwardTiers { input, .. } => self.count(input),
            Rule::DeductBelow { input, .. } => self.count(input),
            Rule::DeductUnmet { conditions }
            | Rule::ZeroUnlessMet { conditions }
            | Rule::AwardMet { conditions } => {
                conditions.into_iter().map(|condition| self.condition(condition)).collect_view().into_any()
            }
            Rule::DeductChoice { input, label, options } => {
                let choices = options
                    .into_iter()
                    .map(|option| Choice { value: option.id, label: option.label })
                    .collect();
                self.choice(input, label, choices)
            }
            Rule::AwardLevels { levels } => {
                levels.into_iter().map(|level| self.count(level.input)).collect_view().into_any()
            }
            Rule::Manual { input } => self.points(input, most),
        }
    }

    fn value(self, input: &str) -> Option<InputValue> {
        self.cell.answer.with(|answer| answer.inputs.get(input).cloned())
    }

    fn give(self, input: &str, value: Option<InputValue>) {
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

    fn name(self, input: &str) -> String {
        self.criterion.with_value(|criterion| format!("{}.{input}", criterion.no))
    }

    fn count(self, count: Count) -> AnyView {
        let (read, write) = (count.input.clone(), count.input.clone());
        let value = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Count(n)) => Some(n),
            _ => None,
        });
        let (read, odd_write) = (count.input.clone(), count.input.clone());
        let odd = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Text(text)) => Some(text),
            _ => None,
        });
        let on_odd = move |text: String| self.give(&odd_write, Some(InputValue::Text(text)));
        let on_count = move |n: Option<u32>| self.give(&write, n.map(InputValue::Count));
        view! {
            <Counter
                name=self.name(&count.input)
                label=count.label
                unit=count.unit
                value=value
                on_count=on_count
                odd=odd
                on_odd=on_odd
                disabled=self.disabled
            />
        }
        .into_any()
    }

    fn condition(self, condition: Condition) -> AnyView {
        let (read, write) = (condition.input.clone(), condition.input.clone());
        let chosen = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Met(met)) => Some(if met { "yes".to_owned() } else { "no".to_owned() }),
            _ => None,
        });
        let choices = vec![
            Choice { value: "yes".into(), label: condition.met },
            Choice { value: "no".into(), label: condition.unmet },
        ];
        view! {
            <Segmented
                name=self.name(&condition.input)
                legend=condition.label
                choices=choices
                chosen=chosen
                on_choose=move |value: String| self.give(&write, Some(InputValue::Met(value == "yes")))
                disabled=self.disabled
            />
        }
        .into_any()
    }

    fn choice(self, input: String, label: String, choices: Vec<Choice>) -> AnyView {
        let (read, write) = (input.clone(), input.clone());
        let chosen = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Text(text)) => Some(text),
            _ => None,
        });
        view! {
            <Segmented
                name=self.name(&input)
                legend=label
                choices=choices
                chosen=chosen
                on_choose=move |value: String| self.give(&write, Some(InputValue::Text(value)))
                disabled=self.disabled
            />
        }
        .into_any()
    }

    fn points(self, input: String, most: &str) -> AnyView {
        let (read, write) = (input.clone(), input.clone());
        let value = Signal::derive(move || match self.value(&read) {
            Some(InputValue::Text(text)) => text,
            _ => String::new(),
        });
        let label = if self.desk.layer == contract::case::Layer::Own { "自评分" } else { "考核分" };
        view! {
            <PointsField
                name=self.name(&input)
                label=label
                most=most.to_owned()
                value=value
                on_points=move |text: String| {
                    self.give(&write, (!text.is_empty()).then_some(InputValue::Text(text)));
                }
                disabled=self.disabled
            />
        }
        .into_any()
    }
}
