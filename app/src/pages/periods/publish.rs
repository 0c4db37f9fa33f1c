use contract::announcement::{Does, PublishPage, Target};
use leptos::prelude::*;

use crate::pages::parts::{field, refused};
use crate::pages::public::announced;
use crate::ui::table::{self, Cell, lead, text};
use crate::ui::{Check, TextArea};

/// The form that publishes a decision, or corrects or withdraws an announcement, with exactly what the public will see.
pub fn publish(base: String, page: PublishPage, sentence: Option<String>) -> impl IntoView {
    let PublishPage { period, target, form, preview, amends, may_leave_out, record } = page;
    let action = match target {
        Target::Decision(id) => format!("{base}/decisions/{id}/publish"),
        Target::Announcement(id) => format!("{base}/announcements/{id}/amend"),
    };
    let heading = match (target, form.does.as_str(), &amends) {
        (Target::Announcement(_), "withdrawal", _) => "撤销公告",
        (Target::Announcement(_), ..) | (_, _, Some(_)) => "更正公告",
        _ => "公布结果",
    };
    let about = amends.map(|one| {
        let word = if form.does == "withdrawal" { "撤销" } else { "更正" };
        let told = format!(
            "{word}《{}》（{}，{}发布）。原公告不会改动，两份公告互相注明。",
            one.title, one.number, one.dated
        );
        view! { <p class="why">{told}</p> }
    });
    let follows = match form.does.as_str() {
        "withdrawal" => "发布后，原公告注明已撤销，各单位不再看到已公布的结果；决定可由会议更正后重新公布。",
        _ if heading == "更正公告" => "发布后任何人无需登录即可查阅，内容不再改变；原公告注明已更正。",
        _ => {
            "公布后任何人无需登录即可查阅，内容不再改变；各单位同时看到自己的得分表。如有不妥，只能另行发布更正公告或撤销公告。"
        }
    };
    let leave_out = may_leave_out.then(|| {
        view! {
            <p><Check id="only_chosen" name="only_chosen" value="on" checked=form.only_chosen == "on"
                label="只公布评定的，未评定的不列入名单"/></p>
        }
    });
    let does =
        (!form.does.is_empty()).then(|| view! { <input type="hidden" name="does" value=form.does.clone()/> });
    view! {
        <p class="eyebrow">{period}</p>
        <h1>{heading}</h1>
        <section class="sheet">
            {refused(sentence)}
            {about}
            <form method="post" action=action>
                <div class="grid">
                    {field("number", "文号", "text", form.number.clone())}
                    {field("issuer", "发布单位", "text", form.issuer.clone())}
                    <p class="field wide"><label for="title">"标题"</label><input type="text" id="title" name="title" value=form.title.clone()/></p>
                </div>
                <label class="over" for="text">"正文"</label>
                <TextArea id="text" name="text" initial=form.text.clone() rows=5/>
                {leave_out}
                {does}
                <input type="hidden" name="seen" value=form.seen.clone()/>
                <p class="small muted">"改动后先点“预览”。公布的就是下面预览的全文；预览之后又有改动的，不会公布。"</p>
                <p class="small muted">{follows}</p>
                <p class="acts">
                    <button class="btn" type="submit" name="act" value="preview">"预览"</button>
                    <button class="btn primary" type="submit" name="act" value="publish">"公布下面的全文"</button>
                </p>
            </form>
        </section>
        <h2 class="over">"预览：将要公布的全文"</h2>
        {announced(preview, true)}
        {beside(record)}
    }
}

/// What was computed beside what was decided, for those who publish; it does not become public.
fn beside(record: Vec<contract::announcement::RecordLine>) -> Option<impl IntoView> {
    let known = record.iter().any(|line| !line.computed.is_empty());
    let rows: Vec<_> = record
        .into_iter()
        .map(|line| {
            [
                line.unit.into(),
                Cell::maybe(Some(line.computed)),
                line.outcome.into(),
                Cell::maybe(Some(line.differs)),
            ]
        })
        .collect();
    known.then(|| {
        view! {
            <section class="sheet noprint">
                <h2>"考核结果与决定（仅供核对，不公开）"</h2>
                {table::of([lead("单位"), text("考核结果"), text("决定"), text("不一致的理由")], rows)}
            </section>
        }
    })
}

/// What a further announcement can do about one that is public.
pub fn amendments(base: String, announcements: Vec<contract::announcement::Related>) -> impl IntoView {
    let rows: Vec<_> = announcements
        .into_iter()
        .map(|one| {
            let at = format!("{base}/announcements/{}/amend", one.id);
            let withdraw = (one.does == Does::Results)
                .then(|| view! { "　"<a href=format!("{at}?does=withdrawal")>"撤销"</a> });
            [
                Cell::of(one.number),
                one.title.into(),
                Cell::of(one.dated),
                Cell::of(view! { <span><a href=format!("{at}?does=correction")>"更正"</a>{withdraw}</span> }),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="sheet noprint">
                <h2>"已发布的公告"</h2>
                {table::of([table::number("文号"), lead("标题"), table::day("日期"), table::act()], rows)}
            </section>
        }
    })
}
