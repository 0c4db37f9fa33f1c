//! The period that is over, played from its opening to the announcement.

use std::collections::BTreeMap;

use contract::announcement::Publish;
use contract::applicant::{ConfirmHeadcount, Nominate, SayHeadcount};
use contract::case::{ConfirmJudged, EvidenceForm, Layer, SaveAnswer, StepForm};
use contract::decision::{RankedLine, Ranking, RecordDecision};
use contract::fact::RecordFact;
use contract::period::OpenBy;
use domain::calendar::{Day, Instant};
use domain::ids::{CaseId, FactId, PeriodId};
use domain::scheme::Scheme;
use domain::scoring::{Answer, Entry, InputValue};

use super::answers::{answer_of, file};
use super::cast::{Applicant, Place};
use crate::desks::Entered;
use crate::evidence::On;
use crate::schemes::DraftFrom;
use crate::{Answered, House, OrFault};

impl House {
    pub(super) async fn play_past_period(&self, place: &Place) -> Answered<()> {
        let prefix = place.prefix;
        self.at(place.opened, 9);
        let officer = self.cast_member(place, &format!("{prefix}.fangan")).await?;
        self.publish_builtin_scheme(&officer, place.scheme).await?;
        let mut form = self.open_period_page(&officer, &OpenBy::default()).await?.form;
        form.unit.truncate(place.past_units);
        let types = form.unit.iter().zip(place.unit_types);
        form.unit_type = types.map(|(unit, code)| format!("{unit}:{code}")).collect();
        let period = self.open_period(&officer, &form).await?;
        let reviewer = self.cast_member(place, &format!("{prefix}.kaohe")).await?;
        let second = self.cast_member(place, &format!("{prefix}.fuhe")).await?;
        let own = self.progress(&officer, period).await?.cases;
        let mut cases: Vec<(CaseId, usize)> = own.iter().map(|line| line.case).zip(1..).collect();
        for applicant in place.applicants {
            cases.push((self.put_forward(place, period, applicant).await?, applicant.unit + 1));
        }
        let mut seed = prefix.bytes().map(u32::from).sum::<u32>();
        for (case, number) in cases {
            seed += 1;
            self.at(place.filled, 9);
            let clerk = self.cast_member(place, &format!("{prefix}{number:02}.jingban")).await?;
            let head = self.cast_member(place, &format!("{prefix}{number:02}.fuze")).await?;
            let scheme = self.checklist(&clerk, case, 0).await?.scheme;
            self.fill(&clerk, case, &scheme, seed).await?;
            self.hand_over(&clerk, case, &StepForm::default()).await?;
            self.confirm_all(&head, case, Layer::Own).await?;
            self.at(place.filled, 15);
            self.sign(&head, case, &StepForm { confirm: "yes".into(), ..StepForm::default() }).await?;
            self.at("2025-12-16", 10);
            self.judge(&reviewer, case, &scheme, seed).await?;
            self.confirm_all(&second, case, Layer::Review).await?;
            self.close_case(&reviewer, case, &StepForm::default()).await?;
        }
        self.at("2025-12-24", 16);
        let party = self.cast_member(place, &format!("{prefix}.dangzu")).await?;
        let ranking = self.ranking(&party, period).await?;
        let decision = RecordDecision {
            meeting: "党组会议".into(),
            held_on: "2025-12-24".into(),
            present: "孙演二、李演三、王演四、钱演五".into(),
            note: "同意考核组意见。".into(),
            outcomes: outcomes(&ranking),
            reasons: Vec::new(),
            pools: Vec::new(),
            scores: ranking.lines.iter().map(|line| (line.case.to_string(), line.review.exact())).collect(),
            leave_out: String::new(),
        };
        let mut minutes = self.receive_file(&party).await?;
        minutes.write(&file()).await?;
        let decision = self
            .record_decision(&party, period, &decision, Some(("党组会议纪要.pdf".into(), minutes)))
            .await?;
        self.at("2025-12-26", 10);
        let page = self.publish_page(&officer, decision).await?;
        self.publish(&officer, decision, &Publish { ..page.form }).await?;
        self.edge().reset();
        if let Some(name) = place.drafts {
            self.begin_draft(&officer, DraftFrom::Library(name)).await?;
        }
        Ok(())
    }

    /// A unit puts somebody forward.
    async fn put_forward(&self, place: &Place, period: PeriodId, one: &Applicant) -> Answered<CaseId> {
        self.at("2025-11-10", 10);
        let clerk = format!("{}{:02}.jingban", place.prefix, one.unit + 1);
        let clerk = self.cast_member(place, &clerk).await?;
        let tx = self.store().read(clerk.tenant.id).await.or_fault()?;
        let units = store::units::all(&tx).await.or_fault()?;
        drop(tx);
        let unit = units.get(one.unit).map(|unit| unit.id.to_string()).unwrap_or_default();
        if let Some(people) = one.people {
            let form = SayHeadcount { unit: unit.clone(), people: people.to_owned() };
            self.say_headcount(&clerk, period, &form).await?;
            let officer = self.cast_member(place, &format!("{}.fangan", place.prefix)).await?;
            let form = ConfirmHeadcount { unit: unit.clone(), people: people.to_owned() };
            self.confirm_headcount(&officer, period, &form).await?;
        }
        let form = Nominate {
            unit,
            unit_type: one.unit_type.to_owned(),
            name: format!("{}（演示）", one.name),
            duty: one.duty.to_owned(),
            phone: "13800000000".into(),
        };
        self.nominate(&clerk, period, &form).await
    }

