//! The structure of single rules: inputs with names of their own, amounts within bounds, lists that fit together.

use std::collections::{HashMap, HashSet};

use super::check::{name, points, required, some, unique};
use super::model::*;
use super::read::{POINTS_LIMIT, ReadError};
use crate::points::Points;

type Checked = Result<(), ReadError>;

/// How deep groups may stand in groups, and compound conditions in each other.
const DEPTH: usize = 4;

/// Names an answer uses beside the inputs.
const RESERVED: [&str; 3] = ["not_applicable", "remark", "cohort_mean"];

/// What the rules of a criterion have asked for so far, by name.
pub(super) type Asked<'a> = HashMap<&'a str, Question<'a>>;

/// What was asked under a name. 同一数据多处引用: a number, a figure or a condition may be asked for by several rules, which
/// then ask for the same thing.
#[derive(PartialEq, Eq)]
pub(super) enum Question<'a> {
    /// Of one rule only: its options, its register or its reason belong to it.
    Alone,
    Count(&'a str, &'a str, &'a str),
    Quantity(&'a Quantity),
    Condition(&'a str, &'a str, &'a str),
}

/// Checks one rule; `inputs` is what its criterion has asked for so far.
pub(super) fn rule<'a>(no: &str, rule: &'a Rule, inputs: &mut Asked<'a>) -> Checked {
    Checking { no, inputs }.rule(rule, 0)
}

struct Checking<'c, 'a> {
    no: &'c str,
    inputs: &'c mut Asked<'a>,
}

impl<'a> Checking<'_, 'a> {
    fn rule(&mut self, rule: &'a Rule, depth: usize) -> Checked {
        let no = self.no;
        match rule {
            Rule::DeductEach { input, amount } | Rule::AwardEach { input, amount } => {
                self.count(input)?;
                points(no, "计分数额", *amount)
            }
            Rule::DeductUnmet { conditions } | Rule::AwardMet { conditions } => {
                self.conditions(conditions, true)
            }
            Rule::ZeroUnlessMet { conditions, .. } => self.conditions(conditions, false),
            Rule::AwardAll { conditions, amount } => {
                self.conditions(conditions, false)?;
                points(no, "计分数额", *amount)
            }
            Rule::Consequence { condition, consequence } => {
                self.condition(condition, false)?;
                required(no, "后果", consequence)
            }
            Rule::DeductElements { input, label, elements, amount } => {
                self.input(input, Question::Alone)?;
                required(no, "输入项名称", label)?;
                self.elements("要素", elements)?;
                points(no, "扣分数额", *amount)
            }
            Rule::DeductChoice { input, label, options } => {
                self.input(input, Question::Alone)?;
                required(no, "输入项名称", label)?;
                self.options(options)
            }
            Rule::DeductTiered { input, options } => {
                self.facts(input)?;
                self.options(options)
            }
            Rule::AwardPieces { input, options, valid_years } => {
                self.facts(input)?;
                if valid_years.is_some_and(|years| years == 0 || years > 50) {
                    return Err(ReadError::new(no, "有效年数应为1至50"));
                }
                self.options(options)
            }
            Rule::DeductMatrix { input, rows, columns, amounts } => {
                self.facts(input)?;
                self.elements("行", rows)?;
                self.elements("列", columns)?;
                amounts.iter().flatten().try_for_each(|amount| points(no, "扣分数额", *amount))
            }
            Rule::DeductBelow { input, threshold, amount }
            | Rule::DeductMissing { input, required: threshold, amount } => {
                self.count(input)?;
                if *threshold == 0 {
                    return Err(ReadError::new(no, "“少于”的次数应至少为1"));
                }
                points(no, "扣分数额", *amount)
            }
            Rule::ZeroIfCount { input, from, .. } => {
                self.count(input)?;
                if *from == 0 {
                    return Err(ReadError::new(no, "“不得分”的次数应至少为1"));
                }
                Ok(())
            }
            Rule::DeductCountTiers { input, tiers } => {
                self.count(input)?;
                some(no, "分档", tiers)?;
                tiers.iter().try_for_each(|tier| {
                    self.tier(tier.from, tier.to)?;
                    tier.amount.map_or(Ok(()), |amount| points(no, "分档分值", amount))
                })
            }
            Rule::AwardTiers { input, tiers } => {
                self.count(input)?;
                some(no, "分档", tiers)?;
                tiers.iter().try_for_each(|tier| {
                    self.tier(tier.from, tier.to)?;
                    signed(no, "分档分值", tier.amount)
                })
            }
            Rule::AwardLevels { levels } => {
                some(no, "层级", levels)?;
                levels.iter().try_for_each(|level| {
                    self.count(&level.input)?;
                    points(no, "加分数额", level.amount)
                })
            }
            Rule::AwardRank { input, first, step } => {
                self.count(input)?;
                points(no, "第一名分值", *first)?;
                points(no, "每降一名的分值", *step)
            }
            Rule::AwardIncrements { input, base, each, .. } => {
                self.count(input)?;
                points(no, "基础分", *base)?;
                points(no, "每增加一项的分值", *each)
            }
            Rule::DeductSteps { input, threshold, step, amount, .. } => {
                self.quantity(input)?;
                signed(no, "界限", *threshold)?;
                points(no, "扣分数额", *amount)?;
                points(no, "每档幅度", *step)?;
                if *step == Points::ZERO {
                    return Err(ReadError::new(no, "每档幅度应大于0"));
                }
                Ok(())
            }
            Rule::DeductShare { input, amount } | Rule::AwardRate { input, amount } => {
                self.quantity(input)?;
                points(no, "计分数额", *amount)
            }
            Rule::DeductImported { input, factor } | Rule::AwardImported { input, factor } => {
                self.quantity(input)?;
                points(no, "折算系数", *factor)
            }
            Rule::AwardMean { input, factor } => {
                self.input(&input.input, Question::Alone)?;
                self.measured(input)?;
                points(no, "折算系数", *factor)
            }
            Rule::AwardRelative { input, best, amount, .. } => {
                self.quantity(input)?;
                self.quantity(best)?;
                points(no, "计分数额", *amount)
            }
            Rule::AwardWhen { when, amount, otherwise } => {
                self.when(when, 0)?;
                points(no, "计分数额", *amount)?;
                otherwise.map_or(Ok(()), |otherwise| signed(no, "条件不具备时的分值", otherwise))
            }
            Rule::DeductDiscretion { input, label, min, max }
            | Rule::AwardDiscretion { input, label, min, max } => {
                self.input(input, Question::Alone)?;
                required(no, "输入项名称", label)?;
                discretion(no, *min, *max)
            }
            Rule::DeductDiscretionEach { input, min, max } => {
                self.facts(input)?;
                discretion(no, *min, *max)
            }
            Rule::Manual { input } => self.input(input, Question::Alone),
            Rule::Group(group) => self.group(group, depth),
        }
    }

    fn group(&mut self, group: &'a Group, depth: usize) -> Checked {
        let no = self.no;
        if depth >= DEPTH {
            return Err(ReadError::new(no, format!("规则组嵌套超过{DEPTH}层")));
        }
        required(no, "规则组名称", &group.title)?;
        some(no, "规则", &group.rules)?;
        let direction = group.rules[0].direction();
        for rule in &group.rules {
            if rule.direction() != direction {
                return Err(ReadError::new(no, format!("“{}”把加分和扣分混在一组", group.title)));
            }
            let alone = match rule {
                Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => true,
                Rule::DeductCountTiers { tiers, .. } => tiers.iter().any(|tier| tier.amount.is_none()),
                _ => false,
            };
            if alone {
                return Err(ReadError::new(no, "不得分的规则不能放在规则组里"));
            }
            self.rule(rule, depth + 1)?;
        }
        if let Some(times) = &group.times {
            self.condition(&times.condition, false)?;
            points(no, "倍数", times.factor)?;
        }
        group.at_most_per.map_or(Ok(()), |cap| points(no, "每期最高分值", cap.points))?;
        group.at_most.map_or(Ok(()), |most| points(no, "最高分值", most))
    }

    fn when(&mut self, when: &'a When, depth: usize) -> Checked {
        if depth > DEPTH {
            return Err(ReadError::new(self.no, format!("条件嵌套超过{DEPTH}层")));
        }
        match when {
            When::Met(condition) => self.condition(condition, false),
            When::Not(inner) => self.when(inner, depth + 1),
            When::All(list) | When::Any(list) | When::AtLeast { of: list, .. } => {
                some(self.no, "条件", list)?;
                if let When::AtLeast { k, .. } = when
                    && !(1..=list.len()).contains(&usize::try_from(*k).unwrap_or(usize::MAX))
                {
                    let reason = format!("至少具备的项数应在1至{}之间，写的是{k}", list.len());
                    return Err(ReadError::new(self.no, reason));
                }
                list.iter().try_for_each(|inner| self.when(inner, depth + 1))
            }
            When::Count { input, .. } => self.count(input),
        }
    }

    fn tier(&self, from: u32, to: Option<u32>) -> Checked {
        if to.is_some_and(|to| to < from) {
            return Err(ReadError::new(self.no, format!("分档的下限{from}大于上限")));
        }
        Ok(())
    }

    fn conditions(&mut self, conditions: &'a [Condition], with_amount: bool) -> Checked {
        some(self.no, "条件", conditions)?;
        conditions.iter().try_for_each(|condition| self.condition(condition, with_amount))
    }

    fn condition(&mut self, condition: &'a Condition, with_amount: bool) -> Checked {
        let no = self.no;
        let asked = Question::Condition(&condition.label, &condition.met, &condition.unmet);
        self.input(&condition.input, asked)?;
        required(no, "条件名称", &condition.label)?;
        required(no, "符合时的说法", &condition.met)?;
        required(no, "不符合时的说法", &condition.unmet)?;
        match condition.amount {
            Some(amount) if with_amount => points(no, "条件分值", amount),
            None if !with_amount => Ok(()),
            Some(_) => {
                Err(ReadError::new(no, format!("“{}”的条件不单独计分，不应另写分值", condition.input)))
            }
            None => Err(ReadError::new(no, format!("“{}”缺少分值", condition.input))),
        }
    }

    fn count(&mut self, count: &'a Count) -> Checked {
        let no = self.no;
        let asked = match count.kind {
            CountKind::Number => Question::Count(&count.label, &count.unit, &count.told),
            CountKind::Facts => Question::Alone,
        };
        self.input(&count.input, asked)?;
        required(no, "输入项名称", &count.label)?;
        required(no, "计数单位", &count.unit)?;
        required(no, "得分说明", &count.told)
    }

    /// A count that has to name its incidents.
    fn facts(&mut self, count: &'a Count) -> Checked {
        self.count(count)?;
        if count.kind != CountKind::Facts {
            return Err(ReadError::new(self.no, format!("“{}”须逐起登记（kind 应为 facts）", count.input)));
        }
        Ok(())
    }

    fn quantity(&mut self, quantity: &'a Quantity) -> Checked {
        self.input(&quantity.input, Question::Quantity(quantity))?;
        self.measured(quantity)
    }

    fn measured(&self, quantity: &Quantity) -> Checked {
        let no = self.no;
        required(no, "输入项名称", &quantity.label)?;
        required(no, "数值单位", &quantity.unit)?;
        signed(no, "数值下限", quantity.min)?;
        signed(no, "数值上限", quantity.max)?;
        if quantity.max < quantity.min {
            return Err(ReadError::new(no, "数值的下限大于上限"));
        }
        Ok(())
    }

    fn options(&self, options: &'a [ChoiceOption]) -> Checked {
        let no = self.no;
        some(no, "选项", options)?;
        let mut ids = HashSet::new();
        for option in options {
            name(no, "选项代码", &option.id)?;
            unique(no, "选项", &option.id, &mut ids)?;
            required(no, "选项名称", &option.label)?;
            points(no, "选项分值", option.amount)?;
        }
        Ok(())
    }

    fn elements(&self, what: &str, elements: &'a [Element]) -> Checked {
        let no = self.no;
        some(no, what, elements)?;
        let mut ids = HashSet::new();
        for element in elements {
            name(no, &format!("{what}的代码"), &element.id)?;
            unique(no, what, &element.id, &mut ids)?;
            required(no, &format!("{what}的名称"), &element.label)?;
        }
        Ok(())
    }

    fn input(&mut self, input: &'a str, asked: Question<'a>) -> Checked {
        let no = self.no;
        name(no, "输入项代码", input)?;
        if RESERVED.contains(&input) {
            return Err(ReadError::new(no, format!("“{input}”有固定含义，不能作输入项代码")));
        }
        match self.inputs.get(input) {
            None => {
                self.inputs.insert(input, asked);
                Ok(())
            }
            Some(before) if *before == asked && asked != Question::Alone => Ok(()),
            Some(Question::Alone) => Err(ReadError::new(no, format!("输入项“{input}”重复"))),
            Some(_) if asked == Question::Alone => Err(ReadError::new(no, format!("输入项“{input}”重复"))),
            Some(_) => Err(ReadError::new(no, format!("几条规则共用输入项“{input}”，问的却不是同一件事"))),
        }
    }
}

/// The range of a discretionary value.
fn discretion(place: &str, min: Points, max: Option<Points>) -> Checked {
    points(place, "酌情分值的下限", min)?;
    let Some(max) = max else { return Ok(()) };
    points(place, "酌情分值的上限", max)?;
    if max < min { Err(ReadError::new(place, "酌情分值的下限大于上限")) } else { Ok(()) }
}

/// A figure that may be negative.
fn signed(place: &str, what: &str, value: Points) -> Checked {
    if (-POINTS_LIMIT..=POINTS_LIMIT).contains(&value) {
        return Ok(());
    }
    Err(ReadError::new(place, format!("{what}应在-{POINTS_LIMIT}至{POINTS_LIMIT}之间")))
}
