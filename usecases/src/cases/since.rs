//! What a unit changed since one of its items was sent back. With the return is written down how the item stood; what
//! differs now is told, with what stood there before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::case::{Changed, Returned};
use domain::calendar::Instant;
use domain::scheme::{Criterion, Heading, Scheme};
use domain::scoring::{Answer, Circumstances, score_criterion};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::answers::{self, Layer};
use store::cases::Case;
use store::evidence::{self, Evidence};
use store::facts::{self, Fact};
use store::returns::Return;

use super::read_answer;
use crate::{Answered, House, OrFault};

/// What the unit gives now: its answers and when they were saved, the files of the case, and its facts.
pub(crate) struct Standing {
    rubric: Arc<Scheme>,
    answers: BTreeMap<String, (Answer, Instant)>,
    hung: Vec<Evidence>,
    facts: Vec<Fact>,
    circumstances: Circumstances,
}

/// How an item stood, criterion by criterion.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Stood(BTreeMap<String, Given>);

/// How a criterion stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Given {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Answer>,
    /// Files on the criterion and on the facts it names: title by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    files: BTreeMap<String, String>,
    /// Revisions of the facts it names, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    facts: BTreeMap<String, u32>,
}

impl House {
    /// What the unit of a case gives now.
    pub(crate) async fn what_stands(&self, tx: &Tx, rubric: &Arc<Scheme>, case: &Case) -> Answered<Standing> {
        let rows = answers::of_case(tx, case.id, Layer::SelfAssessment).await.or_fault()?;
        let given = rows.into_iter().map(|row| {
            let answer = read_answer(&row)?;
            Ok((row.criterion, (answer, row.at)))
        });
        Ok(Standing {
            rubric: rubric.clone(),
            answers: given.collect::<Answered<_>>()?,
            hung: evidence::of_case(tx, case.id).await.or_fault()?,
            facts: facts::of_case(tx, case.id).await.or_fault()?,
            circumstances: self.circumstances(tx, rubric, case).await?,
        })
    }

    /// Returns as people read them, the newest first, with what the unit changed since.
    pub(crate) async fn returns_told(
        &self,
        tx: &Tx,
        rubric: &Arc<Scheme>,
        case: &Case,
        returns: Vec<Return>,
    ) -> Answered<Vec<Returned>> {
        if returns.is_empty() {
            return Ok(Vec::new());
        }
        self.what_stands(tx, rubric, case).await?.told(returns)
    }
}

impl Standing {
    /// How an item stands now, as it is written down with a return.
    pub(crate) fn written(&self, item: &Heading) -> Answered<String> {
        let all = item.criteria.iter().map(|criterion| (criterion.no.to_string(), self.given(&criterion.no)));
        serde_json::to_string(&Stood(all.collect())).or_fault()
    }

    fn told(&self, mut returns: Vec<Return>) -> Answered<Vec<Returned>> {
        returns.sort_by_key(|back| std::cmp::Reverse(back.at));
        let mut seen = BTreeSet::new();
        let told = returns.into_iter().map(|back| {
            let newest = seen.insert(back.item.clone());
            let changed = if newest { self.changed(&back)? } else { Vec::new() };
            let Return { item, message, by_name: by, at, settled_at, reply, .. } = back;
            Ok(Returned { item, message, by, at, settled: settled_at.is_some(), changed, reply })
        });
        told.collect()
    }

    /// Items that are back with the unit and stand as they stood.
    pub(crate) fn untouched(&self, open: &[Return]) -> Answered<Vec<String>> {
        let mut untouched = Vec::new();
        for back in open {
            if self.changed(back)?.is_empty() {
                untouched.push(back.item.clone());
            }
        }
        Ok(untouched)
    }

