//! A form that cannot be taken now — the login has ended, the disk is full, a post has just been given up — comes back
//! with everything that was typed, ready to be sent again. Without this, whoever wrote for half an hour would lose it to
//! a page that says “please log in”. Only those get it back who are, or were just now, known here: see `intake`.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use app::pages::again::{Sent, again};
use axum::body::{Body, Bytes};
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest as _, Request};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::refusal::Refusal;
use hyper::body::{Frame, SizeHint};

use crate::fields::Fields;
use crate::intake::whole;
use crate::menu::{Around, unframed};
use crate::reply::{Refused, Sorry, page, wants_json, with_status};

/// Most fields of a form that are given back.
const FIELDS: usize = 2_000;
/// Most bytes of a page that they make: what is longer is still in the browser, behind its button 后退.
const ECHO: usize = 1024 * 1024;

/// Gives a refused form of a tenant's staff back as it was typed.
pub async fn keep_typed(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let ours = request.method() == Method::POST
        && request.uri().path().starts_with("/t/")
        && !request.uri().path().contains("/api/")
        && !wants_json(request.headers());
    if ours && kind.starts_with("application/x-www-form-urlencoded") {
        plain(request, next).await
    } else if ours && kind.starts_with("multipart/form-data") {
        with_files(request, next).await
    } else {
        next.run(request).await
    }
}

async fn plain(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    // It was taken in whole, within the limits of its endpoint.
    let bytes = match whole(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(refusal) => return Sorry::from(refusal).into_response(),
    };
    let response = next.run(Request::from_parts(head, Body::from(bytes.clone()))).await;
    if !worth_it(&response) {
        return response;
    }
    let fields = form_urlencoded::parse(&bytes).take(FIELDS).map(|(name, value)| (name.into(), value.into()));
    given_back(response, Sent { fields: fields.collect(), ..Sent::default() })
}

/// A body with files is too large to be kept beside; it is lent, and if nobody has touched it the fields are read now.
async fn with_files(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).cloned();
    let (head, body) = request.into_parts();
    let lent = Lent(Arc::new(Mutex::new(Purse { body: Some(body), touched: false })));
    let response = next.run(Request::from_parts(head, Body::new(lent.clone()))).await;
    let untouched = lent.give_back();
    let (Some(body), Some(kind), true) = (untouched, kind, worth_it(&response)) else { return response };
    let mut form = Request::new(body);
    form.headers_mut().insert(header::CONTENT_TYPE, kind);
    let Ok(form) = Multipart::from_request(form, &()).await else { return response };
    given_back(response, texts(form).await)
}

/// The fields of a form, without what its files hold. One that breaks off gives what came before.
async fn texts(mut form: Multipart) -> Sent {
    let mut sent = Sent { multipart: true, ..Sent::default() };
    let mut fields = Fields::default();
    while let Ok(Some(mut field)) = form.next_field().await {
        if field.file_name().is_some() {
            let name = field.name().unwrap_or_default().to_owned();
            while let Ok(Some(_)) = field.chunk().await {}
            if sent.files.len() < 4 {
                sent.files.push(name);
            }
        } else if fields.take(field).await.is_err() {
            break;
        }
    }
    sent.fields = fields.list;
    sent
}

/// Refusals that pass, or that say nothing about what was typed.
fn worth_it(response: &Response) -> bool {
    response.extensions().get::<Refused>().is_some_and(|Refused(refusal)| {
        matches!(
            refusal,
            Refusal::NotSignedIn
                | Refusal::SessionEnded
                | Refusal::NotFound
                | Refusal::NotYourPost(_)
                | Refusal::UnknownFields { .. }
                | Refusal::Recusal
                | Refusal::Fault { .. }
                | Refusal::Unavailable
                | Refusal::StorageFull
        )
    })
}

fn given_back(response: Response, mut sent: Sent) -> Response {
    let Some(Refused(refusal)) = response.extensions().get::<Refused>().cloned() else { return response };
    if let Refusal::UnknownFields { fields } = &refusal {
        // What nobody asks for would be refused again; it is shown, not sent.
        sent.set_aside(fields);
    }
    if !sent.says_something() {
        return response;
    }
    let sent = if sent.weight() > ECHO { Sent { too_long: true, ..Sent::default() } } else { sent };
    let told = refusal.clone();
    let mut form = unframed(move |Around { masthead, here, .. }| {
        let (shown, sent) = (told.clone(), sent.clone());
        let form = page(masthead, &here, "内容尚未保存", move || again(&shown, sent));
        with_status(form, Some(&told))
    });
    form.extensions_mut().insert(Refused(refusal));
    form
}

/// A body that comes back if nobody reads it.
#[derive(Clone)]
struct Lent(Arc<Mutex<Purse>>);

struct Purse {
    body: Option<Body>,
    touched: bool,
}

impl Lent {
    fn purse<T>(&self, look: impl FnOnce(&mut Purse) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The body, if nothing was read from it.
    fn give_back(&self) -> Option<Body> {
        self.purse(|purse| purse.body.take().filter(|_| !purse.touched))
    }
}

impl hyper::body::Body for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.purse(|purse| {
            purse.touched = true;
            match &mut purse.body {
                Some(body) => Pin::new(body).poll_frame(cx),
                None => Poll::Ready(None),
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.purse(|purse| purse.body.as_ref().is_none_or(|body| body.is_end_stream()))
    }

    fn size_hint(&self) -> SizeHint {
        self.purse(|purse| purse.body.as_ref().map(|body| body.size_hint()).unwrap_or_default())
    }
}
