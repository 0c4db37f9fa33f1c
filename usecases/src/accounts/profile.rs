//! 我的账号.

use contract::account::{Account, Membership, ProfileForm};
use domain::phone;
use domain::policy::{Member, own_account};
use domain::refusal::Refusal;
use store::{contacts, persons, platform_journal, second_factors};

use super::{Somebody, sessions};
use crate::wording::required;
use crate::{Answered, House, OrFault};

impl House {
    /// One's own account: who one is, where one works, and where one is logged in.
    pub async fn account(&self, me: &Somebody) -> Answered<Account> {
        me.is_free()?;
        let standing = self.standing(me.person).await?;
        let tx = self.store().platform_read().await.or_fault()?;
        let person = persons::by_id(&tx, me.person).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        let phone = contacts::phone(&tx, me.person).await.or_fault()?;
        let factor = second_factors::of(&tx, me.person).await.or_fault()?;
        let (idle_minutes, now) = (standing.idle_minutes, self.edge().now());
        let sessions = sessions::running(&tx, me.person, Some(me.session), idle_minutes, now).await?;
        let platform = standing.platform_post();
        let place = |(tenant, appointments): (store::tenants::Tenant, _)| {
            let member = Member { person: me.person, name: String::new(), tenant: tenant.id, appointments };
            let membership =
                Membership { code: tenant.code.to_string(), name: tenant.name, suspended: !tenant.active };
            (membership, member.posts())
        };
        Ok(Account {
            login: person.login,
            form: ProfileForm { name: person.name, phone },
            places: standing.places.into_iter().map(place).collect(),
            platform,
            sessions,
            idle_minutes,
            second_factor: factor.and_then(|factor| factor.confirmed_at),
            password_changed_at: person.password_changed_at,
            password_days: standing.passwords.days,
        })
    }

    /// Changes one's own name and telephone number. What was signed before keeps the former name.
    ///
    /// # Errors
    /// [`Refusal::Invalid`].
    pub async fn change_profile(&self, me: &Somebody, form: &ProfileForm) -> Answered<()> {
        me.is_free()?;
        let name = required("name", "姓名", &form.name, 40)?;
        if name.contains('\n') {
            return Err(Refusal::invalid("name", "姓名应写在一行内"));
        }
        let phone = if form.phone.trim().is_empty() {
            String::new()
        } else {
            let told = "联系电话只能由7至15位数字和横线组成，没有修改";
            phone::read(&form.phone).ok_or_else(|| Refusal::invalid("phone", told))?
        };
        let permit = own_account(me.person, &me.name);
        let tx = self.store().platform().await.or_fault()?;
        persons::rename(&tx, &permit, me.person, &name).await.or_fault()?;
        contacts::set_phone(&tx, &permit, me.person, &phone).await.or_fault()?;
        let entry = self.platform_entry("修改本人资料", &me.login);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(me.person);
        Ok(())
    }
}
