use contract::period::ChangePage;
use leptos::prelude::*;

use crate::pages::parts::refused;
use crate::ui::{Ask, Field};

/// Changing a period while it runs: deadlines, units that join and leave, cancelling it. `sentence`: of which form, and why it
/// was refused.
pub fn change(page: ChangePage, sentence: Option<(&'static str, String)>) -> impl IntoView {
    let ChangePage { base, period, title, cancelled, fill_by, review_by, unit_types, units, submitted, form } =
        page;
    let here = format!("{base}/periods/{period}");
    let told = |which: &str| {
        refused(sentence.as_ref().filter(|(of, _)| *of == which).map(|(_, sentence)| sentence.clone()))
    };
    let sent = |which: &str| sentence.as_ref().is_some_and(|(of, _)| *of == which);
    // What was typed stands in the form it was sent by.
    let typed = |which: &str, text: &str| if sent(which) { text.to_owned() } else { String::new() };
    // A link may name the unit.
    let unit =
        |which: &str| if sent(which) || sentence.is_none() { form.unit.clone() } else { String::new() };
    if cancelled {
        return view! {
            <p class="eyebrow"><a href=here.clone()>{title}</a></p>
            <h1>"调整周期"</h1>
            <section class="sheet"><p>"这一周期已经取消，不能再改动；已填内容保留，可在周期页面查阅。"</p></section>
        }
        .into_any();
    }
    let types = (!unit_types.is_empty()).then(|| {
        let options = unit_types
            .iter()
            .map(|(code, title)| {
                view! { <option value=code.clone() selected=*code == form.unit_type>{title.clone()}</option> }
            })
            .collect_view();
        view! {
            <p class="field">
                <label for="unit_type">"按哪一单位类型参评"</label>
                <select id="unit_type" name="unit_type"><option value="">"请选择单位类型"</option>{options}</select>
            </p>
        }
    });
    let (leave_unit, leave_reason) = (unit("leave"), typed("leave", &form.reason));
    let cancel_reason = typed("cancel", &form.reason);
    let cancel = if submitted > 0 {
        view! { <p class="muted">{format!("已有{submitted}份申报签署提交，周期不能取消；不再参评的单位可以退出。")}</p> }
            .into_any()
    } else {
        view! {
            <Ask act="取消周期" whose=format!("“{title}”") action=format!("{here}/cancel") open=sent("cancel")
                follows=format!("取消后，参评的{units}个单位不再填报，已填内容保留可查；周期名称可以重新使用。取消不能撤回，需要时重新开启周期。")>
                <Field name="reason" id="cancel-reason" label="取消事由（告知各单位）" value=cancel_reason required=true/>
            </Ask>
        }
        .into_any()
    };
    view! {
        <p class="eyebrow"><a href=here.clone()>{title.clone()}</a></p>
        <h1>"调整周期"</h1>
        <p class="muted">{format!("现在：自评截止{fill_by}，考核截止{review_by}。每次调整都写明事由，告知有关单位，记入留痕。")}</p>
        <section class="sheet">
            <h2>"调整截止日期"</h2>
            {told("deadlines")}
            <form method="post" action=format!("{here}/deadlines")>
                <div class="grid">
                    <Field name="fill_by" label="自评截止日期（含当日）" kind="date" value=form.fill_by.clone() required=true/>
                    <Field name="review_by" label="考核截止日期（含当日）" kind="date" value=form.review_by.clone() required=true/>
                    <Field name="unit" id="deadline-unit" label="只调整一个单位（填单位名称；不填为全部单位）" value=unit("deadlines") most=60/>
                    <Field name="reason" id="deadline-reason" label="调整事由（告知单位）" value=typed("deadlines", &form.reason) required=true/>
                </div>
                <p class="small muted">"调整全部单位时，此前单独延期的单位仍按各自的日期。"</p>
                <p><button class="btn primary" type="submit">"调整截止日期"</button></p>
            </form>
        </section>
        <div class="two">
            <section class="sheet">
                <h2>"补充参评单位"</h2>
                {told("join")}
                <form method="post" action=format!("{here}/join")>
                    <Field name="unit" id="join-unit" label="单位名称" value=unit("join") most=60 required=true/>
                    {types}
                    <Field name="reason" id="join-reason" label="补充事由" value=typed("join", &form.reason) required=true/>
                    <p class="small muted">"该单位得到一份评分细则，经办人即可填报；曾经退出的，接着填。"</p>
                    <p><button class="btn" type="submit">"补充单位"</button></p>
                </form>
            </section>
            <section class="sheet">
                <h2>"单位退出"</h2>
                {told("leave")}
                <Ask act="单位退出" whose="本周期" action=format!("{here}/leave") open=sent("leave")
                    follows="退出后，该单位（连同其推荐的个人和家庭）在本周期不再填报、考核和排名；已填内容和材料保留可查。需要时可在“补充参评单位”中恢复。">
                    <Field name="unit" id="leave-unit" label="单位名称" value=leave_unit most=60 required=true/>
                    <Field name="reason" id="leave-reason" label="退出事由（如：单位撤并）" value=leave_reason required=true/>
                </Ask>
            </section>
        </div>
        <section class="sheet">
            <h2>"取消周期"</h2>
            {told("cancel")}
            {cancel}
        </section>
    }
    .into_any()
}
