//! Transactions. A [`Tx`] belongs to one tenant from its first statement to its end; dropping either kind rolls back
//! before the connection is handed out again.
//!
//! On SQLite a writing transaction may see what others wrote that is not durable yet (see [`crate::turns`]): whoever
//! answers “it is there already” from what it read has to commit first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::ids::TenantId;
use domain::policy::Permit;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::error::StoreError;
use crate::unit::Unit;

/// Tables of a tenant that say who may do what.
const STAFFING: [&str; 6] = ["units", "posts", "appointments", "suspensions", "lines", "line_units"];

/// A transaction within one tenant.
pub struct Tx {
    inner: Unit,
    tenant: TenantId,
    /// A foreign row was met: nothing of this transaction may stay.
    spoiled: AtomicBool,
    /// Counts changes of who may do what, and whether this is one.
    staffing: Arc<AtomicU64>,
    restaffed: AtomicBool,
    #[cfg(feature = "testing")]
    unfiltered: AtomicBool,
}

impl Tx {
    pub(crate) async fn scoped(
        inner: Unit,
        tenant: TenantId,
        staffing: Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        if inner.get_database_backend() == DbBackend::Postgres {
            inner
                .execute_raw(Statement::from_sql_and_values(
                    DbBackend::Postgres,
                    "SELECT set_config('app.tenant_id', $1, true)",
                    [tenant.to_string().into()],
                ))
                .await?;
        }
        Ok(Self {
            inner,
            tenant,
            spoiled: AtomicBool::new(false),
            staffing,
            restaffed: AtomicBool::new(false),
            #[cfg(feature = "testing")]
            unfiltered: AtomicBool::new(false),
        })
    }

    /// The tenant everything read and written here belongs to.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// [`StoreError::ForeignRow`] if a row of another tenant was met; [`StoreError::Unavailable`].
    pub async fn commit(self) -> Result<(), StoreError> {
        if self.spoiled.load(Ordering::Relaxed) {
            return Err(StoreError::ForeignRow { table: "this transaction".to_owned() });
        }
        let kept = self.inner.keep().await;
        if self.restaffed.load(Ordering::Relaxed) {
            self.staffing.fetch_add(1, Ordering::Release);
        }
        Ok(kept?)
    }

    /// Something is about to be changed in a table.
    pub(crate) fn changes(&self, table: &str) {
        if STAFFING.contains(&table) {
            self.restaffed.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn connection(&self) -> &Unit {
        &self.inner
    }

    pub(crate) fn scope(&self) -> Uuid {
        self.tenant.0
    }

    /// No write without an authorisation for this tenant.
    pub(crate) fn check(&self, permit: &Permit) -> Result<(), StoreError> {
        if permit.tenant() == self.tenant {
            Ok(())
        } else {
            tracing::error!(scope = %self.tenant, permit = %permit.tenant(), "a permit of another tenant");
            Err(StoreError::ForeignPermit)
        }
    }

    /// The second wall: a row that came back belongs to the scope, or nothing of this transaction is kept.
    pub(crate) fn compare(&self, tenant: Uuid, table: &str) -> Result<(), StoreError> {
        if tenant == self.scope() {
            return Ok(());
        }
        tracing::error!(scope = %self.tenant, found = %tenant, table, "a row of another tenant");
        self.spoiled.store(true, Ordering::Relaxed);
        Err(StoreError::ForeignRow { table: table.to_owned() })
    }

    #[cfg(not(feature = "testing"))]
    pub(crate) fn filters(&self) -> bool {
        true
    }

    #[cfg(feature = "testing")]
    pub(crate) fn filters(&self) -> bool {
        !self.unfiltered.load(Ordering::Relaxed)
    }

    #[cfg(feature = "testing")]
    pub(crate) fn stop_filtering(&self) {
        self.unfiltered.store(true, Ordering::Relaxed);
    }
}

/// A transaction on the tables of the platform.
pub struct PlatformTx {
    inner: Unit,
    staffing: Arc<AtomicU64>,
}

impl PlatformTx {
    pub(crate) fn new(inner: Unit, staffing: Arc<AtomicU64>) -> Self {
        Self { inner, staffing }
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn commit(self) -> Result<(), StoreError> {
        let kept = self.inner.keep().await;
        // Tenants, accounts and memberships all bear on who may do what.
        self.staffing.fetch_add(1, Ordering::Release);
        Ok(kept?)
    }

    pub(crate) fn connection(&self) -> &Unit {
        &self.inner
    }
}
