//! A database copied from a migrated template, which is made once per version of the schema.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sha2::{Digest, Sha256};

use crate::{Options, Store};

const VARIABLE: &str = "QINGPING_TEST_POSTGRES";
const APP_ROLE: &str = "qingping_app";
/// Held while roles, templates and copies are made.
const LOCK: &str = "SELECT pg_advisory_lock(815174602)";

pub struct Place {
    owner: String,
    name: String,
}

impl Place {
    pub async fn new(name: &str) -> Self {
        let owner = std::env::var(VARIABLE).unwrap_or_else(|_| {
            panic!("{VARIABLE} is not set: it names the owner's address on a throw-away PostgreSQL server")
        });
        let place = Self { owner, name: format!("qingping_test_{name}") };
        let server = connect(&place.owner).await;
        run(&server, LOCK).await;
        ensure_role(&server).await;
        let template = ensure_template(&server, &place.owner).await;
        run(&server, &format!("CREATE DATABASE {} TEMPLATE {template}", place.name)).await;
        server.close().await.expect("closing releases the lock");
        place
    }

    pub fn options(&self) -> Options {
        options(&self.owner, &self.name)
    }
}

/// Dropping happens in a thread of its own: a test's runtime may be ending.
impl Drop for Place {
    fn drop(&mut self) {
        let (owner, name) = (self.owner.clone(), self.name.clone());
        let removal = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a small runtime").block_on(async {
                let server = connect(&owner).await;
                run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        let _ = removal.join();
    }
}

fn options(owner: &str, database: &str) -> Options {
    let owner_url = on_database(owner, database);
    Options { database_url: as_role(&owner_url, APP_ROLE), owner_url: Some(owner_url) }
}

/// The owner becomes a member of the role, so that it may end the role's sessions when a database is dropped.
async fn ensure_role(server: &DatabaseConnection) {
    let known = format!("SELECT 1 AS known FROM pg_roles WHERE rolname = '{APP_ROLE}'");
    if !exists(server, &known).await {
        run(server, &format!("CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"))
            .await;
    }
    let member = format!("SELECT 1 AS member WHERE pg_has_role(current_user, '{APP_ROLE}', 'MEMBER')");
    if !exists(server, &member).await {
        run(server, &format!("GRANT {APP_ROLE} TO CURRENT_USER")).await;
    }
}

/// Made under another name first, so that one left half-made is never copied.
async fn ensure_template(server: &DatabaseConnection, owner: &str) -> String {
    let script = migrations::script(DbBackend::Postgres) + &format!("{:?}", migrations::TENANT_TABLES);
    let digest: String = Sha256::digest(script).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let template = format!("qingping_template_{digest}");
    let known = format!("SELECT 1 AS known FROM pg_database WHERE datname = '{template}'");
    if !exists(server, &known).await {
        let unfinished = format!("{template}_unfinished");
        run(server, &format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await;
        run(server, &format!("CREATE DATABASE {unfinished}")).await;
        Store::migrate(&options(owner, &unfinished)).await.expect("a fresh PostgreSQL database");
        run(server, &format!("ALTER DATABASE {unfinished} RENAME TO {template}")).await;
    }
    template
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap_or_else(|error| panic!("{VARIABLE}: {error}"))
}

async fn run(server: &DatabaseConnection, sql: &str) {
    server.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn exists(server: &DatabaseConnection, sql: &str) -> bool {
    let row = server.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    row.unwrap_or_else(|error| panic!("{sql}: {error}")).is_some()
}

/// `postgres://owner@host:port/one` → `postgres://owner@host:port/other`.
fn on_database(url: &str, database: &str) -> String {
    let rest = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url[rest..].find(['/', '?']).map_or(url.len(), |slash| rest + slash);
    let query = url.find('?').map_or("", |question| &url[question..]);
    format!("{}/{database}{query}", &url[..end])
}

/// The same place, entered under another name.
fn as_role(url: &str, role: &str) -> String {
    let rest = url.find("://").map_or(0, |scheme| scheme + 3);
    let host = url[rest..].find('@').map_or(rest, |at| rest + at + 1);
    format!("{}{role}@{}", &url[..rest], &url[host..])
}
