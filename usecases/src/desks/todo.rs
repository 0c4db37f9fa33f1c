//! 待办: what waits for this person, until when.

use std::collections::{BTreeSet, HashMap, HashSet};

use contract::case::OwnCase;
use contract::frame::{Desk, Todo};
use domain::calendar::Day;
use domain::ids::{CaseId, PeriodId};
use domain::policy::{Act, Place, Sight, authorise};
use domain::scheme::{Criterion, Scheme};
use domain::scoring::{Judged, confirmed_throughout, discretionary};
use domain::workflow::CaseState;
use store::Tx;
use store::answers::{self, Layer};
use store::cases::{self, Case, Tally};
use store::decisions::{self, Decision};
use store::periods::{self, Period};
use store::{announcements, returns, schemes};

use super::Entered;
use super::elsewhere::watching;
use crate::announcements::owed;
use crate::cases::{Blocks, Subjects, answers_of, asked, own_sheet, read_answer};
use crate::periods::deadlines::{Due, Waited, due, overdue, period_due};
use crate::{Answered, House, OrFault};

impl House {
    /// The opening page of a desk.
    pub async fn desk(&self, at: &Entered) -> Answered<Desk> {
        at.permit(Act::OpenDesk)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let floor = Floor::whole(&tx, at, self.edge().now().day()).await?;
        let mut todos = self.todos(&tx, at, &floor).await?;
        self.own_first(&tx, at, &mut todos).await?;
        let elsewhere = self.elsewhere(&tx, at, &floor.periods, &floor.cases).await?;
        let Running { rounds, periods, cases, mut notes } = self.running(&tx, at, &floor).await?;
        if at.member.ever_does(Act::OpenPeriod) {
            notes.extend(self.corrected_lately(&tx).await?);
        }
        let advice = self.advice(&tx, at, &floor).await?;
        Ok(Desk { todos, elsewhere, rounds, periods, cases, notes, advice })
    }

    /// How many things wait: as many as the desk lists.
    pub(crate) async fn how_many_wait(&self, tx: &Tx, at: &Entered) -> Answered<u32> {
        let floor = Floor::near(tx, at, self.edge().now().day()).await?;
        let listed = u32::try_from(self.todos(tx, at, &floor).await?.len()).unwrap_or(u32::MAX);
        Ok(listed.saturating_add(floor.far()))
    }

