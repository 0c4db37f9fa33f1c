//! 加权来源: the reviewers enter what the sources beside the rubric came to, such as 民意 or 日常监督.

use std::collections::BTreeMap;

use contract::case::{SectionForm, SourceLine};
use domain::figures::Field;
use domain::ids::{CaseId, FigureId};
use domain::points::Points;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{Scheme, Source};
use domain::scoring::ScoreSheet;
use domain::workflow::reviewer_may_score;
use store::answers::Layer;
use store::journal::{self, NewEntry};
use store::source_figures::{self, Figure};
use store::{Tx, cases};

use super::lookup::Held;
use super::{Known, own_figure, points, summarise};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::{Answered, House, OrFault};

impl House {
    /// Enters what the sources of a case came to, by `source.{name}`; an empty field takes back what was entered.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if a figure is none, or lies beyond the source's 满分; [`Refusal::WrongState`] if it is not the
    /// time. Nothing is changed then.
    pub async fn enter_sources(&self, at: &Entered, id: CaseId, form: &SectionForm) -> Answered<()> {
        let tx = self.store().write(at.id()).await.or_fault()?;
        let held = self.hold_answers(&tx, at, Act::ScoreCriteria, id).await?;
        reviewer_may_score(held.case.state)?;
        let Held { mut case, rubric, permit, .. } = held;
        let now = self.edge().now();
        let there: BTreeMap<_, _> = source_figures::of_case(&tx, id)
            .await
            .or_fault()?
            .into_iter()
            .map(|figure| (figure.source, figure.value))
            .collect();
        let asked = |name: &str| {
            name.strip_prefix("source.").is_some_and(|id| others(&rubric).any(|source| source.id == id))
        };
        Refusal::unless_asked(form.others(asked))?;
        let mut told = Vec::new();
        for source in others(&rubric) {
            let Some(text) = form.fields.get(&format!("source.{}", source.id)) else { continue };
            let value = figure(source, text)?;
            let before = there.get(&source.id).map(|text| points(text));
            if value == before {
                continue;
            }
            match value {
                Some(value) => {
                    let figure = Figure {
                        id: FigureId(self.edge().id()),
                        case: id,
                        source: source.id.clone(),
                        value: value.exact(),
                        by_name: at.member.name.clone(),
                        at: now,
                    };
                    source_figures::enter(&tx, &permit, &figure).await.or_fault()?;
                    told.push(format!("“{}”{value}分", source.title));
                }
                None => {
                    source_figures::remove(&tx, &permit, id, &source.id).await.or_fault()?;
                    told.push(format!("“{}”清空", source.title));
                }
            }
        }
        if !told.is_empty() {
            let circumstances = self.circumstances(&tx, &rubric, &case).await?;
            let layers = Known::both(&tx, id).await?;
            summarise(&mut case, &rubric, &circumstances, Layer::Review, &layers, now)?;
            cases::update(&tx, &permit, &case).await.or_fault()?;
            let entry = NewEntry {
                id: entry_id(self.edge()),
                case: Some(id),
                at: now,
                summary: format!("登记其他来源得分：{}", told.join("、")),
                detail: String::new(),
            };
            journal::append(&tx, &permit, &entry).await.or_fault()?;
        }
        tx.commit().await.or_fault()
    }
}

/// What is entered for the sources of a case; asked only where there are any.
pub(crate) async fn entered(tx: &Tx, rubric: &Scheme, case: CaseId) -> Answered<BTreeMap<String, Points>> {
    if others(rubric).next().is_none() {
        return Ok(BTreeMap::new());
    }
    let figures = source_figures::of_case(tx, case).await.or_fault()?;
    Ok(figures.into_iter().map(|figure| (figure.source, points(&figure.value))).collect())
}

/// The sources beside the rubric, 自评 first, with what they come to.
pub(super) fn lines(
    rubric: &Scheme,
    entered: &BTreeMap<String, Points>,
    own: &ScoreSheet,
) -> Vec<SourceLine> {
    let line = |source: &Source| SourceLine {
        id: source.id.clone(),
        title: source.title.clone(),
        weight: source.weight,
        full: source.full,
        value: entered.get(&source.id).map(Points::to_string).unwrap_or_default(),
        own: false,
    };
    let stated = rubric.own_source().map(|source| SourceLine {
        value: own_figure(rubric, own).map(|(_, figure)| figure.to_string()).unwrap_or_default(),
        own: true,
        ..line(source)
    });
    stated.into_iter().chain(others(rubric).map(line)).collect()
}

/// # Errors
/// [`Refusal::Invalid`] naming the first source of which it is not known what it came to.
pub(super) fn all_known(
    rubric: &Scheme,
    own: &ScoreSheet,
    entered: &BTreeMap<String, Points>,
) -> Answered<()> {
    if let (Some(source), None) = (rubric.own_source(), own_figure(rubric, own)) {
        let reason = format!("来源“{}”是单位的自评，自评还有没填完的，退回单位补正后才能办结", source.title);
        return Err(Refusal::invalid("sources", reason));
    }
    match others(rubric).find(|source| !entered.contains_key(&source.id)) {
        Some(source) => {
            let reason = format!("来源“{}”的得分还没有登记，登记后才能办结", source.title);
            Err(Refusal::invalid("sources", reason))
        }
        None => Ok(()),
    }
}

/// Sources that somebody enters.
fn others(rubric: &Scheme) -> impl Iterator<Item = &Source> {
    rubric.sources.iter().filter(|source| !source.rubric && !source.own)
}

fn figure(source: &Source, text: &str) -> Answered<Option<Points>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let field = Field::decimal(Some(Points::ZERO), Some(source.full)).of("分");
    field.read(text).map(Some).map_err(|told| {
        Refusal::invalid(&format!("source.{}", source.id), format!("“{}”的得分{told}", source.title))
    })
}
