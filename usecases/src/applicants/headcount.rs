//! 单位总人数: the pool of which a share may be put forward, as the unit's clerk states it.

use contract::applicant::SayHeadcount;
use domain::figures::Field;
use domain::ids::PeriodId;
use domain::refusal::Refusal;
use store::headcounts::{self, Headcount};

use super::{limited, used, within};
use crate::desks::Entered;
use crate::journal::note;
use crate::{Answered, House, OrFault};

/// More than any unit has.
const MOST: u32 = 100_000;

impl House {
    /// Says how many people a unit has in a period. It limits nothing before the officer confirms it.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the field; [`Refusal::OverQuota`] if more are put forward already than so many allow.
    pub async fn say_headcount(&self, at: &Entered, id: PeriodId, form: &SayHeadcount) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let round = self.round(&tx, at, id, &form.unit).await?;
        let people = Field::whole(1, MOST).of("人").count(&form.people);
        let people = people.map_err(|told| Refusal::invalid("people", format!("单位总人数{told}")))?;
        let rubric = self.rubric(&tx, round.period.scheme).await?;
        for (award, quota) in limited(&rubric) {
            within(quota, award, people, used(quota, &round.standing, round.unit.id))?;
        }
        if round.headcount.is_some_and(|said| said.people == people) {
            return tx.commit().await.or_fault();
        }
        let said = Headcount {
            period: id,
            unit: round.unit.id,
            people,
            by_name: at.member.name.clone(),
            at: self.edge().now(),
            confirmed: None,
        };
        headcounts::set(&tx, &round.permit, self.edge().id(), &said).await.or_fault()?;
        let summary = format!("“{}”填报{}总人数{people}人", round.period.title, round.unit.name);
        note(&tx, &round.permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()
    }
}
