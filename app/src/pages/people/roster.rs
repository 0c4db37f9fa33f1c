use contract::people::{HeldLine, OpenInvitation, Roster, RosterPlace};
use domain::ids::PersonId;
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};

/// 单位与人员.
pub fn roster(page: Roster, sentence: Option<String>) -> impl IntoView {
    let Roster { base, invitations, places, idle } = page;
    let waiting = (!invitations.is_empty()).then(|| waiting(&base, invitations));
    let rows = places.into_iter().map(|place| rows(&base, place)).collect_view();
    let without = (!idle.is_empty()).then(|| without_post(&base, idle));
    view! {
        <h1>"单位与人员"</h1>
        {refused(sentence)}
        <p>
            <a class="btn primary" href=format!("{base}/people/invite")>"邀请人员"</a>
            " "
            <a class="btn" href=format!("{base}/units")>"单位、科室与片区"</a>
        </p>
        {waiting}
        <section class="sheet">
            <h2>"岗位与人员"</h2>
            <table class="cards">
                <thead><tr><th scope="col">"任职范围"</th><th scope="col">"岗位"</th><th scope="col">"姓名"</th><th scope="col">"任职日期"</th></tr></thead>
                {rows}
            </table>
        </section>
        {without}
    }
}

fn rows(base: &str, place: RosterPlace) -> impl IntoView + use<> {
    let RosterPlace { name, held } = place;
    if held.is_empty() {
        return view! {
            <tbody><tr><td class="lead" data-label="任职范围">{name}</td><td class="muted" colspan="3" data-label="岗位">"尚未任命"</td></tr></tbody>
        }
        .into_any();
    }
    let lines = held
        .into_iter()
        .map(|line| {
            let person = person_link(base, &line);
            let HeldLine { post, place, since, acts_for, .. } = line;
            let deputy = acts_for.map(|whom| view! { " "<span class="tag info">{whom}</span> });
            view! {
                <tr>
                    <td class="lead" data-label="任职范围">{place}</td>
                    <td data-label="岗位">{post}{deputy}</td>
                    <td data-label="姓名">{person}</td>
                    <td class="num" data-label="任职日期">{since}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <tbody>{lines}</tbody> }.into_any()
}

fn person_link(base: &str, line: &HeldLine) -> impl IntoView + use<> {
    let rests = line.rests.then(|| view! { " "<span class="tag back">"已停用"</span> });
    view! {
        <span>
            <a href=format!("{base}/people/{}", line.person)>{line.name.clone()}</a>
            " "
            <span class="small muted">{line.login.clone()}</span>
            {rests}
        </span>
    }
}

fn waiting(base: &str, invitations: Vec<OpenInvitation>) -> impl IntoView + use<> {
    let rows = invitations
        .into_iter()
        .map(|open| {
            view! {
                <tr>
                    <td class="lead" data-label="姓名">{open.name}</td>
                    <td data-label="岗位">{format!("{}（{}）", open.post, open.place)}</td>
                    <td data-label="邀请人">{open.by}</td>
                    <td class="num" data-label="有效期至">{open.until}</td>
                    <td>
                        <form method="post" action=format!("{base}/invitations/{}/withdraw", open.id)>
                            <button class="quiet" type="submit">"撤回"</button>
                        </form>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"等待接受的邀请"</h2>
            <table class="cards">
                <thead><tr><th scope="col">"姓名"</th><th scope="col">"岗位"</th><th scope="col">"邀请人"</th><th scope="col">"有效期至"</th><th scope="col"><span class="sr">"操作"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn without_post(base: &str, idle: Vec<(PersonId, String)>) -> impl IntoView + use<> {
    let names = idle
        .into_iter()
        .map(|(id, name)| view! { <li><a href=format!("{base}/people/{id}")>{name}</a></li> })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"没有岗位的人员"</h2>
            {empty("这些人曾在本辖区任职，现在没有岗位，不能进入工作台。")}
            <ul class="plain">{names}</ul>
        </section>
    }
}
