//! Findings about single criteria and their rules: what nobody can score, tiers that do not fit together, counts of
//! incidents that are only numbers.

use super::super::model::*;
use super::{Findings, Level};
use crate::figures::is_percent;
use crate::points::Points;

/// Units in which what happened is counted: each is something of its own, and is registered as such.
const INCIDENTS: [&str; 5] = ["起", "例", "次", "件", "人次"];

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
            Body::Recorded(_) => {
                let mut conditions = self.scheme.outcome.bands.iter().flat_map(|band| &band.conditions);
                let asked = conditions
                    .any(|one| matches!(one, BandCondition::Recorded { no: asked, .. } if asked == no));
                let message = match asked {
                    true => "只记录，不计分；等次的附加条件看它",
                    false => "只记录，不计入结果",
                };
                self.add(
                    "recorded",
                    Level::Hint,
                    no,
                    message.to_owned(),
                    "需要计入时改为计分，或设为加权来源",
                );
            }
        }
    }

    fn parts(&mut self, criterion: &Criterion, parts: &[Part], role: Role) {
        let no = &criterion.no;
        self.row(criterion, role);
        let free = role == Role::Bonus
            || criterion.acts_on_parent
            || (criterion.points == Points::ZERO && self.shares(no));
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
                        match role {
                            Role::Bonus => "改为酌情加分，写明幅度，由第二人或会议确认",
                            Role::Base => "写明这一部分的分值",
                        },
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

    /// Whether rows that share the points of a heading include this one.
    fn shares(&self, no: &str) -> bool {
        let holds = |heading: &Heading| heading.all_criteria().any(|one| one.no == no);
        self.scheme.headings().any(|heading| heading.shares_its_points() && holds(heading))
    }

    /// A row without points: what it takes has to be taken from something.
    fn row(&mut self, criterion: &Criterion, role: Role) {
        let no = &criterion.no;
        if role == Role::Bonus || criterion.points > Points::ZERO || self.shares(no) {
            return;
        }
        if !criterion.acts_on_parent {
            return self.add(
                "row_without_points",
                Level::Error,
                no,
                "本条没有分值，扣分和得分都不起作用".to_owned(),
                "写明分值，或选择只从同一标题的得分中扣",
            );
        }
        let item = self.scheme.item_of(no);
        if item.is_some_and(|item| item.worth_of_criteria().is_none_or(|worth| worth == Points::ZERO)) {
            self.add(
                "nothing_to_deduct",
                Level::Error,
                no,
                "本条从同一标题的得分中扣，标题和其他细则却都没有分值".to_owned(),
                "给标题或其他细则写明分值",
            );
        }
    }

    fn rule(&mut self, no: &str, rule: &Rule) {
        if let Rule::DeductSteps { input, .. }
        | Rule::DeductShare { input, .. }
        | Rule::AwardRate { input, .. }
        | Rule::AwardRelative { input, .. } = rule
            && is_percent(&input.unit)
            && (input.min < Points::ZERO || input.max > Points::from_int(100))
        {
            self.add(
                "percent_range",
                Level::Confirm,
                no,
                format!("“{}”可以填{}%至{}%，超出了0至100%", input.label, input.min, input.max),
                "把数值范围改为0至100，或说明理由（如增长率）",
            );
        }
        if let Rule::AwardTiers { input, .. } | Rule::DeductCountTiers { input, .. } = rule
            && is_percent(&input.unit)
        {
            self.add(
                "tiers_whole",
                Level::Confirm,
                no,
                format!("“{}”按%分档，只能填整数，99.5这样的数填不进去", input.label),
                "改为按比率得分，或每低（高）几个百分点扣分；只填整数的，说明怎样取整",
            );
        }
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
            Rule::DeductEach { input, .. } | Rule::AwardEach { input, .. }
                if input.kind == CountKind::Number && INCIDENTS.contains(&input.unit.as_str()) =>
            {
                self.add(
                    "bare_count",
                    Level::Hint,
                    no,
                    format!(
                        "“{}”按{}计而只填数目：看不到是哪几{}，也不能认出同一事实",
                        input.label, input.unit, input.unit
                    ),
                    "把“怎样填”改为逐起登记",
                );
            }
            Rule::DeductDiscretion { label, max: None, .. }
            | Rule::DeductDiscretionEach { input: Count { label, .. }, max: None, .. } => self.add(
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
