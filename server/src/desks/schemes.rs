//! 创建方案.

use app::pages::schemes;
use axum::response::Response;
use domain::ids::SchemeId;
use domain::policy::Act;
use domain::refusal::Refusal;

use serde::Deserialize;
use usecases::schemes::library;

use super::{Desk, Id, Typed};
use crate::reply::{Sorry, see, staff, with_status};

pub async fn list(desk: Desk) -> Result<Response, Sorry> {
    show_list(desk, None).await
}

async fn show_list(desk: Desk, refusal: Option<Refusal>) -> Result<Response, Sorry> {
    let view = desk.house.schemes(&desk.at).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let library = if desk.at.member.ever_does(Act::ConfigureScheme) {
        library().map(|scheme| (scheme.name, scheme.title)).collect()
    } else {
        Vec::new()
    };
    let here = format!("{base}/schemes");
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here, "创建方案", move || schemes::list(base, view, library, sentence));
    Ok(with_status(page, refusal.as_ref()))
}

pub async fn one(desk: Desk, Id(id): Id<SchemeId>) -> Result<Response, Sorry> {
    let view = desk.house.scheme_page(&desk.at, id).await?;
    let frame = desk.house.frame(&desk.at).await?;
    let here = format!("{}/schemes", desk.at.base());
    Ok(staff(frame, &here, view.scheme.title.clone(), move || schemes::scheme(view)))
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    name: String,
}

pub async fn publish(desk: Desk, Typed(chosen): Typed<Chosen>) -> Result<Response, Sorry> {
    match desk.house.publish_builtin_scheme(&desk.at, &chosen.name).await {
        Ok(id) => Ok(see(format!("{}/schemes/{id}", desk.at.base()))),
        Err(refusal @ (Refusal::FindingsOpen { .. } | Refusal::Invalid { .. })) => {
            show_list(desk, Some(refusal)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
