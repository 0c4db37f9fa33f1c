//! A new password by a one-time link: a public page with a plain form.

use app::document::Masthead;
use app::pages::account;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use contract::account::NewPassword;
use domain::refusal::Refusal;

use super::{Client, Office, Typed};
use crate::reply::{Sorry, encode, page, retyped, see, with_status};

type Link = Result<Path<String>, PathRejection>;

fn read(link: Link) -> Result<String, Refusal> {
    link.map(|Path(token)| token).map_err(|_| Refusal::PasswordLinkGone)
}

pub async fn form(State(office): State<Office>, link: Link) -> Result<Response, Sorry> {
    show(&office, &read(link)?, None).await
}

pub async fn set(
    State(office): State<Office>,
    client: Client,
    link: Link,
    Typed(form): Typed<NewPassword>,
) -> Result<Response, Sorry> {
    let token = read(link)?;
    match office.house.set_forgotten_password(&token, &form, &client.address).await {
        Ok(login) => Ok(see(format!("/login?after=reset&login={}", encode(&login)))),
        Err(refusal) if retyped(&refusal) || matches!(refusal, Refusal::LockedOut { .. }) => {
            show(&office, &token, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(office: &Office, token: &str, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = office.house.password_link(token).await?;
    let here = format!("/reset/{token}");
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let masthead = Masthead::House { person: None };
    let page = page(masthead, "", "重设密码", move || account::new_password(here, view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}
