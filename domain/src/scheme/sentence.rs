//! Rules as people read them: the sentence an officer composes by filling in blanks, and units read later.

use super::model::*;
use crate::figures::is_percent;
use crate::points::Points;

impl Criterion {
    /// The rules of a scored criterion in one sentence per part; empty for the other kinds.
    pub fn rules_told(&self) -> String {
        let parts: Vec<_> = self.parts().iter().map(|part| part.told(self.parts().len() > 1)).collect();
        parts.join("")
    }
}

impl Part {
    fn told(&self, one_of_several: bool) -> String {
        let mut told = self.rules.iter().map(Rule::told).collect::<Vec<_>>().join("；");
        if let Some(start) = self.start {
            told = format!("从{start}分起；{told}");
        }
        let only_deducts = self.rules.iter().all(Rule::deducts);
        // 不得分 leaves nothing to use up.
        let only_zeroes = self
            .rules
            .iter()
            .all(|rule| matches!(rule, Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. }));
        let only_awards = self.rules.iter().all(|rule| !rule.deducts());
        let manual = self.rules.iter().any(|rule| matches!(rule, Rule::Manual { .. }));
        if self.points > Points::ZERO && only_deducts && !only_zeroes {
            told.push_str("；扣完为止");
        } else if self.points > Points::ZERO && only_awards && !manual {
            told.push_str(&format!("；最高{}分", self.points));
        }
        if one_of_several {
            return format!("{}（{}分）：{told}。", self.title, self.points);
        }
        format!("{told}。")
    }
}

impl Rule {
    /// “缺少1项扣1分”: the rule in words, without the final stop.
    pub fn told(&self) -> String {
        match self {
            Rule::DeductEach { input, amount } => format!("{}扣{amount}分", once(input)),
            Rule::DeductUnmet { conditions } => each(conditions, |one| {
                format!("{}{}的扣{}分", one.label, one.unmet, one.amount.unwrap_or_default())
            }),
            Rule::DeductElements { elements, amount, .. } => {
                format!("{}，每项扣{amount}分", listed(elements.iter().map(|one| one.label.as_str())))
            }
            Rule::DeductChoice { label, options, .. } => {
                each(options.iter().filter(|option| option.amount > Points::ZERO), |option| {
                    format!("{label}{}的扣{}分", option.label, option.amount)
                })
            }
            Rule::DeductBelow { input, threshold, amount } => {
                format!("{}少于{threshold}{}的扣{amount}分", input.label, input.unit)
            }
            Rule::DeductMissing { input, required, amount } => {
                let unit = &input.unit;
                format!("{}应不少于{required}{unit}，每少1{unit}扣{amount}分", input.label)
            }
            Rule::DeductSteps { input, side, threshold, step, amount, partial } => {
                let (side, far) = match side {
                    Side::Below => ("低于", "低"),
                    Side::Above => ("高于", "高"),
                };
                let unit = &input.unit;
                // A rate falls by 百分点.
                let measure = if is_percent(unit) { "个百分点" } else { unit.as_str() };
                let rest =
                    if *partial { format!("，不足{step}{measure}的按比例扣") } else { String::new() };
                format!("{}{side}{threshold}{unit}的，每{far}{step}{measure}扣{amount}分{rest}", input.label)
            }
            Rule::DeductTiered { input, options } => {
                format!("每{}按情节扣分：{}", input.unit, worth(options))
            }
            Rule::DeductMatrix { input, rows, columns, amounts } => {
                each(rows.iter().zip(amounts), |(row, amounts)| {
                    let columns = columns.iter().zip(amounts);
                    let told: Vec<_> =
                        columns.map(|(column, amount)| format!("{}扣{amount}分", column.label)).collect();
                    format!("{}每{}{}", row.label, input.unit, told.join("、"))
                })
            }
            Rule::DeductCountTiers { input, tiers } => each(tiers, |tier| {
                let count = between(tier.from, tier.to, &input.unit);
                match tier.amount {
                    Some(amount) => format!("{count}扣{amount}分"),
                    None => format!("{count}不得分"),
                }
            }),
            Rule::DeductDiscretion { label, min, max, .. } => match max {
                Some(max) => format!("{label}，在{min}至{max}分之间酌情扣分"),
                None => format!("{label}，酌情扣分"),
            },
            Rule::DeductDiscretionEach { input, min, max } => {
                let (unit, told) = (&input.unit, &input.label);
                match max {
                    Some(max) => format!("{told}，每{unit}在{min}至{max}分之间酌情扣分"),
                    None => format!("{told}，每{unit}酌情扣分"),
                }
            }
            Rule::AwardDiscretion { label, min, max, .. } => match max {
                Some(max) => format!("{label}，在{min}至{max}分之间酌情加分"),
                None => format!("{label}，酌情加分"),
            },
            Rule::DeductShare { input, amount } => {
                format!("按{}未达到100%的比例扣，最多扣{amount}分", input.label)
            }
            Rule::DeductImported { input, factor } => format!("按{}乘以{factor}扣分", input.label),
            Rule::ZeroUnlessMet { conditions, reach } => {
                each(conditions, |one| format!("{}{}的{}", one.label, one.unmet, reach.label()))
            }
            Rule::ZeroIfCount { input, from, reach } => {
                format!("{}{from}{}以上的{}", input.label, input.unit, reach.label())
            }
            Rule::Consequence { condition, consequence } => {
                format!("{}{}的，{consequence}", condition.label, condition.unmet)
            }
            Rule::AwardMet { conditions } => each(conditions, |one| {
                format!("{}{}得{}分", one.label, one.met, one.amount.unwrap_or_default())
            }),
            Rule::AwardAll { conditions, amount } => {
                let all: Vec<_> = conditions.iter().map(|one| format!("{}{}", one.label, one.met)).collect();
                format!("{}，全部做到得{amount}分", all.join("、"))
            }
            Rule::AwardWhen { when, amount, otherwise } => {
                let rest = otherwise.map(|rest| format!("，否则计{rest}分")).unwrap_or_default();
                format!("{}的得{amount}分{rest}", when.told())
            }
            Rule::AwardEach { input, amount } => format!("{}得{amount}分", once(input)),
            Rule::AwardLevels { levels } => {
                each(levels, |level| format!("{}得{}分", once(&level.input), level.amount))
            }
            Rule::AwardPieces { input, options, valid_years } => {
                let valid = valid_years.map(|years| format!("，{years}年内有效")).unwrap_or_default();
                format!("每{}{}，同一件只按最高级别计一次{valid}", input.unit, worth(options))
            }
            Rule::AwardTiers { input, tiers } => {
                each(tiers, |tier| format!("{}得{}分", between(tier.from, tier.to, &input.unit), tier.amount))
            }
            Rule::AwardRank { first, step, .. } => format!("第1名得{first}分，每降1名减{step}分"),
            Rule::AwardRate { input, amount } => format!("按{}乘以{amount}分计", input.label),
            Rule::AwardRelative { input, amount, .. } => {
                format!("{}与最好的相比，按比例得分，最好的得{amount}分", input.label)
            }
            Rule::AwardIncrements { input, from, base, each } => {
                let unit = &input.unit;
                format!("{}达到{from}{unit}得{base}分，每增加1{unit}加{each}分", input.label)
            }
            Rule::AwardMean { input, factor } => format!("{}取人均数乘以{factor}计分", input.label),
            Rule::AwardImported { input, factor } => format!("按{}乘以{factor}计分", input.label),
            Rule::Manual { .. } => "由考核人员评定，写明理由".to_owned(),
            Rule::Group(group) => group.told(),
        }
    }
}

