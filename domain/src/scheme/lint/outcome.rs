//! Findings about what a sheet comes to: vetoes, weights, bands, quotas, 公示, deadlines, duties.

use super::super::model::*;
use super::{Findings, Level};
use crate::points::Points;

impl Findings<'_> {
    pub(super) fn veto(&mut self, no: &str, veto: &Veto) {
        if veto.window.is_none() {
            self.add(
                "veto_window",
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
        self.quotas();
        if let Some(rule) = &scheme.outcome.grade_rule {
            let graded = |rubric: &Scheme| {
                rubric.criteria().filter(|criterion| matches!(criterion.body, Body::Graded(_))).count()
            };
            let each: Vec<_> = match self.by_type.is_empty() {
                true => vec![(String::new(), graded(scheme))],
                false => {
                    self.by_type.iter().map(|(title, one)| (format!("对“{title}”"), graded(one))).collect()
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
