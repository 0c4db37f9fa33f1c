//! Whether a reviewer still scores what the unit says.

use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::Refusal;
use store::answers::{self, Layer};

use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Refuses a score that was given to a 自评 which has changed since the page was opened: the unit may have corrected
    /// it meanwhile. `seen` is the revision on the page, 0 if there was none.
    ///
    /// # Errors
    /// [`Refusal::StatedAnew`].
    pub async fn still_stated(&self, at: &Entered, case: CaseId, criterion: &str, seen: i32) -> Answered<()> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        self.open_case(&tx, at, Act::ScoreCriteria, case).await?;
        let stated = answers::find(&tx, case, Layer::SelfAssessment, criterion).await.or_fault()?;
        if stated.map_or(0, |row| row.revision) == seen {
            Ok(())
        } else {
            Err(Refusal::StatedAnew { criterion: criterion.to_owned() })
        }
    }
}
