//! 集体研究决定 and 公告: what a meeting decides or corrects, and what of it is published, corrected or withdrawn.

use app::pages::periods;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Query};
use axum::response::Response;
use contract::announcement::{Publish, PublishPage};
use contract::decision::{CorrectDecision, RecordDecision};
use domain::ids::{AnnouncementId, DecisionId, PeriodId};
use domain::policy::{Act, Place, authorise};
use domain::refusal::{Refusal, Unasked};
use serde::Deserialize;
use usecases::vault::Incoming;

use super::evidence::{Received, receive};
use super::periods::here;
use super::{Desk, Id, Typed};
use crate::reply::{Sorry, retyped, see, staff, with_status};

pub async fn ranking(desk: Desk, Id(id): Id<PeriodId>) -> Result<Response, Sorry> {
    show_ranking(desk, id, RecordDecision::default(), None).await
}

/// What a form with minutes says, and the minutes or why they were not taken.
type Heard = (Vec<(String, String)>, Result<Option<(String, Incoming)>, Refusal>);

/// The minutes come as a file. Whoever may not decide is told before a large body is received.
async fn heard(desk: &Desk, form: Result<Multipart, MultipartRejection>) -> Result<Heard, Refusal> {
    authorise(&desk.at.actor, Act::DecideCollectively, Place::tenant(desk.at.tenant.id))?;
    let form = form.map_err(|_| Refusal::Malformed)?;
    let Received { fields, file } = receive(desk, form, "minutes").await?;
    Ok((fields, file))
}

