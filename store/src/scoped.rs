//! The scope at work: what every repository of a tenant table reads and writes through.

use domain::policy::Permit;
use sea_orm::sea_query::{
    Expr, ExprTrait, IntoColumnRef, OnConflict, Query, SelectStatement, SimpleExpr, UpdateStatement,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, DeleteMany, EntityTrait, Insert, IntoActiveModel,
    QueryFilter, QueryResult, QuerySelect, QueryTrait, Select, UpdateMany,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::Tx;

/// A table whose every row belongs to one tenant.
pub trait TenantEntity: EntityTrait<Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel>> {
    fn tenant_column() -> Self::Column;
    fn id_column() -> Self::Column;
    fn tenant_of(model: &Self::Model) -> Uuid;
}

/// The row with this id, if the scope's tenant has one.
pub async fn find<E: TenantEntity>(tx: &Tx, id: Uuid) -> Result<Option<E::Model>, StoreError> {
    one(tx, E::find().filter(E::id_column().eq(id))).await
}

/// The first row of a selection.
pub async fn one<E: TenantEntity>(tx: &Tx, select: Select<E>) -> Result<Option<E::Model>, StoreError> {
    let row = within(tx, select).one(tx.connection()).await?;
    if let Some(row) = &row {
        tx.compare(E::tenant_of(row), E::default().table_name())?;
    }
    Ok(row)
}

/// All rows of a selection.
pub async fn list<E: TenantEntity>(tx: &Tx, select: Select<E>) -> Result<Vec<E::Model>, StoreError> {
    let rows = within(tx, select).all(tx.connection()).await?;
    for row in &rows {
        tx.compare(E::tenant_of(row), E::default().table_name())?;
    }
    Ok(rows)
}

/// How many rows a selection has.
pub async fn count<E: TenantEntity>(tx: &Tx, select: Select<E>) -> Result<u64, StoreError> {
    let rows = tally(tx, select, E::id_column().count()).await?;
    Ok(u64::try_from(rows).unwrap_or_default())
}

/// One whole number over a selection; grouped by tenant, so that it can be told whose rows were counted.
pub async fn tally<E: TenantEntity>(tx: &Tx, select: Select<E>, sum: SimpleExpr) -> Result<i64, StoreError> {
    let groups: Vec<(Uuid, i64)> = within(tx, select)
        .select_only()
        .column_as(E::tenant_column(), "tenant")
        .column_as(sum, "total")
        .group_by(E::tenant_column())
        .into_tuple()
        .all(tx.connection())
        .await?;
    for (tenant, _) in &groups {
        tx.compare(*tenant, E::default().table_name())?;
    }
    Ok(groups.iter().map(|(_, total)| total).sum())
}

/// Some columns of a selection, for lists that show no more; `read` finds them from 1 on.
pub async fn part<E: TenantEntity, T>(
    tx: &Tx,
    select: Select<E>,
    columns: &[E::Column],
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StoreError> {
    let select = within(tx, select).select_only().column(E::tenant_column()).columns(columns.iter().copied());
    told(tx, &select.into_query(), E::default().table_name(), read).await
}

/// Columns and sums of the groups of a selection, which is grouped by tenant, too; `read` finds them from 1 on.
pub async fn sums<E: TenantEntity, T>(
    tx: &Tx,
    select: Select<E>,
    columns: &[E::Column],
    sums: impl IntoIterator<Item = SimpleExpr>,
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StoreError> {
    let mut select = within(tx, select)
        .select_only()
        .column(E::tenant_column())
        .columns(columns.iter().copied())
        .into_query();
    for sum in sums {
        select.expr(sum);
    }
    told(tx, &select, E::default().table_name(), read).await
}

async fn told<T>(
    tx: &Tx,
    select: &SelectStatement,
    table: &str,
    read: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StoreError> {
    let read = |row: &QueryResult| {
        tx.compare(row.try_get_by(0)?, table)?;
        Ok(read(row)?)
    };
    tx.connection().query_all(select).await?.iter().map(read).collect()
}

/// Adds a row, stamped with the scope's tenant.
pub async fn insert<E: TenantEntity>(tx: &Tx, permit: &Permit, row: E::Model) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    E::insert(stamped::<E>(tx, row)).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Adds a row together with what is asked next: for rows whose adding nobody expects to fail. An error is told there, and
/// nothing of the unit is kept.
pub async fn insert_along<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    row: E::Model,
) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let statement = E::insert(stamped::<E>(tx, row)).build(tx.connection().get_database_backend());
    Ok(tx.connection().add(statement).await?)
}

/// Puts a row in the place of the one with the same key, if there is one, together with what is asked next.
pub async fn put_along<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    row: E::Model,
    (key, rest): (&[E::Column], &[E::Column]),
) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let mut statement = Insert::one(stamped::<E>(tx, row)).into_query();
    let conflict = OnConflict::columns(key.iter().copied()).update_columns(rest.iter().copied()).to_owned();
    statement.on_conflict(conflict);
    Ok(tx.connection().add(tx.connection().get_database_backend().build(&statement)).await?)
}

