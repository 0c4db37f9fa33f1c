//! 停用与恢复: a member's posts rest, and hold again.

use domain::ids::PersonId;
use domain::policy::Act;
use store::suspensions::{self, Suspension};

use super::names::called;
use crate::desks::Entered;
use crate::fault::OrGone;
use crate::journal::note;
use crate::wording::required;
use crate::{Answered, House, OrFault};

impl House {
    /// Keeps a member out of the tenant. Their account, and what they do elsewhere, is untouched.
    ///
    /// # Errors
    /// `NotFound` for somebody who is no member, `Invalid` without a reason, `LastOfficer`.
    pub async fn suspend_member(&self, at: &Entered, person: PersonId, reason: &str) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        self.member(&tx, person).await?;
        let reason = required("reason", "停用事由", reason, 200)?;
        let who = called(&tx, person).await?;
        if suspensions::of_person(&tx, person).await.or_fault()?.is_some() {
            // What was found may not be durable yet; with this it is.
            return tx.commit().await.or_fault();
        }
        self.others_manage(&tx, |held| held.person == person).await?;
        let suspension = Suspension {
            id: self.edge().id(),
            person,
            reason: reason.clone(),
            by_name: permit.signature().to_owned(),
            at: self.edge().now(),
        };
        suspensions::insert(&tx, &permit, &suspension).await.or_fault()?;
        note(&tx, &permit, self.edge(), format!("停用{who}的岗位，事由：{reason}")).await?;
        tx.commit().await.or_fault()
    }

    /// Lets a member in again.
    ///
    /// # Errors
    /// `NotFound` if nothing keeps them out.
    pub async fn resume_member(&self, at: &Entered, person: PersonId) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        self.member(&tx, person).await?;
        let who = called(&tx, person).await?;
        suspensions::end(&tx, &permit, person, self.edge().now()).await.or_gone()?;
        note(&tx, &permit, self.edge(), format!("恢复{who}的岗位")).await?;
        tx.commit().await.or_fault()
    }
}
