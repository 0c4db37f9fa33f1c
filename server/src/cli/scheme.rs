//! `scheme list | export | inputs | check | format`

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Subcommand;
use domain::scheme::{Level, ReadError, Scheme, builtin};
use serde::Serialize;
use serde_json::json;

#[derive(Subcommand)]
pub enum SchemeCommand {
    /// 列出方案库中的方案
    List {
        /// 以JSON列出
        #[arg(long)]
        json: bool,
    },
    /// 写出一个方案的规范文本
    Export {
        /// 方案名称，如 jiyuan；也可写方案文件，得到它的规范文本
        name: String,
    },
    /// 列出一个方案的全部输入项
    Inputs {
        /// 方案名称，如 jiyuan，或方案文件
        name: String,
        /// 只列适用于这个单位类型的
        #[arg(long)]
        unit_type: Option<String>,
        /// 以JSON列出
        #[arg(long)]
        json: bool,
    },
    /// 检查一个方案：0 可以发布，1 不能读取或有问题待处理，2 用法不正确
    Check {
        /// 方案名称，如 jiyuan，或方案文件
        name: String,
        /// 以JSON列出
        #[arg(long)]
        json: bool,
    },
    /// 写出方案文件格式的 JSON Schema
    Format,
}

pub fn run(command: SchemeCommand) -> ExitCode {
    let done = match command {
        SchemeCommand::List { json } => Ok(list(json)),
        SchemeCommand::Export { name } => find(&name).map(|scheme| {
            say!("{}", scheme.to_canonical().trim_end());
            ExitCode::SUCCESS
        }),
        SchemeCommand::Inputs { name, unit_type, json } => inputs(&name, unit_type.as_deref(), json),
        SchemeCommand::Check { name, json } => check(&name, json),
        SchemeCommand::Format => Ok(printed(&Scheme::schema())),
    };
    done.unwrap_or_else(|missing| missing.told())
}

/// Why there is no scheme to work with.
pub enum Missing {
    /// Neither a name of the library nor a file that can be read.
    Nowhere(String),
    /// A file that is no scheme.
    Unreadable(ReadError),
    /// A 单位类型 the scheme does not have, or none where one is needed.
    UnitType(String),
}

impl Missing {
    /// Says why and gives the exit code: 1 for a file that is refused, 2 for usage.
    pub fn told(&self) -> ExitCode {
        match self {
            Missing::Nowhere(sentence) | Missing::UnitType(sentence) => {
                eprintln!("{sentence}");
                ExitCode::from(2)
            }
            Missing::Unreadable(error) => {
                eprintln!("方案文件被拒绝。位置：{}；原因：{}。", error.place, error.reason);
                ExitCode::FAILURE
            }
        }
    }
}

/// The scheme of the library with this name, or the one in this file.
pub fn find(name: &str) -> Result<Scheme, Missing> {
    if let Some(scheme) = builtin::load(name) {
        return Ok(scheme);
    }
    let bytes = std::fs::read(name).map_err(|error| {
        let known = builtin::names().collect::<Vec<_>>().join("、");
        Missing::Nowhere(match error.kind() {
            ErrorKind::NotFound => format!("没有方案“{name}”，也没有这个文件；内置方案：{known}。"),
            _ => format!("读不到方案文件 {name}：{}。", unread(&error)),
        })
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Missing::Unreadable(ReadError { place: "文件".to_owned(), reason: "不是UTF-8编码".to_owned() })
    })?;
    Scheme::read(&text).map_err(Missing::Unreadable)
}

/// Why a file could not be read, without the final stop.
pub fn unread(error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件",
        ErrorKind::PermissionDenied => "没有读取权限",
        ErrorKind::IsADirectory => "这是一个目录",
        _ => "请检查文件所在的磁盘",
    }
}

/// The 单位类型 of a scheme: “school（清廉学校）、…”.
pub fn unit_types(scheme: &Scheme) -> String {
    let codes: Vec<_> =
        scheme.unit_types.iter().map(|known| format!("{}（{}）", known.code, known.title)).collect();
    codes.join("、")
}

/// The rubric of one 单位类型.
pub fn for_unit_type(scheme: Scheme, unit_type: Option<&str>) -> Result<Scheme, Missing> {
    match unit_type {
        Some(code) if scheme.unit_type(code).is_some() => Ok(scheme.for_unit_type(code)),
        Some(code) if scheme.unit_types.is_empty() => {
            Err(Missing::UnitType(format!("本方案不分单位类型，不能指定“{code}”。")))
        }
        Some(code) => {
            Err(Missing::UnitType(format!("没有单位类型“{code}”，应为：{}。", unit_types(&scheme))))
        }
        None => Ok(scheme),
    }
}

fn printed(value: &impl Serialize) -> ExitCode {
    match serde_json::to_string_pretty(value) {
        Ok(text) => {
            say!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("不能写出：{error}。");
            ExitCode::FAILURE
        }
    }
}

fn list(json: bool) -> ExitCode {
    let schemes: Vec<_> = builtin::names().filter_map(builtin::load).collect();
    if json {
        let lines: Vec<_> = schemes
            .iter()
            .map(|scheme| {
                json!({
                    "name": scheme.name,
                    "title": scheme.title,
                    "points": scheme.points,
                    "criteria": scheme.judged(),
                    "unit_types": scheme.unit_types.iter().map(|known| &known.code).collect::<Vec<_>>(),
                })
            })
            .collect();
        return printed(&lines);
    }
    for scheme in schemes {
        say!("{:<16} {}（{}条）", scheme.name, scheme.title, scheme.judged());
    }
    ExitCode::SUCCESS
}

/// Lists every input: id, kind, unit, options, range.
fn inputs(name: &str, unit_type: Option<&str>, json: bool) -> Result<ExitCode, Missing> {
    let inputs = for_unit_type(find(name)?, unit_type)?.inputs();
    if json {
        return Ok(printed(&inputs));
    }
    for input in inputs {
        let unit = if input.unit.is_empty() { String::new() } else { format!("（{}）", input.unit) };
        say!("{:<32} {}　{}{unit}", input.id, input.kind.label(), input.label);
    }
    Ok(ExitCode::SUCCESS)
}

fn check(name: &str, json: bool) -> Result<ExitCode, Missing> {
    let scheme = match find(name) {
        Err(Missing::Unreadable(error)) if json => {
            printed(&[json!({
                "code": "unreadable",
                "level": Level::Error,
                "path": error.place,
                "message": error.reason,
            })]);
            return Ok(ExitCode::FAILURE);
        }
        found => found?,
    };
    let findings = scheme.findings();
    let open = findings.iter().any(domain::scheme::Finding::is_open);
    if json {
        printed(&findings);
    } else {
        for finding in &findings {
            let path = if finding.path.is_empty() { "全文" } else { &finding.path };
            say!("{} {path} {}：{}", finding.level.label(), finding.code, finding.message);
            match &finding.accepted {
                Some(reason) => say!("    已接受：{reason}"),
                None => say!("    建议：{}", finding.suggestion),
            }
        }
        say!("{}", if open { "还有问题待处理，不能发布。" } else { "可以发布。" });
    }
    Ok(if open { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
