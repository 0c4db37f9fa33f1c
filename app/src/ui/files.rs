use leptos::prelude::*;

/// A file that hangs on something: its name, and beside it what kind, how large, of which day.
#[component]
pub fn FileChip(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    /// The name it was uploaded with.
    #[prop(optional, into)]
    file_name: String,
    #[prop(into)] about: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let more = children.map(|children| children());
    view! {
        <li class="file">
            <a href=href target="_blank" rel="noopener" title=file_name><b>{title}</b></a>
            <span class="muted">{about}</span>
            {more}
        </li>
    }
}

/// How far something is that takes longer than a second.
#[component]
pub fn Progress(#[prop(into)] percent: Signal<i64>, #[prop(into)] label: String) -> impl IntoView {
    let told = label.clone();
    view! {
        <p class="going" role="status">
            <progress max="100" value=move || percent.get().to_string() aria-label=label></progress>
            " "
            {move || format!("{told}{}%", percent.get())}
        </p>
    }
}
