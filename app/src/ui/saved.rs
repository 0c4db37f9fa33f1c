use leptos::prelude::*;

/// Whether what is on the page is also on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing may be changed.
    ReadOnly,
    /// Nothing was changed yet.
    Untouched,
    Saving,
    /// All of it, last at this time of day.
    Saved(String),
    /// So many answers are not.
    Unsaved(u32),
}

/// 已保存 / 保存中 / 未保存. `children` stand beside what is not saved: the way to try again.
#[component]
pub fn SaveMark(state: SaveState, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let (class, sign, text) = match state {
        SaveState::ReadOnly => return view! { <p class="saved muted">"只读"</p> }.into_any(),
        SaveState::Untouched => ("saved", "●", "改动会自动保存".to_owned()),
        SaveState::Saving => ("saved wait", "◌", "保存中".to_owned()),
        SaveState::Saved(at) => ("saved", "●", format!("已保存　{at}")),
        SaveState::Unsaved(n) => ("saved back", "▲", format!("{n}条未保存")),
    };
    let more = children.map(|children| children());
    view! {
        <p class=class role="status"><span aria-hidden="true">{sign}</span><span>{text}</span>{more}</p>
    }
    .into_any()
}
