//! A unit of the county with its case: the clerk who fills, the head who signs, and the reviewer looking at it.

use std::collections::BTreeMap;
use std::ops::Deref;

use contract::case::{
    CasePage, Checklist, ConfirmJudged, Evidence, EvidenceForm, Given, Layer, ReturnItem, Returned,
    SaveAnswer, Saved, StepForm,
};
use contract::fact::FactForm;
use domain::ids::{AnswerId, CaseId, EvidenceId, FactId};
use domain::policy::{Act, Actor, Place, authorise};
use domain::scoring::{Answer, Entry, InputValue, Judged};
use store::answers::{self, NewAnswer};
use store::facts::{self, Fact};
use usecases::demo::sample_file;
use usecases::evidence::On;
use usecases::{Answered, OrFault};

use super::{County, Person, agreeing, full, scheme};

#[derive(Clone)]
pub struct Unit {
    pub county: County,
    pub index: usize,
}

impl Unit {
    /// 单位经办人
    pub fn clerk(&self) -> Clerk {
        Clerk(self.desk(&self.county.person(&self.county.clerks[self.index])))
    }

    /// 单位负责人
    pub fn head(&self) -> Head {
        Head(self.desk(&self.county.person(&self.county.heads[self.index])))
    }

    /// The county's reviewer, with this unit's case open.
    pub fn reviewer(&self) -> Assessor {
        Assessor(self.desk(&self.county.reviewer()))
    }

    /// The county's second reviewer, with this unit's case open.
    pub fn second_reviewer(&self) -> Assessor {
        Assessor(self.desk(&self.county.second_reviewer()))
    }

    /// Anybody, with this unit's case open.
    pub fn before(&self, person: &Person) -> Desk {
        self.desk(person)
    }

    pub fn case(&self) -> CaseId {
        self.county.case(self.index)
    }

    fn desk(&self, person: &Person) -> Desk {
        Desk { person: person.clone(), case: self.case() }
    }

    /// Set before the scene begins: everything is filled but these.
    pub async fn has_filled_all_but(&self, left: &[&str]) -> Answered<()> {
        let answers = scheme().criteria().filter(|criterion| !left.contains(&criterion.no.as_str()));
        let answers = answers.map(|criterion| (criterion.no.as_str(), full(&criterion.no, 3))).collect();
        self.lays_out(Layer::Own, &self.clerk(), answers).await
    }

    /// Set before the scene begins: filled, handed over, signed.
    pub async fn has_submitted(&self) -> Answered<()> {
        self.has_filled_all_but(&[]).await?;
        self.clerk().hands_over().await?;
        self.head().signs().await
    }

    /// Set before the scene begins: the reviewer has agreed with everything but these.
    pub async fn has_been_scored_all_but(&self, left: &[&str]) -> Answered<()> {
        let scored = scheme().criteria().filter(|criterion| !left.contains(&criterion.no.as_str()));
        let answers = scored
            .map(|criterion| (criterion.no.as_str(), agreeing(&criterion.no, &full(&criterion.no, 3))))
            .collect();
        self.lays_out(Layer::Review, &self.reviewer(), answers).await
    }

    /// Set before the scene begins: submitted, scored in agreement, closed.
    pub async fn is_reviewed(&self) -> Answered<()> {
        self.has_submitted().await?;
        self.has_been_scored_all_but(&[]).await?;
        self.reviewer().closes().await
    }

    /// Puts answers straight into the store, but for the last, which is saved as people save: it brings the figures
    /// beside the case up to date.
    async fn lays_out(&self, layer: Layer, desk: &Desk, mut answers: Vec<(&str, Answer)>) -> Answered<()> {
        let Some((last, answer)) = answers.pop() else { return Ok(()) };
        let house = &self.county.house;
        let (act, stored) = match layer {
            Layer::Own => (Act::FillIn, answers::Layer::SelfAssessment),
            Layer::Review => (Act::ScoreCriteria, answers::Layer::Review),
        };
        let place = Place::unit(self.county.id, self.county.units[self.index]);
        let permit = authorise(&Actor::Job(self.county.id), act, place).expect("the county's own job");
        let tx = house.store().write(self.county.id).await.or_fault()?;
        let rows = facts::of_case(&tx, self.case()).await.or_fault()?;
        let mut register: BTreeMap<_, _> = rows.into_iter().map(|row| (row.title, row.id)).collect();
        for (no, mut answer) in answers {
            for entry in entries(&mut answer).filter(|entry| in_words(entry)) {
                if !register.contains_key(&entry.fact) {
                    let row = Fact {
                        id: FactId(house.edge().id()),
                        case: self.case(),
                        layer: stored,
                        title: entry.fact.clone(),
                        happened_on: None,
                        concerned: String::new(),
                        basis: String::new(),
                        revision: 1,
                        by_name: desk.who.name.clone(),
                        at: house.edge().now(),
                    };
                    facts::insert(&tx, &permit, &row).await.or_fault()?;
                    register.insert(row.title, row.id);
                }
                entry.fact = register[&entry.fact].to_string();
            }
            let new = NewAnswer {
                id: AnswerId(house.edge().id()),
                case: self.case(),
                layer: stored,
                criterion: no.to_owned(),
                based_on: 0,
                content: serde_json::to_string(&answer).or_fault()?,
                by_name: desk.who.name.clone(),
                at: house.edge().now(),
                client: house.edge().id(),
            };
            answers::save(&tx, &permit, &new).await.or_fault()?;
        }
        tx.commit().await.or_fault()?;
        desk.saves_on(layer, last, answer).await?;
        Ok(())
    }
}

