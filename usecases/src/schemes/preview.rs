//! A draft as a unit will see it, to be tried out: nothing of it is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::case::{Allowed, Checklist, Trial};
use contract::scheme::Preview;
use domain::calendar::{Day, Stretch};
use domain::ids::{CaseId, DraftId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use store::scheme_drafts;

use super::draft::stored;
use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// One 部分 (`section` counts from 0) of the checklist of a 单位类型; without one, of the first.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] while the structure of the draft is broken.
    pub async fn preview(
        &self,
        at: &Entered,
        id: DraftId,
        section: u32,
        unit_type: &str,
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
                let chosen = if unit_type.is_empty() { first } else { unit_type };
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
        let query = if unit_type.is_empty() { String::new() } else { format!("?unit_type={unit_type}") };
        let list = Checklist {
            case: CaseId(id.0),
            unit: "示例单位".to_owned(),
            period: "预览".to_owned(),
            state: CaseState::Draft,
            // As in a period of this year.
            days: Day::new(year, 1, 1).zip(Day::new(year, 12, 31)).map(|(from, to)| Stretch { from, to }),
            year,
            until: "填写的内容不保存".to_owned(),
            section,
            scheme: Arc::new(scheme),
            own: BTreeMap::new(),
            review: BTreeMap::new(),
            evidence: Vec::new(),
            facts: Vec::new(),
            sources: BTreeMap::new(),
            returns: Vec::new(),
            rewritten: BTreeMap::new(),
            may: Allowed { fill: true, ..Allowed::default() },
            mine: None,
            person: at.member.person.to_string(),
            reader: at.member.name.clone(),
            trial: Some(Trial { pages: format!("{base}/studio/{id}/preview"), query }),
            base: base.clone(),
        };
        Ok(Preview { base, draft: id, unit_types, unit_type, list })
    }
}
