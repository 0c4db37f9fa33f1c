//! 账号安全 of a tenant.

use contract::account::AccountRulesForm;
use domain::passwords::PasswordProfile;
use leptos::prelude::*;

use crate::pages::parts::refused;

/// The form that chooses the rules.
pub fn rules(base: String, form: AccountRulesForm, sentence: Option<String>, done: bool) -> impl IntoView {
    let profiles = PasswordProfile::ALL
        .into_iter()
        .map(|profile| {
            let id = format!("passwords-{}", profile.code());
            let chosen = form.passwords == profile.code();
            view! {
                <p>
                    <input type="radio" id=id.clone() name="passwords" value=profile.code() checked=chosen/>
                    " "
                    <label for=id><strong>{profile.label()}</strong>{format!("　{}", profile.rules().told())}</label>
                </p>
            }
        })
        .collect_view();
    let factor = form.second_factor == "on";
    view! {
        <h1>"账号安全"</h1>
        <section class="sheet">
            {done.then(|| view! { <p class="why ok" role="status">"已保存，并记入留痕。"</p> })}
            {refused(sentence)}
            <form method="post" action=format!("{base}/account-rules")>
                <fieldset class="plainset">
                    <legend>"密码要求"</legend>
                    {profiles}
                    <p class="small muted">"从下次修改密码起执行；更换期限从下次登录起执行。在几个辖区任职的人，逐项按较严的执行。"</p>
                </fieldset>
                <fieldset class="plainset">
                    <legend>"动态口令"</legend>
                    <p>
                        <input type="checkbox" id="second_factor" name="second_factor" value="on" checked=factor/>
                        " "
                        <label for="second_factor">"管理岗位（配置方案、管理人员、查看下级汇总）须启用动态口令"</label>
                    </p>
                    <p class="small muted">"保存后立即执行：尚未启用的，下一步操作时先启用。其他人员可自愿启用。"</p>
                </fieldset>
                <p><button class="btn primary" type="submit">"保存"</button></p>
            </form>
        </section>
    }
}