impl Group {
    fn told(&self) -> String {
        let mut told = self.rules.iter().map(Rule::told).collect::<Vec<_>>().join("；");
        match self.take {
            Take::Sum => {}
            Take::Highest => told.push_str("，就高计，不累加"),
            Take::First => told.push_str("，只按前面的一项计，不重复计"),
        }
        if let Some(times) = &self.times {
            told.push_str(&format!(
                "，{}{}的按{}倍计",
                times.condition.label, times.condition.met, times.factor
            ));
        }
        if let Some(cap) = &self.at_most_per {
            told.push_str(&format!("，每{}最高{}分", cap.span.label(), cap.points));
        }
        if let Some(most) = self.at_most {
            told.push_str(&format!("，合计最高{most}分"));
        }
        told
    }
}

impl When {
    /// “制度已建立，或者获省级命名”.
    pub fn told(&self) -> String {
        let joined = |list: &[When], by: &str| {
            let told: Vec<_> = list
                .iter()
                .map(|one| match one {
                    When::All(inner) | When::Any(inner) if inner.len() > 1 => format!("（{}）", one.told()),
                    _ => one.told(),
                })
                .collect();
            told.join(by)
        };
        match self {
            When::Met(condition) => format!("{}{}", condition.label, condition.met),
            When::Not(inner) => match inner.as_ref() {
                When::Met(condition) => format!("{}{}", condition.label, condition.unmet),
                When::Count { input, from } => format!("{}不足{from}{}", input.label, input.unit),
                other => format!("不是（{}）", other.told()),
            },
            When::All(list) => joined(list, "，并且"),
            When::Any(list) => joined(list, "，或者"),
            When::AtLeast { k, of } => format!("以下至少{k}项：{}", joined(of, "、")),
            When::Count { input, from } => format!("{}达到{from}{}", input.label, input.unit),
        }
    }
}

/// “缺少1项”
fn once(count: &Count) -> String {
    count.told.replacen("{n}", "1", 1)
}

/// “9至14条”, “15条以上”.
fn between(from: u32, to: Option<u32>, unit: &str) -> String {
    match to {
        Some(to) if to == from => format!("{from}{unit}"),
        Some(to) if from == 0 => format!("{to}{unit}以下"),
        Some(to) => format!("{from}至{to}{unit}"),
        None => format!("{from}{unit}以上"),
    }
}

/// “轻微0.5分、严重2分”
fn worth(options: &[ChoiceOption]) -> String {
    let told: Vec<_> = options.iter().map(|option| format!("{}{}分", option.label, option.amount)).collect();
    told.join("、")
}

fn each<T>(list: impl IntoIterator<Item = T>, told: impl Fn(T) -> String) -> String {
    list.into_iter().map(told).collect::<Vec<_>>().join("；")
}

fn listed<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    labels.collect::<Vec<_>>().join("、")
}
