//! Giving one of the platform's three posts, from the machine itself.

use domain::policy::{Act, Actor, authorise_platform, exclusive_posts, post_template};
use domain::refusal::Refusal;
use store::persons;
use store::platform_posts::{self, PlatformPost};
use store::{StoreError, platform_journal};

use crate::fault::OrTaken as _;
use crate::{Answered, House, OrFault};

/// Somebody to be given a post of the platform, with a new account if they have none.
#[derive(Clone, Debug)]
pub struct NewStaff {
    pub login: String,
    pub name: String,
    /// The first password; whoever has an account keeps their own.
    pub password: String,
    pub must_change: bool,
    /// `operator`, `security_admin` or `audit_admin`.
    pub post: String,
    /// Whether the post asks for a second factor. Only the demo's do not.
    pub second_factor: bool,
}

impl House {
    /// Appoints somebody and tells whether the account is new.
    ///
    /// # Errors
    /// [`Refusal::ExclusivePosts`] for a second of the three; [`Refusal::PlatformApart`] for whoever holds a post in a
    /// tenant; [`Refusal::Invalid`]; [`Refusal::Taken`] for the same post again.
    pub async fn appoint_staff(&self, by: &Actor, new: &NewStaff) -> Answered<bool> {
        let permit = authorise_platform(by, Act::AppointStaff)?;
        let login = crate::people::login(&new.login)?;
        let template = post_template(&new.post).filter(|post| exclusive_posts().any(|one| one == post.code));
        let post = template.ok_or_else(|| Refusal::invalid("post", format!("平台没有岗位“{}”", new.post)))?;
        let fresh = self.new_account(&login, &new.name, new.password.clone(), new.must_change).await?;
        let tx = self.store().platform().await.or_fault()?;
        let known = persons::by_login(&tx, &login).await.or_fault()?;
        let (person, is_new) = match known {
            Some(person) => (person.id, false),
            None => {
                persons::insert(&tx, &fresh).await.or_taken(|| format!("登录名“{login}”"))?;
                (fresh.id, true)
            }
        };
        let tx = self.may_serve_the_platform(tx, person, post.code).await?;
        let held = PlatformPost { post: post.code.to_owned(), second_factor: new.second_factor };
        match platform_posts::add(&tx, &permit, person, &held).await {
            Err(StoreError::ExclusivePosts) => return Err(Refusal::ExclusivePosts),
            added => added.or_taken(|| format!("“{login}”的岗位“{}”", post.name))?,
        }
        let entry = self.platform_entry(&format!("任命{}", post.name), &login);
        platform_journal::append(&tx, &permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(is_new)
    }
}
