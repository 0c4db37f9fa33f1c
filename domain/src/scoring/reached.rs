//! What a sheet comes to beside its points: 加减分, 一票否决, item grades, standards, weighted sources and 等次 — steps 7
//! to 10 of the order of evaluation. Rank, quota and the decision (11 and 12) need the other units.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::answers::Circumstances;
use super::sheet::{CriterionScore, Mark, Range, ScoreSheet, StandardMark, VetoMark};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{
    BandCondition, Body, Criterion, GradeRule, Role, Scheme, StandardRule, Veto, VetoEffect,
};

/// What a sheet comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// The total before 加减分.
    pub base: Range,
    /// 加减分, within its written limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Range>,
    /// The weighted sources and what they come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted: Option<Weighted>,
    /// How many items have each grade, the best grade first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<GradeCount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standards: Option<StandardCount>,
    /// Every veto entry that holds, or may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vetoes: Vec<VetoLine>,
    /// The bands still possible, the best first; one when it is certain. `None`: below all bands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Option<String>>,
    /// Whether the written rules allow the favourable result; absent where none is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Why, in sentences without the final stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// What follows without points, with the criterion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consequences: Vec<Consequence>,
}

impl Reached {
    /// What it comes to, in sentences.
    pub fn told(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let between = |range: Range| {
            if range.low == range.high {
                format!("{}分", range.low)
            } else {
                format!("{}至{}分", range.low, range.high)
            }
        };
        if let Some(bonus) = self.bonus {
            let bonus = if bonus.low == bonus.high { between(bonus) } else { "尚未填完".to_owned() };
            lines.push(format!("基本分{}，加减分{bonus}。", between(self.base)));
        }
        if let Some(weighted) = &self.weighted {
            let parts: Vec<_> = weighted
                .lines
                .iter()
                .map(|line| format!("{}{}×{}%", line.title, between(line.score), line.weight))
                .collect();
            lines.push(format!("加权得分{}：{}。", between(weighted.total), parts.join("，")));
        }
        if !self.grades.is_empty() {
            let counts: Vec<_> =
                self.grades.iter().map(|grade| format!("“{}”{}项", grade.title, grade.count)).collect();
            lines.push(format!("{}。", counts.join("，")));
        }
        if let Some(count) = self.standards {
            lines.push(format!(
                "达标{}项，部分达标{}项，不达标{}项，不涉及{}项，未填{}项。",
                count.met, count.partly, count.unmet, count.not_involved, count.open
            ));
        }
        match self.bands.as_slice() {
            [] => {}
            [Some(title)] => lines.push(format!("等次：{title}。")),
            [None] => lines.push("未达到任何等次。".to_owned()),
            several => {
                let titles: Vec<_> =
                    several.iter().map(|title| title.as_deref().unwrap_or("不入等次")).collect();
                lines.push(format!("等次尚未确定，可能为：{}。", titles.join("、")));
            }
        }
        if let Some(verdict) = self.verdict {
            let told = match verdict {
                Verdict::Yes => "符合规定的条件",
                Verdict::No => "不符合规定的条件",
                Verdict::Open => "是否符合规定的条件尚未确定",
            };
            lines.push(format!("{told}：{}。", self.reasons.join("；")));
        }
        lines.extend(self.consequences.iter().map(|one| format!("{}：{}。", one.criterion, one.text)));
        lines
    }
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Yes,
    No,
    /// Depends on what is not answered yet.
    Open,
}

impl Verdict {
    fn and(self, other: Verdict) -> Verdict {
        match (self, other) {
            (Verdict::No, _) | (_, Verdict::No) => Verdict::No,
            (Verdict::Open, _) | (_, Verdict::Open) => Verdict::Open,
            (Verdict::Yes, Verdict::Yes) => Verdict::Yes,
        }
    }

