//! 核定单位总人数: what a unit's clerk stated limits its places only once the officer stands behind it.

use contract::applicant::{ConfirmHeadcount, HeadcountLine, HeadcountsPage, Stated};
use domain::ids::{PeriodId, UnitId};
use domain::policy::Act;
use domain::refusal::Refusal;
use store::headcounts::{self, Confirmed, Headcount};
use store::{Tx, cases, periods, units};

use super::{limited, used, within};
use crate::desks::Entered;
use crate::journal::note;
use crate::{Answered, House, OrFault};

impl House {
    /// What the units of a period stated, and what was confirmed.
    pub async fn headcounts_page(&self, at: &Entered, id: PeriodId) -> Answered<HeadcountsPage> {
        at.permit(Act::OpenPeriod)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let rubric = self.rubric(&tx, period.scheme).await?;
        let said = headcounts::of_period(&tx, id).await.or_fault()?;
        let taking_part = cases::of_period(&tx, id).await.or_fault()?;
        let mut lines = Vec::new();
        for unit in units::all(&tx).await.or_fault()? {
            let takes_part = taking_part.iter().any(|case| case.unit == unit.id && case.applicant.is_none());
            if !takes_part {
                continue;
            }
            let said = said.iter().find(|said| said.unit == unit.id);
            let confirmed = said.and_then(|said| said.confirmed.as_ref());
            lines.push(HeadcountLine {
                unit: unit.id,
                name: unit.name,
                stated: said.map(|said| Stated {
                    people: said.people,
                    by: said.by_name.clone(),
                    on: said.at.day().to_string(),
                }),
                confirmed: confirmed.map(|confirmed| Stated {
                    people: confirmed.people,
                    by: confirmed.by_name.clone(),
                    on: confirmed.at.day().to_string(),
                }),
                waits: said.is_some_and(Headcount::waits),
            });
        }
        let asked = limited(&rubric).next().is_some();
        Ok(HeadcountsPage { period: id, title: period.title, asked, lines })
    }

    /// How many stated headcounts of a period wait for the officer.
    pub(crate) async fn headcounts_waiting(&self, tx: &Tx, id: PeriodId) -> Answered<u32> {
        let said = headcounts::of_period(tx, id).await.or_fault()?;
        Ok(u32::try_from(said.iter().filter(|said| said.waits()).count()).unwrap_or(u32::MAX))
    }

    /// Confirms the number a unit stated.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if the unit has stated nothing, or another number meanwhile; [`Refusal::OverQuota`] if more are put
    /// forward already than so many allow.
    pub async fn confirm_headcount(
        &self,
        at: &Entered,
        id: PeriodId,
        form: &ConfirmHeadcount,
    ) -> Answered<()> {
        let permit = at.permit(Act::OpenPeriod)?;
        let unit: UnitId = form.unit.parse().map_err(|_| Refusal::NotFound)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        // Nominations count under the same lock.
        let period = periods::find_to_change(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let unit = units::find(&tx, unit).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let said = headcounts::find(&tx, id, unit.id).await.or_fault()?;
        let said = said.ok_or_else(|| {
            Refusal::invalid("people", format!("{}还没有填报单位总人数，没有可以核定的", unit.name))
        })?;
        if form.people.trim() != said.people.to_string() {
            let reason = format!(
                "{}填报的单位总人数现为{}人，与您看到的不同，没有核定。请核对后再办理",
                unit.name, said.people
            );
            return Err(Refusal::invalid("people", reason));
        }
        if !said.waits() {
            return tx.commit().await.or_fault();
        }
        let rubric = self.rubric(&tx, period.scheme).await?;
        let standing = cases::of_period(&tx, id).await.or_fault()?;
        for (award, quota) in limited(&rubric) {
            within(quota, award, said.people, used(quota, &standing, unit.id))?;
        }
        let confirmed =
            Confirmed { people: said.people, by_name: at.member.name.clone(), at: self.edge().now() };
        headcounts::confirm(&tx, &permit, (id, unit.id), &confirmed).await.or_fault()?;
        let summary = format!("“{}”核定{}总人数{}人", period.title, unit.name, said.people);
        note(&tx, &permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()
    }
}
