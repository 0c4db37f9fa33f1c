use contract::people::{Choices, Invite, Invited};
use leptos::prelude::*;

use super::choices::choices;
use crate::pages::parts::refused;

/// 邀请人员.
pub fn invite(base: String, offered: Choices, form: Invite, sentence: Option<String>) -> impl IntoView {
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <section class="sheet narrow">
            <h1>"邀请人员"</h1>
            {refused(sentence)}
            <form method="post" action=format!("{base}/people/invite")>
                <p class="field">
                    <label for="name">"姓名"</label>
                    <input type="text" id="name" name="name" value=form.name.clone() maxlength="40" required=true autocomplete="off"/>
                </p>
                {choices(offered, &form.post, &form.place)}
                <p class="small muted">"系统生成一个只能使用一次的链接，7天内有效。本人打开链接，设置登录名和密码（或用已有账号登录）后即可任职。"</p>
                <p><button class="btn primary" type="submit">"生成邀请链接"</button></p>
            </form>
        </section>
    }
}

/// The link, shown once. `origin` is the address people reach the service at.
pub fn invited(base: String, origin: String, made: Invited) -> impl IntoView {
    let Invited { path, offer } = made;
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <section class="sheet narrow">
            <h1>"邀请链接已生成"</h1>
            <p>{format!("邀请{}任{}（{}），有效期至{}。", offer.name, offer.post, offer.place, offer.until)}</p>
            <p class="field">
                <label for="link">"一次性链接"</label>
                <input type="text" id="link" value=format!("{origin}{path}") readonly=true/>
            </p>
            <p class="why">"链接只在本页显示这一次，请复制后当面或通过可靠渠道转交本人。谁打开链接，谁就能以受邀人身份任职；如果转交有误，请立即撤回。"</p>
            <p>
                <a class="btn primary" href=format!("{base}/people/invite")>"再邀请一人"</a>
                " "
                <a class="btn" href=format!("{base}/people")>"返回单位与人员"</a>
            </p>
        </section>
    }
}
