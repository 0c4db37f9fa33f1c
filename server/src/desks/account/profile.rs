//! 我的账号.

use app::document::Masthead;
use app::pages::account;
use axum::extract::Query;
use axum::response::Response;
use contract::account::{EndSession, ProfileForm};
use domain::refusal::Refusal;
use serde::Deserialize;

use crate::desks::{Own, Pressed, Typed};
use crate::reply::{Sorry, page, see, with_status};

/// What was just done, for the page that follows.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

pub async fn profile(own: Own, Query(Done { done }): Query<Done>) -> Result<Response, Sorry> {
    let done = match done.as_str() {
        "profile" => Some("本人资料已保存。"),
        "name" => Some("更名申请已提交，等待方案管理员同意；同意之前各处仍显示现在的姓名。其他资料已保存。"),
        "session" => Some("该设备上的登录已退出。"),
        "others" => Some("其他设备上的登录已全部退出。"),
        "second-factor" => Some("动态口令已停用。"),
        _ => None,
    };
    show(own, None, None, done).await
}

pub async fn change_profile(own: Own, Typed(form): Typed<ProfileForm>) -> Result<Response, Sorry> {
    match own.house.change_profile(&own.me, &form).await {
        Ok(false) => Ok(see("/account?done=profile")),
        Ok(true) => Ok(see("/account?done=name")),
        Err(refusal @ Refusal::Invalid { .. }) => show(own, Some(form), Some(refusal), None).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn end_session(own: Own, Typed(form): Typed<EndSession>) -> Result<Response, Sorry> {
    own.house.end_session(&own.me, &form.session).await?;
    Ok(see("/account?done=session"))
}

pub async fn end_other_sessions(own: Own, _: Pressed) -> Result<Response, Sorry> {
    own.house.end_other_sessions(&own.me).await?;
    Ok(see("/account?done=others"))
}

async fn show(
    own: Own,
    typed: Option<ProfileForm>,
    refusal: Option<Refusal>,
    done: Option<&'static str>,
) -> Result<Response, Sorry> {
    let mut view = own.house.account(&own.me).await?;
    let masthead = Masthead::House { person: Some(view.name.clone()) };
    if let Some(typed) = typed {
        view.form = typed;
    }
    let sentence = refusal.as_ref().map(Refusal::sentence);
    let response = page(masthead, "", "我的账号", move || account::profile(view, sentence, done));
    Ok(with_status(response, refusal.as_ref()))
}
