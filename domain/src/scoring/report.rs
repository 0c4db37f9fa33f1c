//! What the command line reads and writes: an answers file in, the machine-readable result out.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};

use super::answers::{Answer, AnswerProblem, Answers, COUNT_LIMIT, InputValue};
use super::engine::{score_criterion, shortened};
use super::sheet::{Range, ScoreSheet};
use crate::scheme::{Criterion, InputKind, Scheme, json_error};

/// The version of the answers format.
pub const ANSWERS_FORMAT: u32 = 1;
/// The most an answers file may weigh, in bytes.
pub const ANSWERS_SIZE_LIMIT: usize = 4 * 1024 * 1024;

/// The machine-readable result; decimals are strings.
pub fn report(scheme: &Scheme, sheet: &ScoreSheet) -> Value {
    let mut sections = Map::new();
    for (section, line) in scheme.sections.iter().zip(&sheet.sections) {
        sections.insert(
            line.no.clone(),
            json!({
                "title": section.title,
                "score": line.score,
                "declared": line.declared,
                "achievable": line.achievable,
                "range": range(line.range),
            }),
        );
    }
    let mut items = Map::new();
    for (item, line) in scheme.items().zip(sheet.items()) {
        items.insert(
            line.no.clone(),
            json!({
                "title": item.title,
                "dimension": item.dimension,
                "score": line.score,
                "declared": line.declared,
                "achievable": line.achievable,
                "range": range(line.range),
            }),
        );
    }
    let mut criteria = Map::new();
    let mut explanations = Vec::new();
    for (criterion, line) in scheme.criteria().zip(sheet.criteria()) {
        criteria.insert(
            line.no.clone(),
            json!({
                "title": criterion.title,
                "points": line.points,
                "score": line.score,
                "range": range(line.range),
                "complete": line.complete,
                "not_applicable": line.not_applicable,
                "sentence": line.sentence(),
            }),
        );
        explanations.extend(
            line.steps
                .iter()
                .map(|step| json!({ "criterion": line.no, "text": step.text, "points": step.points })),
        );
    }
    json!({
        "scheme": scheme.name,
        "total": sheet.score,
        "declared": sheet.declared,
        "achievable": sheet.achievable,
        "range": range(sheet.range),
        "complete": sheet.complete(),
        "answered": sheet.answered,
        "asked": sheet.asked,
        "rate": sheet.rate(),
        "rate_percent": sheet.rate().percent(),
        "sections": sections,
        "items": items,
        "criteria": criteria,
        "findings": scheme.findings(),
        "explanations": explanations,
    })
}

fn range(range: Range) -> Value {
    json!({ "low": range.low, "high": range.high })
}

