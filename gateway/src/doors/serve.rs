//! The accept loop that every address shares: limits on connections, headers and
//! idleness, and a drain at the end.
//!
//! Leaves out TLS, which something in front of the gateway ends.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::config::Doors;

/// HTTP/2 connections that do not answer a ping within this time are closed.
const PING_WAIT: Duration = Duration::from_secs(20);

/// Serves a router on an address until it is told to stop, then lets requests
/// under way end, for as long as the configuration says.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    doors: Doors,
    stop: CancellationToken,
) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(doors.connections_max));
    let protocol = protocol(&doors);
    while let Some(stream) = next(&listener, &stop).await {
        let Ok(place) = room.clone().acquire_owned().await else {
            break;
        };
        stream.set_nodelay(true).ok();
        let service = TowerToHyperService::new(router.clone());
        let connection = protocol
            .serve_connection(TokioIo::new(stream), service)
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is the peer's affair; its requests were answered or not.
            connection.await.ok();
            drop(place);
        });
    }
    drop(listener);
    tokio::time::timeout(
        Duration::from_secs(doors.drain_seconds),
        graceful.shutdown(),
    )
    .await
    .ok();
}

fn protocol(doors: &Doors) -> auto::Builder<TokioExecutor> {
    let mut protocol = auto::Builder::new(TokioExecutor::new());
    let header_wait = Duration::from_secs(doors.header_wait_seconds);
    protocol
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(header_wait);
    protocol
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_WAIT)
        .keep_alive_timeout(PING_WAIT)
        .max_concurrent_streams(256);
    protocol
}

/// The next connection, or none when it is time to stop. A failed accept (out of
/// descriptors) is waited out.
async fn next(listener: &TcpListener, stop: &CancellationToken) -> Option<TcpStream> {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return None,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => return Some(stream),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
