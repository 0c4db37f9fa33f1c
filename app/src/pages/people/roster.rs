use contract::people::{FormerPerson, HeldLine, OpenInvitation, Roster, RosterPlace};
use domain::ids::PersonId;
use leptos::prelude::*;

use crate::pages::parts::refused;
use crate::ui::Ask;
use crate::ui::list::{self, Told};

/// 单位与人员.
pub fn roster(page: Roster, sentence: Option<String>) -> impl IntoView {
    let Roster { base, invitations, beyond, units, former, asking } = page;
    let waiting = (!invitations.is_empty()).then(|| waiting(&base, invitations));
    let whole = (!beyond.is_empty()).then(|| {
        let table = table(&base, beyond);
        view! { <section class="sheet"><h2>"全辖区与片区"</h2>{table}</section> }
    });
    let told = Told {
        search: "单位名称或姓名",
        count: "个单位",
        nothing: "还没有单位。下一步：增加单位，再邀请各单位人员。",
    };
    let units = list::paged(&format!("{base}/people"), told, units, |places| table(&base, places));
    let gone = (!former.is_empty()).then(|| gone(&base, former));
    let asking = (!asking.is_empty()).then(|| names_asked(&base, asking));
    view! {
        <h1>"单位与人员"</h1>
        {refused(sentence)}
        <p>
            <a class="btn primary" href=format!("{base}/people/invite")>"邀请人员"</a>
            " "
            <a class="btn" href=format!("{base}/units")>"单位、科室与片区"</a>
        </p>
        {asking}
        {waiting}
        {whole}
        <section class="sheet"><h2>"各单位"</h2>{units}</section>
        {gone}
    }
}

fn table(base: &str, places: Vec<RosterPlace>) -> AnyView {
    let rows = places.into_iter().map(|place| rows(base, place)).collect_view();
    view! {
        <table class="cards">
            <thead><tr><th scope="col">"任职范围"</th><th scope="col">"岗位"</th><th scope="col">"姓名"</th><th scope="col">"任职日期"</th></tr></thead>
            {rows}
        </table>
    }
    .into_any()
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
            let name = open.name.clone();
            view! {
                <tr>
                    <td class="lead" data-label="姓名">{open.name}</td>
                    <td data-label="岗位">{format!("{}（{}）", open.post, open.place)}</td>
                    <td data-label="邀请人">{open.by}</td>
                    <td class="num" data-label="有效期至">{open.until}</td>
                    <td>
                        <Ask act="撤回" whose=format!("对{name}的邀请") action=format!("{base}/invitations/{}/withdraw", open.id)
                            follows=format!("撤回后，发给{name}的邀请链接立即失效，不能恢复；需要时重新邀请。") quiet=true/>
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

/// Most people who left that are shown at once.
const SHOWN: usize = 50;

fn names_asked(base: &str, asking: Vec<(PersonId, String)>) -> impl IntoView + use<> {
    let lines = asking
        .into_iter()
        .map(|(id, told)| view! { <li><a href=format!("{base}/people/{id}")>{told}</a></li> })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"等待同意的更名申请"</h2>
            <ul class="plain">{lines}</ul>
        </section>
    }
}

fn gone(base: &str, former: Vec<FormerPerson>) -> impl IntoView + use<> {
    let more = former.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <p class="muted">{format!("另有{more}人，请按姓名查找。")}</p> });
    let rows = former
        .into_iter()
        .take(SHOWN)
        .map(|person| {
            view! {
                <tr>
                    <td class="lead" data-label="姓名">
                        <a href=format!("{base}/people/{}", person.id)>{person.name}</a>
                        " "
                        <span class="small muted">{person.login}</span>
                    </td>
                    <td data-label="情况">{person.since}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"已离岗和停用的人员"</h2>
            <p class="small muted">"这些人现在不能在本辖区办理；以前签署的内容照旧。需要时可从人员页面重新任命或恢复。"</p>
            <table class="cards">
                <thead><tr><th scope="col">"姓名"</th><th scope="col">"情况"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        </section>
    }
}
