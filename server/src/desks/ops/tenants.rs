//! 平台运维员.

use app::pages::ops;
use axum::extract::Query;
use axum::response::Response;
use contract::ops::OpenTenantForm;
use domain::refusal::Refusal;
use serde::Deserialize;
use usecases::platform::KINDS;

use super::desk;
use crate::desks::{Duty, Typed};
use crate::reply::{Sorry, see, with_status};

/// The tenant that was just opened, by its code.
#[derive(Deserialize)]
pub struct Opened {
    #[serde(default)]
    opened: String,
}

pub async fn tenants(duty: Duty, Query(Opened { opened }): Query<Opened>) -> Result<Response, Sorry> {
    let form = OpenTenantForm { kind: "县".into(), ..OpenTenantForm::default() };
    show(duty, form, None, &opened).await
}

pub async fn open(duty: Duty, Typed(form): Typed<OpenTenantForm>) -> Result<Response, Sorry> {
    match duty.house.opens_tenant(&duty.on, &form).await {
        Ok(()) => Ok(see(format!("/ops/tenants?opened={}", form.code.trim()))),
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::Taken { .. })) => {
            show(duty, form, Some(refusal), "").await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(
    duty: Duty,
    form: OpenTenantForm,
    refusal: Option<Refusal>,
    opened: &str,
) -> Result<Response, Sorry> {
    let lines = duty.house.all_tenants(&duty.on).await?;
    let done = lines.iter().find(|line| line.code == opened);
    let done = done.map(|line| format!("已开设“{}”，并记入平台留痕。", line.name));
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page =
        desk(&duty, "/ops/tenants", "辖区", move || ops::tenants(lines, &KINDS, form, sentence, done));
    Ok(with_status(page, refusal.as_ref()))
}
