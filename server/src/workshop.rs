//! Where large schemes are worked on: apart from the threads that answer everybody, at few places, each for a stated time,
//! and only as long as whoever asked is still there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::response::Response;
use domain::patience::{GivenUp, while_wanted};
use domain::refusal::Refusal;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::freight::Whose;

/// Longest time one request is worked on.
const DEADLINE: Duration = Duration::from_secs(10);
/// Longest time one waits for a place.
const PATIENCE: Duration = Duration::from_secs(20);
/// Requests of one person that wait or are worked on.
const OF_ONE: usize = 4;
/// Requests of everybody together.
const IN_ALL: usize = 32;

/// The places and who is at them, or waits.
#[derive(Clone)]
pub struct Workshop {
    places: Arc<Semaphore>,
    waiting: Arc<Mutex<HashMap<Whose, usize>>>,
}

impl Default for Workshop {
    /// Half of the processors are left to whoever asks for little.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self { places: Arc::new(Semaphore::new((processors / 2).clamp(1, 8))), waiting: Arc::default() }
    }
}

impl Workshop {
    /// Answers a request at one of the places.
    ///
    /// # Errors
    /// [`Refusal::TooMuchAtOnce`] when too many wait; [`Refusal::TookTooLong`] when it was dropped.
    pub async fn answer(
        &self,
        whose: &Whose,
        asker: Asker,
        answering: impl Future<Output = Response> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let turn = self.queue(whose).ok_or(Refusal::TooMuchAtOnce)?;
        let place = tokio::time::timeout(PATIENCE, self.places.clone().acquire_owned());
        let place = place.await.ok().and_then(Result::ok).ok_or(Refusal::TooMuchAtOnce)?;
        if asker.has_left() {
            return Err(Refusal::TookTooLong);
        }
        let handle = Handle::current();
        let worked = tokio::task::spawn_blocking(move || {
            let _held = (turn, place);
            let until = Instant::now() + DEADLINE;
            let wanted = move || !asker.has_left() && Instant::now() < until;
            while_wanted(wanted, || handle.block_on(answering))
        });
        match worked.await {
            Ok(response) => Ok(response),
            Err(broken) => match broken.try_into_panic() {
                Ok(given_up) if given_up.is::<GivenUp>() => {
                    tracing::info!("work on a scheme was dropped");
                    Err(Refusal::TookTooLong)
                }
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Refusal::Unavailable),
            },
        }
    }

    fn queue(&self, whose: &Whose) -> Option<Turn> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = waiting.get(whose).copied().unwrap_or_default();
        if of_one >= OF_ONE || waiting.values().sum::<usize>() >= IN_ALL {
            return None;
        }
        waiting.insert(whose.clone(), of_one + 1);
        Some(Turn { workshop: self.clone(), whose: whose.clone() })
    }
}

/// Somebody who waits, or is at a place.
struct Turn {
    workshop: Workshop,
    whose: Whose,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut waiting = self.workshop.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.get_mut(&self.whose) {
            Some(of_one) if *of_one > 1 => *of_one -= 1,
            _ => drop(waiting.remove(&self.whose)),
        }
    }
}

/// Whoever asked: rides with a request, and is told when the connection is gone.
#[derive(Clone, Debug, Default)]
pub struct Asker(Arc<AtomicBool>);

impl Asker {
    pub fn has_left(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Held by the connection as long as it waits for the answer.
    pub fn stays(&self) -> Staying {
        Staying(self.clone())
    }
}

/// As long as this is there, the answer is waited for.
pub struct Staying(Asker);

impl Drop for Staying {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use domain::ids::PersonId;
    use domain::patience::go_on;
    use uuid::Uuid;

    use super::*;

    fn person(n: u128) -> Whose {
        Whose::Person(PersonId(Uuid::from_u128(n)))
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_dropped() {
        let (workshop, first) = (Workshop::default(), person(1));
        let done = workshop.answer(&first, Asker::default(), async { Response::new(Body::empty()) });
        assert!(done.await.is_ok());
        let asker = Asker::default();
        let staying = asker.stays();
        let endless = async {
            loop {
                go_on();
                std::thread::sleep(Duration::from_millis(1));
            }
        };
        let working = tokio::spawn({
            let (workshop, asker) = (workshop.clone(), asker.clone());
            async move { workshop.answer(&person(1), asker, endless).await.err() }
        });
        tokio::time::sleep(Duration::from_millis(30)).await;
        drop(staying);
        assert_eq!(working.await.unwrap(), Some(Refusal::TookTooLong));
        assert!(workshop.waiting.lock().unwrap().is_empty());
        // Who has left while waiting is not worked for.
        let late = workshop.answer(&first, asker, async { unreachable!("nobody waits for this") });
        assert_eq!(late.await.err(), Some(Refusal::TookTooLong));
    }

    #[test]
    fn one_person_does_not_take_all_places() {
        let workshop = Workshop::default();
        let turns: Vec<_> = std::iter::from_fn(|| workshop.queue(&person(1))).collect();
        assert_eq!(turns.len(), OF_ONE);
        let others: Vec<_> = (2..100).filter_map(|n| workshop.queue(&person(n))).collect();
        assert_eq!(others.len(), IN_ALL - OF_ONE);
        drop((turns, others));
        assert!(workshop.queue(&person(1)).is_some());
    }
}
