//! 接受邀请: whoever holds the link takes up the post, with a new account or with the one they have.

use contract::people::{Accept, Offer};
use domain::ids::{PersonId, TenantCode, TenantId};
use domain::passwords::PasswordRules;
use domain::policy::{Act, Actor, Permit, Place, authorise};
use domain::refusal::{PasswordFault, Refusal};
use store::invitations::{self, Invitation};
use store::{account_rules, posts, tenants};

use super::appoint::{Seat, login};
use super::invite::{offer, token_hash};
use super::places::Map;
use crate::accounts::{Somebody, check_new};
use crate::wording::required;
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

    /// Takes up the post a link offers, and uses the link up.
    ///
    /// # Errors
    /// [`Refusal::InvitationGone`]; for a new account [`Refusal::Invalid`], [`Refusal::Taken`] and
    /// [`Refusal::WeakPassword`]: the link can still be used then.
    pub async fn accept_invitation(&self, code: &str, token: &str, arrival: &Arrival) -> Answered<()> {
        let open = self.open_invitation(code, token).await?;
        let invited = Actor::Invited { tenant: open.tenant, name: open.invitation.name.clone() };
        let permit = authorise(&invited, Act::AcceptInvitation, Place::tenant(open.tenant))?;
        let (person, name) = match arrival {
            Arrival::Known(somebody) => {
                somebody.is_free()?;
                (somebody.person, somebody.name.clone())
            }
            Arrival::New(form) => self.arrive(open.passwords, form).await?,
        };
        self.make_member(&permit, person).await?;
        self.take_up(&permit, person, &name, &open).await
    }

    async fn arrive(&self, passwords: PasswordRules, form: &Accept) -> Answered<(PersonId, String)> {
        let login = login(&form.login)?;
        let name = required("name", "姓名", &form.name, 40)?;
        if form.new != form.again {
            return Err(Refusal::WeakPassword(PasswordFault::NotRepeated));
        }
        check_new(passwords, &login, &name, &form.new).await?;
        Ok((self.add_person(&login, &name, form.new.clone(), false).await?, name))
    }

    async fn take_up(&self, permit: &Permit, person: PersonId, name: &str, open: &Open) -> Answered<()> {
        let now = self.edge().now();
        let tx = self.store().write(open.tenant).await.or_fault()?;
        match invitations::accept(&tx, permit, open.invitation.id, person, now).await {
            Err(store::StoreError::Missing(_)) => return Err(Refusal::InvitationGone),
            other => other.or_fault()?,
        }
        let seat = Seat::look(&tx, &open.post.0, open.invitation.posting).await?;
        self.seat(&tx, permit, person, name, &seat, now).await?;
        tx.commit().await.or_fault()
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
