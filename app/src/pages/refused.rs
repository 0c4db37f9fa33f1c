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
    // What was typed is not shown to whoever is not known; the browser still has it.
    let unknown = acting && next == "/login";
    let kept = (acting && !told).then_some(match unknown {
        true => "刚才提交的内容没有保存。请在新窗口登录，再用浏览器的“后退”回到原来的页面重新提交；填写的内容一般仍在那里。",
        false => "本次操作没有执行，已保存的内容不受影响。",
    });
    let kept = kept.map(|told| view! { <p>{told}</p> });
    // What is owed first leads nowhere else.
    let owed = next != "/";
    let (label, target) = if unknown { ("在新窗口登录", Some("_blank")) } else { (label, None) };
    let ways = if owed || ways.is_empty() { vec![(next.to_owned(), label.to_owned())] } else { ways };
    let ways =
        ways.into_iter().map(|(href, label)| view! { <a class="btn" href=href target=target>{label}</a>" " });
    view! {
        <section class="sheet narrow">
            <h1>{title}</h1>
            <p>{sentence}</p>
            {kept}
            <p class="acts">{ways.collect_view()}</p>
        </section>
    }
}
