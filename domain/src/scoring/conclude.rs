//! What a sheet comes to beside its points: 加减分, 一票否决, item grades, standards, weighted sources and 等次 — steps 7
//! to 10 of the order of evaluation. Rank, quota and the decision (11 and 12) need the other units.

use super::answers::Circumstances;
use super::bands::bands;
use super::reached::{
    Consequence, GradeCount, Reached, StandardCount, Verdict, VetoLine, Weighted, WeightedLine,
};
use super::sheet::{CriterionScore, Mark, Range, ScoreSheet, StandardMark, VetoMark};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Body, Criterion, GradeRule, Scheme, StandardRule, Veto, VetoEffect};

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
    if !scheme.sources.is_empty() {
        known = weigh(scheme, circumstances, known)?.total;
        let weighted = weigh(scheme, circumstances, total)?;
        total = weighted.total;
        reached.weighted = Some(weighted);
    }
    charge(&reached.vetoes, &mut total)?;
    charge(&reached.vetoes, &mut known)?;
    let mut verdicts = Verdicts::default();
    graded(scheme, &lines, &mut reached, &mut verdicts)?;
    standards(scheme, &lines, &mut reached, &mut verdicts);
    bar(&lines, &reached.vetoes, &mut verdicts);
    reached.bands = bands(scheme, sheet, &reached, total)?;
    (reached.verdict, reached.reasons) = (verdicts.all, verdicts.reasons);
    (sheet.score, sheet.range) = (known.low, total);
    if !scheme.sources.is_empty() {
        sheet.achievable = achievable(scheme, sheet.achievable)?;
    }
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

/// Vetoes that act on the total (step 9). None takes it below 0, and none raises what is below already.
fn charge(vetoes: &[VetoLine], total: &mut Range) -> Result<(), PointsOverflow> {
    for veto in vetoes {
        let certain = veto.holds == Verdict::Yes;
        match veto.effect {
            VetoEffect::Deducts(points) => {
                let less = |from: Points| Ok(add(from, -points)?.max(from.min(Points::ZERO)));
                total.low = less(total.low)?;
                if certain {
                    total.high = less(total.high)?;
                }
            }
            VetoEffect::TotalZero => total.deny(certain, true),
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

/// What all sources together can come to, on a scale of 100: the rubric as far as it is achievable.
fn achievable(scheme: &Scheme, rubric: Points) -> Result<Points, PointsOverflow> {
    let parts = scheme.sources.iter().map(|source| {
        let most = if source.rubric || source.own { rubric.min(source.full) } else { source.full };
        most.checked_mul(source.weight).and_then(|part| part.checked_div(source.full)).ok_or(PointsOverflow)
    });
    Points::sum(parts.collect::<Result<Vec<_>, _>>()?)
}

/// Step 8: each source counts with its weight, on a scale of 100.
fn weigh(scheme: &Scheme, circumstances: &Circumstances, rubric: Range) -> Result<Weighted, PointsOverflow> {
    let mut total = Range { low: Points::ZERO, high: Points::ZERO };
    let mut lines = Vec::with_capacity(scheme.sources.len());
    for source in &scheme.sources {
        let score = if source.rubric || (source.own && circumstances.self_assessment) {
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

fn add(left: Points, right: Points) -> Result<Points, PointsOverflow> {
    left.checked_add(right).ok_or(PointsOverflow)
}
