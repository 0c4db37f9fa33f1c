use contract::scheme::{DraftSaved, SaveDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// 方案管理员 saves a draft. `person`: whose page it is.
#[server(prefix = "/api", endpoint = "drafts/save", input = Json)]
pub async fn save_scheme_draft(
    form: SaveDraft,
    #[server(default)] person: String,
) -> Result<DraftSaved, AppError> {
    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    answer(caller.house.save_draft(&caller.at, &form).await)
}
