//! 账号提醒.

use contract::account::NoticeLine;
use leptos::prelude::*;

use crate::pages::parts::empty;

/// What was done to the account since its owner last looked, and the way on.
pub fn notices(lines: Vec<NoticeLine>, next: String) -> impl IntoView {
    let shown = lines.last().map(|line| line.at.0.to_string()).unwrap_or_default();
    let nothing = lines.is_empty();
    let rows = lines
        .into_iter()
        .map(|line| view! { <li><strong>{line.at.zh()}</strong>"　"{line.told}"。"</li> })
        .collect_view();
    view! {
        <section class="sheet narrow wider">
            <h1>"账号提醒"</h1>
            {nothing.then(|| empty("没有新的提醒。"))}
            {(!nothing).then(|| view! {
                <p>"您的账号有以下变动。不是您本人办理或不知情的，请立即修改密码，并告知平台安全管理员。"</p>
            })}
            <ul>{rows}</ul>
            <form method="post" action="/account/notices">
                <input type="hidden" name="shown" value=shown/>
                <input type="hidden" name="next" value=next/>
                <p><button class="btn primary" type="submit">"已知悉，继续"</button></p>
            </form>
        </section>
    }
}
