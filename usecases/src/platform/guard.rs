//! 安全管理员: the state of an account, and what is done to it, each for a reason.

use contract::ops::GuardedAccount;
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::lockout::{REMEMBERED_MS, locked_until};
use domain::phone::masked;
use domain::policy::{Act, PlatformPermit, post_template};
use domain::refusal::Refusal;
use store::persons::Person;
use store::{
    PlatformTx, contacts, login_failures, login_steps, password_links, persons, platform_journal,
    platform_posts, recovery_codes, renamings, second_factors, sessions,
};

use super::OnDuty;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// The most failures a page lists.
const SHOWN: usize = 20;

/// What a security administrator does to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// 解除锁定.
    Unlock,
    /// 停用.
    Disable,
    /// 启用.
    Enable,
    /// 退出全部登录.
    EndSessions,
    /// 重置动态口令, for somebody who lost telephone and recovery codes.
    ResetSecondFactor,
    /// 同意更名, for somebody whose name no tenant's officer decides.
    ConsentToName,
}

impl Measure {
    /// In people's words, as it stands in the journal.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unlock => "解除锁定",
            Self::Disable => "停用账号",
            Self::Enable => "启用账号",
            Self::EndSessions => "退出全部登录",
            Self::ResetSecondFactor => "重置动态口令",
            Self::ConsentToName => "同意更名",
        }
    }

    /// Whether whoever is logged in to the account, or half-way in, starts again.
    fn ends_sessions(self) -> bool {
        matches!(self, Self::Disable | Self::EndSessions | Self::ResetSecondFactor)
    }
}

impl House {
    /// Passes for a security administrator.
    ///
    /// # Errors
    /// [`Refusal::NotYourPost`].
    pub fn may_guard(&self, duty: &OnDuty) -> Answered<()> {
        duty.permit(Act::GuardAccounts).map(|_| ())
    }

    /// The account with this login.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if there is none.
    pub async fn find_account(&self, duty: &OnDuty, login: &str) -> Answered<GuardedAccount> {
        duty.permit(Act::GuardAccounts)?;
        let login = login.trim().to_lowercase();
        let tx = self.store().platform_read().await.or_fault()?;
        let person = persons::by_login(&tx, &login).await.or_fault()?;
        drop(tx);
        let person = person
            .ok_or_else(|| Refusal::invalid("login", "没有使用这个登录名的账号，请核对登录名后再查找"))?;
        self.guarded(duty, person).await
    }

