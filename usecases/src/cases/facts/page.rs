//! The register as its readers see it.

use contract::case::Layer as Wire;
use contract::fact::{Fact, FactLine, FactsPage};
use domain::ids::{CaseId, FactId};
use domain::policy::Act;
use domain::scoring::{Answers, penalised};
use domain::workflow::CaseState;
use store::answers::Layer;
use store::cases::Case;
use store::evidence::Evidence;
use store::{Tx, evidence, facts, returns};

use super::{names, still_open, touches, view};
use crate::cases::lookup::Opened;
use crate::cases::sight::ReviewSight;
use crate::cases::{answers_of, checklist};
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

/// A case with what its reader may see of both layers.
struct Seen {
    opened: Opened,
    own: Answers,
    review: Answers,
    facts: Vec<Fact>,
    /// Its files, each on a criterion or a fact.
    hung: Vec<Evidence>,
}

impl House {
    /// The register of a case, with what each fact touches and where it counts.
    pub async fn facts_page(&self, at: &Entered, id: CaseId) -> Answered<FactsPage> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let Seen { opened, own, review, facts, hung } = self.seen_register(&tx, at, id).await?;
        let (rubric, state) = (&opened.rubric, opened.case.state);
        let circumstances = self.circumstances(&tx, rubric, &opened.case).await?;
        let watches = ReviewSight::of(at, &opened.case).watches;
        // A review that is not finished, or of which the reader sees a part, does not say where a fact counts.
        let reviewed = state == CaseState::Published || watches && state >= CaseState::Reviewed;
        let (counted_on, counting) = if reviewed { (Wire::Review, &review) } else { (Wire::Own, &own) };
        let mut counted = penalised(rubric, counting, &circumstances).unwrap_or_default();
        let may = checklist::allowed(at, &opened, self.edge().now().day());
        let registers = if may.fill {
            Some(Wire::Own)
        } else if may.score {
            Some(Wire::Review)
        } else {
            None
        };
        let returned = opened.returned_items();
        let lines = facts.into_iter().map(|fact| {
            let touches = touches(rubric, &own, &review, fact.id);
            let own = touches.iter().filter(|touch| touch.layer == Wire::Own);
            let open = registers == Some(fact.layer)
                && (fact.layer == Wire::Review
                    || own.map(|touch| opened.fills(&touch.criterion)).all(|fills| fills.is_ok()))
                && still_open(rubric, state, &returned, fact.layer, &touches).is_ok();
            let files = hung.iter().filter(|row| row.fact == Some(fact.id)).cloned();
            let files = files.map(crate::evidence::view).collect();
            FactLine { open, touches, counts: counted.remove(&fact.id.to_string()), files, fact }
        });
        Ok(FactsPage {
            facts: lines.collect(),
            base: at.base(),
            case: id,
            unit: opened.subject(),
            period: opened.period_title(),
            state,
            registers: registers.filter(|_| rubric.takes_facts()),
            counted_on,
            watches,
            next: FactId(self.edge().id()),
            one_fact_once: rubric.one_fact_once,
        })
    }

    /// The register as a checklist offers it.
    pub async fn facts_of(&self, at: &Entered, id: CaseId) -> Answered<Vec<Fact>> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        Ok(self.seen_register(&tx, at, id).await?.facts)
    }

    /// Whether somebody sees a fact of a case.
    pub(crate) async fn sees_fact(
        &self,
        tx: &Tx,
        at: &Entered,
        case: CaseId,
        fact: FactId,
    ) -> Answered<bool> {
        Ok(self.seen_register(tx, at, case).await?.facts.iter().any(|seen| seen.id == fact))
    }

    async fn seen_register(&self, tx: &Tx, at: &Entered, id: CaseId) -> Answered<Seen> {
        let opened = self.open_case(tx, at, Act::ViewCase, id).await?;
        opened.read_by(at)?;
        let returns = returns::of_case(tx, id).await.or_fault()?;
        let review = self.visible_review(tx, at, &opened, &returns).await?;
        let review: Answers = review.into_iter().map(|(no, given)| (no, given.answer)).collect();
        let own = answers_of(tx, id, Layer::SelfAssessment).await?;
        let hung = evidence::of_case(tx, id).await.or_fault()?;
        let facts = self.visible_facts(tx, at, &opened.case, [&own, &review], &hung).await?;
        Ok(Seen { opened, own, review, facts, hung })
    }

    /// 事实 as far as the reader may see them: what the reviewers registered, the unit sees with the review that names it,
    /// and where its own answers name it. `layers`: 自评 and 考核, as far as the reader may see them; `hung`: the files of
    /// the case.
    pub(in crate::cases) async fn visible_facts(
        &self,
        tx: &Tx,
        at: &Entered,
        case: &Case,
        layers: [&Answers; 2],
        hung: &[Evidence],
    ) -> Answered<Vec<Fact>> {
        let whole = ReviewSight::of(at, case).whole();
        let given = || layers.into_iter().flat_map(|answers| answers.values());
        let named = |fact: FactId| given().any(|answer| names(answer, fact));
        let rows = facts::of_case(tx, case.id).await.or_fault()?;
        let shown =
            rows.into_iter().filter(|row| whole || row.layer == Layer::SelfAssessment || named(row.id));
        Ok(shown.map(|row| view(row, hung)).collect())
    }
}
