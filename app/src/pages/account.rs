//! Logging in, changing the password, choosing a tenant.

use contract::account::Membership;
use leptos::prelude::*;

use super::parts::refused;

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

/// 修改密码.
pub fn change_password(first: bool, sentence: Option<String>, done: bool) -> impl IntoView {
    view! {
        <section class="sheet narrow">
            <h1>"修改密码"</h1>
            {first.then(|| view! { <p>"这是首次登录，请先设置自己的密码，再开始工作。"</p> })}
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
                <p class="small muted" id="profile">
                    "至少10个字符，包含大写字母、小写字母、数字、符号中的三类，不含登录名，不与最近用过的密码相同。"
                </p>
                <p class="field">
                    <label for="again">"再输一次新密码"</label>
                    <input type="password" id="again" name="again" autocomplete="new-password" required=true/>
                </p>
                <p><button class="btn primary" type="submit">"修改密码"</button></p>
            </form>
        </section>
    }
}

/// The person's tenants; shown when there is more than one, or none.
pub fn choose_tenant(tenants: Vec<Membership>) -> impl IntoView {
    let none = tenants.is_empty();
    let list = tenants
        .into_iter()
        .map(|tenant| {
            let suspended = tenant.suspended.then(|| view! { <span class="muted">"　已暂停使用"</span> });
            view! { <li><a href=format!("/t/{}", tenant.code)>{tenant.name}</a>{suspended}</li> }
        })
        .collect_view();
    view! {
        <section class="sheet narrow">
            <h1>"选择辖区"</h1>
            <ul class="plain">{list}</ul>
            {none.then(|| view! { <p class="empty">"您还没有任职岗位。请联系本辖区方案管理员。"</p> })}
        </section>
    }
}

/// The front page for people who are not logged in.
pub fn welcome(tenants: Vec<(String, String)>) -> impl IntoView {
    let list = tenants
        .into_iter()
        .map(|(code, name)| view! { <li><a href=format!("/p/{code}")>{name}</a></li> })
        .collect_view();
    view! {
        <section class="sheet narrow">
            <h1>"清廉创建在线考评"</h1>
            <p>"各辖区按自己的创建方案在线自评、考核、集体研究并公布结果。"</p>
            <p><a class="btn primary" href="/login">"工作人员登录"</a></p>
            <h2 class="over">"公开公告"</h2>
            <ul class="plain">{list}</ul>
        </section>
    }
}
