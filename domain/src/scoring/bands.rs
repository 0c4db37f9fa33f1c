//! 等次: which bands a sheet may still reach, and which a total would reach but for a condition.

use super::counted::Counted;
use super::reached::{Reached, Verdict};
use super::sheet::{HeadingScore, Range, ScoreSheet};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{BandCondition, Lines, Role, Scheme, VetoEffect};

/// The bands still possible, the best first, and why better ones are missed although the points suffice.
#[derive(Default)]
pub(super) struct Reachable {
    pub(super) possible: Vec<Option<String>>,
    pub(super) missed: Vec<String>,
}

/// Step 10. `total` is what the limits are compared with.
pub(super) fn bands(
    scheme: &Scheme,
    sheet: &ScoreSheet,
    reached: &Reached,
    counted: &Counted,
    total: Range,
) -> Result<Reachable, PointsOverflow> {
    let mut found = Reachable::default();
    if scheme.outcome.bands.is_empty() {
        return Ok(found);
    }
    let looked = Looked { scheme, sheet, reached, counted };
    for (band, rank) in scheme.outcome.bands.iter().zip(0..) {
        let enough = Verdict::at_least(total, band.from);
        let mut holds = enough;
        let mut missed = Vec::new();
        let mut ask = |verdict: Verdict, why: &dyn Fn() -> String| {
            holds = holds.and(verdict);
            if verdict == Verdict::No {
                missed.push(why());
            }
        };
        for condition in &band.conditions {
            ask(looked.holds(condition)?, &|| looked.told(condition));
        }
        if rank == 0 {
            for veto in reached.vetoes.iter().filter(|veto| veto.effect == VetoEffect::BarsTop) {
                let verdict = if veto.holds == Verdict::Yes { Verdict::No } else { Verdict::Open };
                ask(verdict, &|| format!("有一票否决情形（{}），{}", veto.no, veto.effect.label()));
            }
        }
        match holds {
            Verdict::Yes => {
                found.possible.push(Some(band.title.clone()));
                return Ok(found);
            }
            Verdict::Open => found.possible.push(Some(band.title.clone())),
            Verdict::No if enough == Verdict::Yes => {
                found.missed.push(format!("{}，不评为“{}”", missed.join("、"), band.title));
            }
            Verdict::No => {}
        }
    }
    found.possible.push(None);
    Ok(found)
}

/// What conditions look at.
struct Looked<'a> {
    scheme: &'a Scheme,
    sheet: &'a ScoreSheet,
    reached: &'a Reached,
    counted: &'a Counted,
}

impl Looked<'_> {
    /// The headings of the base, sections first, each before those below it.
    fn base(&self) -> impl Iterator<Item = &HeadingScore> {
        let sections = self.scheme.sections.iter().zip(&self.sheet.sections);
        sections.filter(|(section, _)| section.role == Role::Base).map(|(_, line)| line)
    }

    /// What lines of a level come to; those that are worth nothing, or left out, are none.
    fn lines(&self, of: Lines) -> Vec<Range> {
        let worth = |heading: &&HeadingScore| heading.achievable > Points::ZERO;
        match of {
            Lines::Sections => self.base().filter(worth).map(|line| line.range).collect(),
            Lines::Items => {
                let headings = self.base().flat_map(HeadingScore::with_below);
                headings
                    .filter(|line| !line.criteria.is_empty())
                    .filter(worth)
                    .map(|line| line.range)
                    .collect()
            }
            Lines::Criteria => {
                let headings = self.base().flat_map(HeadingScore::with_below);
                let lines = headings.flat_map(|heading| &heading.criteria);
                lines
                    .filter(|line| line.points > Points::ZERO && !line.left_out)
                    .map(|line| line.range)
                    .collect()
            }
        }
    }

    fn at_most_at_zero(&self, of: Lines, most: u32) -> Verdict {
        let (mut certain, mut possible) = (0_u32, 0_u32);
        for range in self.lines(of) {
            certain += u32::from(range.high <= Points::ZERO);
            possible += u32::from(range.low <= Points::ZERO);
        }
        match (certain, possible) {
            (certain, _) if certain > most => Verdict::No,
            (_, possible) if possible <= most => Verdict::Yes,
            _ => Verdict::Open,
        }
    }

    fn holds(&self, condition: &BandCondition) -> Result<Verdict, PointsOverflow> {
        Ok(match condition {
            BandCondition::NoItemAtZero => self.at_most_at_zero(Lines::Items, 0),
            BandCondition::AtMostAtZero { of, lines } => self.at_most_at_zero(*of, *lines),
            BandCondition::HeadingFrom { no, points } => {
                match self.sheet.headings().find(|line| line.no == *no) {
                    Some(line) => Verdict::at_least(self.counted.heading(self.scheme, line)?, *points),
                    // What does not apply to this 单位类型 asks nothing of it.
                    None => Verdict::Yes,
                }
            }
            BandCondition::EveryItemRate { percent } => {
                let mut all = Verdict::Yes;
                let items = self.base().flat_map(HeadingScore::with_below);
                let items = items.filter(|line| !line.criteria.is_empty() && line.achievable > Points::ZERO);
                for item in items {
                    let bound = item.achievable.checked_mul(*percent).ok_or(PointsOverflow)?;
                    let bound = bound.checked_div(Points::from_int(100)).ok_or(PointsOverflow)?;
                    all = all.and(Verdict::at_least(item.range, bound));
                }
                all
            }
            BandCondition::NoVeto => self.reached.vetoes.iter().fold(Verdict::Yes, |all, veto| {
                all.and(if veto.holds == Verdict::Yes { Verdict::No } else { Verdict::Open })
            }),
            BandCondition::Recorded { no, at_least } => match self.sheet.criterion(no) {
                None => Verdict::Yes,
                Some(line) => match line.figure {
                    Some(figure) if figure >= *at_least => Verdict::Yes,
                    Some(_) => Verdict::No,
                    None => Verdict::Open,
                },
            },
        })
    }

    /// Why a condition does not hold.
    fn told(&self, condition: &BandCondition) -> String {
        match condition {
            BandCondition::NoItemAtZero => self.at_zero(Lines::Items),
            BandCondition::AtMostAtZero { of, .. } => self.at_zero(*of),
            BandCondition::HeadingFrom { no, points } => {
                let title = self.scheme.headings().find(|heading| heading.no == *no);
                format!("“{}”低于{points}分", title.map_or(no.as_str(), |heading| heading.title.as_str()))
            }
            BandCondition::EveryItemRate { percent } => format!("有考评项目的得分率低于{percent}%"),
            BandCondition::NoVeto => {
                let found = self.reached.vetoes.iter().filter(|veto| veto.holds == Verdict::Yes);
                let found: Vec<_> = found.map(|veto| veto.no.as_str()).collect();
                format!("有一票否决情形（{}）", found.join("、"))
            }
            BandCondition::Recorded { no, .. } => {
                let title =
                    self.scheme.criterion(no).map_or(no.as_str(), |criterion| criterion.title.as_str());
                format!("“{title}”没有达到要求")
            }
        }
    }

    fn at_zero(&self, of: Lines) -> String {
        let at_zero = self.lines(of).iter().filter(|range| range.high <= Points::ZERO).count();
        format!("有{at_zero}个{}得0分", of.label())
    }
}
