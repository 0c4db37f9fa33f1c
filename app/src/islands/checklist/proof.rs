//! The proof of one 加分: files that hang on its fact.

use std::sync::Arc;

use contract::case::Layer;
use leptos::either::Either;
use leptos::prelude::*;

use super::desk::Desk;
use super::upload::{AddFile, Added};

/// What shows a 加分: each has to be shown by a document of its own, which hangs on its fact. `id`: of the row.
#[component]
pub(super) fn Proof(
    desk: Desk,
    #[prop(into)] id: String,
    /// The fact's id; empty while none is chosen.
    #[prop(into)]
    fact: Signal<String>,
    disabled: bool,
) -> impl IntoView {
    let fact = Memo::new(move |_| fact.get());
    let known = Memo::new(move |_| {
        desk.facts.with(|all| {
            let known = all.iter().find(|known| fact.with(|fact| known.id.to_string() == *fact))?;
            Some((known.id, known.layer, known.files))
        })
    });
    let (page, trial) = desk
        .list
        .with_value(|list| (format!("{}/cases/{}/facts", list.base, list.case), list.trial.is_some()));
    let register = page.clone();
    let told = move || {
        let (_, layer, files) = known.get()?;
        let lacking = match (layer, desk.layer) {
            _ if trial => "加分须有证明，正式填报时在这里上传。",
            (Layer::Own, Layer::Review) => "单位没有上传证明。",
            _ => "还没有证明：须上传表彰文件、证书等。",
        };
        Some(match files {
            0 => Either::Left(view! { <span class="lacks">{lacking}</span> }),
            n => Either::Right(view! { <a href=register.clone()>{format!("证明{n}份")}</a> }),
        })
    };
    // A file that has arrived leaves the form as it is: there may be more to send.
    let place = Memo::new(move |_| known.get().map(|(fact, layer, _)| (fact, layer)));
    let add = move || {
        let (fact, layer) = place.get().filter(|(_, layer)| !disabled && !trial && *layer == desk.layer)?;
        let own = if layer == Layer::Own { "" } else { "/review" };
        let address = format!("{page}/{fact}/files{own}");
        let added: Added = Arc::new(move |_| {
            desk.facts.update(|all| {
                all.iter_mut().filter(|known| known.id == fact).for_each(|known| known.files += 1);
            });
        });
        let id = format!("{id}.proof");
        Some(view! { <AddFile desk=desk id=id address=address label="＋ 上传证明" on_added=added/> })
    };
    view! { <div class="proof small" hidden=move || place.with(Option::is_none)>{told}{add}</div> }
}
