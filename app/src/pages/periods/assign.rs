use contract::assignment::{AssignPage, NOBODY};
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};
use crate::ui::StateTag;
use crate::ui::table::{self, Cell, lead, number, text};

/// 分派考核: who has what in hand, and the form that gives many at once.
pub fn assign(page: AssignPage, sentence: Option<String>) -> impl IntoView {
    let AssignPage { base, period, title, reviewers, lines, form } = page;
    let address = format!("{base}/periods/{period}");
    let people = reviewers
        .iter()
        .map(|one| [one.name.clone().into(), one.reach.clone().into(), one.cases.into(), one.closed.into()]);
    let people = match reviewers.is_empty() {
        true => empty("还没有考核人员。先在“单位与人员”中任命考核人员，再分派。").into_any(),
        false => table::of([lead("考核人员"), text("职责范围"), number("已分派"), number("已办结")], people),
    };
    let options = reviewers
        .iter()
        .map(|one| {
            let value = one.person.to_string();
            let chosen = form.person == value;
            view! { <option value=value selected=chosen>{format!("{}（已分派{}个）", one.name, one.cases)}</option> }
        })
        .collect_view();
    let rows = lines.iter().map(|line| {
        let id = format!("case-{}", line.case);
        let value = line.case.to_string();
        let chosen = form.case.contains(&value);
        let unit = line.unit.clone();
        [
            Cell::of(view! {
                <label class="check" for=id.clone()>
                    <input type="checkbox" id=id.clone() name="case" value=value checked=chosen/>
                    <span>{unit}</span>
                </label>
            }),
            Cell::of(view! { <StateTag state=line.state/> }),
            Cell::maybe(Some(line.reviewer.clone())),
        ]
    });
    let open = !lines.is_empty();
    let cases = match open {
        false => empty("这个周期的申报都已审定，不再分派。").into_any(),
        true => table::of([lead("单位"), text("状态"), text("考核人员")], rows),
    };
    let give = (open && !reviewers.is_empty()).then(|| {
        view! {
            <p class="field">
                <label for="person">"分派给"</label>
                <select id="person" name="person" required=true>
                    <option value="">"请选择"</option>
                    {options}
                    <option value=NOBODY selected=form.person == NOBODY>"取消分派"</option>
                </select>
            </p>
            <p><button class="btn primary" type="submit">"分派勾选的单位"</button></p>
        }
    });
    view! {
        <p class="eyebrow"><a href=address.clone()>{title}</a></p>
        <h1>"分派考核"</h1>
        {refused(sentence)}
        <p class="small muted">"分派后，考核人员的待办先列分派给自己的单位，其余列在后面；其他考核人员仍可按职责范围考核。"</p>
        <section class="sheet">{people}</section>
        <form method="post" action=format!("{address}/assign")>
            <section class="sheet">{cases}{give}</section>
        </form>
    }
}
