//! 待办: what waits for this person, until when.

use contract::case::OwnCase;
use contract::frame::{Desk, Todo};
use domain::policy::{Act, Place, authorise};
use domain::scheme::{Criterion, Scheme};
use domain::scoring::{Judged, confirmed_throughout};
use domain::workflow::CaseState;
use store::Tx;
use store::answers::{self, Layer};
use store::cases::Case;
use store::periods::Period;
use store::{announcements, cases, decisions, periods, returns, schemes};

use super::Entered;
use super::elsewhere::watching;
use crate::announcements::owed;
use crate::cases::{Blocks, Subjects, answers_of, asked, own_sheet, read_answer};
use crate::periods::deadlines::{Due, due, overdue, period_due};
use crate::{Answered, House, OrFault};

impl House {
    /// The opening page of a desk.
    pub async fn desk(&self, at: &Entered) -> Answered<Desk> {
        at.permit(Act::OpenDesk)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let floor = Floor::within_reach(&tx, at).await?;
        let mut todos = self.todos(&tx, at).await?;
        self.own_first(&tx, at, &mut todos).await?;
        let elsewhere = self.elsewhere(&tx, at, &floor.periods, &floor.cases).await?;
        drop(tx);
        let Running { rounds, periods, cases, notes } = self.running(at).await?;
        let advice = self.advice(at).await?;
        Ok(Desk { todos, elsewhere, rounds, periods, cases, notes, advice })
    }

    /// What waits.
    pub(crate) async fn todos(&self, tx: &Tx, at: &Entered) -> Answered<Vec<Todo>> {
        let floor = Floor::within_reach(tx, at).await?;
        let today = self.edge().now().day();
        let mut todos = Vec::new();
        for period in &floor.periods {
            let of_period: Vec<_> = floor.cases.iter().filter(|case| case.period == period.id).collect();
            for case in &of_period {
                let rubric = self.rubric_of(tx, case).await?;
                let asked = |layer| asked(&rubric, layer);
                let blocks = self.blocks_of(tx, at, case.unit, &rubric).await?;
                let may = |act| authorise(&at.actor, act, Place::unit(at.id(), case.unit)).is_ok();
                let about = format!("{}　{}", floor.subjects.name(case), period.title);
                let waits = self.waits(tx, at, case).await?;
                let base = at.base();
                let Due { told: until, presses: urgent, .. } = due(case, period, today);
                let mut add = |verb: &str, path: &str, progress: String| {
                    let href = format!("{base}/cases/{}{path}", case.id);
                    todos.push(Todo {
                        href,
                        verb: verb.into(),
                        about: about.clone(),
                        progress,
                        until: until.clone(),
                        urgent,
                    });
                };
                match (case.state, &blocks) {
                    (CaseState::Draft, Some(blocks)) => {
                        let work = self.department_work(tx, case, &rubric, blocks).await?;
                        if let Some(Work { section, criterion, answered }) = work {
                            let progress = format!("本科室已填{answered}／{}条", blocks.criteria.len());
                            add("填报本科室内容", &format!("/fill/{}#c-{criterion}", section + 1), progress);
                        }
                    }
                    (CaseState::Returned, Some(blocks)) => {
                        let open = returns::open_of_case(tx, case.id).await.or_fault()?;
                        let own = |item: &str| {
                            let item = rubric.item(item);
                            let mut criteria = item.into_iter().flat_map(|item| &item.criteria);
                            criteria.any(|criterion| blocks.criteria.contains(criterion.no.as_str()))
                        };
                        let items: Vec<_> =
                            open.iter().map(|back| back.item.as_str()).filter(|item| own(item)).collect();
                        if !items.is_empty() {
                            let told = format!("退回第{}项", items.join("、"));
                            add("补正退回项目", "", told);
                        }
                    }
                    _ => {}
                }
                match case.state {
                    CaseState::Draft if may(Act::FillIn) => add(
                        "填报自评",
                        "/fill/1",
                        format!("已填{}／{}条", case.self_answered, asked(Layer::SelfAssessment)),
                    ),
                    CaseState::Returned if may(Act::FillIn) => {
                        let open = returns::open_of_case(tx, case.id).await.or_fault()?;
                        let items: Vec<_> = open.iter().map(|back| back.item.as_str()).collect();
                        add("补正退回项目", "", format!("退回第{}项", items.join("、")));
                    }
                    CaseState::Signing if may(Act::SignAndSubmit) => {
                        add("签署提交", "", waits.told(stated(&rubric, case)))
                    }
                    // The head gave it, so another clerk is asked.
                    CaseState::Signing if waits.mine > 0 && may(Act::ConfirmOwn) => {
                        add("确认酌情分", "", waits.told(stated(&rubric, case)))
                    }
                    CaseState::Reviewing if may(Act::ScoreCriteria) => add(
                        "考核打分",
                        "/review/1",
                        waits.told(format!("已打分{}／{}条", case.review_answered, asked(Layer::Review))),
                    ),
                    _ => {}
                }
            }
            self.period_todos(at, tx, period, (&floor.subjects, &of_period), &mut todos).await?;
        }
        Ok(todos)
    }