/// Reads an answers file: `{"format":1,"scheme":"jiyuan","answers":{"1.1":{"missing":1}}}`, the inputs written beside
/// the reserved keys `not_applicable` and `remark`. Every value is checked against the scheme.
pub fn read_answers(scheme: &Scheme, text: &str) -> Result<Answers, AnswerProblem> {
    if text.len() > ANSWERS_SIZE_LIMIT {
        return Err(AnswerProblem::new("答案文件", "超过4 MiB，不能读取"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root: Node = serde_json::from_str(text).map_err(|error| AnswerProblem {
        path: json_error::place(&error),
        reason: json_error::reason(&error),
    })?;
    let mut root = root.object("答案文件")?;
    match root.remove("format") {
        None => return Err(AnswerProblem::new("format", "缺少格式版本，应为1")),
        Some(Node::Whole(version)) if version == i64::from(ANSWERS_FORMAT) => {}
        Some(_) => return Err(AnswerProblem::new("format", "不认识的格式版本，应为1")),
    }
    match root.remove("scheme") {
        None => return Err(AnswerProblem::new("scheme", format!("缺少方案简称，应为“{}”", scheme.name))),
        Some(Node::Text(name)) if name == scheme.name => {}
        Some(_) => {
            return Err(AnswerProblem::new(
                "scheme",
                format!("答案不是为本方案填写的，应为“{}”", scheme.name),
            ));
        }
    }
    let given =
        root.remove("answers").ok_or_else(|| AnswerProblem::new("answers", "缺少答案"))?.object("answers")?;
    if let Some(unknown) = root.keys().next() {
        return Err(AnswerProblem::new(
            shortened(unknown),
            "不认识的名称，应为“format”、“scheme”、“answers”",
        ));
    }
    let criteria: BTreeMap<_, _> =
        scheme.criteria().map(|criterion| (criterion.no.as_str(), criterion)).collect();
    let mut answers = Answers::new();
    for (no, node) in given {
        let Some(criterion) = criteria.get(no.as_str()) else {
            return Err(AnswerProblem::new(shortened(&no), "本方案没有这条评分细则"));
        };
        let answer = read_answer(criterion, node)?;
        score_criterion(criterion, Some(&answer))?;
        answers.insert(no, answer);
    }
    Ok(answers)
}

fn read_answer(criterion: &Criterion, node: Node) -> Result<Answer, AnswerProblem> {
    let no = &criterion.no;
    let known = criterion.inputs();
    let mut answer = Answer::default();
    for (name, node) in node.object(no)? {
        let path = format!("{no}.{}", shortened(&name));
        match (name.as_str(), node) {
            ("remark", Node::Text(text)) => answer.remark = text,
            ("remark", _) => return Err(AnswerProblem::new(path, "说明应为文字")),
            ("not_applicable", Node::Bool(claimed)) => answer.not_applicable = claimed,
            ("not_applicable", _) => return Err(AnswerProblem::new(path, "应为true或false")),
            (_, node) => {
                let Some(input) = known.iter().find(|input| input.input == name) else {
                    let names: Vec<_> = known.iter().map(|input| format!("“{}”", input.input)).collect();
                    return Err(AnswerProblem::new(
                        path,
                        format!("本项没有这个输入项，可填{}", names.join("、")),
                    ));
                };
                let value =
                    read_value(input.kind, node).map_err(|reason| AnswerProblem::new(path, reason))?;
                answer.inputs.insert(name, value);
            }
        }
    }
    Ok(answer)
}

fn read_value(kind: InputKind, node: Node) -> Result<InputValue, String> {
    match (kind, node) {
        (InputKind::Points, Node::Float) => {
            Err("带小数的分值须写成文字并加引号，如 \"0.5\"，以免失去精度".to_owned())
        }
        (InputKind::Points, Node::Text(text)) => Ok(InputValue::Text(text)),
        (InputKind::Points, Node::Whole(points)) => Ok(InputValue::Text(points.to_string())),
        (InputKind::Points, _) => Err("应为写成文字的分值，如 \"0.5\"".to_owned()),
        (InputKind::YesNo | InputKind::NotApplicable, Node::Bool(met)) => Ok(InputValue::Met(met)),
        (InputKind::YesNo | InputKind::NotApplicable, _) => Err("应回答是（true）或否（false）".to_owned()),
        (InputKind::Count, Node::Whole(n)) => u32::try_from(n)
            .ok()
            .filter(|n| *n <= COUNT_LIMIT)
            .map(InputValue::Count)
            .ok_or_else(|| format!("应为0至{COUNT_LIMIT}的整数")),
        (InputKind::Count, _) => Err(format!("应为0至{COUNT_LIMIT}的整数，不加引号，不带小数点")),
        (InputKind::Choice, Node::Text(id)) => Ok(InputValue::Text(id)),
        (InputKind::Choice, _) => Err("应为写成文字的选项代码".to_owned()),
    }
}

/// A JSON value in which no key occurs twice and a number with a decimal point is known as such.
enum Node {
    Null,
    Bool(bool),
    Whole(i64),
    /// A number with a point or an exponent, or too large to count with.
    Float,
    Text(String),
    List,
    Object(BTreeMap<String, Node>),
}

impl Node {
    fn object(self, place: &str) -> Result<BTreeMap<String, Node>, AnswerProblem> {
        let found = match self {
            Node::Object(entries) => return Ok(entries),
            Node::Null => "空值",
            Node::Bool(_) => "是否值",
            Node::Whole(_) | Node::Float => "数字",
            Node::Text(_) => "文字",
            Node::List => "列表",
        };
        Err(AnswerProblem::new(place, format!("此处是{found}，应为对象")))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON内容")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Float, Node::Whole))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Float)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        while list.next_element::<Node>()?.is_some() {}
        Ok(Node::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, Node>()? {
            if entries.contains_key(&key) {
                return Err(de::Error::custom(format!("“{}”重复", shortened(&key))));
            }
            entries.insert(key, value);
        }
        Ok(Node::Object(entries))
    }
}
