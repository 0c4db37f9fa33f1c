//! 等次: which bands a sheet may still reach.

use super::reached::{Reached, Verdict};
use super::sheet::{Range, ScoreSheet};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{BandCondition, Role, Scheme, VetoEffect};

/// Step 10: the bands still possible.
pub(super) fn bands(
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
