//! How often, and how long it took.

use std::time::Duration;

use serde::Serialize;

/// What a load came to.
#[derive(Clone, Debug, Serialize)]
pub struct Rate {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub answered: usize,
}

impl Rate {
    /// `times` are those of every answer within `span`.
    pub fn of(mut times: Vec<Duration>, span: Duration) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let index = (times.len() as f64 * share) as usize;
            times.get(index.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        Self {
            per_second: times.len() as f64 / span.as_secs_f64(),
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            answered: times.len(),
        }
    }
}

/// Time to warm up before anything counts.
pub const WARM_UP: Duration = Duration::from_secs(2);
