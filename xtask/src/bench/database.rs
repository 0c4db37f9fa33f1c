//! The database under measurement, in a folder of its own.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;

use super::program;
use crate::postgres::Cluster;
use crate::{paths, process};

/// A fresh database; gone when dropped.
pub struct Database {
    pub name: &'static str,
    folder: PathBuf,
    url: String,
    owner: Option<String>,
    _cluster: Option<Cluster>,
}

impl Database {
    pub fn fresh(name: &str) -> Result<Self> {
        let folder = paths::scratch().join("bench").join(format!("{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("data"))?;
        if name == "sqlite" {
            let url = format!("sqlite://{}", folder.join("data/qingping.db").display());
            return Ok(Self { name: "sqlite", folder, url, owner: None, _cluster: None });
        }
        let cluster = Cluster::durable()?;
        cluster.run("CREATE ROLE qingping_app LOGIN NOSUPERUSER NOBYPASSRLS")?;
        cluster.run("CREATE DATABASE qingping")?;
        let owner = cluster.url_of("qingping");
        let url = owner.replace("//owner@", "//qingping_app@");
        Ok(Self { name: "postgres", folder, url, owner: Some(owner), _cluster: Some(cluster) })
    }

    /// Fills it.
    pub fn prepare(&self) -> Result<()> {
        self.prepare_with("prepare")
    }

    /// Fills it by a command of the measuring program.
    pub fn prepare_with(&self, command: &str) -> Result<()> {
        let mut prepare = program();
        prepare.arg(command).arg("--data").arg(self.data());
        self.named(&mut prepare);
        let plan = process::output(prepare.stderr(Stdio::inherit()))?;
        Ok(fs::write(self.plan(), plan)?)
    }

    /// Tells the measuring program where it is.
    pub fn named<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.args(["--database", &self.url]);
        if let Some(owner) = &self.owner {
            command.args(["--owner", owner]);
        }
        command
    }

    /// Tells the server.
    pub fn served_by(&self, command: &mut Command) {
        command.env("QINGPING_DATA", self.data()).env("DATABASE_URL", &self.url);
        match &self.owner {
            Some(owner) => command.env("QINGPING_OWNER_URL", owner),
            None => command.env_remove("QINGPING_OWNER_URL"),
        };
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub fn plan(&self) -> PathBuf {
        self.folder.join("plan.json")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
