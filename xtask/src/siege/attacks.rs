//! The attacks, each by its name.

use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use super::field::{Field, not_reading, over_and_over};
use super::{Heard, texts};

type Attack = fn(&Field, Instant) -> Result<Heard>;

pub const ATTACKS: &[(&str, Attack)] = &[
    ("陌生人提交写满引号的表单，不读答复", strangers_forms),
    ("登录的人提交写满引号的表单，不读答复", known_forms),
    ("表单里一个20MB的文字栏", large_fields),
    ("大到不能读的方案，几名方案管理员同时载入", too_large_schemes),
    ("最大的方案，打开、预览、试算、保存", largest_schemes),
    ("预览最大的方案，问了就走", abandoned_previews),
    ("打开最大的方案，不读答复", unread_studios),
    ("一次起草很多份", many_drafts),
    ("压缩炸弹", bombs),
    ("几个人同时上传20MB的文件", uploads),
    ("猜密码", guesses),
    ("空字符", zeroes),
    ("很深的JSON、很长的地址", deep_and_long),
    ("正在保存的大方案，中途离开", abandoned_saves),
    ("方案管理员不停地看进度、排名、申报、留痕", overviews),
    ("打开填报页，问了就走", abandoned_pages),
    ("保存一个部分，问了就走", abandoned_sections),
    ("打开公开页面，连问四次，不读答复", strangers_who_do_not_read),
    ("二十万个栏目的表单", many_fields),
];

/// Threads that ask and leave.
const LEAVING: usize = 8;
/// How long they stay.
const STAY: Duration = Duration::from_millis(10);

/// Asks and leaves, over and over on several threads.
fn leaving(until: Instant, begin: impl Fn() -> std::io::Result<TcpStream> + Sync) -> Heard {
    let left = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..LEAVING {
            scope.spawn(|| {
                while Instant::now() < until {
                    let asked = begin();
                    std::thread::sleep(STAY);
                    left.fetch_add(u64::from(asked.is_ok()), Ordering::Relaxed);
                }
            });
        }
    });
    Heard::from([("问了就走".to_owned(), left.into_inner())])
}

fn abandoned_pages(field: &Field, until: Instant) -> Result<Heard> {
    let path = format!("/t/jiyuan/cases/{}/fill/1", field.case);
    Ok(leaving(until, || field.begin(&path, &field.clerk, None)))
}

fn abandoned_sections(field: &Field, until: Instant) -> Result<Heard> {
    let path = format!("/t/jiyuan/cases/{}/fill/1", field.case);
    Ok(leaving(until, || field.begin(&path, &field.clerk, Some(b"1.1.remark=x"))))
}

fn strangers_who_do_not_read(field: &Field, until: Instant) -> Result<Heard> {
    let more = format!("GET /p/jiyuan HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n\r\n", field.port).repeat(3);
    Ok(leaving(until, || {
        let mut stream = field.begin("/p/jiyuan", "", None)?;
        std::io::Write::write_all(&mut stream, more.as_bytes())?;
        Ok(stream)
    }))
}

fn many_fields(field: &Field, until: Instant) -> Result<Heard> {
    let body: String = (0..200_000).map(|n| format!("a{n}=&")).collect();
    let path = format!("/t/jiyuan/cases/{}/fill/1", field.case);
    Ok(over_and_over(8, until, |_| field.form(&path, &field.clerk, body.as_bytes())))
}

fn overviews(field: &Field, until: Instant) -> Result<Heard> {
    let period = format!("/t/jiyuan/periods/{}", field.period);
    let pages =
        [period.clone(), format!("{period}/decision"), "/t/jiyuan/cases".into(), "/t/jiyuan/journal".into()];
    Ok(over_and_over(32, until, |n| field.get(&pages[n % pages.len()], &field.officers[0].1)))
}

fn strangers_forms(field: &Field, until: Instant) -> Result<Heard> {
    let body = [&b"message="[..], &b"%22".repeat(630_000)[..]].concat();
    let path = format!("/t/jiyuan/cases/{}/fill/1", field.case);
    Ok(not_reading(100, until, |_| field.begin(&path, "", Some(&body))))
}

fn known_forms(field: &Field, until: Instant) -> Result<Heard> {
    let body = [&b"1.1.remark="[..], &b"%22".repeat(630_000)[..]].concat();
    // A case that is not theirs: the form comes back.
    let path = "/t/jiyuan/cases/01930000-0000-7000-8000-000000000000/fill/1";
    Ok(not_reading(60, until, |_| field.begin(path, &field.clerk, Some(&body))))
}

fn large_fields(field: &Field, until: Instant) -> Result<Heard> {
    let text = "题".repeat(6_500_000);
    let decision = format!("/t/jiyuan/periods/{}/decision", field.period);
    let evidence = format!("/t/jiyuan/cases/{}/evidence?criterion=1.1", field.case);
    Ok(over_and_over(6, until, |n| {
        let (path, cookie) =
            if n.is_multiple_of(2) { (&decision, &field.officers[0].1) } else { (&evidence, &field.clerk) };
        field.file(path, cookie, &[("title", &text)], ("a.pdf", b"%PDF-1.7"))
    }))
}

fn too_large_schemes(field: &Field, until: Instant) -> Result<Heard> {
    let texts = [
        texts::large(&field.scheme, "siege-one", 1, 2_000).to_string(),
        texts::large(&field.scheme, "siege-two", 6_000, 1).to_string(),
        texts::large(&field.scheme, "siege-three", 300, 100).to_string(),
        format!("{}{}", " ".repeat(8 * 1024 * 1024), "{}"),
        "[".repeat(4_000_000),
    ];
    Ok(over_and_over(4, until, |n| {
        let (tenant, cookie) = &field.officers[n % field.officers.len()];
        let text = &texts[field.number() as usize % texts.len()];
        let path = format!("/t/{tenant}/studio/upload");
        field.file(&path, cookie, &[], ("scheme.json", text.as_bytes()))
    }))
}

