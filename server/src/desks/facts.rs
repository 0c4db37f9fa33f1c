//! 事实登记 of a case.

use std::collections::HashMap;

use app::pages::cases::facts;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::case::Layer;
use contract::fact::FactForm;
use domain::ids::CaseId;
use domain::refusal::Refusal;
use usecases::evidence::On;

use super::cases::here;
use super::evidence::{attached, hang};
use super::{Desk, Id, Pressed, Typed};
use crate::reply::{Sorry, retyped, see, staff, wants_json, with_status};

pub async fn register(desk: Desk, Id(id): Id<CaseId>) -> Result<Response, Sorry> {
    show(desk, id, None, None).await
}

/// The unit registers, changes or takes out a fact.
pub async fn change_own(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<FactForm>,
) -> Result<Response, Sorry> {
    change(desk, id, Layer::Own, form).await
}

/// A reviewer does.
pub async fn change_review(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<FactForm>,
) -> Result<Response, Sorry> {
    change(desk, id, Layer::Review, form).await
}

async fn change(desk: Desk, id: CaseId, layer: Layer, form: FactForm) -> Result<Response, Sorry> {
    let done = if form.remove.is_empty() {
        desk.house.record_fact(&desk.at, layer, &form.recording(id)).await.map(drop)
    } else {
        desk.house.remove_fact(&desk.at, layer, id, (form.fact, form.based_on)).await
    };
    match done {
        Ok(()) => Ok(see(format!("{}/cases/{id}/facts", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show(desk, id, Some(refusal), Some(form)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

type Form = Result<Multipart, MultipartRejection>;
type Place = Path<HashMap<String, String>>;

/// The unit hangs a file on one of its facts.
pub async fn attach_own(
    desk: Desk,
    Id(id): Id<CaseId>,
    place: Place,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Sorry> {
    attach(desk, id, (Layer::Own, place), &headers, form).await
}

/// A reviewer does.
pub async fn attach_review(
    desk: Desk,
    Id(id): Id<CaseId>,
    place: Place,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Sorry> {
    attach(desk, id, (Layer::Review, place), &headers, form).await
}

async fn attach(
    desk: Desk,
    id: CaseId,
    (layer, place): (Layer, Place),
    headers: &HeaderMap,
    form: Form,
) -> Result<Response, Sorry> {
    let fact = named(&place, "fact")?;
    let done = hang(&desk, id, On::Fact(layer, fact), form).await;
    if wants_json(headers) {
        return attached(done);
    }
    files_changed(desk, id, done.map(drop)).await
}

/// The unit takes a file off one of its facts.
pub async fn detach_own(desk: Desk, Id(id): Id<CaseId>, place: Place, _: Pressed) -> Result<Response, Sorry> {
    detach(desk, id, Layer::Own, place).await
}

/// A reviewer does.
pub async fn detach_review(
    desk: Desk,
    Id(id): Id<CaseId>,
    place: Place,
    _: Pressed,
) -> Result<Response, Sorry> {
    detach(desk, id, Layer::Review, place).await
}

async fn detach(desk: Desk, id: CaseId, layer: Layer, place: Place) -> Result<Response, Sorry> {
    let (fact, evidence) = (named(&place, "fact")?, named(&place, "evidence")?);
    let done = desk.house.remove_fact_file(&desk.at, layer, (id, fact, evidence)).await;
    files_changed(desk, id, done).await
}

/// An id in the path; one that cannot be read is nobody's.
fn named<T: std::str::FromStr>(Path(place): &Place, name: &str) -> Result<T, Refusal> {
    place.get(name).and_then(|text| text.parse().ok()).ok_or(Refusal::NotFound)
}

async fn files_changed(desk: Desk, id: CaseId, done: Result<(), Refusal>) -> Result<Response, Sorry> {
    match done {
        Ok(()) => Ok(see(format!("{}/cases/{id}/facts", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show(desk, id, Some(refusal), None).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(
    desk: Desk,
    id: CaseId,
    refusal: Option<Refusal>,
    typed: Option<FactForm>,
) -> Result<Response, Sorry> {
    let view = desk.house.facts_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let title = format!("事实登记 {}", view.unit);
    let page = staff(frame, &here(&desk), title, move || facts(view, sentence, typed));
    Ok(with_status(page, refusal.as_ref()))
}
