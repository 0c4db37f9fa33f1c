use leptos::prelude::*;

/// A link that is shown this once and handed on: a field that can be selected, and, with scripts, a button that copies it.
#[component]
pub fn HandedOn(#[prop(into)] label: String, #[prop(into)] link: String) -> impl IntoView {
    view! {
        <div class="field wide">
            <label for="link">{label}</label>
            <div class="join handed-on">
                <input type="text" id="link" value=link readonly=true autocomplete="off" aria-describedby="link-told"/>
                <button class="btn" type="button" data-copies="link" hidden=true>"复制链接"</button>
            </div>
            <span id="link-told"><span class="hint" role="status" data-copied="link">"链接只在本页显示这一次。可点选后全选、复制。"</span></span>
        </div>
    }
}
