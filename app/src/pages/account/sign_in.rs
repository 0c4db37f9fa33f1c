//! 登录, in one step or two.

use contract::account::NewPasswordPage;
use leptos::prelude::*;

use crate::pages::parts::refused;

/// 登录. `told`: what has just happened to the account.
pub fn sign_in(
    login: String,
    next: String,
    told: Option<&'static str>,
    sentence: Option<String>,
) -> impl IntoView {
    let known = told.is_some() && !login.is_empty();
    view! {
        <section class="sheet narrow">
            <h1>"登录"</h1>
            {told.map(|told| view! { <p class="why ok" role="status">{told}</p> })}
            {refused(sentence)}
            <form method="post" action="/login">
                <input type="hidden" name="next" value=next/>
                <p class="field">
                    <label for="login">"登录名"</label>
                    <input type="text" id="login" name="login" value=login autocomplete="username" required=true autofocus=!known/>
                </p>
                <p class="field">
                    <label for="password">"密码"</label>
                    <input type="password" id="password" name="password" autocomplete="current-password" required=true autofocus=known/>
                </p>
                <p><button class="btn primary" type="submit">"登录"</button></p>
            </form>
            <p class="small muted">"账号由本辖区方案管理员开通；忘记密码，请联系他或平台安全管理员。连续5次输错密码，账号锁定15分钟。"</p>
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

/// A new password for one that was forgotten, by the one-time link.
pub fn new_password(here: String, page: NewPasswordPage, sentence: Option<String>) -> impl IntoView {
    let NewPasswordPage { login, by, until, passwords, second_factor } = page;
    view! {
        <section class="sheet narrow">
            <h1>"重设密码"</h1>
            <p>{format!("账号 {login}。链接由{by}生成，有效期至{until}，只能使用一次。")}</p>
            {refused(sentence)}
            <form method="post" action=here>
                // Not sent: it tells password managers whose password this is.
                <input type="text" value=login autocomplete="username" hidden=true readonly=true/>
                <p class="field">
                    <label for="new">"新密码"</label>
                    <input type="password" id="new" name="new" autocomplete="new-password" required=true aria-describedby="profile"/>
                </p>
                <p class="small muted" id="profile">{passwords}</p>
                <p class="field">
                    <label for="again">"再输一次新密码"</label>
                    <input type="password" id="again" name="again" autocomplete="new-password" required=true/>
                </p>
                {second_factor.then(|| view! {
                    <p class="field">
                        <label for="code">"动态口令或备用口令"</label>
                        <input class="code" type="text" id="code" name="code" autocomplete="one-time-code" maxlength="24" required=true/>
                    </p>
                })}
                <p><button class="btn primary" type="submit">"重设密码"</button></p>
            </form>
            <p class="small muted">"重设后，这个账号在所有设备上的登录都会退出，请用新密码重新登录。不是您本人申请的，请不要使用，并告知平台安全管理员。"</p>
        </section>
    }
}
