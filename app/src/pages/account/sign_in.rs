//! 登录, in one step or two.

use leptos::prelude::*;

use crate::pages::parts::refused;

/// 登录.
pub fn sign_in(login: String, next: String, sentence: Option<String>) -> impl IntoView {
    view! {
        <section class="sheet narrow">
            <h1>"登录"</h1>
            {refused(sentence)}
            <form method="post" action="/login">
                <input type="hidden" name="next" value=next/>
                <p class="field">
                    <label for="login">"登录名"</label>
                    <input type="text" id="login" name="login" value=login autocomplete="username" required=true autofocus=true/>
                </p>
                <p class="field">
                    <label for="password">"密码"</label>
                    <input type="password" id="password" name="password" autocomplete="current-password" required=true/>
                </p>
                <p><button class="btn primary" type="submit">"登录"</button></p>
            </form>
            <p class="small muted">"账号由本辖区方案管理员开通。连续5次输错密码，账号锁定15分钟。"</p>
        </section>
    }
}

/// The second step: the code from the person's telephone.
pub fn enter_code(next: String, sentence: Option<String>) -> impl IntoView {
    view! {
        <section class="sheet narrow">
            <h1>"动态口令"</h1>
            <p>"密码正确。请打开手机上的验证器，输入“清评”下显示的6位数字。"</p>
            {refused(sentence)}
            <form method="post" action="/login/code">
                <input type="hidden" name="next" value=next/>
                <p class="field">
                    <label for="code">"动态口令"</label>
                    <input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code"
                        maxlength="24" required=true autofocus=true aria-describedby="code-help"/>
                </p>
                <p><button class="btn primary" type="submit">"登录"</button></p>
            </form>
            <p class="small muted" id="code-help">
                "手机不在身边时，可输入一个备用口令，每个只能用一次。两样都没有，请联系平台安全管理员。"
            </p>
            <p class="small"><a href="/login">"重新输入登录名和密码"</a></p>
        </section>
    }
}