    /// Whether every value of a range is at least a bound.
    fn at_least(range: Range, bound: Points) -> Verdict {
        if range.low >= bound {
            Verdict::Yes
        } else if range.high < bound {
            Verdict::No
        } else {
            Verdict::Open
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Verdict::Yes => "符合",
            Verdict::No => "不符合",
            Verdict::Open => "尚未确定",
        }
    }
}

/// The weighted total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighted {
    pub lines: Vec<WeightedLine>,
    pub total: Range,
}

/// One source and what it adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightedLine {
    pub id: String,
    pub title: String,
    /// In percent.
    pub weight: Points,
    /// The source's own figure; open until it is given.
    pub score: Range,
    /// What it adds to the weighted total of 100.
    pub adds: Range,
}

/// How many items have a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeCount {
    pub id: String,
    pub title: String,
    pub count: u32,
}

/// How many standards are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardCount {
    pub met: u32,
    pub partly: u32,
    pub unmet: u32,
    pub not_involved: u32,
    pub open: u32,
}

/// A veto entry that holds, or is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VetoLine {
    pub no: SmolStr,
    pub effect: VetoEffect,
    /// Whether it holds.
    pub holds: Verdict,
}

/// What follows without points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    pub criterion: SmolStr,
    pub text: String,
}

/// Whether a scheme's outcome asks for anything beside points.
pub(super) fn is_asked_for(scheme: &Scheme) -> bool {
    let outcome = &scheme.outcome;
    !scheme.sources.is_empty()
        || !outcome.bands.is_empty()
        || outcome.grade_rule.is_some()
        || outcome.standard_rule.is_some()
}

/// Draws the conclusions and puts the final total into the sheet. `bonus` is what 加减分 may come to, and what is known of
/// it.
pub(super) fn conclude(
    scheme: &Scheme,
    circumstances: &Circumstances,
    bonus: Option<(Range, Points)>,
    sheet: &mut ScoreSheet,
) -> Result<(), PointsOverflow> {
    let lines: Vec<(&Criterion, &CriterionScore)> = scheme.criteria().zip(sheet.criteria()).collect();
    let mut reached = Reached {
        base: sheet.range,
        bonus: bonus.map(|(range, _)| range),
        weighted: None,
        grades: Vec::new(),
        standards: None,
        vetoes: vetoes(&lines),
        bands: Vec::new(),
        verdict: None,
        reasons: Vec::new(),
        consequences: consequences(&lines),
    };
    let mut total = sheet.range;
    // What is certain of the base, and known of 加减分.
    let mut known = Range { low: sheet.range.low, high: sheet.range.low };
    if let Some((bonus, known_bonus)) = bonus {
        total = Range { low: add(total.low, bonus.low)?, high: add(total.high, bonus.high)? };
        let low = add(known.low, known_bonus)?;
        known = Range { low, high: low };
    }
    charge(&reached.vetoes, &mut total)?;
    charge(&reached.vetoes, &mut known)?;
    if !scheme.sources.is_empty() {
        known = weigh(scheme, circumstances, known)?.total;
        let weighted = weigh(scheme, circumstances, total)?;
        total = weighted.total;
        reached.weighted = Some(weighted);
    }
    let mut verdicts = Verdicts::default();
    graded(scheme, &lines, &mut reached, &mut verdicts)?;
    standards(scheme, &lines, &mut reached, &mut verdicts);
    bar(&lines, &reached.vetoes, &mut verdicts);
    reached.bands = bands(scheme, sheet, &reached, total)?;
    (reached.verdict, reached.reasons) = (verdicts.all, verdicts.reasons);
    (sheet.score, sheet.range) = (known.low, total);
    sheet.reached = Some(Box::new(reached));
    Ok(())
}

/// The favourable result holds when all that is written holds.
#[derive(Default)]
struct Verdicts {
    all: Option<Verdict>,
    reasons: Vec<String>,
}

impl Verdicts {
    fn add(&mut self, verdict: Verdict, reason: String) {
        self.all = Some(self.all.map_or(verdict, |all| all.and(verdict)));
        self.reasons.push(reason);
    }
}

