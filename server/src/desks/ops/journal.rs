//! 审计管理员.

use app::pages::ops;
use axum::response::Response;

use super::desk;
use crate::desks::{Duty, Pressed};
use crate::reply::Sorry;

const HERE: &str = "/ops/journal";

pub async fn journal(duty: Duty) -> Result<Response, Sorry> {
    let events = duty.house.platform_events(&duty.on).await?;
    Ok(desk(&duty, HERE, "审计", move || ops::journal(events)))
}

pub async fn verify(duty: Duty, _: Pressed) -> Result<Response, Sorry> {
    let lines = duty.house.verify_all_journals(&duty.on).await?;
    let at = duty.house.edge().now().zh();
    Ok(desk(&duty, HERE, "核验结果", move || ops::verified(lines, at)))
}
