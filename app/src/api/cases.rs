use contract::case::{ReturnItem, Returned, SaveAnswer, Saved};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// 经办人 saves one answer. `person`: whose page it is.
#[server(prefix = "/api", endpoint = "answers/save", input = Json)]
pub async fn save_own_answer(form: SaveAnswer, #[server(default)] person: String) -> Result<Saved, AppError> {
    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    let form = SaveAnswer { layer: contract::case::Layer::Own, ..form };
    answer(caller.house.save_answer(&caller.at, &form).await)
}

/// 考核人员 saves one score. `seen`: the revision of the 自评 it was given to.
#[server(prefix = "/api", endpoint = "answers/score", input = Json)]
pub async fn save_review_answer(
    form: SaveAnswer,
    #[server(default)] person: String,
    #[server(default)] seen: Option<i32>,
) -> Result<Saved, AppError> {
    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    if let Some(seen) = seen {
        answer(caller.house.still_stated(&caller.at, form.case, &form.criterion, seen).await)?;
    }
    let form = SaveAnswer { layer: contract::case::Layer::Review, ..form };
    answer(caller.house.save_answer(&caller.at, &form).await)
}

/// 考核人员 sends one item back.
#[server(prefix = "/api", endpoint = "items/return", input = Json)]
pub async fn send_item_back(
    form: ReturnItem,
    #[server(default)] person: String,
) -> Result<Returned, AppError> {
    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    answer(caller.house.return_item(&caller.at, &form).await)
}
