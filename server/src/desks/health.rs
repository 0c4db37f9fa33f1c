//! For whoever watches the machine.

use axum::extract::State;
use axum::http::StatusCode;

use super::Office;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers, too.
pub async fn ready(State(office): State<Office>) -> (StatusCode, &'static str) {
    match office.house.store().ready().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database unavailable\n")
        }
    }
}
