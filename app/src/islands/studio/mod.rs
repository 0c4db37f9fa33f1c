//! 方案工作台: a scheme as a document one writes. On the left what stands in it, beside it the form of what is chosen, on
//! the right what is unclear, what changed, and whether it is saved.
//!
//! | file | what it does |
//! |---|---|
//! | `bench` | the scheme at hand, what is chosen, undo and redo |
//! | `saving` | keeps it safe |
//! | `tree`, `folding`, `tools` | the outline, what of it is folded away, and what can be done with what is chosen |
//! | `form` | the form of a place |
//! | `blanks`, `fields`, `lists`, `matrix`, `rules` | each kind of blank in it |
//! | `findings`, `changes`, `sample` | the linter, the comparison, 试算 |
//! | `paste` | tables from Word and Excel |
//! | `publishing` | the draft becomes a version |

mod bench;
mod blanks;
mod changes;
mod fields;
mod findings;
mod folding;
mod form;
mod lists;
mod matrix;
mod paste;
mod publishing;
mod rules;
mod sample;
mod saving;
mod tools;
mod tree;

use contract::scheme::Studio as Loaded;
use leptos::prelude::*;

use bench::Bench;
use changes::Changes;
use findings::Findings;
use form::PlaceForm;
use paste::Paste;
use publishing::Publishing;
use sample::Sampled;
use saving::Safety;
use tools::Tools;
use tree::Tree;

/// One draft, being written.
#[island]
pub fn Studio(loaded: Loaded) -> impl IntoView {
    let bench = Bench::new(loaded);
    Effect::new(move |_| {
        bench.wake();
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            if bench.is_unsaved() {
                event.prevent_default();
            }
        });
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            let meta = event.ctrl_key() || event.meta_key();
            let redo = event.key() == "y" || (event.shift_key() && event.key().eq_ignore_ascii_case("z"));
            // Beside the form, a field's own way back is meant.
            let beside =
                event_target::<web_sys::Element>(&event).closest(".paste, .found").ok().flatten().is_some();
            if meta && !beside && (redo || event.key() == "z") {
                event.prevent_default();
                if redo { bench.redo() } else { bench.undo() }
            }
        });
        on_cleanup(move || {
            leaving.remove();
            keys.remove();
        });
        document().body().map(|body| body.set_attribute("data-live", "yes"))
    });
    view! {
        <div class="studio">
            <Tree bench=bench/>
            <div class="items">
                <Tools bench=bench/>
                <PlaceForm bench=bench/>
                <Paste bench=bench/>
            </div>
            <aside class="score" aria-label="检查和保存">
                <div class="sheet">
                    <Safety bench=bench/>
                    <Findings bench=bench/>
                    <Publishing bench=bench/>
                </div>
                <Sampled bench=bench/>
                <Changes bench=bench/>
            </aside>
        </div>
    }
}
