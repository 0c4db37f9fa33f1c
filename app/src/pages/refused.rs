//! What people see when a page cannot be shown.

use domain::refusal::Refusal;
use leptos::prelude::*;

/// The sentence, what became of what was to be done, and the ways on. `ways`: the reader's own, the nearest first; `acting`:
/// something was to be done, not only looked at.
pub fn refused(refusal: &Refusal, ways: Vec<(String, String)>, acting: bool) -> impl IntoView + use<> {
    let (title, next, label) = match refusal {
        Refusal::NotFound => ("没有找到", "/", "回到首页"),
        Refusal::NotSignedIn | Refusal::SessionEnded => ("请登录", "/login", "去登录"),
        Refusal::LoginStepEnded => ("请登录", "/login", "去登录"),
        Refusal::PasswordMustChange | Refusal::PasswordExpired => ("请先修改密码", "/password", "去修改密码"),
        Refusal::SecondFactorMissing => ("请先启用动态口令", "/account/second-factor", "去启用动态口令"),
        Refusal::NotYourPost(_) | Refusal::Recusal | Refusal::NotOnOneself | Refusal::ForeignOrigin => {
            ("不能办理", "/", "回到首页")
        }
        Refusal::TenantSuspended { .. } => ("暂停使用", "/", "回到首页"),
        Refusal::Fault { .. } | Refusal::Unavailable => ("系统故障", "/", "回到首页"),
        _ => ("没有办成", "/", "回到首页"),
    };
    let sentence = refusal.sentence();
    let told = ["执行", "保存", "变化", "上传", "接收", "记录", "确认", "完成", "任命"]
        .iter()
        .any(|what| sentence.contains(&format!("没有{what}")));
    let kept = (acting && !told).then(|| {
        view! { <p>"本次操作没有执行，已保存的内容不受影响。"</p> }
    });
    // What is owed first leads nowhere else.
    let owed = next != "/";
    let ways = if owed || ways.is_empty() { vec![(next.to_owned(), label.to_owned())] } else { ways };
    let ways = ways.into_iter().map(|(href, label)| view! { <a class="btn" href=href>{label}</a>" " });
    view! {
        <section class="sheet narrow">
            <h1>{title}</h1>
            <p>{sentence}</p>
            {kept}
            <p class="acts">{ways.collect_view()}</p>
        </section>
    }
}
