//! 审计管理员: the platform's journal, and whether every journal holds. What the tenants' journals say is not shown.

use contract::ops::{PlatformEvent, VerifiedLine};
use domain::policy::Act;
use store::{platform_journal, tenants};

use super::OnDuty;
use crate::{Answered, House, OrFault};

/// The most entries a page shows.
const SHOWN: u64 = 500;

impl House {
    /// 平台留痕, newest first.
    pub async fn platform_events(&self, duty: &OnDuty) -> Answered<Vec<PlatformEvent>> {
        duty.permit(Act::AuditJournals)?;
        let tx = self.store().platform_read().await.or_fault()?;
        let entries = platform_journal::recent(&tx, SHOWN).await.or_fault()?;
        let event = |entry: platform_journal::Entry| PlatformEvent {
            seq: entry.seq,
            at: entry.at,
            who: entry.signature,
            what: entry.summary,
            detail: entry.detail,
        };
        Ok(entries.into_iter().map(event).collect())
    }

    /// Verifies the platform's journal and that of every tenant, suspended ones too, and writes down that it was done.
    pub async fn verify_all_journals(&self, duty: &OnDuty) -> Answered<Vec<VerifiedLine>> {
        let permit = duty.permit(Act::AuditJournals)?;
        let tx = self.store().platform_read().await.or_fault()?;
        let all = tenants::all(&tx).await.or_fault()?;
        let platform = platform_journal::verify(&tx).await.or_fault()?;
        drop(tx);
        let mut lines = vec![VerifiedLine {
            place: "平台".into(),
            holds: platform.is_ok(),
            told: match platform {
                Ok(entries) => format!("{entries}条记录前后相扣"),
                Err(broken) => broken.to_string(),
            },
        }];
        for tenant in all {
            let verified = self.verify_journal(tenant.id).await?;
            lines.push(VerifiedLine {
                place: tenant.name,
                holds: verified.is_ok(),
                told: match verified {
                    Ok(held) => format!(
                        "{}条记录、{}条链、{}个检查点一致",
                        held.entries, held.chains, held.checkpoints
                    ),
                    // Which case it is stays in the log: the auditor sees that it broke, not what it is about.
                    Err(broken) => {
                        tracing::error!(%broken, "a journal does not hold");
                        format!("第{}条记录起不一致：{}", broken.seq, broken.reason)
                    }
                },
            });
        }
        let broken = lines.iter().filter(|line| !line.holds).count();
        let summary = if broken == 0 {
            format!("核验全部留痕：{}处一致", lines.len())
        } else {
            format!("核验全部留痕：{}处中{broken}处不一致", lines.len())
        };
        let tx = self.store().platform().await.or_fault()?;
        platform_journal::append(&tx, &permit, &self.platform_entry(&summary, "")).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(lines)
    }
}
