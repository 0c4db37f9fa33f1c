//! Five tenants that have gone through a year, every text with a canary, and a cookie for everybody of the cast.

use std::sync::Arc;

use axum::Router;
use domain::calendar::Instant;
use domain::ids::{AppointmentId, PersonId, SessionId, TenantId};
use domain::policy::{Act, Actor as Acting, Permit, Place, Posting, authorise, authorise_platform};
use server::desks::Office;
use server::endpoints;
use server::session::Keys;
use store::appointments::{Delegated, NewAppointment};
use store::persons::Person;
use store::platform_posts::PlatformPost;
use store::sessions::Session;
use store::suspensions::Suspension;
use store::testing::TestDatabase;
use store::{Backend, appointments, memberships, persons, platform_posts, posts, sessions, suspensions};
use tempfile::TempDir;
use usecases::House;
use usecases::accounts::SignedIn;
use usecases::edge::Edge;
use usecases::vault::Vault;
use uuid::Uuid;

use super::cast::{Actor, Reach, Realm, Standing, everybody};
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
    /// Session and person, in the order of the cast.
    sessions: Vec<Option<SessionId>>,
    people: Vec<Option<PersonId>>,
    pub things: Vec<Thing>,
    /// The name of the suspended tenant.
    pub suspended: String,
    pub backend: Backend,
    _data: TempDir,
    _database: TestDatabase,
}

