//! The list of figures.

use anyhow::Result;
use serde_json::{Value, json};

use super::database::Database;

/// One figure.
pub struct Figure {
    name: String,
    database: Option<&'static str>,
    unit: &'static str,
    figure: f64,
    baseline: Option<f64>,
    target: Option<(&'static str, bool)>,
    more: Value,
}

impl Figure {
    pub fn new(name: impl Into<String>, unit: &'static str, figure: f64) -> Self {
        Self {
            name: name.into(),
            database: None,
            unit,
            figure,
            baseline: None,
            target: None,
            more: Value::Null,
        }
    }

    pub fn on(self, database: &Database) -> Self {
        Self { database: Some(database.name), ..self }
    }

    pub fn against(self, baseline: f64) -> Self {
        Self { baseline: Some(baseline), ..self }
    }

    /// What is promised, on SQLite; what PostgreSQL reaches is printed beside it.
    pub fn target(self, words: &'static str, met: bool) -> Self {
        match self.database {
            Some("postgres") => self,
            _ => Self { target: Some((words, met)), ..self },
        }
    }

    /// Whatever else was seen.
    pub fn with(self, more: Value) -> Self {
        Self { more, ..self }
    }

    /// Figure ÷ baseline.
    fn ratio(&self) -> Option<f64> {
        self.baseline.map(|baseline| self.figure / baseline)
    }
}

#[derive(Default)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Adds one and says so.
    pub fn add(&mut self, figure: Figure) {
        eprintln!("　{}", line(&figure));
        self.0.push(figure);
    }

    /// Whether every target is met.
    pub fn all_met(&self) -> bool {
        self.0.iter().all(|figure| figure.target.is_none_or(|(_, met)| met))
    }

    pub fn json(&self) -> Result<String> {
        let list: Vec<_> = self
            .0
            .iter()
            .map(|figure| {
                json!({
                    "name": figure.name,
                    "database": figure.database,
                    "unit": figure.unit,
                    "figure": rounded(figure.figure),
                    "baseline": figure.baseline.map(rounded),
                    "ratio": figure.ratio().map(rounded),
                    "target": figure.target.map(|(words, _)| words),
                    "met": figure.target.map(|(_, met)| met),
                    "more": figure.more,
                })
            })
            .collect();
        Ok(serde_json::to_string_pretty(&list)? + "\n")
    }

    pub fn table(&self) -> String {
        let lines: Vec<_> = self.0.iter().map(|figure| format!("　{}", line(figure))).collect();
        format!("\n测量结果（与服务端同机加载，机器有{}核）\n{}\n", cores(), lines.join("\n"))
    }
}

fn line(figure: &Figure) -> String {
    let mut text = match figure.database {
        Some(database) => format!("{}（{database}）：", figure.name),
        None => format!("{}：", figure.name),
    };
    text.push_str(&format!("{}{}", shown(figure.figure), figure.unit));
    if let (Some(baseline), Some(ratio)) = (figure.baseline, figure.ratio()) {
        text.push_str(&format!("，对照{}{}，比值{ratio:.2}", shown(baseline), figure.unit));
    }
    match figure.target {
        Some((words, true)) => text.push_str(&format!("；目标{words}，达到")),
        Some((words, false)) => text.push_str(&format!("；目标{words}，没有达到")),
        None => {}
    }
    text
}

fn shown(number: f64) -> String {
    if number >= 100.0 { format!("{number:.0}") } else { format!("{number:.1}") }
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