fn vetoes(lines: &[(&Criterion, &CriterionScore)]) -> Vec<VetoLine> {
    let entries = lines.iter().filter_map(|(criterion, line)| match &criterion.body {
        Body::Veto(veto) => Some((veto, *line)),
        _ => None,
    });
    entries
        .filter_map(|(veto, line)| {
            let holds = match line.mark.as_deref() {
                Some(Mark::Veto(VetoMark::Found)) => Verdict::Yes,
                Some(Mark::Veto(VetoMark::None | VetoMark::Excepted)) => return None,
                _ => Verdict::Open,
            };
            Some(VetoLine { no: line.no.clone(), effect: veto.effect, holds })
        })
        .collect()
}

/// Vetoes that act on the total.
fn charge(vetoes: &[VetoLine], total: &mut Range) -> Result<(), PointsOverflow> {
    for veto in vetoes {
        let certain = veto.holds == Verdict::Yes;
        match veto.effect {
            VetoEffect::Deducts(points) => {
                total.low = add(total.low, -points)?.max(Points::ZERO);
                if certain {
                    total.high = add(total.high, -points)?.max(Points::ZERO);
                }
            }
            VetoEffect::TotalZero => {
                total.low = total.low.min(Points::ZERO);
                if certain {
                    *total = Range { low: Points::ZERO, high: Points::ZERO };
                }
            }
            VetoEffect::NotEligible
            | VetoEffect::ApplicationRefused
            | VetoEffect::Fails
            | VetoEffect::BarsTop
            | VetoEffect::RevokesHonour => {}
        }
    }
    Ok(())
}

/// Vetoes that stand against the favourable result.
fn bar(lines: &[(&Criterion, &CriterionScore)], vetoes: &[VetoLine], verdicts: &mut Verdicts) {
    let barring = |effect: VetoEffect| {
        matches!(effect, VetoEffect::NotEligible | VetoEffect::ApplicationRefused | VetoEffect::Fails)
    };
    let written = |veto: &Veto| barring(veto.effect);
    let any = lines.iter().any(|(criterion, _)| matches!(&criterion.body, Body::Veto(veto) if written(veto)));
    if !any {
        return;
    }
    let holding: Vec<_> = vetoes.iter().filter(|veto| barring(veto.effect)).collect();
    let found: Vec<_> =
        holding.iter().filter(|veto| veto.holds == Verdict::Yes).map(|veto| veto.no.as_str()).collect();
    if !found.is_empty() {
        verdicts.add(Verdict::No, format!("有一票否决情形（{}）", found.join("、")));
    } else if holding.is_empty() {
        verdicts.add(Verdict::Yes, "没有一票否决情形".to_owned());
    } else {
        verdicts.add(Verdict::Open, format!("还有{}条一票否决情形没有核实", holding.len()));
    }
}

fn consequences(lines: &[(&Criterion, &CriterionScore)]) -> Vec<Consequence> {
    lines
        .iter()
        .flat_map(|(_, line)| line.consequences.iter().map(|text| (line.no.clone(), text.clone())))
        .map(|(criterion, text)| Consequence { criterion, text })
        .collect()
}

/// Step 8: each source counts with its weight, on a scale of 100.
fn weigh(scheme: &Scheme, circumstances: &Circumstances, rubric: Range) -> Result<Weighted, PointsOverflow> {
    let mut total = Range { low: Points::ZERO, high: Points::ZERO };
    let mut lines = Vec::with_capacity(scheme.sources.len());
    for source in &scheme.sources {
        let score = if source.rubric {
            rubric
        } else {
            match circumstances.sources.get(&source.id) {
                Some(given) => Range { low: *given, high: *given },
                None => Range { low: Points::ZERO, high: source.full },
            }
        };
        let part = |points: Points| points.checked_mul(source.weight)?.checked_div(source.full);
        let adds = Range {
            low: part(score.low).ok_or(PointsOverflow)?,
            high: part(score.high).ok_or(PointsOverflow)?,
        };
        total = Range { low: add(total.low, adds.low)?, high: add(total.high, adds.high)? };
        lines.push(WeightedLine {
            id: source.id.clone(),
            title: source.title.clone(),
            weight: source.weight,
            score,
            adds,
        });
    }
    Ok(Weighted { lines, total })
}

