//! Five tenants that have gone through a year, every text with a canary, and a cookie for everybody of the cast.

use std::sync::Arc;

use axum::Router;
use domain::calendar::Instant;
use domain::ids::{AppointmentId, PersonId, SessionId, TenantId, UnitId};
use domain::policy::{Act, Actor as Acting, Permit, Place, authorise};
use server::desks::Office;
use server::endpoints;
use server::session::Keys;
use store::appointments::NewAppointment;
use store::persons::Person;
use store::sessions::Session;
use store::testing::{Statements, TestDatabase};
use store::{Backend, appointments, memberships, persons, platform_posts, posts, sessions};
use tempfile::TempDir;
use usecases::House;
use usecases::accounts::SignedIn;
use usecases::edge::Edge;
use usecases::vault::Vault;
use uuid::Uuid;

use super::cast::{Actor, Realm, Standing, everybody};
use super::doors::{Door, doors};
use super::recipes::What;
use super::rows::Thing;
use super::year;
use crate::browser::Browser;

/// 3 November 2026, in the morning.
const NOW: Instant = Instant(1_793_667_600_000);
/// Of a password nobody has, and quick to compare with.
const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// Twelve hours, as the house grants them.
const SESSION_MINUTES: i64 = 12 * 60;

pub struct World {
    pub house: House,
    pub router: Router,
    keys: Keys,
    pub doors: Vec<Door>,
    pub cast: Vec<Actor>,
    /// Session cookie and person, in the order of the cast.
    pub cookies: Vec<Option<String>>,
    people: Vec<Option<PersonId>>,
    pub things: Vec<Thing>,
    /// The name of the suspended tenant.
    pub suspended: String,
    pub statements: Statements,
    pub backend: Backend,
    _data: TempDir,
    _database: TestDatabase,
}

impl World {
    pub async fn on(database: TestDatabase) -> Arc<World> {
        let data = tempfile::tempdir().expect("a folder");
        let mut store = database.store.clone();
        let statements = Statements::of(&mut store);
        let backend = store.backend();
        let house = House::new(store, Edge::default(), Vault::new(data.path().join("files")));
        house.edge().move_to(NOW);
        let keys = Keys::open(&data.path().join("keys")).expect("keys");
        let office = Office { house: house.clone(), keys: keys.clone(), trusted_proxies: [].into() };
        let mut world = World {
            house,
            router: endpoints::router(office),
            keys,
            doors: doors(),
            cast: everybody(),
            cookies: Vec::new(),
            people: Vec::new(),
            things: Vec::new(),
            suspended: year::tenant_name(Realm::Suspended),
            statements,
            backend,
            _data: data,
            _database: database,
        };
        for realm in Realm::ALL {
            let things = year::play(&world, realm).await;
            world.things.extend(things);
        }
        world.admit_the_cast().await;
        let operator = Acting::Operator(PersonId(Uuid::nil()));
        world.house.suspend_tenant(&operator, Realm::Suspended.code()).await.expect("it can be suspended");
        Arc::new(world)
    }

    async fn admit_the_cast(&mut self) {
        for actor in self.cast.clone() {
            if actor.standing == Standing::Nobody {
                self.cookies.push(None);
                self.people.push(None);
                continue;
            }
            let first = actor.standing == Standing::FirstLogin;
            let person = self.person(&actor.login, "演某", first).await;
            for held in &actor.posts {
                let unit = held.unit.map(|unit| self.unit(held.realm, unit));
                let tenant = self.tenant(held.realm).await;
                let ended = actor.standing == Standing::PostsEnded;
                self.appoint(tenant, person, held.post.code, unit, ended).await;
            }
            if let Some(post) = actor.platform {
                let tx = self.house.store().platform().await.expect("a transaction");
                platform_posts::add(&tx, person, post).await.expect("a post of the platform");
                tx.commit().await.expect("it is kept");
            }
            let over = actor.standing == Standing::LoggedOut;
            self.cookies.push(Some(self.session(person, over).await));
            self.people.push(Some(person));
        }
    }

