use leptos::prelude::*;

/// An act that cannot be undone, or not easily: the first press only opens what follows from it, the second does it. It
/// works without script, and goes back by closing it.
#[component]
pub fn Ask(
    /// What is done: “免去”.
    #[prop(into)]
    act: String,
    /// To whom or what, for those who hear the page: “顾方案的考核人员岗位”.
    #[prop(into)]
    whose: String,
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// What follows, in whole sentences.
    #[prop(into)]
    follows: String,
    /// Among the lines of a list, in small letters.
    #[prop(optional)]
    quiet: bool,
    /// It was sent and refused: what was typed is shown.
    #[prop(optional)]
    open: bool,
    /// What is asked for besides: a reason.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if quiet { "quiet" } else { "btn" };
    let label = format!("{act}{whose}");
    let confirm = format!("确认{act}");
    view! {
        <details class="ask" open=open>
            <summary class=class aria-label=label>{act}"…"</summary>
            <form method="post" action=action>
                <p>{follows}</p>
                {children.map(|children| children())}
                <p><button class="btn primary" type="submit">{confirm}</button></p>
            </form>
        </details>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_before_it_was_said_what_follows() {
        let html = Owner::new().with(|| {
            view! {
                <Ask act="免去" whose="张三的岗位" action="/t/x/appointments/1/end" follows="免去后不能恢复。" quiet=true>
                    <input type="hidden" name="a" value="b"/>
                </Ask>
            }
            .to_html()
        });
        let (before, form) = html.split_once("<form").expect("a form");
        assert!(before.contains("class=\"ask\"") && before.contains("<summary"), "{html}");
        assert!(before.contains("aria-label=\"免去张三的岗位\"") && !before.contains("<button"), "{html}");
        let (follows, rest) = form.split_once("免去后不能恢复。").expect("what follows");
        assert!(!follows.contains("<button") && rest.contains("确认免去"), "{html}");
    }
}