/// The grades of the items, and what they must come to.
fn graded(
    scheme: &Scheme,
    lines: &[(&Criterion, &CriterionScore)],
    reached: &mut Reached,
    verdicts: &mut Verdicts,
) -> Result<(), PointsOverflow> {
    let marks: Vec<_> = lines
        .iter()
        .filter(|(criterion, _)| matches!(criterion.body, Body::Graded(_)))
        .map(|(_, line)| match line.mark.as_deref() {
            Some(Mark::Grade { id, .. }) => scheme.grades.iter().position(|grade| grade.id == *id),
            _ => None,
        })
        .collect();
    if marks.is_empty() {
        return Ok(());
    }
    let count = |holds: &dyn Fn(usize) -> bool| -> u32 {
        marks.iter().flatten().filter(|rank| holds(**rank)).count() as u32
    };
    reached.grades = scheme
        .grades
        .iter()
        .enumerate()
        .map(|(rank, grade)| GradeCount {
            id: grade.id.clone(),
            title: grade.title.clone(),
            count: count(&|given| given == rank),
        })
        .collect();
    let Some(rule) = &scheme.outcome.grade_rule else { return Ok(()) };
    let rank_of = |id: &str| scheme.grades.iter().position(|grade| grade.id == id).unwrap_or(0);
    let (least, top) = (rank_of(&rule.every), rank_of(&rule.share_of));
    let title = |rank: usize| scheme.grades.get(rank).map_or("", |grade| grade.title.as_str());
    let open = marks.iter().filter(|mark| mark.is_none()).count() as u32;
    let below = count(&|given| given > least);
    verdicts.add(
        match (below, open) {
            (0, 0) => Verdict::Yes,
            (0, _) => Verdict::Open,
            _ => Verdict::No,
        },
        match below {
            0 if open > 0 => format!("还有{open}项没有评定等次"),
            0 => format!("各项均在“{}”以上", title(least)),
            _ => format!("有{below}项在“{}”以下", title(least)),
        },
    );
    let got = count(&|given| given <= top);
    let needed = needed(rule)?;
    verdicts.add(
        Verdict::at_least(
            Range { low: Points::from_int(got.into()), high: Points::from_int((got + open).into()) },
            Points::from_int(needed.into()),
        ),
        format!("“{}”{got}项，应达到{needed}项（{}项的{}%）", title(top), rule.graded, rule.share),
    );
    Ok(())
}

/// How many items of the top grade a share asks for: the least whole number that reaches it.
fn needed(rule: &GradeRule) -> Result<u32, PointsOverflow> {
    let share = rule.share.checked_times(rule.graded).and_then(|all| all.checked_div(Points::from_int(100)));
    let floor = -(-share.ok_or(PointsOverflow)?).floor();
    u32::try_from(floor).map_err(|_| PointsOverflow)
}

