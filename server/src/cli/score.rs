//! `score`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as ClapArgs;
use domain::points::Points;
use domain::scoring::{AnswerProblem, read_answers, report, score_in};

use super::scheme::{find, for_unit_type, unit_types, unread};

#[derive(ClapArgs)]
pub struct Args {
    /// 方案名称，如 jiyuan，或方案文件
    #[arg(long)]
    scheme: String,
    /// 单位类型；答案文件写明时可以不写
    #[arg(long)]
    unit_type: Option<String>,
    /// 答案文件，格式见 examples/README.md
    #[arg(long)]
    answers: PathBuf,
    /// 以JSON写出得分表
    #[arg(long)]
    json: bool,
}

/// Scores a file of answers. Exit 0: scored; 1: refused, with place and reason; 2: usage.
pub fn run(args: &Args) -> ExitCode {
    let found = find(&args.scheme)
        .and_then(|whole| Ok((for_unit_type(whole.clone(), args.unit_type.as_deref())?, whole)));
    let (scheme, whole) = match found {
        Ok(found) => found,
        Err(missing) => return missing.told(),
    };
    let bytes = match std::fs::read(&args.answers) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("读不到答案文件 {}：{}。", args.answers.display(), unread(&error));
            return ExitCode::from(2);
        }
    };
    let scored = String::from_utf8(bytes)
        .map_err(|_| AnswerProblem { path: "文件".into(), reason: "不是UTF-8编码".into() })
        .and_then(|text| read_answers(&scheme, &text))
        .and_then(|file| {
            let scheme = match (&file.unit_type, &args.unit_type) {
                (Some(named), Some(asked)) if named != asked => {
                    let reason = format!("答案是为“{named}”填写的，与指定的“{asked}”不一致");
                    return Err(AnswerProblem { path: "unit_type".into(), reason });
                }
                (Some(named), None) => scheme.for_unit_type(named),
                _ => scheme,
            };
            let sheet = score_in(&scheme, &file.answers, &file.circumstances)?;
            Ok((scheme, sheet, file.unit_type.is_some() || args.unit_type.is_some()))
        });
    let (scheme, sheet, of_one_type) = match scored {
        Ok(scored) => scored,
        Err(problem) => {
            if args.json {
                say!(
                    "{}",
                    serde_json::json!({ "refused": { "path": problem.path, "reason": problem.reason } })
                );
            }
            eprintln!("答案被拒绝，没有计分。位置：{}；原因：{}。", problem.path, problem.reason);
            return ExitCode::FAILURE;
        }
    };
    // No unit answers the criteria of all 单位类型 together: whoever forgot to say which one is told.
    if !of_one_type && scheme.unit_types.len() > 1 {
        eprintln!("提示：没有指定单位类型，按全部细则计算；用 --unit-type 指定：{}。", unit_types(&scheme));
    }
    if args.json {
        say!("{:#}", report(&whole, &scheme, &sheet));
    } else {
        for line in sheet.criteria() {
            // What has no points of its own shows none.
            let figures = match (&line.mark, line.points) {
                (Some(_), _) => String::new(),
                (None, Points::ZERO) => line.score.to_string(),
                (None, points) => format!("{}／{points}", line.score),
            };
            say!("{:<8}{figures:>9}　{}", line.no, line.sentence());
        }
        if let Some(declared) = sheet.declared {
            say!("合计{}分，可得{}分，文件所列总分{declared}分。", sheet.score, sheet.achievable);
        }
        for line in sheet.reached.iter().flat_map(|reached| reached.told()) {
            say!("{line}");
        }
    }
    ExitCode::SUCCESS
}
