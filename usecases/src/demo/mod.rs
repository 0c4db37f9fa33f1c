//! The demo: invented tenants, units and people, and a past year played through the same use cases that people use.
//! Names, units and scores are made up; nothing here is ever loaded by `serve` without demo mode.

mod answers;
mod cast;
mod year;

use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use domain::passwords::PasswordProfile;
use domain::policy::{Act, Actor, Place, Posting, authorise, authorise_platform};
use domain::refusal::Refusal;
use serde::Serialize;
use store::tenants;

use crate::accounts::Somebody;
use crate::desks::Entered;
use crate::people::NewPerson;
use crate::platform::NewStaff;
use crate::{Answered, House, OrFault};

pub use answers::{file as sample_file, own_answer};
pub use cast::PASSWORD;
pub use year::outcomes;

/// One account of the demo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Login {
    pub tenant: String,
    pub post: String,
    pub login: String,
    pub password: String,
    /// Where its desk is, without the host.
    pub url: String,
    #[serde(skip)]
    pub unit: String,
}

impl House {
    /// Whether no tenant has been opened yet.
    pub async fn is_empty(&self) -> Answered<bool> {
        let platform = self.store().platform_read().await.or_fault()?;
        Ok(tenants::all(&platform).await.or_fault()?.is_empty())
    }

    /// Loads the demo into an empty house; `told` hears of each stage.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the house is not empty: nothing is changed then.
    pub async fn load_demo(&self, told: &dyn Fn(&str)) -> Answered<Vec<Login>> {
        if !self.is_empty().await? {
            return Err(Refusal::Taken {
                what: "数据库中已有辖区，演示数据没有载入；这个数据库".into()
            });
        }
        let operator = Actor::Operator(PersonId(self.edge().id()));
        told("任命平台三员");
        for (login, name, post) in cast::STAFF {
            let new = NewStaff {
                login: (*login).to_owned(),
                name: (*name).to_owned(),
                password: PASSWORD.to_owned(),
                must_change: false,
                post: (*post).to_owned(),
                second_factor: false,
            };
            self.appoint_staff(&operator, &new).await?;
        }
        for place in cast::PLACES {
            told(&format!("开设{}", place.name));
            self.open_tenant(&operator, place.code, place.name, place.kind, place.parent).await?;
            self.staff(place).await?;
        }
        for place in cast::PLACES.iter().filter(|place| !place.units.is_empty()) {
            told(&format!("{}：走完上一周期（{}个单位）", place.name, place.past_units));
            self.play_past_period(place).await?;
        }
        Ok(logins())
    }

    /// The demo may be set to any day; its passwords do not grow too old by that.
    pub async fn keep_demo_passwords_fresh(&self) -> Answered<()> {
        let operator = Actor::Operator(PersonId(self.edge().id()));
        let permit = authorise_platform(&operator, Act::AppointStaff)?;
        let now = self.edge().now();
        let tx = self.store().platform().await.or_fault()?;
        for login in logins() {
            let known = store::persons::by_login(&tx, &login.login).await.or_fault()?;
            if let Some(person) = known.filter(|person| person.password_changed_at < now) {
                store::persons::count_password_from(&tx, &permit, person.id, now).await.or_fault()?;
            }
        }
        tx.commit().await.or_fault()
    }

    async fn staff(&self, place: &cast::Place) -> Answered<()> {
        let tenant = self.tenant_by_code(place.code).await?;
        let job = |act| Ok::<_, Refusal>(authorise(&Actor::Job(tenant), act, Place::tenant(tenant))?);
        let manage = job(Act::ManagePeople)?;
        // The demo can be tried without a telephone; its people may enrol one all the same.
        self.set_account_rules(&manage, PasswordProfile::Dengbao, false).await?;
        let mut units = Vec::new();
        let kinds = place.kinds.iter().copied().chain(std::iter::repeat("机关"));
        for ((name, kind), position) in place.units.iter().zip(kinds).zip(1..) {
            units.push(self.add_unit(&manage, &format!("{name}（演示）"), kind, position).await?);
        }
        for account in cast::accounts(place) {
            let new = NewPerson {
                login: account.login.clone(),
                name: account.name.clone(),
                password: Some(PASSWORD.to_owned()),
                must_change: account.first_login,
                post: account.post.to_owned(),
                posting: account
                    .unit
                    .and_then(|index| units.get(index).copied())
                    .map_or(Posting::Tenant, Posting::Unit),
            };
            self.appoint(&manage, &new).await?;
        }
        Ok(())
    }

    /// Somebody of the cast, at their desk.
    pub(crate) async fn cast_member(&self, place: &cast::Place, login: &str) -> Answered<Entered> {
        let platform = self.store().platform_read().await.or_fault()?;
        let person = store::persons::by_login(&platform, login).await.or_fault()?.ok_or(Refusal::NotFound)?;
        drop(platform);
        let somebody = Somebody {
            person: person.id,
            session: SessionId(self.edge().id()),
            login: person.login,
            name: person.name,
            ends_at: Instant(i64::MAX),
            owes: None,
        };
        self.enter(&somebody, place.code).await
    }
}

/// All accounts of the demo.
pub fn logins() -> Vec<Login> {
    cast::PLACES
        .iter()
        .flat_map(|place| {
            cast::accounts(place).into_iter().map(|account| Login {
                tenant: place.name.to_owned(),
                post: domain::policy::post_template(account.post).map_or("", |post| post.name).to_owned(),
                login: account.login,
                password: PASSWORD.to_owned(),
                url: format!("/t/{}", place.code),
                unit: account.unit.map(|index| format!("{}（演示）", place.units[index])).unwrap_or_default(),
            })
        })
        .chain(cast::STAFF.iter().map(|(login, _, post)| Login {
            tenant: "平台".to_owned(),
            post: domain::policy::post_template(post).map_or("", |post| post.name).to_owned(),
            login: (*login).to_owned(),
            password: PASSWORD.to_owned(),
            url: "/ops".to_owned(),
            unit: String::new(),
        }))
        .collect()
}
