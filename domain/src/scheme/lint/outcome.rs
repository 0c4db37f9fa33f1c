//! Findings about what a sheet comes to: vetoes, weights, bands, quotas, 公示, deadlines, duties.

use super::super::model::*;
use super::{Findings, Level, Rubric};
use crate::figures::is_percent;
use crate::points::Points;

impl Findings<'_> {
    pub(super) fn veto(&mut self, no: &str, veto: &Veto) {
        if veto.window.is_none() {
            self.add(
                WINDOW_UNSAID,
                Level::Confirm,
                no,
                "没有写明追溯期，只看本周期还是也看以前，各人理解可能不同".to_owned(),
                "写明追溯期，或说明理由后按本周期执行",
            );
        }
        let longer = matches!(self.scheme.cycle, Some(Cycle::Quarter | Cycle::HalfYear));
        if longer && veto.window == Some(Window::AssessmentYear) {
            self.add(
                "veto_longer_than_cycle",
                Level::Confirm,
                no,
                format!(
                    "{}评一次，追溯期却是评定年度，年内一次问题会影响当年各期",
                    self.scheme.cycle.map_or("", Cycle::label)
                ),
                "确认追溯整个年度，或改为本周期",
            );
        }
        if veto.effect == VetoEffect::BarsTop && self.scheme.outcome.bands.is_empty() {
            self.add(
                "bars_top_without_bands",
                Level::Confirm,
                no,
                "“不得评为最高等次”，方案却没有分等次，这一条不起作用".to_owned(),
                "写明等次，或改为其他后果",
            );
        }
        if veto.catch_all {
            self.add(
                "veto_catch_all",
                Level::Hint,
                no,
                "“其他情形”没有列明，每次须由决定机构作出判断".to_owned(),
                "认定时写明事实和依据",
            );
        }
    }

    pub(super) fn outcome(&mut self) {
        let scheme = self.scheme;
        self.weights();
        self.bands();
        self.reachable();
        self.shares_of_bands();
        self.periods();
        self.same_targets();
        self.quotas();
        if let Some(rule) = &scheme.outcome.grade_rule {
            let graded = |rubric: &Scheme| {
                rubric.criteria().filter(|criterion| matches!(criterion.body, Body::Graded(_))).count()
            };
            let each: Vec<_> = match self.by_type.is_empty() {
                true => vec![(String::new(), graded(scheme))],
                false => {
                    let of = |one: &Rubric| (format!("对“{}”", one.title), graded(&one.figures));
                    self.by_type.iter().map(of).collect()
                }
            };
            // A type nobody grades has no share.
            let graded = |n: usize| n > 0 || self.by_type.is_empty();
            let wrong =
                each.into_iter().filter(|(_, n)| graded(*n) && usize::try_from(rule.graded) != Ok(*n));
            for (whom, n) in wrong.collect::<Vec<_>>() {
                self.add(
                    "graded_count",
                    Level::Confirm,
                    "",
                    format!("占比按{}项计算，方案{whom}评等次的有{n}项", rule.graded),
                    "修改占比的分母，或说明理由后保留",
                );
            }
        }
        if scheme.outcome.publicised && scheme.outcome.publicity_days.is_none() {
            self.add(
                "publicity_length",
                Level::Confirm,
                "",
                "要求公示，但没有写明公示几个工作日".to_owned(),
                "写明公示期，或说明理由并在开启周期时确定",
            );
        }
        for deadline in &scheme.deadlines {
            let months = scheme.cycle.map_or(12, Cycle::months);
            if deadline.month == 0 || deadline.month > months || deadline.day == 0 || deadline.day > 31 {
                self.add(
                    "deadline",
                    Level::Error,
                    "",
                    format!(
                        "“{}”的期限在周期第{}个月{}日，不在{}个月的周期之内",
                        deadline.title, deadline.month, deadline.day, months
                    ),
                    "改为周期内的日期",
                );
            }
        }
        self.duties();
    }

    fn weights(&mut self) {
        let sources = &self.scheme.sources;
        if sources.is_empty() {
            return;
        }
        let sum = Points::sum(sources.iter().map(|source| source.weight)).ok();
        if sum != Some(Points::from_int(100)) {
            let sum = sum.map_or("无法计算".to_owned(), |sum| format!("{}%", sum.exact()));
            self.add(
                "weights",
                Level::Error,
                "",
                format!("各来源的权重合计{sum}，应为100%"),
                "调整权重，使合计为100%",
            );
        }
        let beside = self.scheme.sections.iter().any(|section| section.role == Role::Bonus);
        if beside && !self.scheme.outcome.bonus_after_weights {
            self.add(
                "weights_bonus",
                Level::Confirm,
                "",
                "加减分随本表的得分一起按权重折算，加1分实际不到1分".to_owned(),
                "选择“加减分在加权以后再加”，或确认随本表一起折算",
            );
        }
        if sources.iter().filter(|source| source.rubric).count() != 1 {
            self.add(
                "weights_rubric",
                Level::Error,
                "",
                "加权来源中应有且只有一个是本方案的评分".to_owned(),
                "指明哪一个来源是本方案的评分",
            );
        }
    }

    /// Limits and conditions no unit can meet, or that say nothing.
    fn reachable(&mut self) {
        let scheme = self.scheme;
        let outcome = &scheme.outcome;
        let base = || scheme.sections.iter().filter(|section| section.role == Role::Base);
        let worth = base().map(Heading::worth_of_criteria).collect::<Option<Vec<_>>>();
        let Some(worth) = worth.and_then(|worth| Points::sum(worth).ok()) else { return };
        let most = scheme.points.map_or(worth, |points| points.min(worth));
        let beside = scheme.sections.iter().any(|section| section.role == Role::Bonus);
        // Weighted sources, and lists that only add, have a scale of their own.
        let own_scale = !scheme.sources.is_empty() || (most == Points::ZERO && beside);
        let pass = outcome.pass.map(|pass| ("达标线".to_owned(), pass));
        let bands = outcome.bands.iter().map(|band| (format!("等次“{}”", band.title), band.from));
        for (what, from) in pass.into_iter().chain(bands).filter(|(_, from)| !own_scale && *from > most) {
            let (level, why) = match beside {
                true => (Level::Confirm, "没有加分就达不到"),
                false => (Level::Error, "谁也达不到"),
            };
            self.add(
                "out_of_reach",
                level,
                "",
                format!("{what}要{}分，基本分最多{}分，{why}", from.exact(), most.exact()),
                "核对界限和各项分值",
            );
        }
        for band in &outcome.bands {
            for condition in &band.conditions {
                self.condition(&band.title, condition);
            }
        }
        let standards = scheme.criteria().filter(|one| matches!(one.body, Body::Standard(_))).count();
        if let Some(StandardRule::AtLeast(k)) = outcome.standard_rule
            && usize::try_from(k).is_ok_and(|k| k > standards)
        {
            self.add(
                "out_of_reach",
                Level::Error,
                "",
                format!("要求至少{k}项达标，方案只有{standards}项标准"),
                "核对达标的项数",
            );
        }
    }

    fn condition(&mut self, band: &str, condition: &BandCondition) {
        let scheme = self.scheme;
        let pointless = |why: &str| (Level::Error, format!("等次“{band}”的条件{why}"));
        let items_have_points = || {
            let items = scheme.items().filter(|item| item.role == Role::Base);
            items.flat_map(|item| item.worth_of_criteria()).any(|worth| worth > Points::ZERO)
        };
        let found = match condition {
            BandCondition::HeadingFrom { no, points } => {
                let heading = scheme.headings().find(|heading| heading.no == *no);
                let worth = heading.and_then(Heading::worth_of_criteria).unwrap_or_default();
                if worth == Points::ZERO {
                    Some(pointless(&format!("看“{no}”的得分，这个标题下的细则却没有分值")))
                } else if *points > worth {
                    let why = format!("要“{no}”不低于{}分，它最多{}分", points.exact(), worth.exact());
                    Some(pointless(&why))
                } else {
                    None
                }
            }
            BandCondition::NoItemAtZero
            | BandCondition::EveryItemRate { .. }
            | BandCondition::AtMostAtZero { .. }
                if !items_have_points() =>
            {
                Some(pointless("看各项的得分，各项却没有分值"))
            }
            BandCondition::Recorded { no, at_least } => {
                let most = match scheme.criterion(no).map(|criterion| &criterion.body) {
                    Some(Body::Recorded(one)) if one.yes_no => Some(Points::from_int(1)),
                    Some(Body::Recorded(one)) if is_percent(&one.unit) => Some(Points::from_int(100)),
                    _ => None,
                };
                most.filter(|most| at_least > most)
                    .map(|_| pointless(&format!("要“{no}”达到{at_least}，达不到")))
            }
            _ => None,
        };
        if let Some((level, message)) = found {
            self.add("condition_pointless", level, "", message, "改正或删去这个条件");
        }
    }

    /// 等次比例 has to be said for every band, and to come to the whole.
    fn shares_of_bands(&mut self) {
        let bands = &self.scheme.outcome.bands;
        let with = bands.iter().filter(|band| band.share.is_some()).count();
        if with == 0 {
            return;
        }
        if let (Some(band), true) = (bands.iter().find(|band| band.share.is_none()), with < bands.len()) {
            self.add(
                "share_missing",
                Level::Error,
                "",
                format!("有的等次写了比例，“{}”没有写", band.title),
                "给每个等次写明比例",
            );
            return;
        }
        let sum = Points::sum(bands.iter().filter_map(|band| band.share).map(|share| share.percent)).ok();
        if sum != Some(Points::from_int(100)) {
            let sum = sum.map_or("无法计算".to_owned(), |sum| format!("{}%", sum.exact()));
            self.add(
                "share_sum",
                Level::Error,
                "",
                format!("各等次的比例合计{sum}，应为100%"),
                "调整比例，使合计为100%",
            );
        }
    }

    /// Several periods that make one result: weights that make a whole, as many as there are periods in a year.
    fn periods(&mut self) {
        let Some(OverPeriods::Weights(weights)) = &self.scheme.outcome.over_periods else { return };
        if Points::sum(weights.iter().copied()).ok() != Some(Points::from_int(100)) {
            self.add(
                "period_weights",
                Level::Error,
                "",
                "各期的权重合计应为100%".to_owned(),
                "调整权重，使合计为100%",
            );
        }
        let many = self.scheme.cycle.map(|cycle| 12 / cycle.months().min(12));
        if many.is_some_and(|many| many > 1 && usize::try_from(many) != Ok(weights.len())) {
            self.add(
                "period_weights",
                Level::Confirm,
                "",
                format!("一年有{}期，写了{}个权重", many.unwrap_or_default(), weights.len()),
                "给每一期写明权重",
            );
        }
    }

    /// Two lower targets that would count the same decisions.
    fn same_targets(&mut self) {
        let targets = &self.scheme.outcome.targets;
        for (at, target) in targets.iter().enumerate() {
            let same = |other: &&Target| {
                let types = other.applies_to.is_empty()
                    || target.applies_to.is_empty()
                    || other.applies_to.iter().any(|code| target.applies_to.contains(code));
                let counted = |one| self.scheme.outcome.counted_by(one);
                types && other.per == target.per && counted(other) == counted(target)
            };
            if let Some(other) = targets[..at].iter().find(same) {
                self.add(
                    "targets_same",
                    Level::Confirm,
                    "",
                    format!("“{}”和“{}”都按评上的单位计数，同一个单位会在两处各算一次", other.of, target.of),
                    "按单位类型分开，或合并为一项目标；各有称号的，把称号列为可选结论，目标写同样的名称",
                );
            }
        }
    }

    fn bands(&mut self) {
        let bands = &self.scheme.outcome.bands;
        for pair in bands.windows(2) {
            let [better, next] = pair else { continue };
            if better.from < next.from {
                self.add(
                    "bands_order",
                    Level::Error,
                    "",
                    format!("等次“{}”的界限低于后面的“{}”", better.title, next.title),
                    "等次从高到低排列，界限依次降低",
                );
            } else if better.from == next.from
                && better.share.is_none()
                && (better.conditions.is_empty() || better.conditions == next.conditions)
            {
                self.add(
                    "bands_overlap",
                    Level::Error,
                    "",
                    format!("等次“{}”与“{}”从同一分数起，后者永远得不到", better.title, next.title),
                    "修改界限，或给前者加上条件",
                );
            }
        }
        if let Some(last) = bands.last()
            && (last.from > Points::ZERO || !last.conditions.is_empty())
        {
            self.add(
                "bands_gap",
                Level::Confirm,
                "",
                format!("低于“{}”的没有对应的等次", last.title),
                "补充最低的等次，或确认不评等次",
            );
        }
    }

    fn quotas(&mut self) {
        let quotas = &self.scheme.outcome.quotas;
        for quota in quotas {
            if quota.pool.trim().is_empty() {
                self.add(
                    "quota_pool",
                    Level::Error,
                    "",
                    format!("名额{}%没有写明按什么数计算", quota.percent.exact()),
                    "写明基数，如科室总数",
                );
            }
        }
        let has = |kind: QuotaKind| quotas.iter().any(|quota| quota.kind == kind);
        if has(QuotaKind::Winners) && has(QuotaKind::Nominations) {
            self.add(
                "quota_kinds",
                Level::Hint,
                "",
                "有的比例限制评上的数目，有的只限制申报的数目".to_owned(),
                "按各自的含义执行",
            );
        }
    }

    /// Where some blocks name their 责任科室, those that do not are told.
    fn duties(&mut self) {
        let scheme = self.scheme;
        if !scheme.headings().any(|heading| !heading.duties.is_empty()) {
            return;
        }
        for section in scheme.sections.iter().filter(|section| section.role == Role::Base) {
            self.without_duty(section);
        }
    }

    fn without_duty(&mut self, heading: &Heading) {
        if !heading.duties.is_empty() {
            return;
        }
        if heading.criteria.iter().any(|criterion| criterion.duties.is_empty()) {
            self.add(
                "no_duty",
                Level::Confirm,
                &heading.no,
                format!("“{}”没有写明责任科室", heading.title),
                "指定责任科室，或确认由单位经办人统一填报",
            );
        }
        for item in &heading.items {
            self.without_duty(item);
        }
    }
}
