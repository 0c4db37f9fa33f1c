//! Findings about single criteria: whether the rules can use up the points, whether tiers fit together.

use super::super::model::*;
use super::{Findings, Level};
use crate::points::Points;

impl Findings<'_> {
    pub(super) fn criterion(&mut self, criterion: &Criterion, role: Role) {
        let no = &criterion.no;
        match &criterion.body {
            Body::Scored(parts) => self.parts(criterion, parts, role),
            Body::Standard(list) | Body::Graded(list) => {
                let must_not: Vec<_> =
                    list.iter().filter(|one| one.must_not).map(|one| one.no.as_str()).collect();
                if !must_not.is_empty() {
                    self.add(
                        "must_not",
                        Level::Hint,
                        no,
                        format!("要点{}写的是不得出现的情形，可以另设为一票否决", must_not.join("、")),
                        "需要时在一票否决中增加一条，否则按要点考核",
                    );
                }
            }
            Body::Veto(veto) => self.veto(no, veto),
            Body::Recorded(_) => self.add(
                "recorded",
                Level::Hint,
                no,
                "只记录，不计入结果".to_owned(),
                "需要计入时改为计分，或设为加权来源",
            ),
        }
    }

    fn parts(&mut self, criterion: &Criterion, parts: &[Part], role: Role) {
        let no = &criterion.no;
        let free = role == Role::Bonus || criterion.acts_on_parent;
        if !free && (parts.len() > 1 || parts.iter().any(|part| part.points != criterion.points)) {
            let points: Vec<_> = parts.iter().map(|part| part.points).collect();
            let deep = Points::sum(points.iter().copied()).ok();
            self.sums(no, "细则", Some(criterion.points), &points, deep);
        }
        self.wording(criterion, parts);
        for part in parts {
            let name = if part.title.is_empty() { String::new() } else { format!("“{}”", part.title) };
            for rule in part.rules.iter().flat_map(Rule::with_inner) {
                self.rule(no, rule);
            }
            part.rules.iter().for_each(|rule| self.groups(no, rule));
            if part.rules.iter().flat_map(Rule::with_inner).any(|rule| matches!(rule, Rule::Manual { .. })) {
                // What takes no points, or all of them, leaves no doubt about shares.
                let shares = |rule: &&Rule| {
                    !matches!(
                        rule,
                        Rule::Consequence { .. } | Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. }
                    )
                };
                if part.points == Points::ZERO {
                    self.add(
                        "manual_points",
                        Level::Error,
                        no,
                        format!("{name}由人工评分，却没有写明最多几分，只能评0分"),
                        "写明这一部分的分值",
                    );
                }
                if part.rules.iter().filter(shares).count() > 1 {
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
            } else if !free {
                self.reach(no, &name, part);
            }
        }
    }

    /// Whether the figures units read are the ones that are counted with, to as many digits as are shown.
    fn wording(&mut self, criterion: &Criterion, parts: &[Part]) {
        // Of what is computed step by step, a wording may well give examples.
        if parts.iter().flat_map(|part| &part.rules).any(computes) {
            return;
        }
        let mut counted = amounts(&criterion.rules_told());
        // “好5分、中3分” says what is left of 5分 where 2分 is taken.
        let left = counted.iter().filter_map(|taken| criterion.points.checked_sub(taken.parse().ok()?));
        let left: Vec<_> = left.map(|left| left.to_string()).collect();
        counted.extend(left);
        let own = parts.iter().flat_map(|part| [Some(part.points), part.start]).flatten();
        let own: Vec<_> = own.chain([criterion.points]).map(|points| points.to_string()).collect();
        let foreign: Vec<_> = amounts(&criterion.wording)
            .into_iter()
            .filter(|amount| amount != "0" && !counted.contains(amount) && !own.contains(amount))
            .map(|amount| format!("{amount}分"))
            .collect();
        if !foreign.is_empty() {
            self.add(
                "wording_figures",
                Level::Confirm,
                &criterion.no,
                format!("评分办法写着{}，规则中没有这样的分值，单位读到的与计分的不一致", foreign.join("、")),
                "按规则改写评分办法，或改正规则",
            );
        }
    }

    /// Whether the rules can use up the part's points, and whether they can go beyond.
    fn reach(&mut self, no: &str, name: &str, part: &Part) {
        let only_deducts = part.rules.iter().all(Rule::deducts);
        let scale = Scale { points: part.points, months: self.scheme.cycle.map_or(12, Cycle::months) };
        let (verb, most) = if only_deducts {
            ("扣", Most::of(part.rules.iter(), scale))
        } else {
            ("得", Most::of(part.rules.iter().filter(|rule| !rule.deducts()), scale))
        };
        let start = part.start.filter(|_| !only_deducts).unwrap_or_default();
        let (declared, shown) = (part.points.exact(), |most: Points| most.exact());
        let most = match most {
            Most::UpTo(most) => most.checked_add(start).map_or(Most::Open, Most::UpTo),
            other => other,
        };
        match most {
            Most::UpTo(most) if most < part.points => self.add(
                "rule_short",
                Level::Confirm,
                no,
                format!("{name}共{declared}分，按规则最多{verb}{}分，用不满分值", shown(most)),
                "补充规则或调整分值，或说明理由后保留",
            ),
            Most::UpTo(most) if most > part.points => self.add(
                "rule_over",
                Level::Hint,
                no,
                format!("{name}共{declared}分，按规则最多可{verb}{}分，以{declared}分为限", shown(most)),
                "确认以分值为限，或调整规则",
            ),
            _ => {}
        }
    }

    fn rule(&mut self, no: &str, rule: &Rule) {
        match rule {
            Rule::AwardTiers { input, tiers } => {
                self.tiers(no, &input.unit, tiers.iter().map(|tier| (tier.from, tier.to)), Some(0), true);
            }
            Rule::DeductCountTiers { input, tiers } => {
                // What stands below the first tier costs nothing, and is no gap.
                let first = tiers.iter().map(|tier| tier.from).min();
                self.tiers(no, &input.unit, tiers.iter().map(|tier| (tier.from, tier.to)), first, true);
            }
            Rule::DeductMatrix { rows, columns, amounts, .. } => {
                let uneven =
                    amounts.len() != rows.len() || amounts.iter().any(|row| row.len() != columns.len());
                if uneven {
                    self.add(
                        "uneven",
                        Level::Error,
                        no,
                        format!("扣分表应有{}行{}列，所列数额与此不一致", rows.len(), columns.len()),
                        "补齐或删去多余的数额",
                    );
                }
            }
            Rule::DeductDiscretion { label, max: None, .. } => self.add(
                "discretion_open",
                Level::Hint,
                no,
                format!("“{label}”没有写明最多扣多少，以本项分值为限"),
                "需要时写明幅度；每次都要写明理由并由第二人确认",
            ),
            _ => {}
        }
    }

    /// 每月（季、年）最高 over something nobody says the day of: it could not be scored. And 互不重复, where what comes first
    /// may take the place of something dearer.
    fn groups(&mut self, no: &str, rule: &Rule) {
        let Rule::Group(group) = rule else { return };
        if let Some(cap) = group.at_most_per
            && !group.rules.iter().all(Rule::tells_when)
        {
            let per = cap.span.label();
            self.add(
                "span_undated",
                Level::Error,
                no,
                format!("“{}”按{per}限分，组内却有不逐起登记的规则，不知道发生在哪个{per}", group.title),
                "把这些规则改为逐起登记，或移出这一组",
            );
        }
        if group.take == Take::First && group.rules.iter().all(Rule::deducts) && group.rules.len() > 1 {
            self.add(
                "first_takes_place",
                Level::Confirm,
                no,
                format!("“{}”只按排在前面的一项扣，前一项扣得少时，多犯一项反而少扣", group.title),
                "改为就高不累加，或确认按先后只扣一项",
            );
        }
        group.rules.iter().for_each(|rule| self.groups(no, rule));
    }

    /// Gaps and overlaps from `next` on, the lowest count that needs a tier.
    fn tiers(
        &mut self,
        no: &str,
        unit: &str,
        tiers: impl Iterator<Item = (u32, Option<u32>)>,
        mut next: Option<u32>,
        to_the_top: bool,
    ) {
        let mut sorted: Vec<_> = tiers.collect();
        sorted.sort_unstable();
        // `next` becomes absent once a tier is open upwards.
        for (from, to) in sorted {
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
        if to_the_top && let Some(next) = next {
            self.add(
                "tiers_gap",
                Level::Error,
                no,
                format!("分档有空缺：{}没有对应的档次", span(next, None, unit)),
                "补上空缺的档次",
            );
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
enum Most {
    UpTo(Points),
    /// Grows with a count, or cannot be summed.
    Open,
    /// 不得分 takes the whole.
    All,
}

impl Most {
    fn of<'a>(rules: impl Iterator<Item = &'a Rule>, scale: Scale) -> Self {
        let mut sum = Points::ZERO;
        let mut all = false;
        for rule in rules {
            match Self::of_rule(rule, scale) {
                Most::UpTo(most) => match sum.checked_add(most) {
                    Some(next) => sum = next,
                    None => return Most::Open,
                },
                Most::All => all = true,
                Most::Open => return Most::Open,
            }
        }
        if all && sum <= scale.points { Most::All } else { Most::UpTo(sum) }
    }

    fn of_rule(rule: &Rule, scale: Scale) -> Self {
        let counted =
            |amount: Points| if amount > Points::ZERO { Most::Open } else { Most::UpTo(Points::ZERO) };
        let up_to = |most: Option<Points>| most.map_or(Most::Open, Most::UpTo);
        let largest = |amounts: &mut dyn Iterator<Item = Points>| amounts.max().unwrap_or_default();
        match rule {
            Rule::DeductEach { amount, .. } | Rule::AwardEach { amount, .. } => counted(*amount),
            Rule::AwardIncrements { each, base, .. } => {
                if *each > Points::ZERO {
                    Most::Open
                } else {
                    Most::UpTo(*base)
                }
            }
            Rule::AwardLevels { levels } => counted(largest(&mut levels.iter().map(|level| level.amount))),
            Rule::AwardPieces { options, .. } | Rule::DeductTiered { options, .. } => {
                counted(largest(&mut options.iter().map(|option| option.amount)))
            }
            Rule::DeductMatrix { amounts, .. } => counted(largest(&mut amounts.iter().flatten().copied())),
            Rule::DeductUnmet { conditions } | Rule::AwardMet { conditions } => {
                up_to(Points::sum(conditions.iter().filter_map(|condition| condition.amount)).ok())
            }
            Rule::DeductElements { elements, amount, .. } => {
                up_to(amount.checked_times(u32::try_from(elements.len()).unwrap_or(u32::MAX)))
            }
            Rule::DeductChoice { options, .. } => {
                Most::UpTo(largest(&mut options.iter().map(|option| option.amount)))
            }
            Rule::DeductBelow { amount, .. }
            | Rule::AwardAll { amount, .. }
            | Rule::AwardRelative { amount, .. } => Most::UpTo(*amount),
            Rule::AwardRate { input, amount } => up_to(percent_of(*amount, input.max)),
            Rule::DeductShare { input, amount } => {
                let least = input.min.within(Points::ZERO, WHOLE);
                up_to(WHOLE.checked_sub(least).and_then(|rest| percent_of(*amount, rest)))
            }
            Rule::AwardWhen { amount, otherwise, .. } => {
                Most::UpTo(otherwise.unwrap_or(*amount).max(*amount))
            }
            Rule::DeductMissing { required, amount, .. } => up_to(amount.checked_times(*required)),
            Rule::DeductSteps { input, side, threshold, step, amount, partial } => {
                let whole = |steps: Points| if *partial { steps } else { Points::from_int(steps.floor()) };
                let worst = match side {
                    Side::Below => threshold.checked_sub(input.min),
                    Side::Above => input.max.checked_sub(*threshold),
                };
                up_to(
                    worst
                        .and_then(|gap| gap.max(Points::ZERO).checked_div(*step))
                        .and_then(|steps| amount.checked_mul(whole(steps))),
                )
            }
            Rule::DeductCountTiers { tiers, .. } => {
                if tiers.iter().any(|tier| tier.amount.is_none()) {
                    return Most::All;
                }
                Most::UpTo(largest(&mut tiers.iter().filter_map(|tier| tier.amount)))
            }
            Rule::AwardTiers { tiers, .. } => Most::UpTo(largest(&mut tiers.iter().map(|tier| tier.amount))),
            Rule::AwardRank { first, .. } => Most::UpTo(*first),
            Rule::DeductDiscretion { max, .. } => max.map_or(Most::All, Most::UpTo),
            Rule::DeductImported { input, factor }
            | Rule::AwardImported { input, factor }
            | Rule::AwardMean { input, factor } => up_to(input.max.checked_mul(*factor)),
            Rule::ZeroUnlessMet { .. } | Rule::ZeroIfCount { .. } => Most::All,
            Rule::Consequence { .. } => Most::UpTo(Points::ZERO),
            Rule::Manual { .. } => Most::UpTo(scale.points),
            Rule::Group(group) => Self::of_group(group, scale),
        }
    }

    fn of_group(group: &Group, scale: Scale) -> Self {
        let sum = match group.take {
            Take::Sum => Self::of(group.rules.iter(), scale),
            Take::Highest | Take::First => {
                let mut best = Most::UpTo(Points::ZERO);
                for rule in &group.rules {
                    best = match (best, Self::of_rule(rule, scale)) {
                        (Most::UpTo(left), Most::UpTo(right)) => Most::UpTo(left.max(right)),
                        (Most::Open, _) | (_, Most::Open) => Most::Open,
                        _ => Most::All,
                    };
                }
                best
            }
        };
        let factor =
            group.times.as_ref().map_or(Points::from_int(1), |times| times.factor.max(Points::from_int(1)));
        let sum = match sum {
            Most::UpTo(sum) => sum.checked_mul(factor).map_or(Most::Open, Most::UpTo),
            other => other,
        };
        let per_span = group.at_most_per.and_then(|cap| cap.points.checked_times(scale.spans(cap.span)));
        let sum = match (sum, per_span) {
            (Most::UpTo(sum), Some(most)) => Most::UpTo(sum.min(most)),
            (_, Some(most)) => Most::UpTo(most),
            (sum, None) => sum,
        };
        match (sum, group.at_most) {
            (Most::UpTo(sum), Some(most)) => Most::UpTo(sum.min(most)),
            (Most::Open | Most::All, Some(most)) => Most::UpTo(most),
            (sum, None) => sum,
        }
    }
}

const WHOLE: Points = Points::from_int(100);

/// A percentage of an amount, of 0 to 100.
fn percent_of(amount: Points, percent: Points) -> Option<Points> {
    amount.checked_mul(percent.within(Points::ZERO, WHOLE))?.checked_div(WHOLE)
}

/// What a part is worth, and how long a cycle is in months.
#[derive(Clone, Copy)]
struct Scale {
    points: Points,
    months: u32,
}

impl Scale {
    /// How many stretches of the calendar lie in a cycle.
    fn spans(self, span: Span) -> u32 {
        let months = match span {
            Span::Month => 1,
            Span::Quarter => 3,
            Span::Year => 12,
        };
        (self.months / months).max(1)
    }
}

/// Whether what a rule comes to is worked out from a figure, so that its amounts do not tell all results.
fn computes(rule: &Rule) -> bool {
    match rule {
        Rule::AwardRank { .. }
        | Rule::AwardIncrements { .. }
        | Rule::AwardRate { .. }
        | Rule::AwardRelative { .. }
        | Rule::AwardMean { .. }
        | Rule::AwardImported { .. }
        | Rule::DeductImported { .. }
        | Rule::DeductShare { .. } => true,
        Rule::Group(group) => group.times.is_some() || group.rules.iter().any(computes),
        _ => false,
    }
}

/// The amounts a text names as “N分”, each once, as they are shown.
fn amounts(text: &str) -> Vec<String> {
    let mut amounts = Vec::new();
    for (at, _) in text.match_indices('分') {
        let (before, after) = text.split_at(at);
        let figure = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(before, |at| {
            let rest = &before[at..];
            &rest[rest.chars().next().map_or(0, char::len_utf8)..]
        });
        // “1/2分”, “30分钟” and “5分之1” name no amount.
        let other = ["分钟", "分之"].iter().any(|word| after.starts_with(word))
            || before[..before.len() - figure.len()].ends_with('/');
        if let (false, Ok(amount)) = (other, figure.parse::<Points>()) {
            let amount = amount.to_string();
            if !amounts.contains(&amount) {
                amounts.push(amount);
            }
        }
    }
    amounts
}
