use contract::applicant::OpenRound;
use contract::case::OwnCase;
use domain::workflow::CaseState;
use leptos::prelude::*;

use crate::pages::parts::empty;
use crate::ui::table::{self, Cell, lead, text};
use crate::ui::{Bar, StateTag};

/// The cases of one's own units.
pub fn list(base: String, cases: Vec<OwnCase>, rounds: Vec<OpenRound>) -> impl IntoView {
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
        lines(&base, cases)
    };
    view! {
        <h1>"本单位申报"</h1>
        <p class="noprint">{rounds}</p>
        <section class="sheet">{list}</section>
    }
}

/// Cases as their own people see them in a list.
pub fn lines(base: &str, cases: Vec<OwnCase>) -> AnyView {
    let rows = cases.into_iter().map(|line| {
        let OwnCase { case, period, unit, state, asked, answered, score, until, urgent } = line;
        let told = format!("已填{answered}／{asked}");
        let percent = i64::from(answered) * 100 / i64::from(asked.max(1));
        let progress = match state {
            CaseState::Draft | CaseState::Signing | CaseState::Returned => Cell::of(
                view! { <span class="withbar"><Bar percent=percent label=told.clone()/>{told}</span> },
            ),
            _ => Cell::maybe(None),
        };
        let until = match urgent {
            true => Cell::of(view! { <span class="urgent">{until}</span> }),
            false => Cell::maybe(Some(until)),
        };
        [
            Cell::of(view! { <a href=format!("{base}/cases/{case}")>{period}</a> }),
            unit.into(),
            Cell::of(view! { <StateTag state=state/> }),
            progress,
            Cell::maybe(Some(score)),
            until,
        ]
    });
    let head = [lead("周期"), text("单位"), text("状态"), text("进度"), text("得分"), text("期限")];
    table::of(head, rows)
}