fn largest_schemes(field: &Field, until: Instant) -> Result<Heard> {
    let drafts = [field.draft(&field.officers[0])?, field.draft(&field.officers[1])?];
    let scheme = texts::large(&field.scheme, "siege-saved", 2_000, 4);
    Ok(over_and_over(6, until, |n| {
        let at = n % 2;
        let ((tenant, cookie), draft) = (&field.officers[at], &drafts[at]);
        match n % 3 {
            0 => field.get(&format!("{draft}/preview/1?sample=faulty"), cookie),
            1 => field.get(draft, cookie),
            _ if n < 3 => field.get(&format!("{draft}/effect"), cookie),
            _ => {
                let id = draft.rsplit('/').next().unwrap_or_default();
                let client = format!("01890000-0000-7000-8000-{:012x}", field.number());
                let form =
                    json!({ "form": { "draft": id, "scheme": scheme, "based_on": 1, "client": client } });
                field.json(&format!("/t/{tenant}/api/drafts/save"), cookie, form.to_string().as_bytes())
            }
        }
    }))
}

fn abandoned_previews(field: &Field, until: Instant) -> Result<Heard> {
    let draft = field.draft(&field.officers[0])?;
    let path = format!("{draft}/preview/1?sample=faulty&review=yes");
    let mut left = 0;
    while Instant::now() < until {
        drop(field.begin(&path, &field.officers[0].1, None));
        left += 1;
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(Heard::from([("问了就走".to_owned(), left)]))
}

fn unread_studios(field: &Field, until: Instant) -> Result<Heard> {
    let draft = field.draft(&field.officers[0])?;
    Ok(not_reading(80, until, |_| field.begin(&draft, &field.officers[0].1, None)))
}

fn many_drafts(field: &Field, until: Instant) -> Result<Heard> {
    Ok(over_and_over(4, until, |n| {
        let (tenant, cookie) = &field.officers[n % field.officers.len()];
        let scheme = texts::large(&field.scheme, &format!("many-{}", field.number()), 100, 4);
        field.file(
            &format!("/t/{tenant}/studio/upload"),
            cookie,
            &[],
            ("a.json", scheme.to_string().as_bytes()),
        )
    }))
}

fn bombs(field: &Field, until: Instant) -> Result<Heard> {
    let bomb = texts::bomb(2_000);
    let path = format!("/t/jiyuan/cases/{}/evidence?criterion=1.1", field.case);
    Ok(over_and_over(6, until, |_| field.file(&path, &field.clerk, &[], ("炸弹.docx", &bomb))))
}

fn uploads(field: &Field, until: Instant) -> Result<Heard> {
    let content = [b"%PDF-1.7".as_slice(), &vec![b'x'; 20 * 1024 * 1024 - 8]].concat();
    let path = format!("/t/jiyuan/cases/{}/evidence?criterion=1.1", field.case);
    Ok(over_and_over(6, until, |_| {
        let title = format!("材料{}", field.number());
        field.file(&path, &field.clerk, &[("title", &title)], ("a.pdf", &content))
    }))
}

fn guesses(field: &Field, until: Instant) -> Result<Heard> {
    Ok(over_and_over(6, until, |n| {
        let number = field.number();
        match n % 2 {
            0 => field.form("/login", "", format!("login=jy09.jingban&password=Geraten-{number}").as_bytes()),
            _ => {
                let guess = format!("current=Geraten-{number}&new=Qing-Feng-2027&again=Qing-Feng-2027");
                field.form("/password", &field.clerk, guess.as_bytes())
            }
        }
    }))
}

fn zeroes(field: &Field, until: Instant) -> Result<Heard> {
    let json = format!("{{\"form\":{{\"case\":\"{}\",\"criterion\":\"\\u0000\"}}}}", field.case);
    Ok(over_and_over(4, until, |n| match n {
        0 => field.form("/login", "", b"login=jy%00&password=x"),
        1 => field.json("/t/jiyuan/api/answers/save", &field.clerk, json.as_bytes()),
        2 => field.get("/t/jiyuan/people?login=%00", &field.officers[0].1),
        _ => field.form("/account", &field.clerk, b"name=%00&phone="),
    }))
}

fn deep_and_long(field: &Field, until: Instant) -> Result<Heard> {
    let deep = texts::deep(100_000);
    let long = "x".repeat(15_000);
    Ok(over_and_over(6, until, |n| match n % 3 {
        0 => field.json("/t/jiyuan/api/answers/save", &field.clerk, deep.as_bytes()),
        1 => field.json("/t/jiyuan/api/drafts/save", &field.officers[0].1, deep.as_bytes()),
        _ => field.get(&format!("/t/jiyuan/cases?{long}"), &field.clerk),
    }))
}

fn abandoned_saves(field: &Field, until: Instant) -> Result<Heard> {
    let form = json!({ "form": texts::large(&field.scheme, "siege-gone", 2_000, 4) }).to_string();
    let half = &form.as_bytes()[..form.len() / 2];
    Ok(not_reading(40, until, |_| {
        let mut stream = TcpStream::connect(("127.0.0.1", field.port))?;
        let head = format!(
            "POST /t/jiyuan/api/drafts/save HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nsec-fetch-site: same-origin\r\n\
             cookie: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            field.port,
            field.officers[0].1,
            form.len()
        );
        std::io::Write::write_all(&mut stream, head.as_bytes())?;
        stream.set_nonblocking(true)?;
        let _ = std::io::Write::write(&mut stream, half);
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        Ok(stream)
    }))
}
