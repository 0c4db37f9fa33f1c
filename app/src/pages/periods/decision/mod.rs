//! 集体研究决定: the ranked lists with what was computed, the form that records the meeting, and what was decided before.

mod correction;
mod lists;
mod meeting;
mod recorded;

use contract::decision::{Ranking, RecordDecision};
use leptos::prelude::*;

pub use correction::correction;

use super::publish::amendments;
use super::targets;
use crate::pages::parts::{empty, refused};
use crate::ui::Check;
use lists::lists;
use meeting::{Meeting, meeting};

/// The page before the meeting and after it.
pub fn decision(
    base: String,
    page: Ranking,
    form: RecordDecision,
    may_decide: bool,
    sentence: Option<String>,
) -> impl IntoView {
    let heading = if page.ranked { "排名与集体决定" } else { "集体研究决定" };
    let (period, title) = (page.period, page.title.clone());
    let nothing = page.lines.is_empty();
    let still_open = open(&page.open, may_decide && !nothing, !form.leave_out.is_empty());
    let before = if nothing {
        let how = if page.ranked { "按得分" } else { "" };
        let told = format!("没有等待研究的单位。考核人员办结考核后，单位会{how}出现在这里。");
        view! { <section class="sheet">{refused(sentence)}{empty(&told)}{still_open}</section> }.into_any()
    } else if may_decide {
        let kept = if page.ranked { "系统计算的得分、名次与考核结果" } else { "考核结果" };
        let meeting_form = Meeting {
            decided_by: page.decided_by.clone(),
            meeting: form.meeting.clone(),
            held_on: form.held_on.clone(),
            present: form.present.clone(),
            note: form.note.clone(),
            button: "记录集体决定",
            follows: format!(
                "{kept}原样留在决定旁边。记录后不能改写；如有不妥，由以后的会议更正，两次决定都保留。"
            ),
        };
        view! {
            {refused(sentence)}
            <form method="post" action=format!("{base}/periods/{period}/decision") enctype="multipart/form-data">
                <div class="deciding">
                    <div>{lists(&base, &page, Some(&form))}{still_open}</div>
                    {meeting(meeting_form)}
                </div>
            </form>
        }
        .into_any()
    } else {
        view! { {refused(sentence)}{lists(&base, &page, None)}{still_open} }.into_any()
    };
    let Ranking { targets, decisions, may_publish, announced, .. } = page;
    let may = (may_decide, may_publish);
    let recorded = decisions.into_iter().map(|line| recorded::recorded(&base, line, may)).collect_view();
    let announced = amendments(base.clone(), announced);
    view! {
        <p class="eyebrow"><a href=format!("{base}/periods/{period}")>{title}</a></p>
        <h1>{heading}</h1>
        {before}
        {targets::reached(targets)}
        {recorded}
        {announced}
    }
}

/// Whose review is not closed, and that they are left out of this decision.
fn open(open: &[String], choose: bool, checked: bool) -> Option<impl IntoView + use<>> {
    let names = open.join("、");
    let told = format!("尚有{}份申报没有办结，不在本次决定之内", open.len());
    let leave_out = choose.then(|| {
        view! {
            <Check id="leave_out" name="leave_out" value="on" checked=checked
                label="尚未办结的单位本次不列入，以后另行研究"/>
        }
    });
    (!open.is_empty()).then(|| {
        view! {
            <section class="sheet">
                <details><summary>{told}</summary><p class="muted">{names}</p></details>
                {leave_out}
            </section>
        }
    })
}
