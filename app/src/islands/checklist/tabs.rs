//! Two tabs of one person with the same case: what one saves, the other shows, unless something unsaved stands there.

use contract::case::Saved;
use domain::calendar::Instant;
use domain::scoring::Answer;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use super::json::from_json;
use super::register::refresh;
use super::status::Status;

/// What one tab says to the others.
#[derive(Serialize, Deserialize)]
struct News {
    /// The draft key of the criterion: person, case, layer, number.
    key: String,
    criterion: String,
    answer: Answer,
    revision: i32,
    at: Instant,
}

thread_local! {
    /// The line between the tabs of one browser; absent in browsers that do not know it.
    static LINE: Option<web_sys::BroadcastChannel> = web_sys::BroadcastChannel::new("qingping").ok();
}

/// Tells the other tabs of a save.
pub(super) fn tell(desk: Desk, criterion: &str, answer: &Answer, saved: Saved) {
    let news = News {
        key: desk.draft_key(criterion),
        criterion: criterion.to_owned(),
        answer: answer.clone(),
        revision: saved.revision,
        at: saved.at,
    };
    let Ok(text) = serde_json::to_string(&news) else { return };
    LINE.with(|line| {
        if let Some(line) = line {
            // Nobody may be listening.
            let _ = line.post_message(&text.into());
        }
    });
}

/// Listens to the other tabs for as long as the page lives.
pub(super) fn listen(desk: Desk) {
    let heard = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let news = event.data().as_string().and_then(|text| from_json::<News>(&text));
        if let Some(news) = news {
            take_in(desk, news);
        }
    });
    LINE.with(|line| {
        if let Some(line) = line {
            line.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
    });
    heard.forget();
}

fn take_in(desk: Desk, news: News) {
    if news.key != desk.draft_key(&news.criterion) {
        return;
    }
    let Some(cell) = desk.cell(&news.criterion) else { return };
    let safe = cell.status.with_untracked(|status| !status.unsafe_to_leave());
    let older = cell.flight.with_value(|flight| flight.revision < news.revision);
    if safe && older {
        cell.flight.update_value(|flight| flight.revision = news.revision);
        if !desk.knows_facts_of(&news.answer) {
            refresh(desk);
        }
        let told = desk.own_text(cell, news.answer);
        cell.known.set_value(told.clone());
        desk.put(&news.criterion, told);
        desk.mark(cell, Status::Saved(news.at));
    }
}
