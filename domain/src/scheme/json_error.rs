//! What is wrong with a JSON text, said in Chinese.

use std::borrow::Cow;

/// Where reading stopped: “第3行第5列”.
pub(crate) fn place(error: &serde_json::Error) -> String {
    format!("第{}行第{}列", error.line(), error.column())
}

/// Why, without the final stop. Messages of our own (already Chinese) pass unchanged.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let message = whole.rfind(" at line ").map_or(whole.as_str(), |end| &whole[..end]);
    if error.is_eof() {
        return "内容不完整，文件可能被截断".to_owned();
    }
    if message.starts_with(|c: char| !c.is_ascii()) {
        return short(message);
    }
    if error.is_syntax() {
        return syntax(message).to_owned();
    }
    let name = message.split('`').nth(1).map(short).unwrap_or_default();
    if message.starts_with("missing field") {
        return format!("缺少“{name}”");
    }
    if message.starts_with("duplicate field") {
        return format!("“{name}”重复");
    }
    let known = message.split_once("expected ").map(|(_, known)| list(known)).unwrap_or_default();
    if message.starts_with("unknown field") {
        return format!(
            "不认识的名称“{name}”{}",
            if known.is_empty() { known } else { format!("，应为{known}") }
        );
    }
    if message.starts_with("unknown variant") {
        return format!("不认识的取值“{name}”，应为{known}");
    }
    if let Some((found, expected)) =
        message.split_once(": ").and_then(|(_, rest)| rest.split_once(", expected "))
    {
        return format!("此处是{}，应为{}", short(&kind(found)), kind(expected));
    }
    "内容不符合格式".to_owned()
}

fn syntax(message: &str) -> &'static str {
    match message {
        "trailing comma" => "多了一个逗号",
        "trailing characters" => "结尾之后还有多余内容",
        "key must be a string" => "名称须用双引号括起",
        "expected `:`" => "名称后面缺少冒号",
        "expected `,` or `}`" | "expected `,` or `]`" => "缺少逗号或括号",
        "recursion limit exceeded" => "嵌套层数过多",
        "invalid number" | "number out of range" => "数字写法不正确或过大",
        "invalid escape" | "invalid unicode code point" | "unexpected end of hex escape" => "转义写法不正确",
        _ if message.starts_with("control character") => "文字中有未转义的控制字符",
        _ => "不是合法的JSON",
    }
}

/// “`a`, `b`” or “one of `a`, `b`”, as a Chinese list.
fn list(known: &str) -> String {
    let names: Vec<_> = known.split('`').skip(1).step_by(2).map(|name| format!("“{name}”")).collect();
    names.join("、")
}

fn kind(text: &str) -> Cow<'_, str> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match word {
        "null" => "空值".into(),
        "map" | "struct" => "对象".into(),
        "sequence" => "列表".into(),
        "boolean" => format!("是否值{}", rest.trim_matches('`')).into(),
        "integer" => format!("整数{}", rest.trim_matches('`')).into(),
        "floating" => "小数".into(),
        "string" if rest.is_empty() => "文字".into(),
        "string" => format!("文字{rest}").into(),
        "u32" => "不小于0的整数".into(),
        "a" if rest == "string" => "文字".into(),
        "a" if rest == "sequence" => "列表".into(),
        "a" if rest == "boolean" => "true或false".into(),
        "internally" | "adjacently" | "enum" | "tuple" | "unit" => "对象".into(),
        _ if text.starts_with(|c: char| !c.is_ascii()) => text.into(),
        _ => "别的内容".into(),
    }
}

/// At most 120 characters, so that a hostile text does not become the message.
fn short(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
