//! The marks of the list of items. The list itself is the page's, not the island's: only its marks change.

use leptos::prelude::*;

use super::desk::Desk;
use super::settled::Done;

/// In the browser: keeps the marks as far as the items are.
pub(super) fn mark(desk: Desk) {
    for (item, state) in desk.settled.items() {
        let Some(mark) = document().get_element_by_id(&format!("s-{item}")) else { continue };
        let done = Memo::new(move |_| if desk.is_returned(&item) { Done::Returned } else { state.get() });
        Effect::new(move |_| {
            let (class, told) = done.get().told();
            mark.set_class_name(class);
            mark.set_text_content(Some(told));
        });
    }
}
