//! 接受邀请: whoever holds the link takes up the post, with a new account or with the one they have.

use contract::people::{Accept, Offer};
use domain::ids::{TenantCode, TenantId};
use domain::passwords::PasswordRules;
use domain::policy::{Act, Actor, Place, authorise};
use domain::refusal::{PasswordFault, Refusal};
use store::invitations::{self, Invitation};
use store::{account_rules, persons, posts, tenants};

use super::appoint::{Arriving, Seat, login};
use super::invite::offer;
use super::names::persons_name;
use super::places::Map;
use crate::accounts::{Somebody, check_new};
use crate::edge::token_hash;
use crate::{Answered, House, OrFault};

/// Who takes up the post.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Somebody who is logged in.
    Known(Box<Somebody>),
    /// Somebody who gets an account now.
    New(Accept),
}

/// An open invitation with its tenant.
struct Open {
    tenant: TenantId,
    tenant_name: String,
    invitation: Invitation,
    /// Code and name of the post.
    post: (String, String),
    place: String,
    passwords: PasswordRules,
}

impl House {
    /// What a link offers.
    ///
    /// # Errors
    /// [`Refusal::InvitationGone`], whatever is wrong with it.
    pub async fn invitation(&self, code: &str, token: &str) -> Answered<Offer> {
        let open = self.open_invitation(code, token).await?;
        Ok(offer(open.tenant_name, &open.invitation, open.post.1, open.place, open.passwords))
    }

    /// Takes up the post a link offers, and uses the link up: account, membership, post and link in one transaction, so
    /// that of several who use it at once one gets in and nothing stays of the others.
    ///
    /// # Errors
    /// [`Refusal::InvitationGone`]; [`Refusal::PlatformApart`]; for a new account [`Refusal::Invalid`],
    /// [`Refusal::Taken`] and [`Refusal::WeakPassword`]: the link can still be used then.
    pub async fn accept_invitation(&self, code: &str, token: &str, arrival: &Arrival) -> Answered<()> {
        let open = self.open_invitation(code, token).await?;
        let invited = Actor::Invited { tenant: open.tenant, name: open.invitation.name.clone() };
        let permit = authorise(&invited, Act::AcceptInvitation, Place::tenant(open.tenant))?;
        let arriving = self.arriving(open.passwords, arrival).await?;
        let now = self.edge().now();
        let tx = self.store().write_in_turn(open.tenant).await.or_fault()?;
        match invitations::accept(&tx, &permit, open.invitation.id, arriving.id(), now).await {
            Err(store::StoreError::Missing(_)) => return Err(Refusal::InvitationGone),
            other => other.or_fault()?,
        }
        let person = arriving.comes_in(&tx).await?;
        let seat = Seat::look(&tx, &open.post.0, open.invitation.posting).await?;
        self.seat(&tx, &permit, &person, &seat, now).await?;
        tx.commit().await.or_fault()
    }

    async fn arriving(&self, passwords: PasswordRules, arrival: &Arrival) -> Answered<Arriving> {
        match arrival {
            Arrival::Known(somebody) => {
                somebody.is_free()?;
                let tx = self.store().platform_read().await.or_fault()?;
                let person = persons::by_id(&tx, somebody.person).await.or_fault()?;
                Ok(Arriving::Known(person.ok_or(Refusal::SessionEnded)?))
            }
            Arrival::New(form) => {
                let login = login(&form.login)?;
                let name = persons_name("name", &form.name)?;
                if form.new != form.again {
                    return Err(Refusal::WeakPassword(PasswordFault::NotRepeated));
                }
                check_new(passwords, &login, &name, &form.new).await?;
                Ok(Arriving::New(self.new_account(&login, &name, form.new.clone(), false).await?))
            }
        }
    }

    async fn open_invitation(&self, code: &str, token: &str) -> Answered<Open> {
        let gone = || Refusal::InvitationGone;
        let code: TenantCode = code.parse().map_err(|_| gone())?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?;
        drop(platform);
        let tenant = tenant.filter(|tenant| tenant.active).ok_or_else(gone)?;
        let now = self.edge().now();
        let tx = self.store().read(tenant.id).await.or_fault()?;
        let invitation = invitations::by_token(&tx, &token_hash(token), now).await.or_fault()?;
        let invitation = invitation.ok_or_else(gone)?;
        let posts = posts::all(&tx).await.or_fault()?;
        let post = posts.into_iter().find(|post| post.id == invitation.post).ok_or_else(gone)?;
        let place = Map::look(&tx).await?.name(invitation.posting).ok_or_else(gone)?;
        let rules = account_rules::of_tenant(&tx).await.or_fault()?;
        Ok(Open {
            tenant: tenant.id,
            tenant_name: tenant.name,
            invitation,
            post: (post.code, post.name),
            place,
            passwords: rules.passwords.rules(),
        })
    }
}
