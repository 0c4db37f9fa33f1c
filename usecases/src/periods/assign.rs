//! 分派考核: the officer gives cases to reviewers. It says who begins where; what a reviewer may do does not change.

use std::collections::{BTreeSet, HashMap};

use contract::assignment::{Assign, AssignLine, AssignPage, NOBODY, ReviewerLine};
use domain::ids::{AssignmentId, CaseId, PeriodId, PersonId};
use domain::policy::{Act, Actor, Member, Place, Reach, authorise};
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::assignments::{self, Assignment};
use store::cases::Case;
use store::journal::{self, NewEntry};
use store::{Tx, appointments, cases, lines, periods, suspensions};

use crate::cases::Subjects;
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::people::names::all_called;
use crate::{Answered, House, OrFault};

impl House {
    /// Who has what in hand in a period, and whom it could be given to.
    pub async fn assign_page(&self, at: &Entered, id: PeriodId, form: Assign) -> Answered<AssignPage> {
        at.permit(Act::OpenPeriod)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let period = periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let of_period = cases::of_period(&tx, id).await.or_fault()?;
        let given: HashMap<CaseId, PersonId> = in_hand(&tx, id).await?;
        let reviewers = self.reviewers(&tx, at).await?;
        let names =
            all_called(&tx, &Vec::from_iter(given.values().copied().collect::<BTreeSet<_>>())).await?;
        let name_of = |person: &PersonId| {
            names.iter().find(|(id, _)| id == person).map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let areas = lines::all(&tx).await.or_fault()?;
        let area = |member: &Member| {
            let held = member.appointments.iter().filter(|held| held.acts.contains(&Act::ScoreCriteria));
            let told = held.map(|held| match &held.reach {
                Reach::Tenant => "全辖区".to_owned(),
                Reach::Line { line, .. } => areas
                    .iter()
                    .find(|area| area.id == *line)
                    .map(|area| area.name.clone())
                    .unwrap_or_default(),
                Reach::Unit { .. } | Reach::Department { .. } => "本单位".to_owned(),
            });
            told.collect::<Vec<_>>().join("、")
        };
        let count = |person: PersonId, wanted: &dyn Fn(&Case) -> bool| {
            let mine = of_period.iter().filter(|case| given.get(&case.id) == Some(&person) && wanted(case));
            u32::try_from(mine.count()).unwrap_or(u32::MAX)
        };
        let subjects = Subjects::of(&tx, &of_period).await?;
        let open = of_period.iter().filter(|case| case.state < CaseState::Decided);
        Ok(AssignPage {
            base: at.base(),
            period: id,
            title: period.title,
            reviewers: reviewers
                .iter()
                .map(|member| ReviewerLine {
                    person: member.person,
                    name: member.name.clone(),
                    reach: area(member),
                    cases: count(member.person, &|_| true),
                    closed: count(member.person, &|case| case.state >= CaseState::Reviewed),
                })
                .collect(),
            lines: open
                .map(|case| AssignLine {
                    case: case.id,
                    unit: subjects.name(case),
                    state: case.state,
                    reviewer: given.get(&case.id).map(name_of).unwrap_or_default(),
                })
                .collect(),
            form,
        })
    }

    /// Gives cases of a period to a reviewer, all of them or none; what the reviewer has in hand already stays.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if nothing or nobody is chosen, if a case is not of the period or is decided, or if the
    /// reviewer may not score one of the units.
    pub async fn assign(&self, at: &Entered, id: PeriodId, form: &Assign) -> Answered<()> {
        let permit = at.permit(Act::OpenPeriod)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        periods::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let of_period = cases::of_period(&tx, id).await.or_fault()?;
        let subjects = Subjects::of(&tx, &of_period).await?;
        let mut chosen = Vec::new();
        for wanted in form.case.iter().collect::<BTreeSet<_>>() {
            let case = of_period.iter().find(|case| case.id.to_string() == *wanted);
            let gone = || Refusal::invalid("case", "选择的单位已不在这个周期中，没有分派。请重新选择");
            let case = case.ok_or_else(gone)?;
            if case.state >= CaseState::Decided {
                let reason = format!("{}已经审定，不再分派", subjects.name(case));
                return Err(Refusal::invalid("case", reason));
            }
            chosen.push(case);
        }
        if chosen.is_empty() {
            return Err(Refusal::invalid("case", "请勾选要分派的单位"));
        }
        let reviewers = self.reviewers(&tx, at).await?;
        let to = match form.person.as_str() {
            NOBODY => None,
            id => {
                let known = reviewers.into_iter().find(|member| member.person.to_string() == id);
                Some(known.ok_or_else(|| Refusal::invalid("person", "请选择考核人员"))?)
            }
        };
        if let Some(member) = &to {
            let may = |case: &&&Case| {
                let place = Place::unit(at.id(), case.unit);
                authorise(&Actor::Person(member.clone()), Act::ScoreCriteria, place).is_ok()
            };
            let beyond: Vec<_> =
                chosen.iter().filter(|case| !may(case)).map(|case| subjects.name(case)).collect();
            if !beyond.is_empty() {
                let reason = format!(
                    "{}不能考核{}：不在其职责范围内，或者应当回避。没有分派，请另选人员",
                    member.name,
                    beyond.join("、")
                );
                return Err(Refusal::invalid("case", reason));
            }
        }
        let given = in_hand(&tx, id).await?;
        let now = self.edge().now();
        for case in chosen {
            if given.get(&case.id).copied() == to.as_ref().map(|member| member.person) {
                continue;
            }
            let summary = match &to {
                Some(member) => {
                    let assignment = Assignment {
                        id: AssignmentId(self.edge().id()),
                        case: case.id,
                        person: member.person,
                        by_name: at.member.name.clone(),
                        at: now,
                    };
                    assignments::set(&tx, &permit, &assignment).await.or_fault()?;
                    format!("分派{}考核", member.name)
                }
                None => {
                    assignments::remove(&tx, &permit, case.id).await.or_fault()?;
                    "取消考核分派".to_owned()
                }
            };
            let entry = NewEntry {
                id: entry_id(self.edge()),
                case: Some(case.id),
                at: now,
                summary,
                detail: String::new(),
            };
            journal::append(&tx, &permit, &entry).await.or_fault()?;
        }
        tx.commit().await.or_fault()
    }

    /// Everybody who could score something now, in the order of their appointment.
    async fn reviewers(&self, tx: &Tx, at: &Entered) -> Answered<Vec<Member>> {
        let now = self.edge().now();
        let resting = suspensions::all(tx).await.or_fault()?;
        let mut people: Vec<PersonId> = Vec::new();
        for held in appointments::all(tx, now).await.or_fault()? {
            let scores = held.post.acts.contains(&Act::ScoreCriteria);
            let rests = resting.iter().any(|suspension| suspension.person == held.person);
            if scores && !rests && !people.contains(&held.person) {
                people.push(held.person);
            }
        }
        let mut members = Vec::new();
        for (person, name) in all_called(tx, &people).await? {
            let appointments = appointments::of_person(tx, person, now).await.or_fault()?;
            members.push(Member { person, name, tenant: at.id(), appointments });
        }
        Ok(members)
    }
}

/// Who has which case of a period in hand.
pub(crate) async fn in_hand(tx: &Tx, period: PeriodId) -> Answered<HashMap<CaseId, PersonId>> {
    let given = assignments::of_period(tx, period).await.or_fault()?;
    Ok(given.into_iter().map(|one| (one.case, one.person)).collect())
}
