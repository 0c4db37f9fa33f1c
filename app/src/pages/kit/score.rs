use domain::points::Points;
use domain::scoring::{CriterionScore, Explanation as Reason, Range};
use leptos::prelude::*;

use super::group;
use crate::ui::Explanation;

pub(super) fn explained() -> impl IntoView {
    let two = Points::from_int(2);
    let one = Points::from_int(1);
    let line = |score, low, complete, steps| CriterionScore {
        no: "2.1".into(),
        score,
        points: two,
        range: Range { low, high: two },
        complete,
        not_applicable: false,
        steps,
        left_out: false,
        may_be_left_out: false,
        mark: None,
        figure: None,
        consequences: Box::default(),
    };
    let lost = || vec![Reason { text: "缺少1项".into(), points: Points::from_int(-1) }];
    group(
        "得分说明",
        view! {
            <Explanation line=line(two, two, true, Vec::new())/>
            <Explanation line=line(one, one, true, lost())/>
            <Explanation line=line(Points::ZERO, Points::ZERO, false, Vec::new())/>
            <p class="returned"><b>"考核组退回（11月20日）："</b>"请补充学习平台的学时统计。"</p>
        },
    )
}
