//! Overviews are written one after the other. Whoever looks over hundreds of cases costs milliseconds where a save costs a
//! fraction of one; if many look at once, without pause, those who work must not wait for them. So there are few places to
//! write an overview at, and each rests after a page for as long as that took: looking takes a part of the machine, and the
//! rest stays with those who save.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The longest rest after one page.
const REST: Duration = Duration::from_secs(1);

/// The places at which overviews are written. Cloning it shares them.
#[derive(Clone)]
pub struct Overviews(Arc<Semaphore>);

impl Default for Overviews {
    /// One place for every two processors.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new((processors / 2).max(1))))
    }
}

impl Overviews {
    /// Waits for a place; it is free again some time after it was left.
    pub async fn place(&self) -> Place {
        // Nobody closes them.
        let held = self.0.clone().acquire_owned().await.ok();
        Place { held, since: Instant::now() }
    }
}

/// A place that is taken.
pub struct Place {
    held: Option<OwnedSemaphorePermit>,
    since: Instant,
}

impl Drop for Place {
    fn drop(&mut self) {
        let (held, rest) = (self.held.take(), self.since.elapsed().min(REST));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                tokio::time::sleep(rest).await;
                drop(held);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_next_waits_as_long_again() {
        let places = Overviews(Arc::new(Semaphore::new(1)));
        let first = places.place().await;
        std::thread::sleep(Duration::from_millis(30));
        drop(first);
        let asked = Instant::now();
        let second = places.place().await;
        assert!(asked.elapsed() >= Duration::from_millis(30), "{:?}", asked.elapsed());
        drop(second);
    }
}
