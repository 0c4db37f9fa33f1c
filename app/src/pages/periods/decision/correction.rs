use contract::decision::{CorrectDecision, CorrectionLine, CorrectionPage};
use leptos::prelude::*;

use super::meeting::{Meeting, meeting};
use crate::pages::parts::refused;
use crate::ui::TextArea;

/// The form by which a further meeting corrects a decision.
pub fn correction(
    base: String,
    page: CorrectionPage,
    form: CorrectDecision,
    sentence: Option<String>,
) -> impl IntoView {
    let CorrectionPage {
        period,
        period_title,
        decision,
        decided_by,
        meeting: corrected,
        options,
        lines,
        published,
    } = page;
    let rows = lines.iter().map(|line| row(&base, line, &options, &form)).collect_view();
    let follows = match published {
        true => {
            "原决定已经公布：更正记录后，须另行发布更正公告，原公告不会改动。两次决定都保留，以这次为准。"
        }
        false => "原决定尚未公布：公布时以更正后的结果为准。两次决定都保留，以这次为准。",
    };
    let meeting_form = Meeting {
        decided_by,
        meeting: form.meeting.clone(),
        held_on: form.held_on.clone(),
        present: form.present.clone(),
        note: form.note.clone(),
        button: "记录更正决定",
        follows: follows.to_owned(),
    };
    view! {
        <p class="eyebrow"><a href=format!("{base}/periods/{period}/decision")>{format!("{period_title}　集体研究决定")}</a></p>
        <h1>{format!("更正{corrected}的决定")}</h1>
        {refused(sentence)}
        <form method="post" action=format!("{base}/decisions/{decision}/correction") enctype="multipart/form-data">
            <div class="deciding">
                <section class="sheet list">
                    <table class="cards">
                        <caption><span class="name">"现在的决定"</span><span class="small muted">"　只改动需要更正的，并逐一写明理由"</span></caption>
                        <thead>
                            <tr><th scope="col">"单位"</th><th scope="col">"考核结果"</th><th scope="col">"现决定"</th><th scope="col" class="chosen">"更正为"</th></tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </section>
                {meeting(meeting_form)}
            </div>
        </form>
    }
}

fn row(
    base: &str,
    line: &CorrectionLine,
    options: &[String],
    form: &CorrectDecision,
) -> impl IntoView + use<> {
    let id = line.case.to_string();
    let typed =
        |all: &[(String, String)]| all.iter().find(|(case, _)| *case == id).map(|(_, said)| said.clone());
    let chosen = typed(&form.outcomes).unwrap_or_else(|| line.outcome.clone());
    let why = typed(&form.reasons).unwrap_or_default();
    let options = options.iter().map(|option| {
        let class = (*option != line.outcome).then_some("differs");
        let selected = *option == chosen;
        view! { <option class=class value=option.clone() selected=selected>{option.clone()}</option> }
    });
    let options = options.collect_view();
    let unit = match line.award.as_str() {
        "" => line.unit.clone(),
        award => format!("{award}：{}", line.unit),
    };
    let found = line.found.concat();
    let computed = match (line.score.as_str(), line.computed.as_str()) {
        ("", "") => found,
        ("", computed) => format!("{computed}　{found}"),
        (score, "") => format!("{score}分　{found}"),
        (score, computed) => format!("{score}分，{computed}　{found}"),
    };
    let before = (!line.reason.is_empty())
        .then(|| view! { <span class="small muted found">{format!("理由：{}", line.reason)}</span> });
    let class = if why.is_empty() { "reason" } else { "reason shown" };
    let name = format!("reason:{id}");
    let label = format!("{}：更正的理由", line.unit);
    view! {
        <tr class="case">
            <td class="lead" data-label="单位"><a href=format!("{base}/cases/{}", line.case)>{unit}</a></td>
            <td data-label="考核结果">{computed}</td>
            <td data-label="现决定"><span>{line.outcome.clone()}{before}</span></td>
            <td class="chosen" data-label="更正为">
                <input type="hidden" name=format!("version:{id}") value=line.version.to_string()/>
                <select name=format!("outcome:{id}") aria-label=format!("{}更正为", line.unit) required=true>{options}</select>
            </td>
        </tr>
        <tr class=class>
            <td colspan="4">
                <label class="small muted" for=name.clone()>{label}</label>
                <TextArea id=name.clone() name=name initial=why rows=2/>
            </td>
        </tr>
    }
}