fn standards(
    scheme: &Scheme,
    lines: &[(&Criterion, &CriterionScore)],
    reached: &mut Reached,
    verdicts: &mut Verdicts,
) {
    let mut count = StandardCount::default();
    let mut asked = 0;
    for (_, line) in lines.iter().filter(|(criterion, _)| matches!(criterion.body, Body::Standard(_))) {
        asked += 1;
        match line.mark.as_deref() {
            Some(Mark::Standard(StandardMark::Met)) => count.met += 1,
            Some(Mark::Standard(StandardMark::Partly)) => count.partly += 1,
            Some(Mark::Standard(StandardMark::Unmet)) => count.unmet += 1,
            Some(Mark::Standard(StandardMark::NotInvolved)) => count.not_involved += 1,
            _ => count.open += 1,
        }
    }
    if asked == 0 {
        return;
    }
    reached.standards = Some(count);
    let failed = count.partly + count.unmet;
    match scheme.outcome.standard_rule {
        Some(StandardRule::AllMet) => verdicts.add(
            match (failed, count.open) {
                (0, 0) => Verdict::Yes,
                (0, _) => Verdict::Open,
                _ => Verdict::No,
            },
            format!("达标{}项，未全部达标{failed}项，不涉及{}项", count.met, count.not_involved),
        ),
        Some(StandardRule::AtLeast(k)) => verdicts.add(
            Verdict::at_least(
                Range {
                    low: Points::from_int(count.met.into()),
                    high: Points::from_int((count.met + count.open).into()),
                },
                Points::from_int(k.into()),
            ),
            format!("达标{}项，应至少{k}项", count.met),
        ),
        Some(StandardRule::Decision) | None => {}
    }
}

/// Step 10: the bands still possible.
fn bands(
    scheme: &Scheme,
    sheet: &ScoreSheet,
    reached: &Reached,
    total: Range,
) -> Result<Vec<Option<String>>, PointsOverflow> {
    let mut possible = Vec::new();
    if scheme.outcome.bands.is_empty() {
        return Ok(possible);
    }
    for (band, rank) in scheme.outcome.bands.iter().zip(0..) {
        let mut holds = Verdict::at_least(total, band.from);
        for condition in &band.conditions {
            holds = holds.and(condition_holds(condition, scheme, sheet, reached)?);
        }
        if rank == 0 {
            for veto in reached.vetoes.iter().filter(|veto| veto.effect == VetoEffect::BarsTop) {
                holds = holds.and(if veto.holds == Verdict::Yes { Verdict::No } else { Verdict::Open });
            }
        }
        match holds {
            Verdict::Yes => {
                possible.push(Some(band.title.clone()));
                return Ok(possible);
            }
            Verdict::Open => possible.push(Some(band.title.clone())),
            Verdict::No => {}
        }
    }
    possible.push(None);
    Ok(possible)
}

fn condition_holds(
    condition: &BandCondition,
    scheme: &Scheme,
    sheet: &ScoreSheet,
    reached: &Reached,
) -> Result<Verdict, PointsOverflow> {
    let base_items = || {
        let sections = scheme.sections.iter().zip(&sheet.sections);
        let lines = sections
            .filter(|(section, _)| section.role == Role::Base)
            .flat_map(|(_, line)| line.with_below());
        lines.filter(|line| !line.criteria.is_empty() && line.achievable > Points::ZERO)
    };
    Ok(match condition {
        BandCondition::NoItemAtZero => base_items().fold(Verdict::Yes, |all, item| {
            all.and(if item.range.low > Points::ZERO {
                Verdict::Yes
            } else if item.range.high <= Points::ZERO {
                Verdict::No
            } else {
                Verdict::Open
            })
        }),
        BandCondition::HeadingFrom { no, points } => sheet
            .headings()
            .find(|line| line.no == *no)
            .map_or(Verdict::Yes, |line| Verdict::at_least(line.range, *points)),
        BandCondition::EveryItemRate { percent } => {
            let mut all = Verdict::Yes;
            for item in base_items() {
                let bound = item.achievable.checked_mul(*percent).ok_or(PointsOverflow)?;
                let bound = bound.checked_div(Points::from_int(100)).ok_or(PointsOverflow)?;
                all = all.and(Verdict::at_least(item.range, bound));
            }
            all
        }
        BandCondition::NoVeto => reached.vetoes.iter().fold(Verdict::Yes, |all, veto| {
            all.and(if veto.holds == Verdict::Yes { Verdict::No } else { Verdict::Open })
        }),
    })
}

fn add(left: Points, right: Points) -> Result<Points, PointsOverflow> {
    left.checked_add(right).ok_or(PointsOverflow)
}
