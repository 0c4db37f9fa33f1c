//! `score`

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as ClapArgs;
use domain::scheme::builtin;
use domain::scoring::{AnswerProblem, read_answers, report, score};

#[derive(ClapArgs)]
pub struct Args {
    /// 方案名称，如 jiyuan
    #[arg(long)]
    scheme: String,
    /// 答案文件，格式见 examples/README.md
    #[arg(long)]
    answers: PathBuf,
    /// 以JSON写出得分表
    #[arg(long)]
    json: bool,
}

/// Scores a file of answers. Exit 0: scored; 1: refused, with place and reason; 2: usage.
pub fn run(args: &Args) -> ExitCode {
    let Some(scheme) = builtin::load(&args.scheme) else {
        eprintln!("没有方案“{}”；内置方案：{}。", args.scheme, builtin::names().join("、"));
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&args.answers) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::NotFound => "没有这个文件",
                ErrorKind::PermissionDenied => "没有读取权限",
                ErrorKind::IsADirectory => "这是一个目录",
                _ => "请检查文件所在的磁盘",
            };
            eprintln!("读不到答案文件 {}：{why}。", args.answers.display());
            return ExitCode::from(2);
        }
    };
    let scored = String::from_utf8(bytes)
        .map_err(|_| AnswerProblem { path: "文件".into(), reason: "不是UTF-8编码".into() })
        .and_then(|text| read_answers(&scheme, &text))
        .and_then(|answers| score(&scheme, &answers));
    let sheet = match scored {
        Ok(sheet) => sheet,
        Err(problem) => {
            if args.json {
                println!(
                    "{}",
                    serde_json::json!({ "refused": { "path": problem.path, "reason": problem.reason } })
                );
            }
            eprintln!("答案被拒绝，没有计分。位置：{}；原因：{}。", problem.path, problem.reason);
            return ExitCode::FAILURE;
        }
    };
    if args.json {
        println!("{:#}", report(&scheme, &sheet));
    } else {
        for line in sheet.criteria() {
            println!(
                "{:<6}{:>6}／{:<4} {}",
                line.no,
                line.score.to_string(),
                line.points.to_string(),
                line.sentence()
            );
        }
        println!("合计{}分，可得{}分，文件所列总分{}分。", sheet.score, sheet.achievable, sheet.declared);
    }
    ExitCode::SUCCESS
}
