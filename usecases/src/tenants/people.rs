//! People, units and appointments of a tenant.

use domain::ids::{AppointmentId, PersonId, TenantId, UnitId};
use domain::policy::{Act, Over, Permit, post_template};
use domain::refusal::Refusal;
use store::appointments::{self, NewAppointment};
use store::journal::NewEntry;
use store::persons::{self, Person};
use store::units::{self, Unit};
use store::{memberships, posts, tenants};

use crate::accounts::hash_password;
use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::journal::entry_id;
use crate::wording::required;
use crate::{Answered, House, OrFault};

/// A person to be given a post.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub login: String,
    pub name: String,
    /// Only for a person who has no account yet.
    pub password: Option<String>,
    /// Whether the first login must change it.
    pub must_change: bool,
    /// A post's code, such as `clerk`.
    pub post: String,
    /// The unit, for posts over a unit.
    pub unit: Option<UnitId>,
}

impl House {
    /// Adds a unit to the tenant the permit is for.
    pub async fn add_unit(&self, permit: &Permit, name: &str, kind: &str, position: i32) -> Answered<UnitId> {
        let name = required("name", "单位名称", name, 60)?;
        let tx = self.store().write(permit.tenant()).await.or_fault()?;
        let unit = Unit { id: UnitId(self.edge().id()), name, kind: kind.to_owned(), position, active: true };
        let what = || format!("单位名称“{}”", unit.name);
        if units::all(&tx).await.or_fault()?.iter().any(|known| known.name == unit.name) {
            return Err(Refusal::Taken { what: what() });
        }
        units::insert(&tx, permit, &unit).await.or_taken(what)?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: self.edge().now(),
            summary: format!("增加单位“{}”", unit.name),
            detail: String::new(),
        };
        store::journal::append(&tx, permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(unit.id)
    }

    /// The unit with this name, added if there is none.
    pub async fn unit_named(&self, permit: &Permit, name: &str, kind: &str) -> Answered<UnitId> {
        let tx = self.store().read(permit.tenant()).await.or_fault()?;
        let all = units::all(&tx).await.or_fault()?;
        drop(tx);
        match all.iter().find(|unit| unit.name == name) {
            Some(unit) => Ok(unit.id),
            None => {
                let position = all.iter().map(|unit| unit.position).max().unwrap_or(0) + 1;
                self.add_unit(permit, name, kind, position).await
            }
        }
    }

    /// Whether there is an account with this login.
    pub async fn has_account(&self, login: &str) -> Answered<bool> {
        let platform = self.store().platform_read().await.or_fault()?;
        Ok(persons::by_login(&platform, &login.trim().to_lowercase()).await.or_fault()?.is_some())
    }

    /// Gives a person a post in the tenant the permit is for, with an account if they have none.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an unknown post, a missing unit, or a new person without a password.
    pub async fn appoint(&self, permit: &Permit, new: &NewPerson) -> Answered<PersonId> {
        let login = new.login.trim().to_lowercase();
        let well_formed = (3..=32).contains(&login.len())
            && login.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !well_formed {
            return Err(Refusal::invalid("login", "登录名只能由3至32个字母、数字、点、横线组成"));
        }
        let template = post_template(&new.post)
            .filter(|template| template.over != Over::Platform)
            .ok_or_else(|| Refusal::invalid("post", format!("没有岗位“{}”", new.post)))?;
        if (template.over == Over::Unit) != new.unit.is_some() {
            return Err(Refusal::invalid("unit", format!("岗位“{}”的任职单位不正确", template.name)));
        }
        let now = self.edge().now();
        let platform = self.store().platform_read().await.or_fault()?;
        let known = persons::by_login(&platform, &login).await.or_fault()?;
        drop(platform);
        let person = match known {
            Some(person) => person.id,
            None => self.add_person(&login, new, now).await?,
        };
        let platform = self.store().platform().await.or_fault()?;
        // Whoever holds a post here already is a member already.
        let entered = memberships::tenants_of(&platform, person).await.or_fault()?;
        if entered.iter().all(|tenant| tenant.id != permit.tenant()) {
            memberships::add(&platform, person, permit.tenant()).await.or_fault()?;
        }
        platform.commit().await.or_fault()?;
        let tx = self.store().write(permit.tenant()).await.or_fault()?;
        let post = posts::by_code(&tx, &new.post).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let appointment = NewAppointment {
            id: AppointmentId(self.edge().id()),
            person,
            post: post.id,
            unit: new.unit,
            department: None,
            since: now,
        };
        appointments::insert(&tx, permit, &appointment).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: None,
            at: now,
            summary: format!("任命{}为{}", new.name, post.name),
            detail: String::new(),
        };
        store::journal::append(&tx, permit, &entry).await.or_fault()?;
        tx.commit().await.or_fault()?;
        Ok(person)
    }

    async fn add_person(
        &self,
        login: &str,
        new: &NewPerson,
        now: domain::calendar::Instant,
    ) -> Answered<PersonId> {
        let Some(password) = new.password.clone() else {
            return Err(Refusal::invalid("password", format!("“{login}”还没有账号，请给出初始密码")));
        };
        let person = Person {
            id: PersonId(self.edge().id()),
            login: login.to_owned(),
            name: required("name", "姓名", &new.name, 40)?,
            password_hash: hash_password(password).await?,
            must_change: new.must_change,
            password_changed_at: now,
            epoch: 0,
            disabled: false,
            created_at: now,
        };
        let platform = self.store().platform().await.or_fault()?;
        persons::insert(&platform, &person).await.or_taken(|| format!("登录名“{login}”"))?;
        platform.commit().await.or_fault()?;
        Ok(person.id)
    }

    /// Units and who holds which post: (unit or “全辖区”, [(post, name)]).
    pub async fn people(&self, at: &Entered) -> Answered<Vec<(String, Vec<(String, String)>)>> {
        at.permit(Act::ManagePeople)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let held = appointments::all(&tx).await.or_fault()?;
        let all = units::all(&tx).await.or_fault()?;
        drop(tx);
        let platform = self.store().platform_read().await.or_fault()?;
        let ids: Vec<_> = held.iter().map(|held| held.person).collect();
        let names = persons::names(&platform, &ids).await.or_fault()?;
        let of = |unit: Option<UnitId>| -> Vec<(String, String)> {
            held.iter()
                .filter(|held| held.unit == unit)
                .map(|held| {
                    let name = names.get(&held.person).cloned();
                    (held.post_name.clone(), name.unwrap_or_default())
                })
                .collect()
        };
        let mut lines = vec![("全辖区".to_owned(), of(None))];
        lines.extend(all.iter().map(|unit| (unit.name.clone(), of(Some(unit.id)))));
        Ok(lines)
    }

    /// The tenant with this code, whoever asks: for the command line.
    pub async fn tenant_by_code(&self, code: &str) -> Answered<TenantId> {
        let code = code.parse().map_err(|_| Refusal::NotFound)?;
        let platform = self.store().platform_read().await.or_fault()?;
        let tenant = tenants::by_code(&platform, &code).await.or_fault()?;
        Ok(tenant.ok_or(Refusal::NotFound)?.id)
    }
}
