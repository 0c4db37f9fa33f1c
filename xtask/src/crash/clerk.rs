//! A clerk who saves and uploads as fast as the server answers, and remembers exactly what was acknowledged.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};
use contract::case::Checklist;
use contract::packed::Packed;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::house::page;
use crate::house::wire::{JSON, Line, with_file};

const BOUNDARY: &str = "grenze";
/// One upload for so many saves.
const SAVES_PER_UPLOAD: u64 = 12;
/// The largest upload, bytes.
const LARGEST: u64 = 300_000;
/// Most files of a criterion.
const FILES: usize = 20;

/// What a criterion holds as far as the clerk knows.
#[derive(Clone, Default)]
struct Known {
    revision: i64,
    remark: String,
}

/// A save that was sent and not answered.
struct Unanswered {
    criterion: String,
    client: String,
    remark: String,
}

/// An upload.
#[derive(Clone)]
struct File {
    criterion: String,
    title: String,
    size: i64,
}

pub struct Clerk {
    line: Line,
    tenant: &'static str,
    case: String,
    cookie: String,
    chance: Chance,
    known: BTreeMap<String, Known>,
    unanswered: Option<Unanswered>,
    /// Acknowledged.
    files: Vec<File>,
    sending: Option<File>,
    written: u64,
    acknowledged: u64,
    uploads: u64,
}

/// What a look after the restart found.
pub struct Seen {
    /// Acts of this clerk that the server knows, ever.
    pub acts: u64,
    /// Since the last look.
    pub acknowledged: u64,
    pub arrived: u64,
    pub lost_unanswered: u64,
    pub uploads: u64,
}

impl Clerk {
    pub fn new(port: u16, tenant: &'static str, case: String, cookie: String, seed: u64) -> Result<Clerk> {
        let mut clerk = Clerk {
            line: Line::to(port),
            tenant,
            case,
            cookie,
            chance: Chance::of(seed),
            known: BTreeMap::new(),
            unanswered: None,
            files: Vec::new(),
            sending: None,
            written: 0,
            acknowledged: 0,
            uploads: 0,
        };
        let list = clerk.list()?;
        clerk.known =
            list.scheme.criteria().map(|criterion| (criterion.no.to_string(), Known::default())).collect();
        ensure!(clerk.known.len() > 10, "评分细则只有{}条", clerk.known.len());
        Ok(clerk)
    }

