//! 周期: opening, dashboard, supplementary versions.

use std::time::Duration;

use app::pages::periods;
use axum::extract::Query;
use axum::response::Response;
use contract::assignment::Assign;
use contract::list::Wanted;
use contract::period::{ChangeForm, OpenBy, OpenPeriod, OpenPeriodPage, SupplementForm};
use domain::ids::PeriodId;
use domain::policy::Act;
use domain::refusal::Refusal;

use super::{Desk, Id, Typed};
use crate::reply::{Sorry, retyped, see, staff, with_status};

/// So long an officer waits for the cases of a period to follow what was done to all of them.
const AT_MOST: Duration = Duration::from_secs(1);

pub async fn list(desk: Desk) -> Result<Response, Sorry> {
    let _place = desk.looks_over().await?;
    let view = desk.house.periods(&desk.at).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let (base, may_open) = (desk.at.base(), desk.at.member.ever_does(Act::OpenPeriod));
    Ok(staff(frame, &here(&desk), "周期与进度", move || periods::list(base, view, may_open)))
}

pub async fn open_form(desk: Desk, Query(by): Query<OpenBy>) -> Result<Response, Sorry> {
    let view = desk.house.open_period_page(&desk.at, &by).await?;
    show_open(desk, view, None).await
}

pub async fn open(desk: Desk, Typed(form): Typed<OpenPeriod>) -> Result<Response, Sorry> {
    match desk.house.open_period(&desk.at, &form).await {
        Ok(id) => Ok(see(format!("{}/periods/{id}", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => {
            let view = desk.house.open_period_page_with(&desk.at, form).await?;
            show_open(desk, view, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show_open(desk: Desk, view: OpenPeriodPage, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here(&desk), "开启周期", move || periods::open(base, view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn progress(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Sorry> {
    let _place = desk.looks_over().await?;
    let view = desk.house.progress_page(&desk.at, id, &wanted).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    Ok(staff(frame, &here(&desk), view.line.title.clone(), move || periods::progress(base, view)))
}

/// `form`: what a link fills in, the name of a unit.
pub async fn change_form(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Query(form): Query<ChangeForm>,
) -> Result<Response, Sorry> {
    show_change(desk, id, form, None).await
}

async fn show_change(
    desk: Desk,
    id: PeriodId,
    form: ChangeForm,
    refused: Option<(&'static str, Refusal)>,
) -> Result<Response, Sorry> {
    let view = desk.house.change_page(&desk.at, id, form).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refused.as_ref().map(|(form, refusal)| (*form, refusal.sentence()));
    let page = staff(frame, &here(&desk), "调整周期", move || periods::change(view, sentence));
    Ok(with_status(page, refused.map(|(_, refusal)| refusal).as_ref()))
}

/// Back to the period; what was refused stands in its form.
async fn after_change(
    desk: Desk,
    id: PeriodId,
    form: ChangeForm,
    which: &'static str,
    done: Result<(), Refusal>,
) -> Result<Response, Sorry> {
    match done {
        Ok(()) => Ok(see(format!("{}/periods/{id}", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_change(desk, id, form, Some((which, refusal))).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn move_deadlines(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<ChangeForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.move_deadlines(&desk.at, id, &form).await;
    after_change(desk, id, form, "deadlines", done).await
}

pub async fn join(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<ChangeForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.join_period(&desk.at, id, &form).await;
    after_change(desk, id, form, "join", done.map(drop)).await
}

pub async fn leave(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<ChangeForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.leave_period(&desk.at, id, &form).await;
    after_change(desk, id, form, "leave", done).await
}

pub async fn cancel(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<ChangeForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.cancel_period(&desk.at, id, &form).await;
    after_change(desk, id, form, "cancel", done).await
}

pub async fn assign_form(desk: Desk, Id(id): Id<PeriodId>) -> Result<Response, Sorry> {
    show_assign(desk, id, Assign::default(), None).await
}

pub async fn assign(desk: Desk, Id(id): Id<PeriodId>, Typed(form): Typed<Assign>) -> Result<Response, Sorry> {
    match desk.house.assign(&desk.at, id, &form).await {
        Ok(()) => Ok(see(format!("{}/periods/{id}/assign", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_assign(desk, id, form, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show_assign(
    desk: Desk,
    id: PeriodId,
    form: Assign,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.assign_page(&desk.at, id, form).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here(&desk), "分派考核", move || periods::assign(view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn supplement_form(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Query(form): Query<SupplementForm>,
) -> Result<Response, Sorry> {
    show_supplement(desk, id, form, None).await
}

pub async fn supplement(
    desk: Desk,
    Id(id): Id<PeriodId>,
    Typed(form): Typed<SupplementForm>,
) -> Result<Response, Sorry> {
    match desk.house.supplement(&desk.at, id, &form).await {
        Ok(()) => {
            bring_over(&desk, id).await;
            Ok(see(format!("{}/periods/{id}", desk.at.base())))
        }
        Err(refusal) if retyped(&refusal) => show_supplement(desk, id, form, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// The cases follow by themselves, whether the officer waits or not; of few, all have followed before the answer.
async fn bring_over(desk: &Desk, period: PeriodId) {
    let (house, tenant) = (desk.house.clone(), desk.at.tenant.id);
    let following = tokio::spawn(async move {
        match house.bring_over(tenant, period).await {
            Ok(0) => {}
            left => tracing::warn!(?left, %period, "not every case follows the supplementary version yet"),
        }
    });
    let _ = tokio::time::timeout(AT_MOST, following).await;
}

async fn show_supplement(
    desk: Desk,
    id: PeriodId,
    form: SupplementForm,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.supplement_page(&desk.at, id, form).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here(&desk), "启用补充版", move || periods::supplement(view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub(super) fn here(desk: &Desk) -> String {
    format!("{}/periods", desk.at.base())
}