    /// What waits for a second person. Only where something does, the answers are looked at.
    async fn waits(&self, tx: &Tx, at: &Entered, case: &Case) -> Answered<Waits> {
        let layer = match case.state {
            CaseState::Signing if case.self_unconfirmed > 0 => Layer::SelfAssessment,
            CaseState::Reviewing if case.review_unconfirmed > 0 => Layer::Review,
            _ => return Ok(Waits::default()),
        };
        let mut waits = Waits::default();
        for row in answers::of_case(tx, case.id, layer).await.or_fault()? {
            let answer = read_answer(&row)?.shown_to(at.member.person, row.person);
            let own = |judged: &Judged| judged.by == Some(at.member.person);
            match answer.waiting().map(|(_, judged)| own(judged)).reduce(|all, own| all && own) {
                Some(true) => waits.others += 1,
                Some(false) => waits.mine += 1,
                None => {}
            }
        }
        Ok(waits)
    }

    /// Where the open work of a department begins, and how much of it is done; `None` when nothing is left.
    async fn department_work(
        &self,
        tx: &Tx,
        case: &Case,
        rubric: &Scheme,
        blocks: &Blocks,
    ) -> Answered<Option<Work>> {
        let circumstances = self.circumstances(tx, rubric, case).await?;
        // The second person is of the unit; for the department it is done.
        let answers = answers_of(tx, case.id, Layer::SelfAssessment).await?;
        let own = own_sheet(rubric, &confirmed_throughout(&answers), &circumstances)?;
        let mine: Vec<_> = own.criteria().filter(|line| blocks.criteria.contains(line.no.as_str())).collect();
        let answered = mine.iter().filter(|line| line.complete).count();
        let next = mine.iter().find(|line| !line.complete);
        Ok(next.map(|line| Work {
            section: rubric.section_of(&line.no).unwrap_or(0),
            criterion: line.no.to_string(),
            answered,
        }))
    }

    async fn period_todos(
        &self,
        at: &Entered,
        tx: &Tx,
        period: &Period,
        (subjects, of_period): (&Subjects, &[&Case]),
        todos: &mut Vec<Todo>,
    ) -> Answered<()> {
        let closed: Vec<&Case> =
            of_period.iter().copied().filter(|case| case.state == CaseState::Reviewed).collect();
        let open = of_period.iter().filter(|case| case.state < CaseState::Reviewed).count();
        let place = Place::tenant(at.id());
        if !closed.is_empty() && authorise(&at.actor, Act::DecideCollectively, place).is_ok() {
            let closed = subjects.counted(closed);
            let progress = if open == 0 {
                format!("{closed}已办结考核")
            } else {
                format!("{closed}已办结，{open}个尚在办理")
            };
            todos.push(Todo {
                href: format!("{}/periods/{}/decision", at.base(), period.id),
                verb: "集体研究决定".into(),
                about: period.title.clone(),
                progress,
                until: String::new(),
                urgent: false,
            });
        }
        if authorise(&at.actor, Act::OpenPeriod, place).is_ok() {
            todos.extend(self.late(at, period, (subjects, of_period)));
        }
        let runs = self.edge().now().day() <= period.ends_on;
        if runs && authorise(&at.actor, Act::OpenPeriod, place).is_ok() {
            let waiting = self.headcounts_waiting(tx, period.id).await?;
            if waiting > 0 {
                todos.push(Todo {
                    href: format!("{}/periods/{}/headcounts", at.base(), period.id),
                    verb: "核定单位总人数".into(),
                    about: period.title.clone(),
                    progress: format!("{waiting}个单位填报后待核定"),
                    until: String::new(),
                    urgent: false,
                });
            }
        }
        if authorise(&at.actor, Act::Publish, place).is_ok() {
            let decided = decisions::of_period(tx, period.id).await.or_fault()?;
            let announced = announcements::of_period(tx, period.id).await.or_fault()?;
            let owed = owed(&decided, &announced);
            for decision in decided {
                if owed.contains(&decision.id) {
                    let verb =
                        if decision.corrects.is_some() { "发布更正公告" } else { "公布结果" };
                    todos.push(Todo {
                        href: format!("{}/decisions/{}/publish", at.base(), decision.id),
                        verb: verb.into(),
                        about: format!("{}　{}", period.title, decision.meeting),
                        progress: format!("{}已形成决定", decision.held_on),
                        until: String::new(),
                        urgent: false,
                    });
                }
            }
        }
        Ok(())
    }

