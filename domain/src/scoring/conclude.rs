//! What a sheet comes to beside its points: 加减分, 一票否决, item grades, standards, weighted sources and 等次 — steps 7
//! to 10 of the order of evaluation. Rank, quota and the decision (11 and 12) need the other units.

use super::answers::Circumstances;
use super::bands::{Reachable, bands};
use super::counted::Counted;
use super::reached::{
    Consequence, GradeCount, Reached, StandardCount, Verdict, VetoLine, Weighted, WeightedLine,
};
use super::sheet::{CriterionScore, Mark, Range, ScoreSheet, StandardMark, VetoMark};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Body, Criterion, GradeRule, Heading, Role, Scheme, StandardRule, Veto, VetoEffect};

/// Whether a scheme's outcome asks for anything beside points.
pub(super) fn is_asked_for(scheme: &Scheme) -> bool {
    let outcome = &scheme.outcome;
    !scheme.sources.is_empty()
        || outcome.pass.is_some()
        || !outcome.bands.is_empty()
        || outcome.grade_rule.is_some()
        || outcome.standard_rule.is_some()
}

/// Draws the conclusions and puts the final total into the sheet. `bonus` is what 加减分 may come to, and what is known of
/// it; `denied`, whether 整体不得分 is certain, and whether it is possible.
pub(super) fn conclude(
    scheme: &Scheme,
    circumstances: &Circumstances,
    bonus: Option<(Range, Points)>,
    denied: (bool, bool),
    sheet: &mut ScoreSheet,
) -> Result<(), PointsOverflow> {
    let lines: Vec<(&Criterion, &CriterionScore)> = scheme.criteria().zip(sheet.criteria()).collect();
    let mut reached = Reached {
        base: sheet.range,
        bonus: bonus.map(|(range, _)| range),
        vetoes: vetoes(&lines),
        consequences: consequences(&lines),
        ..Reached::default()
    };
    let counted = Counted::of(scheme, sheet)?;
    let adding = Adding { scheme, circumstances, denied, vetoes: &reached.vetoes };
    let exactly = |points: Points| Range { low: points, high: points };
    let (total, weighted) = adding.up(sheet.range, bonus.map(|(range, _)| range))?;
    // What is certain of the base, and known of 加减分.
    let (known, _) = adding.up(exactly(sheet.range.low), bonus.map(|(_, known)| exactly(known)))?;
    reached.weighted = weighted;
    let mut verdicts = Verdicts::default();
    graded(scheme, &lines, &mut reached, &mut verdicts)?;
    standards(scheme, &lines, &mut reached, &mut verdicts);
    bar(&lines, &reached.vetoes, &mut verdicts);
    let (score, rubric) = (known.low, sheet.achievable);
    if !scheme.sources.is_empty() {
        sheet.achievable = achievable(scheme, rubric)?;
    }
    let scale = |points: Points| match scheme.sources.is_empty() {
        true => Ok(points),
        false => achievable(scheme, points),
    };
    let compared = counted.total(total, scale)?;
    if compared != total && compared.low == compared.high {
        reached.compared = Some(compared.low);
    }
    let only_standards = !scheme.criteria().any(|one| matches!(one.body, Body::Scored(_) | Body::Graded(_)));
    let none_concerns = only_standards
        && verdicts.all != Some(Verdict::No)
        && reached.standards.is_some_and(|count| count.none_concerns());
    if counted.is_nothing() || none_concerns {
        reached.no_result = true;
        // What was not met of nothing says nothing.
        if none_concerns {
            verdicts.reasons.clear();
        }
        let why = if none_concerns { "各项标准都不涉及" } else { "没有可以计分的内容" };
        verdicts.reasons.push(why.to_owned());
    } else {
        passed(scheme, compared, &mut verdicts);
        banded(scheme, sheet, &counted, compared, &mut reached, &mut verdicts)?;
    }
    if sheet.answered < sheet.asked && verdicts.all == Some(Verdict::Yes) {
        verdicts.add(Verdict::Open, format!("还有{}项没有填写", sheet.asked - sheet.answered));
    }
    let added = bonus.is_some_and(|(range, _)| range != exactly(Points::ZERO));
    if denied.0 && added && !scheme.outcome.zero_spares_bonus {
        verdicts.reasons.push("整体不得分，加减分也不计".to_owned());
    }
    (reached.verdict, reached.reasons) = (verdicts.all, verdicts.reasons);
    (sheet.score, sheet.range) = (score, total);
    sheet.reached = Some(Box::new(reached));
    Ok(())
}

/// Base, 加减分, weights and vetoes on the total: steps 7 to 9.
struct Adding<'a> {
    scheme: &'a Scheme,
    circumstances: &'a Circumstances,
    denied: (bool, bool),
    vetoes: &'a [VetoLine],
}

