//! A refusal keeps the menu: whoever is logged in stays among their own pages, and finds the way back to where they were.
//!
//! Where a refusal becomes a page, nobody knows who asked; it is put under its masthead here, once it is there.

use std::sync::Arc;

use app::document::Masthead;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use usecases::accounts::Somebody;

use crate::desks::Office;

/// What stands around a page that tells a refusal.
#[derive(Clone, Debug)]
pub struct Around {
    pub masthead: Masthead,
    /// The entry of the masthead that is current, by its address.
    pub here: String,
    /// Where to go on: addresses and what they are called, the nearest first.
    pub ways: Vec<(String, String)>,
    /// Something was to be done, not only looked at.
    pub acting: bool,
}

impl Around {
    /// Around what nobody is known to have asked.
    pub fn nobody() -> Self {
        Self {
            masthead: Masthead::House { person: None },
            here: String::new(),
            ways: Vec::new(),
            acting: false,
        }
    }
}

/// Rides along with a page that tells a refusal: the same page with something else around it.
#[derive(Clone)]
pub struct Unframed(Arc<dyn Fn(Around) -> Response + Send + Sync>);

/// A page that tells a refusal, for nobody in particular so far.
pub fn unframed(page: impl Fn(Around) -> Response + Send + Sync + 'static) -> Response {
    let mut response = page(Around::nobody());
    response.extensions_mut().insert(Unframed(Arc::new(page)));
    response
}

/// Who asked for what, as far as it is needed once it was refused.
struct Asked {
    cookie: Option<HeaderValue>,
    referer: Option<HeaderValue>,
    host: Option<HeaderValue>,
    uri: Uri,
    acting: bool,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let header = |name| request.headers().get(name).cloned();
        Self {
            cookie: header(header::COOKIE),
            referer: header(header::REFERER),
            host: header(header::HOST),
            uri: request.uri().clone(),
            acting: *request.method() == Method::POST,
        }
    }

    /// The page of ours the asker came from, if it is another than the one that was refused.
    fn came_from(&self) -> Option<String> {
        let referer: Uri = self.referer.as_ref()?.to_str().ok()?.parse().ok()?;
        let ours = referer.authority()?.as_str() == self.host.as_ref()?.to_str().ok()?;
        let from = referer.path_and_query()?.as_str();
        let same = from == self.uri.path_and_query().map_or("", |asked| asked.as_str());
        (ours && from.starts_with('/') && !from.starts_with("//") && (self.acting || !same))
            .then(|| from.to_owned())
    }

    async fn who(&self, office: &Office) -> Option<Somebody> {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, self.cookie.clone()?);
        let named = office.keys.read(&headers, office.house.edge().now())?;
        office.house.recognise(named.session, named.epoch).await.ok()
    }

    /// The masthead of whoever asked; none for those who are not known, who are only told what became of what they sent.
    async fn around(&self, office: &Office) -> Option<Around> {
        let Some(who) = self.who(office).await else {
            return self.acting.then(|| Around { acting: true, ..Around::nobody() });
        };
        let mut around = Around {
            masthead: Masthead::House { person: Some(who.name.clone()) },
            here: String::new(),
            ways: Vec::new(),
            acting: self.acting,
        };
        if who.is_free().is_err() {
            return Some(around);
        }
        around.ways.extend(self.came_from().map(|from| (from, "返回上一页".to_owned())));
        if self.uri.path().starts_with("/ops")
            && let Ok(duty) = office.house.enter_platform(&who).await
        {
            around.ways.push((duty.own_desk().to_owned(), "回到平台工作台".to_owned()));
            around.masthead = Masthead::Ops(duty.frame());
            return Some(around);
        }
        if let Some((frame, base)) = self.tenant(office, &who).await {
            around.here = self.uri.path().split('/').take(4).collect::<Vec<_>>().join("/");
            around.ways.push((base, "回到待办".to_owned()));
            around.masthead = Masthead::Staff(frame);
        }
        Some(around)
    }

    /// The tenant in the path, if the asker works in it; else the only one they work in.
    async fn tenant(&self, office: &Office, who: &Somebody) -> Option<(contract::frame::Frame, String)> {
        let mut parts = self.uri.path().split('/').skip(1);
        let named = (parts.next() == Some("t")).then(|| parts.next()).flatten();
        let entered = match named {
            Some(code) => office.house.enter(who, code).await.ok(),
            None => None,
        };
        let at = match entered {
            Some(at) => at,
            None => match office.house.tenants_of(who).await.ok()?.as_slice() {
                [only] => office.house.enter(who, &only.code).await.ok()?,
                _ => return None,
            },
        };
        let frame = office.house.frame(&at).await.ok()?;
        Some((frame, at.base()))
    }
}

/// Puts the menu of whoever asked around a page that tells a refusal.
pub async fn keep_menu(State(office): State<Office>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let mut response = next.run(request).await;
    let Some(Unframed(page)) = response.extensions_mut().remove::<Unframed>() else { return response };
    // Whoever could not be answered for want of strength is not asked for more of it.
    if response.status().is_server_error() {
        return response;
    }
    let Some(around) = asked.around(&office).await else { return response };
    let framed = page(around);
    let (mut head, _) = response.into_parts();
    let (new, body) = framed.into_parts();
    for (name, value) in &new.headers {
        head.headers.insert(name.clone(), value.clone());
    }
    Response::from_parts(head, body)
}
