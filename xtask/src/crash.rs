//! `cargo xtask crash`: a server that is killed in the middle of its work, over and over. People save and upload over
//! real connections; at a random but repeatable moment comes SIGKILL; the server starts again and must be ready within
//! three seconds, with everything it had acknowledged exactly once, nothing half done, and its journal whole.

pub mod clerk;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::house::wire::{FORM, Line};
use crate::house::{House, page};
use crate::postgres::Cluster;
use crate::tally::Tally;
use crate::{paths, process};
use clerk::{Clerk, Seen};

/// Longest time from start to ready.
const READY: Duration = Duration::from_secs(3);
/// The moment of the kill, after the first save of a round was sent.
const EARLIEST: Duration = Duration::from_millis(30);
const LATEST: Duration = Duration::from_millis(900);
/// The tenant of the demo in which people work.
const TENANT: &str = "jiyuan";

/// What a run is asked for.
pub struct Plan {
    pub rounds: u32,
    pub seed: u64,
    pub clerks: usize,
    pub postgres: bool,
    /// The folder of the executable: `debug` or `release`.
    pub profile: &'static str,
}

impl Default for Plan {
    fn default() -> Self {
        Plan { rounds: 500, seed: 1, clerks: 6, postgres: false, profile: "debug" }
    }
}

impl Plan {
    /// Reads `--rounds N --seed N --clerks N --postgres --release`.
    pub fn read(words: &[&str]) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || -> Result<u64> {
                let text = words.next().with_context(|| format!("{word} 后面缺少数字"))?;
                text.parse().with_context(|| format!("{word} 后面应是数字，现在是“{text}”"))
            };
            match *word {
                "--rounds" => plan.rounds = u32::try_from(number()?)?,
                "--seed" => plan.seed = number()?,
                "--clerks" => plan.clerks = usize::try_from(number()?)?.clamp(1, 13),
                "--postgres" => plan.postgres = true,
                "--release" => plan.profile = "release",
                other => {
                    bail!("不认识“{other}”，可用 --rounds N、--seed N、--clerks N、--postgres、--release")
                }
            }
        }
        Ok(plan)
    }
}

/// What a run came to.
#[derive(Default)]
struct Sum {
    rounds: u32,
    acknowledged: u64,
    /// Sent, not answered, and there after the restart.
    arrived: u64,
    /// Sent, not answered, and not there.
    lost_unanswered: u64,
    uploads: u64,
    ready: Vec<Duration>,
}

/// Runs the whole of it and prints the figures as JSON.
pub fn command(words: &[&str]) -> Result<ExitCode> {
    let plan = Plan::read(words)?;
    let sum = run(&plan)?;
    println!("{:#}", sum.figures(&plan));
    Ok(ExitCode::SUCCESS)
}

/// A short run for the tests: every round is one.
pub fn tally(plan: &Plan) -> Result<Tally> {
    let sum = run(plan)?;
    eprintln!("{}", sum.figures(plan));
    Ok(Tally { passed: sum.rounds, ..Tally::default() })
}

impl Sum {
    fn figures(&self, plan: &Plan) -> Value {
        let mut ready: Vec<_> = self.ready.iter().map(Duration::as_millis).collect();
        ready.sort_unstable();
        let at = |share: usize| ready.get((ready.len() * share / 100).min(ready.len().saturating_sub(1)));
        json!({
            "database": if plan.postgres { "PostgreSQL" } else { "SQLite" },
            "executable": plan.profile,
            "seed": plan.seed,
            "rounds": self.rounds,
            "saves_acknowledged": self.acknowledged,
            "saves_unanswered_but_there": self.arrived,
            "saves_unanswered_and_not_there": self.lost_unanswered,
            "uploads_acknowledged": self.uploads,
            "lost": 0,
            "doubled": 0,
            "ready_ms_median": at(50),
            "ready_ms_max": ready.last(),
        })
    }
}

fn run(plan: &Plan) -> Result<Sum> {
    let cluster = plan.postgres.then(Cluster::start).transpose()?;
    let environment = cluster.as_ref().map(|cluster| cluster.deployment("crash")).transpose()?;
    let mut house = House::with_demo("crash", plan.profile, environment.unwrap_or_default())?;
    match rounds(plan, &mut house) {
        Ok(sum) => {
            house.tidy_up()?;
            Ok(sum)
        }
        Err(error) => {
            let words = house.last_words();
            let place = paths::shown(house.folder());
            let _ = house.kill();
            std::mem::forget(house);
            Err(error.context(format!("种子 {}；数据留在 {place}\n{words}", plan.seed)))
        }
    }
}

fn rounds(plan: &Plan, house: &mut House) -> Result<Sum> {
    let mut chance = Chance::of(plan.seed);
    house.start()?;
    let mut clerks = staff(house, plan.clerks, &mut chance)?;
    let before = entries(house)?;
    let mut sum = Sum::default();
    for round in 1..=plan.rounds {
        process::stop_if_interrupted()?;
        work_until_killed(house, &mut clerks, &mut chance)?;
        let ready = house.start()?;
        ensure!(ready <= READY, "第{round}轮：重新启动用了 {ready:?}，超过 {READY:?}");
        sum.ready.push(ready);
        look_through(house, &mut clerks, before, &mut sum).with_context(|| format!("第{round}轮"))?;
        sum.rounds = round;
        if round % 25 == 0 {
            eprintln!("第{round}轮：已确认保存{}次、上传{}份，未丢失、未重复", sum.acknowledged, sum.uploads);
        }
    }
    leftovers(house)?;
    Ok(sum)
}

