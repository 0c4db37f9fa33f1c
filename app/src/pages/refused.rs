//! What people see when a page cannot be shown.

use domain::refusal::Refusal;
use leptos::prelude::*;

/// The sentence, and a way on.
pub fn refused(refusal: &Refusal) -> impl IntoView + use<> {
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
    view! {
        <section class="sheet narrow">
            <h1>{title}</h1>
            <p>{sentence}</p>
            <p><a class="btn" href=next>{label}</a></p>
        </section>
    }
}
