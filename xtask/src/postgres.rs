//! A PostgreSQL cluster that lives as long as one test run: own folder, free port, and durability only where it is
//! measured.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{paths, process, tools};

const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 \
    -c shared_buffers=256MB -c timezone=UTC";
const CARELESS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

/// A running cluster; stopped and deleted when dropped.
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    as_postgres: bool,
    settings: &'static str,
}

impl Cluster {
    /// Makes and starts a cluster with the superuser `owner`, reachable without a password from this machine only. It
    /// does not wait for its disk.
    pub fn start() -> Result<Self> {
        Self::with(CARELESS)
    }

    /// The same, but what it has committed is on the disk.
    pub fn durable() -> Result<Self> {
        Self::with("")
    }

    fn with(settings: &'static str) -> Result<Self> {
        let programs = tools::postgres()?;
        let as_postgres = tools::superuser();
        sweep(&programs, as_postgres);
        let folder = new_folder(as_postgres)?;
        let mut cluster = Self { programs, folder, port: 0, as_postgres, settings };
        cluster.initialise()?;
        // Between choosing a free port and using it somebody else may take it.
        for _ in 0..3 {
            cluster.port = free_port()?;
            if process::answers(&mut cluster.start_command()) {
                return Ok(cluster);
            }
        }
        let log = fs::read_to_string(cluster.log()).unwrap_or_default();
        bail!("PostgreSQL 没有启动：{}", log.trim());
    }

    /// A database of its own with an ordinary role; the environment in which the server uses it.
    pub fn deployment(&self, name: &str) -> Result<Vec<(String, String)>> {
        let mut psql = self.program("psql");
        psql.args(["--quiet", "--host=127.0.0.1", "--username=owner", "--dbname=postgres"]);
        psql.arg(format!("--port={}", self.port));
        psql.arg("--command").arg(format!("CREATE ROLE qingping_{name} LOGIN"));
        psql.arg("--command").arg(format!("CREATE DATABASE {name}"));
        process::output(&mut psql)?;
        let address = |role: &str| format!("postgres://{role}@127.0.0.1:{}/{name}", self.port);
        Ok(vec![
            ("DATABASE_URL".to_owned(), address(&format!("qingping_{name}"))),
            ("QINGPING_OWNER_URL".to_owned(), address("owner")),
        ])
    }

    /// The address handed to the tests.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The owner's address of a database.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://owner@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs one statement as the owner.
    pub fn run(&self, statement: &str) -> Result<()> {
        let mut psql = self.program("psql");
        psql.args(["--quiet", "--no-psqlrc", "--command", statement, "--dbname"]).arg(self.url());
        process::output(&mut psql).map(drop)
    }

    fn initialise(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.arg("--pgdata").arg(self.data());
        initdb.args(["--username=owner", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        process::output(&mut initdb).map(drop)
    }

    fn start_command(&self) -> Command {
        let mut pg_ctl = self.program("pg_ctl");
        pg_ctl.arg("start").arg("--wait").arg("--pgdata").arg(self.data()).arg("--log").arg(self.log());
        pg_ctl.arg("--options").arg(format!("{SETTINGS} {} -p {}", self.settings, self.port));
        pg_ctl
    }

    fn program(&self, name: &str) -> Command {
        program(&self.programs, name, self.as_postgres)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        put_away(&self.programs, &self.folder, self.as_postgres);
    }
}

/// `initdb` refuses the superuser, so for root the programs run as the account `postgres`.
fn program(programs: &Path, name: &str, as_postgres: bool) -> Command {
    let file = programs.join(name);
    let mut command = if as_postgres {
        let mut command = process::command("runuser");
        command.args(["-u", "postgres", "--"]).arg(file);
        command
    } else {
        process::command(file)
    };
    // The surroundings of whoever calls must not leak into the cluster, and its folder may be closed to `postgres`.
    command.current_dir("/");
    for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS"] {
        command.env_remove(name);
    }
    command
}

/// `target/postgres-<process>`; where the account `postgres` cannot reach that (a home folder closed to others), the
/// system's folder for temporary files.
fn new_folder(as_postgres: bool) -> Result<PathBuf> {
    let name = format!("postgres-{}", std::process::id());
    for parent in [paths::scratch(), std::env::temp_dir().join("qingping")] {
        let folder = parent.join(&name);
        fs::create_dir_all(&folder)?;
        if !as_postgres {
            return Ok(folder);
        }
        process::output(process::command("chown").arg("postgres:").arg(&folder))?;
        let reach =
            process::command("runuser").args(["-u", "postgres", "--", "test", "-w"]).arg(&folder).status();
        if reach.context("缺少 runuser")?.success() {
            return Ok(folder);
        }
        fs::remove_dir(&folder)?;
    }
    bail!("找不到 postgres 账户能写的文件夹");
}

/// Clusters of runs that were killed before they could tidy up.
fn sweep(programs: &Path, as_postgres: bool) {
    for parent in [paths::scratch(), std::env::temp_dir().join("qingping")] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let owner = entry
                .file_name()
                .to_str()
                .and_then(|name| name.strip_prefix("postgres-")?.parse::<u32>().ok());
            if owner.is_some_and(|id| !process::signal(id, "0")) {
                put_away(programs, &entry.path(), as_postgres);
            }
        }
    }
}

fn put_away(programs: &Path, folder: &Path, as_postgres: bool) {
    let mut pg_ctl = program(programs, "pg_ctl", as_postgres);
    process::answers(
        pg_ctl.args(["stop", "--wait", "--mode=immediate", "--pgdata"]).arg(folder.join("data")),
    );
    if let Err(error) = fs::remove_dir_all(folder) {
        eprintln!("没有删掉 {}：{error}", paths::shown(folder));
    }
}

/// A port nobody listens on at this moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::Cluster;

    #[test]
    fn a_cluster_starts_answers_and_leaves_nothing_behind() {
        let cluster = Cluster::start().expect("a cluster");
        let folder = cluster.folder.clone();
        assert!(std::net::TcpStream::connect(("127.0.0.1", cluster.port)).is_ok());
        assert!(cluster.url().starts_with("postgres://owner@127.0.0.1:"));
        drop(cluster);
        assert!(!folder.exists());
    }
}
