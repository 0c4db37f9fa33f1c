//! One's own password.

use app::document::Masthead;
use app::pages::account;
use axum::extract::State;
use axum::response::Response;
use contract::account::ChangePassword;
use usecases::accounts::{Owed, Somebody};

use super::with_cookie;
use crate::desks::{Client, Office, Own, Typed};
use crate::reply::{Sorry, page, with_status};

pub async fn password_form(own: Own) -> Result<Response, Sorry> {
    let rules = own.house.password_rules(&own.me).await?;
    Ok(form(&own.me, rules, None, false))
}

pub async fn change_password(
    State(office): State<Office>,
    own: Own,
    client: Client,
    Typed(sent): Typed<ChangePassword>,
) -> Result<Response, Sorry> {
    let rules = own.house.password_rules(&own.me).await?;
    match own.house.change_password(&own.me, &sent, &client.address).await {
        Ok(signed_in) => {
            let me = Somebody { owes: signed_in.owes, ..own.me };
            let cookie = office.keys.cookie(&signed_in, office.house.edge().now());
            Ok(with_cookie(form(&me, rules, None, true), cookie))
        }
        Err(refusal) => {
            let response = form(&own.me, rules, Some(refusal.sentence()), false);
            Ok(with_status(response, Some(&refusal)))
        }
    }
}

fn form(me: &Somebody, rules: String, sentence: Option<String>, done: bool) -> Response {
    let why = match me.owes {
        Some(Owed::FirstPassword) => Some("这是首次登录，请先设置自己的密码，再开始工作。"),
        Some(Owed::FreshPassword) => Some("密码已到更换期限，请先换一个新密码，再继续工作。"),
        Some(Owed::SecondFactor) | None => None,
    };
    let masthead = Masthead::House { person: Some(me.name.clone()) };
    page(masthead, "", "修改密码", move || account::change_password(why, rules, sentence, done))
}
