//! `/ui`: the component kit, in demo mode only.

use app::document::Masthead;
use app::pages::kit::kit;
use axum::extract::State;
use axum::response::Response;
use domain::refusal::Refusal;

use super::Office;
use crate::reply::{Sorry, page};

/// In ordinary service the page is not there.
pub async fn show(State(office): State<Office>) -> Result<Response, Sorry> {
    if !office.demo {
        return Err(Refusal::NotFound.into());
    }
    Ok(page(Masthead::House { person: None }, "", "界面组件", kit))
}
