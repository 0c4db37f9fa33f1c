//! Reading and writing a scheme document, and the structure every scheme must have. What is merely unclear in a
//! document is reported by `lint` instead.

use super::limits::SIZE_LIMIT;
use super::model::Scheme;
use super::{check, json_error};
use crate::points::Points;
use crate::scoring::{Answers, score};

/// The most a text may hold, in characters.
pub const TEXT_LIMIT: usize = 2_000;
/// The most one declared figure or amount may be worth, in 分.
pub const POINTS_LIMIT: Points = Points::from_int(10_000);

/// Why a document is not a scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}：{reason}")]
pub struct ReadError {
    /// Line and column, or the number of the section, item or criterion.
    pub place: String,
    /// What is wrong, in a Chinese sentence without the final stop.
    pub reason: String,
}

impl ReadError {
    /// The place in words, where it is a part of the whole and no number.
    pub fn part(&self) -> Option<&'static str> {
        Some(match self.place.as_str() {
            "format" => "格式版本",
            "name" => "简称",
            "title" => "方案名称",
            "points" => "满分",
            "unit_types" => "单位类型",
            "grades" => "项目等次",
            "sources" => "加权来源",
            "deadlines" => "期限",
            "outcome" => "结果规则",
            "notes" => "说明",
            "accepted" => "接受记录",
            "方案" => "方案",
            _ => return None,
        })
    }

    /// Place and reason for people, without the final stop.
    pub fn told(&self) -> String {
        match self.part() {
            Some(part) => format!("{part}：{}", self.reason),
            // “第一部分” says already what it is.
            None if self.place.starts_with('第') || self.place == "方案文件" => {
                format!("{}：{}", self.place, self.reason)
            }
            None => format!("第{}项：{}", self.place, self.reason),
        }
    }

    pub(super) fn new(place: &str, reason: impl Into<String>) -> Self {
        Self { place: place.to_owned(), reason: reason.into() }
    }
}

/// The text of a scheme file; what its content shows it to be is told where it is something else, with what to do.
pub fn text_of_file(bytes: &[u8]) -> Result<&str, String> {
    const TABLE: &str = "请打开它，选中考评表格复制，再到方案工作台的“粘贴表格”处粘贴";
    let has = |name: &str| bytes.windows(name.len()).any(|part| part == name.as_bytes());
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let what = if starts(b"PK\x03\x04") {
        if has("word/") {
            "Word文件"
        } else if has("xl/") {
            "Excel文件"
        } else if has("ppt/") {
            "PPT文件"
        } else {
            "压缩文件"
        }
    } else if starts(b"\xd0\xcf\x11\xe0") {
        "旧格式的Word、Excel或WPS文件"
    } else if starts(b"{\\rtf") {
        "RTF文件"
    } else if starts(b"%PDF-") {
        "PDF文件"
    } else if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") {
        return Err("这是图片，不是方案文件，图片中的文字读不出来；请找到原来的表格，复制后到方案工作台的“粘贴表格”处粘贴".to_owned());
    } else {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            format!("这不是本系统导出的方案文件（.json），也不是UTF-8编码的文本。如果它是文档或表格，{TABLE}")
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let start = text.trim_start();
        if start.starts_with(['{', '[', '"']) || start.is_empty() {
            return Ok(text);
        }
        let what = if start.starts_with('<') { "网页或XML文件" } else { "普通文本" };
        return Err(format!("这是{what}，不是本系统导出的方案文件（.json）。{TABLE}"));
    };
    Err(format!("这是{what}，不是本系统导出的方案文件（.json）。{TABLE}"))
}

impl Scheme {
    /// The published JSON Schema. It says what is written how; what has to fit together is checked by [`Scheme::read`].
    #[cfg(feature = "schema")]
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Scheme).to_value()
    }

    /// Reads a scheme document and checks its structure.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        if text.len() > SIZE_LIMIT {
            return Err(too_large());
        }
        // Some editors begin a file with this mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let scheme: Scheme = serde_json::from_str(text).map_err(|error| ReadError {
            place: json_error::place(&error),
            reason: json_error::reason(&error),
        })?;
        scheme.check()?;
        Ok(scheme)
    }

    /// The canonical text: two spaces, fields in the order of the format, a final line break. Reading it gives the
    /// same scheme, and writing that gives the same text byte for byte.
    pub fn to_canonical(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("a scheme holds only strings, numbers and lists");
        text.push('\n');
        text
    }

    /// The canonical text, as it is stored.
    ///
    /// # Errors
    /// If it would weigh more than a file that can be read, or is beyond another limit: what is taken in must be possible to
    /// keep, and what is kept to be read again.
    pub fn to_document(&self) -> Result<String, ReadError> {
        self.within_limits()?;
        let text = self.to_canonical();
        if text.len() > SIZE_LIMIT { Err(too_large()) } else { Ok(text) }
    }

    /// The structure every scheme must have; the first fault is told.
    pub fn check(&self) -> Result<(), ReadError> {
        self.within_limits()?;
        check::scheme(self)?;
        // Factors upon factors can be beyond counting before anybody has answered anything.
        match score(self, &Answers::new()) {
            Ok(_) => Ok(()),
            Err(problem) => Err(ReadError::new(&problem.path, problem.reason)),
        }
    }
}

fn too_large() -> ReadError {
    ReadError::new("方案文件", format!("超过{} MiB，超出了一份方案可以有的规模", SIZE_LIMIT / 1024 / 1024))
}
