//! 动态口令 of one's own account.

use app::document::Masthead;
use app::pages::account;
use axum::response::Response;
use contract::account::{ConfirmSecondFactor, RemoveSecondFactor};
use domain::refusal::Refusal;

use crate::desks::{Client, Own, Pressed, Typed};
use crate::reply::{Sorry, page, see, with_status};

const HERE: &str = "/account/second-factor";

pub async fn second_factor(own: Own) -> Result<Response, Sorry> {
    show(own, None).await
}

pub async fn begin(own: Own, _: Pressed) -> Result<Response, Sorry> {
    match own.house.begin_second_factor(&own.me).await {
        Ok(()) => Ok(see(HERE)),
        Err(refusal @ Refusal::SecondFactorState { .. }) => show(own, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// The recovery codes are on this answer and on no other.
pub async fn confirm(own: Own, Typed(form): Typed<ConfirmSecondFactor>) -> Result<Response, Sorry> {
    match own.house.confirm_second_factor(&own.me, &form.code).await {
        Ok(codes) => {
            let masthead = Masthead::House { person: Some(own.me.name) };
            Ok(page(masthead, "", "动态口令", move || account::recovery_codes(codes)))
        }
        Err(refusal @ (Refusal::WrongCode | Refusal::SecondFactorState { .. })) => {
            show(own, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn remove(
    own: Own,
    client: Client,
    Typed(form): Typed<RemoveSecondFactor>,
) -> Result<Response, Sorry> {
    match own.house.remove_second_factor(&own.me, &form, &client.address).await {
        Ok(()) => Ok(see("/account?done=second-factor")),
        Err(refusal) if matches!(refusal.status(), 409 | 422 | 429) => show(own, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(own: Own, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = own.house.second_factor_page(&own.me).await?;
    let masthead = Masthead::House { person: Some(own.me.name) };
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let response = page(masthead, "", "动态口令", move || account::second_factor(view, sentence));
    Ok(with_status(response, refusal.as_ref()))
}