    /// Moves the clock to an hour of a day in Asia/Shanghai.
    fn at(&self, day: &str, hour: i64) {
        let day: Day = day.parse().expect("the demo's days are days");
        let midnight = Instant(day.end().0 + 1 - 24 * 3_600_000);
        self.edge().move_to(midnight.plus_minutes(hour * 60));
    }

    async fn fill(&self, clerk: &Entered, case: CaseId, scheme: &Scheme, seed: u32) -> Answered<()> {
        let mut register = BTreeMap::new();
        for criterion in scheme.criteria().filter(|criterion| criterion.left_to().is_none()) {
            let mut answer = answer_of(scheme, criterion, seed);
            for entry in entries(&mut answer) {
                if !register.contains_key(&entry.fact) {
                    let fact = FactId(self.edge().id());
                    let form = RecordFact {
                        case,
                        fact,
                        title: entry.fact.clone(),
                        date: "2025-06-18".to_owned(),
                        who: String::new(),
                        basis: "见台账（演示）".to_owned(),
                        based_on: 0,
                    };
                    self.record_fact(clerk, Layer::Own, &form).await?;
                    register.insert(entry.fact.clone(), fact.to_string());
                }
                entry.fact.clone_from(&register[&entry.fact]);
            }
            let form = SaveAnswer {
                case,
                layer: Layer::Own,
                criterion: criterion.no.to_string(),
                answer,
                based_on: 0,
                client: self.edge().id().to_string(),
                reasons_hold: false,
            };
            self.save_answer(clerk, &form).await?;
        }
        let first = scheme.criteria().next().map(|criterion| criterion.no.clone()).unwrap_or_default();
        let mut incoming = self.receive_file(clerk).await?;
        incoming.write(&file()).await?;
        let form = EvidenceForm {
            title: "党组会议记录".into(),
            dated: "2025-03-12".into(),
            file_name: "党组会议记录.pdf".into(),
        };
        self.attach_evidence(clerk, case, On::Criterion(&first), &form, incoming).await?;
        Ok(())
    }

    /// Stands behind every discretionary value.
    async fn confirm_all(&self, who: &Entered, case: CaseId, layer: Layer) -> Answered<()> {
        let checklist = self.checklist(who, case, 0).await?;
        let given = if layer == Layer::Own { checklist.own } else { checklist.review };
        for (criterion, given) in &given {
            for (input, judged) in given.answer.waiting() {
                let form = ConfirmJudged {
                    criterion: criterion.clone(),
                    input,
                    value: judged.value.clone(),
                    reason: judged.reason.clone(),
                    person: String::new(),
                };
                self.confirm_judged(who, case, layer, &form).await?;
            }
        }
        Ok(())
    }

    /// Agrees everywhere but on one manual criterion, if there is any, which costs half a point.
    async fn judge(&self, reviewer: &Entered, case: CaseId, scheme: &Scheme, seed: u32) -> Answered<()> {
        let manual: Vec<_> = scheme.criteria().filter(|criterion| criterion.is_manual()).collect();
        let register: BTreeMap<_, _> = self
            .checklist(reviewer, case, 0)
            .await?
            .facts
            .into_iter()
            .map(|fact| (fact.title, fact.id.to_string()))
            .collect();
        let stricter = (!manual.is_empty()).then(|| manual[seed as usize % manual.len()]);
        for criterion in scheme.criteria() {
            let mut answer = answer_of(scheme, criterion, seed);
            for entry in entries(&mut answer) {
                entry.fact.clone_from(&register[&entry.fact]);
            }
            if criterion.is_manual() {
                answer.agrees = true;
            }
            if stricter.is_some_and(|stricter| criterion.no == stricter.no) {
                let half = "0.5".parse().unwrap_or_default();
                let less = criterion.points.checked_sub(half).unwrap_or_default();
                answer.inputs.values_mut().for_each(|value| *value = InputValue::points(less));
                answer.remark = "现场查看，台账不够完整。".into();
            }
            let form = SaveAnswer {
                case,
                layer: Layer::Review,
                criterion: criterion.no.to_string(),
                answer,
                based_on: 0,
                client: self.edge().id().to_string(),
                reasons_hold: false,
            };
            self.save_answer(reviewer, &form).await?;
        }
        Ok(())
    }
}

/// What was computed for everyone; where nothing is, the title for whoever there is a place for, best first.
pub fn outcomes(ranking: &Ranking) -> Vec<(String, String)> {
    let mut left: Vec<u32> =
        ranking.places.iter().map(|line| line.places.saturating_sub(line.given)).collect();
    let mut outcome = |line: &RankedLine| {
        let quotas = || line.quotas.iter().map(|at| *at as usize);
        let title = ranking.options.first();
        let free = quotas().all(|at| left.get(at).is_none_or(|left| *left > 0));
        let given = line.proposed.as_ref().or(if free { title } else { ranking.options.last() });
        for at in quotas().filter(|_| given == title) {
            left[at] = left[at].saturating_sub(1);
        }
        given.cloned().unwrap_or_default()
    };
    ranking.lines.iter().map(|line| (line.case.to_string(), outcome(line))).collect()
}

/// The facts that count in an answer; made up, they are called by their title.
fn entries(answer: &mut Answer) -> impl Iterator<Item = &mut Entry> {
    answer.inputs.values_mut().flat_map(|value| match value {
        InputValue::Entries(entries) => entries.as_mut_slice(),
        _ => &mut [],
    })
}
