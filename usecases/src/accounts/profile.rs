//! 我的账号.

use contract::account::{Account, Membership, ProfileForm};
use contract::people::NameForm;
use domain::phone;
use domain::policy::{Member, own_account};
use domain::refusal::Refusal;
use store::{contacts, persons, platform_journal, renamings, second_factors};

use super::{Somebody, sessions};
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
        let asked = renamings::of(&tx, me.person).await.or_fault()?;
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
            name: person.name.clone(),
            form: ProfileForm { name: person.name, reason: String::new(), phone },
            name_asked: asked.map(|asked| asked.name),
            places: standing.places.into_iter().map(place).collect(),
            platform,
            sessions,
            idle_minutes,
            second_factor: factor.and_then(|factor| factor.confirmed_at),
            password_changed_at: person.password_changed_at,
            password_days: standing.passwords.days,
        })
    }

    /// Changes one's own telephone number, and asks for another name: that one waits for the officer's consent. Tells whether
    /// one was asked for.
    ///
    /// # Errors
    /// [`Refusal::Invalid`]; nothing is changed then.
    pub async fn change_profile(&self, me: &Somebody, form: &ProfileForm) -> Answered<bool> {
        me.is_free()?;
        let phone = if form.phone.trim().is_empty() {
            String::new()
        } else {
            let told = "联系电话只能由7至15位数字和横线组成，没有修改";
            phone::read(&form.phone).ok_or_else(|| Refusal::invalid("phone", told))?
        };
        let permit = own_account(me.person, &me.name);
        let tx = self.store().platform().await.or_fault()?;
        let person = persons::hold(&tx, me.person).await.or_fault()?.ok_or(Refusal::SessionEnded)?;
        let asks = form.name.trim() != person.name;
        if asks {
            let wanted = NameForm { name: form.name.clone(), reason: form.reason.clone() };
            self.ask_for_name(&tx, me, &wanted).await?;
        }
        if contacts::phone(&tx, me.person).await.or_fault()? != phone {
            contacts::set_phone(&tx, &permit, me.person, &phone).await.or_fault()?;
            let entry = self.platform_entry("修改本人联系电话", &me.login);
            platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        }
        tx.commit().await.or_fault()?;
        Ok(asks)
    }
}
