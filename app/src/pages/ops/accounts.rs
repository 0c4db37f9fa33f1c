//! 安全管理员: finding an account, its state, and what can be done to it.

use contract::account::SessionLine;
use contract::ops::GuardedAccount;
use domain::calendar::Instant;
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};

/// A reason that was typed for one of the measures and comes back with a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedReason {
    /// The last part of the measure's address.
    pub measure: String,
    pub reason: String,
}

/// Looking for an account by its login.
pub fn find(login: String, sentence: Option<String>) -> impl IntoView {
    view! {
        <h1>"账号"</h1>
        <section class="sheet">
            {refused(sentence)}
            <form method="get" action="/ops/accounts">
                <p class="field">
                    <label for="login">"登录名"</label>
                    <input type="text" id="login" name="login" value=login autocomplete="off" required=true/>
                </p>
                <p><button class="btn primary" type="submit">"查找"</button></p>
            </form>
            <p class="small muted">"每项办理都须写明理由，并记入平台留痕，由审计管理员查阅。账号管理不涉及申报内容。"</p>
        </section>
    }
}

/// One account.
pub fn account(
    account: GuardedAccount,
    typed: TypedReason,
    sentence: Option<String>,
    done: Option<&'static str>,
) -> impl IntoView {
    let GuardedAccount { id, login, name, phone, tenants, platform, disabled, must_change, .. } = account;
    let base = format!("/ops/accounts/{id}");
    let form = |measure: &'static str, label: &'static str, told: &'static str| {
        let reason = if typed.measure == measure { typed.reason.clone() } else { String::new() };
        measure_form(format!("{base}/{measure}"), measure, label, told, reason)
    };
    let state = if disabled {
        view! { <span class="tag back">"已停用"</span> }.into_any()
    } else if let Some(until) = account.locked_until {
        view! { <span class="tag wait">{format!("锁定至{}", until.clock())}</span> }.into_any()
    } else {
        view! { <span class="tag ok">"正常"</span> }.into_any()
    };
    let works = platform.into_iter().map(|post| format!("平台{post}")).chain(tenants).collect::<Vec<_>>();
    let works = if works.is_empty() { "没有任职".to_owned() } else { works.join("、") };
    let phone = if phone.is_empty() { "未填".to_owned() } else { phone };
    let factor = if account.second_factor { "已启用" } else { "未启用" };
    let password = if must_change { "下次登录须修改" } else { "已自行设定" };
    let facts = [
        ("姓名", name),
        ("联系电话", phone),
        ("任职", works),
        ("密码", password.to_owned()),
        ("动态口令", factor.to_owned()),
    ]
    .into_iter()
    .map(|(label, text)| view! { <tr><th scope="row">{label}</th><td>{text}</td></tr> })
    .collect_view();
    let measures = (!account.own).then(|| {
        let locked = account.locked_until.is_some() || !account.failures.is_empty();
        view! {
            <h2 class="over">"办理"</h2>
            <section class="sheet measures">
                {locked.then(|| form("unlock", "解除锁定", "清除登录失败记录，可以立即重新登录。"))}
                {if disabled {
                    form("enable", "启用账号", "可以重新登录；密码和动态口令不变。").into_any()
                } else {
                    form("disable", "停用账号", "立即退出全部登录，此后不能登录；已有的记录不变。").into_any()
                }}
                {(!account.sessions.is_empty())
                    .then(|| form("end-sessions", "退出全部登录", "所有设备立即退出，可以重新登录。"))}
                {account.name_asked.map(|asked| view! {
                    <p>{format!("本人申请更名为{asked}。在辖区任职的，一般由其方案管理员办理。")}</p>
                    {form("consent-to-name", "同意更名", "立即更名，本人任职的各辖区都会留痕。请先核实本人身份。")}
                })}
                {(!disabled).then(|| form("password-link", "生成重设密码的链接", "忘记密码时使用，链接24小时内有效、只能使用一次，由您转交本人。请先核实本人身份。"))}
                {account.second_factor
                    .then(|| form("reset-second-factor", "重置动态口令", "手机和备用口令都丢失时使用。请先核实本人身份。"))}
            </section>
        }
    });
    view! {
        <p class="eyebrow"><a href="/ops/accounts">"查找其他账号"</a></p>
        <h1>{login}" "{state}</h1>
        {done.map(|text| view! { <p class="why ok" role="status">{format!("{text}已办理，并记入平台留痕。")}</p> })}
        {refused(sentence)}
        {account.own.then(|| view! { <p class="why">"这是您自己的账号，只能查看。需要办理时，请由另一位安全管理员进行。"</p> })}
        <div class="two">
            <section class="sheet"><h2>"账号"</h2><table class="facts"><tbody>{facts}</tbody></table></section>
            <section class="sheet"><h2>"登录中的设备"</h2>{sessions(account.sessions)}</section>
        </div>
        {measures}
        <h2 class="over">"最近的登录失败"</h2>
        <section class="sheet">{failures(account.failures)}</section>
    }
}

fn measure_form(
    action: String,
    id: &'static str,
    label: &'static str,
    told: &'static str,
    reason: String,
) -> impl IntoView {
    view! {
        <form class="measure" method="post" action=action>
            <p class="small muted">{told}</p>
            <p class="field">
                <label for=id>{format!("{label}的理由")}</label>
                <input type="text" id=id name="reason" value=reason maxlength="200" required=true/>
            </p>
            <p><button class="btn" type="submit">{label}</button></p>
        </form>
    }
}

fn sessions(sessions: Vec<SessionLine>) -> AnyView {
    if sessions.is_empty() {
        return empty("现在没有登录。").into_any();
    }
    let rows = sessions
        .into_iter()
        .map(|session| {
            view! {
                <tr>
                    <td data-label="设备">{session.device}</td>
                    <td class="num" data-label="登录时间">{session.since.zh()}</td>
                    <td class="num" data-label="最近使用">{session.last_used.zh()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead><tr><th>"设备"</th><th>"登录时间"</th><th>"最近使用"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn failures(failures: Vec<(String, Instant)>) -> AnyView {
    if failures.is_empty() {
        return empty("两小时内没有登录失败。").into_any();
    }
    let rows = failures
        .into_iter()
        .map(|(address, at)| {
            view! {
                <tr><td class="num" data-label="时间">{at.zh()}</td><td data-label="网络地址">{address}</td></tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead><tr><th>"时间"</th><th>"网络地址"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
