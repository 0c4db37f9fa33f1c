//! As much HTTP as it takes to speak to our own server: one connection that stays open, requests one after the other.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub const FORM: &str = "application/x-www-form-urlencoded";
pub const JSON: &str = "application/json";

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(15);

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection to the server; opened when it is needed, and again after it broke.
pub struct Line {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
}

impl Line {
    pub fn to(port: u16) -> Line {
        Line { port, stream: None }
    }

    /// The next request begins on a connection of its own.
    pub fn hang_up(&mut self) {
        self.stream = None;
    }

    pub fn get(&mut self, path: &str, cookie: &str) -> io::Result<Answer> {
        self.ask("GET", path, cookie, "", b"")
    }

    pub fn post(&mut self, path: &str, cookie: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        self.ask("POST", path, cookie, kind, body)
    }

    fn ask(&mut self, method: &str, path: &str, cookie: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nsec-fetch-site: same-origin\r\n",
            self.port
        );
        for (name, value) in [("cookie", cookie), ("content-type", kind)] {
            if !value.is_empty() {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if kind == JSON || kind.starts_with("multipart") {
            head.push_str("accept: application/json\r\n");
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        let answered = self.exchange(head.as_bytes(), body);
        let closed = match &answered {
            Ok(answer) => answer.header("connection").is_some_and(|value| value == "close"),
            Err(_) => true,
        };
        if closed {
            self.stream = None;
        }
        answered
    }

    fn exchange(&mut self, head: &[u8], body: &[u8]) -> io::Result<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        stream.get_mut().write_all(head)?;
        stream.get_mut().write_all(body)?;
        read(stream)
    }
}

fn read(from: &mut impl BufRead) -> io::Result<Answer> {
    let first = line(from)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(garbled)?;
    let mut headers = Vec::new();
    loop {
        let line = line(from)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(garbled)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if answer.header("transfer-encoding").is_some_and(|coding| coding == "chunked") {
        loop {
            let size = usize::from_str_radix(&line(from)?, 16).map_err(|_| garbled())?;
            let start = answer.body.len();
            answer.body.resize(start + size, 0);
            from.read_exact(&mut answer.body[start..])?;
            line(from)?;
            if size == 0 {
                break;
            }
        }
    } else {
        let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        answer.body.resize(length, 0);
        from.read_exact(&mut answer.body)?;
    }
    Ok(answer)
}

fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if from.take(64 * 1024).read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn garbled() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not an answer")
}

/// A multipart body with one file.
pub fn with_file(boundary: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(content.len() + 512);
    for (field, value) in fields {
        let part =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let part = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(part.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn answers_are_read_to_their_end() {
        let mut whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 404 x\r\n\
            transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
            .as_bytes();
        let first = read(&mut whole).unwrap();
        assert_eq!((first.status, first.text().as_str()), (200, "ok"));
        let second = read(&mut whole).unwrap();
        assert_eq!((second.status, second.text().as_str()), (404, "abcd"));
        assert!(read(&mut "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab".as_bytes()).is_err());
    }
}
