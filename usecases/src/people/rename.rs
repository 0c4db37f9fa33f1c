//! 更名: a name is changed by the officer, or by its owner with the officer's consent. Others read names as identities, so
//! every journal in which the person is known tells of it.

use contract::people::NameForm;
use domain::ids::PersonId;
use domain::policy::{Act, Actor, Permit, Place, PlatformPermit, authorise, own_account, upon_account};
use domain::refusal::Refusal;
use store::persons::Person;
use store::renamings::{self, Renaming};
use store::{PlatformTx, memberships, persons, platform_journal};

use super::names::{persons_name, told_of_others};
use crate::accounts::Somebody;
use crate::desks::Entered;
use crate::journal::note;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// Somebody whose name is changed, how it was, how it will be, why, and who says so.
struct Renamed<'a> {
    person: &'a Person,
    name: &'a str,
    reason: &'a str,
    by: &'a str,
}

impl House {
    /// Asks to be known by another name. What was asked before no longer counts; the present name asks for nothing.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a name that cannot be borne, or without a reason.
    pub(crate) async fn ask_for_name(&self, tx: &PlatformTx, me: &Somebody, form: &NameForm) -> Answered<()> {
        let permit = own_account(me.person, &me.name);
        let name = persons_name("name", &form.name)?;
        let reason = required("reason", "更名事由", &form.reason, 200)?;
        let asked = Renaming { person: me.person, name, reason, at: self.edge().now() };
        renamings::ask(tx, &permit, &asked).await.or_fault()?;
        let entry = self.platform_entry("申请更名", &format!("{}：改为{}", me.login, asked.name));
        platform_journal::append(tx, &permit, &entry).await.or_fault()
    }

    /// Changes a member's name, by the officer: of their own accord, or consenting to what was asked for.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for somebody who is no member; [`Refusal::NotOnOneself`]; [`Refusal::Invalid`].
    pub async fn rename_member(&self, at: &Entered, person: PersonId, form: &NameForm) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let of_platform = upon_account(&permit)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        self.member(&tx, person).await?;
        let name = persons_name("name", &form.name)?;
        let reason = required("reason", "更名事由", &form.reason, 200)?;
        if person == at.member.person {
            return Err(Refusal::NotOnOneself);
        }
        let tx = tx.leave().await.or_fault()?;
        let person = persons::hold(&tx, person).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if person.name == name {
            return Err(Refusal::invalid("name", "新姓名与现在的姓名相同，没有修改"));
        }
        let renamed = Renamed {
            person: &person,
            name: &name,
            reason: &reason,
            by: &format!("{}办理", permit.signature()),
        };
        let tx = self.rename(tx, &of_platform, Some(&permit), renamed).await?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(person.id);
        Ok(())
    }

    /// Does not consent; the person keeps their name and is told.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if nothing was asked for.
    pub async fn refuse_name(&self, at: &Entered, person: PersonId, form: &NameForm) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let of_platform = upon_account(&permit)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let who = self.member(&tx, person).await?;
        if !renamings::settle(tx.platform(), &of_platform, person, &form.name).await.or_fault()? {
            return Err(Refusal::NotFound);
        }
        let told = format!("没有同意您更名为{}的申请（{}）", form.name, permit.signature());
        self.tell_owner(tx.platform(), person, &told).await?;
        note(&tx, &permit, self.edge(), format!("不同意{}更名为{}", who.name, form.name)).await?;
        tx.commit().await.or_fault()
    }

    /// The security administrator consents where no officer can: for people of the platform, of no tenant, and for an officer
    /// who is the only one.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if nothing was asked for.
    pub(crate) async fn consent_to_name(
        &self,
        tx: PlatformTx,
        permit: &PlatformPermit,
        person: &Person,
        reason: &str,
    ) -> Answered<PlatformTx> {
        let asked = renamings::of(&tx, person.id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let by = format!("{}办理", permit.signature());
        self.rename(tx, permit, None, Renamed { person, name: &asked.name, reason, by: &by }).await
    }

    /// Writes the new name, and tells of it in every tenant the person is known in: with the permit of the officer in
    /// their own, by the house itself in the others, which learn nothing of that officer.
    async fn rename(
        &self,
        tx: PlatformTx,
        of_platform: &PlatformPermit,
        officer: Option<&Permit>,
        renamed: Renamed<'_>,
    ) -> Answered<PlatformTx> {
        let Renamed { person, name, reason, by } = renamed;
        persons::rename(&tx, of_platform, person.id, name).await.or_fault()?;
        if let Some(asked) = renamings::of(&tx, person.id).await.or_fault()? {
            renamings::settle(&tx, of_platform, person.id, &asked.name).await.or_fault()?;
        }
        self.tell_owner(&tx, person.id, &format!("您的姓名由{}改为{name}（{by}）", person.name)).await?;
        let what = format!("{}（{}）更名为{name}", person.name, person.login);
        let elsewhere = if officer.is_some() {
            "在其任职的其他辖区办理"
        } else {
            "由平台安全管理员办理"
        };
        let mut tx = tx;
        for tenant in memberships::tenants_of(&tx, person.id).await.or_fault()? {
            let within = tx.enter(tenant.id).await.or_fault()?;
            match officer.filter(|permit| permit.tenant() == tenant.id) {
                Some(permit) => {
                    note(&within, permit, self.edge(), format!("{what}，事由：{reason}")).await?;
                }
                None => {
                    let job = Actor::Job(tenant.id);
                    let permit = authorise(&job, Act::ManagePeople, Place::tenant(tenant.id))?;
                    note(&within, &permit, self.edge(), format!("{what}（{elsewhere}）")).await?;
                }
            }
            tx = within.leave().await.or_fault()?;
        }
        let entry = self.platform_entry("更名", &format!("{what}，事由：{reason}"));
        platform_journal::append(&tx, of_platform, &entry).await.or_fault()?;
        Ok(tx)
    }

    /// What an officer is told of somebody's name, and of the one they ask for.
    pub(super) async fn told_of_name(
        &self,
        tx: &store::Tx,
        person: &Person,
    ) -> Answered<(Option<String>, Option<contract::people::NameAsked>)> {
        let others = told_of_others(tx, &person.name, Some(person.id)).await?;
        let asked = match renamings::of(tx.platform(), person.id).await.or_fault()? {
            None => None,
            Some(asked) => Some(contract::people::NameAsked {
                told: told_of_others(tx, &asked.name, Some(person.id)).await?,
                name: asked.name,
                reason: asked.reason,
                at: asked.at.zh(),
            }),
        };
        Ok((others, asked))
    }
}