    /// Who has not submitted in time, and by how many days: the latest first, some of them by name.
    fn late(
        &self,
        at: &Entered,
        period: &Period,
        (subjects, of_period): (&Subjects, &[&Case]),
    ) -> Option<Todo> {
        const NAMED: usize = 3;
        let today = self.edge().now().day();
        let by = |case: &Case| overdue(case, period, today);
        let mut late: Vec<&Case> = of_period.iter().copied().filter(|case| by(case) > 0).collect();
        late.sort_by_key(|case| std::cmp::Reverse(by(case)));
        if late.is_empty() {
            return None;
        }
        let named: Vec<_> = late
            .iter()
            .take(NAMED)
            .map(|case| format!("{}（{}个工作日）", subjects.name(case), by(case)))
            .collect();
        let more = if late.len() > NAMED { "等" } else { "" };
        Some(Todo {
            href: format!("{}/periods/{}", at.base(), period.id),
            verb: "督促逾期单位".into(),
            about: period.title.clone(),
            progress: format!(
                "{}逾期未提交：{}{more}",
                subjects.counted(late.iter().copied()),
                named.join("、")
            ),
            until: Due::on(period.fill_by, today).told,
            urgent: true,
        })
    }

    /// What goes on besides.
    async fn running(&self, at: &Entered) -> Answered<Running> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let floor = Floor::within_reach(&tx, at).await?;
        let today = self.edge().now().day();
        let mut running = Running::default();
        for round in self.open_rounds(&tx, at, &floor.periods, &floor.cases).await? {
            let period = floor.periods.iter().find(|period| period.id == round.period);
            running.rounds.push(Todo {
                href: format!("{}/periods/{}/applicants", at.base(), round.period),
                verb: format!("推荐{}", round.awards),
                about: round.title,
                progress: format!("已推荐{}个", round.put_forward),
                until: period.map(|period| Due::on(period.fill_by, today).told).unwrap_or_default(),
                urgent: false,
            });
        }
        let sight = at.member.sight(Act::ViewProgress);
        let own = at.member.own_units();
        if sight.is_none() || !own.is_empty() {
            let mine = |case: &&Case| own.is_empty() || own.contains(&case.unit);
            let mine: Vec<_> = floor.cases.iter().filter(mine).cloned().collect();
            for case in
                mine.iter().filter(|case| (CaseState::Draft..CaseState::Reviewed).contains(&case.state))
            {
                let title = floor.periods.iter().find(|period| period.id == case.period);
                let title = title.map_or("", |period| period.title.as_str());
                let told =
                    self.changes_of(&tx, case).await?.into_iter().map(|told| format!("{title}：{told}"));
                running.notes.extend(told);
            }
            running.notes.dedup();
            running.cases = self.own_lines(&tx, at, &floor.periods, &mine).await?;
        }
        let Some(sight) = sight else { return Ok(running) };
        for period in &floor.periods {
            let of_period =
                || floor.cases.iter().filter(|case| case.period == period.id && sight.includes(case.unit));
            let (stage, Due { told, presses, .. }) = period_due(period, of_period(), today);
            let submitted = of_period().filter(|case| case.state.submitted()).count();
            let published = of_period().filter(|case| case.state == CaseState::Published).count();
            let all = of_period().count();
            let word =
                if of_period().any(|case| case.applicant.is_some()) { "份申报" } else { "个单位" };
            running.periods.push(Todo {
                href: format!("{}/periods/{}", at.base(), period.id),
                verb: period.title.clone(),
                about: period.kind.clone(),
                progress: if published == all && all > 0 {
                    format!("{all}{word}结果已公布")
                } else {
                    format!("已提交{submitted}／{all}{word}")
                },
                until: format!("{stage}{told}"),
                urgent: presses,
            });
        }
        Ok(running)
    }

    async fn advice(&self, at: &Entered) -> Answered<String> {
        if let Some(told) = watching(at) {
            return Ok(told);
        }
        let tx = self.store().read(at.id()).await.or_fault()?;
        let all = cases_of(&tx, &periods::all(&tx).await.or_fault()?).await?;
        let nothing_runs = all.iter().all(|case| case.state == CaseState::Published);
        let published = !schemes::all(&tx).await.or_fault()?.is_empty();
        let text = if at.member.ever_does(Act::OpenPeriod) && nothing_runs {
            if published {
                "没有正在进行的周期。下一步：在“周期与进度”中开启周期，各单位即可填报。"
            } else {
                "还没有发布创建方案。下一步：在“创建方案”中发布一份方案。"
            }
        } else if at.member.ever_does(Act::ViewSubordinates) {
            "下级辖区审定结果后，会自动出现在“辖区总览”。"
        } else if nothing_runs {
            "没有正在进行的周期。方案管理员开启周期后，这里会出现您的待办。"
        } else {
            "现在没有需要您办理的事项。"
        };
        Ok(text.to_owned())
    }
}

