//! `cargo xtask siege`: everything that one tenant, or nobody at all, has thought of to keep the others from their work,
//! played one after the other against a release server on this machine, beside a clerk who saves. For each is told how much
//! memory the server took at most, how the clerk fared, and what the attackers were answered.

mod attacks;
mod field;
mod texts;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::crash::clerk::Clerk;
use crate::crash::staff;
use crate::house::House;
use crate::process;
use attacks::ATTACKS;
use field::Field;

/// Most memory of the server, MB.
const MEMORY: u64 = 400;
/// The slowest of a hundred saves of the clerk.
const P99: Duration = Duration::from_millis(250);
/// Longest time from SIGTERM to the end.
const PARTING: Duration = Duration::from_secs(5);
/// Between two saves of the clerk.
const BREATH: Duration = Duration::from_millis(10);

/// What a run is asked for.
#[derive(Clone, Copy)]
struct Plan {
    /// For each attack.
    seconds: u64,
    profile: &'static str,
    only: usize,
}

impl Plan {
    fn read(words: &[&str]) -> Result<Plan> {
        let mut plan = Plan { seconds: 6, profile: "release", only: usize::MAX };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || -> Result<u64> {
                let text = words.next().with_context(|| format!("{word} 后面缺少数字"))?;
                text.parse().with_context(|| format!("{word} 后面应是数字，现在是“{text}”"))
            };
            match *word {
                "--seconds" => plan.seconds = number()?.clamp(1, 120),
                "--only" => plan.only = usize::try_from(number()?)?,
                "--debug" => plan.profile = "debug",
                other => bail!("不认识“{other}”，可用 --seconds N、--only N、--debug"),
            }
        }
        Ok(plan)
    }
}

/// Runs it and prints the figures as JSON; fails if a promise is broken.
pub fn command(words: &[&str]) -> Result<ExitCode> {
    let plan = Plan::read(words)?;
    let mut house = House::with_demo("siege", plan.profile, Vec::new())?;
    house.start()?;
    let mut clerk = staff(&house, 1, &mut Chance::of(1))?.remove(0);
    let field = Field::look_round(&house)?;
    let mut broken = Vec::new();
    let mut told = Vec::new();
    let alone = Fared::of(&mut clerk, Duration::from_secs(3), &AtomicBool::new(false))?;
    told.push(
        json!({ "attack": "没有攻击", "clerk": alone.figures(), "memory_mb": highest_memory(&house)? }),
    );
    if plan.only == usize::MAX {
        for (page, took, most) in field.largest_scheme()? {
            if took > most && plan.profile == "release" {
                broken.push(format!("{page}用了 {took:?}，超过 {most:?}"));
            }
            told.push(json!({ "page": page, "ms": took.as_millis() as u64, "promised_ms": most.as_millis() as u64 }));
        }
    }
    for (number, (name, attack)) in (1..).zip(ATTACKS) {
        if plan.only != usize::MAX && plan.only != number {
            continue;
        }
        process::stop_if_interrupted()?;
        eprintln!("{number}．{name} …");
        forget_memory(&house)?;
        let over = AtomicBool::new(false);
        let (heard, fared) = std::thread::scope(|scope| {
            let attacking = scope.spawn(|| {
                let heard = attack(&field, Instant::now() + Duration::from_secs(plan.seconds));
                over.store(true, Ordering::Relaxed);
                heard
            });
            let fared = Fared::of(&mut clerk, Duration::from_secs(180), &over);
            (attacking.join(), fared)
        });
        let heard = heard.map_err(|_| anyhow::anyhow!("“{name}”的线程中断"))??;
        let (fared, memory) = (fared?, highest_memory(&house)?);
        if memory > MEMORY {
            broken.push(format!("“{name}”：内存 {memory} MB，超过 {MEMORY} MB"));
        }
        if fared.at(99) > P99 {
            broken.push(format!("“{name}”：经办人百分之一的保存用了 {:?}", fared.at(99)));
        }
        if fared.failed > 0 {
            broken.push(format!("“{name}”：经办人{}次没有保存成", fared.failed));
        }
        let figures =
            json!({ "attack": name, "memory_mb": memory, "clerk": fared.figures(), "answered": heard });
        eprintln!("{figures}");
        told.push(figures);
    }
    let seen = clerk.looks().context("确认过的内容")?;
    // With somebody still hanging on to a large answer.
    let held = field.unread(20);
    let parting = house.ask_to_stop()?;
    drop(held);
    if parting > PARTING {
        broken.push(format!("收到 SIGTERM 后 {parting:?} 才退出"));
    }
    house.start()?;
    house.run(&["check", "--json"]).context("核对没有通过")?;
    println!(
        "{:#}",
        json!({
            "attacks": told,
            "saves_kept": seen.acknowledged,
            "stopped_after_ms": parting.as_millis() as u64,
            "promised": { "memory_mb": MEMORY, "clerk_p99_ms": P99.as_millis() as u64, "stop_ms": PARTING.as_millis() as u64 },
            "broken": broken,
        })
    );
    ensure!(broken.is_empty(), "{}", broken.join("；"));
    house.tidy_up()?;
    Ok(ExitCode::SUCCESS)
}

/// What attackers were answered: how often which.
pub type Heard = BTreeMap<String, u64>;

/// How the clerk fared.
struct Fared {
    /// In order of length.
    took: Vec<Duration>,
    failed: u32,
}

impl Fared {
    /// Saves again and again until it is over.
    fn of(clerk: &mut Clerk, long: Duration, over: &AtomicBool) -> Result<Self> {
        let (mut took, mut failed) = (Vec::new(), 0);
        let until = Instant::now() + long;
        while Instant::now() < until && !over.load(Ordering::Relaxed) {
            process::stop_if_interrupted()?;
            let began = Instant::now();
            if let Err(error) = clerk.saves() {
                eprintln!("经办人：{error:#}");
                failed += 1;
            }
            took.push(began.elapsed());
            std::thread::sleep(BREATH);
        }
        took.sort_unstable();
        Ok(Self { took, failed })
    }

    fn at(&self, share: usize) -> Duration {
        let at = (self.took.len() * share / 100).min(self.took.len().saturating_sub(1));
        self.took.get(at).copied().unwrap_or_default()
    }

    fn figures(&self) -> Value {
        let ms = |share| u64::try_from(self.at(share).as_micros()).unwrap_or(u64::MAX) as f64 / 1_000.0;
        json!({ "saves": self.took.len(), "failed": self.failed, "ms_p50": ms(50), "ms_p99": ms(99), "ms_max": ms(100) })
    }
}

/// The highest resident memory of the server since it was last asked for, MB.
fn highest_memory(house: &House) -> Result<u64> {
    let process = house.process().context("服务端没有运行")?;
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("读不到服务端的内存")?;
    Ok(line.trim().split(' ').next().unwrap_or_default().parse::<u64>()? / 1024)
}

/// The next highest begins from now.
fn forget_memory(house: &House) -> Result<()> {
    let process = house.process().context("服务端没有运行")?;
    Ok(std::fs::write(format!("/proc/{process}/clear_refs"), "5")?)
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn a_plan_is_read() {
        let plan = Plan::read(&["--seconds", "3", "--only", "2"]).unwrap();
        assert_eq!((plan.seconds, plan.only, plan.profile), (3, 2, "release"));
        assert!(Plan::read(&["--forever"]).is_err());
    }
}
