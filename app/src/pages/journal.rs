//! 留痕.

use contract::case::Event;
use contract::list::Page;
use leptos::prelude::*;

use super::parts::empty;
use crate::ui::list::{self, Told};
use crate::ui::{self, Moment};

/// The tenant's journal.
pub fn journal(base: &str, events: Page<Event>) -> impl IntoView + use<> {
    let told = Told {
        search: "单位、姓名或事项",
        count: "条记录",
        nothing: "还没有记录。开始办理后，每一步都会按时间列在这里。",
    };
    let list = list::paged(&format!("{base}/journal"), told, events, time_line);
    view! {
        <h1>"留痕"</h1>
        <p class="muted">"每一步操作都记入不可更改的日志，前后相扣；以下按时间倒序排列，同一人同一天的连续保存合并为一行。"</p>
        <section class="sheet">{list}</section>
    }
}

/// A time line, newest first.
pub fn time_line(events: Vec<Event>) -> AnyView {
    if events.is_empty() {
        return empty("还没有记录。开始办理后，每一步都会按时间列在这里。").into_any();
    }
    ui::time_line(events.into_iter().map(|event| Moment {
        day: event.at.day().to_string(),
        clock: event.at.clock(),
        who: event.who,
        about: event.about,
        what: event.what,
    }))
}
