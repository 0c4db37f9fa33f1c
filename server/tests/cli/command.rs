//! Running the executable.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::demo::qingping;

/// What a command did.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    pub took: Duration,
}

/// Runs a command to its end; one that does not end is a failure.
pub fn run(command: &mut Command) -> Done {
    let since = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).unwrap();
        text
    });
    let watch = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).unwrap();
        text
    });
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if since.elapsed() > Duration::from_secs(40) {
            child.kill().unwrap();
            panic!("{command:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Done { code, out: watch.join().unwrap(), err: reading.join().unwrap(), took: since.elapsed() }
}

/// A command on the data in a folder.
pub fn on(data: &Path, arguments: &[&str]) -> Done {
    run(qingping(data).args(arguments))
}

impl Done {
    pub fn succeeded(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    /// Refused: one Chinese sentence that says `told`, and nothing else.
    pub fn refused(self, told: &str) -> Done {
        assert_ne!(self.code, Some(0), "{}", self.out);
        assert!(self.code.is_some(), "ended by a signal");
        sentence(&self.err);
        assert!(self.err.contains(told), "{}", self.err);
        assert!(self.took < Duration::from_secs(10), "{:?}", self.took);
        self
    }
}

/// One line, Chinese, with a full stop at its end.
fn sentence(text: &str) {
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    assert!(text.trim_end().ends_with('。') && !text.contains("。。"), "{text}");
    let chinese = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    assert!(chinese >= 4, "{text}");
    for word in ["Error", "error", "panicked", "os error", "Caused"] {
        assert!(!text.contains(word), "{text}");
    }
}

/// `serve`, running.
pub struct Serving {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    pub address: String,
    pub ready_after: Duration,
}

impl Serving {
    /// Starts it and waits until it says where.
    pub fn start(command: &mut Command) -> Serving {
        let since = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut serving = Serving { child, out, address: String::new(), ready_after: Duration::ZERO };
        while serving.address.is_empty() {
            let mut line = String::new();
            assert!(serving.out.read_line(&mut line).unwrap() > 0, "it ended");
            serving.address = line.trim().strip_prefix("清评已启动：http://").unwrap_or_default().to_owned();
        }
        serving.ready_after = since.elapsed();
        serving
    }

    /// On the data in a folder, on a port nobody uses.
    pub fn on(data: &Path) -> Serving {
        Self::start(qingping(data).arg("serve").env("QINGPING_ADDR", "127.0.0.1:0"))
    }

    /// Sends a request and gives the whole answer.
    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Logs in: the cookie and where it leads.
    pub fn log_in(&self, login: &str, password: &str) -> Option<(String, String)> {
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        let answer = self.ask("POST", "/login", kind, &format!("login={login}&password={password}"));
        let header = |name: &str| {
            let line = answer.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))?;
            Some(line.to_owned())
        };
        Some((header("set-cookie")?.split(';').next()?.to_owned(), header("location")?))
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// As a service manager stops it: what else it said, and how long it took.
    pub fn stop(mut self) -> (Option<i32>, String, Duration) {
        let since = Instant::now();
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest, since.elapsed())
    }
}

/// A test that fails leaves no server behind.
impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