/// A person with one case open.
#[derive(Clone)]
pub struct Desk {
    person: Person,
    pub case: CaseId,
}

impl Deref for Desk {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.person
    }
}

impl Desk {
    pub async fn looks(&self) -> Answered<CasePage> {
        self.house().case_page(&self.at_desk().await?, self.case).await
    }

    /// The page of the 部分 a criterion or an item stands in; all answers come with it.
    pub async fn checklist(&self, no: &str) -> Answered<Checklist> {
        let holds = |section: &domain::scheme::Heading| {
            section.items_within().any(|item| item.no == no || item.criteria.iter().any(|c| c.no == no))
        };
        let first = self.house().checklist(&self.at_desk().await?, self.case, 0).await?;
        match first.scheme.sections.iter().position(holds).and_then(|at| u32::try_from(at).ok()) {
            Some(0) => Ok(first),
            at => self.house().checklist(&self.at_desk().await?, self.case, at.unwrap_or(u32::MAX)).await,
        }
    }

    /// What stands on a criterion now.
    pub async fn reads(&self, layer: Layer, no: &str) -> Answered<Option<Given>> {
        let mut checklist = self.checklist(no).await?;
        Ok(match layer {
            Layer::Own => checklist.own.remove(no),
            Layer::Review => checklist.review.remove(no),
        })
    }

    /// What an answer names by words is registered, once, and named by its id.
    async fn registered(&self, layer: Layer, mut answer: Answer) -> Answered<Answer> {
        if !entries(&mut answer).any(|entry| in_words(entry)) {
            return Ok(answer);
        }
        let at = self.at_desk().await?;
        let mut known = self.house().facts_of(&at, self.case).await?;
        for entry in entries(&mut answer).filter(|entry| in_words(entry)) {
            if known.iter().all(|fact| fact.title != entry.fact) {
                let fact = FactId(self.house().edge().id());
                let blank = FactForm { title: entry.fact.clone(), ..FactForm::blank(fact) };
                known.push(self.house().record_fact(&at, layer, &blank.recording(self.case)).await?);
            }
            let there = known.iter().find(|fact| fact.title == entry.fact).map(|fact| fact.id.to_string());
            entry.fact = there.unwrap_or_default();
        }
        Ok(answer)
    }

    /// A save as it is sent: on top of a revision, under the id of the act.
    pub async fn sends_save(
        &self,
        layer: Layer,
        no: &str,
        answer: Answer,
        based_on: i32,
        client: String,
    ) -> Answered<Saved> {
        let answer = self.registered(layer, answer).await?;
        let form = SaveAnswer {
            case: self.case,
            layer,
            criterion: no.to_owned(),
            answer,
            based_on,
            client,
            reasons_hold: false,
        };
        self.house().save_answer(&self.at_desk().await?, &form).await
    }

    /// Reads what stands there and saves on top of it.
    pub async fn saves_on(&self, layer: Layer, no: &str, answer: Answer) -> Answered<Saved> {
        let based_on = self.reads(layer, no).await?.map_or(0, |given| given.revision);
        self.sends_save(layer, no, answer, based_on, self.new_act()).await
    }

    /// The id a browser makes for each act.
    pub fn new_act(&self) -> String {
        self.house().edge().id().to_string()
    }

    /// Stands behind the discretionary values of a criterion, as they are now.
    pub async fn confirms(&self, layer: Layer, no: &str) -> Answered<()> {
        let given = self.reads(layer, no).await?.map(|given| given.answer).unwrap_or_default();
        for (input, value) in &given.inputs {
            if let InputValue::Judged(judged) = value {
                self.confirms_seeing(layer, (no, input), &judged.said()).await?;
            }
        }
        Ok(())
    }

    /// Stands behind what a page showed under a question.
    pub async fn confirms_seeing(
        &self,
        layer: Layer,
        (no, input): (&str, &str),
        seen: &Judged,
    ) -> Answered<()> {
        let form = ConfirmJudged {
            criterion: no.to_owned(),
            input: input.to_owned(),
            value: seen.value.clone(),
            reason: seen.reason.clone(),
            person: String::new(),
        };
        self.house().confirm_judged(&self.at_desk().await?, self.case, layer, &form).await.map(drop)
    }

