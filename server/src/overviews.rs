//! Overviews are written one after the other. Whoever looks over hundreds of cases costs milliseconds where a save costs a
//! fraction of one; if many look at once, without pause, those who work must not wait for them. So there are few places to
//! write an overview at, and each rests after a page for as long as that took: looking takes a part of the machine, and the
//! rest stays with those who save. Of each tenant one waits for a place at a time: tenants take turns, however many look in
//! one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::ids::TenantId;
use domain::refusal::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The longest rest after one page.
const REST: Duration = Duration::from_secs(1);
/// So long somebody waits for a place.
const PATIENCE: Duration = Duration::from_secs(10);

/// The places at which overviews are written. Cloning it shares them.
#[derive(Clone)]
pub struct Overviews {
    places: Arc<Semaphore>,
    /// Whoever is first of a tenant; of those who are not looking any more none is kept.
    first: Arc<Mutex<HashMap<TenantId, Arc<Semaphore>>>>,
}

impl Default for Overviews {
    /// One place for every two processors.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with((processors / 2).max(1))
    }
}

impl Overviews {
    fn with(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), first: Arc::default() }
    }

    /// Waits for a place; it is free again some time after it was left.
    ///
    /// # Errors
    /// [`Refusal::Unavailable`] for whoever would wait too long.
    pub async fn place(&self, tenant: TenantId) -> Result<Place, Refusal> {
        let first = self.queue(tenant);
        let waits = async {
            // Nobody closes them.
            let turn = first.acquire_owned().await.ok();
            let held = self.places.clone().acquire_owned().await.ok();
            drop(turn);
            held
        };
        let held = tokio::time::timeout(PATIENCE, waits).await.map_err(|_| Refusal::Unavailable)?;
        Ok(Place { held, since: Instant::now() })
    }

    /// Where those of a tenant wait to be the one of them who waits for a place.
    fn queue(&self, tenant: TenantId) -> Arc<Semaphore> {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        first.retain(|_, queue| Arc::strong_count(queue) > 1);
        first.entry(tenant).or_insert_with(|| Arc::new(Semaphore::new(1))).clone()
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
    use uuid::Uuid;

    use super::*;

    fn tenant(n: u128) -> TenantId {
        TenantId(Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn who_comes_next_waits_as_long_again() {
        let places = Overviews::with(1);
        let first = places.place(tenant(1)).await.unwrap();
        std::thread::sleep(Duration::from_millis(30));
        drop(first);
        let asked = Instant::now();
        let second = places.place(tenant(1)).await.unwrap();
        assert!(asked.elapsed() >= Duration::from_millis(30), "{:?}", asked.elapsed());
        drop(second);
    }

    /// A hundred look in one tenant, one in another: that one comes second.
    #[tokio::test]
    async fn tenants_take_turns() {
        let places = Overviews::with(1);
        let busy = places.place(tenant(1)).await.unwrap();
        let order: Arc<Mutex<Vec<u128>>> = Arc::default();
        let looking: Vec<_> = std::iter::repeat_n(1, 100)
            .chain([2])
            .map(|of| {
                let (places, order) = (places.clone(), order.clone());
                tokio::spawn(async move {
                    let place = places.place(tenant(of)).await.unwrap();
                    order.lock().unwrap().push(of);
                    drop(place);
                })
            })
            .collect();
        tokio::task::yield_now().await;
        drop(busy);
        for one in looking {
            one.await.unwrap();
        }
        let came = order.lock().unwrap().iter().position(|of| *of == 2);
        assert_eq!(came, Some(1));
        places.queue(tenant(3));
        assert_eq!(places.first.lock().unwrap().len(), 1, "who does not look is forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let places = Overviews::with(1);
        let _busy = places.place(tenant(1)).await.unwrap();
        assert_eq!(places.place(tenant(2)).await.err(), Some(Refusal::Unavailable));
    }
}
