//! What is on its way between us and people: bodies of requests that are held whole, answers that are written and not yet
//! read. All of it lies in memory, however slowly somebody sends or reads; so it is counted in bytes, for everybody together
//! and for each by themselves, and who has too much on the way waits for the next.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::response::Response;
use domain::ids::{PersonId, SessionId};
use hyper::body::{Body as _, Frame, SizeHint};

/// What is smaller is not counted: so much every connection may take.
const SMALL: usize = 64 * 1024;
/// Bytes on the way in all.
const IN_ALL: usize = 96 * 1024 * 1024;
/// Bytes on the way of one person; a scheme as large as one may be, sent and read at once.
const OF_ONE: usize = 32 * 1024 * 1024;
/// Bytes on the way of everybody who is not logged in together.
const OF_STRANGERS: usize = 16 * 1024 * 1024;
/// How much of an answer is handed on at a time.
const PIECE: usize = 32 * 1024;

/// For whom something is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    Person(PersonId),
    /// Of somebody whose login has ended.
    Once(SessionId),
    Strangers,
}

impl Whose {
    fn most(&self) -> usize {
        match self {
            Whose::Person(_) => OF_ONE,
            Whose::Once(_) | Whose::Strangers => OF_STRANGERS,
        }
    }
}

/// Marks an answer whose bytes are there once for everybody: it is nobody's load.
#[derive(Clone, Copy)]
pub struct Shared;

/// The bytes that are on their way.
#[derive(Clone, Default)]
pub struct Freight(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    all: usize,
    of: HashMap<Whose, usize>,
}

/// So many bytes of somebody; dropped, they have arrived.
pub struct Load {
    freight: Freight,
    whose: Whose,
    bytes: usize,
}

impl Freight {
    /// Takes so many bytes on; `None` when there are too many on the way.
    pub fn load(&self, whose: &Whose, bytes: usize) -> Option<Load> {
        let bytes = if bytes <= SMALL { 0 } else { bytes };
        let mut held = self.held();
        let of = held.of.get(whose).copied().unwrap_or_default();
        if bytes > 0 && (held.all + bytes > IN_ALL || of + bytes > whose.most()) {
            return None;
        }
        if bytes > 0 {
            held.all += bytes;
            held.of.insert(whose.clone(), of + bytes);
        }
        Some(Load { freight: self.clone(), whose: whose.clone(), bytes })
    }

    /// Counts an answer until it is read; an answer that is too much comes back as `None`.
    pub fn send(&self, whose: &Whose, response: Response) -> Option<Response> {
        if response.extensions().get::<Shared>().is_some() {
            return Some(response);
        }
        let bytes = response.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
        let Some(bytes) = bytes.filter(|bytes| *bytes > SMALL) else { return Some(response) };
        let load = self.load(whose, bytes)?;
        Some(response.map(|body| Body::new(Carried { body, rest: Bytes::new(), _load: load })))
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        let mut held = self.freight.held();
        held.all -= self.bytes;
        let left = held.of.get(&self.whose).map_or(0, |of| of - self.bytes);
        if left == 0 {
            held.of.remove(&self.whose);
        } else {
            held.of.insert(self.whose.clone(), left);
        }
    }
}

/// An answer that is handed on in pieces, so that it is on the way until nearly all of it is read.
struct Carried {
    body: Body,
    rest: Bytes,
    _load: Load,
}

impl hyper::body::Body for Carried {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(other) => return Poll::Ready(Some(Ok(other))),
                },
                other => return other,
            }
        }
        let length = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        match self.body.size_hint().exact() {
            Some(size) => SizeHint::with_exact(size + self.rest.len() as u64),
            None => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const MIB: usize = 1024 * 1024;

    #[test]
    fn one_person_leaves_room_for_others_and_all_together_for_the_house() {
        let freight = Freight::default();
        let person = |n| Whose::Person(PersonId(Uuid::from_u128(n)));
        let first: Vec<_> = std::iter::from_fn(|| freight.load(&person(1), 8 * MIB)).collect();
        assert_eq!(first.len(), 4);
        // What is small always passes.
        assert!(freight.load(&person(1), SMALL).is_some());
        let strangers: Vec<_> = std::iter::from_fn(|| freight.load(&Whose::Strangers, 4 * MIB)).collect();
        assert_eq!(strangers.len(), 4);
        let many: Vec<_> = (2..20).filter_map(|n| freight.load(&person(n), 16 * MIB)).collect();
        assert_eq!(many.len(), 3);
        drop((first, strangers, many));
        assert_eq!(freight.held().all, 0);
        assert!(freight.held().of.is_empty());
    }

    #[tokio::test]
    async fn an_answer_weighs_until_it_is_read() {
        let freight = Freight::default();
        let text = "页".repeat(MIB);
        let sent = freight.send(&Whose::Strangers, Response::new(Body::from(text.clone()))).unwrap();
        assert_eq!(freight.held().all, text.len());
        assert_eq!(sent.body().size_hint().exact(), Some(text.len() as u64));
        let read = axum::body::to_bytes(sent.into_body(), usize::MAX).await.unwrap();
        assert_eq!(read, text);
        assert_eq!(freight.held().all, 0);
        assert!(freight.send(&Whose::Strangers, Response::new(Body::from(vec![0; 17 * MIB]))).is_none());
    }
}