/// Adds rows at once, stamped with the scope's tenant.
pub async fn insert_all<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    rows: Vec<E::Model>,
) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let mut rows = rows.into_iter().map(|row| stamped::<E>(tx, row)).peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(AT_ONCE)).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

/// Rows of one statement: PostgreSQL binds 65,535 values, SQLite half as many.
const AT_ONCE: usize = 500;

/// Adds a row together with what is asked next, and tells of it there.
pub async fn insert_told<E: TenantEntity>(tx: &Tx, permit: &Permit, row: E::Model) -> Result<(), StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let mut statement = Insert::one(stamped::<E>(tx, row)).into_query();
    statement.returning(Query::returning().column(E::tenant_column()));
    Ok(tx.connection().add(tx.connection().get_database_backend().build(&statement)).await?)
}

/// Changes rows together with what is asked next, and tells of them there.
pub async fn update_along<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    update: UpdateMany<E>,
) -> Result<(), StoreError> {
    let statement = changing(tx, permit, update)?;
    Ok(tx.connection().add(tx.connection().get_database_backend().build(&statement)).await?)
}

/// Asks what waits; how many rows it tells of, all of them compared.
pub async fn ask_waiting(tx: &Tx) -> Result<usize, StoreError> {
    let rows = tx.connection().ask_waiting().await?;
    for row in &rows {
        tx.compare(row.try_get_by(0)?, "several tables")?;
    }
    Ok(rows.len())
}

/// Adds a row unless one with the same key is there; tells whether it did.
pub async fn insert_unless_there<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    row: E::Model,
    key: &[E::Column],
) -> Result<bool, StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let mut statement = Insert::one(stamped::<E>(tx, row)).into_query();
    statement.on_conflict(OnConflict::columns(key.iter().copied()).do_nothing().to_owned());
    Ok(tx.connection().execute(&statement).await?.rows_affected() > 0)
}

/// Changes rows of the scope's tenant and returns how many.
pub async fn update<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    update: UpdateMany<E>,
) -> Result<usize, StoreError> {
    let statement = changing(tx, permit, update)?;
    touched::<E>(tx, tx.connection().query_all(&statement).await?)
}

/// A change of rows of the scope's tenant that tells whose rows it touched.
fn changing<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    update: UpdateMany<E>,
) -> Result<UpdateStatement, StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let update = if tx.filters() { update.filter(E::tenant_column().eq(tx.scope())) } else { update };
    let mut statement = update.into_query();
    statement.returning(Query::returning().column(E::tenant_column()));
    Ok(statement)
}

/// Removes rows of the scope's tenant and returns how many.
pub async fn delete<E: TenantEntity>(
    tx: &Tx,
    permit: &Permit,
    delete: DeleteMany<E>,
) -> Result<usize, StoreError> {
    tx.check(permit)?;
    tx.changes(E::default().table_name());
    let delete = if tx.filters() { delete.filter(E::tenant_column().eq(tx.scope())) } else { delete };
    let mut statement = delete.into_query();
    statement.returning(Query::returning().column(E::tenant_column()));
    touched::<E>(tx, tx.connection().query_all(&statement).await?)
}

/// One row was meant; none is an error.
pub fn exactly_one<E: TenantEntity>(rows: usize) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Missing(E::default().table_name().to_owned())) }
}

/// `column IN (SELECT wanted FROM E WHERE tenant and condition)`: rows that belong to certain rows of another table.
pub fn belonging_to<E: TenantEntity, C: IntoColumnRef>(
    tx: &Tx,
    column: C,
    wanted: E::Column,
    condition: SimpleExpr,
) -> SimpleExpr {
    let inner = within(tx, E::find()).filter(condition).select_only().column(wanted).into_query();
    Expr::col(column).in_subquery(inner)
}

fn within<E: TenantEntity>(tx: &Tx, select: Select<E>) -> Select<E> {
    if tx.filters() { select.filter(E::tenant_column().eq(tx.scope())) } else { select }
}

fn stamped<E: TenantEntity>(tx: &Tx, row: E::Model) -> E::ActiveModel {
    let mut row = row.into_active_model();
    row.set(E::tenant_column(), tx.scope().into());
    row
}

fn touched<E: TenantEntity>(tx: &Tx, rows: Vec<sea_orm::QueryResult>) -> Result<usize, StoreError> {
    for row in &rows {
        tx.compare(row.try_get_by(0)?, E::default().table_name())?;
    }
    Ok(rows.len())
}
