//! Reading a scheme.

use contract::scheme::SchemePage;
use domain::ids::SchemeId;
use domain::policy::Act;
use domain::refusal::Refusal;
use store::{schemes, shared_schemes};

use crate::desks::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// All published versions: id, title, “第1版　2026年11月21日发布”.
    pub async fn schemes(&self, at: &Entered) -> Answered<Vec<(SchemeId, String, String)>> {
        at.permit(Act::ReadScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let all = schemes::all(&tx).await.or_fault()?;
        Ok(all
            .into_iter()
            .map(|row| {
                let edition = format!("第{}版　{}发布", row.version, row.published_at.day());
                (row.id, row.title, edition)
            })
            .collect())
    }

    /// The text of one version: its name for a file, and the canonical document.
    pub async fn scheme_file(&self, at: &Entered, id: SchemeId) -> Answered<(String, String)> {
        at.permit(Act::ReadScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let row = schemes::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        Ok((format!("{}-v{}.json", row.name, row.version), row.document))
    }

    /// One version with its findings, and what is different from the one before it.
    pub async fn scheme_page(&self, at: &Entered, id: SchemeId) -> Answered<SchemePage> {
        at.permit(Act::ReadScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let row = schemes::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let scheme = self.rubric(&tx, id).await?;
        let before = schemes::before(&tx, &row.name, row.version).await.or_fault()?;
        let changes = match before {
            Some(before) => Some(self.rubric(&tx, before.id).await?.changes_to(&scheme)),
            None => None,
        };
        Ok(SchemePage {
            base: at.base(),
            id,
            changes,
            shared: shared_schemes::all(&tx)
                .await
                .or_fault()?
                .iter()
                .any(|one| one.source == at.id() && one.scheme == id),
            may_share: at.permit(Act::ConfigureScheme).is_ok(),
            may_draft: at.member.ever_does(Act::ConfigureScheme),
            may_open: at.member.ever_does(Act::OpenPeriod),
            version: row.version,
            published: format!("{}　{}", row.published_at.zh(), row.published_by),
            findings: scheme.findings(),
            scheme: (*scheme).clone(),
        })
    }
}
