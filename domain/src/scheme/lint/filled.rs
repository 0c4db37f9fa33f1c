//! What nobody has filled in yet: sentences of a blank scheme that only say what belongs there, and 维度.

use super::{Findings, Level};
use crate::scheme::model::*;

/// The most numbers a finding names.
const NAMED: usize = 10;

impl Findings<'_> {
    /// Sentences that are still to be replaced.
    pub(super) fn left_to_fill(&mut self) {
        let scheme = self.scheme;
        let outcome = &scheme.outcome;
        let grades = scheme.grades.iter().flat_map(|grade| [&grade.title, &grade.definition]);
        let types = scheme.unit_types.iter().map(|one| &one.title);
        let whole = [&scheme.title, &outcome.decided_by].into_iter().chain(&outcome.options).chain(grades);
        let whole = whole.chain(types).chain(outcome.quotas.iter().map(|quota| &quota.pool));
        // Nobody's scheme is called so.
        for text in whole.filter(|text| is_to_fill(text) || text.ends_with("空白方案")) {
            self.unfilled("", text);
        }
        for heading in scheme.headings() {
            if is_to_fill(&heading.title) {
                self.unfilled(&heading.no, &heading.title);
            }
            for criterion in &heading.criteria {
                let points = match &criterion.body {
                    Body::Graded(list) | Body::Standard(list) => list.as_slice(),
                    _ => &[],
                };
                let texts = std::iter::once(&criterion.title).chain(points.iter().map(|point| &point.title));
                for text in texts.filter(|text| is_to_fill(text)) {
                    self.unfilled(&criterion.no, text);
                }
            }
        }
    }

    fn unfilled(&mut self, path: &str, text: &str) {
        let message = format!("还写着“{text}”");
        self.add("to_fill", Level::Error, path, message, "按原文填写，不需要的删去");
    }

    /// 评分细则 that say nothing about any 维度, neither by themselves nor by a heading above: one finding with a list.
    pub(super) fn undimensioned(&mut self) {
        fn below<'a>(heading: &'a Heading, known: bool, found: &mut Vec<&'a str>) {
            let known = known || heading.dimension.is_some();
            let counts = |body: &Body| matches!(body, Body::Scored(_) | Body::Graded(_) | Body::Standard(_));
            let open =
                heading.criteria.iter().filter(|one| !known && one.dimension.is_none() && counts(&one.body));
            found.extend(open.map(|one| one.no.as_str()));
            heading.items.iter().for_each(|item| below(item, known, found));
        }
        let mut found = Vec::new();
        let base = self.scheme.sections.iter().filter(|section| section.role == Role::Base);
        base.for_each(|section| below(section, false, &mut found));
        if found.is_empty() {
            return;
        }
        let named: Vec<_> = found.iter().take(NAMED).copied().collect();
        let more = if found.len() > NAMED { format!("等{}条", found.len()) } else { String::new() };
        let message = format!(
            "{}{more}没有写明维度，上级按维度比较时不计入；一个维度都没有涉及的，上级看到的是“该地方案没有这一维度”",
            named.join("、")
        );
        self.add("no_dimension", Level::Hint, "", message, "在标题上选择维度，个别细则不同的在细则上选择");
    }
}
