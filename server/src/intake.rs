//! What every request passes before its desk sees it: who sends it, how much of it is taken in, and whether its text can be
//! written down at all. Whoever is not known is answered in a line, before anything of what they sent is read.

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::refusal::Refusal;
use http_body_util::LengthLimitError;

use crate::desks::Office;
use crate::freight::Whose;
use crate::reply::{Sorry, wants_json};
use crate::workshop::Asker;

/// Most fields of a form. The largest scheme that may be has no 部分 with more.
const FIELDS: usize = 20_000;

/// How one endpoint takes requests in.
#[derive(Clone)]
pub struct Intake {
    pub office: Office,
    /// Most bytes of a body.
    pub most: usize,
    /// Strangers may send something, too.
    pub open: bool,
    /// A large scheme may be worked on for it.
    pub heavy: bool,
}

pub async fn take_in(State(intake): State<Intake>, mut request: Request, next: Next) -> Response {
    let json = wants_json(request.headers()) || is_island(request.uri().path());
    let sorry = |refusal| Sorry { refusal, next: None, json }.into_response();
    if request.uri().path().contains("%00") {
        return sorry(Refusal::NotFound);
    }
    if request.uri().query().is_some_and(|query| query.contains("%00")) {
        return sorry(Refusal::Unwritable);
    }
    let sends = request.method() == Method::POST;
    let whose =
        if intake.open && !sends { Whose::Strangers } else { whose(&intake.office, request.headers()).await };
    if sends && whose == Whose::Strangers && !intake.open {
        return sorry(Refusal::NotSignedIn);
    }
    let in_parts = is_multipart(request.headers());
    let mut held = None;
    if sends && (!in_parts || intake.heavy) {
        let Some(load) = intake.office.freight.load(&whose, length(request.headers(), intake.most)) else {
            return sorry(Refusal::TooMuchAtOnce);
        };
        held = Some(load);
    }
    if sends && !in_parts {
        request = match read(request, intake.most).await {
            Ok(request) => request,
            Err(refusal) => return sorry(refusal),
        };
    }
    let asker = request.extensions().get::<Asker>().cloned().unwrap_or_default();
    let place = match intake.office.in_flight.admit(&whose, &asker).await {
        Ok(place) => place,
        Err(refusal) => return sorry(refusal),
    };
    request.extensions_mut().insert(whose.clone());
    let response = if intake.heavy {
        let worked = intake.office.workshop.answer(&whose, asker, next.run(request)).await;
        worked.unwrap_or_else(sorry)
    } else {
        next.run(request).await
    };
    drop((held, place));
    intake.office.freight.send(&whose, response).unwrap_or_else(|| sorry(Refusal::TooMuchAtOnce))
}

/// Who sends a request, as far as its cookie tells.
async fn whose(office: &Office, headers: &HeaderMap) -> Whose {
    let now = office.house.edge().now();
    if let Some(named) = office.keys.read(headers, now) {
        return match office.house.recognise(named.session, named.epoch).await {
            Ok(somebody) => Whose::Person(somebody.person),
            Err(_) => Whose::Once(named.session),
        };
    }
    office.keys.read_ended(headers, now).map_or(Whose::Strangers, |named| Whose::Once(named.session))
}

/// How much will come; what is not said is as much as may come.
fn length(headers: &HeaderMap, most: usize) -> usize {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    said.and_then(|text| text.parse().ok()).map_or(most, |length: usize| length.min(most))
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    kind.get(..19).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/form-data"))
}

/// Whether an island asks: it sends JSON and reads JSON, whatever its request says it is.
fn is_island(path: &str) -> bool {
    path.contains("/api/")
}

/// The same request with its body in memory.
async fn read(request: Request, most: usize) -> Result<Request, Refusal> {
    let (head, body) = request.into_parts();
    let bytes = whole(body, most).await?;
    let json = is_island(head.uri.path());
    if holds_nul(&bytes, json) {
        return Err(Refusal::Unwritable);
    }
    if !json {
        readable(&bytes)?;
    }
    Ok(Request::from_parts(head, Body::from(bytes)))
}

/// Whether a form can be read: not too many fields, and text only.
fn readable(form: &[u8]) -> Result<(), Refusal> {
    if form.iter().filter(|byte| **byte == b'&').count() >= FIELDS {
        return Err(Refusal::TooLarge);
    }
    match percent_encoding::percent_decode(form).decode_utf8() {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::Malformed),
    }
}

/// All of a body.
///
/// # Errors
/// [`Refusal::TooLarge`]; [`Refusal::Malformed`] when it breaks off.
pub async fn whole(body: Body, most: usize) -> Result<Bytes, Refusal> {
    axum::body::to_bytes(body, most)
        .await
        .map_err(|error| if is_too_long(&error) { Refusal::TooLarge } else { Refusal::Malformed })
}

/// Whether a limit was reached; layers that lent the body on may stand above the one that tells.
pub fn is_too_long(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(one) = cause {
        if one.is::<LengthLimitError>() {
            return true;
        }
        cause = one.source();
    }
    false
}

/// Whether a text holds the character 0: as it is, or escaped as JSON or else a form escapes it. What only looks like the
/// other's escape is text.
fn holds_nul(bytes: &[u8], json: bool) -> bool {
    let (sign, escaped): (u8, &[u8]) = if json { (b'\\', br"\u0000") } else { (b'%', b"%00") };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == 0 || *byte == sign) {
        let found = &rest[at..];
        if found[0] == 0 || found.starts_with(escaped) {
            return true;
        }
        // An escaped backslash begins nothing.
        let step = if json { 2 } else { 1 };
        rest = found.get(step..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use domain::refusal::Refusal;

    use super::{FIELDS, holds_nul, readable};

    #[test]
    fn a_form_is_text_in_so_many_fields() {
        for (form, found) in [
            (&b"a=%e4%b8%80&b=1"[..], Ok(())),
            ("a=一".as_bytes(), Ok(())),
            (b"", Ok(())),
            (b"a=%", Ok(())),
            (b"a=%ff%fe", Err(Refusal::Malformed)),
            (b"a=%ed%a0%80", Err(Refusal::Malformed)),
            (b"a=%e4%b8&b=1", Err(Refusal::Malformed)),
            (b"a=\xff", Err(Refusal::Malformed)),
        ] {
            assert_eq!(readable(form), found, "{}", String::from_utf8_lossy(form));
        }
        assert_eq!(readable("a=&".repeat(FIELDS - 1).as_bytes()), Ok(()));
        assert_eq!(readable("a=&".repeat(FIELDS).as_bytes()), Err(Refusal::TooLarge));
    }

    #[test]
    fn the_character_0_is_found_however_it_is_written() {
        let (form, json) = (false, true);
        for (text, written, found) in [
            (&b"login=jy%00&password=x"[..], form, true),
            (b"a\0b", form, true),
            (b"{\"a\":\"\0\"}", json, true),
            (br#"{"a":"x\u0000"}"#, json, true),
            (br#"{"a":"x\\\u0000"}"#, json, true),
            (br#"{"a":"x\\u0000"}"#, json, false),
            ("{\"a\":\"完成率%00\"}".as_bytes(), json, false),
            (br"a=\u0000", form, false),
            (b"a=100%2500", form, false),
            (b"a=%e4%b8%80&b=%", form, false),
            (br"\", json, false),
            (b"", json, false),
        ] {
            assert_eq!(holds_nul(text, written), found, "{}", String::from_utf8_lossy(text));
        }
    }
}
