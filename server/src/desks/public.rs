//! The public pages of a tenant.

use app::document::Masthead;
use app::pages::public;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AnnouncementId;

use super::{Code, Id, Office};
use crate::reply::{Sorry, page};

pub async fn latest(State(office): State<Office>, Code(code): Code) -> Result<Response, Sorry> {
    show(office, &code, None).await
}

pub async fn one(
    State(office): State<Office>,
    Code(code): Code,
    Id(id): Id<AnnouncementId>,
) -> Result<Response, Sorry> {
    show(office, &code, Some(id)).await
}

async fn show(office: Office, code: &str, wanted: Option<AnnouncementId>) -> Result<Response, Sorry> {
    let view = office.house.public_page(code, wanted).await?;
    let title = view.shown.as_ref().map_or_else(|| "公告".to_owned(), |shown| shown.title.clone());
    let masthead = Masthead::Public(view.code.clone(), view.tenant.clone());
    Ok(page(masthead, "", title, move || public::public(view)))
}
