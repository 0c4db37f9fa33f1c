use contract::people::{Choices, Invite, Invited, PasswordLinkMade};
use leptos::prelude::*;

use super::choices::choices;
use crate::pages::parts::refused;
use crate::ui::HandedOn;

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

/// The link, shown once. `address`: where people reach the service.
pub fn invited(base: String, address: String, made: Invited) -> impl IntoView {
    let Invited { path, offer, told } = made;
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <section class="sheet narrow wider">
            <h1>"邀请链接已生成，尚未送出"</h1>
            <p>{format!("邀请{}任{}（{}），有效期至{}。", offer.name, offer.post, offer.place, offer.until)}</p>
            {told.into_iter().map(|told| view! { <p class="why">{told}</p> }).collect_view()}
            <HandedOn label="一次性链接" link=format!("{address}{path}")/>
            <p class="why">"系统不会自动发送：请复制链接，当面或通过可靠渠道转交本人。谁打开链接，谁就能以受邀人身份任职；如果转交有误，请立即撤回。"</p>
            <p>
                <a class="btn primary" href=format!("{base}/people/invite")>"再邀请一人"</a>
                " "
                <a class="btn" href=format!("{base}/people")>"返回单位与人员"</a>
            </p>
        </section>
    }
}

/// A link to a new password, shown once.
pub fn password_link(
    back: String,
    way: &'static str,
    address: String,
    made: PasswordLinkMade,
) -> impl IntoView {
    let PasswordLinkMade { path, name, login, until, replaced, second_factor } = made;
    view! {
        <p class="eyebrow"><a href=back>{way}</a></p>
        <section class="sheet narrow wider">
            <h1>"重设密码的链接已生成，尚未送出"</h1>
            <p>{format!("供{name}（登录名{login}）重设密码，有效期至{until}，只能使用一次。")}</p>
            {replaced.then(|| view! { <p class="why">"此前为这个账号生成的链接已作废，只有本页的链接有效。"</p> })}
            <HandedOn label="一次性链接" link=format!("{address}{path}")/>
            <p class="why">"系统不会自动发送：请核实本人身份后当面或通过可靠渠道转交。使用后，这个账号在所有设备上的登录都会退出；生成和使用都记入留痕，并在本人下次登录时告知。"</p>
            {second_factor.then(|| view! { <p class="small muted">"这个账号启用了动态口令，重设密码时还要输入动态口令或备用口令。"</p> })}
        </section>
    }
}
