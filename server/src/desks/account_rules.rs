//! 账号安全 of a tenant.

use app::pages::account;
use axum::response::Response;
use contract::account::AccountRulesForm;
use domain::refusal::Refusal;

use super::{Desk, Typed};
use crate::reply::{Sorry, staff, with_status};

pub async fn rules(desk: Desk) -> Result<Response, Sorry> {
    let form = desk.house.account_rules(&desk.at).await?;
    show(desk, form, None, false).await
}

pub async fn choose(desk: Desk, Typed(form): Typed<AccountRulesForm>) -> Result<Response, Sorry> {
    match desk.house.choose_account_rules(&desk.at, &form).await {
        Ok(()) => show(desk, form, None, true).await,
        Err(refusal @ Refusal::Invalid { .. }) => show(desk, form, Some(refusal), false).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn show(
    desk: Desk,
    form: AccountRulesForm,
    refusal: Option<Refusal>,
    done: bool,
) -> Result<Response, Sorry> {
    let frame = desk.house.frame(&desk.at).await?;
    let base = desk.at.base();
    let here = format!("{base}/account-rules");
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let page = staff(frame, &here, "账号安全", move || account::rules(base, form, sentence, done));
    Ok(with_status(page, refusal.as_ref()))
}
