//! 下一个单位: where a reviewer goes on when one case is done.

use domain::ids::CaseId;
use domain::policy::{Act, Place, authorise};
use domain::workflow::CaseState;
use store::cases::{self, Case};
use store::{Tx, assignments};

use crate::desks::Entered;
use crate::people::names::called;
use crate::periods::in_hand;
use crate::{Answered, House, OrFault};

impl House {
    /// The case of the same period the reader scores next: what is in their own hand first, then what is in nobody's, then
    /// the others'; in the units' order, on from where they are.
    pub(super) async fn next_to_score(&self, tx: &Tx, at: &Entered, now: &Case) -> Answered<Option<Case>> {
        if !at.member.ever_does(Act::ScoreCriteria) {
            return Ok(None);
        }
        let of_period = cases::of_period(tx, now.period).await.or_fault()?;
        let given = in_hand(tx, now.period).await?;
        let may = |case: &Case| {
            case.id != now.id
                && case.state == CaseState::Reviewing
                && authorise(&at.actor, Act::ScoreCriteria, Place::unit(at.id(), case.unit)).is_ok()
        };
        // They come in the order of lists.
        let here = of_period.iter().position(|case| case.id == now.id);
        let rank = |(place, case): &(usize, &Case)| {
            let hand = match given.get(&case.id) {
                Some(person) if *person == at.member.person => 0,
                None => 1,
                Some(_) => 2,
            };
            (hand, Some(*place) < here, *place)
        };
        let open = of_period.iter().enumerate().filter(|(_, case)| may(case));
        Ok(open.min_by_key(rank).map(|(_, case)| case.clone()))
    }

    /// Who has the review of a case in hand; empty for nobody.
    pub(super) async fn reviewer_of(&self, tx: &Tx, case: CaseId) -> Answered<String> {
        let Some(given) = assignments::of_case(tx, case).await.or_fault()? else { return Ok(String::new()) };
        called(tx, given.person).await
    }
}
