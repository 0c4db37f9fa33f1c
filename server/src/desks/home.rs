//! The front page, 待办, and what belongs to the tenant as a whole.

use app::document::Masthead;
use app::pages::{account, desk as desk_page, journal as journal_page, oversight as oversight_page};
use axum::extract::{Query, State};
use axum::response::Response;
use contract::list;
use serde::Deserialize;

use super::{Desk, Office, Visitor};
use crate::reply::{Sorry, page, see, staff};

/// `/`: for staff straight to their tenant, for others what is public.
pub async fn front(State(office): State<Office>, visitor: Visitor) -> Result<Response, Sorry> {
    let Some(somebody) = visitor.somebody else {
        let tenants = office.house.public_tenants().await?;
        let masthead = Masthead::House { person: None };
        return Ok(page(masthead, "", "清廉创建在线考评", move || account::welcome(tenants)));
    };
    somebody.is_free()?;
    let tenants = office.house.tenants_of(&somebody).await?;
    let platform = office.house.is_of_platform(&somebody).await?;
    Ok(match tenants.as_slice() {
        [only] if !platform => see(format!("/t/{}", only.code)),
        [] if platform => see("/ops"),
        _ => {
            let masthead = Masthead::House { person: Some(somebody.name) };
            page(masthead, "", "选择辖区", move || account::choose_tenant(tenants, platform))
        }
    })
}

pub async fn desk(desk: Desk) -> Result<Response, Sorry> {
    let _place = desk.looks_over().await?;
    let view = desk.house.desk(&desk.at).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    Ok(staff(frame, &base.clone(), "待办", move || desk_page::desk(&base, view)))
}

pub async fn journal(desk: Desk, Query(wanted): Query<list::Wanted>) -> Result<Response, Sorry> {
    let _place = desk.looks_over().await?;
    let view = desk.house.journal(&desk.at, &wanted).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let here = format!("{base}/journal");
    Ok(staff(frame, &here, "留痕", move || journal_page::journal(&base, view)))
}

#[derive(Deserialize)]
pub struct Wanted {
    period: Option<String>,
}

pub async fn oversight(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, Sorry> {
    let view = desk.house.oversight(&desk.at, wanted.period.as_deref()).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let here = format!("{base}/oversight");
    Ok(staff(frame, &here, "辖区总览", move || oversight_page::oversight(base, view)))
}
