//! 方案工作台: drafting a scheme.

use app::islands::Half;
use app::pages::studio as pages;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Query};
use axum::response::Response;
use contract::scheme::PreviewOf;
use domain::ids::{DraftId, SchemeId, ShareId};
use domain::refusal::{Refusal, Unasked};
use domain::scheme::{SIZE_LIMIT, text_of_file};
use serde::Deserialize;
use usecases::schemes::DraftFrom;

use super::schemes::{download, show_list};
use super::{Desk, Id, Typed};
use crate::fields::{Fields, unread};
use crate::reply::{Sorry, live, retyped, see, staff, with_status};

/// What a draft begins from: a name of the library, or a version of one's own.
#[derive(Deserialize)]
pub struct Begun {
    #[serde(default)]
    name: String,
    #[serde(default)]
    scheme: String,
}

pub async fn begin(desk: Desk, Typed(form): Typed<Begun>) -> Result<Response, Sorry> {
    desk.house.may_draft(&desk.at)?;
    let from = match form.scheme.parse::<SchemeId>() {
        Ok(id) => DraftFrom::Version(id),
        Err(_) if form.scheme.is_empty() => DraftFrom::Library(&form.name),
        Err(_) => return Err(Refusal::NotFound.into()),
    };
    let begun = desk.house.begin_draft(&desk.at, from).await;
    opened(desk, begun).await
}

/// What another tenant shares.
#[derive(Deserialize)]
pub struct Taken {
    #[serde(default)]
    shared: String,
}

/// A copy of what another tenant shares becomes a draft.
pub async fn begin_from_others(desk: Desk, Typed(form): Typed<Taken>) -> Result<Response, Sorry> {
    desk.house.may_draft(&desk.at)?;
    let begun = match form.shared.parse::<ShareId>() {
        Ok(id) => desk.house.begin_draft(&desk.at, DraftFrom::Shared(id)).await,
        Err(_) => Err(Refusal::invalid("shared", "请选择其他辖区共享的方案")),
    };
    opened(desk, begun).await
}

/// A scheme file becomes a draft.
pub async fn upload(desk: Desk, form: Result<Multipart, MultipartRejection>) -> Result<Response, Sorry> {
    desk.house.may_draft(&desk.at)?;
    let begun = match text_of(form).await {
        Ok(text) => desk.house.begin_draft(&desk.at, DraftFrom::File(&text)).await,
        Err(refusal) => Err(refusal),
    };
    opened(desk, begun).await
}

async fn opened(desk: Desk, begun: Result<DraftId, Refusal>) -> Result<Response, Sorry> {
    match begun {
        Ok(id) => Ok(see(format!("{}/studio/{id}", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_list(desk, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// The text of the file in a form.
async fn text_of(form: Result<Multipart, MultipartRejection>) -> Result<String, Refusal> {
    let mut form = form.map_err(|_| Refusal::Malformed)?;
    let (mut text, mut fields) =
        (Err(Refusal::invalid("file", "没有选择文件，请选择后再上传")), Fields::default());
    while let Some(mut field) = form.next_field().await.map_err(|error| unread(&error))? {
        if field.name() != Some("file") {
            fields.take(field).await?;
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| unread(&error))? {
            if bytes.len() + chunk.len() > SIZE_LIMIT {
                let most = SIZE_LIMIT / 1024 / 1024;
                return Err(Refusal::invalid("file", format!("方案文件没有载入：超过{most} MiB")));
            }
            bytes.extend_from_slice(&chunk);
        }
        text = if bytes.is_empty() {
            Err(Refusal::invalid("file", "没有选择文件，或者文件是空的，请选择后再上传"))
        } else {
            let read = text_of_file(&bytes).map(str::to_owned);
            read.map_err(|told| Refusal::invalid("file", format!("方案文件没有载入：{told}")))
        };
    }
    Refusal::unless_asked(fields.list.into_iter().map(|(name, said)| Unasked { name, said }))?;
    text
}

pub async fn show(desk: Desk, Id(id): Id<DraftId>) -> Result<Response, Sorry> {
    show_with(desk, id, None).await
}

async fn show_with(desk: Desk, id: DraftId, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = desk.house.studio(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let title = format!("起草 {}", view.scheme.title);
    let here = format!("{}/schemes", desk.at.base());
    let page = live(Half::Studio, frame, &here, title, move || pages::studio(view, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn file(desk: Desk, Id(id): Id<DraftId>) -> Result<Response, Sorry> {
    let (name, text) = desk.house.draft_file(&desk.at, id).await?;
    Ok(download(&name, text))
}

pub async fn preview(
    desk: Desk,
    Id(id): Id<DraftId>,
    Path(path): Path<std::collections::HashMap<String, String>>,
    Query(of): Query<PreviewOf>,
) -> Result<Response, Sorry> {
    let section = path.get("section").and_then(|number| number.parse::<u32>().ok());
    let section = section.and_then(|number| number.checked_sub(1)).ok_or(Refusal::NotFound)?;
    let view = match desk.house.preview(&desk.at, id, section, &of).await {
        Err(refusal @ Refusal::Invalid { .. }) => return show_with(desk, id, Some(refusal)).await,
        view => view?,
    };
    let frame = desk.house.frame(&desk.at).await?;
    let here = format!("{}/schemes", desk.at.base());
    Ok(live(Half::Checklist, frame, &here, "预览", move || pages::preview(view)))
}

/// What the draft would have made of the last period.
pub async fn effect(desk: Desk, Id(id): Id<DraftId>) -> Result<Response, Sorry> {
    let view = match desk.house.effect_of_draft(&desk.at, id).await {
        Err(refusal @ Refusal::Invalid { .. }) => return show_with(desk, id, Some(refusal)).await,
        view => view?,
    };
    let frame = desk.house.frame(&desk.at).await?;
    let here = format!("{}/schemes", desk.at.base());
    Ok(staff(frame, &here, "对上一周期的影响", move || pages::effect(view)))
}

/// Which revision the officer saw.
#[derive(Deserialize)]
pub struct Seen {
    #[serde(default)]
    revision: u32,
}

pub async fn publish(
    desk: Desk,
    Id(id): Id<DraftId>,
    Typed(Seen { revision }): Typed<Seen>,
) -> Result<Response, Sorry> {
    match desk.house.publish_draft(&desk.at, id, revision).await {
        Ok(scheme) => Ok(see(format!("{}/schemes/{scheme}", desk.at.base()))),
        Err(refusal) if retyped(&refusal) => show_with(desk, id, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// Whether the officer means it.
#[derive(Deserialize)]
pub struct Meant {
    #[serde(default)]
    confirm: String,
}

pub async fn discard(
    desk: Desk,
    Id(id): Id<DraftId>,
    Typed(Meant { confirm }): Typed<Meant>,
) -> Result<Response, Sorry> {
    match desk.house.discard_draft(&desk.at, id, &confirm).await {
        Ok(()) => Ok(see(format!("{}/schemes", desk.at.base()))),
        Err(refusal @ Refusal::Invalid { .. }) => show_with(desk, id, Some(refusal)).await,
        Err(refusal) => Err(refusal.into()),
    }
}
