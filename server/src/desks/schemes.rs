//! 创建方案.

use app::pages::schemes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::scheme::ShareForm;
use domain::ids::SchemeId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Scheme, builtin};
use serde::Deserialize;
use usecases::schemes::library;

use super::{Desk, Id, Pressed, Typed};
use crate::reply::{Sorry, retyped, see, staff, with_status};

pub async fn list(desk: Desk) -> Result<Response, Sorry> {
    show_list(desk, None).await
}

/// All versions; for the officer also the drafts, and what a new one can begin from.
pub(super) async fn show_list(desk: Desk, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let versions = desk.house.schemes(&desk.at).await?;
    let bench = if desk.at.member.ever_does(Act::ConfigureScheme) {
        let drafts = desk.house.drafts(&desk.at).await?;
        let named = |scheme: Scheme| (scheme.name, scheme.title);
        let all = builtin::names().filter_map(builtin::load).map(named);
        let shared = desk.house.shared_by_others(&desk.at).await?;
        let (library, ready) = (all.collect(), library().map(named).collect());
        Some(schemes::DraftingTable { drafts, library, shared, ready })
    } else {
        None
    };
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let here = format!("{base}/schemes");
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here, "创建方案", move || schemes::list(base, versions, bench, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

/// The text of one version, to keep or to take elsewhere.
pub async fn file(desk: Desk, Id(id): Id<SchemeId>) -> Result<Response, Sorry> {
    let (name, text) = desk.house.scheme_file(&desk.at, id).await?;
    Ok(download(&name, text))
}

/// A scheme file to be saved.
pub(super) fn download(name: &str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Short names are Latin letters, digits and hyphens.
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

pub async fn one(desk: Desk, Id(id): Id<SchemeId>) -> Result<Response, Sorry> {
    show(desk, id, None).await
}

/// Lets other tenants read a version.
pub async fn share(
    desk: Desk,
    Id(id): Id<SchemeId>,
    Typed(form): Typed<ShareForm>,
) -> Result<Response, Sorry> {
    match desk.house.share_scheme(&desk.at, id, &form).await {
        Ok(()) => Ok(see(format!("{}/schemes/{id}", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show(desk, id, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// Takes it back.
pub async fn unshare(desk: Desk, Id(id): Id<SchemeId>, _: Pressed) -> Result<Response, Sorry> {
    desk.house.unshare_scheme(&desk.at, id).await?;
    Ok(see(format!("{}/schemes/{id}", desk.at.base())))
}

async fn show(desk: Desk, id: SchemeId, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = desk.house.scheme_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let here = format!("{}/schemes", desk.at.base());
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here, view.scheme.title.clone(), move || schemes::scheme(view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    name: String,
}

pub async fn publish(desk: Desk, Typed(chosen): Typed<Chosen>) -> Result<Response, Sorry> {
    match desk.house.publish_builtin_scheme(&desk.at, &chosen.name).await {
        Ok(id) => Ok(see(format!("{}/schemes/{id}", desk.at.base()))),
        Err(refusal @ (Refusal::FindingsOpen { .. } | Refusal::Invalid { .. })) => {
            show_list(desk, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
