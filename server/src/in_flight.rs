//! How many requests of one person are answered at a time. Whoever asks for more waits for their own, not everybody for them;
//! and who has left while waiting is not answered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::refusal::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::freight::Whose;
use crate::workshop::Asker;

/// Requests of one person: two browsers with six connections each.
const OF_ONE: usize = 12;
/// Requests of everybody who is not logged in.
const OF_STRANGERS: usize = 64;
/// Longest time one waits for one's earlier requests.
const PATIENCE: Duration = Duration::from_secs(10);
/// From so many on, those who ask for nothing any more are forgotten.
const MANY: usize = 64;

/// Who asks, and how many of their requests are answered. Cloning it shares it.
#[derive(Clone, Default)]
pub struct InFlight(Arc<Mutex<HashMap<Whose, Arc<Semaphore>>>>);

impl InFlight {
    /// Waits until one more request is answered.
    ///
    /// # Errors
    /// [`Refusal::TooMuchAtOnce`] for whoever would wait too long; [`Refusal::TookTooLong`] for nobody: they have left.
    pub async fn admit(&self, whose: &Whose, asker: &Asker) -> Result<OwnedSemaphorePermit, Refusal> {
        let queue = self.queue(whose);
        if let Ok(place) = queue.clone().try_acquire_owned() {
            return Ok(place);
        }
        let place = tokio::time::timeout(PATIENCE, queue.acquire_owned()).await;
        let place = place.ok().and_then(Result::ok).ok_or(Refusal::TooMuchAtOnce)?;
        if asker.has_left() { Err(Refusal::TookTooLong) } else { Ok(place) }
    }

    fn queue(&self, whose: &Whose) -> Arc<Semaphore> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.len() >= MANY && !queues.contains_key(whose) {
            // A place that is taken holds its queue.
            queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        let most = if *whose == Whose::Strangers { OF_STRANGERS } else { OF_ONE };
        queues.entry(whose.clone()).or_insert_with(|| Arc::new(Semaphore::new(most))).clone()
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::PersonId;
    use uuid::Uuid;

    use super::*;

    fn person(n: u128) -> Whose {
        Whose::Person(PersonId(Uuid::from_u128(n)))
    }

    #[tokio::test(start_paused = true)]
    async fn one_persons_requests_wait_for_their_own_only() {
        let (house, asker) = (InFlight::default(), Asker::default());
        let mut held = Vec::new();
        for _ in 0..OF_ONE {
            held.push(house.admit(&person(1), &asker).await.unwrap());
        }
        assert!(house.admit(&person(2), &asker).await.is_ok());
        assert_eq!(house.admit(&person(1), &asker).await.err(), Some(Refusal::TooMuchAtOnce));
        let next = tokio::spawn({
            let house = house.clone();
            async move { house.admit(&person(1), &Asker::default()).await.is_ok() }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.pop();
        assert!(next.await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_left_while_waiting_is_not_answered() {
        let house = InFlight::default();
        let mut held = Vec::new();
        for _ in 0..OF_ONE {
            held.push(house.admit(&person(1), &Asker::default()).await.unwrap());
        }
        let asker = Asker::default();
        let staying = asker.stays();
        let waiting = tokio::spawn({
            let house = house.clone();
            async move { house.admit(&person(1), &asker).await.err() }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        drop(staying);
        held.clear();
        assert_eq!(waiting.await.unwrap(), Some(Refusal::TookTooLong));
        // Their place is free again.
        assert!(house.admit(&person(1), &Asker::default()).await.is_ok());
    }

    #[tokio::test]
    async fn nobody_is_remembered_who_asks_for_nothing() {
        let house = InFlight::default();
        for n in 0..10_000 {
            drop(house.admit(&person(n), &Asker::default()).await.unwrap());
        }
        assert!(house.0.lock().unwrap().len() <= MANY);
    }
}
