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

/// A transaction within one tenant. What of the platform changes along with it — accounts, memberships — is reached
/// through [`Tx::platform`].
pub struct Tx {
    platform: PlatformTx,
    tenant: TenantId,
    /// A foreign row was met: nothing of this transaction may stay.
    spoiled: AtomicBool,
    #[cfg(feature = "testing")]
    unfiltered: AtomicBool,
}

/// The setting by which PostgreSQL knows the scope.
const SCOPE: &str = "SELECT set_config('app.tenant_id', $1, true)";

impl Tx {
    async fn scoped(platform: PlatformTx, tenant: TenantId) -> Result<Self, StoreError> {
        platform.set_scope(&tenant.to_string()).await?;
        Ok(Self {
            platform,
            tenant,
            spoiled: AtomicBool::new(false),
            #[cfg(feature = "testing")]
            unfiltered: AtomicBool::new(false),
        })
    }

    /// The tables of the platform, within this transaction.
    pub fn platform(&self) -> &PlatformTx {
        self.platform.restaffed.store(true, Ordering::Relaxed);
        &self.platform
    }

    /// Goes on as a transaction of the platform: what was written so far stays part of it.
    ///
    /// # Errors
    /// [`StoreError::ForeignRow`] if a row of another tenant was met; [`StoreError::Unavailable`].
    pub async fn leave(self) -> Result<PlatformTx, StoreError> {
        self.unspoiled()?;
        self.platform.set_scope("").await?;
        self.platform.restaffed.store(true, Ordering::Relaxed);
        Ok(self.platform)
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
        self.unspoiled()?;
        self.platform.keep().await
    }

    fn unspoiled(&self) -> Result<(), StoreError> {
        if self.spoiled.load(Ordering::Relaxed) {
            return Err(StoreError::ForeignRow { table: "this transaction".to_owned() });
        }
        Ok(())
    }

    /// Something is about to be changed in a table.
    pub(crate) fn changes(&self, table: &str) {
        if STAFFING.contains(&table) {
            self.platform.restaffed.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn connection(&self) -> &Unit {
        &self.platform.inner
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
    /// Counts changes of who may do what, and whether this is one.
    staffing: Arc<AtomicU64>,
    restaffed: AtomicBool,
}

impl PlatformTx {
    pub(crate) fn new(inner: Unit, staffing: Arc<AtomicU64>) -> Self {
        Self { inner, staffing, restaffed: AtomicBool::new(false) }
    }

    /// Goes on within one tenant, in the same transaction, until [`Tx::leave`] or its end: for acts that change the
    /// platform and a tenant together.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn enter(self, tenant: TenantId) -> Result<Tx, StoreError> {
        Tx::scoped(self, tenant).await
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn commit(self) -> Result<(), StoreError> {
        // Tenants, accounts and memberships all bear on who may do what.
        self.restaffed.store(true, Ordering::Relaxed);
        self.keep().await
    }

    async fn keep(self) -> Result<(), StoreError> {
        let kept = self.inner.keep().await;
        if self.restaffed.load(Ordering::Relaxed) {
            self.staffing.fetch_add(1, Ordering::Release);
        }
        Ok(kept?)
    }

    async fn set_scope(&self, scope: &str) -> Result<(), StoreError> {
        if self.inner.get_database_backend() == DbBackend::Postgres {
            let set = Statement::from_sql_and_values(DbBackend::Postgres, SCOPE, [scope.into()]);
            self.inner.execute_raw(set).await?;
        }
        Ok(())
    }

    pub(crate) fn connection(&self) -> &Unit {
        &self.inner
    }
}