    fn unit(&self, realm: Realm, unit: usize) -> UnitId {
        let is =
            |thing: &&Thing| thing.realm == realm && thing.what == What::Unit && thing.unit == Some(unit);
        self.things.iter().find(is).expect("a unit").id.parse().expect("an id")
    }

    pub async fn tenant(&self, realm: Realm) -> TenantId {
        self.house.tenant_by_code(realm.code()).await.expect("a tenant")
    }

    /// A person with an account, who never types a password here.
    pub async fn person(&self, login: &str, name: &str, must_change: bool) -> PersonId {
        let now = self.house.edge().now();
        let person = Person {
            id: PersonId(self.house.edge().id()),
            login: login.to_owned(),
            name: name.to_owned(),
            password_hash: HASH.to_owned(),
            must_change,
            password_changed_at: now,
            epoch: 0,
            disabled: false,
            created_at: now,
        };
        let tx = self.house.store().platform().await.expect("a transaction");
        persons::insert(&tx, &person).await.expect("a person");
        tx.commit().await.expect("it is kept");
        person.id
    }

    /// Gives a post, and takes it away again if it is to have ended.
    pub async fn appoint(
        &self,
        tenant: TenantId,
        person: PersonId,
        post: &str,
        unit: Option<UnitId>,
        ended: bool,
    ) {
        let tx = self.house.store().platform().await.expect("a transaction");
        let known = memberships::tenants_of(&tx, person).await.expect("memberships");
        if known.iter().all(|member| member.id != tenant) {
            memberships::add(&tx, person, tenant).await.expect("a member");
        }
        tx.commit().await.expect("it is kept");
        let permit = permit(tenant, Act::ManagePeople);
        let tx = self.house.store().write(tenant).await.expect("a transaction");
        let post = posts::by_code(&tx, post).await.expect("posts").expect("a post of this tenant");
        let now = self.house.edge().now();
        let id = AppointmentId(self.house.edge().id());
        let appointment = NewAppointment { id, person, post: post.id, unit, department: None, since: now };
        appointments::insert(&tx, &permit, &appointment).await.expect("an appointment");
        if ended {
            appointments::end(&tx, &permit, id, now).await.expect("it ends");
        }
        tx.commit().await.expect("it is kept");
    }

    /// The cookie of a session that has just begun, or that was ended.
    pub async fn session(&self, person: PersonId, over: bool) -> String {
        let now = self.house.edge().now();
        let id = SessionId(self.house.edge().id());
        let ends_at = now.plus_minutes(SESSION_MINUTES);
        let session = Session {
            id,
            person,
            created_at: now,
            seen_at: now,
            ends_at,
            revoked_at: over.then_some(now),
            device: String::new(),
        };
        let tx = self.house.store().platform().await.expect("a transaction");
        sessions::insert(&tx, &session).await.expect("a session");
        tx.commit().await.expect("it is kept");
        let cookie = self.keys.cookie(&SignedIn { session: id, epoch: 0, ends_at, must_change: false }, now);
        cookie.to_str().expect("ASCII").split(';').next().expect("a pair").to_owned()
    }

    /// What a person of the cast brings; whoever logs out brings a session that is missed by nobody.
    pub async fn cookie(&self, actor: usize, door: &Door) -> Option<String> {
        match self.people[actor].filter(|_| door.recipe.door == "POST /logout") {
            Some(person) => {
                Some(self.session(person, self.cast[actor].standing == Standing::LoggedOut).await)
            }
            None => self.cookies[actor].clone(),
        }
    }

    /// A browser somebody is logged in with.
    pub async fn browser(&self, person: PersonId) -> Browser {
        Browser { cookie: Some(self.session(person, false).await), ..Browser::new(self.router.clone()) }
    }
}

/// What the house itself may do in a tenant.
pub fn permit(tenant: TenantId, act: Act) -> Permit {
    authorise(&Acting::Job(tenant), act, Place::tenant(tenant)).expect("the house itself may")
}
