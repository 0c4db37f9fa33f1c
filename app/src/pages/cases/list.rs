use contract::applicant::OpenRound;
use domain::ids::CaseId;
use domain::workflow::CaseState;
use leptos::prelude::*;

use crate::pages::parts::empty;
use crate::ui::StateTag;
use crate::ui::table::{self, Cell, lead, text};

/// The cases of one's own units.
pub fn list(
    base: String,
    cases: Vec<(CaseId, String, String, CaseState)>,
    rounds: Vec<OpenRound>,
) -> impl IntoView {
    let rounds = rounds
        .into_iter()
        .map(|round| {
            let href = format!("{base}/periods/{}/applicants", round.period);
            view! { <a class="btn" href=href>{format!("推荐{}（{}）", round.awards, round.title)}</a>" " }
        })
        .collect_view();
    let list = if cases.is_empty() {
        empty("本单位还没有申报。方案管理员开启周期后，这里会出现需要填报的评分细则。").into_any()
    } else {
        let rows = cases.into_iter().map(|(id, unit, period, state)| {
            [
                Cell::of(view! { <a href=format!("{base}/cases/{id}")>{period}</a> }),
                unit.into(),
                Cell::of(view! { <StateTag state=state/> }),
            ]
        });
        table::of([lead("周期"), text("单位"), text("状态")], rows)
    };
    view! {
        <h1>"本单位申报"</h1>
        <p class="noprint">{rounds}</p>
        <section class="sheet">{list}</section>
    }
}
