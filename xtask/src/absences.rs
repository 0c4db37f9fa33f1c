//! The architecture, written as what must not be there. Each absence is data: what, why, and how to look.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{paths, process, site};

struct Absence {
    what: &'static str,
    why: &'static str,
    check: Check,
}

enum Check {
    /// The crate's ordinary dependencies (not those of tests or macros) contain none of these packages.
    Tree { package: Package, banned: &'static [&'static str] },
    /// The package may be in the tree, but only these may ask for it.
    OnlyThrough { package: Package, banned: &'static str, parents: &'static [&'static str] },
    /// The sources below `within` do not contain these words, except in files whose path begins with one of `except`.
    Text { within: &'static [&'static str], except: &'static [&'static str], banned: &'static [&'static str] },
    /// Pictures lie in this folder only: so many at most, each of so many bytes.
    Pictures { folder: &'static str, most: usize, bytes: u64 },
}

#[derive(Clone, Copy)]
enum Package {
    Host(&'static str),
    Browser(&'static str),
}

impl Package {
    fn name(self) -> &'static str {
        match self {
            Package::Host(name) | Package::Browser(name) => name,
        }
    }
}

const HTTP: &[&str] =
    &["axum", "axum-core", "hyper", "hyper-util", "tower-http", "leptos", "leptos_axum", "actix-web"];

const ABSENCES: &[Absence] = &[
    Absence {
        what: "domain 不做输入输出，不认识框架和数据库",
        why: "制度规则是纯计算：同样的输入永远得到同样的结果，并且能编译到浏览器",
        check: Check::Tree {
            package: Package::Host("domain"),
            banned: &[
                "tokio",
                "mio",
                "axum",
                "hyper",
                "leptos",
                "sea-orm",
                "sqlx",
                "sqlx-core",
                "rand",
                "rand_core",
                "getrandom",
                "iana-time-zone",
            ],
        },
    },
    Absence {
        what: "contract 只在 domain 之上加 serde",
        why: "线上传输的形状由前后端共用，不能带进任何一端的框架",
        check: Check::Tree {
            package: Package::Host("contract"),
            banned: &[
                "tokio",
                "axum",
                "hyper",
                "leptos",
                "sea-orm",
                "sqlx",
                "sqlx-core",
                "rand",
                "getrandom",
            ],
        },
    },
    Absence {
        what: "usecases 不认识 HTTP",
        why: "同一个用例要能从网页、命令行和后台任务调用",
        check: Check::Tree { package: Package::Host("usecases"), banned: HTTP },
    },
    Absence {
        what: "store 不认识 HTTP",
        why: "数据层在用例之下",
        check: Check::Tree { package: Package::Host("store"), banned: HTTP },
    },
    Absence {
        what: "frontend 里没有服务端的东西",
        why: "否则浏览器要下载数据库驱动，或者根本编译不过",
        check: Check::Tree {
            package: Package::Browser("frontend"),
            banned: &[
                "sea-orm",
                "sqlx",
                "sqlx-core",
                "tokio",
                "mio",
                "socket2",
                "hyper",
                "axum",
                "leptos_axum",
                "usecases",
                "store",
                "migrations",
            ],
        },
    },
    Absence {
        what: "frontend 不用 regex",
        why: "正则引擎会让网页端大几百 KB；leptos_config 带着它，但浏览器里不调用，链接时会去掉",
        check: Check::OnlyThrough {
            package: Package::Browser("frontend"),
            banned: "regex",
            parents: &["leptos_config"],
        },
    },
    Absence {
        what: "migrations 不引用实体和 store",
        why: "迁移是历史，不能随今天的表结构变化",
        check: Check::Text {
            within: &["migrations"],
            except: &[],
            banned: &["store::", "entity::", "entities::", "DeriveEntityModel"],
        },
    },
    Absence {
        what: "只有 store 和 migrations 提到 sea-orm 与数据库连接",
        why: "所有 SQL 在一处，租户隔离才守得住",
        check: Check::Text {
            within: &["domain", "contract", "usecases", "app", "frontend", "server"],
            except: &[],
            banned: &["sea_orm", "sea_orm_migration", "sqlx", "DatabaseConnection", "DatabaseTransaction"],
        },
    },
    Absence {
        what: "domain 里没有浮点数",
        why: "分数必须精确，不能有 0.1 + 0.2 那样的误差",
        check: Check::Text { within: &["domain"], except: &[], banned: &["f32", "f64"] },
    },
    Absence {
        what: "边缘之外不看时钟、不取随机数",
        why: "时间和随机数作为参数传入，测试才能重现，演示才能调时间",
        check: Check::Text {
            within: &["domain", "contract", "usecases", "store", "app"],
            except: &["usecases/src/edge.rs", "store/src/testing"],
            banned: &[
                "Utc::now",
                "Local::now",
                "SystemTime::now",
                "Instant::now",
                "Date::now",
                "rand::",
                "getrandom::",
                "OsRng",
                "Uuid::now_v7",
                "Uuid::new_v4",
            ],
        },
    },
    Absence {
        what: "界面里没有裸的 <textarea> 和 inner_html",
        why: "leptos 0.8 在服务端不转义 textarea 的内容，会成为存储型跨站脚本；一律用 ui::TextArea",
        check: Check::Text {
            within: &["app"],
            except: &["app/src/ui/text_area.rs"],
            banned: &["<textarea", "inner_html"],
        },
    },
    Absence {
        what: "地址只在 endpoints.rs 里登记",
        why: "授权测试按这张清单逐个试，清单以外不能有地址",
        check: Check::Text {
            within: &["app", "server"],
            except: &["server/src/endpoints.rs"],
            banned: &["Router::new", ".route(", ".route_service(", ".nest(", ".nest_service(", ".fallback("],
        },
    },
    Absence {
        what: "contract 里没有 usize 字段",
        why: "usize 在浏览器是 32 位、在服务端是 64 位",
        check: Check::Text { within: &["contract"], except: &[], banned: &[": usize", "<usize>"] },
    },
    Absence {
        what: "没有截图，README 的几张小图除外",
        why: "用例的截图写到 target/shots 供人查看，没有机器比较它们，放进仓库只会越积越大",
        check: Check::Pictures { folder: "pictures", most: 8, bytes: 80 * 1024 },
    },
];

/// Checks everything; prints each breach with its place and reason. Answers how many absences are broken.
pub fn check_all() -> Result<u32> {
    let mut broken = 0;
    for absence in ABSENCES {
        process::stop_if_interrupted()?;
        let breaches = match &absence.check {
            Check::Tree { package, banned } => tree(*package, banned)?,
            Check::OnlyThrough { package, banned, parents } => only_through(*package, banned, parents)?,
            Check::Text { within, except, banned } => text(within, except, banned)?,
            Check::Pictures { folder, most, bytes } => pictures(folder, *most, *bytes)?,
        };
        if !breaches.is_empty() {
            broken += 1;
            eprintln!("违反架构约束：{}\n  原因：{}", absence.what, absence.why);
            for breach in breaches {
                eprintln!("  {breach}");
            }
        }
    }
    Ok(broken)
}

fn cargo_tree(package: Package, more: &[&str]) -> Result<String> {
    let mut cargo = process::cargo();
    cargo.args(["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    match package {
        Package::Host(name) => cargo.args(["--package", name]),
        Package::Browser(name) => cargo.args(["--package", name, "--target", "wasm32-unknown-unknown"]),
    };
    process::output(cargo.args(more))
}

/// The package names of a `cargo tree` with one `name version …` per line.
fn names(tree: &str) -> BTreeSet<&str> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

fn tree(package: Package, banned: &[&str]) -> Result<Vec<String>> {
    let tree = cargo_tree(package, &[])?;
    let names = names(&tree);
    let name = package.name();
    let found = banned.iter().filter(|banned| names.contains(*banned));
    Ok(found
        .map(|found| format!("{name}/Cargo.toml:1 依赖树里有 {found}（cargo tree -p {name} -i {found}）"))
        .collect())
}

fn only_through(package: Package, banned: &str, parents: &[&str]) -> Result<Vec<String>> {
    if !names(&cargo_tree(package, &[])?).contains(banned) {
        return Ok(Vec::new());
    }
    let tree = cargo_tree(package, &["--invert", banned, "--depth", "1"])?;
    let name = package.name();
    let strangers = names(&tree).into_iter().filter(|found| *found != banned && !parents.contains(found));
    Ok(strangers.map(|stranger| format!("{name}/Cargo.toml:1 {stranger} 引入了 {banned}")).collect())
}

fn text(within: &[&str], except: &[&str], banned: &[&str]) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for package in within {
        for file in site::walk(&paths::root().join(package).join("src"))? {
            let shown = paths::shown(&file);
            if !is_rust(&file) || except.iter().any(|prefix| shown.starts_with(prefix)) {
                continue;
            }
            let source = std::fs::read_to_string(&file).with_context(|| format!("读不到 {shown}"))?;
            breaches.extend(
                scan(&source, banned).into_iter().map(|(line, word)| format!("{shown}:{line} {word}")),
            );
        }
    }
    Ok(breaches)
}

/// What is made, and not written: it is not the project's.
const MADE: [&str; 5] = ["target", "data", "node_modules", ".git", "end2end/test-results"];

fn pictures(folder: &str, most: usize, bytes: u64) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    let mut there = 0;
    for place in std::fs::read_dir(paths::root())? {
        let place = place?.path();
        if !place.is_dir() || MADE.contains(&paths::shown(&place).as_str()) {
            continue;
        }
        for file in site::walk(&place)?.into_iter().filter(|file| is_picture(file)) {
            let shown = paths::shown(&file);
            if MADE.iter().any(|made| shown.starts_with(made)) {
                continue;
            }
            if !shown.starts_with(folder) {
                breaches.push(format!("{shown} 不在 {folder} 中"));
                continue;
            }
            there += 1;
            let size = std::fs::metadata(&file)?.len();
            if size > bytes {
                breaches.push(format!("{shown} 有 {size} 字节，超过 {bytes}"));
            }
        }
    }
    if there > most {
        breaches.push(format!("{folder} 中有 {there} 张，超过 {most}"));
    }
    Ok(breaches)
}

