//! Arriving by invitation: a public page with a plain form.

use app::document::Masthead;
use app::pages::people;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use contract::people::Accept;
use domain::refusal::Refusal;
use usecases::accounts::Somebody;
use usecases::people::Arrival;

use super::{Office, Typed, Visitor};
use crate::reply::{Sorry, encode, page, retyped, see, with_status};

type Link = Result<Path<(String, String)>, PathRejection>;

fn read(link: Link) -> Result<(String, String), Refusal> {
    link.map(|Path(link)| link).map_err(|_| Refusal::InvitationGone)
}

pub async fn form(State(office): State<Office>, visitor: Visitor, link: Link) -> Result<Response, Sorry> {
    let (code, token) = read(link)?;
    show(&office, visitor.somebody.as_ref(), &code, &token, Accept::default(), None).await
}

async fn show(
    office: &Office,
    somebody: Option<&Somebody>,
    code: &str,
    token: &str,
    form: Accept,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let offer = office.house.invitation(code, token).await?;
    let here = format!("/join/{code}/{token}");
    let known = somebody.map(|somebody| (somebody.name.clone(), somebody.login.clone()));
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let masthead = Masthead::House { person: None };
    let page = page(masthead, "", "接受邀请", move || people::join(here, offer, known, form, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn accept(
    State(office): State<Office>,
    visitor: Visitor,
    link: Link,
    Typed(form): Typed<Accept>,
) -> Result<Response, Sorry> {
    let (code, token) = read(link)?;
    let somebody = visitor.somebody;
    let arrival = match &somebody {
        Some(somebody) => Arrival::Known(Box::new(somebody.clone())),
        None => Arrival::New(form.clone()),
    };
    match office.house.accept_invitation(&code, &token, &arrival).await {
        // Whoever is new logs in with what they have just chosen.
        Ok(()) if somebody.is_none() => {
            let login = encode(&form.login.trim().to_lowercase());
            Ok(see(format!("/login?after=joined&login={login}&next=/t/{code}")))
        }
        Ok(()) => Ok(see(format!("/t/{code}"))),
        Err(refusal) if retyped(&refusal) => {
            let form = Accept { new: String::new(), again: String::new(), ..form };
            show(&office, somebody.as_ref(), &code, &token, form, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
