//! How large a scheme may be. Real documents stay far below; what lies above would only keep others waiting, so that every
//! reader of a scheme refuses it before anything is worked out from it: files, drafts, versions, the command line.

use std::collections::HashSet;

use super::inputs::Input;
use super::model::*;
use super::read::ReadError;

/// The most a scheme document may weigh, in bytes: as a file, as a draft, as a version.
pub const SIZE_LIMIT: usize = 8 * 1024 * 1024;
/// The most 评分细则 a scheme may have.
pub const CRITERIA_LIMIT: usize = 5_000;
/// The most headings.
pub const HEADINGS_LIMIT: usize = 2_000;
/// The most 输入项 of one 评分细则: conditions, counts, choices, figures.
pub const INPUTS_OF_ONE: usize = 100;
/// The most 输入项 of all 评分细则 together.
pub const INPUTS_LIMIT: usize = 20_000;
/// The most 计分规则 of one 评分细则, those inside groups and the parts of compound conditions included.
pub const RULES_OF_ONE: usize = 200;
/// The most entries of the lists of one 评分细则: options, elements, tiers, cells of a table, sub-points, exceptions.
pub const ENTRIES_OF_ONE: usize = 500;
/// The most such entries of all 评分细则 together.
pub const ENTRIES_LIMIT: usize = 60_000;
/// The most 单位类型: each has a rubric of its own to be worked out.
pub const TYPES_LIMIT: usize = 40;
/// The most different 责任科室.
pub const DEPARTMENTS_LIMIT: usize = 300;
/// The most 责任科室 of one place.
pub const DUTIES_OF_ONE: usize = 50;
/// The most entries of one list beside the rubric: deadlines, grades, sources, bands, quotas, targets, decisions.
pub const LIST_LIMIT: usize = 200;
/// The most readings, and the most accepted findings.
pub const NOTES_LIMIT: usize = 10_000;

type Within = Result<(), ReadError>;

impl Scheme {
    /// Whether it is of a size that can be worked with, whatever it says.
    ///
    /// # Errors
    /// The first limit it exceeds, by name, and the place.
    pub fn within_limits(&self) -> Within {
        let mut size = Size::default();
        most("单位类型", "unit_types", self.unit_types.len(), TYPES_LIMIT, "种")?;
        for (what, place, many) in [
            ("期限", "deadlines", self.deadlines.len()),
            ("项目等次", "grades", self.grades.len()),
            ("加权来源", "sources", self.sources.len()),
            ("可以作出的决定", "outcome", self.outcome.options.len()),
            ("等次", "outcome", self.outcome.bands.len()),
            ("名额", "outcome", self.outcome.quotas.len()),
            ("下限目标", "outcome", self.outcome.targets.len()),
        ] {
            most(what, place, many, LIST_LIMIT, "项")?;
        }
        for band in &self.outcome.bands {
            most("一个等次的条件", "outcome", band.conditions.len(), LIST_LIMIT, "项")?;
        }
        if let Some(OverPeriods::Weights(weights)) = &self.outcome.over_periods {
            most("各期权重", "outcome", weights.len(), LIST_LIMIT, "项")?;
        }
        most("说明", "notes", self.notes.len(), NOTES_LIMIT, "条")?;
        most("接受记录", "accepted", self.accepted.len(), NOTES_LIMIT, "条")?;
        let quotas = self.outcome.quotas.iter().map(|quota| &quota.applies_to);
        for codes in quotas.chain(self.outcome.targets.iter().map(|target| &target.applies_to)) {
            most("适用的单位类型", "outcome", codes.len(), TYPES_LIMIT, "种")?;
        }
        for section in &self.sections {
            size.heading(section)?;
        }
        Ok(())
    }
}

/// What was counted so far.
#[derive(Default)]
struct Size<'a> {
    headings: usize,
    criteria: usize,
    inputs: usize,
    entries: usize,
    departments: HashSet<&'a str>,
}