impl Adding<'_> {
    fn up(&self, base: Range, bonus: Option<Range>) -> Result<(Range, Option<Weighted>), PointsOverflow> {
        let outcome = &self.scheme.outcome;
        let (mut rubric, mut after) = (base, None);
        match bonus {
            Some(bonus) if outcome.bonus_after_weights => after = Some(bonus),
            Some(bonus) => rubric = self.with_bonus(base, bonus)?,
            None => {}
        }
        let weighted = match self.scheme.sources.is_empty() {
            true => None,
            false => Some(weigh(self.scheme, self.circumstances, rubric)?),
        };
        let mut total = weighted.as_ref().map_or(rubric, |weighted| weighted.total);
        if let Some(bonus) = after {
            total = self.with_bonus(total, bonus)?;
        }
        self.charge(&mut total, bonus.filter(|_| outcome.zero_spares_bonus))?;
        Ok((total, weighted))
    }

    /// 整体不得分 takes 加分 along, unless the document says otherwise.
    fn with_bonus(&self, total: Range, bonus: Range) -> Result<Range, PointsOverflow> {
        let mut sum = plus(total, bonus)?;
        if !self.scheme.outcome.zero_spares_bonus {
            sum.deny(self.denied.0, self.denied.1);
        }
        Ok(sum)
    }

    /// Vetoes that act on the total (step 9). None takes it below 0 where it counts up from 0, and none raises what is below
    /// already; a list that only deducts counts down from 0. `spared`: 加减分 that a total of 0 leaves as it is.
    fn charge(&self, total: &mut Range, spared: Option<Range>) -> Result<(), PointsOverflow> {
        let counts_up =
            self.scheme.sections.iter().any(|section| section.role == Role::Base && has_points(section));
        for veto in self.vetoes {
            let certain = veto.holds == Verdict::Yes;
            match veto.effect {
                VetoEffect::Deducts(points) => {
                    let less = |from: Points| {
                        let left = add(from, -points)?;
                        Ok(if counts_up { left.max(from.min(Points::ZERO)) } else { left })
                    };
                    total.low = less(total.low)?;
                    if certain {
                        total.high = less(total.high)?;
                    }
                }
                VetoEffect::TotalZero => match spared {
                    Some(bonus) => {
                        total.low = total.low.min(bonus.low);
                        if certain {
                            total.high = total.high.min(bonus.high);
                        }
                    }
                    None => total.deny(certain, true),
                },
                VetoEffect::NotEligible
                | VetoEffect::ApplicationRefused
                | VetoEffect::Fails
                | VetoEffect::BarsTop
                | VetoEffect::RevokesHonour => {}
            }
        }
        Ok(())
    }
}

/// Whether a section counts up to points of its own.
fn has_points(section: &Heading) -> bool {
    section.points.is_some_and(|points| points > Points::ZERO)
        || section.all_criteria().any(|criterion| criterion.points > Points::ZERO)
}

/// 达标线.
fn passed(scheme: &Scheme, total: Range, verdicts: &mut Verdicts) {
    let Some(pass) = scheme.outcome.pass else { return };
    let verdict = Verdict::at_least(total, pass);
    let told = match verdict {
        Verdict::Yes => format!("得分{}分，达到{pass}分的达标线", total.low.beside(pass)),
        Verdict::No => format!("得分{}分，低于{pass}分的达标线", total.high.beside(pass)),
        Verdict::Open => format!("达标线为{pass}分，得分尚未确定"),
    };
    verdicts.add(verdict, told);
}

