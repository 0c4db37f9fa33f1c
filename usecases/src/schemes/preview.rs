//! A draft as those who work with it will see it, to be tried out: the unit, each 责任科室 of it, the reviewers. Nothing of
//! it is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::case::{Allowed, Checklist, Given, Layer, Trial};
use contract::scheme::{Preview, PreviewOf};
use domain::calendar::{Day, Instant, Stretch};
use domain::ids::{CaseId, DraftId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scheme::edit::Sample;
use domain::workflow::CaseState;
use store::scheme_drafts;

use super::draft::stored;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// One 部分 (`section` counts from 0) of the checklist. A reviewer's view judges a sample with a fault in every
    /// criterion.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] while the structure of the draft is broken; [`Refusal::NotFound`] for a view there is none of.
    pub async fn preview(
        &self,
        at: &Entered,
        id: DraftId,
        section: u32,
        of: &PreviewOf,
    ) -> Answered<Preview> {
        at.permit(Act::ConfigureScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let draft = scheme_drafts::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let whole = stored(&draft)?;
        whole.check().map_err(|error| {
            let reason = format!("{}，改正后才能预览", error.told());
            Refusal::invalid("draft", reason)
        })?;
        let unit_types: Vec<_> =
            whole.unit_types.iter().map(|known| (known.code.clone(), known.title.clone())).collect();
        let (scheme, unit_type) = match unit_types.first() {
            None => (whole, String::new()),
            Some((first, _)) => {
                let chosen = if of.unit_type.is_empty() { first } else { &of.unit_type };
                let known = unit_types.iter().any(|(code, _)| code == chosen);
                if !known {
                    return Err(Refusal::NotFound);
                }
                (whole.for_unit_type(chosen), chosen.to_owned())
            }
        };
        if scheme.sections.is_empty() {
            return Err(Refusal::invalid("draft", "没有适用于这个单位类型的内容，暂不能预览"));
        }
        if section as usize >= scheme.sections.len() {
            return Err(Refusal::NotFound);
        }
        let year = self.edge().now().day().year();
        let base = at.base();
        let departments: Vec<_> = scheme.departments().into_iter().map(str::to_owned).collect();
        let mine = match of.department.as_str() {
            "" => None,
            number => {
                let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let name = at.and_then(|at| departments.get(at)).ok_or(Refusal::NotFound)?;
                Some(scheme.duties_of(&[name]))
            }
        };
        let reviews = !of.review.is_empty();
        let now = self.edge().now();
        let given = |layer: Layer, sample: Sample| given(&scheme, layer, sample, now);
        let layer = if reviews { Layer::Review } else { Layer::Own };
        let answers = match of.sample.as_str() {
            "" | "none" => BTreeMap::new(),
            id => given(layer, Sample::ALL.into_iter().find(|one| one.id() == id).ok_or(Refusal::NotFound)?),
        };
        let (own, review) =
            if reviews { (given(Layer::Own, Sample::Faulty), answers) } else { (answers, BTreeMap::new()) };
        let of = PreviewOf { unit_type, ..of.clone() };
        let list = Checklist {
            case: CaseId(id.0),
            unit: "示例单位".to_owned(),
            period: "预览".to_owned(),
            state: if reviews { CaseState::Reviewing } else { CaseState::Draft },
            // As in a period of this year.
            days: Day::new(year, 1, 1).zip(Day::new(year, 12, 31)).map(|(from, to)| Stretch { from, to }),
            year,
            until: "填写的内容不保存".to_owned(),
            section,
            trial: Some(Trial {
                pages: format!("{base}/studio/{id}/preview"),
                query: of.query(),
                sampled: scheme.sample_circumstances(scheme.criteria(), year).facts,
                fresh: !of.sample.is_empty(),
            }),
            scheme: Arc::new(scheme),
            own,
            review,
            evidence: Vec::new(),
            facts: Vec::new(),
            sources: BTreeMap::new(),
            returns: Vec::new(),
            rewritten: BTreeMap::new(),
            may: Allowed { fill: !reviews, score: reviews, ..Allowed::default() },
            mine,
            person: at.member.person.to_string(),
            reader: at.member.name.clone(),
            base: base.clone(),
        };
        Ok(Preview { base, draft: id, unit_types, departments, of, list })
    }
}

/// Sample answers as if somebody had given them.
fn given(scheme: &Scheme, layer: Layer, sample: Sample, at: Instant) -> BTreeMap<String, Given> {
    let given = |answer| Given { answer, revision: 0, by: String::new(), at };
    let asked = |no: &str| {
        layer == Layer::Review || scheme.criterion(no).is_some_and(|criterion| criterion.left_to().is_none())
    };
    let samples = scheme.samples(sample).into_iter().filter(|(no, _)| asked(no));
    samples.map(|(no, answer)| (no, given(answer))).collect()
}
