//! What only a real connection shows.

use std::time::Duration;

use axum::Router;
use contract::case::Layer;
use server::listen;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use usecases::demo::own_answer;

use crate::world::{World, Year, answer};

struct Listening {
    stop: oneshot::Sender<()>,
    done: tokio::task::JoinHandle<()>,
    address: std::net::SocketAddr,
}

impl Listening {
    async fn to(router: Router) -> Listening {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, told) = oneshot::channel::<()>();
        let done = tokio::spawn(listen::serve(listener, router, async {
            let _ = told.await;
        }));
        Listening { stop, done, address }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

async fn everything(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_head_of_more_than_16_kib_is_refused() {
    let server = Listening::to(Router::new()).await;
    let mut stream = server.connect().await;
    let head = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n", "a".repeat(17 * 1024));
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = everything(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    // One that fits is answered.
    let mut stream = server.connect().await;
    let head =
        format!("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx: {}\r\n\r\n", "a".repeat(12 * 1024));
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(everything(&mut stream).await.starts_with("HTTP/1.1 404 "));
}

/// The clock is tokio's: it jumps ahead while everybody waits.
#[tokio::test(start_paused = true)]
async fn a_slow_head_is_cut_off_after_ten_seconds() {
    let server = Listening::to(Router::new()).await;
    for begun in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: a\r\n"] {
        let mut stream = server.connect().await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        let since = tokio::time::Instant::now();
        everything(&mut stream).await;
        let waited = since.elapsed();
        assert!((9..=11).contains(&waited.as_secs()), "{begun:?}: {waited:?}");
    }
    // Between two requests of one connection, too.
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let since = tokio::time::Instant::now();
    assert!(everything(&mut stream).await.starts_with("HTTP/1.1 404 "));
    assert!(since.elapsed() <= Duration::from_secs(11), "{:?}", since.elapsed());
}

#[tokio::test]
async fn a_request_that_breaks_off_inside_is_answered_with_a_page_of_ours() {
    async fn breaks() {
        panic!("on purpose");
    }
    let server = Listening::to(Router::new().route("/", axum::routing::get(breaks))).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let answer = everything(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("系统暂时繁忙") && answer.contains("content-security-policy"), "{answer}");
    assert!(!answer.contains("on purpose"));
}

#[tokio::test]
async fn whoever_goes_away_cancels_nothing() {
    let world = World::demo().await;
    let year = world.open_year().await;
    gone_and_saved(&world, &year).await;
}

/// Somebody saves while the database is held by another, and closes the browser meanwhile.
pub async fn gone_and_saved(world: &World, year: &Year) {
    let server = Listening::to(world.router.clone()).await;
    let clerk = world.person("jy05.jingban").await;
    let case = &year.cases[4];
    let rubric = domain::scheme::builtin::load("jiyuan").unwrap();
    let body =
        answer(case, Layer::Own, "1.1", own_answer(rubric.criterion("1.1").unwrap(), 1), 0).to_string();
    let at = world.entered("jy05.jingban", "jiyuan").await;
    let held = hold(world, &at, case).await;
    let mut stream = server.connect().await;
    let request = format!(
        "POST /t/jiyuan/api/answers/save HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\ncookie: {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        server.address,
        clerk.cookie.as_deref().unwrap(),
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let saved = async || world.house.checklist(&at, case.parse().unwrap(), 0).await.unwrap().own.len();
    assert_eq!(saved().await, 0, "it waits");
    drop(held);
    for _ in 0..100 {
        if saved().await == 1 {
            // Nothing was left half-open: the next one saves, too.
            let mut clerk = clerk;
            let next = answer(case, Layer::Own, "1.2", own_answer(rubric.criterion("1.2").unwrap(), 1), 0);
            assert_eq!(clerk.call("/t/jiyuan/api/answers/save", &next).await.status, 200);
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the save was lost");
}

/// Keeps everybody else from changing the case.
async fn hold(world: &World, at: &usecases::desks::Entered, case: &str) -> store::Tx {
    let tx = world.house.store().write(at.tenant.id).await.unwrap();
    store::cases::find_to_change(&tx, case.parse().unwrap()).await.unwrap().unwrap();
    tx
}

#[tokio::test]
async fn a_stop_lets_running_requests_finish() {
    let (begin, begun) = tokio::sync::mpsc::channel::<()>(1);
    let slow = move || async move {
        begin.send(()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        "done"
    };
    let server = Listening::to(Router::new().route("/", axum::routing::get(slow))).await;
    let mut stream = server.connect().await;
    let mut idle = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let mut begun = begun;
    begun.recv().await.unwrap();
    server.stop.send(()).unwrap();
    assert!(everything(&mut stream).await.ends_with("done"));
    assert_eq!(everything(&mut idle).await, "");
    tokio::time::timeout(Duration::from_secs(2), server.done).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

/// A body that keeps dripping is never silent, and still comes to nothing.
#[tokio::test(start_paused = true)]
async fn a_body_that_drips_is_broken_off() {
    async fn reads(body: axum::body::Bytes) -> String {
        body.len().to_string()
    }
    let server = Listening::to(Router::new().route("/", axum::routing::post(reads))).await;
    let mut stream = server.connect().await;
    let head = "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let since = tokio::time::Instant::now();
    let dripping = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            if writing.write_all(b"x").await.is_err() {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    let _ = reading.read_to_end(&mut answer).await;
    dripping.abort();
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 400 "), "{answer:?}");
    assert!((30..40).contains(&since.elapsed().as_secs()), "{:?}", since.elapsed());
}

/// Whoever asks for a long answer and does not read it holds nobody up for long.
#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let (sent, mut gone) = tokio::sync::mpsc::channel::<()>(1);
    let endless = move || {
        let sent = sent.clone();
        async move {
            // Held until the body is dropped.
            let stream = tokio_util::io::ReaderStream::new(Endless(sent));
            axum::body::Body::from_stream(stream)
        }
    };
    let server = Listening::to(Router::new().route("/", axum::routing::get(endless))).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    // Until the buffers on the way are full.
    tokio::time::sleep(Duration::from_millis(500)).await;
    tokio::time::pause();
    let since = tokio::time::Instant::now();
    gone.recv().await.expect("the body is dropped");
    assert!((25..40).contains(&since.elapsed().as_secs()), "{:?}", since.elapsed());
}

/// Zeros without end; tells by its own end that nobody wants them any more.
struct Endless(tokio::sync::mpsc::Sender<()>);

impl Drop for Endless {
    fn drop(&mut self) {
        let _ = self.0.try_send(());
    }
}

impl tokio::io::AsyncRead for Endless {
    fn poll_read(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        into: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        into.initialize_unfilled();
        into.advance(into.remaining());
        std::task::Poll::Ready(Ok(()))
    }
}

/// From one address only so many connections are held; the newest is served, the longest silent one makes room.
#[tokio::test]
async fn silent_connections_make_room_for_one_that_asks() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = listen::Limits { lobby: 60, ..listen::Limits::default() };
    let answers = Router::new().route("/", axum::routing::get(async || "here"));
    let serving = tokio::spawn(listen::serve_within(listener, answers, limits, std::future::pending()));
    let mut silent = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HT").await.unwrap();
        silent.push(stream);
    }
    for _ in 0..5 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
        let answer = tokio::time::timeout(Duration::from_secs(1), everything(&mut stream)).await.unwrap();
        assert!(answer.ends_with("here"), "{answer}");
    }
    // The oldest are gone, the youngest of them still wait.
    assert_eq!(everything(&mut silent[0]).await, "");
    let youngest = tokio::time::timeout(Duration::from_millis(200), everything(&mut silent[199])).await;
    assert!(youngest.is_err());
    serving.abort();
}

/// Everybody busy: whoever comes is told so at once.
#[tokio::test]
async fn where_everybody_is_busy_one_is_told_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = listen::Limits { in_all: 10, from_one: 2, kept: 0, ..listen::Limits::default() };
    let (begin, mut begun) = tokio::sync::mpsc::channel::<()>(4);
    let works = move || {
        let begin = begin.clone();
        async move {
            begin.send(()).await.unwrap();
            std::future::pending::<&str>().await
        }
    };
    let answers = Router::new().route("/", axum::routing::get(works));
    let serving = tokio::spawn(listen::serve_within(listener, answers, limits, std::future::pending()));
    let mut busy = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        begun.recv().await.unwrap();
        busy.push(stream);
    }
    let mut third = TcpStream::connect(address).await.unwrap();
    third.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let answer = everything(&mut third).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("系统暂时繁忙"), "{answer}");
    serving.abort();
}
