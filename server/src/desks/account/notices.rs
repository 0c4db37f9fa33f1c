//! What was done to one's account, read before the work begins.

use app::document::Masthead;
use app::pages::account;
use axum::extract::Query;
use axum::response::Response;
use contract::account::ReadNotices;
use domain::calendar::Instant;

use super::sign_in::{Next, inside};
use crate::desks::{Own, Typed};
use crate::reply::{Sorry, page, see};

pub async fn notices(own: Own, Query(next): Query<Next>) -> Result<Response, Sorry> {
    let lines = own.house.notices(&own.me).await?;
    let next = inside(&next.next);
    let masthead = Masthead::House { person: Some(own.me.name) };
    Ok(page(masthead, "", "账号提醒", move || account::notices(lines, next)))
}

pub async fn read_notices(own: Own, Typed(form): Typed<ReadNotices>) -> Result<Response, Sorry> {
    // A moment that cannot be read is before every notice: nothing counts as read.
    let shown = Instant(form.shown.parse().unwrap_or_default());
    own.house.notices_are_read(&own.me, shown).await?;
    Ok(see(inside(&form.next)))
}
