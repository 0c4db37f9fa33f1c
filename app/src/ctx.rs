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

/// The same, if it is the person whose page the call comes from. Somebody else may have logged in since, in another tab
/// of the same browser; what one person typed is not saved under another's name. A call that does not say whose page
/// it comes from (one made by hand) speaks for whoever is logged in.
pub fn caller_as(person: &str) -> Result<Caller, AppError> {
    let caller = caller();
    let same = person.is_empty() || caller.at.member.person.to_string() == person;
    answer(if same { Ok(caller) } else { Err(Refusal::AnotherPerson) })
}

/// Gives a use case's answer the right HTTP status.
pub fn answer<T>(outcome: Result<T, Refusal>) -> Result<T, AppError> {
    outcome.map_err(|refusal| {
        if let Some(response) = use_context::<ResponseOptions>() {
            let status = axum::http::StatusCode::from_u16(refusal.status());
            response.set_status(status.unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR));
        }
        refusal.into()
    })
}
