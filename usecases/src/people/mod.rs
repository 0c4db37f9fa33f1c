//! The people of a tenant: who is invited, who holds which post over what, who stands in for whom.
//!
//! A post ends as openly as it began; whoever holds none is let in nowhere. The last one who could give posts stays.

mod accept;
mod appoint;
mod delegate;
mod end_post;
mod invite;
mod place;
mod places;
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
use store::{Tx, suspensions};

use crate::{Answered, House, OrFault};

impl House {
    /// Everybody who could give posts at this moment, but `without`; held by others as delegates does not count.
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
        if held.iter().any(|held| manages(held) && !rests(held.person) && !without(held)) {
            Ok(())
        } else {
            Err(Refusal::LastOfficer)
        }
    }
}

/// Whether holding this post lets one give posts.
fn manages_people(post: &Post) -> bool {
    post.acts.contains(&Act::ManagePeople)
}
