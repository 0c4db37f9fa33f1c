//! Who asks: a visitor of the house, or somebody at a tenant's desk.

use std::collections::HashMap;
use std::str::FromStr;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use axum_extra::extract::Form;
use domain::refusal::Refusal;
use serde::de::DeserializeOwned;
use usecases::House;
use usecases::accounts::Somebody;
use usecases::desks::Entered;

use super::Office;
use crate::reply::{Sorry, wants_json};

/// A request of the house itself; somebody may be logged in.
pub struct Visitor {
    pub somebody: Option<Somebody>,
}

impl FromRequestParts<Office> for Visitor {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        Ok(Self { somebody: recognise(parts, office).await.ok() })
    }
}

/// Somebody at a desk of the tenant in the path.
pub struct Desk {
    pub house: House,
    pub at: Entered,
}

impl FromRequestParts<Office> for Desk {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        let json = wants_json(&parts.headers) || parts.uri.path().contains("/api/");
        let next = (parts.method == "GET").then(|| parts.uri.path().to_owned());
        let sorry = |refusal| Sorry { refusal, next: next.clone(), json };
        let somebody = recognise(parts, office).await.map_err(&sorry)?;
        if somebody.must_change {
            return Err(sorry(Refusal::PasswordMustChange));
        }
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, &())
            .await
            .map_err(|_| sorry(Refusal::NotFound))?;
        let code = path.get("code").ok_or_else(|| sorry(Refusal::NotFound))?;
        let at = office.house.enter(&somebody, code).await.map_err(&sorry)?;
        Ok(Self { house: office.house.clone(), at })
    }
}

async fn recognise(parts: &Parts, office: &Office) -> Result<Somebody, Refusal> {
    let now = office.house.edge().now();
    let (session, epoch) = office.keys.read(&parts.headers, now).ok_or(Refusal::NotSignedIn)?;
    office.house.recognise(session, epoch).await
}

/// A form's fields; what cannot be read is a [`Refusal::Malformed`].
pub struct Typed<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Typed<T> {
    type Rejection = Sorry;

    async fn from_request(request: Request, state: &S) -> Result<Self, Sorry> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(rejection) => {
                let too_large = rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
                Err(if too_large { Refusal::TooLarge } else { Refusal::Malformed }.into())
            }
        }
    }
}

/// The tenant's code in the path; one that cannot be read is nobody's.
pub struct Code(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Code {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Sorry> {
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
        let Path(mut path) = path.map_err(|_| Refusal::NotFound)?;
        Ok(Self(path.remove("code").ok_or(Refusal::NotFound)?))
    }
}

/// An id in the path; one that is malformed is one that is not there.
pub struct Id<T>(pub T);

impl<T: FromStr + Send, S: Send + Sync> FromRequestParts<S> for Id<T>
where
    T: Named,
{
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Sorry> {
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| Refusal::NotFound)?;
        let id = path.get(T::NAME).and_then(|text| text.parse().ok()).ok_or(Refusal::NotFound)?;
        Ok(Self(id))
    }
}

/// How an id is called in paths.
pub trait Named {
    const NAME: &'static str;
}

macro_rules! named {
    ($($id:ty = $name:literal),* $(,)?) => {$(
        impl Named for $id { const NAME: &'static str = $name; }
    )*};
}

named! {
    domain::ids::SchemeId = "scheme",
    domain::ids::PeriodId = "period",
    domain::ids::DecisionId = "decision",
    domain::ids::CaseId = "case",
    domain::ids::FileId = "file",
    domain::ids::AnnouncementId = "announcement",
    domain::ids::AppointmentId = "appointment",
    domain::ids::InvitationId = "invitation",
    domain::ids::LineId = "line",
    domain::ids::PersonId = "person",
    domain::ids::UnitId = "unit",
}
