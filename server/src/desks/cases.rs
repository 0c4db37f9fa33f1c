//! 创建申报: the checklist and the steps of a case.

use app::document::{fragment, written};
use app::islands::Half;
use app::pages::cases::{self, Typed as Kept};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use contract::case::{CasePage, Checklist, ConfirmJudged, Given, Layer, SectionForm, StepForm};
use domain::ids::CaseId;
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scoring::Answer;
use serde::Deserialize;

use super::{Desk, Id, Once, Typed};
use crate::reply::{Sorry, live, see, staff, with_status};

pub async fn own(desk: Desk) -> Result<Response, Sorry> {
    let _place = desk.looks_over().await?;
    let view = desk.house.own_cases(&desk.at).await?;
    let rounds = desk.house.nomination_rounds(&desk.at).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    Ok(staff(frame, &here(&desk), "本单位申报", move || cases::list(base, view, rounds)))
}

pub async fn one(desk: Desk, Id(id): Id<CaseId>) -> Result<Response, Sorry> {
    show(desk, id, None, Kept::default()).await
}

async fn show(desk: Desk, id: CaseId, refusal: Option<Refusal>, typed: Kept) -> Result<Response, Sorry> {
    let view = desk.house.case_page(&desk.at, id).await?;
    show_page(desk, view, refusal, typed).await
}

async fn show_page(
    desk: Desk,
    view: CasePage,
    refusal: Option<Refusal>,
    typed: Kept,
) -> Result<Response, Sorry> {
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let title = view.unit.clone();
    let (here, scheme) = (here(&desk), view.scheme.clone());
    let write = move || staff(frame, &here, title, move || cases::case(view, sentence, typed));
    Ok(with_status(desk.writes(&scheme, write).await?, refusal.as_ref()))
}

/// 空白表.
pub async fn paper(desk: Desk, Id(id): Id<CaseId>) -> Result<Response, Sorry> {
    let view = desk.house.paper(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let title = format!("空白表 {}", view.unit);
    let (here, scheme) = (here(&desk), view.scheme.clone());
    Ok(desk.writes(&scheme, move || staff(frame, &here, title, move || cases::paper(view))).await?)
}

/// What is looked for in a checklist.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    find: String,
}

impl Wanted {
    /// As it is compared: in small letters, without blanks around it.
    fn text(&self) -> String {
        self.find.trim().chars().take(40).flat_map(char::to_lowercase).collect()
    }
}

