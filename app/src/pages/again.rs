//! What people see when a form they sent could not be taken now: their text is on the page, ready to be sent again.

use std::collections::HashSet;

use domain::refusal::{Refusal, Unasked};
use leptos::prelude::*;

use crate::ui::TextArea;

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Names and values, in the order they came.
    pub fields: Vec<(String, String)>,
    /// Names of the files that were chosen; they have to be chosen again.
    pub files: Vec<String>,
    /// `multipart/form-data`.
    pub multipart: bool,
    /// It is more than a page can show again.
    pub too_long: bool,
    /// Fields nobody asks for: shown, so that what they say is not lost, and not sent again.
    pub unasked: Vec<(String, String)>,
}

impl Sent {
    /// Whether somebody typed anything.
    pub fn says_something(&self) -> bool {
        !self.unasked.is_empty()
            || self.fields.iter().any(|(name, value)| label(name).is_some() && !value.trim().is_empty())
    }

    /// Takes fields of these names out of what is sent again.
    pub fn set_aside(&mut self, unasked: &[Unasked]) {
        let names: HashSet<&str> = unasked.iter().map(|one| one.name.as_str()).collect();
        let (unasked, fields) =
            std::mem::take(&mut self.fields).into_iter().partition(|(name, _)| names.contains(name.as_str()));
        (self.unasked, self.fields) = (unasked, fields);
    }

    /// Bytes it takes in a page, where quotation marks and brackets are written out.
    pub fn weight(&self) -> usize {
        let long = |text: &str| {
            text.len()
                + 5 * text.bytes().filter(|byte| matches!(byte, b'"' | b'\'' | b'&' | b'<' | b'>')).count()
        };
        // The field around it.
        self.fields.iter().map(|(name, value)| 3 * long(name) + long(value) + 160).sum()
    }
}

/// What a field of one of our forms is called; `None` for those nobody types into.
fn label(name: &str) -> Option<String> {
    if let Some(criterion) = name.strip_suffix(".remark") {
        return Some(format!("第{criterion}条说明"));
    }
    let label = match name {
        "message" => "说明",
        "reason" => "事由",
        "meeting" => "会议名称",
        "present" => "出席人员",
        "note" => "研究意见",
        "number" => "文号",
        "issuer" => "发布单位",
        "title" => "名称",
        "text" => "正文",
        _ => return None,
    };
    Some(label.to_owned())
}

/// The sentence, what was typed, and the button that sends it again to where it was sent.
pub fn again(refusal: &Refusal, sent: Sent) -> impl IntoView + use<> {
    let login = matches!(refusal, Refusal::NotSignedIn | Refusal::SessionEnded);
    let (title, sentence) = if sent.too_long {
        let sentence = format!(
            "{}您填写的内容很长，不能在本页列出：请用浏览器的“后退”回到原来的表格，内容仍在那里，可以复制留存后再提交。",
            refusal.sentence()
        );
        ("没有办成", sentence)
    } else if login {
        (
            "登录已失效",
            "登录已失效，刚才提交的内容没有保存，但仍保留在本页。请先在新窗口登录，再回到本页点“再次提交”。"
                .to_owned(),
        )
    } else {
        let sentence = match refusal {
            Refusal::NotFound => {
                "您的岗位或任职单位可能刚刚有变动，这件事现在不在您的职责范围内。".to_owned()
            }
            other => other.sentence(),
        };
        ("没有办成", format!("{sentence}您填写的内容仍保留在本页，可以复制留存，或稍后点“再次提交”。"))
    };
    let fields = sent
        .fields
        .into_iter()
        .enumerate()
        .map(|(place, (name, value))| match label(&name).filter(|_| !value.trim().is_empty()) {
            Some(label) => {
                let id = format!("typed-{place}");
                view! {
                    <label class="over" for=id.clone()>{label}</label>
                    <TextArea id=id name=name initial=value rows=2/>
                }
                .into_any()
            }
            None => view! { <input type="hidden" name=name value=value/> }.into_any(),
        })
        .collect_view();
    let files = sent
        .files
        .into_iter()
        .enumerate()
        .map(|(place, name)| {
            let id = format!("file-{place}");
            view! {
                <p class="field">
                    <label for=id.clone()>"文件（请重新选择）"</label>
                    <input type="file" id=id name=name/>
                </p>
            }
        })
        .collect_view();
    let unasked =
        sent.unasked.into_iter().map(|(name, value)| view! { <li>{format!("栏目“{name}”：{value}")}</li> });
    let unasked = unasked.collect_view();
    let any = !unasked.is_empty();
    let unasked = any.then(|| {
        view! { <p class="small">"没有保存的栏目和内容："</p><ul class="plain small">{unasked}</ul> }
    });
    let kind = sent.multipart.then_some("multipart/form-data");
    let form = (!sent.too_long).then(|| {
        view! {
            <form method="post" enctype=kind>
                {fields}
                {files}
                {unasked}
                <p class="acts"><button class="btn" type="submit">"再次提交"</button></p>
            </form>
        }
    });
    view! {
        <section class="sheet narrow">
            <h1>{title}</h1>
            <p class="why bad" role="alert">{sentence}</p>
            {login.then(|| view! {
                <p><a class="btn primary" href="/login" target="_blank">"在新窗口登录"</a></p>
            })}
            {form}
        </section>
    }
}
