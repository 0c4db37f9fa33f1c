//! The people of a tenant: who is invited, who holds which post over what, who stands in for whom.
//!
//! A post ends as openly as it began; whoever holds none is let in nowhere. The last one who could give posts stays.

mod accept;
mod appoint;
mod delegate;
mod doors;
mod end_post;
mod invite;
pub(crate) mod names;
mod place;
mod places;
mod rename;
mod roster;
mod suspend;

pub use accept::Arrival;
pub use appoint::NewPerson;
pub(crate) use appoint::login;
pub use store::places::Place;

use domain::ids::PersonId;
use domain::policy::{Act, Posting};
use domain::refusal::Refusal;
use store::appointments::{self, Held};
use store::posts::Post;
use store::{Tx, persons, suspensions};

use crate::{Answered, House, OrFault};

impl House {
    /// Passes if somebody could give posts at this moment without what `without` says: posts held as delegates, of people
    /// who are kept out, and of accounts that are closed do not count. Asked within a transaction that goes in turn.
    ///
    /// # Errors
    /// [`Refusal::LastOfficer`] if nobody is left.
    async fn others_manage(&self, tx: &Tx, without: impl Fn(&Held) -> bool) -> Answered<()> {
        let kept_out = suspensions::all(tx).await.or_fault()?;
        let rests = |person: PersonId| kept_out.iter().any(|suspension| suspension.person == person);
        let manages = |held: &Held| {
            held.delegated.is_none()
                && held.posting == Posting::Tenant
                && held.post.acts.contains(&Act::ManagePeople)
        };
        let held = appointments::all(tx, self.edge().now()).await.or_fault()?;
        let left = held.iter().filter(|held| manages(held) && !rests(held.person) && !without(held));
        let left: Vec<_> = left.map(|held| held.person).collect();
        let closed = persons::disabled_of(tx.platform(), &left).await.or_fault()?;
        if left.iter().any(|person| !closed.contains(person)) { Ok(()) } else { Err(Refusal::LastOfficer) }
    }
}

/// Whether holding this post lets one give posts.
fn manages_people(post: &Post) -> bool {
    post.acts.contains(&Act::ManagePeople)
}