/// What goes on besides what waits.
#[derive(Default)]
struct Running {
    rounds: Vec<Todo>,
    periods: Vec<Todo>,
    cases: Vec<OwnCase>,
    notes: Vec<String>,
}

/// What of a case waits for a second person, on the layer that is being worked on.
#[derive(Default)]
struct Waits {
    /// Criteria with a value somebody else gave: the reader may be the second person.
    mine: usize,
    /// Those where all that waits is the reader's own.
    others: usize,
}

impl Waits {
    /// How far the case is, and what waits besides.
    fn told(&self, progress: String) -> String {
        let mine = (self.mine > 0).then(|| format!("{}条酌情分待您确认", self.mine));
        let others = (self.others > 0).then(|| format!("{}条酌情分待另一人确认", self.others));
        let all: Vec<_> = std::iter::once(progress).chain(mine).chain(others).collect();
        all.join("，")
    }
}

/// What the unit's own sheet comes to, in a word.
fn stated(rubric: &Scheme, case: &Case) -> String {
    match rubric.criteria().any(Criterion::is_scored) {
        true => format!("自评{}分", case.self_score),
        false => "自评已填完".to_owned(),
    }
}

/// What a department has to fill.
struct Work {
    /// Section page of the first open criterion, from 0.
    section: usize,
    /// Its number.
    criterion: String,
    /// Criteria that are complete.
    answered: usize,
}

/// What stands on the floor of a tenant: its periods, newest first, their cases, and whose they are.
struct Floor {
    periods: Vec<Period>,
    cases: Vec<Case>,
    subjects: Subjects,
}

impl Floor {
    async fn look(tx: &Tx) -> Answered<Floor> {
        let periods = running(tx).await?;
        let all = cases_of(tx, &periods).await?;
        let subjects = Subjects::of(tx, &all).await?;
        Ok(Floor { periods, cases: all, subjects })
    }

    /// Only what somebody's posts reach over: every page counts what waits for its reader.
    async fn within_reach(tx: &Tx, at: &Entered) -> Answered<Floor> {
        let Some(own) = at.member.confined_to() else { return Self::look(tx).await };
        let cases = cases::of_units(tx, &own).await.or_fault()?;
        let subjects = Subjects::of(tx, &cases).await?;
        Ok(Floor { periods: running(tx).await?, cases, subjects })
    }
}

/// The periods, the newest first, without those that were cancelled.
async fn running(tx: &Tx) -> Answered<Vec<Period>> {
    let mut periods = periods::all(tx).await.or_fault()?;
    periods.retain(|period| period.cancelled_at.is_none());
    Ok(periods)
}

async fn cases_of(tx: &Tx, periods: &[Period]) -> Answered<Vec<Case>> {
    let mut all = Vec::new();
    for period in periods {
        all.extend(cases::of_period(tx, period.id).await.or_fault()?);
    }
    Ok(all)
}
