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
    /// So many have to be put right before they can be.
    Wrong(u32),
}

/// 已保存 / 保存中 / 未保存; beside what is not saved, the way to try again.
#[component]
pub fn SaveMark(state: SaveState, #[prop(optional, into)] on_retry: Option<Callback<()>>) -> impl IntoView {
    let help = match state {
        SaveState::Unsaved(_) => "重试",
        SaveState::Wrong(_) => "去改正",
        _ => "",
    };
    let retry = on_retry.filter(|_| !help.is_empty()).map(|retry| {
        view! { <button type="button" class="quiet" on:click=move |_| retry.run(())>{help}</button> }
    });
    let (class, sign, text) = match state {
        SaveState::ReadOnly => ("saved muted", None, "只读".to_owned()),
        SaveState::Untouched => ("saved", Some("●"), "改动会自动保存".to_owned()),
        SaveState::Saving => ("saved wait", Some("◌"), "保存中".to_owned()),
        SaveState::Saved(at) => ("saved", Some("●"), format!("已保存　{at}")),
        SaveState::Unsaved(n) => ("saved back", Some("▲"), format!("{n}条未保存")),
        SaveState::Wrong(n) => ("saved back", Some("▲"), format!("{n}条填写有误，未保存")),
    };
    let sign = sign.map(|sign| view! { <span aria-hidden="true">{sign}</span> });
    view! {
        <p class=class role="status">{sign}<span>{text}</span>{retry}</p>
    }
}
