//! The draft becomes the next version, once nothing is open and everything is saved.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub(super) fn Publishing(bench: Bench) -> impl IntoView {
    let action = bench.loaded.with_value(|loaded| format!("{}/studio/{}/publish", loaded.base, loaded.draft));
    let next = bench.loaded.with_value(|loaded| loaded.version.unwrap_or(0) + 1);
    // What is sent is the revision the server has; until then there is nothing to publish.
    let revision = Memo::new(move |_| {
        bench.status.track();
        bench.flight.with_value(|flight| flight.revision().to_string())
    });
    let ready = Memo::new(move |_| {
        let open = bench.findings.with(|findings| findings.iter().any(|one| one.is_open()));
        !open && bench.status.with(|status| !status.unsafe_to_leave())
    });
    view! {
        <form method="post" action=action class="noprint">
            <input type="hidden" name="revision" value=revision.get_untracked() prop:value=move || revision.get()/>
            <p><button class="btn primary" type="submit" disabled=move || !ready.get()>{format!("发布为第{next}版")}</button></p>
            <p class="small muted">"发布后内容不再改变；已开启的周期仍使用原来的版本。"</p>
        </form>
    }
}
