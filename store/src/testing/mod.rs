//! Fresh databases for tests, on both backends, and the raw hand that tries the walls. Only with the feature
//! `testing`.

mod postgres;
mod raw;
mod sqlite;

pub use raw::{execute, literal, rows, stop_filtering};

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use crate::{Backend, Options, Store};

/// Where databases for tests come from.
pub struct TestDatabases;

impl TestDatabases {
    /// One of each kind.
    pub async fn both() -> Vec<TestDatabase> {
        vec![Self::sqlite().await, Self::postgres().await]
    }

    /// A file in the system's folder for temporary files.
    pub async fn sqlite() -> TestDatabase {
        let place = sqlite::Place::new(&unique());
        let options = Options { database_url: place.url(), owner_url: None };
        Store::migrate(&options).await.expect("a fresh SQLite database");
        TestDatabase::opened(options, Place::Sqlite(place)).await
    }

    /// A database on the throw-away server that `QINGPING_TEST_POSTGRES` names by its owner's address.
    pub async fn postgres() -> TestDatabase {
        let place = postgres::Place::new(&unique()).await;
        let options = place.options();
        TestDatabase::opened(options, Place::Postgres(place)).await
    }
}

/// Runs a test on both kinds of database, one after the other.
pub async fn on_both(test: impl AsyncFn(&TestDatabase)) {
    for database in TestDatabases::both().await {
        test(&database).await;
        database.close().await;
    }
}

/// A migrated database of its own, removed when dropped.
pub struct TestDatabase {
    pub store: Store,
    pub options: Options,
    /// Kept for its end.
    _place: Place,
}

enum Place {
    #[expect(dead_code, reason = "kept until the test is over")]
    Sqlite(sqlite::Place),
    #[expect(dead_code, reason = "kept until the test is over")]
    Postgres(postgres::Place),
}

impl TestDatabase {
    async fn opened(options: Options, place: Place) -> Self {
        let store = Store::open(&options).await.expect("a fresh database opens");
        Self { store, options, _place: place }
    }

    pub fn backend(&self) -> Backend {
        self.store.backend()
    }

    /// Runs statements as the owner of the tables, past every wall.
    ///
    /// # Errors
    /// What the database says.
    pub async fn as_owner(&self, sql: &str) -> Result<(), String> {
        let url = self.options.owner_url.as_ref().unwrap_or(&self.options.database_url);
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let owner = Database::connect(options).await.map_err(|error| error.to_string())?;
        let done = owner.execute_unprepared(sql).await.map(|_| ()).map_err(|error| error.to_string());
        owner.close().await.map_err(|error| error.to_string())?;
        done
    }

    async fn close(self) {
        self.store.close().await;
    }
}

/// A name no other test uses, in this process or another.
fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("{}_{count}_{nanos}", std::process::id())
}
