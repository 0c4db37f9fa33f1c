use leptos::prelude::*;

/// A text field of several lines, the only one in the house: leptos 0.8 writes a raw `<textarea>`'s text to the page
/// without escaping it. Here the text is escaped for the server's page and set as a property in the browser.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    /// The text when the page is made.
    #[prop(into)]
    initial: String,
    /// The text as it changes; without it the field is a plain form field.
    #[prop(optional, into)]
    value: Option<Signal<String>>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] placeholder: String,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] disabled: bool,
    /// The form it belongs to, if it does not stand inside it.
    #[prop(optional, into)]
    form: Option<String>,
    #[prop(optional, into)] describedby: Option<String>,
) -> impl IntoView {
    let fallback = initial.clone();
    view! {
        <textarea
            id=id
            name=name
            form=form
            rows=rows
            placeholder=placeholder
            disabled=disabled
            aria-describedby=describedby
            prop:value=move || value.map_or_else(|| fallback.clone(), |value| value.get())
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
            inner_html=escape(&initial)
        ></textarea>
    }
}

/// How long the text above is, once there is one; `id` is what the text area is described by.
#[component]
pub fn Counted(#[prop(into)] id: String, #[prop(into)] length: Signal<usize>, most: usize) -> impl IntoView {
    let over = move || length.get() > most;
    let told = move || match length.get() {
        0 => String::new(),
        n if n > most => format!("已写{n}字，超出{}字，请删减；超出时不会保存。", n - most),
        n => format!("已写{n}字，最多{most}字"),
    };
    view! { <p class="count-of small" id=id class:bad=over aria-live="polite">{told}</p> }
}

/// HTML's own characters as entities; a first line break is doubled, because HTML drops one.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    if text.starts_with('\n') {
        safe.push('\n');
    }
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_never_becomes_markup() {
        let html = Owner::new().with(|| {
            view! { <TextArea id="r" name="r" initial="</textarea><script>alert(1)</script>&amp;"/> }
                .to_html()
        });
        assert!(
            html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</textarea>"),
            "{html}"
        );
        assert!(!html.contains("<script>"), "{html}");
    }
}
