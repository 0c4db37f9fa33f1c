//! Checklists rendered before. A page is a pure function of its view: whoever opens one again in which nothing has changed
//! gets the same HTML without its being written anew. What may be shown was asked of the database before either way.

use std::sync::Arc;

use contract::case::{Checklist, Layer};
use domain::ids::CaseId;
use usecases::shelf::Shelf;

/// Bytes of checklists that are kept. One takes about 100 KB, and as much again for what it was written from.
const MOST: usize = 48 * 1024 * 1024;
/// What one weighs beside its text.
const FRAME: usize = 4 * 1024;

/// Who reads which 部分 of which case on which layer.
type Key = (String, CaseId, u32, Layer);

/// What was rendered last for each reader. Cloning it shares it.
#[derive(Clone)]
pub struct Rendered(Arc<Shelf<Key, Sheet>>);

impl Default for Rendered {
    fn default() -> Self {
        Self(Arc::new(Shelf::of(MOST)))
    }
}

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
        let known = self.0.get(&key);
        let sheet = known.filter(|sheet| sheet.0 == list).unwrap_or_else(|| {
            let html = render(list.clone());
            let weight = 2 * html.len() + FRAME;
            let sheet = Arc::new((list, html));
            self.0.put(key, sheet.clone(), weight);
            sheet
        });
        sheet.1.clone()
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
    fn only_so_many_bytes_are_kept() {
        let rendered = Rendered::default();
        for n in 0..100 {
            let case = CaseId(Uuid::from_u128(n));
            rendered.checklist(Checklist { case, ..list() }, Layer::Own, |_| "页".repeat(200_000));
            assert!(rendered.0.weight() <= MOST);
        }
        assert!(rendered.0.weight() > MOST / 2);
    }
}
