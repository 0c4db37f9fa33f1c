use leptos::prelude::*;

/// Where a printed paper is signed and sealed: a line each for who filled, who answers for it, and who assessed.
#[component]
pub fn Signatures() -> impl IntoView {
    let line = |who: &'static str| {
        view! { <p><span class="who">{who}"："</span><span class="write"></span><span class="day">"　　　年　　月　　日"</span></p> }
    };
    view! {
        <div class="signatures printonly">
            <div>{line("经办人")}{line("主要负责人")}<p class="seal">"（单位盖章）"</p></div>
            <div>{line("考核人员")}{line("考核人员")}<p class="seal">"（盖章）"</p></div>
        </div>
    }
}
