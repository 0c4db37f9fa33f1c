//! 修改密码.

use leptos::prelude::*;

use crate::pages::parts::refused;

/// 修改密码.
pub fn change_password(
    why: Option<&'static str>,
    rules: String,
    sentence: Option<String>,
    done: bool,
) -> impl IntoView {
    view! {
        <section class="sheet narrow">
            <h1>"修改密码"</h1>
            {why.map(|why| view! { <p>{why}</p> })}
            {done.then(|| view! {
                <p class="why ok" role="status">"密码已修改，其他设备上的登录已经退出。"<a href="/">"进入工作台"</a></p>
            })}
            {refused(sentence)}
            <form method="post" action="/password">
                <p class="field">
                    <label for="current">"当前密码"</label>
                    <input type="password" id="current" name="current" autocomplete="current-password" required=true/>
                </p>
                <p class="field">
                    <label for="new">"新密码"</label>
                    <input type="password" id="new" name="new" autocomplete="new-password" required=true aria-describedby="profile"/>
                </p>
                <p class="small muted" id="profile">{rules}</p>
                <p class="field">
                    <label for="again">"再输一次新密码"</label>
                    <input type="password" id="again" name="again" autocomplete="new-password" required=true/>
                </p>
                <p><button class="btn primary" type="submit">"修改密码"</button></p>
            </form>
        </section>
    }
}
