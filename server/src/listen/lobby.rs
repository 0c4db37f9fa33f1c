//! Where everybody waits who has just come: a connection is given a place only once the head of its request is there.
//! Whoever says nothing, or never ends, waits here at little cost; when there are too many, who has waited longest leaves.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

use super::Limits;

/// Who waits.
#[derive(Clone)]
pub struct Lobby {
    limits: Limits,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    next: u64,
    total: usize,
    /// By address, the longest waiting first.
    from: HashMap<IpAddr, BTreeMap<u64, Arc<Notify>>>,
}

/// A connection that waits; dropped, it has left the lobby.
pub struct Guest {
    lobby: Lobby,
    address: IpAddr,
    number: u64,
    leave: Arc<Notify>,
}

impl Lobby {
    pub fn new(limits: Limits) -> Self {
        Self { limits, held: Arc::default() }
    }

    /// Takes somebody in; if need be, whoever of the same address has waited longest leaves, or of the largest crowd.
    pub fn receive(&self, address: IpAddr) -> Guest {
        let mut held = self.held();
        let here = held.from.get(&address).map_or(0, BTreeMap::len);
        if here >= self.limits.lobby / 3 && !self.limits.proxies.contains(&address) {
            held.send_away(address);
        } else if held.total >= self.limits.lobby {
            let most = held.from.iter().max_by_key(|(_, waiting)| waiting.len());
            if let Some(address) = most.map(|(address, _)| *address) {
                held.send_away(address);
            }
        }
        let number = held.next;
        held.next += 1;
        held.total += 1;
        let leave = Arc::new(Notify::new());
        held.from.entry(address).or_default().insert(number, leave.clone());
        drop(held);
        Guest { lobby: self.clone(), address, number, leave }
    }

    /// Sends everybody away.
    pub fn close(&self) {
        let mut held = self.held();
        held.total = 0;
        for leave in std::mem::take(&mut held.from).into_values().flat_map(BTreeMap::into_values) {
            leave.notify_one();
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn send_away(&mut self, address: IpAddr) {
        let longest = self.from.get(&address).and_then(|waiting| waiting.keys().next().copied());
        if let Some(leave) = longest.and_then(|number| self.remove(address, number)) {
            leave.notify_one();
        }
    }

    fn remove(&mut self, address: IpAddr, number: u64) -> Option<Arc<Notify>> {
        let waiting = self.from.get_mut(&address)?;
        let leave = waiting.remove(&number)?;
        self.total -= 1;
        if waiting.is_empty() {
            self.from.remove(&address);
        }
        Some(leave)
    }
}

impl Guest {
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// Resolves when the lobby needs the room.
    pub async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.lobby.held().remove(self.address, self.number);
    }
}

/// A connection whose first request has begun to come.
pub struct Begun<S> {
    /// What was read of it.
    first: Vec<u8>,
    given: usize,
    inner: S,
}

impl<S: AsyncRead + Unpin> Begun<S> {
    /// Reads until the head of a request has ended, or is longer than `most` bytes, which is not for us to judge. `None`
    /// when the other side goes before that.
    pub async fn listen(mut inner: S, most: usize) -> Option<Self> {
        let mut first = Vec::new();
        while end_of_head(&first).is_none() && first.len() <= most {
            first.reserve(1_024);
            if inner.read_buf(&mut first).await.ok()? == 0 {
                return None;
            }
        }
        Some(Self { first, given: 0, inner })
    }

    pub fn get_ref(&self) -> &S {
        &self.inner
    }

    /// Whether the request is there to its end: nothing of it has to be waited for.
    pub fn is_whole(&self) -> bool {
        let Some(end) = end_of_head(&self.first) else { return false };
        let head = self.first[..end].to_ascii_lowercase();
        let head = String::from_utf8_lossy(&head);
        if head.contains("\r\ntransfer-encoding:") {
            return false;
        }
        let length = head.split("\r\ncontent-length:").nth(1).and_then(|rest| rest.lines().next());
        match length.map(|length| length.trim().parse::<usize>()) {
            None => true,
            Some(length) => length.is_ok_and(|length| self.first.len() - end >= length),
        }
    }
}

/// Where what follows the head begins.
fn end_of_head(read: &[u8]) -> Option<usize> {
    read.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

impl<S: AsyncRead + Unpin> AsyncRead for Begun<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.given < self.first.len() {
            let rest = &self.first[self.given..];
            let fits = rest.len().min(into.remaining());
            into.put_slice(&rest[..fits]);
            self.given += fits;
            if self.given == self.first.len() {
                self.first = Vec::new();
                self.given = 0;
            }
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Begun<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(last: u8) -> IpAddr {
        [10, 0, 0, last].into()
    }

    fn lobby(lobby: usize) -> Lobby {
        Lobby::new(Limits { lobby, ..Limits::default() })
    }

    async fn leaves(guest: &Guest) -> bool {
        tokio::time::timeout(Duration::from_millis(1), guest.asked_to_leave()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_waited_longest_leaves_first() {
        let lobby = lobby(6);
        let one: Vec<_> = (0..3).map(|_| lobby.receive(address(1))).collect();
        assert!(leaves(&one[0]).await && !leaves(&one[1]).await && !leaves(&one[2]).await);
        let others: Vec<_> = (2..6).map(|last| lobby.receive(address(last))).collect();
        assert!(!leaves(&one[1]).await);
        // The lobby is full: one of the largest crowd makes room.
        let last = lobby.receive(address(6));
        assert!(leaves(&one[1]).await && !leaves(&one[2]).await && !leaves(&others[0]).await);
        drop((one, others, last));
        let held = lobby.held();
        assert!(held.total == 0 && held.from.is_empty());
    }

    async fn begun(text: &str) -> Option<Begun<&[u8]>> {
        Begun::listen(text.as_bytes(), 64).await
    }

    #[tokio::test]
    async fn a_request_is_whole_when_nothing_of_it_is_still_to_come() {
        for (text, whole) in [
            ("GET / HTTP/1.1\r\nhost: a\r\n\r\n", true),
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na=b", true),
            ("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\na=b", false),
            ("POST / HTTP/1.1\r\ncontent-length: many\r\n\r\na=b", false),
            ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n", false),
            // Longer than a head may be: whoever reads it refuses it.
            (&"x".repeat(100), false),
        ] {
            let mut begun = begun(text).await.expect("a head");
            assert_eq!(begun.is_whole(), whole, "{text}");
            let mut read = String::new();
            begun.read_to_string(&mut read).await.unwrap();
            assert_eq!(read, text, "nothing is lost");
        }
        for half in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: a\r\n"] {
            assert!(begun(half).await.is_none(), "{half}");
        }
    }
}
