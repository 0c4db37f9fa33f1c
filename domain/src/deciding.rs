//! 集体研究决定 beside what was computed: which outcomes there are, which of them the review comes to, and whether a
//! decision that differs owes a reason. The meeting decides; what was computed stands beside it and is never replaced.

mod present;

use serde::{Deserialize, Serialize};

use crate::points::Points;
use crate::scheme::{Outcome, VetoEffect};
use crate::scoring::{Reached, Verdict};

pub use present::{LEAST as LEAST_PRESENT, present};

/// What the written rules come to for one sheet, by the place of the outcome among those that may be decided (the most
/// favourable is 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computed {
    /// The scheme writes no rule: the meeting is free.
    Unruled,
    /// The rules do not come to one outcome yet.
    Open,
    Is(u32),
}

impl Computed {
    /// What a sheet comes to: by the verdict, and by the 等次 or 星级 where outcomes are called after them.
    pub fn of(outcome: &Outcome, reached: Option<&Reached>) -> Computed {
        let (Some(least), Some(reached)) = (least(outcome), reached) else { return Computed::Unruled };
        if reached.no_result {
            return Computed::Open;
        }
        if reached.verdict == Some(Verdict::No) {
            return Computed::Is(least);
        }
        let by_verdict = match reached.verdict {
            Some(Verdict::Open) => Computed::Open,
            Some(_) => Computed::Is(0),
            None => Computed::Unruled,
        };
        let by_band = match reached.bands.as_slice() {
            [] => by_verdict,
            [None] => Computed::Is(least),
            [Some(title)] => match named_after(outcome, title) {
                Some(place) => Computed::Is(place),
                None if fails(title) => Computed::Is(least),
                None => Computed::Is(0),
            },
            _ => Computed::Open,
        };
        let certain = by_verdict != Computed::Open;
        let top_barred = reached.bands.is_empty()
            && outcome.options.len() > 2
            && reached
                .vetoes
                .iter()
                .any(|veto| veto.effect == VetoEffect::BarsTop && veto.holds == Verdict::Yes);
        match by_band {
            _ if !certain => Computed::Open,
            Computed::Is(0) if top_barred => Computed::Is(1),
            computed => computed,
        }
    }
}

/// The place of the least favourable outcome.
fn least(outcome: &Outcome) -> Option<u32> {
    u32::try_from(outcome.options.len().checked_sub(1)?).ok()
}

/// The outcome a 等次 means, where the outcomes are called after 等次: its own, else the next one below it. None where no
/// outcome is called after any.
fn named_after(outcome: &Outcome, title: &str) -> Option<u32> {
    let bands: Vec<_> = outcome.bands.iter().map(|band| band.title.as_str()).collect();
    let wanted = bands.iter().position(|band| *band == title)?;
    let after: Vec<_> = outcome.options.iter().map(|option| band_of(option, &bands)).collect();
    after.iter().flatten().next()?;
    let own = after.iter().position(|band| *band == Some(wanted));
    let below = || after.iter().position(|band| band.is_some_and(|band| band > wanted));
    let place = own.or_else(below).unwrap_or(after.len() - 1);
    u32::try_from(place).ok()
}

/// The 等次 an outcome is called after: the longest title it contains, not as its opposite (“不合格” is no “合格”).
fn band_of(option: &str, bands: &[&str]) -> Option<usize> {
    let contains =
        |band: &str| option.match_indices(band).any(|(at, _)| !option[..at].ends_with(['不', '未', '非']));
    let contained = bands.iter().enumerate().filter(|(_, band)| !band.is_empty() && contains(band));
    contained.max_by_key(|(_, band)| band.len()).map(|(place, _)| place)
}

/// Whether a 等次 says of itself that what is asked for is not reached.
fn fails(title: &str) -> bool {
    title.starts_with(['不', '未', '差']) || title.starts_with("较差")
}

