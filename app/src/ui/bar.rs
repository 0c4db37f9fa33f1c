use leptos::prelude::*;

/// A bar that is filled to `percent` (0 to 100). Drawn as SVG: the content policy forbids inline styles.
#[component]
pub fn Bar(
    #[prop(into)] percent: Signal<i64>,
    #[prop(into)] label: String,
    #[prop(optional)] tone: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("bar {tone}") viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=label>
            <rect class="trough" width="100" height="6"></rect>
            <rect class="fill" width=move || percent.get().clamp(0, 100).to_string() height="6"></rect>
        </svg>
    }
}
