//! 邀请: a post is offered by a one-time link.

use contract::people::{Invite, Invited, Offer};
use domain::ids::{InvitationId, TenantCode};
use domain::passwords::PasswordRules;
use domain::policy::{Act, Actor, Permit, Place, Posting, authorise};
use domain::refusal::Refusal;
use sha2::{Digest, Sha256};
use store::Tx;
use store::account_rules;
use store::invitations::{self, Invitation};
use store::journal;
use store::tenants::{self, Tenant};

use super::appoint::Seat;
use super::places::Map;
use crate::desks::Entered;
use crate::edge::chance;
use crate::fault::OrGone;
use crate::journal::note;
use crate::repeat::just_now;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// How long a link can be used, in days.
const DAYS: i64 = 7;
/// Invitations that may be open at once in a tenant.
const MOST: usize = 500;

/// What the database keeps of a link's token.
pub(super) fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl House {
    /// Offers a post. The token stands in the answer and nowhere else.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a missing name, or a post that is not held there.
    pub async fn invite(&self, at: &Entered, form: &Invite) -> Answered<Invited> {
        let permit = at.permit(Act::ManagePeople)?;
        let tx = self.store().write(at.id()).await.or_fault()?;
        let invited = self.offer_post(&tx, &permit, &at.tenant, form).await?;
        tx.commit().await.or_fault()?;
        Ok(invited)
    }

    /// The platform offers the post of 方案管理员 in a tenant where nobody could give posts yet.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an unknown tenant; [`Refusal::Taken`] once somebody manages the tenant's people: from
    /// then on they invite.
    pub async fn invite_first_officer(&self, by: &Actor, code: &str, name: &str) -> Answered<Invited> {
        let code: TenantCode = code.parse().map_err(|_| Refusal::NotFound)?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?.ok_or(Refusal::NotFound)?;
        drop(platform);
        let permit = authorise(by, Act::OpenTenant, Place::tenant(tenant.id))?;
        let tx = self.store().write(tenant.id).await.or_fault()?;
        if self.others_manage(&tx, |_| false).await.is_ok() {
            return Err(Refusal::Taken {
                what: format!("{}已有方案管理员，人员由其邀请；这个岗位", tenant.name),
            });
        }
        let form = Invite {
            name: name.to_owned(),
            post: "scheme_officer".to_owned(),
            place: Posting::Tenant.to_string(),
        };
        let invited = self.offer_post(&tx, &permit, &tenant, &form).await?;
        tx.commit().await.or_fault()?;
        Ok(invited)
    }

    async fn offer_post(
        &self,
        tx: &Tx,
        permit: &Permit,
        tenant: &Tenant,
        form: &Invite,
    ) -> Answered<Invited> {
        let name = required("name", "姓名", &form.name, 40)?;
        let posting = form.place.parse().map_err(|_| Refusal::invalid("place", "请选择任职范围"))?;
        let now = self.edge().now();
        let token: String = chance().iter().chain(&chance()).map(|byte| format!("{byte:02x}")).collect();
        let seat = Seat::look(tx, &form.post, posting).await?;
        // Two presses at the same moment see one another.
        journal::hold_own(tx).await.or_fault()?;
        let open = invitations::open(tx, now).await.or_fault()?;
        // Pressed twice: of two links only the one that is shown works.
        let twin = open.iter().find(|twin| {
            (&twin.name, twin.post, twin.posting, twin.by_name.as_str())
                == (&name, seat.post.id, posting, permit.signature())
                && just_now(twin.at, now)
        });
        if let Some(twin) = twin {
            invitations::withdraw(tx, permit, twin.id, now).await.or_gone()?;
            let what = format!("撤回对{}的邀请（{}）：同一邀请重新发出", twin.name, seat.place);
            note(tx, permit, self.edge(), what).await?;
        } else if open.len() >= MOST {
            let reason = format!("尚未接受的邀请已有{MOST}份，请先撤回不再需要的");
            return Err(Refusal::invalid("name", reason));
        }
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
        let what = format!("邀请{}任{}（{}）", invitation.name, seat.post.name, seat.place);
        note(tx, permit, self.edge(), what).await?;
        let rules = account_rules::of_tenant(tx).await.or_fault()?.passwords.rules();
        Ok(Invited {
            path: format!("/join/{}/{token}", tenant.code),
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
        let tx = self.store().write(at.id()).await.or_fault()?;
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
