use domain::ids::{CaseId, EvidenceId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// 经办人 takes a file off a criterion. `person`: whose page it is.
#[server(prefix = "/api", endpoint = "evidence/remove", input = Json)]
pub async fn remove_evidence(
    case: CaseId,
    evidence: EvidenceId,
    #[server(default)] person: String,
) -> Result<(), AppError> {
    use crate::ctx::{answer, caller_as};
    let caller = caller_as(&person)?;
    answer(caller.house.remove_evidence(&caller.at, case, evidence).await)
}
