//! Accepting connections: request heads are bounded in size and time, every request runs in a task of its own (a
//! client that goes away cancels no transaction), and a stop lets running requests finish.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::guard;

/// Time for a request's head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Size of a request's head, 16 KiB.
const HEAD_SIZE: usize = 16 * 1024;
/// Time for running requests after a stop.
const PARTING: Duration = Duration::from_secs(10);

/// Serves until `stop` resolves.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
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
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request| answer(router.clone(), peer, request));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(HEAD_SIZE)
            .serve_connection(TokioIo::new(stream), service);
        let watched = farewell.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "connection");
            }
        });
    }
    let _ = tokio::time::timeout(PARTING, farewell.shutdown()).await;
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<Response, std::convert::Infallible> {
    let mut request = request.map(axum::body::Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let done = tokio::spawn(router.oneshot(request)).await;
    Ok(match done {
        Ok(Ok(response)) => response,
        Err(error) => {
            tracing::error!(%error, "request");
            guard::broken()
        }
    })
}