/// One case before the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// On which list it is ranked; lists are never ranked across.
    pub list: u32,
    /// What it is ranked by: 得分率, or points where there is no maximum; none where nothing is counted.
    pub by: Option<Points>,
    pub computed: Computed,
    /// Which 评选名额 limit it.
    pub quotas: Vec<u32>,
}

/// How a 评选名额 stands to one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Within,
    /// More fit than there are places for, and nothing written orders them.
    Contested,
    /// Shares the last places with others of the same score.
    Edge,
    Beyond,
    /// Equal scores where the 等次比例 of the outcome at this place ends.
    ShareEdge(u32),
    /// After the 等次比例 of a better outcome was used up.
    BeyondShare,
}

/// What the computed result proposes for one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What the rules come to, 名额 included.
    pub computed: Computed,
    /// The rules alone, without 名额.
    alone: Computed,
    place: Option<Place>,
}

impl Proposal {
    /// The outcome to begin with, if one is computed.
    pub fn proposed(self) -> Option<u32> {
        match self.computed {
            Computed::Is(place) => Some(place),
            Computed::Unruled | Computed::Open => None,
        }
    }

    /// Whether a reason may be owed whatever is chosen.
    pub fn always_asks(self) -> bool {
        self.computed == Computed::Open || matches!(self.place, Some(Place::Edge | Place::ShareEdge(_)))
    }

    /// What was computed, in words: “五星”, “评定（名额之内）”, “不予评定（符合条件，名额之外）”.
    pub fn told(self, outcome: &Outcome) -> String {
        let option = |place: u32| outcome.options.get(place as usize).map_or("", String::as_str);
        match (self.computed, self.place) {
            (_, Some(Place::Edge)) => "名额边缘得分相同，由会议确定先后".to_owned(),
            (_, Some(Place::Contested)) => "符合条件的多于名额，由会议研究确定".to_owned(),
            (_, Some(Place::ShareEdge(place))) => {
                format!("“{}”的比例边缘得分相同，由会议确定先后", option(place))
            }
            (Computed::Is(place), Some(Place::BeyondShare)) => {
                format!("{}（上一等次的比例之外）", option(place))
            }
            (Computed::Is(place), Some(Place::Beyond)) => format!("{}（名额之外）", option(place)),
            (Computed::Is(place), Some(Place::Within)) => format!("{}（名额之内）", option(place)),
            (Computed::Is(place), _) => option(place).to_owned(),
            (Computed::Open, _) => "尚不能确定".to_owned(),
            (Computed::Unruled, _) => "方案没有写明评定规则，由会议确定".to_owned(),
        }
    }
}

/// What is proposed for the candidates, each list best first. `left`: places still free of each 评选名额.
/// `decided`: list and outcome of those who were decided before; they have their part of each 等次比例.
pub fn propose(
    outcome: &Outcome,
    candidates: &[Candidate],
    left: &[u32],
    decided: &[(u32, u32)],
) -> Vec<Proposal> {
    let least = least(outcome).unwrap_or_default();
    let mut proposals: Vec<_> = candidates
        .iter()
        .map(|one| Proposal { computed: one.computed, alone: one.computed, place: None })
        .collect();
    for (quota, left) in (0_u32..).zip(left) {
        for (at, place) in places(candidates, quota, *left) {
            let known = &mut proposals[at].place;
            *known = Some(match (*known, place) {
                (Some(Place::Beyond), _) | (_, Place::Beyond) => Place::Beyond,
                (Some(Place::Edge), _) | (_, Place::Edge) => Place::Edge,
                (Some(Place::Contested), _) | (_, Place::Contested) => Place::Contested,
                (_, place) => place,
            });
        }
    }
    for (proposal, one) in proposals.iter_mut().zip(candidates) {
        proposal.computed = match proposal.place {
            None => proposal.alone,
            Some(Place::Within) if one.by.is_some() => Computed::Is(0),
            Some(Place::Within) => proposal.alone,
            Some(Place::Beyond) => Computed::Is(least),
            Some(_) => Computed::Unruled,
        };
    }
    within_shares(outcome, candidates, decided, &mut proposals);
    proposals
}

