//! 平台运维员.

use app::pages::ops;
use axum::extract::Query;
use axum::response::Response;
use contract::ops::{FirstOfficerForm, OpenTenantForm};
use domain::jurisdiction::KINDS;
use domain::refusal::Refusal;
use serde::Deserialize;

use super::desk;
use crate::desks::{Duty, Reached, Typed};
use crate::reply::{Sorry, see, with_status};

/// The tenant that was just opened, by its code.
#[derive(Deserialize)]
pub struct Opened {
    #[serde(default)]
    opened: String,
}

pub async fn tenants(duty: Duty, Query(Opened { opened }): Query<Opened>) -> Result<Response, Sorry> {
    let invitation = FirstOfficerForm { tenant: opened.clone(), ..FirstOfficerForm::default() };
    show(duty, Shown { invitation, opened, ..Shown::default() }).await
}

pub async fn open(duty: Duty, Typed(form): Typed<OpenTenantForm>) -> Result<Response, Sorry> {
    match duty.house.opens_tenant(&duty.on, &form).await {
        Ok(()) => Ok(see(format!("/ops/tenants?opened={}", form.code.trim()))),
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::Taken { .. })) => {
            show(duty, Shown { opening: form, refusal: Some(refusal), ..Shown::default() }).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The link is on this answer and on no other.
pub async fn invite(
    duty: Duty,
    Reached(address): Reached,
    Typed(form): Typed<FirstOfficerForm>,
) -> Result<Response, Sorry> {
    match duty.house.invites_officer(&duty.on, &form).await {
        Ok(invited) => {
            let page = move || ops::officer_invited(address, invited);
            Ok(desk(&duty, "/ops/tenants", "邀请链接已生成", page))
        }
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::Taken { .. })) => {
            let not_invited = Some(refusal);
            show(duty, Shown { invitation: form, not_invited, ..Shown::default() }).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Which tenant is meant, by its code.
#[derive(Deserialize)]
pub struct Meant {
    #[serde(default)]
    tenant: String,
}

pub async fn suspend(duty: Duty, Typed(Meant { tenant }): Typed<Meant>) -> Result<Response, Sorry> {
    duty.house.turns_tenant(&duty.on, &tenant, false).await?;
    Ok(see("/ops/tenants"))
}

pub async fn resume(duty: Duty, Typed(Meant { tenant }): Typed<Meant>) -> Result<Response, Sorry> {
    duty.house.turns_tenant(&duty.on, &tenant, true).await?;
    Ok(see("/ops/tenants"))
}

/// What the page shows besides the tenants.
#[derive(Default)]
struct Shown {
    opening: OpenTenantForm,
    invitation: FirstOfficerForm,
    refusal: Option<Refusal>,
    not_invited: Option<Refusal>,
    opened: String,
}

async fn show(duty: Duty, shown: Shown) -> Result<Response, Sorry> {
    let Shown { mut opening, invitation, refusal, not_invited, opened } = shown;
    if opening.kind.is_empty() {
        "县".clone_into(&mut opening.kind);
    }
    let lines = duty.house.all_tenants(&duty.on).await?;
    let done = lines.iter().find(|line| line.code == opened);
    let done =
        done.map(|line| format!("已开设“{}”，并记入平台留痕。下一步：邀请它的方案管理员。", line.name));
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let why_not = not_invited.as_ref().map(Refusal::sentence);
    let page = desk(&duty, "/ops/tenants", "辖区", move || {
        ops::tenants(lines, &KINDS, (opening, sentence), (invitation, why_not), done)
    });
    Ok(with_status(page, refusal.or(not_invited).as_ref()))
}
