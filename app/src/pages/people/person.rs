use contract::people::{GivePost, HeldLine, PersonPage};
use leptos::prelude::*;

use super::choices::choices;
use crate::pages::parts::{empty, refused};
use crate::ui::Ask;

/// One member: posts, one more post, keeping out and letting in again.
pub fn person(page: PersonPage, form: GivePost, sentence: Option<String>) -> impl IntoView {
    let PersonPage { base, id, name, login, account_disabled, kept_out, held, choices: offered } = page;
    let here = format!("{base}/people/{id}");
    let posts = held_table(&base, held);
    let disabled = account_disabled.then(|| {
        view! { <p class="why bad">"这个账号已被平台安全管理员停用，在任何辖区都不能登录。"</p> }
    });
    let resting = match kept_out {
        Some(text) => view! {
            <p class="why bad">{text}"。"</p>
            <form method="post" action=format!("{here}/resume")>
                <p><button class="btn" type="submit">"恢复岗位"</button></p>
            </form>
        }
        .into_any(),
        None => view! {
            <Ask act="停用在本辖区的岗位" whose=format!("（{name}）") action=format!("{here}/suspend")
                follows="停用立即生效：最迟一秒后，本人在本辖区的任何操作都会被拒绝。岗位保留，可随时恢复；不影响其在其他辖区的任职。">
                <p class="field">
                    <label for="reason">"停用事由"</label>
                    <input type="text" id="reason" name="reason" maxlength="200" required=true/>
                </p>
            </Ask>
        }
        .into_any(),
    };
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <h1>{name}</h1>
        <p class="muted">{format!("登录名 {login}")}</p>
        {refused(sentence)}
        {disabled}
        <section class="sheet"><h2>"现任岗位"</h2>{posts}</section>
        <div class="two">
            <section class="sheet">
                <h2>"增加岗位"</h2>
                <form method="post" action=format!("{here}/posts")>
                    {choices(offered, &form.post, &form.place)}
                    <p><button class="btn primary" type="submit">"任命"</button></p>
                </form>
            </section>
            <section class="sheet"><h2>"停用与恢复"</h2>{resting}</section>
        </div>
    }
}

fn held_table(base: &str, held: Vec<HeldLine>) -> AnyView {
    if held.is_empty() {
        return empty("现在没有岗位，不能进入工作台。可在下面任命。").into_any();
    }
    let rows = held
        .into_iter()
        .map(|line| {
            let deputy = line.acts_for.map(|whom| view! { " "<span class="tag info">{whom}</span> });
            let whose = format!("{}的{}（{}）", line.name, line.post, line.place);
            let follows = format!(
                "免去后，{}立即不能再以{}（{}）的岗位办理，由其委托的代理同时终止；已经办理的照旧有效，留痕保留。恢复须重新任命。",
                line.name, line.post, line.place
            );
            view! {
                <tr>
                    <td class="lead" data-label="岗位">{line.post}{deputy}</td>
                    <td data-label="任职范围">{line.place}</td>
                    <td class="num" data-label="任职日期">{line.since}</td>
                    <td>
                        <Ask act="免去" whose=whose action=format!("{base}/appointments/{}/end", line.id) follows=follows quiet=true/>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead><tr><th scope="col">"岗位"</th><th scope="col">"任职范围"</th><th scope="col">"任职日期"</th><th scope="col"><span class="sr">"操作"</span></th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