/// 等次比例: of each list only so many get an outcome called after a 等次 with a share; who comes after them falls to the next
/// outcome. Equal scores at the end of a share are for the meeting to order, unless 左右 has room for all of them.
fn within_shares(
    outcome: &Outcome,
    candidates: &[Candidate],
    decided: &[(u32, u32)],
    proposals: &mut [Proposal],
) {
    let bands: Vec<_> = outcome.bands.iter().map(|band| band.title.as_str()).collect();
    let mut lists: Vec<u32> = candidates.iter().map(|one| one.list).collect();
    lists.dedup();
    for list in lists {
        let ranked: Vec<_> = (0..candidates.len())
            .filter(|at| candidates[*at].list == list && candidates[*at].by.is_some())
            .collect();
        let before = decided.iter().filter(|(of, _)| *of == list).count();
        let whole = u32::try_from(ranked.len() + before).unwrap_or(u32::MAX);
        // Those of a tie one place better who will not get that one.
        let mut falling = 0_u64;
        for (place, option) in (0_u32..).zip(&outcome.options) {
            let fallen = std::mem::take(&mut falling);
            let share = band_of(option, &bands).and_then(|band| outcome.bands.get(band)?.share);
            let Some((about, most)) = share.and_then(|share| share.of(whole)) else { continue };
            if place as usize + 1 == outcome.options.len() {
                continue;
            }
            let inside: Vec<_> =
                ranked.iter().copied().filter(|at| proposals[*at].computed == Computed::Is(place)).collect();
            let have = decided.iter().filter(|one| **one == (list, place)).count() as u64 + fallen;
            let mut edge = 0_u64;
            for at in &inside {
                let own = candidates[*at].by;
                let others = |test: fn(&Option<Points>, &Option<Points>) -> bool| {
                    have + inside.iter().filter(|other| test(&candidates[**other].by, &own)).count() as u64
                };
                let (better, with_equal) = (others(|one, own| one > own), others(|one, own| one >= own));
                if with_equal <= u64::from(most) {
                    continue;
                }
                if better < u64::from(about) {
                    edge += 1;
                    falling = edge.saturating_sub(u64::from(about) - better);
                }
                let proposal = &mut proposals[*at];
                (proposal.computed, proposal.place) = match better < u64::from(about) {
                    true => (Computed::Unruled, Some(Place::ShareEdge(place))),
                    false => (Computed::Is(place + 1), Some(Place::BeyondShare)),
                };
            }
        }
    }
}

/// How a 评选名额 stands to those of its candidates who may get the title, by their place among all.
fn places(candidates: &[Candidate], quota: u32, left: u32) -> Vec<(usize, Place)> {
    let fit: Vec<_> = candidates
        .iter()
        .enumerate()
        .filter(|(_, one)| one.quotas.contains(&quota))
        .filter(|(_, one)| matches!(one.computed, Computed::Is(0) | Computed::Unruled))
        .collect();
    let left = left as usize;
    if fit.len() <= left {
        return fit.iter().map(|(at, _)| (*at, Place::Within)).collect();
    }
    if left == 0 {
        return fit.iter().map(|(at, _)| (*at, Place::Beyond)).collect();
    }
    let one_list = fit.windows(2).all(|pair| pair[0].1.list == pair[1].1.list);
    if !one_list || fit.iter().any(|(_, one)| one.by.is_none()) {
        return fit.iter().map(|(at, _)| (*at, Place::Contested)).collect();
    }
    let place = |(at, one): &(usize, &Candidate)| {
        let better = fit.iter().filter(|(_, other)| other.by > one.by).count();
        let equal = fit.iter().filter(|(_, other)| other.by == one.by).count();
        let place = match (better + equal <= left, better < left) {
            (true, _) => Place::Within,
            (false, true) => Place::Edge,
            (false, false) => Place::Beyond,
        };
        (*at, place)
    };
    fit.iter().map(place).collect()
}

