//! `cargo xtask …`: the commands people and the integration server use.
//!
//! | command | what it does | where |
//! |---|---|---|
//! | `run [--release]` | builds everything and starts a demo | [`run`] |
//! | `test` | formatting, lints, architecture, tests, browser journeys | [`test`] |
//! | `crash` | kills a working server over and over, and looks what is left | [`crash`] |
//! | `slow` | ten thousand slow connections beside a normal client | [`slow`] |
//! | `siege` | attack after attack beside a clerk who saves | [`siege`] |
//! | `build` | one release executable with the site inside | [`build`] |
//! | `bench [--json FILE] [--only NAME] [--seconds N]` | the figures, each beside what it is measured against | [`bench`] |
//! | `lighthouse` | what Lighthouse says of the release build | [`lighthouse`] |
//!
//! The parts: [`tools`] finds or installs what a command needs, [`site`] makes the browser's half, [`postgres`] is a
//! throw-away database cluster, [`house`] a server under trial, [`absences`] checks what must not be there, [`journeys`] runs the browser, [`tally`]
//! counts, [`stage`] shows progress, [`process`] starts programs.

mod absences;
mod bench;
mod build;
mod chance;
mod crash;
mod house;
mod journeys;
mod lighthouse;
mod paths;
mod postgres;
mod process;
mod run;
mod siege;
mod site;
mod slow;
mod stage;
mod tally;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
用法：
  cargo xtask run [--release]   编译并启动演示系统（数据放在 data/）
  cargo xtask test              格式、静态检查、架构约束、单元与集成测试、浏览器用例
  cargo xtask crash             反复强行终止正在工作的服务端，核对已确认的内容不丢不重
                                （--rounds 500 --seed 1 --clerks 6 --postgres --release）
  cargo xtask slow              一万个慢连接，核对正常用户不受影响
                                （--connections 10000 --seconds 30 --release）
  cargo xtask site              编译网页端和服务端（调试版），不启动
  cargo xtask siege             各种攻击逐一进行，旁边一名经办人照常保存，核对内存和快慢（先编译发布版）
                                （--seconds 6 --only N）
  cargo xtask build             生成单个可执行文件 target/release/qingping（内含网页）
  cargo xtask bench [--json 文件] [--only 项目] [--seconds 秒]
                                测量性能，每个数都有对照；项目：page、save、engine、first-page、memory、sqlite、postgres
  cargo xtask lighthouse        用 Lighthouse 测量经办人页面和公开页面（先编译发布版）";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = process::listen_for_interrupts().and_then(|()| match words[..] {
        ["run"] => run::run(site::Profile::Quick),
        ["run", "--release"] => run::run(site::Profile::Release),
        ["test"] => test::test(),
        ["site"] => run::prepare(site::Profile::Quick).map(|()| ExitCode::SUCCESS),
        ["build"] => build::build(),
        ["crash", ref plan @ ..] => crash::command(plan),
        ["slow", ref plan @ ..] => slow::command(plan),
        ["siege", ref plan @ ..] => siege::command(plan),
        ["bench", ref asked @ ..] => bench::bench(asked),
        ["lighthouse"] => lighthouse::run(),
        ["help" | "-h" | "--help"] => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("{HELP}");
            Ok(ExitCode::from(2))
        }
    });
    outcome.unwrap_or_else(|error| {
        eprintln!("\n失败：{error:#}");
        ExitCode::FAILURE
    })
}