    /// Works until the server is gone.
    pub fn works(&mut self, stop: &AtomicBool) -> Result<()> {
        // What was not answered is sent again first, as the browser does: the same act, not a second one.
        while !stop.load(Ordering::Relaxed) {
            let done = if self.chance.below(SAVES_PER_UPLOAD) == 0 { self.uploads() } else { self.saves() };
            match done {
                Ok(()) => {}
                Err(error) if error.downcast_ref::<io::Error>().is_some() => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Saves one criterion; what was not answered before is sent again.
    pub fn saves(&mut self) -> Result<()> {
        let act = match self.unanswered.take() {
            Some(act) => act,
            None => {
                let at = self.chance.below(self.known.len() as u64) as usize;
                let criterion = self.known.keys().nth(at).cloned().unwrap_or_default();
                self.written += 1;
                let long = "字".repeat(self.chance.below(400) as usize);
                Unanswered {
                    criterion,
                    client: self.chance.id(),
                    remark: format!("第{}次{long}", self.written),
                }
            }
        };
        let based_on = self.known[&act.criterion].revision;
        let body = json!({"form": {
            "case": self.case,
            "layer": "own",
            "criterion": act.criterion,
            "answer": {"remark": act.remark},
            "based_on": based_on,
            "client": act.client,
        }});
        let path = format!("/t/{}/api/answers/save", self.tenant);
        let answered = self.line.post(&path, &self.cookie, JSON, body.to_string().as_bytes());
        let answer = match answered {
            Ok(answer) => answer,
            Err(error) => {
                self.unanswered = Some(act);
                return Err(error.into());
            }
        };
        ensure!(answer.status == 200, "保存第{}条：{} {}", act.criterion, answer.status, answer.text());
        let saved: Value = serde_json::from_slice(&answer.body)?;
        let revision = saved["revision"].as_i64().context("没有版次")?;
        ensure!(
            revision == based_on + 1,
            "第{}条应为第{}版，答复是第{revision}版",
            act.criterion,
            based_on + 1
        );
        self.known.insert(act.criterion, Known { revision, remark: act.remark });
        self.acknowledged += 1;
        Ok(())
    }

    fn uploads(&mut self) -> Result<()> {
        let at = self.chance.below(self.known.len() as u64) as usize;
        let criterion = self.known.keys().nth(at).cloned().unwrap_or_default();
        if self.files.iter().filter(|file| file.criterion == criterion).count() >= FILES {
            return Ok(());
        }
        self.written += 1;
        let title = format!("材料{}", self.written);
        let mut content = format!("%PDF-1.7\n{title}\n").into_bytes();
        let size = self.chance.below(LARGEST) as usize;
        content.extend(std::iter::repeat_n(b'x', size));
        let file = File { criterion, title, size: content.len() as i64 };
        self.sending = Some(file.clone());
        let body = with_file(BOUNDARY, &[("title", &file.title)], "材料.pdf", &content);
        let path = format!("/t/{}/cases/{}/evidence?criterion={}", self.tenant, self.case, file.criterion);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let answer = self.line.post(&path, &self.cookie, &kind, &body)?;
        ensure!(answer.status == 201, "上传到第{}条：{} {}", file.criterion, answer.status, answer.text());
        self.sending = None;
        self.files.push(file);
        self.uploads += 1;
        Ok(())
    }

    /// Compares what is there with what was acknowledged, and takes note of what arrived without an answer.
    pub fn looks(&mut self) -> Result<Seen> {
        // Whoever was told to stop before noticing that the server is gone still holds on to it.
        self.line.hang_up();
        let list = self.list()?;
        let mut seen = Seen {
            acts: 0,
            acknowledged: std::mem::take(&mut self.acknowledged),
            arrived: 0,
            lost_unanswered: 0,
            uploads: std::mem::take(&mut self.uploads),
        };
        for (no, known) in &self.known {
            let there = list.own.get(no);
            let revision = there.map_or(0, |given| given.revision.into());
            let remark = there.map_or("", |given| given.answer.remark.as_str());
            seen.acts += u64::try_from(revision)?;
            let open = self.unanswered.as_ref().filter(|act| act.criterion == *no);
            let arrived = open.is_some_and(|act| revision == known.revision + 1 && remark == act.remark);
            if arrived {
                seen.arrived += 1;
                continue;
            }
            if open.is_some() {
                seen.lost_unanswered += 1;
            }
            ensure!(
                revision == known.revision && remark == known.remark,
                "第{no}条：确认的是第{}版“{}”，实际是第{revision}版“{}”",
                known.revision,
                head(&known.remark),
                head(remark),
            );
        }
        self.look_at_files(&list, &mut seen)?;
        Ok(seen)
    }

    fn look_at_files(&mut self, list: &Checklist, seen: &mut Seen) -> Result<()> {
        let there = &list.evidence;
        let find = |file: &File| there.iter().filter(|row| row.title == file.title).collect::<Vec<_>>();
        for file in &self.files {
            let [row] = find(file)[..] else {
                bail!("“{}”应有1份，实有{}份", file.title, find(file).len())
            };
            ensure!(row.size == file.size && row.criterion == file.criterion, "“{}”不符", file.title);
        }
        // Of what was not acknowledged either everything is there or nothing.
        if let Some(file) = self.sending.take() {
            match find(&file)[..] {
                [] => {}
                [row] if row.size == file.size => self.files.push(file),
                _ => bail!("没有答复的“{}”只到了一部分", file.title),
            }
        }
        ensure!(there.len() == self.files.len(), "材料应有{}份，实有{}份", self.files.len(), there.len());
        seen.acts += there.len() as u64;
        Ok(())
    }

    fn list(&mut self) -> Result<Checklist> {
        let path = format!("/t/{}/cases/{}/fill/1", self.tenant, self.case);
        let answer = self.line.get(&path, &self.cookie)?;
        ensure!(answer.status == 200, "打不开填报页：{}", answer.status);
        let list: Packed<Checklist> = serde_json::from_value(page::props(&answer.text())?["list"].take())?;
        Ok(list.0)
    }
}

fn head(text: &str) -> String {
    text.chars().take(12).collect()
}
