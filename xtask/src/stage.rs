//! One line per stage: `[2/5] 编译网页端 … 41秒`.

use std::time::Instant;

use anyhow::Result;

/// Counts the stages of one command.
pub struct Stages {
    total: usize,
    done: usize,
    began: Instant,
}

impl Stages {
    pub fn new(total: usize) -> Self {
        Self { total, done: 0, began: Instant::now() }
    }

    /// Does one stage. The first line announces it, because cargo speaks in between; the last says how long it took.
    pub fn stage<T>(&mut self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        let label = format!("[{}/{}] {what}", self.done, self.total);
        eprintln!("{label} …");
        let began = Instant::now();
        let outcome = work();
        let end = if outcome.is_ok() { "" } else { "，没有成功" };
        eprintln!("{label} … {}{end}", seconds(began));
        outcome
    }

    /// Time since the first stage began.
    pub fn elapsed(&self) -> String {
        seconds(self.began)
    }
}

fn seconds(since: Instant) -> String {
    format!("{}秒", since.elapsed().as_secs_f32().round())
}
