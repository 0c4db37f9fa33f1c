//! Accepting connections: there are so many at most, silent ones make room for new ones. Whoever comes waits in the lobby
//! until a request's head is there, then passes the gate to a place. Request heads are bounded in size and time, bodies have a pace, answers must be read; every request runs in a task of its own: a client that goes away
//! cancels no transaction, and what it only wanted to read is dropped. A stop lets running requests finish.

mod gate;
mod lobby;
mod pace;
mod seat;
mod stall;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use domain::refusal::Refusal;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::guard;
use crate::workshop::Asker;
use gate::{Gate, Place};
use lobby::{Begun, Guest, Lobby};
use pace::{Paced, Sent};
use seat::Seat;
use stall::Unstalled;

/// Time for a request's head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Size of a request's head, 16 KiB.
const HEAD_SIZE: usize = 16 * 1024;
/// Time for running requests after a stop.
const PARTING: Duration = Duration::from_millis(2_500);

/// How many connections there may be.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Whose requests have begun.
    pub in_all: usize,
    /// From one address. A whole office may share one, each browser with up to six connections.
    pub from_one: usize,
    /// So many more, for requests that are there to their end and only have to be answered.
    pub kept: usize,
    /// Who has come and not said enough yet, a third of them from one address.
    pub lobby: usize,
    /// Proxies speak for many people: to them only `in_all` and `lobby` apply.
    pub proxies: Arc<[IpAddr]>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { in_all: 1_536, from_one: 512, kept: 128, lobby: 3_072, proxies: Arc::new([]) }
    }
}

/// What a connection hears that finds everybody busy.
fn busy() -> String {
    let sentence = Refusal::Unavailable.sentence();
    format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 5\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{sentence}",
        sentence.len()
    )
}

/// Serves until `stop` resolves.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_within(listener, router, Limits::default(), stop).await;
}

/// Serves until `stop` resolves, with so many connections at most.
pub async fn serve_within(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let house = Open { lobby: Lobby::new(limits.clone()), gate: Gate::new(limits), router };
    let farewell = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(connection) => connection,
                Err(error) => {
                    // Too many open files, for one: wait until some are closed.
                    tracing::warn!(%error, "accept");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        // Nobody is waited for here.
        let guest = house.lobby.receive(peer.ip());
        tokio::spawn(house.clone().receive(stream, peer, guest, farewell.watcher()));
    }
    house.lobby.close();
    let _ = tokio::time::timeout(PARTING, farewell.shutdown()).await;
}

/// What a connection comes into.
#[derive(Clone)]
struct Open {
    lobby: Lobby,
    gate: Gate,
    router: Router,
}

impl Open {
    /// One connection, from its beginning until one side ends it or others need its room.
    async fn receive(self, stream: TcpStream, peer: SocketAddr, guest: Guest, watcher: Watcher) {
        let _ = stream.set_nodelay(true);
        let seated = tokio::select! {
            // Whoever is asked to leave is heard once more: what was said may only not have been read yet.
            biased;
            seated = self.seated(stream, &guest) => seated,
            () = guest.asked_to_leave() => return tracing::debug!(%peer, "a waiting connection made room"),
        };
        drop(guest);
        if let Some((stream, place)) = seated {
            // On the heap, so that whoever only waits takes no room for it.
            Box::pin(self.converse(stream, peer, place, watcher)).await;
        }
    }

    /// Waits for the head of a request, then for a place.
    async fn seated(&self, stream: TcpStream, guest: &Guest) -> Option<(Begun<TcpStream>, Place)> {
        let head = tokio::time::timeout(HEAD_TIME, Begun::listen(stream, HEAD_SIZE));
        let stream = head.await.ok()??;
        let whole = stream.is_whole();
        match self.gate.enter(guest.address(), whole).await {
            Some(place) => {
                // Known before anybody has read it: the reader may be late.
                if whole {
                    place.seat.answers()
                } else {
                    place.seat.receives()
                }
                Some((stream, place))
            }
            None => {
                // If it cannot be written at once, it is not.
                let _ = stream.get_ref().try_write(busy().as_bytes());
                None
            }
        }
    }

    async fn converse(self, stream: Begun<TcpStream>, peer: SocketAddr, place: Place, watcher: Watcher) {
        let (router, seat) = (self.router, place.seat.clone());
        let service = service_fn(move |request| answer(router.clone(), peer, seat.clone(), request));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(HEAD_SIZE)
            .serve_connection(TokioIo::new(Unstalled::new(stream)), service);
        tokio::select! {
            ended = watcher.watch(connection) => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "connection");
                }
            }
            () = place.asked_to_leave() => tracing::debug!(%peer, "a silent connection made room"),
        }
    }
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    seat: Arc<Seat>,
    request: hyper::Request<Incoming>,
) -> Result<Response, std::convert::Infallible> {
    let mut request = request.map(|body| Body::new(Paced::new(body, seat.clone())));
    request.extensions_mut().insert(ConnectInfo(peer));
    // A client that goes away cancels no transaction; what is only worked out for it is dropped.
    let asker = Asker::default();
    let _staying = asker.stays();
    request.extensions_mut().insert(asker);
    let reads = request.method().is_safe();
    let answering = router.oneshot(request);
    let done = if reads {
        // Dropped with the connection: nobody reads what was asked for.
        let mut one = JoinSet::new();
        one.spawn(answering);
        one.join_next().await
    } else {
        Some(tokio::spawn(answering).await)
    };
    let Some(done) = done else { return Ok(guard::broken()) };
    let response = match done {
        Ok(Ok(response)) => response,
        Err(error) => {
            tracing::error!(%error, "request");
            guard::broken()
        }
    };
    Ok(response.map(|body| Body::new(Sent::new(body, seat))))
}
