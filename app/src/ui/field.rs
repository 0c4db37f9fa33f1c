use leptos::prelude::*;

/// A labelled field of one line, with what it asks for below it and, once it was refused, what is wrong with it.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    /// Where a page has several of the name; else the name.
    #[prop(optional, into)]
    id: String,
    #[prop(into)] label: String,
    /// `text`, `date`, `password` …
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] value: String,
    /// One sentence on what belongs here.
    #[prop(optional, into)]
    hint: String,
    /// Why it was refused.
    #[prop(optional, into)]
    fault: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] wide: bool,
    #[prop(default = 200)] most: u32,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let class = if wide { "field wide" } else { "field" };
    let wrong = (!fault.is_empty()).then_some("true");
    let id = if id.is_empty() { name.clone() } else { id };
    let told = format!("{id}-told");
    let described = (!hint.is_empty() || !fault.is_empty()).then(|| told.clone());
    let below = (described.is_some()).then(|| {
        let hint = (!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> });
        let fault = (!fault.is_empty()).then(|| view! { <span class="fault">{fault}</span> });
        view! { <span id=told>{fault}{hint}</span> }
    });
    let length = matches!(kind, "text" | "password").then(|| most.to_string());
    view! {
        <p class=class>
            <label for=id.clone()>{label}</label>
            <input
                type=kind
                id=id
                name=name
                value=value
                required=required
                disabled=disabled
                maxlength=length
                aria-invalid=wrong
                aria-describedby=described
            />
            {below}
        </p>
    }
}

/// A box to tick, with its words beside it: a second line begins under the first.
#[component]
pub fn Check(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(default = "yes".to_owned(), into)] value: String,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    view! {
        <span class="check">
            <input type="checkbox" id=id.clone() name=name value=value checked=checked required=required disabled=disabled/>
            <label for=id>{label}</label>
        </span>
    }
}
