//! Checklists rendered before. A page is a pure function of its view: whoever opens one again in which nothing has changed
//! gets the same HTML without its being written anew. What may be shown was asked of the database before either way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use contract::case::{Checklist, Layer};
use domain::ids::CaseId;

/// The most checklists that are kept; then all are written anew. One takes about 100 KB.
const MOST: usize = 256;

/// Who reads which 部分 of which case on which layer.
type Key = (String, CaseId, u32, Layer);

/// What was rendered last for each reader. Cloning it shares it.
#[derive(Clone, Default)]
pub struct Rendered(Arc<Mutex<HashMap<Key, Sheet>>>);

/// A view and its HTML.
type Sheet = Arc<(Checklist, String)>;

impl Rendered {
    /// The HTML of a checklist; rendered unless exactly this view was.
    pub fn checklist(
        &self,
        list: Checklist,
        layer: Layer,
        render: impl FnOnce(Checklist) -> String,
    ) -> String {
        let key = (list.person.clone(), list.case, list.section, layer);
        let known = self.sheets().get(&key).cloned();
        let sheet = known.filter(|sheet| sheet.0 == list).unwrap_or_else(|| {
            let html = render(list.clone());
            let sheet = Arc::new((list, html));
            let mut sheets = self.sheets();
            if sheets.len() >= MOST {
                sheets.clear();
            }
            sheets.insert(key, sheet.clone());
            sheet
        });
        sheet.1.clone()
    }

    fn sheets(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Sheet>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use contract::case::Allowed;
    use domain::scheme::builtin;
    use domain::workflow::CaseState;
    use uuid::Uuid;

    use super::*;

    fn list() -> Checklist {
        Checklist {
            base: "/t/a".into(),
            case: CaseId(Uuid::from_u128(1)),
            unit: "档案局".into(),
            period: "2026年度".into(),
            state: CaseState::Draft,
            days: None,
            year: 2026,
            until: String::new(),
            section: 0,
            scheme: Arc::new(builtin::load("jiyuan").unwrap()),
            own: Default::default(),
            review: Default::default(),
            evidence: Vec::new(),
            facts: Vec::new(),
            sources: Default::default(),
            returns: Vec::new(),
            rewritten: Default::default(),
            may: Allowed::default(),
            mine: None,
            person: "1".into(),
            reader: "某人".into(),
            trial: None,
        }
    }

    #[test]
    fn a_view_is_written_once_and_anew_when_anything_in_it_changes() {
        let rendered = Rendered::default();
        let written = Cell::new(0);
        let html = |list: Checklist, layer| {
            rendered.checklist(list, layer, |list| {
                written.set(written.get() + 1);
                format!("{} {:?}", list.until, list.may)
            })
        };
        let first = html(list(), Layer::Own);
        assert_eq!((html(list(), Layer::Own), written.get()), (first.clone(), 1));

        let may = Allowed { fill: true, ..Allowed::default() };
        assert_ne!(html(Checklist { may, ..list() }, Layer::Own), first);
        assert_ne!(html(Checklist { until: "截止".into(), ..list() }, Layer::Own), first);
        assert_eq!(written.get(), 3);
        html(list(), Layer::Review);
        html(Checklist { person: "2".into(), ..list() }, Layer::Own);
        html(Checklist { section: 1, ..list() }, Layer::Own);
        html(Checklist { case: CaseId(Uuid::from_u128(2)), ..list() }, Layer::Own);
        assert_eq!(written.get(), 7, "another layer, reader, 部分 or case is another page");
    }

    #[test]
    fn only_so_many_are_kept() {
        let rendered = Rendered::default();
        for n in 0..MOST as u128 + 10 {
            let case = CaseId(Uuid::from_u128(n));
            rendered.checklist(Checklist { case, ..list() }, Layer::Own, |_| String::new());
        }
        assert_eq!(rendered.sheets().len(), 10);
    }
}
