//! 辖区总览: what a commission above sees of the tenants below, decided results only.

use std::collections::BTreeMap;

use contract::oversight::{Oversight, PlaceLine, UnitLine};
use domain::dimensions::Dimension;
use domain::ids::TenantId;
use domain::order::natural;
use domain::points::Points;
use domain::policy::Act;
use store::oversight::{self, Projection};

use crate::cases::points;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Decided results of the tenants below, by 得分率; the newest period when none is named.
    pub async fn oversight(&self, at: &Entered, period: Option<&str>) -> Answered<Oversight> {
        at.permit(Act::ViewSubordinates)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let rows = oversight::seen_by(&tx).await.or_fault()?;
        let mut newest: BTreeMap<&str, _> = BTreeMap::new();
        for row in &rows {
            let latest = newest.entry(row.period_title.as_str()).or_insert(row.decided_at);
            *latest = (*latest).max(row.decided_at);
        }
        let mut periods: Vec<_> = newest.into_iter().collect();
        periods.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        let shown = period
            .filter(|wanted| periods.iter().any(|(title, _)| title == wanted))
            .or(periods.first().map(|(title, _)| *title))
            .unwrap_or_default()
            .to_owned();
        // Two places may bear the same name.
        let mut places: BTreeMap<(&str, TenantId), Vec<&Projection>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.period_title == shown) {
            places.entry((row.source_name.as_str(), row.source)).or_default().push(row);
        }
        let mut lines: Vec<_> = places.into_iter().map(|((name, _), rows)| place(name, &rows)).collect();
        lines.sort_by_cached_key(|line| (std::cmp::Reverse(line.mean), natural(&line.name)));
        let rates: Vec<_> = rows.iter().filter(|row| row.period_title == shown).filter_map(rate).collect();
        Ok(Oversight {
            as_of: self.edge().now().zh(),
            units: lines.iter().map(|line| line.units).sum(),
            mean: mean(&rates),
            places: lines,
            periods: periods.iter().map(|(title, _)| (*title).to_owned()).collect(),
            period: shown,
        })
    }
}

/// 得分率; a list that only adds or only deducts, and a rubric without points, has none.
fn rate(row: &Projection) -> Option<Points> {
    (points(&row.achievable) > Points::ZERO).then(|| points(&row.rate))
}

fn place(name: &str, rows: &[&Projection]) -> PlaceLine {
    let mut results: Vec<_> = rows
        .iter()
        .map(|row| UnitLine {
            unit: row.unit_name.clone(),
            rate: rate(row),
            outcome: row.outcome.clone(),
            decided_on: row.decided_at.day().to_string(),
        })
        .collect();
    results.sort_by_cached_key(|line| (std::cmp::Reverse(line.rate), natural(&line.unit)));
    let rates: Vec<_> = results.iter().filter_map(|line| line.rate).collect();
    PlaceLine {
        name: name.to_owned(),
        units: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        dimensions: Dimension::ALL
            .into_iter()
            .map(|wanted| {
                let of: Vec<Points> = rows
                    .iter()
                    .flat_map(|row| {
                        serde_json::from_str::<Vec<(Dimension, Points)>>(&row.dimensions).unwrap_or_default()
                    })
                    .filter(|(dimension, _)| *dimension == wanted)
                    .map(|(_, rate)| rate)
                    .collect();
                (wanted, mean(&of))
            })
            .collect(),
        mean: mean(&rates),
        results,
    }
}

/// Mean over units; shown figures only, so thirds of thirds may be rounded to six decimals before they are summed.
fn mean(rates: &[Points]) -> Option<Points> {
    let count = Points::from_int(i64::try_from(rates.len()).ok()?);
    rates
        .iter()
        .try_fold(Points::ZERO, |sum, rate| sum.checked_add(rate.to_six_decimals()))?
        .checked_div(count)
}
