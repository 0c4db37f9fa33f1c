//! 邀请: a post is offered by a one-time link.

use contract::people::{Invite, Invited, Offer};
use domain::bearing;
use domain::ids::{InvitationId, TenantCode};
use domain::passwords::PasswordRules;
use domain::policy::{Act, Actor, Permit, Place, Posting, authorise, authorise_platform};
use domain::refusal::Refusal;
use store::Tx;
use store::invitations::{self, Invitation};
use store::tenants::{self, Tenant};
use store::{account_rules, appointments, platform_journal};

use super::appoint::Seat;
use super::names::{persons_name, told_of_others};
use super::places::Map;
use crate::desks::Entered;
use crate::edge::{fresh_token, token_hash};
use crate::fault::OrGone;
use crate::journal::note;
use crate::repeat::just_now;
use crate::wording::optional;
use crate::{Answered, House, OrFault};

/// How long a link can be used, in days.
const DAYS: i64 = 7;
/// Invitations that may be open at once in a tenant.
const MOST: usize = 500;

/// The post whose holder gives the others.
const OFFICER: &str = "scheme_officer";

impl House {
    /// Offers a post. The token stands in the answer and nowhere else.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a missing name, or a post that is not held there.
    pub async fn invite(&self, at: &Entered, form: &Invite) -> Answered<Invited> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let invited = self.offer_post(&tx, &permit, &at.tenant, form, "").await?;
        tx.commit().await.or_fault()?;
        Ok(invited)
    }

    /// The platform offers the post of 方案管理员 in a tenant where nobody can give posts: where nobody ever could, or, for
    /// a reason, where those who could no longer can. What the platform offered before no longer works. The platform's
    /// journal is written in the same transaction.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an unknown tenant; [`Refusal::Taken`] while somebody manages the tenant's people: they
    /// invite; [`Refusal::Invalid`] without a reason where there was an officer before.
    pub async fn invite_officer(
        &self,
        by: &Actor,
        code: &str,
        name: &str,
        reason: &str,
    ) -> Answered<Invited> {
        let code: TenantCode = code.parse().map_err(|_| Refusal::NotFound)?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?.ok_or(Refusal::NotFound)?;
        drop(platform);
        let permit = authorise(by, Act::OpenTenant, Place::tenant(tenant.id))?;
        let of_platform = authorise_platform(by, Act::OpenTenant)?;
        let reason = optional("reason", "事由", reason, 200)?;
        let tx = self.store().write_in_turn(tenant.id).await.or_fault()?;
        if self.others_manage(&tx, |_| false).await.is_ok() {
            return Err(Refusal::Taken {
                what: format!("{}已有能够办理的方案管理员，人员由其邀请；这个岗位", tenant.name),
            });
        }
        let first = !appointments::was_ever_held(&tx, OFFICER).await.or_fault()?;
        if !first && reason.is_empty() {
            let told = format!("{}曾有方案管理员，现在都不能办理：请写明另行邀请的事由", tenant.name);
            return Err(Refusal::invalid("reason", told));
        }
        let form =
            Invite { name: name.to_owned(), post: OFFICER.to_owned(), place: Posting::Tenant.to_string() };
        let invited = self.offer_post(&tx, &permit, &tenant, &form, &reason).await?;
        let told = if first {
            "邀请首位方案管理员"
        } else {
            "无人能够办理，另行邀请方案管理员"
        };
        let detail = if reason.is_empty() { String::new() } else { format!("：{reason}") };
        let detail = format!("{}，{}{detail}", tenant.name, invited.offer.name);
        let entry = self.platform_entry(told, &detail);
        platform_journal::append(tx.platform(), &of_platform, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(invited)
    }

    /// Within a transaction that goes in turn: two presses at the same moment see one another.
    async fn offer_post(
        &self,
        tx: &Tx,
        permit: &Permit,
        tenant: &Tenant,
        form: &Invite,
        reason: &str,
    ) -> Answered<Invited> {
        let name = persons_name("name", &form.name)?;
        let posting = form.place.parse().map_err(|_| Refusal::invalid("place", "请选择任职范围"))?;
        let now = self.edge().now();
        let token = fresh_token();
        let seat = Seat::look(tx, &form.post, posting).await?;
        let open = invitations::open(tx, now).await.or_fault()?;
        // Pressed twice: of two links only the one that is shown works. The platform has one link at a time in a tenant.
        let same = |twin: &&Invitation| {
            let post = (twin.post, twin.posting) == (seat.post.id, posting);
            let alike = post && twin.by_name == permit.signature();
            alike && (permit.act() == Act::OpenTenant || (twin.name == name && just_now(twin.at, now)))
        };
        let (twins, others): (Vec<_>, Vec<_>) = open.iter().partition(same);
        for twin in &twins {
            invitations::withdraw(tx, permit, twin.id, now).await.or_gone()?;
            let what = format!("撤回对{}的邀请（{}）：同一邀请重新发出", twin.name, seat.place);
            note(tx, permit, self.edge(), what).await?;
        }
        if others.len() >= MOST {
            let reason = format!("尚未接受的邀请已有{MOST}份，请先撤回不再需要的");
            return Err(Refusal::invalid("name", reason));
        }
        let mut told = Vec::new();
        if !twins.is_empty() {
            told.push("此前为这一邀请生成的链接已作废，只有本页的链接有效。".to_owned());
        }
        let beside = others.iter().filter(|other| {
            bearing::skeleton(&other.name) == bearing::skeleton(&name)
                && (other.post, other.posting) == (seat.post.id, posting)
        });
        told.extend(beside.map(|other| {
            let (by, until) = (&other.by_name, other.expires_at.zh());
            format!(
                "{by}此前已邀请{}任同一岗位，那个链接仍然有效，至{until}止；如是同一人，请撤回其中一份。",
                other.name
            )
        }));
        told.extend(told_of_others(tx, &name, None).await?);
        let invitation = Invitation {
            id: InvitationId(self.edge().id()),
            token_hash: token_hash(&token),
            name,
            post: seat.post.id,
            posting,
            by_name: permit.signature().to_owned(),
            at: now,
            expires_at: now.plus_minutes(DAYS * 24 * 60),
        };
        invitations::insert(tx, permit, &invitation).await.or_fault()?;
        let mut what = format!("邀请{}任{}（{}）", invitation.name, seat.post.name, seat.place);
        if !reason.is_empty() {
            what = format!("{what}，事由：{reason}");
        }
        note(tx, permit, self.edge(), what).await?;
        let rules = account_rules::of_tenant(tx).await.or_fault()?.passwords.rules();
        Ok(Invited {
            path: format!("/join/{}/{token}", tenant.code),
            told,
            offer: offer(tenant.name.clone(), &invitation, seat.post.name, seat.place, rules),
        })
    }

    /// Takes an open invitation back; its link no longer works.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if it is none of the tenant's open ones.
    pub async fn withdraw_invitation(&self, at: &Entered, id: InvitationId) -> Answered<()> {
        let permit = at.permit(Act::ManagePeople)?;
        let now = self.edge().now();
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let invitation = invitations::find(&tx, id, now).await.or_fault()?.ok_or(Refusal::NotFound)?;
        invitations::withdraw(&tx, &permit, id, now).await.or_gone()?;
        let place = Map::look(&tx).await?.name(invitation.posting).unwrap_or_default();
        let what = format!("撤回对{}的邀请（{place}）", invitation.name);
        note(&tx, &permit, self.edge(), what).await?;
        tx.commit().await.or_fault()
    }
}

/// What an invitation offers, in words.
pub(super) fn offer(
    tenant: String,
    invitation: &Invitation,
    post: String,
    place: String,
    passwords: PasswordRules,
) -> Offer {
    Offer {
        tenant,
        name: invitation.name.clone(),
        post,
        place,
        by: invitation.by_name.clone(),
        until: invitation.expires_at.zh(),
        passwords: passwords.told(),
    }
}
