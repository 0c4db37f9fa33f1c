//! `scheme inputs`

use std::process::ExitCode;

use domain::scheme::builtin;

/// Lists every input of a scheme: id, kind, unit, options, range.
pub fn inputs(name: &str, json: bool) -> ExitCode {
    let Some(scheme) = builtin::load(name) else {
        eprintln!("没有方案“{name}”；内置方案：{}。", builtin::names().join("、"));
        return ExitCode::from(2);
    };
    let inputs = scheme.inputs();
    if json {
        match serde_json::to_string_pretty(&inputs) {
            Ok(text) => println!("{text}"),
            Err(error) => {
                eprintln!("不能写出输入项：{error}。");
                return ExitCode::FAILURE;
            }
        }
    } else {
        for input in inputs {
            let unit = if input.unit.is_empty() { String::new() } else { format!("（{}）", input.unit) };
            println!("{:<32} {}　{}{unit}", input.id, input.kind.label(), input.label);
        }
    }
    ExitCode::SUCCESS
}