fn is_picture(file: &Path) -> bool {
    let kinds = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "avif"];
    file.extension().and_then(|kind| kind.to_str()).is_some_and(|kind| kinds.contains(&kind))
}

fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "rs")
}

/// Lines (from 1) with the banned words found there. Comments may say anything.
fn scan<'a>(source: &str, banned: &[&'a str]) -> Vec<(usize, &'a str)> {
    let lines = source.lines().map(without_comment).zip(1..);
    lines
        .flat_map(|(code, line)| banned.iter().filter(|word| has(code, word)).map(move |word| (line, *word)))
        .collect()
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    // Only after a blank: the two strokes of an address stand in the middle of a text.
    line.find(" //").map_or(line, |start| &line[..start])
}

/// Whether the word occurs as a whole word: `rand::` is not in `operand::`, `f64` is not in `buf64`. An argument that is
/// thrown away (`_: f64`) does not count: that is how a parser's visitor refuses what it is offered.
fn has(code: &str, word: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    code.match_indices(word).any(|(start, _)| {
        let before = part_of_word(word.chars().next()) && part_of_word(code[..start].chars().next_back());
        let after =
            part_of_word(word.chars().next_back()) && part_of_word(code[start + word.len()..].chars().next());
        !before && !after && !code[..start].ends_with("_: ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, banned: &[&str], expect: &[(usize, &str)]) {
        assert_eq!(scan(source, banned), expect, "{source}");
    }

    #[test]
    fn pictures_lie_in_one_folder_few_and_small() {
        let found = |folder, most, bytes| pictures(folder, most, bytes).unwrap();
        assert_eq!(found("pictures", 8, 80 * 1024), Vec::<String>::new());
        assert!(!found("elsewhere", 8, 80 * 1024).is_empty());
        assert_eq!(found("pictures", 0, 80 * 1024).len(), 1);
        assert!(!found("pictures", 8, 1_000).is_empty());
    }

    #[test]
    fn a_word_is_found_with_its_line() {
        check("let a = 1;\nlet b: f64 = 0.5;", &["f32", "f64"], &[(2, "f64")]);
        check("struct Row { count: usize }", &[": usize"], &[(1, ": usize")]);
        check("view! { <textarea rows=3></textarea> }", &["<textarea"], &[(1, "<textarea")]);
        check(
            "let t = chrono::Utc::now();\nlet u = Instant::now();",
            &["Utc::now", "Instant::now"],
            &[(1, "Utc::now"), (2, "Instant::now")],
        );
    }

    #[test]
    fn part_of_a_longer_word_is_not_it() {
        check("let buf64 = operand::of(f64_like);", &["f64", "rand::"], &[]);
        check("Uuid::now_v7()", &["Uuid::now_v7"], &[(1, "Uuid::now_v7")]);
        check("use rand::Rng;", &["rand::"], &[(1, "rand::")]);
    }

    #[test]
    fn refusing_a_value_means_naming_its_type() {
        check("fn visit_f64<E>(self, _: f64) -> Result<Node, E> {", &["f64"], &[]);
        check("fn half(a_: u8, whole: f64) {", &["f64"], &[(1, "f64")]);
    }

    #[test]
    fn comments_may_say_anything() {
        check("//! no f64 here\n/// nor f64\nlet a = 1; // not f64", &["f64"], &[]);
        check("let a = \"http://example\"; let b: f64;", &["f64"], &[(1, "f64")]);
    }

    #[test]
    fn names_are_the_first_words() {
        let tree = "domain v0.1.0 (/somewhere/domain)\nserde v1.0.1\nserde v1.0.1 (*)\n\n";
        assert_eq!(names(tree).into_iter().collect::<Vec<_>>(), ["domain", "serde"]);
    }
}
