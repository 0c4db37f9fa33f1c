//! Bodies have a pace. A request's body must arrive at a least speed, however it is cut up: whoever sends one byte now
//! and then is not waited for. And both bodies tell the gate what their connection is at.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::seat::Seat;

/// Time every body has, whatever its size.
const GRACE: Duration = Duration::from_secs(30);
/// The least speed after that, bytes per second. 20 MiB may take 85 minutes.
const LEAST: u64 = 4 * 1024;

/// A request's body.
pub struct Paced<B> {
    inner: B,
    seat: Arc<Seat>,
    deadline: Pin<Box<Sleep>>,
    began: Instant,
    received: u64,
}

/// The body did not arrive in time.
#[derive(Debug, thiserror::Error)]
#[error("the body arrives too slowly")]
pub struct TooSlow;

impl<B: Body> Paced<B> {
    pub fn new(inner: B, seat: Arc<Seat>) -> Self {
        if inner.is_end_stream() {
            seat.answers();
        } else {
            seat.receives();
        }
        let began = Instant::now();
        Self { inner, seat, deadline: Box::pin(sleep_until(began + GRACE)), began, received: 0 }
    }
}

impl<B> Body for Paced<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<axum::BoxError>,
{
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match Pin::new(&mut self.inner).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                self.received += bytes;
                self.seat.has_received(bytes);
                if self.inner.is_end_stream() {
                    self.seat.answers();
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => {
                self.seat.answers();
                Poll::Ready(None)
            }
            Poll::Pending => {
                let due = self.began + GRACE + Duration::from_secs(self.received / LEAST);
                if self.deadline.deadline() != due {
                    self.deadline.as_mut().reset(due);
                }
                ready!(self.deadline.as_mut().poll(cx));
                Poll::Ready(Some(Err(TooSlow.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// An answer's body; when it is sent, or given up, the connection waits for the next request.
pub struct Sent<B> {
    inner: B,
    seat: Arc<Seat>,
}

impl<B> Sent<B> {
    pub fn new(inner: B, seat: Arc<Seat>) -> Self {
        Self { inner, seat }
    }
}

impl<B> Drop for Sent<B> {
    fn drop(&mut self) {
        self.seat.waits();
    }
}

impl<B: Body + Unpin> Body for Sent<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