/// A period of this year, and a clerk for each of the first units.
pub fn staff(house: &House, count: usize, chance: &mut Chance) -> Result<Vec<Clerk>> {
    let mut line = Line::to(house.port);
    let officer = house.log_in("jy.fangan")?;
    let form = line.get(&format!("/t/{TENANT}/periods/new"), &officer)?.text();
    let units = page::ids(&form, "id=\"unit-");
    let scheme = form.split_once("name=\"scheme\"").map_or("", |(_, after)| after);
    let scheme = page::ids(scheme, "value=\"").into_iter().next().context("没有可选的方案")?;
    let mut fields = format!("title=2026%E5%B9%B4&kind=%E5%B9%B4%E5%BA%A6&scheme={scheme}");
    for name in ["starts_on", "ends_on", "fill_by", "review_by"] {
        fields.push_str(&format!("&{name}={}", page::value(&form, name)?));
    }
    for unit in units.iter().take(count) {
        fields.push_str(&format!("&unit={unit}"));
    }
    let opened = line.post(&format!("/t/{TENANT}/periods"), &officer, FORM, fields.as_bytes())?;
    let period = opened.header("location").with_context(|| format!("周期没有开启（{}）", opened.status))?;
    let cases = page::ids(&line.get(period, &officer)?.text(), &format!("/t/{TENANT}/cases/"));
    ensure!(cases.len() == count, "应有{count}份申报，实有{}份", cases.len());
    let clerks = cases.into_iter().zip(1..);
    clerks
        .map(|(case, number)| {
            let cookie = house.log_in(&format!("jy{number:02}.jingban"))?;
            Clerk::new(house.port, TENANT, case, cookie, chance.next())
        })
        .collect()
}

/// Everybody works; after a while the server is gone.
fn work_until_killed(house: &mut House, clerks: &mut [Clerk], chance: &mut Chance) -> Result<()> {
    let after = chance.between(EARLIEST, LATEST);
    let stop = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let at_work: Vec<_> = clerks
            .iter_mut()
            .map(|clerk| {
                let stop = stop.clone();
                scope.spawn(move || clerk.works(&stop))
            })
            .collect();
        std::thread::sleep(after);
        let killed = house.kill();
        stop.store(true, Ordering::Relaxed);
        for clerk in at_work {
            clerk.join().map_err(|_| anyhow::anyhow!("一个客户端中断"))??;
        }
        killed
    })
}

/// What is there now is what was acknowledged, and of what was not acknowledged either all or nothing.
fn look_through(house: &House, clerks: &mut [Clerk], before: u64, sum: &mut Sum) -> Result<()> {
    let mut acts = 0;
    for clerk in clerks {
        let Seen { acts: there, acknowledged, arrived, lost_unanswered, uploads } = clerk.looks()?;
        acts += there;
        sum.acknowledged += acknowledged;
        sum.arrived += arrived;
        sum.lost_unanswered += lost_unanswered;
        sum.uploads += uploads;
    }
    // Every act stands in the journal exactly once.
    let entries = entries(house)?;
    ensure!(entries == before + acts, "留痕应有{}条，实有{entries}条", before + acts);
    Ok(())
}

/// Number of entries of the journal, in a house whose database, journals and files are all found whole.
fn entries(house: &House) -> Result<u64> {
    let told: Value = serde_json::from_str(&house.run(&["check", "--json"]).context("核对没有通过")?)?;
    let journals = told["journal"].as_array().context("核对没有说到留痕")?;
    let own = journals.iter().find(|journal| journal["tenant"] == TENANT);
    own.and_then(|journal| journal["entries"].as_u64()).with_context(|| format!("看不懂：{told}"))
}

/// Half-received files, and whole ones without a record, are gone after a while.
fn leftovers(house: &mut House) -> Result<()> {
    house.kill()?;
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(3_600);
    for file in crate::site::walk(&house.data().join("files"))? {
        std::fs::File::options().write(true).open(file)?.set_modified(long_ago)?;
    }
    house.start()?;
    let began = Instant::now();
    loop {
        let told: Value = serde_json::from_str(&house.run(&["check", "--json"])?)?;
        if told["files"]["unnamed"] == 0 {
            return Ok(());
        }
        ensure!(began.elapsed() < Duration::from_secs(10), "残留文件没有清理：{told}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn a_plan_is_read() {
        let plan = Plan::read(&["--rounds", "7", "--seed", "9", "--postgres"]).unwrap();
        assert_eq!((plan.rounds, plan.seed, plan.postgres, plan.profile), (7, 9, true, "debug"));
        assert_eq!(Plan::read(&[]).unwrap().rounds, 500);
        assert!(Plan::read(&["--rounds"]).is_err() && Plan::read(&["--round", "7"]).is_err());
    }
}
