use contract::case::{ReturnItem, Returned, SaveAnswer, Saved};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// 经办人 saves one answer.
#[server(prefix = "/api", endpoint = "answers/save", input = Json)]
pub async fn save_own_answer(form: SaveAnswer) -> Result<Saved, AppError> {
    use crate::ctx::{answer, caller};
    let caller = caller();
    let form = SaveAnswer { layer: contract::case::Layer::Own, ..form };
    answer(caller.house.save_answer(&caller.at, &form).await)
}

/// 考核人员 saves one score.
#[server(prefix = "/api", endpoint = "answers/score", input = Json)]
pub async fn save_review_answer(form: SaveAnswer) -> Result<Saved, AppError> {
    use crate::ctx::{answer, caller};
    let caller = caller();
    let form = SaveAnswer { layer: contract::case::Layer::Review, ..form };
    answer(caller.house.save_answer(&caller.at, &form).await)
}

/// 考核人员 sends one item back.
#[server(prefix = "/api", endpoint = "items/return", input = Json)]
pub async fn send_item_back(form: ReturnItem) -> Result<Returned, AppError> {
    use crate::ctx::{answer, caller};
    let caller = caller();
    answer(caller.house.return_item(&caller.at, &form).await)
}