    /// The account of a person.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn guarded_account(&self, duty: &OnDuty, person: PersonId) -> Answered<GuardedAccount> {
        duty.permit(Act::GuardAccounts)?;
        let tx = self.store().platform_read().await.or_fault()?;
        let person = persons::by_id(&tx, person).await.or_fault()?.ok_or(Refusal::NotFound)?;
        drop(tx);
        self.guarded(duty, person).await
    }

    async fn guarded(&self, duty: &OnDuty, person: Person) -> Answered<GuardedAccount> {
        let standing = self.standing(person.id).await?;
        let now = self.edge().now();
        let tx = self.store().platform_read().await.or_fault()?;
        let mut failures =
            login_failures::by_address(&tx, &person.login, now.plus_ms(-REMEMBERED_MS)).await.or_fault()?;
        let locked_until = lock_of(&failures, now);
        failures.reverse();
        failures.truncate(SHOWN);
        let phone = masked(&contacts::phone(&tx, person.id).await.or_fault()?);
        let factor = second_factors::of(&tx, person.id).await.or_fault()?;
        let sessions =
            crate::accounts::sessions::running(&tx, person.id, None, standing.idle_minutes, now).await?;
        Ok(GuardedAccount {
            phone,
            name_asked: renamings::of(&tx, person.id).await.or_fault()?.map(|asked| asked.name),
            platform: standing.platform_post(),
            tenants: standing.places.into_iter().map(|(tenant, _)| tenant.name).collect(),
            locked_until,
            failures,
            sessions: if person.disabled { Vec::new() } else { sessions },
            second_factor: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
            own: person.id == duty.who.person,
            id: person.id,
            login: person.login,
            name: person.name,
            disabled: person.disabled,
            must_change: person.must_change,
        })
    }

    /// Does something to an account; it acts on the account's next request, and is told to its owner at the next login.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] without a reason; [`Refusal::NotOnOneself`]; [`Refusal::NotFound`];
    /// [`Refusal::SecondFactorState`] if there is none to reset; [`Refusal::LastOfPost`].
    pub async fn take_measure(
        &self,
        duty: &OnDuty,
        person: PersonId,
        measure: Measure,
        reason: &str,
    ) -> Answered<()> {
        let permit = duty.permit(Act::GuardAccounts)?;
        let tx = self.store().platform().await.or_fault()?;
        let staff = platform_posts::hold_all(&tx).await.or_fault()?;
        let person = persons::hold(&tx, person).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if person.id == duty.who.person {
            return Err(Refusal::NotOnOneself);
        }
        let reason = required("reason", "办理理由", reason, 200)?;
        if measure == Measure::Disable {
            self.others_serve(&tx, &staff, person.id).await?;
        }
        self.apply(&tx, &permit, &person, measure).await?;
        let tx = match measure {
            Measure::ConsentToName => self.consent_to_name(tx, &permit, &person, &reason).await?,
            _ => tx,
        };
        // What only lets the owner in again needs no telling.
        if measure != Measure::Unlock {
            let told = format!("{}对您的账号办理了“{}”，理由：{reason}", permit.signature(), measure.label());
            self.tell_owner(&tx, person.id, &told).await?;
        }
        let entry = self.platform_entry(measure.label(), &format!("{}：{reason}", person.login));
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        self.recognised().forget_person(person.id);
        Ok(())
    }

    /// Passes if each platform post this person holds is held by somebody else, too, whose account is open. The posts are
    /// held, so that of two administrators who close each other's account one stays.
    async fn others_serve(
        &self,
        tx: &PlatformTx,
        staff: &[(PersonId, String)],
        person: PersonId,
    ) -> Answered<()> {
        let everyone: Vec<_> = staff.iter().map(|(holder, _)| *holder).collect();
        let closed = persons::disabled_of(tx, &everyone).await.or_fault()?;
        let serves = |post: &str| {
            staff.iter().any(|(holder, held)| held == post && *holder != person && !closed.contains(holder))
        };
        match staff.iter().find(|(holder, post)| *holder == person && !serves(post)) {
            Some((_, post)) => {
                Err(Refusal::LastOfPost { post: post_template(post).map_or("", |post| post.name).to_owned() })
            }
            None => Ok(()),
        }
    }

    async fn apply(
        &self,
        tx: &PlatformTx,
        permit: &PlatformPermit,
        person: &Person,
        measure: Measure,
    ) -> Answered<()> {
        let now = self.edge().now();
        match measure {
            Measure::Unlock => login_failures::forget_login(tx, permit, &person.login).await.or_fault()?,
            Measure::Disable => {
                persons::set_disabled(tx, permit, person.id, true).await.or_fault()?;
                password_links::withdraw_all(tx, person.id, now).await.or_fault()?;
            }
            Measure::Enable => persons::set_disabled(tx, permit, person.id, false).await.or_fault()?,
            // The sessions below; the name in the transaction that goes through the person's tenants.
            Measure::EndSessions | Measure::ConsentToName => {}
            Measure::ResetSecondFactor => {
                if !second_factors::remove(tx, permit, person.id).await.or_fault()? {
                    return Err(Refusal::SecondFactorState { enrolled: false });
                }
                recovery_codes::remove(tx, permit, person.id).await.or_fault()?;
            }
        }
        if measure.ends_sessions() {
            sessions::revoke_all(tx, permit, person.id, now).await.or_fault()?;
            login_steps::end_all(tx, person.id, now).await.or_fault()?;
        }
        Ok(())
    }
}

/// Until when the login is locked, wherever that is.
fn lock_of(failures: &[(String, Instant)], now: Instant) -> Option<Instant> {
    let all: Vec<Instant> = failures.iter().map(|(_, at)| *at).collect();
    let everywhere = locked_until(now, &[], &all, &[]);
    let places = failures.iter().filter_map(|(address, _)| {
        let here: Vec<Instant> =
            failures.iter().filter(|(other, _)| other == address).map(|(_, at)| *at).collect();
        locked_until(now, &here, &[], &[])
    });
    places.chain(everywhere).max()
}
