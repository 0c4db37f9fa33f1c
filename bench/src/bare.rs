//! A bare axum handler: it asks the database the same questions as the page does, in one transaction, throws the rows
//! away, and sends the bytes the page had. The questions are not written down here: they are overheard while our own
//! server renders the page.

use std::collections::HashMap;
use std::path::Path as FilePath;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use sea_orm::Statement;
use sea_orm::sea_query::Values;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, AssertSqlSafe, PgPool, SqlitePool};
use sea_query_sqlx::SqlxValues;
use server::desks::Office;
use server::session::Keys;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::plan::Plan;
use crate::prepare::house;

/// As many as the server has.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// One page: what it asks and what it is.
struct Known {
    questions: Vec<Question>,
    body: Bytes,
}

struct Question {
    sql: Arc<str>,
    values: Values,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

struct Bare {
    pool: Pool,
    pages: HashMap<String, Known>,
}

/// Serves until it is ended; prints its address first.
///
/// # Errors
/// If a page cannot be rendered.
pub async fn serve(options: &store::Options, data: &FilePath, plan: &Plan, people: usize) -> Result<()> {
    let pages = overhear(options, data, plan, people).await?;
    let pool = if options.database_url.starts_with("sqlite:") {
        let file: SqliteConnectOptions = options.database_url.parse()?;
        let file = file.pragma("query_only", "ON");
        Pool::Sqlite(PoolOptions::new().max_connections(SQLITE_READERS).connect_with(file).await?)
    } else {
        let pool = PoolOptions::new().max_connections(POSTGRES_CONNECTIONS);
        Pool::Postgres(pool.connect(&options.database_url).await?)
    };
    let asked = pages.values().next().map_or(0, |known| known.questions.len());
    let bytes = pages.values().next().map_or(0, |known| known.body.len());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let router = Router::new().route("/{*path}", get(answer)).with_state(Arc::new(Bare { pool, pages }));
    println!("{}", serde_json::json!({ "address": address, "statements": asked, "bytes": bytes }));
    axum::serve(listener, router).await.context("裸处理器停止")
}

/// Renders each page twice and listens at the second time, when what may be known already is known.
async fn overhear(
    options: &store::Options,
    data: &FilePath,
    plan: &Plan,
    people: usize,
) -> Result<HashMap<String, Known>> {
    let house = house(options, data).await?;
    let keys = Keys::open(&data.join("keys"))?;
    let router = server::endpoints::router(Office { demo: true, ..Office::of(house, keys) });
    let mut pages = HashMap::new();
    for clerk in plan.clerks.iter().take(people) {
        let path = plan.page(clerk);
        let ask = async || -> Result<Bytes> {
            let request = Request::get(&path).header(header::COOKIE, &clerk.cookie).body(Body::empty())?;
            let response = router.clone().oneshot(request).await?;
            ensure!(response.status() == StatusCode::OK, "{path}：{}", response.status());
            axum::body::to_bytes(response.into_body(), usize::MAX).await.map_err(|error| anyhow!(error))
        };
        ask().await?;
        store::statements::listen();
        let body = ask().await?;
        let questions = store::statements::heard().into_iter().map(Question::from).collect();
        pages.insert(path.trim_start_matches('/').to_owned(), Known { questions, body });
    }
    Ok(pages)
}

async fn answer(State(bare): State<Arc<Bare>>, Path(path): Path<String>) -> impl IntoResponse {
    let Some(known) = bare.pages.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    match bare.pool.ask(&known.questions).await {
        Ok(()) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], known.body.clone()).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

impl Pool {
    async fn ask(&self, questions: &[Question]) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(pool) => {
                let mut transaction = pool.begin().await?;
                for Question { sql, values } in questions {
                    let query = sqlx::query_with(AssertSqlSafe(sql.clone()), SqlxValues(values.clone()));
                    query.fetch_all(&mut *transaction).await?;
                }
                transaction.commit().await
            }
            Self::Postgres(pool) => {
                let mut transaction = pool.begin().await?;
                for Question { sql, values } in questions {
                    let query = sqlx::query_with(AssertSqlSafe(sql.clone()), SqlxValues(values.clone()));
                    query.fetch_all(&mut *transaction).await?;
                }
                transaction.commit().await
            }
        }
    }
}

impl From<Statement> for Question {
    fn from(statement: Statement) -> Self {
        Self { sql: statement.sql.into(), values: statement.values.unwrap_or_else(|| Values(Vec::new())) }
    }
}
