//! Who asks: a visitor of the house, or somebody at a tenant's desk.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::policy::Act;
use domain::refusal::{Refusal, Unasked};
use domain::scheme::Scheme;
use serde::de::{self, DeserializeOwned, Error as _, MapAccess};
use serde::{Deserialize, Deserializer};
use usecases::House;
use usecases::accounts::Somebody;
use usecases::desks::Entered;
use usecases::platform::OnDuty;

use super::Office;
use crate::endpoints::Listing;
use crate::freight::Whose;
use crate::overviews::{Overviews, Place};
use crate::rendered::Rendered;
use crate::reply::{Sorry, wants_json};
use crate::session::Renewal;
use crate::workshop::{Asker, Workshop};

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
    pub rendered: Rendered,
    pub overviews: Overviews,
    workshop: Workshop,
    whose: Whose,
    asker: Asker,
}

impl FromRequestParts<Office> for Desk {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        let json = wants_json(&parts.headers) || parts.uri.path().contains("/api/");
        let next = (parts.method == "GET").then(|| parts.uri.path().to_owned());
        let sorry = |refusal| Sorry { refusal, next: next.clone(), json };
        let somebody = recognise(parts, office).await.map_err(&sorry)?;
        somebody.is_free().map_err(&sorry)?;
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, &())
            .await
            .map_err(|_| sorry(Refusal::NotFound))?;
        let code = path.get("code").ok_or_else(|| sorry(Refusal::NotFound))?;
        let at = office.house.enter(&somebody, code).await.map_err(&sorry)?;
        Ok(Self {
            house: office.house.clone(),
            at,
            rendered: office.rendered.clone(),
            overviews: office.overviews.clone(),
            workshop: office.workshop.clone(),
            whose: parts.extensions.get::<Whose>().cloned().unwrap_or(Whose::Strangers),
            asker: parts.extensions.get::<Asker>().cloned().unwrap_or_default(),
        })
    }
}

impl Desk {
    /// A place to write an overview at, for whoever's posts reach over many cases; others only have their own.
    ///
    /// # Errors
    /// [`Refusal::Unavailable`] where too many look.
    pub async fn looks_over(&self) -> Result<Option<Place>, Refusal> {
        match self.at.member.ever_does(Act::ViewProgress) {
            true => self.overviews.place(self.at.tenant.id).await.map(Some),
            false => Ok(None),
        }
    }
}

/// From so many 评分细则 on, a page that shows them all is written apart from the threads that answer everybody.
const MUCH: usize = 300;

impl Desk {
    /// Writes a page of a case by this scheme; apart, if it is a large one.
    ///
    /// # Errors
    /// [`Refusal::TooMuchAtOnce`], [`Refusal::TookTooLong`].
    pub async fn writes(
        &self,
        scheme: &Scheme,
        write: impl FnOnce() -> Response + Send + 'static,
    ) -> Result<Response, Refusal> {
        if scheme.criteria().nth(MUCH).is_none() {
            return Ok(write());
        }
        self.workshop.answer(&self.whose, self.asker.clone(), async move { write() }).await
    }
}

/// Somebody who is logged in, at their own account.
pub struct Own {
    pub house: House,
    pub me: Somebody,
}

impl FromRequestParts<Office> for Own {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        let me = recognise(parts, office).await.map_err(|refusal| comes_back(parts, refusal))?;
        Ok(Self { house: office.house.clone(), me })
    }
}

/// Somebody at one of the platform's desks.
pub struct Duty {
    pub house: House,
    pub on: OnDuty,
}

impl FromRequestParts<Office> for Duty {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        let Own { house, me } = Own::from_request_parts(parts, office).await?;
        let on = house.enter_platform(&me).await.map_err(|refusal| comes_back(parts, refusal))?;
        // Who may comes before what was sent.
        if let Some(Listing(act)) = parts.extensions.get::<Listing>() {
            on.may(*act).map_err(|refusal| comes_back(parts, refusal))?;
        }
        Ok(Self { house, on })
    }
}

/// A refusal that leads back here after logging in.
fn comes_back(parts: &Parts, refusal: Refusal) -> Sorry {
    let next = (parts.method == "GET").then(|| parts.uri.path().to_owned());
    Sorry { refusal, next, json: wants_json(&parts.headers) }
}

