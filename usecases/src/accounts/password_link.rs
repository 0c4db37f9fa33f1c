//! 忘记密码: a one-time link, given by the officer to their own people and by the security administrator, by which the
//! owner of the account sets a new password. It counts as an act of whoever issued it, is shown once, works once, and is
//! told to the owner; whoever has a second factor shows it, so that the link alone opens nothing of theirs.

use contract::account::{NewPassword, NewPasswordPage};
use contract::people::PasswordLinkMade;
use domain::ids::{PersonId, TenantId};
use domain::policy::{Act, Permit, PlatformPermit, own_account, upon_account};
use domain::refusal::{PasswordFault, Refusal};
use store::password_links::{self, PasswordLink};
use store::persons::Person;
use store::{
    PlatformTx, appointments, login_failures, login_steps, memberships, persons, platform_journal,
    platform_posts, second_factors, sessions,
};

use super::passwords::{check_new, hash_password, verify};
use crate::desks::Entered;
use crate::edge::{fresh_token, token_hash};
use crate::journal::note;
use crate::people::names::called;
use crate::platform::OnDuty;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// How long a link can be used, in hours.
const HOURS: i64 = 24;
/// How many former passwords may not come back.
const REMEMBERED: u64 = 5;

/// Who issues a link, and why.
struct Issue<'a> {
    tenant: Option<TenantId>,
    permit: &'a PlatformPermit,
    reason: &'a str,
}

