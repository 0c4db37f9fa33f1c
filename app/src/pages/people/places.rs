use contract::people::PlacesPage;
use domain::ids::UnitId;
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};
use crate::ui::Check;

/// 单位、科室与片区.
pub fn places(page: PlacesPage, typed: String, sentence: Option<String>) -> impl IntoView {
    let PlacesPage { base, units, lines } = page;
    let known: Vec<_> = units.iter().map(|(id, name, ..)| (*id, name.clone())).collect();
    let nothing = units.is_empty().then(|| empty("还没有单位。下一步：在下面增加单位，再邀请各单位人员。"));
    let rows = units
        .into_iter()
        .map(|(id, name, kind, departments)| {
            let departments = if departments.is_empty() { "无".to_owned() } else { departments.join("、") };
            let field = format!("department-{id}");
            let label = format!("{name}的新科室");
            view! {
                <tr>
                    <td class="lead" data-label="单位">{name}</td>
                    <td data-label="类型">{kind}</td>
                    <td data-label="科室">{departments}</td>
                    <td>
                        <form class="join" method="post" action=format!("{base}/units/{id}/departments")>
                            <label class="sr" for=field.clone()>{label}</label>
                            <input type="text" id=field name="name" maxlength="60" required=true placeholder="科室名称"/>
                            <button class="btn" type="submit">"增加科室"</button>
                        </form>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let lines = lines
        .into_iter()
        .map(|(id, name, members)| line(&base, &known, id.to_string(), name, &members))
        .collect_view();
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <h1>"单位、科室与片区"</h1>
        {refused(sentence)}
        <section class="sheet">
            <h2>"单位与科室"</h2>
            {nothing}
            <table class="cards">
                <thead><tr><th scope="col">"单位"</th><th scope="col">"类型"</th><th scope="col">"科室"</th><th scope="col"><span class="sr">"操作"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <form class="join over" method="post" action=format!("{base}/units")>
                <label class="sr" for="unit">"新单位名称"</label>
                <input type="text" id="unit" name="name" value=typed maxlength="60" required=true placeholder="单位名称"/>
                <label class="sr" for="kind">"单位类型"</label>
                <input type="text" id="kind" name="kind" value="机关" maxlength="20" required=true placeholder="单位类型"/>
                <button class="btn primary" type="submit">"增加单位"</button>
            </form>
        </section>
        <section class="sheet">
            <h2>"片区与行业"</h2>
            <p class="small muted">"把若干单位归为一个片区或行业，可以交给考核人员、行业牵头部门、派驻纪检组分别负责。"</p>
            {lines}
            <form class="join over" method="post" action=format!("{base}/lines")>
                <label class="sr" for="line">"新片区或行业名称"</label>
                <input type="text" id="line" name="name" maxlength="60" required=true placeholder="片区或行业名称"/>
                <button class="btn" type="submit">"增加片区"</button>
            </form>
        </section>
    }
}

fn line(
    base: &str,
    units: &[(UnitId, String)],
    id: String,
    name: String,
    members: &[UnitId],
) -> impl IntoView + use<> {
    let boxes = units
        .iter()
        .map(|(unit, unit_name)| {
            let field = format!("{id}-{unit}");
            let member = members.contains(unit);
            view! { <li><Check id=field name="unit" value=unit.to_string() label=unit_name.clone() checked=member/></li> }
        })
        .collect_view();
    view! {
        <form method="post" action=format!("{base}/lines/{id}")>
            <fieldset class="plainset">
                <legend>{format!("{name}（{}个单位）", members.len())}</legend>
                <ul class="checks">{boxes}</ul>
                <p><button class="btn" type="submit">"保存单位"</button></p>
            </fieldset>
        </form>
    }
}