/// 等次. What excludes the favourable result excludes the band, so that a sheet never has both.
fn banded(
    scheme: &Scheme,
    sheet: &ScoreSheet,
    counted: &Counted,
    total: Range,
    reached: &mut Reached,
    verdicts: &mut Verdicts,
) -> Result<(), PointsOverflow> {
    let Reachable { mut possible, missed } = bands(scheme, sheet, reached, counted, total)?;
    match verdicts.all {
        _ if possible.is_empty() => return Ok(()),
        Some(Verdict::No) => possible = vec![None],
        Some(Verdict::Open) if !possible.contains(&None) => possible.push(None),
        _ => {}
    }
    let none = possible == [None];
    if verdicts.all != Some(Verdict::No) {
        verdicts.reasons.extend(missed);
        if let (true, Some(last)) = (none, scheme.outcome.bands.last()) {
            let told = match total.high < last.from {
                true => {
                    format!("得分{}分，低于“{}”的{}分", total.high.beside(last.from), last.title, last.from)
                }
                false => "不符合任何等次的条件".to_owned(),
            };
            verdicts.add(Verdict::No, told);
        } else if possible.len() > 1 && possible.contains(&None) && verdicts.all != Some(Verdict::Open) {
            verdicts.add(Verdict::Open, "能否评上等次尚未确定".to_owned());
        }
    }
    reached.bands = possible;
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

/// Vetoes: those that stand against the favourable result, and what the others do to it.
fn bar(lines: &[(&Criterion, &CriterionScore)], vetoes: &[VetoLine], verdicts: &mut Verdicts) {
    let barring = |effect: VetoEffect| {
        matches!(
            effect,
            VetoEffect::NotEligible
                | VetoEffect::ApplicationRefused
                | VetoEffect::Fails
                | VetoEffect::RevokesHonour
        )
    };
    let written = |veto: &Veto| barring(veto.effect);
    let any = lines.iter().any(|(criterion, _)| matches!(&criterion.body, Body::Veto(veto) if written(veto)));
    // What was found is named, one sentence for each consequence.
    let mut told: Vec<(VetoEffect, Vec<&str>)> = Vec::new();
    for veto in vetoes.iter().filter(|veto| veto.holds == Verdict::Yes) {
        match told.iter_mut().find(|(effect, _)| *effect == veto.effect) {
            Some((_, nos)) => nos.push(&veto.no),
            None => told.push((veto.effect, vec![&veto.no])),
        }
    }
    for (effect, nos) in &told {
        let text = format!("有一票否决情形（{}），{}", nos.join("、"), effect.label());
        if barring(*effect) { verdicts.add(Verdict::No, text) } else { verdicts.reasons.push(text) }
    }
    let open = vetoes.iter().filter(|veto| barring(veto.effect) && veto.holds == Verdict::Open).count();
    if !any || told.iter().any(|(effect, _)| barring(*effect)) {
        return;
    }
    if open > 0 {
        verdicts.add(Verdict::Open, format!("还有{open}条一票否决情形没有核实"));
    } else if told.is_empty() {
        verdicts.add(Verdict::Yes, "没有一票否决情形".to_owned());
    } else {
        verdicts.add(Verdict::Yes, "没有不得评定的情形".to_owned());
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

/// The standards: what is not met, or not looked at, is named wherever a scheme asks for standards.
fn standards(
    scheme: &Scheme,
    lines: &[(&Criterion, &CriterionScore)],
    reached: &mut Reached,
    verdicts: &mut Verdicts,
) {
    let mut count = StandardCount::default();
    let (mut unmet, mut partly, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let asked = lines.iter().filter(|(criterion, _)| matches!(criterion.body, Body::Standard(_)));
    for (_, line) in asked.clone() {
        let no = line.no.as_str();
        match line.mark.as_deref() {
            Some(Mark::Standard(StandardMark::Met)) => count.met += 1,
            Some(Mark::Standard(StandardMark::NotInvolved)) => count.not_involved += 1,
            Some(Mark::Standard(StandardMark::Partly)) => partly.push(no),
            Some(Mark::Standard(StandardMark::Unmet)) => unmet.push(no),
            _ => open.push(no),
        }
    }
    if asked.count() == 0 {
        return;
    }
    let number = |list: &[&str]| u32::try_from(list.len()).unwrap_or(u32::MAX);
    (count.partly, count.unmet, count.open) = (number(&partly), number(&unmet), number(&open));
    reached.standards = Some(count);
    let named: Vec<_> = [(&unmet, "不达标"), (&partly, "部分达标"), (&open, "没有填写")]
        .into_iter()
        .filter(|(list, _)| !list.is_empty())
        .map(|(list, what)| format!("{}{what}", list.join("、")))
        .collect();
    let named = named.join("，");
    let failed = count.partly + count.unmet;
    match scheme.outcome.standard_rule {
        Some(StandardRule::AtLeast(k)) => {
            let range = Range {
                low: Points::from_int(count.met.into()),
                high: Points::from_int((count.met + count.open).into()),
            };
            let named = if named.is_empty() { named } else { format!("（{named}）") };
            verdicts.add(
                Verdict::at_least(range, Points::from_int(k.into())),
                format!("达标{}项，应达到{k}项{named}", count.met),
            );
        }
        // Without a rule of its own the deciding body decides, but nobody is told that what is not met is met. What is met in
        // part is its to weigh.
        rule => {
            let against = if rule == Some(StandardRule::AllMet) { failed } else { count.unmet };
            let verdict = match (against, count.open) {
                (0, 0) => Verdict::Yes,
                (0, _) => Verdict::Open,
                _ => Verdict::No,
            };
            let told = if named.is_empty() { "没有不达标的标准".to_owned() } else { named };
            verdicts.add(verdict, told);
        }
    }
}

fn plus(left: Range, right: Range) -> Result<Range, PointsOverflow> {
    Ok(Range { low: add(left.low, right.low)?, high: add(left.high, right.high)? })
}

fn add(left: Points, right: Points) -> Result<Points, PointsOverflow> {
    left.checked_add(right).ok_or(PointsOverflow)
}
