use contract::fact::{Fact, RecordFact};
use domain::ids::CaseId;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// 经办人 registers a fact, or changes one. `person`: whose page it is.
#[server(prefix = "/api", endpoint = "facts/record", input = Json)]
pub async fn record_own_fact(form: RecordFact, #[server(default)] person: String) -> Result<Fact, AppError> {
    use contract::case::Layer;

    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    answer(caller.house.record_fact(&caller.at, Layer::Own, &form).await)
}

/// 考核人员 registers a fact, or changes one.
#[server(prefix = "/api", endpoint = "facts/review", input = Json)]
pub async fn record_review_fact(
    form: RecordFact,
    #[server(default)] person: String,
) -> Result<Fact, AppError> {
    use contract::case::Layer;

    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    answer(caller.house.record_fact(&caller.at, Layer::Review, &form).await)
}

/// The register of a case as its reader sees it now.
#[server(prefix = "/api", endpoint = "facts/list", input = Json)]
pub async fn registered_facts(
    case: CaseId,
    #[server(default)] person: String,
) -> Result<Vec<Fact>, AppError> {
    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    answer(caller.house.facts_of(&caller.at, case).await)
}
