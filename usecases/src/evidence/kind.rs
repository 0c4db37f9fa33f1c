//! What a file is: its ending and its content must agree, and be on the list.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::refusal::Refusal;
use tokio::sync::Semaphore;

use crate::fault::{OrFault, fault};

/// What units hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pdf,
    Jpg,
    Png,
    Docx,
    Xlsx,
}

impl Kind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Jpg => "jpg",
            Kind::Png => "png",
            Kind::Docx => "docx",
            Kind::Xlsx => "xlsx",
        }
    }

    fn of_name(name: &str) -> Option<Kind> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "pdf" => Some(Kind::Pdf),
            "jpg" | "jpeg" => Some(Kind::Jpg),
            "png" => Some(Kind::Png),
            "docx" => Some(Kind::Docx),
            "xlsx" => Some(Kind::Xlsx),
            _ => None,
        }
    }
}

/// How many files are looked into at a time: unfolding takes a processor.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Looks into a received file, off the request threads.
///
/// # Errors
/// [`Refusal::FileKind`] with what is wrong.
pub(crate) async fn recognise(name: &str, path: &Path) -> Result<Kind, Refusal> {
    let _place = AT_ONCE.acquire().await;
    let (name, path) = (name.to_owned(), path.to_owned());
    let looked = tokio::task::spawn_blocking(move || look(&name, &path));
    looked.await.unwrap_or_else(|error| Err(fault(&error)))
}

fn look(name: &str, path: &Path) -> Result<Kind, Refusal> {
    let wrong = |reason: &str| Err(Refusal::FileKind { reason: reason.to_owned() });
    let Some(kind) = Kind::of_name(name) else {
        return wrong("不支持这种文件类型");
    };
    let mut head = [0; 8];
    let mut file = File::open(path).or_fault()?;
    let length = file.read(&mut head).or_fault()?;
    if length == 0 {
        return wrong("文件是空的");
    }
    let starts = |magic: &[u8]| head[..length].starts_with(magic);
    let agrees = match kind {
        Kind::Pdf => starts(b"%PDF-"),
        Kind::Jpg => starts(&[0xff, 0xd8, 0xff]),
        Kind::Png => starts(&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]),
        Kind::Docx => starts(b"PK\x03\x04") && office(&file, "word/document.xml")?,
        Kind::Xlsx => starts(b"PK\x03\x04") && office(&file, "xl/workbook.xml")?,
    };
    if agrees { Ok(kind) } else { wrong("文件内容与扩展名不符") }
}

/// The most an Office file may unfold to, and the most entries it may hold.
const UNFOLDED: u64 = 300 * 1024 * 1024;
const ENTRIES: usize = 10_000;

/// Whether a zip file is the Office document that its part says, and no bomb. What it says of its size is what whoever made
/// it wanted it to say: everything is unfolded once, counted and thrown away.
fn office(file: &File, part: &str) -> Result<bool, Refusal> {
    let bomb = || Err(Refusal::FileKind { reason: "文件展开后过大".into() });
    let Ok(mut archive) = zip::ZipArchive::new(file) else {
        return Ok(false);
    };
    if archive.len() > ENTRIES {
        return Ok(false);
    }
    let mut left = UNFOLDED;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else { return Ok(false) };
        // One more byte than may be left tells that there is too much.
        match io::copy(&mut entry.take(left + 1), &mut io::sink()) {
            Ok(unfolded) if unfolded > left => return bomb(),
            Ok(unfolded) => left -= unfolded,
            // Damaged, or packed in a way no office program packs.
            Err(_) => return Ok(false),
        }
    }
    Ok(archive.index_for_name("[Content_Types].xml").is_some() && archive.index_for_name(part).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn check(name: &str, bytes: &[u8]) -> Result<Kind, Refusal> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        look(name, file.path())
    }

    fn zipped(names: &[&str]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            let stored =
                zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            writer.start_file(*name, stored).unwrap();
            writer.write_all(b"x").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// A bomb that says of itself that it is small.
    #[test]
    fn what_a_file_unfolds_to_is_counted_not_believed() {
        let packed = zip::write::SimpleFileOptions::default();
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for name in ["[Content_Types].xml", "word/document.xml"] {
            writer.start_file(name, packed).unwrap();
            let zeroes = vec![0; 1024 * 1024];
            for _ in 0..151 {
                writer.write_all(&zeroes).unwrap();
            }
        }
        let mut bytes = writer.finish().unwrap().into_inner();
        assert!(bytes.len() < 1024 * 1024);
        let refused = |bytes: &[u8]| check("方案.docx", bytes).unwrap_err();
        assert_eq!(refused(&bytes), Refusal::FileKind { reason: "文件展开后过大".into() });
        // The size as written, four bytes in the directory and in each head, says one byte.
        let size = (151_u32 * 1024 * 1024).to_le_bytes();
        let at: Vec<_> = (0..bytes.len() - 4).filter(|at| bytes[*at..at + 4] == size).collect();
        assert!(!at.is_empty());
        for at in at {
            bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
        }
        assert!(matches!(refused(&bytes), Refusal::FileKind { .. }));
    }

    #[test]
    fn ending_and_content_must_agree() {
        let docx = zipped(&["[Content_Types].xml", "word/document.xml"]);
        assert_eq!(check("会议记录.pdf", b"%PDF-1.7 ..."), Ok(Kind::Pdf));
        assert_eq!(check("现场.JPEG", &[0xff, 0xd8, 0xff, 0xe0]), Ok(Kind::Jpg));
        assert_eq!(check("方案.docx", &docx), Ok(Kind::Docx));
        for (name, bytes) in [
            ("会议记录.pdf", b"<html>".as_slice()),
            ("会议记录.exe", b"MZ"),
            ("会议记录", b"%PDF-"),
            ("空.pdf", b""),
            ("方案.xlsx", docx.as_slice()),
            ("方案.docx", b"PK\x03\x04 broken"),
            ("图.svg", b"<svg/>"),
        ] {
            assert!(matches!(check(name, bytes), Err(Refusal::FileKind { .. })), "{name}");
        }
    }
}
