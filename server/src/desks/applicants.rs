//! 推荐个人和家庭.

use app::pages::applicants::{self, Typed as Said};
use axum::response::Response;
use contract::applicant::{ConfirmHeadcount, Nominate, SayHeadcount};
use domain::ids::{CaseId, PeriodId};
use domain::refusal::Refusal;

use super::cases::here;
use super::{Desk, Id, Pressed, Typed};
use crate::reply::{Sorry, retyped, see, staff, with_status};

pub async fn show(desk: Desk, Id(id): Id<PeriodId>) -> Result<Response, Sorry> {
    page(desk, id, None, Said::default()).await
}

pub async fn nominate(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<Nominate>,
) -> Result<Response, Sorry> {
    let done = desk.house.nominate(&desk.at, id, &form).await.map(drop);
    answered(desk, id, done, Said { nominate: form, ..Said::default() }).await
}

pub async fn headcount(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<SayHeadcount>,
) -> Result<Response, Sorry> {
    let done = desk.house.say_headcount(&desk.at, id, &form).await;
    answered(desk, id, done, Said { headcount: form, ..Said::default() }).await
}

pub async fn headcounts(desk: Desk, Id(id): Id<PeriodId>) -> Result<Response, Sorry> {
    show_headcounts(desk, id, None).await
}

pub async fn confirm(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<ConfirmHeadcount>,
) -> Result<Response, Sorry> {
    match desk.house.confirm_headcount(&desk.at, id, &form).await {
        Ok(()) => Ok(see(format!("{}/periods/{id}/headcounts", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_headcounts(desk, id, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show_headcounts(desk: Desk, id: PeriodId, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = desk.house.headcounts_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let (here, base) = (format!("{}/periods", desk.at.base()), desk.at.base());
    let page =
        staff(frame, &here, "核定单位总人数", move || applicants::headcounts(base, view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

/// Leads back to where whoever withdrew somebody puts others forward.
pub async fn withdraw(desk: Desk, Id(id): Id<CaseId>, _: Pressed) -> Result<Response, Sorry> {
    let period = desk.house.withdraw_applicant(&desk.at, id).await?;
    Ok(see(format!("{}/periods/{period}/applicants", desk.at.base())))
}

async fn answered(
    desk: Desk,
    id: PeriodId,
    done: Result<(), Refusal>,
    typed: Said,
) -> Result<Response, Sorry> {
    match done {
        Ok(()) => Ok(see(format!("{}/periods/{id}/applicants", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => page(desk, id, Some(refusal), typed).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn page(desk: Desk, id: PeriodId, refusal: Option<Refusal>, typed: Said) -> Result<Response, Sorry> {
    let view = desk.house.applicants_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page =
        staff(frame, &here(&desk), view.heading(), move || applicants::applicants(view, typed, sentence));
    Ok(with_status(page, refusal.as_ref()))
}