impl House {
    /// The officer gives one of their own people a link: somebody who works here and nowhere else, since whoever has the
    /// link works as them everywhere.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for somebody who is no member; [`Refusal::NotOnOneself`]; [`Refusal::WorksElsewhere`] for
    /// whoever holds posts in other tenants or on the platform, or none here; [`Refusal::Invalid`] without a reason.
    pub async fn give_password_link(
        &self,
        at: &Entered,
        person: PersonId,
        reason: &str,
    ) -> Answered<PasswordLinkMade> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let who = memberships::person_of(tx.platform(), at.id(), person).await.or_fault()?;
        let who = who.ok_or(Refusal::NotFound)?;
        let reason = required("reason", "办理事由", reason, 200)?;
        if person == at.member.person {
            return Err(Refusal::NotOnOneself);
        }
        let told = called(&tx, person).await?;
        let tx = tx.leave().await.or_fault()?;
        persons::hold(&tx, person).await.or_fault()?;
        let (tx, here, elsewhere) = self.works_at(tx, person, at.id()).await?;
        if elsewhere || !here {
            return Err(Refusal::WorksElsewhere);
        }
        let of_platform = upon_account(&permit)?;
        let issue = Issue { tenant: Some(at.id()), permit: &of_platform, reason: &reason };
        let made = self.issue_link(&tx, &who, issue).await?;
        let tx = self.note_link(tx, &permit, &told, &reason).await?;
        tx.commit().await.or_fault()?;
        Ok(made)
    }

    async fn note_link(
        &self,
        tx: PlatformTx,
        permit: &Permit,
        told: &str,
        reason: &str,
    ) -> Answered<PlatformTx> {
        let within = tx.enter(permit.tenant()).await.or_fault()?;
        let what = format!("为{told}生成重设密码的一次性链接，事由：{reason}");
        note(&within, permit, self.edge(), what).await?;
        within.leave().await.or_fault()
    }

    /// The security administrator gives anybody a link, but people of the platform: of them no one alone takes the
    /// account over; it is done at the machine itself.
    ///
    /// # Errors
    /// [`Refusal::NotOnOneself`]; [`Refusal::NotFound`]; [`Refusal::StaffLink`]; [`Refusal::Invalid`] without a reason.
    pub async fn guard_gives_password_link(
        &self,
        duty: &OnDuty,
        person: PersonId,
        reason: &str,
    ) -> Answered<PasswordLinkMade> {
        let permit = duty.permit(Act::GuardAccounts)?;
        let tx = self.store().platform().await.or_fault()?;
        let who = persons::hold(&tx, person).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let reason = required("reason", "办理理由", reason, 200)?;
        if person == duty.who.person {
            return Err(Refusal::NotOnOneself);
        }
        if !platform_posts::of(&tx, person).await.or_fault()?.is_empty() {
            return Err(Refusal::StaffLink);
        }
        let made =
            self.issue_link(&tx, &who, Issue { tenant: None, permit: &permit, reason: &reason }).await?;
        tx.commit().await.or_fault()?;
        Ok(made)
    }

    /// At the machine itself: a link for the account with this login.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if there is none.
    pub async fn machine_gives_password_link(
        &self,
        permit: &PlatformPermit,
        login: &str,
    ) -> Answered<PasswordLinkMade> {
        let tx = self.store().platform().await.or_fault()?;
        let who = persons::by_login(&tx, &login.trim().to_lowercase()).await.or_fault()?;
        let who = who.ok_or_else(|| Refusal::invalid("login", format!("没有使用登录名“{login}”的账号")))?;
        let issue = Issue { tenant: None, permit, reason: "由服务器命令行办理" };
        let made = self.issue_link(&tx, &who, issue).await?;
        tx.commit().await.or_fault()?;
        Ok(made)
    }

    /// Whether somebody holds posts in this tenant, and whether anywhere else or on the platform.
    async fn works_at(
        &self,
        mut tx: PlatformTx,
        person: PersonId,
        here: TenantId,
    ) -> Answered<(PlatformTx, bool, bool)> {
        let (mut at_home, mut elsewhere) =
            (false, !platform_posts::of(&tx, person).await.or_fault()?.is_empty());
        for tenant in memberships::tenants_of(&tx, person).await.or_fault()? {
            let within = tx.enter(tenant.id).await.or_fault()?;
            let held = appointments::of_person(&within, person, self.edge().now()).await.or_fault()?;
            let works = !held.is_empty();
            (at_home, elsewhere) =
                (at_home || (works && tenant.id == here), elsewhere || (works && tenant.id != here));
            tx = within.leave().await.or_fault()?;
        }
        Ok((tx, at_home, elsewhere))
    }

    async fn issue_link(
        &self,
        tx: &PlatformTx,
        who: &Person,
        issue: Issue<'_>,
    ) -> Answered<PasswordLinkMade> {
        let Issue { tenant, permit, reason } = issue;
        if who.disabled {
            return Err(Refusal::invalid("reason", "这个账号已停用，请先由安全管理员启用，再重设密码"));
        }
        let now = self.edge().now();
        let (token, expires_at) = (fresh_token(), now.plus_minutes(HOURS * 60));
        let link = PasswordLink {
            id: self.edge().id(),
            person: who.id,
            token_hash: token_hash(&token),
            tenant,
            issuer: permit.by(),
            issued_by: permit.signature().to_owned(),
            reason: reason.to_owned(),
            at: now,
            expires_at,
        };
        let replaced = password_links::issue(tx, permit, &link).await.or_fault()?;
        let told = format!("{}为您的账号生成了重设密码的一次性链接，事由：{reason}", permit.signature());
        self.tell_owner(tx, who.id, &told).await?;
        let entry = self.platform_entry("生成重设密码的一次性链接", &format!("{}：{reason}", who.login));
        platform_journal::append(tx, permit, &entry).await.or_fault()?;
        let proves = second_factors::of(tx, who.id).await.or_fault()?;
        Ok(PasswordLinkMade {
            path: format!("/reset/{token}"),
            name: who.name.clone(),
            login: who.login.clone(),
            until: expires_at.zh(),
            replaced,
            second_factor: proves.is_some_and(|factor| factor.confirmed_at.is_some()),
        })
    }

    /// What a link leads to.
    ///
    /// # Errors
    /// [`Refusal::PasswordLinkGone`], whatever is wrong with it.
    pub async fn password_link(&self, token: &str) -> Answered<NewPasswordPage> {
        let (link, person, proves) = self.open_link(token).await?;
        let rules = self.standing(person.id).await?.passwords;
        Ok(NewPasswordPage {
            login: person.login,
            by: link.issued_by,
            until: link.expires_at.zh(),
            passwords: rules.told(),
            second_factor: proves,
        })
    }

    /// Sets the password anew and uses the link up. Every session of the person ends, and nobody is logged in by it.
    ///
    /// # Errors
    /// [`Refusal::PasswordLinkGone`]; [`Refusal::WeakPassword`]; [`Refusal::WrongCode`] and [`Refusal::LockedOut`] where
    /// there is a second factor: the link can still be used then. Gives the login.
    pub async fn set_forgotten_password(
        &self,
        token: &str,
        form: &NewPassword,
        address: &str,
    ) -> Answered<String> {
        let weak = |fault| Err(Refusal::WeakPassword(fault));
        let (link, person, proves) = self.open_link(token).await?;
        let standing = self.standing(person.id).await?;
        if form.new != form.again {
            return weak(PasswordFault::NotRepeated);
        }
        check_new(standing.passwords, &person.login, &person.name, &form.new).await?;
        let tx = self.store().platform_read().await.or_fault()?;
        let remembered = if standing.passwords.refuses_former { REMEMBERED } else { 1 };
        let former = persons::recent_hashes(&tx, person.id, remembered).await.or_fault()?;
        drop(tx);
        for hash in former {
            if verify(form.new.clone(), Some(hash)).await? {
                return weak(PasswordFault::UsedBefore);
            }
        }
        let hash = hash_password(form.new.clone()).await?;
        let _turn = self.turns().take(&person.login).await;
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        let person = persons::hold(&tx, person.id).await.or_fault()?.ok_or(Refusal::PasswordLinkGone)?;
        if proves {
            self.not_locked(&tx, &person.login, address).await?;
            let factor = second_factors::of(&tx, person.id).await.or_fault()?;
            let factor = factor.filter(|factor| factor.confirmed_at.is_some());
            let factor = factor.ok_or(Refusal::PasswordLinkGone)?;
            if let Err(refusal) = self.prove(&tx, &person, &factor, &form.code).await {
                if refusal == Refusal::WrongCode {
                    login_failures::record(&tx, self.edge().id(), &person.login, address, now)
                        .await
                        .or_fault()?;
                    tx.commit().await.or_fault()?;
                }
                return Err(refusal);
            }
        }
        if person.disabled || !password_links::use_up(&tx, link.id, now).await.or_fault()? {
            return Err(Refusal::PasswordLinkGone);
        }
        persons::set_password(&tx, person.id, &hash, false, now, self.edge().id()).await.or_fault()?;
        let own = own_account(person.id, &person.name);
        sessions::revoke_all(&tx, &own, person.id, now).await.or_fault()?;
        login_steps::end_all(&tx, person.id, now).await.or_fault()?;
        let told = format!("您的密码已通过{}生成的一次性链接重设，所有设备上的登录已退出", link.issued_by);
        self.tell_owner(&tx, person.id, &told).await?;
        let entry = self.platform_entry(
            "用一次性链接重设密码",
            &format!("{}：链接由{}生成", person.login, link.issued_by),
        );
        platform_journal::append(&tx, &own, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(person.id);
        Ok(person.login)
    }

    async fn open_link(&self, token: &str) -> Answered<(PasswordLink, Person, bool)> {
        let gone = || Refusal::PasswordLinkGone;
        let tx = self.store().platform_read().await.or_fault()?;
        let link = password_links::open(&tx, &token_hash(token), self.edge().now()).await.or_fault()?;
        let link = link.ok_or_else(gone)?;
        let person = persons::by_id(&tx, link.person).await.or_fault()?;
        let person = person.filter(|person| !person.disabled).ok_or_else(gone)?;
        let factor = second_factors::of(&tx, person.id).await.or_fault()?;
        Ok((link, person, factor.is_some_and(|factor| factor.confirmed_at.is_some())))
    }
}