    fn given(&self, no: &str) -> Given {
        let answer = self.answers.get(no).map(|(answer, _)| answer.said());
        let named: BTreeSet<&str> = self
            .answers
            .get(no)
            .into_iter()
            .flat_map(|(answer, _)| answer.entries())
            .map(|entry| entry.fact.as_str())
            .collect();
        let shows = |file: &&Evidence| match file.fact {
            None => file.criterion == no,
            Some(fact) => named.contains(fact.to_string().as_str()),
        };
        let files = self.hung.iter().filter(shows).map(|file| (file.id.to_string(), file.title.clone()));
        let facts = self.facts.iter().map(|fact| (fact.id.to_string(), fact.revision));
        Given {
            answer,
            files: files.collect(),
            facts: facts.filter(|(fact, _)| named.contains(fact.as_str())).collect(),
        }
    }

    fn changed(&self, back: &Return) -> Answered<Vec<Changed>> {
        let Some(item) = self.rubric.item(&back.item) else { return Ok(Vec::new()) };
        let stood: Option<Stood> = match back.stood.as_str() {
            "" => None,
            text => Some(serde_json::from_str(text).or_fault()?),
        };
        let none = Given::default();
        let changed = item.criteria.iter().map(|criterion| {
            let told = match &stood {
                Some(stood) => self.differs(criterion, stood.0.get(criterion.no.as_str()).unwrap_or(&none)),
                None => self.later(criterion, back.at),
            };
            Changed { criterion: criterion.no.to_string(), told }
        });
        Ok(changed.filter(|changed| !changed.told.is_empty()).collect())
    }

    /// What differs from how a criterion stood.
    fn differs(&self, criterion: &Criterion, stood: &Given) -> Vec<String> {
        let now = self.given(&criterion.no);
        let mut told = Vec::new();
        let nothing = Answer::default();
        let before = stood.answer.as_ref().unwrap_or(&nothing);
        let after = now.answer.as_ref().unwrap_or(&nothing);
        if (&before.inputs, before.not_applicable) != (&after.inputs, after.not_applicable) {
            let line = score_criterion(&self.rubric, criterion, Some(before), &self.circumstances).ok();
            let was = line.map(|line| line.sentence().trim_end_matches('。').to_owned());
            told.push(match was {
                Some(was) => format!("改动了填报内容，退回时为：{was}"),
                None => "改动了填报内容".to_owned(),
            });
        }
        match (before.remark.trim(), after.remark.trim()) {
            (was, is) if was == is => {}
            ("", _) => told.push("补充了说明".to_owned()),
            (was, _) => told.push(format!("改动了说明，退回时为：“{was}”")),
        }
        let only_in = |one: &Given, other: &Given| -> Vec<String> {
            let titles = one.files.iter().filter(|(id, _)| !other.files.contains_key(*id));
            titles.map(|(_, title)| format!("“{title}”")).collect()
        };
        let (added, removed) = (only_in(&now, stood), only_in(stood, &now));
        if !added.is_empty() {
            told.push(format!("增加了佐证材料{}", added.concat()));
        }
        if !removed.is_empty() {
            told.push(format!("移除了佐证材料{}", removed.concat()));
        }
        let rewritten = now
            .facts
            .iter()
            .filter(|(id, revision)| stood.facts.get(*id).is_some_and(|was| was != *revision));
        let titles = rewritten
            .filter_map(|(id, _)| self.circumstances.facts.get(id))
            .map(|fact| format!("“{}”", fact.title));
        let titles: Vec<_> = titles.collect();
        if !titles.is_empty() {
            told.push(format!("改动了事实{}的登记内容", titles.concat()));
        }
        told
    }

    /// Where nobody wrote down how a criterion stood: what was given or hung after a moment.
    fn later(&self, criterion: &Criterion, at: Instant) -> Vec<String> {
        let no = criterion.no.as_str();
        let mut told = Vec::new();
        if self.answers.get(no).is_some_and(|(_, saved)| *saved > at) {
            told.push("退回后重新填报".to_owned());
        }
        if self.hung.iter().any(|file| file.fact.is_none() && file.criterion == no && file.at > at) {
            told.push("退回后增加了佐证材料".to_owned());
        }
        told
    }
}
