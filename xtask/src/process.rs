//! Starting programs: no standard input, output streamed through, and an interrupt (Ctrl-C, SIGTERM) that stops the
//! program and then unwinds, so that clusters and servers started earlier are put away.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::paths;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt is a flag that waiting loops look at.
pub fn listen_for_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).context("无法接管中断信号")
}

/// Fails once the person has interrupted.
pub fn stop_if_interrupted() -> Result<()> {
    ensure!(!INTERRUPTED.load(Ordering::Relaxed), "已中断");
    Ok(())
}

/// A command in the workspace root, without standard input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root()).stdin(Stdio::null());
    command
}

/// Cargo itself. What the outer `cargo run` told us about the package `xtask` is withheld: build scripts that watch
/// these variables would otherwise run again each time somebody calls cargo directly.
pub fn cargo() -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end; output goes straight through.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    let child = command.spawn().with_context(|| format!("无法启动 {}", name(command)))?;
    wait(child)
}

/// Runs to the end and insists on success.
pub fn succeed(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    ensure!(status.success(), "{} 没有成功（{status}）", name(command));
    Ok(())
}

/// Runs to the end with its standard error shown and also returned.
pub fn status_and_errors(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut child =
        command.stderr(Stdio::piped()).spawn().with_context(|| format!("无法启动 {}", name(command)))?;
    let errors = child.stderr.take().context("没有错误输出")?;
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        for line in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            let _ = writeln!(std::io::stderr(), "{line}");
            text.push_str(&line);
            text.push('\n');
        }
        text
    });
    let status = wait(child)?;
    Ok((status, reader.join().unwrap_or_default()))
}

/// Runs quietly; its standard output. A failure carries what it said.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("无法启动 {}", name(command)))?;
    if !output.status.success() {
        bail!("{} 没有成功：{}", name(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the program is there and answers with success.
pub fn answers(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Sends a signal (`0` only asks whether the process is there). By the shell, because not every system has a program
/// `kill`.
pub fn signal(process: u32, signal: &str) -> bool {
    answers(command("sh").args(["-c", "kill -\"$1\" \"$2\"", "sh", signal, &process.to_string()]))
}

/// Asks a program to end, and ends it after ten seconds.
pub fn end(child: &mut Child) {
    let asked = signal(child.id(), "TERM");
    let patience = Instant::now() + Duration::from_secs(if asked { 10 } else { 0 });
    while Instant::now() < patience {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn wait(mut child: Child) -> Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            stop_if_interrupted()?;
            return Ok(status);
        }
        if let Err(interrupted) = stop_if_interrupted() {
            end(&mut child);
            return Err(interrupted);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut text = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for word in command.get_args().take(3) {
        text.push(' ');
        text.push_str(&word.to_string_lossy());
    }
    text
}