async fn recognise(parts: &Parts, office: &Office) -> Result<Somebody, Refusal> {
    let now = office.house.edge().now();
    let named = office.keys.read(&parts.headers, now).ok_or(Refusal::NotSignedIn)?;
    let somebody = office.house.recognise(named.session, named.epoch).await?;
    if let Some(renewal) = parts.extensions.get::<Renewal>() {
        renewal.offer(&office.keys, &named, now);
    }
    Ok(somebody)
}

/// From where and with what somebody asks.
pub struct Client {
    pub address: String,
    /// What the browser says of itself.
    pub user_agent: String,
}

impl FromRequestParts<Office> for Client {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().ok_or(Refusal::Malformed)?;
        let address = address(office, peer.ip(), &parts.headers);
        let told = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self { address, user_agent: told.unwrap_or_default().to_owned() })
    }
}

/// Where people reach us, for links that are handed on: what is set, else where this request came to.
pub struct Reached(pub String);

impl FromRequestParts<Office> for Reached {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Sorry> {
        if let Some(url) = &office.public_url {
            return Ok(Self(url.to_string()));
        }
        let told = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let origin = told(header::ORIGIN).filter(|origin| *origin != "null").map(str::to_owned);
        // Without a public address only loopback is served, without TLS.
        let host = told(header::HOST).map(|host| format!("http://{host}"));
        Ok(Self(origin.or(host).unwrap_or_default()))
    }
}

/// The client's address; a proxy's word is taken only from a trusted one. Each proxy adds whom it heard from at the
/// end, on the same line or on one of its own, so the last address that is not a trusted proxy counts.
fn address(office: &Office, peer: IpAddr, headers: &HeaderMap) -> String {
    let trusted = |address: &IpAddr| office.trusted_proxies.contains(address);
    if !trusted(&peer) {
        return peer.to_string();
    }
    let told: Vec<_> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut heard = told.iter().rev().map_while(|part| part.trim().parse::<IpAddr>().ok());
    heard.find(|address| !trusted(address)).unwrap_or(peer).to_string()
}

/// A form's fields. What cannot be read is a [`Refusal::Malformed`]; a field nobody asks for a [`Refusal::UnknownFields`]:
/// what a form says is never dropped in silence.
pub struct Typed<T>(pub T);

const FORM: &str = "application/x-www-form-urlencoded";

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Typed<T> {
    type Rejection = Sorry;

    async fn from_request(request: Request, state: &S) -> Result<Self, Sorry> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with(FORM)) {
            return Err(Refusal::Malformed.into());
        }
        let bytes = match Bytes::from_request(request, state).await {
            Ok(bytes) => bytes,
            Err(unread) if unread.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Err(Refusal::TooLarge.into());
            }
            Err(_) => return Err(Refusal::Malformed.into()),
        };
        let mut others = BTreeSet::new();
        let fields = serde_html_form::Deserializer::new(form_urlencoded::parse(&bytes));
        let typed = serde_ignored::deserialize(fields, |name| {
            others.insert(name.to_string());
        });
        // What nobody asks for is told even where something else is missing.
        let unasked = form_urlencoded::parse(&bytes).filter(|(name, _)| others.contains(&**name));
        Refusal::unless_asked(unasked.map(|(name, said)| Unasked::new(name, said)))?;
        Ok(Self(typed.map_err(|_| Refusal::Malformed)?))
    }
}

/// Fields that are named by what they are about; each comes once, or one of them would be dropped.
pub struct Once(pub BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(form: D) -> Result<Self, D::Error> {
        form.deserialize_map(EachOnce)
    }
}

struct EachOnce;

impl<'de> de::Visitor<'de> for EachOnce {
    type Value = Once;

    fn expecting(&self, told: &mut fmt::Formatter<'_>) -> fmt::Result {
        told.write_str("fields, each once")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut form: A) -> Result<Once, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((name, said)) = form.next_entry()? {
            if fields.insert(name, said).is_some() {
                return Err(A::Error::custom("a field came twice"));
            }
        }
        Ok(Once(fields))
    }
}

/// A form that is only a button; a field it has not is told, to those who may press it.
pub struct Pressed;

#[derive(Deserialize)]
struct NoFields {}

impl<S: Send + Sync> FromRequest<S> for Pressed {
    type Rejection = Sorry;

    async fn from_request(request: Request, state: &S) -> Result<Self, Sorry> {
        Typed::<NoFields>::from_request(request, state).await.map(|Typed(NoFields {})| Self)
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
    domain::ids::DraftId = "draft",
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
    domain::ids::DepartmentId = "department",
}
