//! Who holds which post over which place.

use std::collections::{HashMap, HashSet};

use domain::calendar::Instant;
use domain::ids::{AppointmentId, DepartmentId, LineId, PersonId, PostId, UnitId};
use domain::policy::{Appointment, Permit, Posting, Reach};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::appointments::{Column, Entity, Model};
use crate::posts::{self, Post};
use crate::{StoreError, Tx, lines, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAppointment {
    pub id: AppointmentId,
    /// A member of the tenant already.
    pub person: PersonId,
    pub post: PostId,
    pub posting: Posting,
    pub since: Instant,
    pub delegated: Option<Delegated>,
}

/// What makes an appointment a delegation (代理).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegated {
    /// The appointment that is deputised.
    pub of: AppointmentId,
    /// Whose it is.
    pub holder: String,
    /// The first moment at which it no longer holds.
    pub until: Instant,
}

/// A post somebody holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: AppointmentId,
    pub person: PersonId,
    pub post: Post,
    pub posting: Posting,
    pub since: Instant,
    pub delegated: Option<Delegated>,
}

/// What a person may do in the tenant at `now`, as policy reads it; what has ended is not listed.
pub async fn of_person(tx: &Tx, person: PersonId, now: Instant) -> Result<Vec<Appointment>, StoreError> {
    let rows = scoped::list(tx, current(now).filter(Column::PersonId.eq(person.0))).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let posts = posts_by_id(tx).await?;
    let mut held = Vec::new();
    for row in rows {
        let post = post_of(&posts, &row)?;
        held.push(Appointment {
            post: post.name.clone(),
            acts: post.acts.clone(),
            reach: reach(tx, posting(&row)?).await?,
            acts_for: row.acts_for_name,
        });
    }
    Ok(held)
}

/// Every post held at `now`, in the order they were given.
pub async fn all(tx: &Tx, now: Instant) -> Result<Vec<Held>, StoreError> {
    let posts = posts_by_id(tx).await?;
    let rows = scoped::list(tx, current(now)).await?;
    rows.into_iter().map(|row| held(&posts, row)).collect()
}

/// Posts held over the whole tenant and its lines, in the order they were given.
pub async fn beyond_units(tx: &Tx, now: Instant) -> Result<Vec<Held>, StoreError> {
    among(tx, current(now).filter(Column::UnitId.is_null())).await
}

/// Posts held over these units and their departments, in the order they were given.
pub async fn over_units(tx: &Tx, units: &[UnitId], now: Instant) -> Result<Vec<Held>, StoreError> {
    among(tx, current(now).filter(Column::UnitId.is_in(units.iter().map(|unit| unit.0)))).await
}

/// Posts these people hold, in the order they were given.
pub async fn of_persons(tx: &Tx, persons: &[PersonId], now: Instant) -> Result<Vec<Held>, StoreError> {
    among(tx, current(now).filter(Column::PersonId.is_in(persons.iter().map(|person| person.0)))).await
}

/// Everybody who holds a post at `now`.
pub async fn holders(tx: &Tx, now: Instant) -> Result<HashSet<PersonId>, StoreError> {
    let rows = scoped::list(tx, current(now)).await?;
    Ok(rows.into_iter().map(|row| PersonId(row.person_id)).collect())
}

async fn among(tx: &Tx, select: sea_orm::Select<Entity>) -> Result<Vec<Held>, StoreError> {
    let posts = posts_by_id(tx).await?;
    let rows = scoped::list(tx, select).await?;
    rows.into_iter().map(|row| held(&posts, row)).collect()
}

/// One post, if it is held at `now`.
pub async fn find(tx: &Tx, id: AppointmentId, now: Instant) -> Result<Option<Held>, StoreError> {
    let Some(row) = scoped::one(tx, current(now).filter(Column::Id.eq(id.0))).await? else { return Ok(None) };
    held(&posts_by_id(tx).await?, row).map(Some)
}

/// Whether anybody was ever given the post of this code, ended or not.
pub async fn was_ever_held(tx: &Tx, code: &str) -> Result<bool, StoreError> {
    let Some(post) = posts::by_code(tx, code).await? else { return Ok(false) };
    Ok(scoped::count(tx, Entity::find().filter(Column::PostId.eq(post.id.0))).await? > 0)
}

