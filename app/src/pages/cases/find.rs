//! 查找: where in a checklist something stands, by number, title or text.

use contract::case::{Checklist, Layer};
use domain::scheme::{Body, Criterion};
use leptos::prelude::*;

/// The most places that are listed.
const MOST: usize = 50;

/// The field, and what was found for what was typed.
pub fn find(list: &Checklist, layer: Layer, wanted: &str) -> impl IntoView + use<> {
    let found = (!wanted.is_empty()).then(|| found(list, layer, wanted));
    view! {
        <form class="find noprint" method="get" role="search" action=list.section_page(layer, list.section)>
            <label class="sr" for="find">"在检查表中查找"</label>
            <input type="search" id="find" name="find" value=wanted.to_owned() maxlength="40" placeholder="按编号、标题、内容查找"/>
            " "
            <button class="btn">"查找"</button>
        </form>
        {found}
    }
}

fn found(list: &Checklist, layer: Layer, wanted: &str) -> impl IntoView + use<> {
    let mut places = Vec::new();
    for (section, at) in list.scheme.sections.iter().zip(0_u32..) {
        for item in section.items_within() {
            let whole = has(&item.heading(), wanted);
            let here = item.criteria.iter().filter(|criterion| whole || says(criterion, wanted));
            places.extend(here.map(|criterion| {
                let page = list.section_page(layer, at);
                (
                    format!("{page}#c-{}", criterion.no),
                    criterion.no.to_string(),
                    criterion.title.clone(),
                    item.heading(),
                )
            }));
        }
    }
    let told = match places.len() {
        0 => format!("没有找到“{wanted}”。可以换一个词，或按编号（如“4.2”）查找。"),
        n if n > MOST => format!("“{wanted}”共{n}处，列出前{MOST}处："),
        n => format!("“{wanted}”共{n}处："),
    };
    let lines = places.into_iter().take(MOST).map(|(href, no, title, item)| {
        view! { <li><a href=href><span class="num">{no}</span>"　"{title}</a>" "<span class="small muted">{item}</span></li> }
    });
    let lines = lines.collect_view();
    view! {
        <section class="sheet small found" aria-label="查找结果">
            <p role="status">{told}</p>
            <ul class="plain">{lines}</ul>
        </section>
    }
}

fn has(text: &str, wanted: &str) -> bool {
    text.to_lowercase().contains(wanted)
}

/// Whether something typed stands in a criterion: a number at its beginning, a text anywhere.
fn says(criterion: &Criterion, wanted: &str) -> bool {
    let points = match &criterion.body {
        Body::Graded(points) | Body::Standard(points) => points.as_slice(),
        _ => &[],
    };
    criterion.no.starts_with(wanted)
        || [&criterion.title, &criterion.wording, &criterion.evidence].iter().any(|text| has(text, wanted))
        || points.iter().any(|point| has(&point.title, wanted))
}
