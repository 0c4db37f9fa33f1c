use contract::people::{GivePost, HeldLine, NameAsked, NameForm, PersonPage};
use leptos::prelude::*;

use super::choices::choices;
use crate::pages::parts::{empty, refused};
use crate::ui::Ask;

/// What was typed into one of the page's forms and comes back with a refusal.
#[derive(Clone, Debug, Default)]
pub struct TypedOnPerson {
    pub post: GivePost,
    pub name: NameForm,
    /// Why the posts are to rest.
    pub suspend: String,
    /// Why there is to be a link to a new password.
    pub link: String,
}

/// One member: posts, one more post, the name, a forgotten password, keeping out and letting in again.
pub fn person(page: PersonPage, typed: TypedOnPerson, sentence: Option<String>) -> impl IntoView {
    let PersonPage { base, id, name, login, account_disabled, kept_out, held, choices: offered, .. } = page;
    let here = format!("{base}/people/{id}");
    let posts = held_table(&base, held);
    let disabled = account_disabled.then(|| {
        view! { <p class="why bad">"这个账号已被平台安全管理员停用，在任何辖区都不能登录。"</p> }
    });
    let asked = page.name_asked.filter(|_| !page.own).map(|asked| name_asked(&here, &name, asked));
    let resting = resting(&here, &name, kept_out, typed.suspend);
    let account = (!page.own).then(|| {
        view! {
            <div class="two">
                <section class="sheet"><h2>"更改姓名"</h2>{new_name(&here, typed.name)}</section>
                <section class="sheet"><h2>"忘记密码"</h2>{forgotten(&here, typed.link)}</section>
            </div>
        }
    });
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <h1>{name}</h1>
        <p class="muted">{format!("登录名 {login}")}</p>
        {refused(sentence)}
        {disabled}
        {page.name_told.map(|told| view! { <p class="why info">{told}</p> })}
        {asked}
        <section class="sheet"><h2>"现任岗位"</h2>{posts}</section>
        <div class="two">
            <section class="sheet">
                <h2>"增加岗位"</h2>
                <form method="post" action=format!("{here}/posts")>
                    {choices(offered, &typed.post.post, &typed.post.place)}
                    <p><button class="btn primary" type="submit">"任命"</button></p>
                </form>
            </section>
            <section class="sheet"><h2>"停用与恢复"</h2>{resting}</section>
        </div>
        {account}
    }
}

fn resting(here: &str, name: &str, kept_out: Option<String>, reason: String) -> AnyView {
    match kept_out {
        Some(text) => view! {
            <p class="why bad">{text}"。"</p>
            <form method="post" action=format!("{here}/resume")>
                <p><button class="btn" type="submit">"恢复岗位"</button></p>
            </form>
        }
        .into_any(),
        None => view! {
            <Ask act="停用在本辖区的岗位" whose=format!("（{name}）") action=format!("{here}/suspend") open=!reason.is_empty()
                follows="停用立即生效：最迟一秒后，本人在本辖区的任何操作都会被拒绝。岗位保留，可随时恢复；不影响其在其他辖区的任职。">
                <p class="field">
                    <label for="suspend-reason">"停用事由"</label>
                    <input type="text" id="suspend-reason" name="reason" value=reason maxlength="200" required=true/>
                </p>
            </Ask>
        }
        .into_any(),
    }
}

/// The name somebody asks for; the officer consents, or does not.
fn name_asked(here: &str, present: &str, asked: NameAsked) -> impl IntoView + use<> {
    let NameAsked { name, reason, at, told } = asked;
    view! {
        <section class="sheet">
            <h2>"更名申请"</h2>
            <p>{format!("{present}于{at}申请更名为{name}，事由：{reason}。")}</p>
            {told.map(|told| view! { <p class="why">{told}</p> })}
            <p class="small muted">"同意后立即更名并记入留痕；以前签署的内容仍是当时的姓名。"</p>
            <div class="join">
                <form method="post" action=format!("{here}/name")>
                    <input type="hidden" name="name" value=name.clone()/>
                    <input type="hidden" name="reason" value=reason/>
                    <button class="btn primary" type="submit">"同意更名"</button>
                </form>
                <form method="post" action=format!("{here}/name/refuse")>
                    <input type="hidden" name="name" value=name/>
                    <button class="btn" type="submit">"不同意"</button>
                </form>
            </div>
        </section>
    }
}

fn new_name(here: &str, typed: NameForm) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{here}/name")>
            <p class="field">
                <label for="new-name">"新姓名"</label>
                <input type="text" id="new-name" name="name" value=typed.name maxlength="40" required=true autocomplete="off"/>
            </p>
            <p class="field">
                <label for="name-reason">"更名事由"</label>
                <input type="text" id="name-reason" name="reason" value=typed.reason maxlength="200" required=true/>
            </p>
            <p class="small muted">"本人任职的各辖区都会留痕；以前签署的内容仍是当时的姓名。"</p>
            <p><button class="btn" type="submit">"更改姓名"</button></p>
        </form>
    }
}

fn forgotten(here: &str, reason: String) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{here}/password-link")>
            <p class="field">
                <label for="link-reason">"办理事由"</label>
                <input type="text" id="link-reason" name="reason" value=reason maxlength="200" required=true placeholder="如：本人当面申请，已核对身份"/>
            </p>
            <p class="small muted">"生成只能使用一次的链接，24小时内有效，由您转交本人重设密码。算作您办理的事项，记入留痕并告知本人。"</p>
            <p><button class="btn" type="submit">"生成重设密码的链接"</button></p>
        </form>
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