    pub async fn hands_over(&self) -> Answered<()> {
        self.hands_over_saying("").await
    }

    pub async fn hands_over_saying(&self, message: &str) -> Answered<()> {
        self.house().hand_over(&self.at_desk().await?, self.case, &saying(message)).await
    }

    pub async fn takes_back(&self, message: &str) -> Answered<()> {
        self.house().take_back(&self.at_desk().await?, self.case, &saying(message)).await
    }

    pub async fn recalls(&self, message: &str) -> Answered<()> {
        self.house().recall(&self.at_desk().await?, self.case, &saying(message)).await
    }

    pub async fn signs(&self) -> Answered<()> {
        let confirmed = StepForm { confirm: "yes".into(), ..StepForm::default() };
        self.house().sign(&self.at_desk().await?, self.case, &confirmed).await
    }

    pub async fn sends_back(&self, message: &str) -> Answered<()> {
        self.house().send_back(&self.at_desk().await?, self.case, &saying(message)).await
    }

    pub async fn returns_item(&self, item: &str, message: &str) -> Answered<Returned> {
        let form = ReturnItem { case: self.case, item: item.into(), message: message.into() };
        self.house().return_item(&self.at_desk().await?, &form).await
    }

    pub async fn closes(&self) -> Answered<()> {
        self.house().close_case(&self.at_desk().await?, self.case, &StepForm::default()).await
    }

    pub async fn reopens(&self, message: &str) -> Answered<()> {
        self.house().reopen_case(&self.at_desk().await?, self.case, &saying(message)).await
    }

    /// Hangs a file on a criterion.
    pub async fn attaches(&self, no: &str, file_name: &str, bytes: &[u8]) -> Answered<Evidence> {
        self.attaches_of(no, file_name, "2026-03-12", bytes).await
    }

    /// The same with the day it is of.
    pub async fn attaches_of(
        &self,
        no: &str,
        file_name: &str,
        dated: &str,
        bytes: &[u8],
    ) -> Answered<Evidence> {
        let form = EvidenceForm { title: String::new(), dated: dated.into(), file_name: file_name.into() };
        let incoming = self.sends(bytes).await?;
        self.house()
            .attach_evidence(&self.at_desk().await?, self.case, On::Criterion(no), &form, incoming)
            .await
    }

    pub async fn attaches_a_pdf(&self, no: &str) -> Answered<Evidence> {
        self.attaches(no, "会议记录.pdf", &sample_file()).await
    }

    /// The same file, of another day.
    pub async fn attaches_a_pdf_of(&self, no: &str, dated: &str) -> Answered<Evidence> {
        self.attaches_of(no, "会议记录.pdf", dated, &sample_file()).await
    }

    pub async fn removes(&self, evidence: EvidenceId) -> Answered<()> {
        self.house().remove_evidence(&self.at_desk().await?, self.case, evidence).await
    }
}

fn saying(message: &str) -> StepForm {
    StepForm { message: message.into(), ..StepForm::default() }
}

/// 单位经办人 with the unit's case open.
pub struct Clerk(Desk);
/// 单位负责人 with the unit's case open.
pub struct Head(Desk);
/// 考核人员 with the unit's case open.
pub struct Assessor(Desk);

impl Deref for Clerk {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        &self.0
    }
}

impl Deref for Head {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        &self.0
    }
}

impl Deref for Assessor {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        &self.0
    }
}

impl Clerk {
    /// In every unit alike.
    pub async fn fills_everything(&self) -> Answered<()> {
        for criterion in scheme().criteria() {
            let answer = full(&criterion.no, 3);
            self.sends_save(Layer::Own, &criterion.no, answer, 0, self.new_act()).await?;
        }
        Ok(())
    }

    pub async fn saves(&self, no: &str, answer: Answer) -> Answered<Saved> {
        self.saves_on(Layer::Own, no, answer).await
    }
}

impl Assessor {
    pub async fn scores(&self, no: &str, answer: Answer) -> Answered<Saved> {
        self.saves_on(Layer::Review, no, answer).await
    }

    /// Agrees with the unit everywhere.
    pub async fn scores_everything(&self) -> Answered<()> {
        for (no, given) in self.checklist("1").await?.own {
            let answer = agreeing(&no, &given.answer);
            self.sends_save(Layer::Review, &no, answer, 0, self.new_act()).await?;
        }
        Ok(())
    }
}

/// The facts an answer names.
fn entries(answer: &mut Answer) -> impl Iterator<Item = &mut Entry> {
    answer.inputs.values_mut().flat_map(|value| match value {
        InputValue::Entries(entries) => entries.as_mut_slice(),
        _ => &mut [],
    })
}

/// Whether a fact is named by words, and not by its id.
fn in_words(entry: &Entry) -> bool {
    !entry.fact.is_empty() && entry.fact.parse::<FactId>().is_err()
}
