//! The meeting that decides or corrects, as its form asks for it.

use domain::deciding::LEAST_PRESENT;
use leptos::prelude::*;

use crate::ui::{Field, TextArea};

/// What was typed, and the words around it.
pub(super) struct Meeting {
    pub decided_by: String,
    pub meeting: String,
    pub held_on: String,
    pub present: String,
    pub note: String,
    pub button: &'static str,
    /// What follows once it is recorded.
    pub follows: String,
}

pub(super) fn meeting(form: Meeting) -> impl IntoView {
    let Meeting { decided_by, meeting, held_on, present, note, button, follows } = form;
    let called = format!("如：{decided_by}第3次会议");
    let people = format!("至少{LEAST_PRESENT}人，逐一写姓名，用顿号隔开或每行一人");
    view! {
        <aside class="sheet meeting">
            <h2>{format!("{decided_by}会议")}</h2>
            <Field name="meeting" label="会议名称" value=meeting most=60 required=true hint=called/>
            <Field name="held_on" label="会议日期" kind="date" value=held_on required=true/>
            <div class="field">
                <label for="present">"出席人员"</label>
                <TextArea id="present" name="present" initial=present rows=3 describedby="present-told"/>
                <span class="hint" id="present-told">{people}</span>
            </div>
            <p class="field"><label for="minutes">"会议纪要（PDF、DOCX、JPG、PNG，不超过20MB）"</label><input type="file" id="minutes" name="minutes" accept=".pdf,.docx,.jpg,.jpeg,.png" required=true/></p>
            <div class="field">
                <label for="note">"研究意见（可不填）"</label>
                <TextArea id="note" name="note" initial=note rows=2/>
            </div>
            <p><button class="btn primary" type="submit">{button}</button></p>
            <p class="small muted">{follows}</p>
        </aside>
    }
}