impl World {
    pub async fn on(database: TestDatabase) -> Arc<World> {
        let data = tempfile::tempdir().expect("a folder");
        let store = database.store.clone();
        let backend = store.backend();
        let house = House::new(store, Edge::default(), Vault::new(data.path().join("files")));
        house.edge().move_to(NOW);
        let keys = Keys::open(&data.path().join("keys")).expect("keys");
        let office = Office {
            house: house.clone(),
            keys: keys.clone(),
            trusted_proxies: [].into(),
            demo: true,
            rendered: Default::default(),
            overviews: Default::default(),
        };
        let mut world = World {
            house,
            router: endpoints::router(office),
            keys,
            doors: doors(),
            cast: everybody(),
            sessions: Vec::new(),
            people: Vec::new(),
            things: Vec::new(),
            suspended: year::tenant_name(Realm::Suspended),
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
                self.sessions.push(None);
                self.people.push(None);
                continue;
            }
            let first = actor.standing == Standing::FirstLogin;
            let person = self.person(&actor.login, "演某", first).await;
            for held in &actor.posts {
                let posting = self.posting(held.realm, held.reach);
                let tenant = self.tenant(held.realm).await;
                let of = Some(self.id(held.realm, What::Appointment, Some(0)));
                let of = of.filter(|_| actor.standing == Standing::Deputy);
                let id = self.appoint(tenant, person, held.post.code, posting, of.as_deref()).await;
                match actor.standing {
                    Standing::PostsEnded => self.end(tenant, id).await,
                    Standing::KeptOut => self.keep_out(tenant, person).await,
                    _ => {
                        let post = Thing::new(held.realm, What::Appointment, id.to_string()).running();
                        self.things.push(Thing { holder: Some(actor.login.clone()), ..post });
                    }
                }
            }
            if let Some(post) = actor.platform {
                let tx = self.house.store().platform().await.expect("a transaction");
                let operator = Acting::Operator(PersonId(Uuid::nil()));
                let permit = authorise_platform(&operator, Act::AppointStaff).expect("the house itself may");
                let post = PlatformPost { post: post.to_owned(), second_factor: false };
                platform_posts::add(&tx, &permit, person, &post).await.expect("a post of the platform");
                tx.commit().await.expect("it is kept");
            }
            let over = actor.standing == Standing::LoggedOut;
            let session = self.session(person, over).await;
            let thing = Thing::new(Realm::Own, What::Session, session.to_string()).running();
            self.things.push(Thing { holder: Some(actor.login.clone()), ..thing });
            self.sessions.push(Some(session));
            self.people.push(Some(person));
        }
    }

    /// The id of the first thing of a kind in a unit, or in the tenant as a whole.
    fn id(&self, realm: Realm, what: What, unit: Option<usize>) -> String {
        let is = |thing: &&Thing| thing.realm == realm && thing.what == what && thing.unit == unit;
        self.things.iter().find(is).expect("there is one").id.clone()
    }

    fn posting(&self, realm: Realm, reach: Reach) -> Posting {
        let id = |what, unit| self.id(realm, what, Some(unit));
        let unit = |unit| id(What::Unit, unit).parse().expect("an id");
        match reach {
            Reach::All => Posting::Tenant,
            Reach::Unit(own) => Posting::Unit(unit(own)),
            Reach::Department(own) => {
                Posting::Department(unit(own), id(What::Department, own).parse().expect("an id"))
            }
            Reach::Line(own) => Posting::Line(id(What::Line, own).parse().expect("an id")),
        }
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

    /// Gives a post, as a delegate if it is somebody else's.
    pub async fn appoint(
        &self,
        tenant: TenantId,
        person: PersonId,
        post: &str,
        posting: Posting,
        of: Option<&str>,
    ) -> AppointmentId {
        let tx = self.house.store().platform().await.expect("a transaction");
        let known = memberships::tenants_of(&tx, person).await.expect("memberships");
        if known.iter().all(|member| member.id != tenant) {
            memberships::add(&tx, person, tenant).await.expect("a member");
        }
        tx.commit().await.expect("it is kept");
        let tx = self.house.store().write(tenant).await.expect("a transaction");
        let post = posts::by_code(&tx, post).await.expect("posts").expect("a post of this tenant");
        let now = self.house.edge().now();
        let id = AppointmentId(self.house.edge().id());
        let delegated = of.map(|of| Delegated {
            of: of.parse().expect("an id"),
            holder: "演某".into(),
            until: now.plus_minutes(30 * 24 * 60),
        });
        let appointment = NewAppointment { id, person, post: post.id, posting, since: now, delegated };
        let permit = permit(tenant, Act::ManagePeople);
        appointments::insert(&tx, &permit, &appointment).await.expect("an appointment");
        tx.commit().await.expect("it is kept");
        id
    }

    async fn end(&self, tenant: TenantId, id: AppointmentId) {
        let tx = self.house.store().write(tenant).await.expect("a transaction");
        let permit = permit(tenant, Act::ManagePeople);
        appointments::end(&tx, &permit, id, self.house.edge().now()).await.expect("it ends");
        tx.commit().await.expect("it is kept");
    }

    async fn keep_out(&self, tenant: TenantId, person: PersonId) {
        let tx = self.house.store().write(tenant).await.expect("a transaction");
        if suspensions::of_person(&tx, person).await.expect("suspensions").is_none() {
            let suspension = Suspension {
                id: self.house.edge().id(),
                person,
                reason: "试".into(),
                by_name: "演某".into(),
                at: self.house.edge().now(),
            };
            let permit = permit(tenant, Act::ManagePeople);
            suspensions::insert(&tx, &permit, &suspension).await.expect("a suspension");
        }
        tx.commit().await.expect("it is kept");
    }

    /// A session that has just begun, or that was ended.
    async fn session(&self, person: PersonId, over: bool) -> SessionId {
        let now = self.house.edge().now();
        let session = Session {
            id: SessionId(self.house.edge().id()),
            person,
            created_at: now,
            seen_at: now,
            ends_at: now.plus_minutes(SESSION_MINUTES),
            revoked_at: over.then_some(now),
            device: String::new(),
        };
        let tx = self.house.store().platform().await.expect("a transaction");
        sessions::insert(&tx, &session).await.expect("a session");
        tx.commit().await.expect("it is kept");
        session.id
    }

    /// Its cookie, as fresh as if it had just been renewed.
    fn cookie_of(&self, session: SessionId) -> String {
        let now = self.house.edge().now();
        let ends_at = now.plus_minutes(SESSION_MINUTES);
        let cookie = self.keys.cookie(&SignedIn { session, epoch: 0, ends_at, owes: None }, now);
        cookie.to_str().expect("ASCII").split(';').next().expect("a pair").to_owned()
    }

    /// What a person of the cast brings; whoever logs out brings a session that is missed by nobody.
    pub async fn cookie(&self, actor: usize, door: &Door) -> Option<String> {
        let session = match self.people[actor].filter(|_| door.recipe.door == "POST /logout") {
            Some(person) => self.session(person, self.cast[actor].standing == Standing::LoggedOut).await,
            None => self.sessions[actor]?,
        };
        Some(self.cookie_of(session))
    }

    /// A browser somebody is logged in with.
    pub async fn browser(&self, person: PersonId) -> Browser {
        let cookie = self.cookie_of(self.session(person, false).await);
        Browser { cookie: Some(cookie), ..Browser::new(self.router.clone()) }
    }
}

/// What the house itself may do in a tenant.
pub fn permit(tenant: TenantId, act: Act) -> Permit {
    authorise(&Acting::Job(tenant), act, Place::tenant(tenant)).expect("the house itself may")
}