/// When the last post ended of each person who holds none at `now`.
pub async fn former(tx: &Tx, now: Instant) -> Result<HashMap<PersonId, Instant>, StoreError> {
    let rows = scoped::list(tx, Entity::find()).await?;
    let over = |row: &Model| row.ended_at.into_iter().chain(row.until).min().filter(|end| *end <= now.0);
    let mut ended: HashMap<PersonId, Option<i64>> = HashMap::new();
    for row in &rows {
        let last = ended.entry(PersonId(row.person_id)).or_insert(Some(i64::MIN));
        *last = last.zip(over(row)).map(|(one, other)| one.max(other));
    }
    Ok(ended.into_iter().filter_map(|(person, end)| Some((person, Instant(end?)))).collect())
}

pub async fn insert(tx: &Tx, permit: &Permit, appointment: &NewAppointment) -> Result<(), StoreError> {
    let NewAppointment { posting, delegated, .. } = appointment;
    let row = Model {
        tenant_id: tx.scope(),
        id: appointment.id.0,
        person_id: appointment.person.0,
        post_id: appointment.post.0,
        unit_id: posting.unit().map(|unit| unit.0),
        department_id: posting.department().map(|department| department.0),
        line_id: posting.line().map(|line| line.0),
        acts_for: delegated.as_ref().map(|delegated| delegated.of.0),
        acts_for_name: delegated.as_ref().map(|delegated| delegated.holder.clone()),
        since: appointment.since.0,
        until: delegated.as_ref().map(|delegated| delegated.until.0),
        ended_at: None,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Ends a post, and whatever is held as its delegate.
///
/// # Errors
/// [`StoreError::Missing`] when there is none, or it has ended already.
pub async fn end(tx: &Tx, permit: &Permit, id: AppointmentId, at: Instant) -> Result<(), StoreError> {
    let ending = |which: Condition| {
        Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(at.0))
            .filter(which)
            .filter(Column::EndedAt.is_null())
    };
    scoped::update(tx, permit, ending(Condition::all().add(Column::ActsFor.eq(id.0)))).await?;
    let ended = scoped::update(tx, permit, ending(Condition::all().add(Column::Id.eq(id.0)))).await?;
    scoped::exactly_one::<Entity>(ended)
}

fn current(now: Instant) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::EndedAt.is_null())
        .filter(Condition::any().add(Column::Until.is_null()).add(Column::Until.gt(now.0)))
        .order_by_asc(Column::Id)
}

async fn posts_by_id(tx: &Tx) -> Result<HashMap<PostId, Post>, StoreError> {
    Ok(posts::all(tx).await?.into_iter().map(|post| (post.id, post)).collect())
}

fn post_of<'a>(posts: &'a HashMap<PostId, Post>, row: &Model) -> Result<&'a Post, StoreError> {
    posts.get(&PostId(row.post_id)).ok_or_else(|| StoreError::unreadable("post", row.post_id.to_string()))
}

fn held(posts: &HashMap<PostId, Post>, row: Model) -> Result<Held, StoreError> {
    let delegated = match (row.acts_for, &row.acts_for_name, row.until) {
        (Some(of), Some(holder), Some(until)) => {
            Some(Delegated { of: AppointmentId(of), holder: holder.clone(), until: Instant(until) })
        }
        (None, None, None) => None,
        _ => return Err(StoreError::unreadable("delegation", row.id.to_string())),
    };
    Ok(Held {
        id: AppointmentId(row.id),
        person: PersonId(row.person_id),
        post: post_of(posts, &row)?.clone(),
        posting: posting(&row)?,
        since: Instant(row.since),
        delegated,
    })
}

fn posting(row: &Model) -> Result<Posting, StoreError> {
    let parts = (row.unit_id.map(UnitId), row.department_id.map(DepartmentId), row.line_id.map(LineId));
    Posting::from_parts(parts.0, parts.1, parts.2)
        .ok_or_else(|| StoreError::unreadable("posting", row.id.to_string()))
}

async fn reach(tx: &Tx, posting: Posting) -> Result<Reach, StoreError> {
    Ok(match posting {
        Posting::Tenant => Reach::Tenant,
        Posting::Unit(unit) => Reach::Unit { unit },
        Posting::Department(unit, department) => Reach::Department { unit, department },
        Posting::Line(line) => Reach::Line { line, units: lines::units_of(tx, line).await? },
    })
}
