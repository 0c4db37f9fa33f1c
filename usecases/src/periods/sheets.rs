//! What all cases of a period come to.

use std::collections::HashMap;

use domain::ids::{CaseId, PeriodId};
use domain::scoring::{Answers, ScoreSheet};
use store::Tx;
use store::answers::{self, Layer};
use store::cases::Case;

use crate::cases::{Registers, own_sheet, read_answer, review_sheet};
use crate::{Answered, House, OrFault};

/// The sheets of cases, layer by layer; none where nothing is answered.
#[derive(Default)]
pub(crate) struct Sheets {
    pub own: HashMap<CaseId, ScoreSheet>,
    pub review: HashMap<CaseId, ScoreSheet>,
}

impl House {
    /// The sheets of cases of a period, each by its own rubric, from one query for each layer.
    pub(crate) async fn sheets(&self, tx: &Tx, of_period: &[Case], period: PeriodId) -> Answered<Sheets> {
        let mut stated = given(tx, period, Layer::SelfAssessment).await?;
        let mut judged = given(tx, period, Layer::Review).await?;
        let registers = Registers::of(tx, period).await?;
        let mut sheets = Sheets::default();
        for case in of_period {
            let (stated, judged) = (stated.remove(&case.id), judged.remove(&case.id));
            if stated.is_none() && judged.is_none() {
                continue;
            }
            let rubric = self.rubric_of(tx, case).await?;
            let circumstances = registers.circumstances(case.id);
            let own = own_sheet(&rubric, stated.as_ref().unwrap_or(&Answers::new()), &circumstances)?;
            if let Some(judged) = judged {
                sheets.review.insert(case.id, review_sheet(&rubric, &own, &judged, &circumstances)?);
            }
            if stated.is_some() {
                sheets.own.insert(case.id, own);
            }
        }
        Ok(sheets)
    }
}

/// The answers of one layer of a period, by case.
async fn given(tx: &Tx, period: PeriodId, layer: Layer) -> Answered<HashMap<CaseId, Answers>> {
    let mut given: HashMap<CaseId, Answers> = HashMap::new();
    for (case, row) in answers::of_period(tx, period, layer).await.or_fault()? {
        given.entry(case).or_default().insert(row.criterion.clone(), read_answer(&row)?);
    }
    Ok(given)
}
