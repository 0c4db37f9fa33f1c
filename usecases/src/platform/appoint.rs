//! Giving one of the platform's three posts, from the machine itself.

use domain::ids::PersonId;
use domain::policy::{Act, Actor, authorise_platform, exclusive_posts, post_template};
use domain::refusal::Refusal;
use store::persons::{self, Person};
use store::platform_posts::{self, PlatformPost};
use store::{StoreError, platform_journal};

use crate::accounts::hash_password;
use crate::fault::OrTaken as _;
use crate::wording::required;
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
    /// [`Refusal::ExclusivePosts`] for a second of the three; [`Refusal::Invalid`]; [`Refusal::Taken`] for the same post
    /// again.
    pub async fn appoint_staff(&self, by: &Actor, new: &NewStaff) -> Answered<bool> {
        let permit = authorise_platform(by, Act::AppointStaff)?;
        let login = crate::people::login(&new.login)?;
        let name = required("name", "姓名", &new.name, 40)?;
        let template = post_template(&new.post).filter(|post| exclusive_posts().any(|one| one == post.code));
        let post = template.ok_or_else(|| Refusal::invalid("post", format!("平台没有岗位“{}”", new.post)))?;
        let hash = hash_password(new.password.clone()).await?;
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        let known = persons::by_login(&tx, &login).await.or_fault()?;
        let (person, is_new) = match known {
            Some(person) => (person.id, false),
            None => {
                let person = Person {
                    id: PersonId(self.edge().id()),
                    login: login.clone(),
                    name,
                    password_hash: hash,
                    must_change: new.must_change,
                    password_changed_at: now,
                    epoch: 0,
                    disabled: false,
                    created_at: now,
                };
                persons::insert(&tx, &person).await.or_taken(|| format!("登录名“{login}”"))?;
                (person.id, true)
            }
        };
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
