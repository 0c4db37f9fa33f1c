//! Who asks and which house answers: the one place through which server functions reach the server.

use domain::refusal::Refusal;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use usecases::House;
use usecases::desks::Entered;

use crate::error::AppError;

/// Put into context by the server for every call.
#[derive(Clone)]
pub struct Caller {
    pub house: House,
    /// The tenant stands in the path and was checked against the person's posts.
    pub at: Entered,
}

/// The caller of the present server function.
pub fn caller() -> Caller {
    expect_context::<Caller>()
}

/// Gives a use case's answer the right HTTP status.
pub fn answer<T>(outcome: Result<T, Refusal>) -> Result<T, AppError> {
    outcome.map_err(|refusal| {
        if let Some(response) = use_context::<ResponseOptions>() {
            let status = axum::http::StatusCode::from_u16(refusal.status());
            response.set_status(status.unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR));
        }
        AppError::Refused(refusal)
    })
}
