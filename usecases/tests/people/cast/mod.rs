//! The cast: one house, its counties, and the people at their desks. Names are invented.

mod answers;
mod authenticator;
mod county;
mod staff;
mod unit;

pub use answers::{agreeing, chosen, counted, full, incidents, judged, not_applicable, scheme};
pub use authenticator::Authenticator;
pub use county::County;
pub use staff::{Officer, Party, Person, Reviewer};
pub use unit::{Desk, Unit};

use domain::calendar::{Day, Instant};
use domain::ids::PersonId;
use domain::policy::{Actor, post_template};
use domain::refusal::Refusal;
use domain::scheme::{Body, Rule};
use store::Backend;
use store::testing::{TestDatabase, TestDatabases};
use tempfile::TempDir;
use usecases::accounts::{FirstStep, SignedIn, Somebody};
use usecases::edge::Edge;
use usecases::platform::{NewStaff, OnDuty};
use usecases::vault::Vault;
use usecases::{Answered, House};
use uuid::Uuid;

/// Plays a scene on SQLite and on PostgreSQL.
pub async fn on_both(scene: impl AsyncFn(&World<'_>) -> Answered<()>) {
    store::testing::on_both(async |database| {
        let world = World::new(database);
        if let Err(refusal) = scene(&world).await {
            panic!("on {:?}: {refusal:?}", database.backend());
        }
    })
    .await;
}

/// Plays a scene where several write at once: on PostgreSQL alone, since SQLite has one writer. Give the scene two houses,
/// as two servers would be.
pub async fn on_postgres(scene: impl AsyncFn(&World<'_>) -> Answered<()>) {
    let database = TestDatabases::postgres().await;
    let world = World::new(&database);
    if let Err(refusal) = scene(&world).await {
        panic!("{refusal:?}");
    }
}

/// A house of its own on a fresh database, on the morning of 3 November 2026.
pub struct World<'a> {
    pub house: House,
    database: &'a TestDatabase,
    files: TempDir,
}

impl<'a> World<'a> {
    fn new(database: &'a TestDatabase) -> Self {
        let files = TempDir::new().expect("a folder for files");
        let vault = Vault::new(files.path().to_owned());
        let world =
            Self { house: House::new(database.store.clone(), Edge::default(), vault), database, files };
        world.it_is("2026-11-03", 9);
        world
    }

    /// The folder all files lie in.
    pub fn vault(&self) -> &std::path::Path {
        self.files.path()
    }

    /// How many files lie in the vault, finished or not.
    pub fn files(&self) -> usize {
        let folders = std::fs::read_dir(self.vault()).into_iter().flatten().flatten();
        folders.map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().count()).sum()
    }

    /// A second process on the same database, on the same clock.
    pub async fn another_house(&self) -> House {
        let store = store::Store::open(&self.database.options).await.expect("the database opens twice");
        House::new(store, self.house.edge().clone(), Vault::new(self.files.path().to_owned()))
    }

    /// Moves the clock to an hour of a day in Asia/Shanghai.
    pub fn it_is(&self, day: &str, hour: i64) {
        let day: Day = day.parse().expect("a day");
        self.house.edge().move_to(Instant(day.end().0 + 1).plus_minutes((hour - 24) * 60));
    }

    /// Lets time pass.
    pub fn later(&self, minutes: i64) {
        self.later_ms(minutes * 60_000);
    }

    pub fn later_ms(&self, ms: i64) {
        self.house.edge().move_to(self.house.edge().now().plus_ms(ms));
    }

    /// 平台运维.
    pub fn operator(&self) -> Actor {
        Actor::Operator(PersonId(Uuid::from_u128(1)))
    }

    /// A county with two units, everyone appointed, a published scheme, and “2026年度” running.
    pub async fn county_at_work(&self, code: &str) -> Answered<County> {
        let county = self.county(code, None, 2).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        Ok(county)
    }

    /// The same, of another scheme of the library that has no unit types.
    pub async fn county_at_work_on(&self, code: &str, scheme: &str) -> Answered<County> {
        let county = self.county(code, None, 2).await?;
        let officer = county.officer();
        self.house.publish_builtin_scheme(&officer.at_desk().await?, scheme).await?;
        officer.opens_period("2026年度").await?;
        Ok(county)
    }

    /// A county that works by the task division, in which 6.1 leaves one amount to discretion, whatever the case.
    pub async fn county_at_discretion(&self, code: &str) -> Answered<County> {
        let county = self.county(code, None, 2).await?;
        county
            .works_on_the("organ", |scheme| {
                for heading in scheme.sections.iter_mut().flat_map(|section| &mut section.items) {
                    for criterion in heading.criteria.iter_mut().filter(|criterion| criterion.no == "6.1") {
                        let Body::Scored(parts) = &mut criterion.body else { continue };
                        for rule in parts.iter_mut().flat_map(|part| &mut part.rules) {
                            if let Rule::DeductDiscretionEach { min, max, .. } = rule {
                                let label = "主动报告线索或查处问题，酌情扣分".to_owned();
                                let input = "self_reported".to_owned();
                                *rule = Rule::DeductDiscretion { input, label, min: *min, max: *max };
                            }
                        }
                    }
                }
            })
            .await?;
        Ok(county)
    }

    /// A county with its units and its people.
    pub async fn county(&self, code: &str, above: Option<&str>, units: usize) -> Answered<County> {
        self.county_called(code, &format!("{code}县"), above, units).await
    }

    /// Names are unique under one parent, codes everywhere.
    pub async fn county_called(
        &self,
        code: &str,
        name: &str,
        above: Option<&str>,
        units: usize,
    ) -> Answered<County> {
        let id = self.house.open_tenant(&self.operator(), code, name, "县", above).await?;
        County::staffed(&self.house, id, code, units).await
    }

    /// Logs in from the office, past everything but name and password.
    pub async fn signs_in(&self, login: &str, password: &str) -> Answered<SignedIn> {
        match self.house.sign_in(login, password, "10.0.0.1", "Mozilla/5.0 (X11; Linux) Chromium/142").await?
        {
            FirstStep::In(session) => Ok(session),
            FirstStep::CodeAsked(_) => panic!("{login} has a second factor"),
        }
    }

    pub async fn recognised(&self, session: SignedIn) -> Answered<Somebody> {
        self.house.recognise(session.session, session.epoch).await
    }

    /// Somebody new with one of the platform's posts, who may work without a second factor, logged in.
    pub async fn of_platform(&self, login: &str, post: &str) -> Answered<OnDuty> {
        let new = self.new_staff(login, post);
        self.house.appoint_staff(&self.operator(), &new).await?;
        let who = self.recognised(self.signs_in(login, &new.password).await?).await?;
        self.house.enter_platform(&who).await
    }

    pub fn new_staff(&self, login: &str, post: &str) -> NewStaff {
        NewStaff {
            login: login.to_owned(),
            name: format!("演{}", post_template(post).map_or("", |post| post.name)),
            password: "Qing-Lian-2026".to_owned(),
            must_change: false,
            post: post.to_owned(),
            second_factor: false,
        }
    }

    pub async fn disables(&self, login: &str) {
        self.as_owner(&format!("UPDATE persons SET disabled = TRUE WHERE login = '{login}'")).await;
    }

    pub async fn enables(&self, login: &str) {
        self.as_owner(&format!("UPDATE persons SET disabled = FALSE WHERE login = '{login}'")).await;
    }

    /// Somebody with the owner's rights changes what is only ever added to.
    pub async fn tampers(&self, table: &str, sql: &str) {
        let (off, on) = match self.database.backend() {
            Backend::Sqlite => (format!("DROP TRIGGER {table}_refuse_update"), String::new()),
            Backend::Postgres => (
                format!("ALTER TABLE {table} DISABLE TRIGGER {table}_refuse_change"),
                format!("ALTER TABLE {table} ENABLE TRIGGER {table}_refuse_change"),
            ),
        };
        self.as_owner(&format!("{off}; {sql}; {on}")).await;
    }

    /// Changes rows behind everybody's back.
    pub async fn spoils(&self, sql: &str) {
        self.as_owner(sql).await;
    }

    async fn as_owner(&self, sql: &str) {
        self.database.as_owner(sql).await.expect("the owner may");
    }
}

/// What a refused act was refused with.
pub fn refused<T>(answer: Answered<T>) -> Refusal {
    match answer {
        Ok(_) => panic!("this must not go through"),
        Err(refusal) => refusal,
    }
}

/// The field a form was refused for.
pub fn field_of<T>(answer: Answered<T>) -> String {
    match refused(answer) {
        Refusal::Invalid { field, .. } => field,
        other => panic!("not about a field: {other:?}"),
    }
}
