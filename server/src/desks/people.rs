//! 单位与人员: invitations, posts, places, one's own posts and who stands in for one.

use app::pages::people::{self, TypedOnPerson};
use axum::extract::Query;
use axum::response::Response;
use contract::list::Wanted;
use contract::people::{Delegate, GivePost, Invite, NameForm, PlaceForm};
use domain::ids::{AppointmentId, DepartmentId, InvitationId, LineId, PersonId, UnitId};
use domain::refusal::Refusal;
use serde::Deserialize;
use usecases::people::Place;

use super::{Desk, Id, Pressed, Reached, Typed};
use crate::reply::{Sorry, retyped, see, staff, with_status};

fn here(desk: &Desk) -> String {
    format!("{}/people", desk.at.base())
}

pub async fn roster(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, Sorry> {
    show_roster(desk, &wanted, None).await
}

async fn show_roster(desk: Desk, wanted: &Wanted, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = desk.house.roster(&desk.at, wanted).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here(&desk), "单位与人员", move || people::roster(view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn invite_form(desk: Desk) -> Result<Response, Sorry> {
    show_invite(desk, Invite::default(), None).await
}

async fn show_invite(desk: Desk, form: Invite, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let choices = desk.house.invitation_choices(&desk.at).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let (base, here) = (desk.at.base(), here(&desk));
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here, "邀请人员", move || people::invite(base, choices, form, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn invite(
    desk: Desk,
    Reached(address): Reached,
    Typed(form): Typed<Invite>,
) -> Result<Response, Sorry> {
    match desk.house.invite(&desk.at, &form).await {
        Ok(made) => {
            let frame = desk.house.frame(&desk.at).await?;
            let (base, here) = (desk.at.base(), here(&desk));
            Ok(staff(frame, &here, "邀请链接", move || people::invited(base, address, made)))
        }
        Err(refusal) if retyped(&refusal) => show_invite(desk, form, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn withdraw(desk: Desk, Id(id): Id<InvitationId>, _: Pressed) -> Result<Response, Sorry> {
    desk.house.withdraw_invitation(&desk.at, id).await?;
    Ok(see(here(&desk)))
}

pub async fn person(desk: Desk, Id(id): Id<PersonId>) -> Result<Response, Sorry> {
    show_person(desk, id, TypedOnPerson::default(), None).await
}

async fn show_person(
    desk: Desk,
    id: PersonId,
    typed: TypedOnPerson,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.person_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let title = view.name.clone();
    let page = staff(frame, &here(&desk), title, move || people::person(view, typed, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn give_post(
    desk: Desk,
    Id(id): Id<PersonId>,
    Typed(form): Typed<GivePost>,
) -> Result<Response, Sorry> {
    let done = desk.house.give_post(&desk.at, id, &form.post, &form.place).await;
    after(desk, id, TypedOnPerson { post: form, ..TypedOnPerson::default() }, done).await
}

#[derive(Deserialize)]
pub struct Why {
    #[serde(default)]
    reason: String,
}

pub async fn suspend(desk: Desk, Id(id): Id<PersonId>, Typed(why): Typed<Why>) -> Result<Response, Sorry> {
    let done = desk.house.suspend_member(&desk.at, id, &why.reason).await;
    after(desk, id, TypedOnPerson { suspend: why.reason, ..TypedOnPerson::default() }, done).await
}

pub async fn resume(desk: Desk, Id(id): Id<PersonId>, _: Pressed) -> Result<Response, Sorry> {
    let done = desk.house.resume_member(&desk.at, id).await;
    after(desk, id, TypedOnPerson::default(), done).await
}

/// The officer changes a name, or consents to the one that is asked for.
pub async fn rename(
    desk: Desk,
    Id(id): Id<PersonId>,
    Typed(form): Typed<NameForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.rename_member(&desk.at, id, &form).await;
    after(desk, id, TypedOnPerson { name: form, ..TypedOnPerson::default() }, done).await
}

pub async fn refuse_name(
    desk: Desk,
    Id(id): Id<PersonId>,
    Typed(form): Typed<NameForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.refuse_name(&desk.at, id, &form).await;
    after(desk, id, TypedOnPerson::default(), done).await
}

/// The link is on this answer and on no other.
pub async fn password_link(
    desk: Desk,
    Reached(address): Reached,
    Id(id): Id<PersonId>,
    Typed(why): Typed<Why>,
) -> Result<Response, Sorry> {
    match desk.house.give_password_link(&desk.at, id, &why.reason).await {
        Ok(made) => {
            let frame = desk.house.frame(&desk.at).await?;
            let here = here(&desk);
            let back = format!("{here}/{id}");
            let page = move || people::password_link(back, "返回人员页面", address, made);
            Ok(staff(frame, &here, "重设密码的链接", page))
        }
        Err(refusal) if retyped(&refusal) || refusal == Refusal::WorksElsewhere => {
            let typed = TypedOnPerson { link: why.reason, ..TypedOnPerson::default() };
            show_person(desk, id, typed, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn after(
    desk: Desk,
    id: PersonId,
    typed: TypedOnPerson,
    done: Result<(), Refusal>,
) -> Result<Response, Sorry> {
    match done {
        Ok(()) => Ok(see(format!("{}/{id}", here(&desk)))),
        Err(refusal) if retyped(&refusal) => show_person(desk, id, typed, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn end_post(desk: Desk, Id(id): Id<AppointmentId>, _: Pressed) -> Result<Response, Sorry> {
    match desk.house.end_post(&desk.at, id).await {
        Ok(()) => Ok(see(here(&desk))),
        Err(refusal) if retyped(&refusal) => show_roster(desk, &Wanted::default(), Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn places(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, Sorry> {
    show_places(desk, &wanted, String::new(), None).await
}

async fn show_places(
    desk: Desk,
    wanted: &Wanted,
    typed: String,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.places(&desk.at, wanted).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page =
        staff(frame, &here(&desk), "单位、科室与片区", move || people::places(view, typed, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn add_unit(desk: Desk, Typed(form): Typed<PlaceForm>) -> Result<Response, Sorry> {
    let done = desk.house.add_unit_last(&desk.at, &form.name, &form.kind).await;
    placed(desk, form.name, done.map(drop)).await
}

pub async fn sort_units(desk: Desk, _: Pressed) -> Result<Response, Sorry> {
    let done = desk.house.sort_units(&desk.at).await;
    placed(desk, String::new(), done).await
}

pub async fn add_line(desk: Desk, Typed(form): Typed<PlaceForm>) -> Result<Response, Sorry> {
    let done = desk.house.add_line(&desk.at, &form.name).await;
    placed(desk, String::new(), done.map(drop)).await
}

/// Back to the list; what is there already is shown in it.
async fn placed(desk: Desk, typed: String, done: Result<(), Refusal>) -> Result<Response, Sorry> {
    match done {
        Ok(()) => Ok(see(format!("{}/units", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => {
            let wanted = Wanted { q: typed.clone(), ..Wanted::default() };
            show_places(desk, &wanted, typed, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn unit(desk: Desk, Id(id): Id<UnitId>) -> Result<Response, Sorry> {
    show_place(desk, Place::Unit(id), &Wanted::default(), PlaceForm::default(), None).await
}

pub async fn department(desk: Desk, Id(id): Id<DepartmentId>) -> Result<Response, Sorry> {
    show_place(desk, Place::Department(id), &Wanted::default(), PlaceForm::default(), None).await
}

pub async fn line(desk: Desk, Id(id): Id<LineId>, Query(wanted): Query<Wanted>) -> Result<Response, Sorry> {
    show_place(desk, Place::Line(id), &wanted, PlaceForm::default(), None).await
}

async fn show_place(
    desk: Desk,
    place: Place,
    wanted: &Wanted,
    typed: PlaceForm,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.place_page(&desk.at, place, wanted).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let title = view.name.clone();
    let page = staff(frame, &here(&desk), title, move || people::place(view, typed, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

/// Back to the place itself.
async fn changed(
    desk: Desk,
    place: Place,
    typed: PlaceForm,
    done: Result<(), Refusal>,
) -> Result<Response, Sorry> {
    match done {
        Ok(()) => {
            let kind = match place {
                Place::Unit(_) => "units",
                Place::Department(_) => "departments",
                Place::Line(_) => "lines",
            };
            Ok(see(format!("{}/{kind}/{}", desk.at.base(), place.id())))
        }
        Err(refusal) if retyped(&refusal) => {
            show_place(desk, place, &Wanted::default(), typed, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn add_department(
    desk: Desk,
    Id(id): Id<UnitId>,
    Typed(form): Typed<PlaceForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.add_department(&desk.at, id, &form.name).await;
    changed(desk, Place::Unit(id), PlaceForm::default(), done.map(drop)).await
}

pub async fn retype_unit(
    desk: Desk,
    Id(id): Id<UnitId>,
    Typed(form): Typed<PlaceForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.retype_unit(&desk.at, id, &form.kind).await;
    changed(desk, Place::Unit(id), form, done).await
}

/// The acts that units, departments and lines have in common.
macro_rules! of_places {
    ($($rename:ident $put:ident $end:ident $resume:ident : $id:ty => $place:path),* $(,)?) => {$(
        pub async fn $rename(
            desk: Desk,
            Id(id): Id<$id>,
            Typed(form): Typed<PlaceForm>,
        ) -> Result<Response, Sorry> {
            let done = desk.house.rename_place(&desk.at, $place(id), &form).await;
            changed(desk, $place(id), form, done).await
        }

        pub async fn $put(
            desk: Desk,
            Id(id): Id<$id>,
            Typed(form): Typed<PlaceForm>,
        ) -> Result<Response, Sorry> {
            let done = desk.house.move_place(&desk.at, $place(id), &form.to).await;
            changed(desk, $place(id), form, done).await
        }

        pub async fn $end(
            desk: Desk,
            Id(id): Id<$id>,
            Typed(form): Typed<PlaceForm>,
        ) -> Result<Response, Sorry> {
            let done = desk.house.end_place(&desk.at, $place(id), &form).await;
            changed(desk, $place(id), form, done).await
        }

        pub async fn $resume(desk: Desk, Id(id): Id<$id>) -> Result<Response, Sorry> {
            let done = desk.house.resume_place(&desk.at, $place(id)).await;
            changed(desk, $place(id), PlaceForm::default(), done).await
        }
    )*};
}

of_places! {
    rename_unit put_unit end_unit resume_unit: UnitId => Place::Unit,
    rename_department put_department end_department resume_department: DepartmentId => Place::Department,
    rename_line put_line end_line resume_line: LineId => Place::Line,
}

#[derive(Deserialize)]
pub struct LineUnits {
    #[serde(default)]
    unit: Vec<String>,
    /// Those the page showed; with none, all are meant.
    #[serde(default)]
    shown: Vec<String>,
}

pub async fn assign_line(
    desk: Desk,
    Id(line): Id<LineId>,
    Typed(chosen): Typed<LineUnits>,
) -> Result<Response, Sorry> {
    let shown = (!chosen.shown.is_empty()).then_some(chosen.shown.as_slice());
    let done = desk.house.assign_line_among(&desk.at, line, shown, &chosen.unit).await;
    changed(desk, Place::Line(line), PlaceForm::default(), done).await
}

pub async fn own_posts(desk: Desk) -> Result<Response, Sorry> {
    show_own(desk, None, None).await
}

async fn show_own(
    desk: Desk,
    typed: Option<(String, Delegate)>,
    refusal: Option<Refusal>,
) -> Result<Response, Sorry> {
    let view = desk.house.own_posts(&desk.at).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let here = format!("{}/posts", desk.at.base());
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here, "我的岗位", move || people::own_posts(view, typed, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn delegate(
    desk: Desk,
    Id(id): Id<AppointmentId>,
    Typed(form): Typed<Delegate>,
) -> Result<Response, Sorry> {
    match desk.house.delegate(&desk.at, id, &form).await {
        Ok(()) => Ok(see(format!("{}/posts", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => {
            show_own(desk, Some((id.to_string(), form)), Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn end_delegation(desk: Desk, Id(id): Id<AppointmentId>, _: Pressed) -> Result<Response, Sorry> {
    desk.house.end_delegation(&desk.at, id).await?;
    Ok(see(format!("{}/posts", desk.at.base())))
}
