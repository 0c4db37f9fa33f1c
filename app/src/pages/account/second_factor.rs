//! 动态口令.

use contract::account::{QrPicture, SecondFactorPage, SecondFactorState, Secret};
use leptos::prelude::*;

use crate::pages::parts::refused;

/// How far it is, and the next step.
pub fn second_factor(page: SecondFactorPage, sentence: Option<String>) -> impl IntoView {
    let required = page.required;
    let off = !matches!(page.state, SecondFactorState::On { .. });
    let body = match page.state {
        SecondFactorState::Off => begin().into_any(),
        SecondFactorState::Begun(secret) => confirm(secret).into_any(),
        SecondFactorState::On { since, codes_left } => view! {
            <p>{format!("{}启用，备用口令还剩{codes_left}个。登录时，输入密码后还要输入手机上的6位数字。", since.zh())}</p>
            {remove(required)}
        }
        .into_any(),
    };
    view! {
        <section class="sheet narrow wider">
            <h1>"动态口令"</h1>
            {(required && off).then(|| view! {
                <p class="why">"您的岗位须启用动态口令。请现在启用，完成后即可继续工作。"</p>
            })}
            {refused(sentence)}
            {body}
        </section>
    }
}

fn begin() -> impl IntoView {
    view! {
        <p>"启用后，即使密码泄露，没有您的手机也无法登录。"</p>
        <ol>
            <li>"在手机上安装任意一款验证器（支持基于时间的6位动态口令）。"</li>
            <li>"点“开始启用”，用验证器扫描出现的二维码。"</li>
            <li>"输入验证器显示的6位数字，保存好10个备用口令。"</li>
        </ol>
        <form method="post" action="/account/second-factor/begin">
            <button class="btn primary" type="submit">"开始启用"</button>
        </form>
    }
}

fn confirm(secret: Secret) -> impl IntoView {
    view! {
        <div class="enrol">
            {picture(secret.picture)}
            <div>
                <p>"用手机上的验证器扫描二维码。不能扫描时，在验证器中手工输入下面的密钥："</p>
                <p><code class="secret">{secret.groups.join(" ")}</code></p>
            </div>
        </div>
        <form method="post" action="/account/second-factor/confirm">
            <p class="field">
                <label for="code">"验证器现在显示的6位数字"</label>
                <input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required=true/>
            </p>
            <p><button class="btn primary" type="submit">"确认启用"</button></p>
        </form>
        <form method="post" action="/account/second-factor/begin">
            <button class="quiet" type="submit">"换一个二维码"</button>
        </form>
    }
}

fn picture(code: QrPicture) -> impl IntoView {
    let size = code.size;
    view! {
        <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label="二维码" shape-rendering="crispEdges">
            <rect class="light" width=size height=size></rect>
            <path class="dark" d=code.path></path>
        </svg>
    }
}

fn remove(required: bool) -> impl IntoView {
    let told = if required {
        "更换手机时，先停用，再用新手机启用。您的岗位须启用动态口令，停用后会立即要求重新启用。"
    } else {
        "更换手机时，先停用，再用新手机启用。停用后，登录只凭密码。"
    };
    view! {
        <h2 class="over">"停用"</h2>
        <p class="small muted">{told}</p>
        <form method="post" action="/account/second-factor/remove">
            <p class="field">
                <label for="password">"当前密码"</label>
                <input type="password" id="password" name="password" autocomplete="current-password" required=true/>
            </p>
            <p class="field">
                <label for="code">"动态口令或备用口令"</label>
                <input class="code" type="text" id="code" name="code" autocomplete="one-time-code" maxlength="24" required=true/>
            </p>
            <p><button class="btn" type="submit">"停用动态口令"</button></p>
        </form>
    }
}

/// The recovery codes, shown this one time.
pub fn recovery_codes(codes: Vec<String>) -> impl IntoView {
    let list = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <section class="sheet narrow wider">
            <h1>"动态口令已启用"</h1>
            <p class="why ok" role="status">"下次登录，输入密码后还要输入手机上的6位数字。"</p>
            <h2 class="over">"备用口令"</h2>
            <p>"手机丢失时，用它们代替动态口令登录，每个只能用一次。"<strong>"只显示这一次，"</strong>"请抄写或打印后妥善保管，不要与手机放在一起。"</p>
            <ol class="codes">{list}</ol>
            <p><a class="btn primary" href="/">"已保存好，继续"</a></p>
        </section>
    }
}
