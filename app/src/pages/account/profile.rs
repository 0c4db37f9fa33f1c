//! 我的账号: profile, posts, second factor, sessions.

use contract::account::{Account, Membership, SessionLine};
use domain::calendar::Instant;
use leptos::prelude::*;

use crate::pages::parts::{field, refused};

/// One's own account. `done` says what was just done.
pub fn profile(account: Account, sentence: Option<String>, done: Option<&'static str>) -> impl IntoView {
    let Account { login, name, form, name_asked, places, platform, sessions, idle_minutes, .. } = account;
    let asks = name_asked.as_ref().map(|asked| format!("已申请更名为{asked}，等待方案管理员同意。"));
    view! {
        <h1>"我的账号"</h1>
        {done.map(|text| view! { <p class="why ok" role="status">{text}</p> })}
        <div class="two">
            <section class="sheet">
                <h2>"本人资料"</h2>
                {refused(sentence)}
                <form method="post" action="/account">
                    <p class="field"><span class="over muted small">"登录名"</span><br/>{login}</p>
                    <p class="field">
                        <label for="name">"姓名"</label>
                        <input type="text" id="name" name="name" value=form.name maxlength="40" required=true aria-describedby="name-told"/>
                        <span id="name-told"><span class="hint">{format!("现在各处显示的是“{name}”。改动须经方案管理员同意，请写明事由；同意后记入留痕，以前签署的内容不变。")}</span></span>
                    </p>
                    {asks.map(|asks| view! { <p class="why info">{asks}</p> })}
                    {field("reason", "更名事由（姓名有改动时填写）", "text", form.reason)}
                    {field("phone", "联系电话（可不填；其他人只看到部分数字）", "tel", form.phone)}
                    <p><button class="btn primary" type="submit">"保存"</button></p>
                </form>
            </section>
            <div>
                {safety(account.second_factor, account.password_changed_at, account.password_days)}
                {posts(places, platform)}
            </div>
        </div>
        {sessions_table(sessions, idle_minutes)}
    }
}

fn safety(second_factor: Option<Instant>, changed: Instant, days: Option<u32>) -> impl IntoView {
    let factor = match second_factor {
        Some(since) => format!("{}启用", since.day()),
        None => "未启用".to_owned(),
    };
    let renewal = days.map(|days| format!("，每{days}天更换一次")).unwrap_or_default();
    view! {
        <section class="sheet">
            <h2>"登录安全"</h2>
            <ul class="plain">
                <li>{format!("密码：{}修改{renewal}　", changed.day())}<a href="/password">"修改密码"</a></li>
                <li>{format!("动态口令：{factor}　")}<a href="/account/second-factor">"管理动态口令"</a></li>
            </ul>
        </section>
    }
}

fn posts(places: Vec<(Membership, String)>, platform: Option<String>) -> impl IntoView {
    let none = places.is_empty() && platform.is_none();
    let list = places
        .into_iter()
        .map(|(place, posts)| {
            view! { <li><a href=format!("/t/{}", place.code)>{place.name}</a>{format!("　{posts}")}</li> }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"任职"</h2>
            <ul class="plain">
                {platform.map(|post| view! { <li><a href="/ops">"平台"</a>{format!("　{post}")}</li> })}
                {list}
            </ul>
            {none.then(|| view! { <p class="empty">"您还没有任职岗位。请联系本辖区方案管理员。"</p> })}
        </section>
    }
}

fn sessions_table(sessions: Vec<SessionLine>, idle_minutes: i64) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.here);
    let rows = sessions
        .into_iter()
        .map(|session| {
            let act = if session.here {
                view! { <span class="tag ok">"本次登录"</span> }.into_any()
            } else {
                let label = format!("退出{}上的登录", session.device);
                view! {
                    <form class="inline" method="post" action="/account/sessions/end">
                        <input type="hidden" name="session" value=session.id.to_string()/>
                        <button class="quiet" type="submit" aria-label=label>"退出"</button>
                    </form>
                }
                .into_any()
            };
            view! {
                <tr>
                    <td data-label="设备">{session.device}</td>
                    <td class="num" data-label="登录时间">{session.since.zh()}</td>
                    <td class="num" data-label="最近使用">{session.last_used.zh()}</td>
                    <td data-label="办理">{act}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"登录中的设备"</h2>
            <table class="cards">
                <thead><tr><th>"设备"</th><th>"登录时间"</th><th>"最近使用"</th><th>"办理"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="small muted">
                {format!("{idle_minutes}分钟不使用或登录满12小时，会自动退出。看到不认识的设备，请立即退出它并修改密码。")}
            </p>
            {others.then(|| view! {
                <form method="post" action="/account/sessions/end-others">
                    <button class="btn" type="submit">"退出其他设备上的登录"</button>
                </form>
            })}
        </section>
    }
}
