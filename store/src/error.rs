//! What goes wrong below the use cases. [`OpenError`] is read by whoever starts the program, [`StoreError`] by the
//! log; people get a [`domain::refusal::Refusal`].

use std::path::PathBuf;

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why the database cannot be used. The sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("数据库地址“{0}”无法识别，应以 sqlite:// 或 postgres:// 开头。")]
    BadUrl(String),
    #[error("数据库文件{0}不存在。请先执行 migrate 建立数据库。")]
    FileMissing(PathBuf),
    #[error("数据库所在目录{0}不存在或不可写。请建立目录并授予写入权限。")]
    FolderNotWritable(PathBuf),
    #[error("数据库无法连接。请检查数据库地址、网络和数据库服务是否启动。")]
    Unreachable(#[source] DbErr),
    #[error("数据库结构比本程序新（本程序不认识：{}）。请改用更新版本的程序，数据没有改动。", .unknown.join("、"))]
    SchemaNewer { unknown: Vec<String> },
    #[error("数据库结构比本程序旧（尚缺：{}）。请先执行 migrate 升级数据库。", .pending.join("、"))]
    SchemaOlder { pending: Vec<String> },
    #[error("数据库账号“{role}”权限过大（{reason}），行级隔离对它不起作用。请为服务另设普通账号。")]
    RoleTooStrong { role: String, reason: &'static str },
    #[error("升级PostgreSQL数据库需要属主账号的地址。请设置 QINGPING_OWNER_URL。")]
    OwnerUrlMissing,
    #[error("数据库中没有账号“{0}”。请先由数据库管理员建立这个普通账号，再执行 migrate。")]
    NoSuchRole(String),
    #[error("数据库执行出错：{0}。数据没有改动，请联系技术支持。")]
    Database(#[source] DbErr),
}

/// Why a unit of work did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or is too busy; trying again later may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(#[source] DbErr),
    /// No room left on the disk; trying again helps once there is.
    #[error("the disk is full: {0}")]
    Full(#[source] DbErr),
    /// Something with this name, number or id is there already.
    #[error("already taken: {0}")]
    Taken(#[source] DbErr),
    #[error("database: {0}")]
    Database(#[source] DbErr),
    /// A row of another tenant came back. Nothing of this transaction is kept.
    #[error("a row of another tenant in {table}")]
    ForeignRow { table: String },
    /// The permit is for another tenant than the transaction.
    #[error("the permit is for another tenant")]
    ForeignPermit,
    /// The row has changed since it was read.
    #[error("{0} has changed since it was read")]
    Stale(&'static str),
    /// The row to change is not there.
    #[error("no such row in {0}")]
    Missing(String),
    /// A stored word is none of those the program knows.
    #[error("unreadable {what}: {found}")]
    Unreadable { what: &'static str, found: String },
    /// 三员互斥: the person already holds another of the three posts.
    #[error("one person cannot be two of operator, security_admin, audit_admin")]
    ExclusivePosts,
}

impl StoreError {
    /// Whether trying again later may help.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether there is no room left on the disk.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full(_))
    }

    /// Whether a name, number or id is already in use.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Taken(_))
    }

    pub(crate) fn unreadable(what: &'static str, found: impl Into<String>) -> Self {
        Self::Unreadable { what, found: found.into() }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            Self::Taken(error)
        } else if no_room(&error) {
            Self::Full(error)
        } else if out_of_reach(&error) {
            Self::Unavailable(error)
        } else {
            Self::Database(error)
        }
    }
}

/// The database could not grow: SQLITE_FULL, a shared-memory file that could not (SQLITE_IOERR_SHMSIZE), PostgreSQL's
/// `disk_full`.
fn no_room(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return false;
    };
    let sqlx::Error::Database(inner) = cause.as_ref() else { return false };
    let code = inner.code().unwrap_or_default();
    if inner.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        code.parse::<u32>().is_ok_and(|code| code & 0xff == 13 || code == 4874)
    } else {
        code == "53100"
    }
}

/// Pool exhausted, connection lost, server shutting down, a lock held too long.
fn out_of_reach(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_));
    };
    match cause.as_ref() {
        sqlx::Error::Database(inner) => {
            let code = inner.code().unwrap_or_default();
            if inner.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                // The low byte is the primary code: SQLITE_BUSY 5, SQLITE_LOCKED 6, SQLITE_IOERR 10.
                code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10))
            } else {
                // Connection exceptions, serialisation and deadlock, resources, operator intervention.
                ["08", "40", "53", "55P03", "57"].iter().any(|class| code.starts_with(class))
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}
