//! Accepting connections: there are so many at most, silent ones make room for new ones; request heads are bounded in
//! size and time, bodies have a pace, answers must be read; every request runs in a task of its own (a client that goes
//! away cancels no transaction), and a stop lets running requests finish.

mod gate;
mod pace;
mod seat;
mod stall;

pub use gate::Limits;

use std::net::SocketAddr;
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
use tower::ServiceExt as _;

use crate::guard;
use gate::{Gate, Place, Received};
use pace::{Paced, Sent};
use seat::Seat;
use stall::Unstalled;

/// Time for a request's head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Size of a request's head, 16 KiB.
const HEAD_SIZE: usize = 16 * 1024;
/// Time for running requests after a stop.
const PARTING: Duration = Duration::from_secs(10);

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
    let gate = Gate::new(limits);
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
        let received = gate.receive(peer.ip());
        if let Received::Full = received {
            send_away(&stream);
            continue;
        }
        let _ = stream.set_nodelay(true);
        let (router, watcher) = (router.clone(), farewell.watcher());
        tokio::spawn(async move {
            let place = match received {
                Received::In(place) => Some(place),
                Received::Waits(waiting) => waiting.enter().await,
                Received::Full => None,
            };
            match place {
                Some(place) => converse(stream, peer, place, router, watcher).await,
                None => send_away(&stream),
            }
        });
    }
    let _ = tokio::time::timeout(PARTING, farewell.shutdown()).await;
}

/// Nobody is waited for here: if it cannot be written at once, it is not.
fn send_away(stream: &TcpStream) {
    let _ = stream.try_write(busy().as_bytes());
}

/// One connection, from its first request until one side ends it or others need its place.
async fn converse(stream: TcpStream, peer: SocketAddr, place: Place, router: Router, watcher: Watcher) {
    let seat = place.seat.clone();
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

async fn answer(
    router: Router,
    peer: SocketAddr,
    seat: Arc<Seat>,
    request: hyper::Request<Incoming>,
) -> Result<Response, std::convert::Infallible> {
    let mut request = request.map(|body| Body::new(Paced::new(body, seat.clone())));
    request.extensions_mut().insert(ConnectInfo(peer));
    let done = tokio::spawn(router.oneshot(request)).await;
    let response = match done {
        Ok(Ok(response)) => response,
        Err(error) => {
            tracing::error!(%error, "request");
            guard::broken()
        }
    };
    Ok(response.map(|body| Body::new(Sent::new(body, seat))))
}
