use contract::people::{Accept, Offer};
use leptos::prelude::*;

use crate::pages::parts::refused;

/// Arriving by invitation: with the account somebody is logged in to (name and login), or with a new one.
pub fn join(
    here: String,
    offer: Offer,
    known: Option<(String, String)>,
    form: Accept,
    sentence: Option<String>,
) -> impl IntoView {
    let Offer { tenant, name, post, place, by, until, passwords } = offer;
    let terms = view! {
        <p>{format!("{by}邀请{name}在{tenant}任{post}（{place}）。")}</p>
        <p class="small muted">{format!("链接有效期至{until}，只能使用一次。")}</p>
    };
    let answer = match known {
        Some((name, login)) => view! {
            <form method="post" action=here.clone()>
                <p>{format!("您已用账号{login}（{name}）登录。")}</p>
                <p><button class="btn primary" type="submit">"用这个账号接受邀请"</button></p>
            </form>
            <form method="post" action="/logout"><button class="quiet" type="submit">"不是本人，退出登录"</button></form>
        }
        .into_any(),
        None => view! {
            <p><a href=format!("/login?next={here}")>"我已有账号，登录后接受"</a></p>
            <h2 class="over">"还没有账号"</h2>
            <form method="post" action=here.clone()>
                <p class="field">
                    <label for="name">"姓名"</label>
                    <input type="text" id="name" name="name" value=if form.name.is_empty() { name } else { form.name } maxlength="40" required=true autocomplete="name"/>
                </p>
                <p class="field">
                    <label for="login">"登录名（3至32个字母、数字、点、横线）"</label>
                    <input type="text" id="login" name="login" value=form.login maxlength="32" required=true autocomplete="username"/>
                </p>
                <p class="field">
                    <label for="new">"密码"</label>
                    <input type="password" id="new" name="new" required=true autocomplete="new-password" aria-describedby="profile"/>
                </p>
                <p class="small muted" id="profile">{passwords}</p>
                <p class="field">
                    <label for="again">"再输一次密码"</label>
                    <input type="password" id="again" name="again" required=true autocomplete="new-password"/>
                </p>
                <p><button class="btn primary" type="submit">"开通账号并接受邀请"</button></p>
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="sheet narrow">
            <h1>"接受邀请"</h1>
            {refused(sentence)}
            {terms}
            {answer}
        </section>
    }
}
