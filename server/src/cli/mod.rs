//! The commands. Every failure is one clear Chinese sentence and an exit code that is not 0.

/// Writes a line of what was asked for. Whoever reads it may have read enough (`| head`): that is no fault.
macro_rules! say {
    ($($told:tt)*) => {{
        use std::io::Write as _;
        if let Err(error) = writeln!(std::io::stdout(), $($told)*)
            && error.kind() != std::io::ErrorKind::BrokenPipe
        {
            eprintln!("不能写出：{error}。");
            std::process::exit(1);
        }
    }};
}

mod check;
mod data;
mod demo;
mod journal;
mod open;
mod routes;
mod scheme;
mod score;
mod serve;
mod suspend;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

/// 清评：清廉创建在线考评
#[derive(Parser)]
#[command(name = "qingping", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 启动网站
    Serve {
        /// 演示模式：数据库为空时载入演示数据，并列出演示账号
        #[arg(long)]
        demo: bool,
    },
    /// 建立或升级数据库结构
    Migrate,
    /// 向空数据库载入演示数据
    Demo {
        /// 以JSON列出演示账号
        #[arg(long)]
        json: bool,
    },
    /// 辖区
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// 人员
    #[command(subcommand)]
    User(UserCommand),
    /// 平台三员
    #[command(subcommand)]
    Ops(OpsCommand),
    /// 列出全部地址及其职责
    Routes {
        /// 以JSON列出
        #[arg(long)]
        json: bool,
    },
    /// 创建方案
    #[command(subcommand)]
    Scheme(scheme::SchemeCommand),
    /// 核对数据库、全部留痕和文件，不作改动
    Check {
        /// 以JSON列出
        #[arg(long)]
        json: bool,
    },
    /// 计分：0 已计分，1 答案被拒绝，2 用法不正确
    Score(score::Args),
    /// 留痕
    #[command(subcommand)]
    Journal(JournalCommand),
}

#[derive(Subcommand)]
enum TenantCommand {
    /// 开设辖区
    Add(open::TenantArgs),
    /// 暂停辖区：工作人员不能进入，公开页关闭，已有内容保留
    Suspend {
        /// 辖区代码
        code: String,
    },
    /// 恢复暂停的辖区
    Resume {
        /// 辖区代码
        code: String,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// 任命人员；没有账号的同时开通，初始密码只显示一次
    Add(open::UserArgs),
    /// 生成重设密码的一次性链接，24小时内有效，只显示这一次
    ResetLink {
        /// 登录名
        #[arg(long)]
        login: String,
    },
}

#[derive(Subcommand)]
enum OpsCommand {
    /// 任命平台运维员、安全管理员或审计管理员；没有账号的同时开通，初始密码只显示一次
    Add(open::StaffArgs),
}

#[derive(Subcommand)]
enum JournalCommand {
    /// 核验一个辖区的留痕
    Verify {
        /// 辖区代码
        #[arg(long)]
        tenant: String,
    },
}

/// Runs the command line.
pub fn run() -> ExitCode {
    crate::private::from_now_on();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("命令用法不正确：{}。运行 qingping --help 查看全部命令。", misuse(&error));
            return ExitCode::from(2);
        }
    };
    let done = match cli.command {
        Command::Serve { demo } => serve::run(demo),
        Command::Migrate => data::migrate(),
        Command::Demo { json } => demo::run(json),
        Command::Tenant(TenantCommand::Add(args)) => open::tenant(args),
        Command::Tenant(TenantCommand::Suspend { code }) => suspend::suspend(&code),
        Command::Tenant(TenantCommand::Resume { code }) => suspend::resume(&code),
        Command::User(UserCommand::Add(args)) => open::user(args),
        Command::User(UserCommand::ResetLink { login }) => open::reset_link(&login),
        Command::Ops(OpsCommand::Add(args)) => open::staff(args),
        Command::Routes { json } => routes::run(json),
        Command::Scheme(command) => return scheme::run(command),
        Command::Check { json } => check::run(json),
        Command::Score(args) => return score::run(&args),
        Command::Journal(JournalCommand::Verify { tenant }) => journal::verify(&tenant),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The sentence for people; what lies beneath it is for the log.
            tracing::error!("{error:#}");
            eprintln!("{}。", error.to_string().trim_end_matches('。'));
            ExitCode::FAILURE
        }
    }
}

/// What was wrong with the call, in Chinese.
fn misuse(error: &clap::Error) -> String {
    use clap::error::ContextKind;
    let named = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", named(ContextKind::InvalidArg)),
        ErrorKind::UnknownArgument => format!("没有参数 {}", named(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => format!("没有命令 {}", named(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "缺少命令".into()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{} 的值不正确", named(ContextKind::InvalidArg))
        }
        _ => "无法识别".into(),
    }
}
