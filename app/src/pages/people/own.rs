use contract::people::{Delegate, OwnPost, OwnPosts};
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};
use crate::ui::Ask;

/// 我的岗位: what one may do, and who stands in. `typed` is the form that was refused, with the post it is for.
pub fn own_posts(
    page: OwnPosts,
    typed: Option<(String, Delegate)>,
    sentence: Option<String>,
) -> impl IntoView {
    let OwnPosts { base, posts, today } = page;
    let posts = posts
        .into_iter()
        .map(|post| {
            let id = post.id.to_string();
            let form = typed.as_ref().filter(|(of, _)| *of == id).map(|(_, form)| form.clone());
            own_post(&base, &today, post, form.unwrap_or_default())
        })
        .collect_view();
    view! {
        <h1>"我的岗位"</h1>
        {refused(sentence)}
        {posts}
    }
}

fn own_post(base: &str, today: &str, post: OwnPost, form: Delegate) -> impl IntoView + use<> {
    let OwnPost { id, post, place, acts, acts_for, delegate, colleagues } = post;
    let stand_in = match (acts_for, delegate) {
        (Some((holder, until)), _) => {
            view! { <p class="why">{format!("您代{holder}履行这个岗位，至{until}止；留痕中写明“代{holder}”。代理的岗位不能再委托他人。")}</p> }.into_any()
        }
        (None, Some((delegation, name, until))) => view! {
            <p class="why">{format!("{name}正在代理这个岗位，至{until}止。您本人仍可办理。")}</p>
            <Ask act="终止代理" whose=format!("（{name}）") action=format!("{base}/delegations/{delegation}/end")
                follows=format!("终止后{name}不能再办理这个岗位的事项，已经办理的照旧有效。需要时可再次委托。")/>
        }
        .into_any(),
        (None, None) if colleagues.is_empty() => {
            empty("没有可以委托的人：代理人须在同一单位任职（全辖区岗位须由另一名全辖区岗位的人代理）。").into_any()
        }
        (None, None) => {
            let options = colleagues
                .into_iter()
                .map(|colleague| {
                    let value = colleague.id.to_string();
                    let chosen = value == form.delegate;
                    view! { <option value=value selected=chosen>{colleague.name}</option> }
                })
                .collect_view();
            let open = !form.reason.is_empty() || !form.until.is_empty();
            let (who, until, why) = (format!("who-{id}"), format!("until-{id}"), format!("why-{id}"));
            view! {
                <details class="add" open=open>
                    <summary>"委托他人代理"</summary>
                    <form method="post" action=format!("{base}/appointments/{id}/delegate")>
                        <p class="field"><label for=who.clone()>"代理人"</label><select id=who name="delegate">{options}</select></p>
                        <p class="field"><label for=until.clone()>"代理的最后一天"</label><input type="date" id=until name="until" value=form.until min=today.to_owned() required=true/></p>
                        <p class="field"><label for=why.clone()>"委托事由"</label><input type="text" id=why name="reason" value=form.reason maxlength="200" required=true placeholder="如：外出学习"/></p>
                        <p class="small muted">"代理人在期限内可以办理这个岗位的全部事项，最长90天；每一步都写明代谁办理。"</p>
                        <p><button class="btn primary" type="submit">"委托代理"</button></p>
                    </form>
                </details>
            }
            .into_any()
        }
    };
    view! {
        <section class="sheet">
            <h2>{format!("{post}（{place}）")}</h2>
            <p class="small muted">{format!("职责：{}", acts.join("、"))}</p>
            {stand_in}
        </section>
    }
}
