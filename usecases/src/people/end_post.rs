//! 免去岗位.

use domain::ids::AppointmentId;
use domain::policy::{Act, Posting};
use domain::refusal::Refusal;
use store::appointments;

use super::manages_people;
use super::names::called;
use super::places::Map;
use crate::desks::Entered;
use crate::fault::OrGone;
use crate::journal::note;
use crate::{Answered, House, OrFault};

impl House {
    /// Ends a post, and with it whatever is held as its delegate. What its holder did stays as it is.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if nobody holds it; [`Refusal::LastOfficer`].
    pub async fn end_post(&self, at: &Entered, id: AppointmentId) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let now = self.edge().now();
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let held = appointments::find(&tx, id, now).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let who = called(&tx, held.person).await?;
        if held.delegated.is_none() && held.posting == Posting::Tenant && manages_people(&held.post) {
            self.others_manage(&tx, |other| other.id == id).await?;
        }
        appointments::end(&tx, &permit, id, now).await.or_gone()?;
        let place = Map::look(&tx).await?.name(held.posting).unwrap_or_default();
        let what = if held.delegated.is_some() { "终止代理" } else { "免去" };
        note(&tx, &permit, self.edge(), format!("{what}{who}的{}（{place}）", held.post.name)).await?;
        tx.commit().await.or_fault()
    }
}