impl<'a> Size<'a> {
    fn heading(&mut self, heading: &'a Heading) -> Within {
        self.headings += 1;
        most("标题", "方案", self.headings, HEADINGS_LIMIT, "个")?;
        self.whose(&heading.no, &heading.applies_to, &heading.duties)?;
        heading.criteria.iter().try_for_each(|criterion| self.criterion(criterion))?;
        heading.items.iter().try_for_each(|item| self.heading(item))
    }

    fn criterion(&mut self, criterion: &'a Criterion) -> Within {
        let no = criterion.no.as_str();
        self.criteria += 1;
        most("评分细则", "方案", self.criteria, CRITERIA_LIMIT, "条")?;
        self.whose(no, &criterion.applies_to, &criterion.duties)?;
        let mut one = One::default();
        match &criterion.body {
            Body::Scored(parts) => {
                one.rules += parts.len();
                parts.iter().flat_map(|part| &part.rules).for_each(|rule| one.rule(rule));
            }
            Body::Graded(list) | Body::Standard(list) => one.entries += list.len(),
            Body::Veto(veto) => one.entries += veto.exceptions.len(),
            Body::Recorded(_) => {}
        }
        most("一条细则的计分规则", no, one.rules, RULES_OF_ONE, "条")?;
        most("一条细则的输入项", no, one.inputs, INPUTS_OF_ONE, "个")?;
        most("一条细则的选项、要素和分档", no, one.entries, ENTRIES_OF_ONE, "个")?;
        self.inputs += one.inputs;
        self.entries += one.entries;
        most("全部细则的输入项", "方案", self.inputs, INPUTS_LIMIT, "个")?;
        most("全部细则的选项、要素和分档", "方案", self.entries, ENTRIES_LIMIT, "个")
    }

    /// For whom, and whose duty.
    fn whose(&mut self, no: &str, applies_to: &[String], duties: &'a Duties) -> Within {
        most("适用的单位类型", no, applies_to.len(), TYPES_LIMIT, "种")?;
        most("一处的责任科室", no, duties.all().count(), DUTIES_OF_ONE, "个")?;
        self.departments.extend(duties.all().map(String::as_str));
        most("责任科室", "方案", self.departments.len(), DEPARTMENTS_LIMIT, "个")
    }
}

/// What was counted of one 评分细则.
#[derive(Default)]
struct One {
    rules: usize,
    inputs: usize,
    entries: usize,
}

impl One {
    fn rule(&mut self, rule: &Rule) {
        self.rules += 1;
        self.entries += match rule {
            Rule::DeductMatrix { amounts, .. } => amounts.iter().map(|row| row.len() + 1).sum(),
            Rule::DeductCountTiers { tiers, .. } => tiers.len(),
            Rule::AwardTiers { tiers, .. } => tiers.len(),
            _ => 0,
        };
        match rule {
            Rule::Group(group) => {
                group.rules.iter().for_each(|inner| self.rule(inner));
                self.inputs += usize::from(group.times.is_some());
                return;
            }
            Rule::AwardWhen { when, .. } => self.when(when),
            _ => {}
        }
        rule.inputs(&mut |input| {
            self.inputs += 1;
            self.entries += match input {
                Input::Levels(_, options) | Input::Pieces(_, options) | Input::Choice(_, _, options) => {
                    options.len()
                }
                Input::Matrix(_, rows, columns) => rows.len() + columns.len(),
                Input::Elements(_, _, elements) => elements.len(),
                _ => 0,
            };
        });
    }

    fn when(&mut self, when: &When) {
        self.rules += 1;
        match when {
            When::Met(_) | When::Count { .. } => {}
            When::Not(inner) => self.when(inner),
            When::All(list) | When::Any(list) | When::AtLeast { of: list, .. } => {
                list.iter().for_each(|inner| self.when(inner));
            }
        }
    }
}

fn most(what: &str, place: &str, many: usize, limit: usize, unit: &str) -> Within {
    if many <= limit {
        return Ok(());
    }
    Err(ReadError::new(&cut(place), format!("{what}超过{limit}{unit}，超出了一份方案可以有的规模")))
}

/// A number that was not checked yet may be of any length.
fn cut(place: &str) -> String {
    place.chars().take(20).collect()
}
