//! What is unclear or does not add up in a scheme. Nothing is corrected in silence: each finding names the place and
//! says why it matters, and a person changes the scheme or accepts the finding with a reason.

use serde::{Deserialize, Serialize};

use super::model::*;
use crate::points::Points;

/// One finding about a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of finding: `sum`, `manual`, `rule_short`, `rule_over`, `tiers_gap`, `tiers_overlap`,
    /// `manual_mixed`, `no_outcome_rule`, `note`, `stale_acceptance`.
    pub code: String,
    pub level: Level,
    /// Number of the section, item or criterion; empty for the whole.
    pub path: String,
    /// What was found and why it matters.
    pub message: String,
    /// What can be done about it.
    pub suggestion: String,
    /// The reason for which a person accepted it.
    pub accepted: Option<String>,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 必须修改: cannot be published.
    Error,
    /// 需要确认: published only with a reason.
    Confirm,
    /// 提示.
    Hint,
}

impl Level {
    pub fn label(self) -> &'static str {
        match self {
            Level::Error => "必须修改",
            Level::Confirm => "需要确认",
            Level::Hint => "提示",
        }
    }
}

impl Finding {
    /// Whether it stands in the way of publishing.
    pub fn is_open(&self) -> bool {
        match self.level {
            Level::Error => true,
            Level::Confirm => self.accepted.is_none(),
            Level::Hint => false,
        }
    }
}

impl Scheme {
    /// Everything found: first about the whole, then in document order, then the notes.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Findings { scheme: self, list: Vec::new() };
        found.sums("", "方案", self.points, self.sections.iter().map(|s| s.points), Some(self.criteria()));
        found.add(
            "no_outcome_rule",
            Level::Confirm,
            "",
            format!(
                "没有写明达标线、等次或评选规则，得分不能直接得出结果，由{}决定",
                self.outcome.decided_by
            ),
            "补充结果规则，或确认由决定机构集体研究决定",
        );
        for section in &self.sections {
            let criteria = section.items.iter().flat_map(|item| &item.criteria);
            let items = section.items.iter().map(|i| i.points);
            found.sums(&section.no, "部分", section.points, items, Some(criteria));
            for item in &section.items {
                let criteria = item.criteria.iter().map(|c| c.points);
                found.sums(&item.no, "项目", item.points, criteria, None::<std::iter::Empty<_>>);
                for criterion in &item.criteria {
                    found.criterion(criterion);
                }
            }
        }
        for note in &self.notes {
            found.add("note", Level::Hint, &note.path, note.text.clone(), "按此理解执行");
        }
        found.stale_acceptances();
        found.list
    }

    /// Whether the scheme may be published: nothing 必须修改, and every 需要确认 accepted with a reason. Otherwise the
    /// findings that stand in the way.
    pub fn publishable(&self) -> Result<(), Vec<Finding>> {
        let open: Vec<_> = self.findings().into_iter().filter(Finding::is_open).collect();
        if open.is_empty() { Ok(()) } else { Err(open) }
    }
}

