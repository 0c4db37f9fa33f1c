//! The front page, and choosing where to work.

use contract::account::Membership;
use leptos::prelude::*;

/// The person's tenants; shown when there is more than one, or none.
pub fn choose_tenant(tenants: Vec<Membership>, platform: bool) -> impl IntoView {
    let none = tenants.is_empty() && !platform;
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
            <ul class="plain">
                {list}
                {platform.then(|| view! { <li><a href="/ops">"平台工作台"</a></li> })}
            </ul>
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
            <h2 class="over">"各地公告"</h2>
            <ul class="plain">{list}</ul>
        </section>
    }
}
