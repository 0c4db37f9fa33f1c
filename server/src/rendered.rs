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
