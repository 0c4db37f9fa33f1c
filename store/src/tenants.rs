//! 辖区和单位系统, and who stands above whom.

use domain::calendar::Instant;
use domain::ids::{TenantCode, TenantId};
use domain::policy::Permit;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

use crate::entities::tenants::{Column, Entity, Model};
use crate::{PlatformTx, StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub id: TenantId,
    pub code: TenantCode,
    pub name: String,
    pub kind: String,
    /// The jurisdiction above.
    pub parent: Option<TenantId>,
    /// Not suspended.
    pub active: bool,
    pub created_at: Instant,
}

pub async fn by_code(tx: &PlatformTx, code: &TenantCode) -> Result<Option<Tenant>, StoreError> {
    let row = Entity::find().filter(Column::Code.eq(code.as_str())).one(tx.connection()).await?;
    row.map(Tenant::try_from).transpose()
}

pub async fn by_id(tx: &PlatformTx, id: TenantId) -> Result<Option<Tenant>, StoreError> {
    Entity::find_by_id(id.0).one(tx.connection()).await?.map(Tenant::try_from).transpose()
}

/// Whoever is about to open a tenant keeps others from opening one until the transaction ends; on SQLite there is only one
/// writer anyway.
pub async fn hold(tx: &PlatformTx) -> Result<(), StoreError> {
    if tx.connection().get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtext('tenants are opened one by one'))";
        tx.connection().execute_raw(Statement::from_string(DbBackend::Postgres, lock)).await?;
    }
    Ok(())
}

/// Keeps others off acts that go one after the other in this tenant, until the transaction ends. On PostgreSQL its row is
/// locked, in the mode that lets rows refer to it meanwhile; SQLite has one writer anyway.
pub async fn hold_one(tx: &PlatformTx, id: TenantId) -> Result<(), StoreError> {
    Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx.connection()).await?;
    Ok(())
}

/// By code.
pub async fn all(tx: &PlatformTx) -> Result<Vec<Tenant>, StoreError> {
    let rows = Entity::find().order_by_asc(Column::Code).all(tx.connection()).await?;
    rows.into_iter().map(Tenant::try_from).collect()
}

/// The tenants directly below, by code.
pub async fn children(tx: &PlatformTx, id: TenantId) -> Result<Vec<Tenant>, StoreError> {
    let below = Entity::find().filter(Column::ParentId.eq(id.0)).order_by_asc(Column::Code);
    below.all(tx.connection()).await?.into_iter().map(Tenant::try_from).collect()
}

/// The tenants above, nearest first.
pub async fn ancestors(tx: &PlatformTx, id: TenantId) -> Result<Vec<Tenant>, StoreError> {
    let mut above: Vec<Tenant> = Vec::new();
    let mut next = by_id(tx, id).await?.and_then(|tenant| tenant.parent);
    while let Some(parent) = next {
        // A ring of parents would otherwise never end.
        if parent == id || above.iter().any(|seen| seen.id == parent) {
            break;
        }
        let Some(tenant) = by_id(tx, parent).await? else { break };
        next = tenant.parent;
        above.push(tenant);
    }
    Ok(above)
}

/// Opens a tenant; the permit is for the tenant to be opened.
///
/// # Errors
/// [`StoreError::Taken`] when the code is in use.
pub async fn insert(tx: &PlatformTx, permit: &Permit, tenant: &Tenant) -> Result<(), StoreError> {
    if permit.tenant() != tenant.id {
        return Err(StoreError::ForeignPermit);
    }
    let row = Model {
        id: tenant.id.0,
        code: tenant.code.as_str().to_owned(),
        name: tenant.name.clone(),
        kind: tenant.kind.clone(),
        parent_id: tenant.parent.map(|parent| parent.0),
        active: tenant.active,
        created_at: tenant.created_at.0,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Suspends the scope's tenant or lets it go on; tells whether that changed anything. Within the tenant's own
/// transaction, so that it is journalled together with it.
pub async fn set_active(tx: &Tx, permit: &Permit, active: bool) -> Result<bool, StoreError> {
    tx.check(permit)?;
    let changed = Entity::update_many()
        .col_expr(Column::Active, Expr::value(active))
        .filter(Column::Id.eq(tx.scope()))
        .filter(Column::Active.ne(active))
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected > 0)
}

impl TryFrom<Model> for Tenant {
    type Error = StoreError;
    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: TenantId(row.id),
            code: row.code.parse().map_err(|_| StoreError::unreadable("tenant code", row.code.clone()))?,
            name: row.name,
            kind: row.kind,
            parent: row.parent_id.map(TenantId),
            active: row.active,
            created_at: Instant(row.created_at),
        })
    }
}