pub async fn fill(
    desk: Desk,
    Id(id): Id<CaseId>,
    section: Section,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Sorry> {
    checklist(desk, id, section.0, Layer::Own, Vec::new(), wanted.text()).await
}

/// Only whoever watches the whole tenant sees the reviewer's page; a unit reads its review on the case's own page.
pub async fn review(
    desk: Desk,
    Id(id): Id<CaseId>,
    section: Section,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Sorry> {
    if !desk.at.member.ever_does(Act::ViewProgress) {
        return Err(Refusal::NotFound.into());
    }
    checklist(desk, id, section.0, Layer::Review, Vec::new(), wanted.text()).await
}

/// 全部同意: back to the checklist, with what was not agreed to and why.
pub async fn agree_to_all(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(Once(fields)): Fields,
) -> Result<Response, Sorry> {
    if fields.get("person").is_some_and(|person| *person != desk.at.member.person.to_string()) {
        return Err(Refusal::AnotherPerson.into());
    }
    // Where to go on; the first part where nothing is said.
    let section = match fields.get("section").map(|text| text.parse::<u32>()) {
        None => 0,
        Some(Ok(number)) => number.saturating_sub(1),
        Some(Err(_)) => return Err(Refusal::Malformed.into()),
    };
    let left = desk.house.agree_to_all(&desk.at, id, &SectionForm { fields }).await?;
    if left.is_empty() {
        return Ok(see(section_page(&desk, id, Layer::Review, section)));
    }
    let view = desk.house.checklist(&desk.at, id, section).await?;
    let told = format!(
        "第{}条在您打开本页后有了变动，没有一并同意，请逐条核对；其余的已记为同意自评。",
        left.join("、")
    );
    let mut page = refused_checklist(desk, view, Layer::Review, told).await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

pub async fn save_fill(
    desk: Desk,
    Id(id): Id<CaseId>,
    section: Section,
    form: Fields,
) -> Result<Response, Sorry> {
    save_section(desk, id, section.0, Layer::Own, form).await
}

pub async fn save_review(
    desk: Desk,
    Id(id): Id<CaseId>,
    section: Section,
    form: Fields,
) -> Result<Response, Sorry> {
    save_section(desk, id, section.0, Layer::Review, form).await
}

pub async fn confirm_own(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<ConfirmJudged>,
) -> Result<Response, Sorry> {
    confirm(desk, id, Layer::Own, form).await
}

pub async fn confirm_review(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<ConfirmJudged>,
) -> Result<Response, Sorry> {
    confirm(desk, id, Layer::Review, form).await
}

/// A second person confirms; back to the criterion, or to the checklist as it is now with the reason why not.
async fn confirm(desk: Desk, id: CaseId, layer: Layer, form: ConfirmJudged) -> Result<Response, Sorry> {
    // The page says whose it is: somebody else may have logged in since.
    if !form.person.is_empty() && form.person != desk.at.member.person.to_string() {
        return Err(Refusal::AnotherPerson.into());
    }
    match desk.house.confirm_judged(&desk.at, id, layer, &form).await {
        Ok(section) => Ok(see(format!("{}#c-{}", section_page(&desk, id, layer, section), form.criterion))),
        Err(refusal) if matches!(refusal.status(), 403 | 404 | 500..) => Err(refusal.into()),
        Err(refusal) => {
            let mut view = desk.house.checklist(&desk.at, id, 0).await?;
            let section = view.scheme.section_of(&form.criterion).unwrap_or_default();
            view.section = u32::try_from(section).unwrap_or_default();
            let page = refused_checklist(desk, view, layer, refusal.sentence()).await?;
            Ok(with_status(page, Some(&refusal)))
        }
    }
}

fn section_page(desk: &Desk, id: CaseId, layer: Layer, section: u32) -> String {
    let page = if layer == Layer::Own { "fill" } else { "review" };
    format!("{}/cases/{id}/{page}/{}", desk.at.base(), section + 1)
}

type Fields = Typed<Once>;

/// The checklist as a plain form, for a browser without WebAssembly.
async fn save_section(
    desk: Desk,
    id: CaseId,
    section: u32,
    layer: Layer,
    Typed(Once(fields)): Fields,
) -> Result<Response, Sorry> {
    let form = SectionForm { fields };
    let saved = desk.house.save_section(&desk.at, id, section, layer, &form).await?;
    if saved.kept_back.is_empty() {
        return Ok(see(section_page(&desk, id, layer, section)));
    }
    checklist(desk, id, section, layer, saved.kept_back, String::new()).await
}

/// The checklist; what was not saved is shown as it was typed, with the reason.
async fn checklist(
    desk: Desk,
    id: CaseId,
    section: u32,
    layer: Layer,
    kept_back: Vec<(String, Answer, String)>,
    wanted: String,
) -> Result<Response, Sorry> {
    let mut view = desk.house.checklist(&desk.at, id, section).await?;
    let mut sentences = Vec::new();
    for (criterion, answer, sentence) in kept_back {
        let given = if layer == Layer::Own { &mut view.own } else { &mut view.review };
        let kept = given.entry(criterion.clone()).or_insert_with(|| Given {
            answer: Answer::default(),
            revision: 0,
            by: String::new(),
            at: desk.house.edge().now(),
        });
        // What was typed is the reader's, and confirmed by nobody; what was not touched is as it is.
        kept.answer = answer.given_over(Some(&kept.answer), None, Some(desk.at.member.person));
        let about = format!("第{criterion}条");
        let sentence = sentence.strip_prefix(&about).unwrap_or(&sentence);
        sentences.push(format!("{about}没有保存：{sentence}"));
    }
    if !sentences.is_empty() {
        let mut page = refused_checklist(desk, view, layer, sentences.join("")).await?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    }
    let frame = desk.house.frame(&desk.at).await?;
    let title = title(layer, &view);
    let (here, scheme, rendered) = (here(&desk), view.scheme.clone(), desk.rendered.clone());
    let write = move || {
        // What was looked for is not asked for again.
        if !wanted.is_empty() {
            let page = move || cases::checklist(view, layer, None, &wanted);
            return live(Half::Checklist, frame, &here, title, page);
        }
        let html =
            rendered.checklist(view, layer, |view| fragment(|| cases::checklist(view, layer, None, "")));
        live(Half::Checklist, frame, &here, title, move || written(html))
    };
    Ok(desk.writes(&scheme, write).await?)
}

/// The checklist with what was not done, and why.
async fn refused_checklist(
    desk: Desk,
    view: Checklist,
    layer: Layer,
    sentence: String,
) -> Result<Response, Sorry> {
    let frame = desk.house.frame(&desk.at).await?;
    let title = title(layer, &view);
    let (here, scheme) = (here(&desk), view.scheme.clone());
    let page = move || cases::checklist(view, layer, Some(sentence), "");
    Ok(desk.writes(&scheme, move || live(Half::Checklist, frame, &here, title, page)).await?)
}

fn title(layer: Layer, view: &Checklist) -> String {
    format!("{} {}", if layer == Layer::Own { "填报" } else { "考核" }, view.unit)
}

/// The number of a 部分 in a path, from 1.
pub struct Section(u32);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Section {
    type Rejection = Sorry;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Sorry> {
        let Path(path) = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| Refusal::NotFound)?;
        let number = path.get("section").and_then(|text| text.parse::<u32>().ok());
        Ok(Self(number.and_then(|n| n.checked_sub(1)).ok_or(Refusal::NotFound)?))
    }
}

pub async fn hand_over(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<StepForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.hand_over(&desk.at, id, &form).await;
    after(desk, id, done, Kept { step: "hand-over", message: form.message }).await
}

pub async fn take_back(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<StepForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.take_back(&desk.at, id, &form).await;
    after(desk, id, done, Kept { step: "take-back", message: form.message }).await
}

pub async fn recall(desk: Desk, Id(id): Id<CaseId>, Typed(form): Typed<StepForm>) -> Result<Response, Sorry> {
    let done = desk.house.recall(&desk.at, id, &form).await;
    after(desk, id, done, Kept { step: "recall", message: form.message }).await
}

pub async fn send_back(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(form): Typed<StepForm>,
) -> Result<Response, Sorry> {
    let done = desk.house.send_back(&desk.at, id, &form).await;
    after(desk, id, done, Kept { step: "send-back", message: form.message }).await
}

pub async fn sign(desk: Desk, Id(id): Id<CaseId>, Typed(form): Typed<StepForm>) -> Result<Response, Sorry> {
    let done = desk.house.sign(&desk.at, id, &form).await;
    after(desk, id, done, Kept { step: "sign", message: form.message }).await
}

pub async fn close(desk: Desk, Id(id): Id<CaseId>, Typed(form): Typed<StepForm>) -> Result<Response, Sorry> {
    let done = desk.house.close_case(&desk.at, id, &form).await;
    after(desk, id, done, Kept::default()).await
}

pub async fn reopen(desk: Desk, Id(id): Id<CaseId>, Typed(form): Typed<StepForm>) -> Result<Response, Sorry> {
    let done = desk.house.reopen_case(&desk.at, id, &form).await;
    after(desk, id, done, Kept { step: "reopen", message: form.message }).await
}

/// What the weighted sources beside the rubric came to; what was typed is shown again if it is refused.
pub async fn enter_sources(
    desk: Desk,
    Id(id): Id<CaseId>,
    Typed(Once(fields)): Fields,
) -> Result<Response, Sorry> {
    let form = SectionForm { fields };
    match desk.house.enter_sources(&desk.at, id, &form).await {
        Err(refusal @ Refusal::Invalid { .. }) => {
            let mut view = desk.house.case_page(&desk.at, id).await?;
            for source in &mut view.sources {
                if let Some(typed) = form.fields.get(&format!("source.{}", source.id)) {
                    source.value.clone_from(typed);
                }
            }
            show_page(desk, view, Some(refusal), Kept::default()).await
        }
        done => after(desk, id, done, Kept::default()).await,
    }
}

/// Back to the case: fresh if the step was taken, with the sentence and what was typed if it was refused.
async fn after(desk: Desk, id: CaseId, done: Result<(), Refusal>, typed: Kept) -> Result<Response, Sorry> {
    match done {
        Ok(()) => Ok(see(format!("{}/cases/{id}", desk.at.base()))),
        // What passes, or is none of the case's business, has a page of its own that keeps the text.
        Err(refusal) if matches!(refusal.status(), 404 | 500..) => Err(refusal.into()),
        Err(refusal) => show(desk, id, Some(refusal), typed).await,
    }
}

pub(super) fn here(desk: &Desk) -> String {
    let part = if desk.at.member.ever_does(Act::ViewProgress) { "periods" } else { "cases" };
    format!("{}/{part}", desk.at.base())
}