struct Findings<'a> {
    scheme: &'a Scheme,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, code: &str, level: Level, path: &str, message: String, suggestion: &str) {
        // One reason must not cover two things: several findings of a kind in one place are told, and accepted, as one.
        if let Some(same) = self.list.iter_mut().find(|f| f.code == code && f.path == path && code != "note")
        {
            same.message = format!("{}；{message}", same.message);
            return;
        }
        let accepted = self
            .scheme
            .accepted
            .iter()
            .find(|acceptance| acceptance.code == code && acceptance.path == path)
            .map(|acceptance| acceptance.reason.clone());
        self.list.push(Finding {
            code: code.to_owned(),
            level,
            path: path.to_owned(),
            message,
            suggestion: suggestion.to_owned(),
            accepted,
        });
    }

    /// Compares a declared figure with the sum of the headings below it, and of the criteria where these are deeper.
    fn sums<'c>(
        &mut self,
        path: &str,
        what: &str,
        declared: Points,
        below: impl Iterator<Item = Points>,
        criteria: Option<impl Iterator<Item = &'c Criterion>>,
    ) {
        let shown =
            |sum: Option<Points>| sum.map_or("无法计算".to_owned(), |sum| format!("{}分", sum.exact()));
        let below = Points::sum(below).ok();
        let deep = criteria.map(|criteria| Points::sum(criteria.map(|c| c.points)).ok());
        let deep = deep.unwrap_or(below);
        if below == Some(declared) && deep == Some(declared) {
            return;
        }
        let mut message = format!("{what}标明{}分，", declared.exact());
        if below == deep {
            message.push_str(&format!("下级合计{}", shown(below)));
        } else {
            message.push_str(&format!("下级标题合计{}，评分细则合计{}", shown(below), shown(deep)));
        }
        self.add("sum", Level::Confirm, path, message, "修改标明的分值或下级分值，或说明理由后保留");
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let no = &criterion.no;
        if criterion.parts.len() > 1 || criterion.parts.iter().any(|part| part.points != criterion.points) {
            let parts = criterion.parts.iter().map(|p| p.points);
            self.sums(no, "细则", criterion.points, parts, None::<std::iter::Empty<_>>);
        }
        for part in &criterion.parts {
            let name = if part.title.is_empty() { String::new() } else { format!("“{}”", part.title) };
            if part.rules.iter().any(|rule| matches!(rule, Rule::Manual { .. })) {
                if part.rules.len() > 1 {
                    self.add(
                        "manual_mixed",
                        Level::Error,
                        no,
                        format!("{name}人工评分与其他规则混在同一部分，无法确定各占多少分"),
                        "把人工评分拆为单独的部分",
                    );
                }
                self.add(
                    "manual",
                    Level::Confirm,
                    no,
                    format!("{name}{}分没有评分办法，只能由考核人员评定", part.points.exact()),
                    "补充计分规则，或确认人工评分并要求写明理由",
                );
                continue;
            }
            self.reach(no, &name, part);
            for rule in &part.rules {
                if let Rule::AwardTiers { input, tiers } = rule {
                    self.tiers(no, input, tiers);
                }
            }
        }
    }

    /// Whether the rules can use up the part's points, and whether they can go beyond.
    fn reach(&mut self, no: &str, name: &str, part: &Part) {
        let deducting = |rule: &&Rule| rule.deducts();
        let (verb, most) = if part.rules.iter().all(|rule| rule.deducts()) {
            ("扣", Reach::of(part.rules.iter().filter(deducting), part))
        } else {
            ("得", Reach::of(part.rules.iter().filter(|rule| !rule.deducts()), part))
        };
        let (declared, shown) = (part.points.exact(), |most: Points| most.exact());
        match most {
            Reach::UpTo(most) if most < part.points => self.add(
                "rule_short",
                Level::Confirm,
                no,
                format!("{name}共{declared}分，按规则最多{verb}{}分，用不满分值", shown(most)),
                "补充规则或调整分值，或说明理由后保留",
            ),
            Reach::UpTo(most) if most > part.points => self.add(
                "rule_over",
                Level::Hint,
                no,
                format!("{name}共{declared}分，按规则最多可{verb}{}分，以{declared}分为限", shown(most)),
                "确认以分值为限，或调整规则",
            ),
            _ => {}
        }
    }

    fn tiers(&mut self, no: &str, input: &Count, tiers: &[Tier]) {
        let mut sorted: Vec<_> = tiers.iter().map(|tier| (tier.from, tier.to)).collect();
        sorted.sort_unstable();
        // The lowest count no tier has reached yet; absent once a tier is open upwards.
        let mut next = Some(0);
        for (from, to) in sorted {
            let unit = &input.unit;
            if next.is_some_and(|next| from > next) {
                let next = next.unwrap_or_default();
                self.add(
                    "tiers_gap",
                    Level::Error,
                    no,
                    format!("分档有空缺：{}没有对应的档次", span(next, Some(from - 1), unit)),
                    "补上空缺的档次",
                );
            } else if next.is_none_or(|next| from < next) {
                let last = match (next, to) {
                    (Some(next), Some(to)) => Some(to.min(next - 1)),
                    (Some(next), None) => Some(next - 1),
                    (None, to) => to,
                };
                self.add(
                    "tiers_overlap",
                    Level::Confirm,
                    no,
                    format!("分档有重叠：{}同时属于两档，按写在前面的一档计分", span(from, last, unit)),
                    "修改分档界限，或确认按写在前面的一档计分",
                );
            }
            next = match (next, to) {
                (Some(next), Some(to)) => to.checked_add(1).map(|after| after.max(next)),
                _ => None,
            };
        }
        if let Some(next) = next {
            self.add(
                "tiers_gap",
                Level::Error,
                no,
                format!("分档有空缺：{}没有对应的档次", span(next, None, &input.unit)),
                "补上空缺的档次",
            );
        }
    }

    fn stale_acceptances(&mut self) {
        for acceptance in &self.scheme.accepted {
            let found = |f: &Finding| f.code == acceptance.code && f.path == acceptance.path;
            if !self.list.iter().any(found) {
                self.add(
                    "stale_acceptance",
                    Level::Hint,
                    &acceptance.path,
                    format!("所接受的问题“{}”已不存在", acceptance.code),
                    "删去这条接受记录",
                );
            }
        }
    }
}

/// “3条”, “3至8条”, “9条以上” (which includes 9).
fn span(from: u32, to: Option<u32>, unit: &str) -> String {
    match to {
        Some(to) if to == from => format!("{from}{unit}"),
        Some(to) => format!("{from}至{to}{unit}"),
        None => format!("{from}{unit}以上"),
    }
}

/// The most some rules can deduct or award.
enum Reach {
    UpTo(Points),
    /// Grows with a count, or cannot be summed.
    Open,
    /// 不得分 takes the whole.
    All,
}

impl Reach {
    fn of<'a>(rules: impl Iterator<Item = &'a Rule>, part: &Part) -> Self {
        let mut sum = Points::ZERO;
        let mut all = false;
        for rule in rules {
            let most = match rule {
                Rule::DeductEach { amount, .. } | Rule::AwardEach { amount, .. } => {
                    if *amount > Points::ZERO {
                        return Self::Open;
                    }
                    Some(Points::ZERO)
                }
                Rule::AwardLevels { levels } => {
                    if levels.iter().any(|level| level.amount > Points::ZERO) {
                        return Self::Open;
                    }
                    Some(Points::ZERO)
                }
                Rule::DeductUnmet { conditions } | Rule::AwardMet { conditions } => {
                    Points::sum(conditions.iter().filter_map(|condition| condition.amount)).ok()
                }
                Rule::DeductChoice { options, .. } => options.iter().map(|option| option.amount).max(),
                Rule::DeductBelow { amount, .. } => Some(*amount),
                Rule::AwardTiers { tiers, .. } => tiers.iter().map(|tier| tier.amount).max(),
                Rule::ZeroUnlessMet { .. } => {
                    all = true;
                    Some(Points::ZERO)
                }
                Rule::Manual { .. } => Some(part.points),
            };
            match most.and_then(|most| sum.checked_add(most)) {
                Some(next) => sum = next,
                None => return Self::Open,
            }
        }
        if all && sum <= part.points { Self::All } else { Self::UpTo(sum) }
    }
}
