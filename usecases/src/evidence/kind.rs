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
    let mut head = [0; 8];
    let mut file = File::open(path).or_fault()?;
    let length = file.read(&mut head).or_fault()?;
    if length == 0 {
        return wrong("文件是空的（0字节），请打开原件看看是否有内容，重新保存后再传");
    }
    let Some(kind) = Kind::of_name(name) else {
        return wrong(&advice(name));
    };
    let starts = |magic: &[u8]| head[..length].starts_with(magic);
    let agrees = match kind {
        Kind::Pdf => starts(b"%PDF-"),
        Kind::Jpg => starts(&[0xff, 0xd8, 0xff]),
        Kind::Png => starts(&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]),
        Kind::Docx => starts(b"PK\x03\x04") && office(&file, "word/document.xml")?,
        Kind::Xlsx => starts(b"PK\x03\x04") && office(&file, "xl/workbook.xml")?,
    };
    if agrees {
        Ok(kind)
    } else {
        wrong("文件内容与扩展名不符，可能只改了扩展名或文件已损坏。请用原来的软件打开，另存或导出为PDF后再传")
    }
}

/// What to do with a file that cannot be taken, by its ending.
fn advice(name: &str) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let what = match ending.as_str() {
        "doc" | "wps" | "wpt" | "rtf" | "odt" => "请用WPS或Word打开，另存为DOCX或导出为PDF后再传",
        "xls" | "et" | "ett" | "csv" | "ods" => "请用WPS或Excel打开，另存为XLSX或导出为PDF后再传",
        "ppt" | "pptx" | "pps" | "ppsx" | "dps" | "odp" => "演示文稿请导出为PDF后再传",
        "ofd" => "请用OFD阅读器打开，导出或打印为PDF后再传",
        "heic" | "heif" | "webp" | "bmp" | "tif" | "tiff" | "gif" | "avif" => {
            "请把图片转存为JPG后再传；手机照片可在相机设置中改为“兼容性最佳”，或发送时选择JPG格式"
        }
        "zip" | "rar" | "7z" | "tar" | "gz" => "压缩包请先解压，再把里面的文件逐个上传（可一次选择多个文件）",
        "mp4" | "mov" | "avi" | "wmv" | "mkv" | "mp3" | "wav" | "m4a" => {
            "音视频请截取关键画面存为JPG，或整理成文字存为PDF后再传；原件留存备查"
        }
        "txt" | "md" | "htm" | "html" | "mht" | "eml" => "请打开后打印或导出为PDF再传",
        "dwg" | "dxf" | "vsd" | "vsdx" | "psd" | "ai" | "cdr" => "请用原来的软件导出为PDF或JPG后再传",
        "" => "文件没有扩展名，请用原来的软件打开，另存为PDF后再传",
        _ => "请转为PDF、JPG、PNG、DOCX或XLSX后再传",
    };
    match ending.as_str() {
        "" => what.to_owned(),
        ending if ending.len() <= 8 => format!("暂不接收{}文件。{what}", ending.to_ascii_uppercase()),
        _ => format!("暂不接收这种文件。{what}"),
    }
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

    /// What offices and telephones make is refused with what to do about it; what is empty is called empty, whatever it is.
    #[test]
    fn a_refused_file_comes_with_advice() {
        for (name, told) in [
            ("请示.doc", "另存为DOCX"),
            ("请示.WPS", "另存为DOCX"),
            ("台账.xls", "另存为XLSX"),
            ("台账.et", "另存为XLSX"),
            ("公文.ofd", "PDF"),
            ("汇报.ppt", "PDF"),
            ("汇报.pptx", "PDF"),
            ("现场.heic", "JPG"),
            ("现场.webp", "JPG"),
            ("材料.zip", "解压"),
            ("录像.mp4", "关键画面"),
            ("记录.txt", "PDF"),
            ("程序.exe", "PDF"),
            ("没有扩展名", "扩展名"),
        ] {
            let Err(Refusal::FileKind { reason }) = check(name, b"something") else { panic!("{name}") };
            assert!(reason.contains(told), "{name}: {reason}");
            let Err(Refusal::FileKind { reason }) = check(name, b"") else { panic!("{name}") };
            assert!(reason.contains("空"), "{name}: {reason}");
        }
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