/// What was typed is shown again if the decision is refused.
pub async fn decide(
    desk: Desk,
    Id(id): Id<PeriodId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Sorry> {
    let (fields, minutes) = heard(&desk, form).await?;
    let mut typed = RecordDecision::default();
    let mut others = Vec::new();
    for (name, value) in fields {
        match (name.as_str(), name.split_once(':')) {
            ("meeting", _) => typed.meeting = value,
            ("held_on", _) => typed.held_on = value,
            ("present", _) => typed.present = value,
            ("note", _) => typed.note = value,
            ("leave_out", _) => typed.leave_out = value,
            (_, Some(("outcome", case))) => typed.outcomes.push((case.to_owned(), value)),
            (_, Some(("reason", _))) if value.trim().is_empty() => {}
            (_, Some(("reason", case))) => typed.reasons.push((case.to_owned(), value)),
            (_, Some(("score", case))) => typed.scores.push((case.to_owned(), value)),
            (_, Some(("pool", quota))) => typed.pools.push((quota.to_owned(), value)),
            // An empty file field of a browser.
            ("minutes", _) if value.is_empty() => {}
            _ => others.push(Unasked { name, said: value }),
        }
    }
    let recorded = match (Refusal::unless_asked(others), minutes) {
        (Ok(()), Ok(minutes)) => desk.house.record_decision(&desk.at, id, &typed, minutes).await,
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    };
    match recorded {
        Ok(_) => Ok(see(format!("{}/periods/{id}/decision", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_ranking(desk, id, typed, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show_ranking(
    desk: Desk,
    id: PeriodId,
    typed: RecordDecision,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    // Whoever typed something waits like others, and sees it again however many look.
    let _place = match desk.looks_over().await {
        Err(busy) if refusal.is_none() => return Err(busy.into()),
        place => place.unwrap_or_default(),
    };
    let view = desk.house.ranking(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let (base, may) = (desk.at.base(), desk.at.member.ever_does(Act::DecideCollectively));
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here(&desk), "排名与集体决定", move || {
        periods::decision(base, view, typed, may, sentence)
    });
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn correction(desk: Desk, Id(id): Id<DecisionId>) -> Result<Response, Sorry> {
    show_correction(desk, id, CorrectDecision::default(), None).await
}

pub async fn correct(
    desk: Desk,
    Id(id): Id<DecisionId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Sorry> {
    let (fields, minutes) = heard(&desk, form).await?;
    let mut typed = CorrectDecision::default();
    let mut others = Vec::new();
    for (name, value) in fields {
        match (name.as_str(), name.split_once(':')) {
            ("meeting", _) => typed.meeting = value,
            ("held_on", _) => typed.held_on = value,
            ("present", _) => typed.present = value,
            ("note", _) => typed.note = value,
            (_, Some(("outcome", case))) => typed.outcomes.push((case.to_owned(), value)),
            (_, Some(("reason", _))) if value.trim().is_empty() => {}
            (_, Some(("reason", case))) => typed.reasons.push((case.to_owned(), value)),
            (_, Some(("version", case))) => typed.versions.push((case.to_owned(), value)),
            ("minutes", _) if value.is_empty() => {}
            _ => others.push(Unasked { name, said: value }),
        }
    }
    let corrected = match (Refusal::unless_asked(others), minutes) {
        (Ok(()), Ok(minutes)) => desk.house.correct_decision(&desk.at, id, &typed, minutes).await,
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    };
    match corrected {
        Ok(period) => Ok(see(format!("{}/periods/{period}/decision", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_correction(desk, id, typed, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show_correction(
    desk: Desk,
    id: DecisionId,
    typed: CorrectDecision,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.correction_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page =
        staff(frame, &here(&desk), "更正决定", move || periods::correction(base, view, typed, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn publish_form(desk: Desk, Id(id): Id<DecisionId>) -> Result<Response, Sorry> {
    let view = desk.house.publish_page(&desk.at, id).await?;
    show_publish(desk, view, None).await
}

/// The first button shows what would be published, the second publishes what was shown.
pub async fn publish(
    desk: Desk,
    Id(id): Id<DecisionId>,
    Typed(form): Typed<Publish>,
) -> Result<Response, Sorry> {
    let refusal = match pressed(&form) {
        Ok(true) => match desk.house.publish(&desk.at, id, &form).await {
            Ok(announcement) => return Ok(see(format!("/p/{}/{announcement}", desk.at.tenant.code))),
            Err(refusal) => Some(refusal),
        },
        Ok(false) => None,
        Err(refusal) => Some(refusal),
    };
    match refusal {
        Some(refusal) if !retyped(&refusal) => Err(refusal.into()),
        told => match desk.house.publish_page_with(&desk.at, id, Some(form)).await {
            Ok(view) => show_publish(desk, view, told).await,
            Err(refusal) => Err(told.unwrap_or(refusal).into()),
        },
    }
}

/// Which of the two an amendment is, in the address of the page; a correction where nothing is said.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    does: String,
}

pub async fn amend_form(
    desk: Desk,
    Id(id): Id<AnnouncementId>,
    Query(Which { does }): Query<Which>,
) -> Result<Response, Sorry> {
    let does = if does.is_empty() { "correction".to_owned() } else { does };
    let view = desk.house.amend_page(&desk.at, id, Publish { does, ..Publish::default() }).await?;
    show_publish(desk, view, None).await
}

pub async fn amend(
    desk: Desk,
    Id(id): Id<AnnouncementId>,
    Typed(form): Typed<Publish>,
) -> Result<Response, Sorry> {
    let refusal = match pressed(&form) {
        Ok(true) => match desk.house.amend(&desk.at, id, &form).await {
            Ok(announcement) => return Ok(see(format!("/p/{}/{announcement}", desk.at.tenant.code))),
            Err(refusal) => Some(refusal),
        },
        Ok(false) => None,
        Err(refusal) => Some(refusal),
    };
    match refusal {
        Some(refusal) if !retyped(&refusal) => Err(refusal.into()),
        told => {
            let act = if form.act.is_empty() { "preview".to_owned() } else { form.act.clone() };
            match desk.house.amend_page(&desk.at, id, Publish { act, ..form }).await {
                Ok(view) => show_publish(desk, view, told).await,
                Err(refusal) => Err(told.unwrap_or(refusal).into()),
            }
        }
    }
}

/// Whether it is to be published; else it is looked at.
fn pressed(form: &Publish) -> Result<bool, Refusal> {
    match form.act.as_str() {
        "publish" => Ok(true),
        "preview" => Ok(false),
        _ => Err(Refusal::invalid("act", "请选择先预览，还是公布")),
    }
}

async fn show_publish(desk: Desk, view: PublishPage, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here(&desk), "公布结果", move || periods::publish(base, view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}