/// A decision held against what was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// As it was computed.
    Equal,
    /// Nothing was computed that it could differ from.
    Free,
    Better,
    Worse,
    /// The rules did not come to an outcome yet.
    Undetermined,
    /// Chosen before others of the same score who got no place.
    TieBroken,
}

impl Against {
    /// Whether the meeting owes a written reason.
    pub fn asks_reason(self) -> bool {
        !matches!(self, Against::Equal | Against::Free)
    }

    /// In what a decision differs from what was computed.
    pub fn told(self) -> &'static str {
        match self {
            Against::Equal => "与考核结果一致",
            Against::Free => "由会议确定",
            Against::Better => "优于考核结果",
            Against::Worse => "低于考核结果",
            Against::Undetermined => "考核结果尚不能确定",
            Against::TieBroken => "得分相同而先后不同",
        }
    }
}

/// What was decided (by place among the outcomes) held against what was proposed, case by case.
pub fn against(candidates: &[Candidate], proposals: &[Proposal], decided: &[u32]) -> Vec<Against> {
    let all = || candidates.iter().zip(proposals).zip(decided);
    let one = |((candidate, proposal), decided): ((&Candidate, &Proposal), &u32)| {
        if proposal.place == Some(Place::Edge) {
            // Nobody of the tie chosen, although there is a place: that is worse than what was computed.
            let tie = all().filter(|((other, known), _)| {
                known.place == Some(Place::Edge) && other.list == candidate.list && other.by == candidate.by
            });
            return match (*decided, tie.clone().any(|(_, decided)| *decided == 0)) {
                (0, _) if tie.clone().any(|(_, decided)| *decided > 0) => Against::TieBroken,
                (0, _) => Against::Equal,
                (_, true) => Against::Equal,
                (_, false) => Against::Worse,
            };
        }
        if let Some(Place::ShareEdge(place)) = proposal.place {
            // There is room for some of the equals: who is put before others is explained, and so is that all get it, or none.
            let tie = || {
                all().filter(|((other, known), _)| {
                    known.place == proposal.place && other.list == candidate.list && other.by == candidate.by
                })
            };
            let get_it = tie().filter(|(_, decided)| **decided <= place).count();
            return match *decided {
                decided if decided < place || get_it == tie().count() => Against::Better,
                decided if decided == place => Against::TieBroken,
                decided if decided == place.saturating_add(1) && get_it > 0 => Against::Equal,
                _ => Against::Worse,
            };
        }
        match proposal.computed {
            Computed::Unruled => Against::Free,
            Computed::Open => Against::Undetermined,
            Computed::Is(computed) => match decided.cmp(&computed) {
                std::cmp::Ordering::Less => Against::Better,
                std::cmp::Ordering::Equal => Against::Equal,
                std::cmp::Ordering::Greater => Against::Worse,
            },
        }
    };
    all().map(one).collect()
}

/// Ranks within one list, best first: (rank, tied) per position. Equal figures share a rank, and the meeting orders them.
pub fn ranks(figures: &[Points]) -> Vec<(u32, bool)> {
    figures
        .iter()
        .map(|figure| {
            let better = figures.iter().filter(|other| *other > figure).count();
            let equal = figures.iter().filter(|other| *other == figure).count();
            (u32::try_from(better).unwrap_or(u32::MAX).saturating_add(1), equal > 1)
        })
        .collect()
}

/// What a case is ranked by: 得分率 where there is a maximum, else points.
pub fn ranked_by(score: Points, achievable: Points) -> Points {
    score.checked_div(achievable).unwrap_or(score)
}

#[cfg(test)]
mod tests;
