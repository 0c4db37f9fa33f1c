//! 安全管理员.

use app::pages::ops::{self, TypedReason};
use app::pages::people;
use axum::extract::Query;
use axum::response::Response;
use contract::ops::{FindAccount, ReasonForm};
use domain::ids::PersonId;
use domain::refusal::Refusal;
use serde::Deserialize;
use usecases::platform::Measure;

use super::desk;
use crate::desks::{Duty, Id, Reached, Typed};
use crate::reply::{Sorry, retyped, see, with_status};

const HERE: &str = "/ops/accounts";

/// Looks for an account and goes to it.
pub async fn find(duty: Duty, Query(wanted): Query<FindAccount>) -> Result<Response, Sorry> {
    let refusal = if wanted.login.trim().is_empty() {
        duty.house.may_guard(&duty.on)?;
        None
    } else {
        match duty.house.find_account(&duty.on, &wanted.login).await {
            Ok(found) => return Ok(see(format!("{HERE}/{}", found.id))),
            Err(refusal @ Refusal::Invalid { .. }) => Some(refusal),
            Err(refusal) => return Err(refusal.into()),
        }
    };
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = desk(&duty, HERE, "账号", move || ops::find(wanted.login, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

/// The measure that was just taken.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

pub async fn account(
    duty: Duty,
    Id(id): Id<PersonId>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, Sorry> {
    let done = MEASURES.iter().find(|(path, _)| *path == done).map(|(_, measure)| measure.label());
    show(duty, id, TypedReason::default(), None, done).await
}

/// Each measure by the last part of its address.
const MEASURES: [(&str, Measure); 6] = [
    ("unlock", Measure::Unlock),
    ("disable", Measure::Disable),
    ("enable", Measure::Enable),
    ("end-sessions", Measure::EndSessions),
    ("reset-second-factor", Measure::ResetSecondFactor),
    ("consent-to-name", Measure::ConsentToName),
];

pub async fn unlock(duty: Duty, Id(id): Id<PersonId>, form: Typed<ReasonForm>) -> Result<Response, Sorry> {
    take(duty, id, Measure::Unlock, form).await
}

pub async fn disable(duty: Duty, Id(id): Id<PersonId>, form: Typed<ReasonForm>) -> Result<Response, Sorry> {
    take(duty, id, Measure::Disable, form).await
}

pub async fn enable(duty: Duty, Id(id): Id<PersonId>, form: Typed<ReasonForm>) -> Result<Response, Sorry> {
    take(duty, id, Measure::Enable, form).await
}

pub async fn end_sessions(
    duty: Duty,
    Id(id): Id<PersonId>,
    form: Typed<ReasonForm>,
) -> Result<Response, Sorry> {
    take(duty, id, Measure::EndSessions, form).await
}

pub async fn reset_second_factor(
    duty: Duty,
    Id(id): Id<PersonId>,
    form: Typed<ReasonForm>,
) -> Result<Response, Sorry> {
    take(duty, id, Measure::ResetSecondFactor, form).await
}

pub async fn consent_to_name(
    duty: Duty,
    id: Id<PersonId>,
    form: Typed<ReasonForm>,
) -> Result<Response, Sorry> {
    take(duty, id.0, Measure::ConsentToName, form).await
}

/// The link is on this answer and on no other.
pub async fn password_link(
    duty: Duty,
    Reached(address): Reached,
    Id(id): Id<PersonId>,
    Typed(form): Typed<ReasonForm>,
) -> Result<Response, Sorry> {
    match duty.house.guard_gives_password_link(&duty.on, id, &form.reason).await {
        Ok(made) => {
            let back = format!("{HERE}/{id}");
            let page = move || people::password_link(back, "返回账号页面", address, made);
            Ok(desk(&duty, HERE, "重设密码的链接", page))
        }
        Err(refusal) if retyped(&refusal) || matches!(refusal, Refusal::StaffLink) => {
            let typed = TypedReason { measure: "password-link".to_owned(), reason: form.reason };
            show(duty, id, typed, Some(refusal), None).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn take(
    duty: Duty,
    id: PersonId,
    measure: Measure,
    Typed(form): Typed<ReasonForm>,
) -> Result<Response, Sorry> {
    let path = MEASURES.iter().find(|(_, known)| *known == measure).map_or("", |(path, _)| path);
    match duty.house.take_measure(&duty.on, id, measure, &form.reason).await {
        Ok(()) => Ok(see(format!("{HERE}/{id}?done={path}"))),
        Err(refusal) if retyped(&refusal) => {
            let typed = TypedReason { measure: path.to_owned(), reason: form.reason };
            show(duty, id, typed, Some(refusal), None).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(
    duty: Duty,
    id: PersonId,
    typed: TypedReason,
    refusal: Option<Refusal>,
    done: Option<&'static str>,
) -> Result<Response, Sorry> {
    let view = duty.house.guarded_account(&duty.on, id).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = desk(&duty, HERE, "账号", move || ops::account(view, typed, sentence, done));
    Ok(with_status(page, refusal.as_ref()))
}
