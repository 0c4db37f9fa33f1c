//! 事实登记 of a case.

use app::pages::cases::facts;
use axum::response::Response;
use contract::case::Layer;
use contract::fact::FactForm;
use domain::ids::CaseId;
use domain::refusal::Refusal;

use super::cases::here;
use super::{Desk, Id, Typed};
use crate::reply::{Sorry, retyped, see, staff, with_status};

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
