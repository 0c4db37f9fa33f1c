use domain::ids::CaseId;
use domain::workflow::CaseState;
use leptos::prelude::*;

use crate::pages::parts::empty;
use crate::ui::StateTag;

/// The cases of one's own units.
pub fn list(base: String, cases: Vec<(CaseId, String, String, CaseState)>) -> impl IntoView {
    let none = cases.is_empty();
    let rows = cases
        .into_iter()
        .map(|(id, unit, period, state)| {
            view! {
                <tr>
                    <td data-label="周期"><a href=format!("{base}/cases/{id}")>{period}</a></td>
                    <td data-label="单位">{unit}</td>
                    <td data-label="状态"><StateTag state=state/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h1>"本单位申报"</h1>
        <section class="sheet">
            {if none {
                empty("本单位还没有申报。方案管理员开启周期后，这里会出现需要填报的评分细则。").into_any()
            } else {
                view! {
                    <table class="cards">
                        <thead><tr><th>"周期"</th><th>"单位"</th><th>"状态"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}