    /// What waits.
    async fn todos(&self, tx: &Tx, at: &Entered, floor: &Floor) -> Answered<Vec<Todo>> {
        let today = self.edge().now().day();
        let mut todos = Vec::new();
        let all_waits = self.waits(tx, at, &floor.cases).await?;
        let returned = floor.cases.iter().filter(|case| case.state == CaseState::Returned);
        let returned: Vec<_> = returned.map(|case| case.id).collect();
        let returned = match returned.is_empty() {
            true => Vec::new(),
            false => returns::open_of_cases(tx, &returned).await.or_fault()?,
        };
        let may = |act| authorise(&at.actor, act, Place::tenant(at.id())).is_ok();
        let unannounced = match may(Act::Publish) {
            true => unannounced(tx, &floor.periods).await?,
            false => Vec::new(),
        };
        for period in &floor.periods {
            for case in floor.cases.iter().filter(|case| case.period == period.id) {
                let rubric = self.rubric_of(tx, case).await?;
                let asked = |layer| asked(&rubric, layer);
                let blocks = match case.state {
                    CaseState::Draft | CaseState::Returned => {
                        self.blocks_of(tx, at, case.unit, &rubric).await?
                    }
                    _ => None,
                };
                let may = |act| authorise(&at.actor, act, Place::unit(at.id(), case.unit)).is_ok();
                let about = format!("{}　{}", floor.subjects.name(case), period.title);
                let waits = all_waits.get(&case.id).copied().unwrap_or_default();
                let back: Vec<_> = returned
                    .iter()
                    .filter(|back| back.case == case.id)
                    .map(|back| back.item.as_str())
                    .collect();
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
                        let own = |item: &str| {
                            let item = rubric.item(item);
                            let mut criteria = item.into_iter().flat_map(|item| &item.criteria);
                            criteria.any(|criterion| blocks.criteria.contains(criterion.no.as_str()))
                        };
                        let items: Vec<_> = back.iter().copied().filter(|item| own(item)).collect();
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
                        add("补正退回项目", "", format!("退回第{}项", back.join("、")));
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
            todos.extend(decision_due(at, period, floor));
            todos.extend(late(at, period, floor, today));
            if today <= period.ends_on && may(Act::OpenPeriod) {
                let waiting = self.headcounts_waiting(tx, period.id).await?;
                todos.extend((waiting > 0).then(|| headcounts_due(at, period, waiting)));
            }
            todos.extend(
                unannounced
                    .iter()
                    .filter(|one| one.period == period.id)
                    .map(|one| publication(at, period, one)),
            );
        }
        Ok(todos)
    }

    /// What waits for a second person, case by case. Only where something does, answers are looked at, and only those that
    /// can.
    async fn waits(&self, tx: &Tx, at: &Entered, cases: &[Case]) -> Answered<HashMap<CaseId, Waits>> {
        let mut all: HashMap<CaseId, Waits> = HashMap::new();
        for (layer, waiting) in [
            (
                Layer::SelfAssessment,
                (|case| case.state == CaseState::Signing && case.self_unconfirmed > 0) as Wanted,
            ),
            (Layer::Review, |case| case.state == CaseState::Reviewing && case.review_unconfirmed > 0),
        ] {
            let waiting: Vec<_> = cases.iter().filter(|case| waiting(case)).collect();
            let mut judged = BTreeSet::new();
            for case in &waiting {
                judged.extend(discretionary(&*self.rubric_of(tx, case).await?).map(str::to_owned));
            }
            if judged.is_empty() {
                continue;
            }
            let ids: Vec<_> = waiting.iter().map(|case| case.id).collect();
            let judged = judged.iter().map(String::as_str);
            for (case, row) in answers::of_cases(tx, &ids, layer, judged).await.or_fault()? {
                let answer = read_answer(&row)?.shown_to(at.member.person, row.person);
                let own = |judged: &Judged| judged.by == Some(at.member.person);
                let waits = all.entry(case).or_default();
                match answer.waiting().map(|(_, judged)| own(judged)).reduce(|all, own| all && own) {
                    Some(true) => waits.others += 1,
                    Some(false) => waits.mine += 1,
                    None => {}
                }
            }
        }
        Ok(all)
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

    /// What goes on besides.
    async fn running(&self, tx: &Tx, at: &Entered, floor: &Floor) -> Answered<Running> {
        let today = self.edge().now().day();
        let mut running = Running::default();
        for round in self.open_rounds(tx, at, &floor.periods, &floor.cases).await? {
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
                    self.changes_of(tx, case).await?.into_iter().map(|told| format!("{title}：{told}"));
                running.notes.extend(told);
            }
            running.notes.dedup();
            running.cases = self.own_lines(tx, at, &floor.periods, &mine).await?;
        }
        let looked_over = match sight {
            None => return Ok(running),
            Some(Sight::Units(units)) => cases::tallies(tx, Some(&units)).await.or_fault()?,
            Some(Sight::Whole) => floor.tallies.clone(),
        };
        let lines = floor.periods.iter().map(|period| overview(at, period, &looked_over, today));
        running.periods = lines.collect();
        Ok(running)
    }

    async fn advice(&self, tx: &Tx, at: &Entered, floor: &Floor) -> Answered<String> {
        if let Some(told) = watching(at) {
            return Ok(told);
        }
        let nothing_runs = floor.tallies.iter().all(|tally| tally.state == CaseState::Published);
        let published = !schemes::all(tx).await.or_fault()?.is_empty();
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

/// The meeting that closed reviews of a period wait for.
fn decision_due(at: &Entered, period: &Period, floor: &Floor) -> Option<Todo> {
    authorise(&at.actor, Act::DecideCollectively, Place::tenant(at.id())).ok()?;
    let of_period = || floor.tallies.iter().filter(|tally| tally.period == period.id);
    let closed = || of_period().filter(|tally| tally.state == CaseState::Reviewed);
    let open: u32 =
        of_period().filter(|tally| tally.state < CaseState::Reviewed).map(|tally| tally.cases).sum();
    let counted =
        match (closed().map(|tally| tally.cases).sum::<u32>(), closed().any(|one| one.applicants > 0)) {
            (0, _) => return None,
            (cases, false) => format!("{cases}个单位"),
            (_, true) => floor.subjects.counted(floor.closed.iter().filter(|case| case.period == period.id)),
        };
    Some(Todo {
        href: format!("{}/periods/{}/decision", at.base(), period.id),
        verb: "集体研究决定".into(),
        about: period.title.clone(),
        progress: match open {
            0 => format!("{counted}已办结考核"),
            open => format!("{counted}已办结，{open}个尚在办理"),
        },
        until: String::new(),
        urgent: false,
    })
}

/// The decisions that have to be announced yet, period by period.
async fn unannounced(tx: &Tx, periods: &[Period]) -> Answered<Vec<Decision>> {
    let decided = decisions::all(tx).await.or_fault()?;
    if decided.is_empty() {
        return Ok(decided);
    }
    let announced = announcements::without_bodies(tx).await.or_fault()?;
    let mut unannounced = Vec::new();
    for period in periods {
        let decided: Vec<_> = decided.iter().filter(|one| one.period == period.id).cloned().collect();
        let announced: Vec<_> = announced.iter().filter(|one| one.period == period.id).cloned().collect();
        let owed = owed(&decided, &announced);
        unannounced.extend(decided.into_iter().filter(|one| owed.contains(&one.id)));
    }
    Ok(unannounced)
}

/// The announcement a decision waits for.
fn publication(at: &Entered, period: &Period, decision: &Decision) -> Todo {
    Todo {
        href: format!("{}/decisions/{}/publish", at.base(), decision.id),
        verb: if decision.corrects.is_some() { "发布更正公告" } else { "公布结果" }.into(),
        about: format!("{}　{}", period.title, decision.meeting),
        progress: format!("{}已形成决定", decision.held_on),
        until: String::new(),
        urgent: false,
    }
}

/// Numbers of people that units stated and nobody has confirmed.
fn headcounts_due(at: &Entered, period: &Period, waiting: u32) -> Todo {
    Todo {
        href: format!("{}/periods/{}/headcounts", at.base(), period.id),
        verb: "核定单位总人数".into(),
        about: period.title.clone(),
        progress: format!("{waiting}个单位填报后待核定"),
        until: String::new(),
        urgent: false,
    }
}

/// Who has not submitted in time, and by how many days: the latest first, some of them by name.
fn late(at: &Entered, period: &Period, floor: &Floor, today: Day) -> Option<Todo> {
    const NAMED: usize = 3;
    let by = |case: &Case| overdue(case, period, today);
    let of_period = floor.late.iter().filter(|case| case.period == period.id);
    let mut late: Vec<&Case> = of_period.filter(|case| by(case) > 0).collect();
    late.sort_by_key(|case| std::cmp::Reverse(by(case)));
    if late.is_empty() {
        return None;
    }
    let named: Vec<_> = late
        .iter()
        .take(NAMED)
        .map(|case| format!("{}（{}个工作日）", floor.subjects.name(case), by(case)))
        .collect();
    let more = if late.len() > NAMED { "等" } else { "" };
    Some(Todo {
        href: format!("{}/periods/{}", at.base(), period.id),
        verb: "督促逾期单位".into(),
        about: period.title.clone(),
        progress: format!(
            "{}逾期未提交：{}{more}",
            floor.subjects.counted(late.iter().copied()),
            named.join("、")
        ),
        until: Due::on(period.fill_by, today).told,
        urgent: true,
    })
}

/// How far a period is, as far as the reader looks.
fn overview(at: &Entered, period: &Period, tallies: &[Tally], today: Day) -> Todo {
    let of_period = || tallies.iter().filter(|tally| tally.period == period.id);
    let count = |wanted: fn(CaseState) -> bool| -> u32 {
        of_period().filter(|tally| wanted(tally.state)).map(|tally| tally.cases).sum()
    };
    let waited = of_period().flat_map(Waited::counted);
    let (stage, Due { told, presses, .. }) = period_due(period, waited, today);
    let (all, submitted) = (count(|_| true), count(CaseState::submitted));
    let published = count(|state| state == CaseState::Published);
    let word = if of_period().any(|tally| tally.applicants > 0) { "份申报" } else { "个单位" };
    Todo {
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

/// Which cases are meant.
type Wanted = fn(&Case) -> bool;

/// What of a case waits for a second person, on the layer that is being worked on.
#[derive(Clone, Copy, Default)]
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

/// What stands on the floor of a tenant, as far as it can be somebody's business.
struct Floor {
    /// The newest first, without those that were cancelled.
    periods: Vec<Period>,
    /// Those cases on which something may wait for the reader.
    cases: Vec<Case>,
    /// Whose they are.
    subjects: Subjects,
    /// How many cases of the whole tenant are where; of every page only for those it tells something to do.
    tallies: Vec<Tally>,
    /// For whoever opens periods: cases that were never submitted, of periods in which somebody's day has passed.
    late: Vec<Case>,
    /// Closed reviews, where persons or families are among them and are told apart.
    closed: Vec<Case>,
    /// Whether the reader scores in the whole tenant, and `cases` leaves out what is scored elsewhere.
    scores_elsewhere: bool,
}

/// What is done on the unit's side of a case.
const OF_A_UNIT: [Act; 5] = [Act::FillIn, Act::ConfirmOwn, Act::Nominate, Act::HandOver, Act::SignAndSubmit];

impl Floor {
    /// With the cases of the units that the reader's posts name: every page counts what waits for its reader. What waits in
    /// all the other units is known from the tallies.
    async fn near(tx: &Tx, at: &Entered, today: Day) -> Answered<Floor> {
        let whole = |act| at.member.sight(act) == Some(Sight::Whole);
        let mut periods = periods::all(tx).await.or_fault()?;
        periods.retain(|period| period.cancelled_at.is_none());
        let counts = [Act::ScoreCriteria, Act::DecideCollectively, Act::OpenPeriod].into_iter().any(whole);
        let tallies = match counts {
            true => cases::tallies(tx, None).await.or_fault()?,
            false => Vec::new(),
        };
        let everywhere = OF_A_UNIT.into_iter().any(whole);
        let units = at.member.units();
        let near = match everywhere {
            true => cases_of(tx, &periods).await?,
            false if units.is_empty() => Vec::new(),
            false => cases::of_units(tx, &units).await.or_fault()?,
        };
        let subjects = Subjects::of(tx, &near).await?;
        let late = match whole(Act::OpenPeriod) {
            true => {
                let passed: Vec<_> = periods
                    .iter()
                    .filter(|period| is_late(period, &tallies, today))
                    .map(|one| one.id)
                    .collect();
                never_submitted(tx, &passed).await?
            }
            false => Vec::new(),
        };
        let scores_elsewhere = whole(Act::ScoreCriteria) && !everywhere;
        Ok(Floor { periods, cases: near, subjects, tallies, late, closed: Vec::new(), scores_elsewhere })
    }

    /// With every case on which something may wait, for the reader or for somebody after the reader.
    async fn whole(tx: &Tx, at: &Entered, today: Day) -> Answered<Floor> {
        const IN_REVIEW: [CaseState; 3] = [CaseState::Signing, CaseState::Reviewing, CaseState::Returned];
        let mut floor = Self::near(tx, at, today).await?;
        if floor.tallies.is_empty() {
            floor.tallies = cases::tallies(tx, None).await.or_fault()?;
        }
        if floor.scores_elsewhere {
            let near: HashSet<_> = floor.cases.iter().map(|case| case.id).collect();
            let mut scored = cases::in_states(tx, &IN_REVIEW).await.or_fault()?;
            scored.retain(|case| case.submitted_at.is_some() && !near.contains(&case.id));
            floor.cases.extend(scored);
            floor.scores_elsewhere = false;
        }
        // Whoever may look at every case and watches no period finds them one by one.
        let looks = at.member.sight(Act::ViewCase) == Some(Sight::Whole);
        if looks && at.member.sight(Act::ViewProgress).is_none() {
            floor.cases = cases_of(tx, &floor.periods).await?;
        }
        let closed = |tally: &Tally| tally.state == CaseState::Reviewed && tally.applicants > 0;
        if at.member.ever_does(Act::DecideCollectively) && floor.tallies.iter().any(closed) {
            floor.closed = cases::in_states(tx, &[CaseState::Reviewed]).await.or_fault()?;
        }
        let named = floor.cases.iter().chain(&floor.closed).chain(&floor.late);
        floor.subjects = Subjects::of(tx, named).await?;
        Ok(floor)
    }

    /// How many cases wait for the reader's score beside those in `cases`.
    fn far(&self) -> u32 {
        if !self.scores_elsewhere {
            return 0;
        }
        let scored = self.tallies.iter().filter(|tally| tally.state == CaseState::Reviewing);
        let near = self.cases.iter().filter(|case| case.state == CaseState::Reviewing).count();
        scored.map(|tally| tally.cases).sum::<u32>().saturating_sub(u32::try_from(near).unwrap_or(u32::MAX))
    }
}

/// Whether somebody is late with handing over what was never submitted.
fn is_late(period: &Period, tallies: &[Tally], today: Day) -> bool {
    let of_period = tallies.iter().filter(|tally| tally.period == period.id);
    of_period.flat_map(Waited::counted).any(|waited| waited.overdue(period, today) > 0)
}

async fn never_submitted(tx: &Tx, periods: &[PeriodId]) -> Answered<Vec<Case>> {
    match periods.is_empty() {
        true => Ok(Vec::new()),
        false => cases::never_submitted(tx, periods).await.or_fault(),
    }
}

async fn cases_of(tx: &Tx, periods: &[Period]) -> Answered<Vec<Case>> {
    let mut all = Vec::new();
    for period in periods {
        all.extend(cases::of_period(tx, period.id).await.or_fault()?);
    }
    Ok(all)
}
