//! 撤回推荐, while the case is in the unit's hands. What was filled in is kept: put forward again, it goes on from there.

use domain::ids::{CaseId, PeriodId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::Step;

use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Takes a recommendation back; tells in which period it was.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a unit's own case, or once the period has ended; [`Refusal::WrongState`] once it is with the reviewers.
    pub async fn withdraw_applicant(&self, at: &Entered, id: CaseId) -> Answered<PeriodId> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::Nominate, id).await?;
        drop(tx);
        if opened.applicant.is_none() {
            return Err(Refusal::invalid("case", "只有推荐的个人和家庭可以撤回，单位自身的申报不能撤回"));
        }
        self.still_runs(&opened.period)?;
        self.step(at, id, Step::Withdraw, Act::Nominate, Ok("撤回推荐".into())).await?;
        Ok(opened.period.id)
    }
}
