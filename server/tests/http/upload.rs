use std::io::Write as _;

use contract::case::Evidence;
use domain::refusal::Refusal;

use crate::world::{World, Year};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
const LIMIT: usize = 20 * 1024 * 1024;

fn office(part: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", part] {
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(name, stored).unwrap();
        writer.write_all(b"<x/>").unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn files_are_taken_in_and_handed_out() {
    let world = World::demo().await;
    let year = world.open_year().await;
    taken_and_given(&world, &year).await;
}

pub async fn taken_and_given(world: &World, year: &Year) {
    let mut clerk = world.person("jy04.jingban").await;
    let path = format!("/t/jiyuan/cases/{}/evidence?criterion=1.1", year.cases[3]);
    let (docx, xlsx) = (office("word/document.xml"), office("xl/workbook.xml"));
    let (jpg, png) = (b"\xff\xd8\xff\xe0 jpg".to_vec(), b"\x89PNG\r\n\x1a\n png".to_vec());
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    for (name, content, shown, kind, how) in [
        ("/home/某人/x.pdf", PDF, "x.pdf", "application/pdf", "inline"),
        ("现场 照片.JPG", &jpg, "现场 照片.JPG", "image/jpeg", "inline"),
        ("图.png", &png, "图.png", "image/png", "inline"),
        ("方案.docx", &docx, "方案.docx", word, "attachment"),
        ("C:\\台账\\表.xlsx", &xlsx, "表.xlsx", excel, "attachment"),
    ] {
        let before = world.files();
        let answer = clerk.upload(&path, name, content).await;
        assert_eq!(answer.status, 201, "{name}: {}", answer.text());
        let evidence: Evidence = answer.json();
        assert_eq!(evidence.file_name, shown);
        assert_eq!(world.files(), before + 1);
        assert!(world.data.path().join("files").is_dir());
        let fetched = clerk.get(&format!("/t/jiyuan/files/{}", evidence.file)).await;
        assert_eq!(fetched.status, 200);
        assert_eq!(fetched.body, content, "{name}");
        assert_eq!(fetched.header("content-type"), Some(kind));
        assert_eq!(fetched.header("cache-control"), Some("private, no-cache"));
        let disposition = fetched.header("content-disposition").unwrap();
        assert_eq!(disposition, format!("{how}; filename*=UTF-8''{}", percent(shown)));
        assert!(disposition.is_ascii());
        // Seen by the unit's head; the reviewer sees it once it is handed in, and nobody else knows of it.
        for (login, status) in
            [("jy04.fuze", 200), ("jy.kaohe", 409), ("jy05.jingban", 404), ("sz.kaohe", 404)]
        {
            let mut other = world.person(login).await;
            let answer = other.get(&format!("/t/jiyuan/files/{}", evidence.file)).await;
            assert_eq!(answer.status, status, "{login}");
        }
        assert_eq!(world.visitor().get(&format!("/t/jiyuan/files/{}", evidence.file)).await.status, 303);
    }
    // Without scripts the form comes back to the case.
    let plain =
        clerk.post_file(&path, &[("title", "会议"), ("dated", "2026-03-12")], ("file", "a.pdf", PDF)).await;
    assert_eq!(plain.location(), format!("/t/jiyuan/cases/{}", year.cases[3]));
    let outside = world.data.path().parent().unwrap();
    assert!(!outside.join("x.pdf").exists());
}

fn percent(name: &str) -> String {
    name.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[tokio::test]
async fn files_that_are_refused_leave_nothing_behind() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let path = year.at("/evidence?criterion=1.1");
    let before = world.files();
    let page = clerk.page(&year.at("/fill/1")).await;
    for (name, content) in [
        ("会议记录.pdf", b"<html><script>alert(1)</script>".as_slice()),
        ("会议记录.exe", b"MZ\x90"),
        ("会议记录", PDF),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("网页.html", b"<html>"),
        ("图.png", PDF),
        ("空.pdf", b""),
        ("方案.docx", &office("xl/workbook.xml")),
        ("方案.docx", b"PK\x03\x04 cut"),
    ] {
        let answer = clerk.upload(&path, name, content).await;
        assert_eq!(answer.status, 422, "{name}");
        let (sentence, _) = answer.told();
        assert!(sentence.contains("可上传的文件类型"), "{name}: {sentence}");
    }
    assert_eq!(clerk.upload(&path, "", PDF).await.status, 422);
    // Somebody else's criterion, or none.
    for nowhere in ["/evidence?criterion=99.9", "/evidence"] {
        clerk.upload(&year.at(nowhere), "a.pdf", PDF).await.refuses(Refusal::NotFound);
    }
    let dated = clerk.post_file(&path, &[("dated", "2026-02-30")], ("file", "a.pdf", PDF)).await;
    assert_eq!(dated.status, 422);
    let titled = clerk.post_file(&path, &[("title", &"字".repeat(101))], ("file", "a.pdf", PDF)).await;
    assert_eq!(titled.status, 422);
    assert_eq!(world.files(), before);
    assert_eq!(clerk.page(&year.at("/fill/1")).await, page);
}

#[tokio::test]
async fn the_largest_file_is_taken_and_one_byte_more_is_not() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let path = year.at("/evidence?criterion=1.1");
    let mut content = PDF.to_vec();
    content.resize(LIMIT, b' ');
    let before = world.files();
    assert_eq!(clerk.upload(&path, "大.pdf", &content).await.status, 201);
    content.push(b' ');
    let larger = clerk.upload(&path, "大.pdf", &content).await;
    larger.refuses(Refusal::FileTooLarge { limit: LIMIT as u64 });
    // Far beyond, where the router already stops reading.
    content.resize(LIMIT + 1024 * 1024, b' ');
    assert_eq!(clerk.upload(&path, "大.pdf", &content).await.status, 413);
    let page = clerk.post_file(&path, &[], ("file", "大.pdf", &content)).await;
    assert_eq!(page.status, 413);
    assert!(page.is_html());
    assert_eq!(world.files(), before + 1);
}

#[tokio::test]
async fn twenty_files_a_criterion() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let mut clerk = world.person("jy01.jingban").await;
    let path = year.at("/evidence?criterion=1.1");
    for n in 0..20 {
        assert_eq!(clerk.upload(&path, &format!("{n}.pdf"), PDF).await.status, 201);
    }
    clerk.upload(&path, "20.pdf", PDF).await.refuses(Refusal::TooManyFiles { limit: 20 });
    assert_eq!(clerk.upload(&year.at("/evidence?criterion=1.2"), "20.pdf", PDF).await.status, 201);
}
