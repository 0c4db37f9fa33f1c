//! 账号安全: what a tenant asks of its people's accounts.

use contract::account::AccountRulesForm;
use domain::passwords::PasswordProfile;
use domain::policy::{Act, Permit};
use domain::refusal::Refusal;
use store::account_rules::{self, AccountRules};

use crate::desks::Entered;
use crate::journal::note;
use crate::wording::ticked;
use crate::{Answered, House, OrFault};

impl House {
    /// The rules as they stand.
    pub async fn account_rules(&self, at: &Entered) -> Answered<AccountRulesForm> {
        at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let rules = account_rules::of_tenant(&tx).await.or_fault()?;
        Ok(AccountRulesForm {
            passwords: rules.passwords.code().to_owned(),
            second_factor: if rules.second_factor { "on".into() } else { String::new() },
        })
    }

    /// Chooses the rules.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an unknown profile.
    pub async fn choose_account_rules(&self, at: &Entered, form: &AccountRulesForm) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let passwords = PasswordProfile::from_code(&form.passwords);
        let passwords = passwords.ok_or_else(|| Refusal::invalid("passwords", "请选择密码要求"))?;
        let second_factor = ticked("second_factor", &form.second_factor)?;
        self.set_account_rules(&permit, passwords, second_factor).await
    }

    /// Sets the rules of the tenant the permit is for; they hold from the next login of each person, the second factor
    /// from their next request.
    pub async fn set_account_rules(
        &self,
        permit: &Permit,
        passwords: PasswordProfile,
        second_factor: bool,
    ) -> Answered<()> {
        let now = self.edge().now();
        let tx = self.store().write(permit.tenant()).await.or_fault()?;
        account_rules::set(&tx, permit, AccountRules { passwords, second_factor }, now).await.or_fault()?;
        let asked = if second_factor { "须启用" } else { "不要求" };
        let told = format!("设定账号安全：密码按{}，管理岗位{asked}动态口令", passwords.label());
        note(&tx, permit, self.edge(), told).await?;
        tx.commit().await.or_fault()
    }
}
