//! Reading a file of answers.
//!
//! ```json
//! {
//!   "format": 1,
//!   "scheme": "organ",
//!   "facts": { "F1": { "title": "某科违规接待", "date": "2026-03-02" } },
//!   "answers": { "7.3": { "cases": [{ "fact": "F1" }] } }
//! }
//! ```
//!
//! The inputs of a criterion are written beside the reserved keys `not_applicable` and `remark`. `unit_type`, `facts`,
//! `sources` and `year` are left out where a scheme does not need them.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::answers::{Answer, AnswerProblem, Answers, COUNT_LIMIT, Circumstances, Fact};
use super::criterion::score_criterion;
use super::given::cut;
use super::judged::Judged;
use super::value::{Entry, InputValue};
use crate::points::Points;
use crate::scheme::{Criterion, InputKind, InputSpec, Scheme, json_error};

/// The version of the answers format.
pub const ANSWERS_FORMAT: u32 = 1;
/// The most an answers file may weigh, in bytes.
pub const ANSWERS_SIZE_LIMIT: usize = 4 * 1024 * 1024;

/// What a file of answers says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswersFile {
    /// The 单位类型 it answers for, if it says so.
    pub unit_type: Option<String>,
    pub answers: Answers,
    pub circumstances: Circumstances,
}

/// Reads a file of answers. Every value is checked against the scheme; a scheme with 单位类型 has to be cut down to one
/// first, or the file has to name it.
pub fn read_answers(scheme: &Scheme, text: &str) -> Result<AnswersFile, AnswerProblem> {
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
    let unit_type = match root.remove("unit_type") {
        None => None,
        Some(Node::Text(code)) if scheme.unit_type(&code).is_some() => Some(code),
        Some(_) => {
            let known: Vec<_> = scheme.unit_types.iter().map(|known| format!("“{}”", known.code)).collect();
            return Err(AnswerProblem::new(
                "unit_type",
                if known.is_empty() {
                    "本方案不分单位类型".to_owned()
                } else {
                    format!("没有这个单位类型，应为{}之一", known.join("、"))
                },
            ));
        }
    };
    let circumstances = Circumstances {
        facts: root.remove("facts").map_or(Ok(BTreeMap::new()), read_facts)?,
        sources: root.remove("sources").map_or(Ok(BTreeMap::new()), |node| read_sources(scheme, node))?,
        self_assessment: false,
        year: root.remove("year").map(read_year).transpose()?,
    };
    let given =
        root.remove("answers").ok_or_else(|| AnswerProblem::new("answers", "缺少答案"))?.object("answers")?;
    if let Some(unknown) = root.keys().next() {
        return Err(AnswerProblem::new(
            cut(unknown),
            "不认识的名称，应为“format”、“scheme”、“unit_type”、“facts”、“sources”、“year”、“answers”",
        ));
    }
    let cut_down;
    let scheme = match &unit_type {
        Some(code) => {
            cut_down = scheme.for_unit_type(code);
            &cut_down
        }
        None => scheme,
    };
    let criteria: BTreeMap<_, _> =
        scheme.criteria().map(|criterion| (criterion.no.as_str(), criterion)).collect();
    let mut answers = Answers::new();
    for (no, node) in given {
        let Some(criterion) = criteria.get(no.as_str()) else {
            return Err(AnswerProblem::new(cut(&no), "本方案没有这条评分细则"));
        };
        let answer = read_answer(scheme, criterion, node)?;
        score_criterion(scheme, criterion, Some(&answer), &circumstances)?;
        answers.insert(no, answer);
    }
    Ok(AnswersFile { unit_type, answers, circumstances })
}

fn read_facts(node: Node) -> Result<BTreeMap<String, Fact>, AnswerProblem> {
    let mut facts = BTreeMap::new();
    for (id, node) in node.object("facts")? {
        let path = format!("facts.{}", cut(&id));
        let mut fact = Fact::default();
        for (name, node) in node.object(&path)? {
            match (name.as_str(), node) {
                ("title", Node::Text(title)) if title.chars().count() <= 200 => fact.title = title,
                ("title", _) => return Err(AnswerProblem::new(path, "“title”应为不超过200字的文字")),
                ("date", Node::Text(day)) => {
                    fact.date = Some(day.parse().map_err(|bad: crate::calendar::BadDay| {
                        AnswerProblem::new(path.clone(), bad.to_string())
                    })?);
                }
                ("date", _) => return Err(AnswerProblem::new(path, "日期应为文字，如 \"2026-03-02\"")),
                _ => {
                    return Err(AnswerProblem::new(
                        path,
                        format!("不认识的名称“{}”，应为“title”、“date”", cut(&name)),
                    ));
                }
            }
        }
        facts.insert(id, fact);
    }
    Ok(facts)
}

fn read_sources(scheme: &Scheme, node: Node) -> Result<BTreeMap<String, Points>, AnswerProblem> {
    let mut sources = BTreeMap::new();
    for (id, node) in node.object("sources")? {
        let path = format!("sources.{}", cut(&id));
        let Some(source) = scheme.sources.iter().find(|source| source.id == id && !source.rubric) else {
            return Err(AnswerProblem::new(path, "本方案没有这个需要填数的加权来源"));
        };
        let text = match node {
            Node::Text(text) => text,
            Node::Whole(n) => n.to_string(),
            _ => return Err(AnswerProblem::new(path, "应为写成文字的分值，如 \"92.5\"")),
        };
        let value =
            Points::from_exact(&text).map_err(|bad| AnswerProblem::new(path.clone(), bad.to_string()))?;
        // 自评 comes to what its sheet comes to, 加分 included.
        if !source.own && !(Points::ZERO..=source.full).contains(&value) {
            return Err(AnswerProblem::new(path, format!("应在0至{}分之间", source.full)));
        }
        sources.insert(id, value);
    }
    Ok(sources)
}

fn read_year(node: Node) -> Result<i32, AnswerProblem> {
    match node {
        Node::Whole(year) if (1990..=2200).contains(&year) => Ok(i32::try_from(year).unwrap_or_default()),
        _ => Err(AnswerProblem::new("year", "应为1990至2200的年份")),
    }
}

fn read_answer(scheme: &Scheme, criterion: &Criterion, node: Node) -> Result<Answer, AnswerProblem> {
    let no = &criterion.no;
    let known = scheme.inputs_of(criterion);
    let mut answer = Answer::default();
    for (name, node) in node.object(no)? {
        let path = format!("{no}.{}", cut(&name));
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
                let value = read_value(input, node).map_err(|reason| AnswerProblem::new(path, reason))?;
                answer.inputs.insert(name, value);
            }
        }
    }
    Ok(answer)
}

fn read_value(input: &InputSpec, node: Node) -> Result<InputValue, String> {
    const EXACT: &str = "带小数的分值须写成文字并加引号，如 \"0.5\"，以免失去精度";
    match (input.kind, node) {
        (InputKind::Points | InputKind::Quantity, Node::Float) => Err(EXACT.to_owned()),
        (InputKind::Points | InputKind::Quantity, Node::Text(text)) => Ok(InputValue::Text(text)),
        (InputKind::Points | InputKind::Quantity, Node::Whole(points)) => {
            Ok(InputValue::Text(points.to_string()))
        }
        (InputKind::Points, _) => Err("应为写成文字的分值，如 \"0.5\"".to_owned()),
        (InputKind::Quantity, _) => Err("应为写成文字的数，如 \"95.5\" 或 \"17/23\"".to_owned()),
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
        (InputKind::Text, Node::Text(text)) => Ok(InputValue::Text(text)),
        (InputKind::Text, _) => Err("应为文字".to_owned()),
        (InputKind::Elements, Node::List(list)) => texts(list).map(InputValue::Picks),
        (InputKind::Elements, _) => Err("应为选项代码的列表，没有的写 []".to_owned()),
        (InputKind::Quantities, Node::List(list)) => texts(list).map(InputValue::Picks),
        (InputKind::Quantities, _) => Err("应为写成文字的数的列表，如 [\"90\",\"85.5\"]".to_owned()),
        (InputKind::Facts, Node::List(list)) => {
            let entries: Vec<Entry> = list.into_iter().map(read_entry).collect::<Result<_, _>>()?;
            match entries.iter().find(|entry| input.once && entry.n != 1) {
                Some(entry) => Err(format!("“{}”只计一次，不写数目“n”", cut(&entry.fact))),
                None => Ok(InputValue::Entries(entries)),
            }
        }
        (InputKind::Facts, _) => {
            Err("须逐起登记，写成列表，如 [{\"fact\":\"F1\"}]；没有发生的写 []，不能只填数目".to_owned())
        }
        (InputKind::Judged, Node::Object(entries)) => read_judged(entries).map(InputValue::Judged),
        (InputKind::Judged, _) => {
            Err("应写明分值、理由和确认人，如 {\"value\":\"0.5\",\"reason\":\"…\",\"second\":\"…\"}"
                .to_owned())
        }
    }
}

fn texts(list: Vec<Node>) -> Result<Vec<String>, String> {
    list.into_iter()
        .map(|node| match node {
            Node::Text(text) => Ok(text),
            Node::Whole(n) => Ok(n.to_string()),
            _ => Err("列表中只能是加引号的文字".to_owned()),
        })
        .collect()
}

fn read_entry(node: Node) -> Result<Entry, String> {
    let Node::Object(fields) = node else {
        return Err("每一起应写成对象，如 {\"fact\":\"F1\"}".to_owned());
    };
    let mut entry = Entry { n: 1, ..Entry::default() };
    for (name, node) in fields {
        match (name.as_str(), node) {
            ("fact", Node::Text(text)) => entry.fact = text,
            ("level", Node::Text(text)) => entry.level = text,
            ("row", Node::Text(text)) => entry.row = text,
            ("column", Node::Text(text)) => entry.column = text,
            ("n", Node::Whole(n)) => {
                entry.n = u32::try_from(n)
                    .ok()
                    .filter(|n| (1..=COUNT_LIMIT).contains(n))
                    .ok_or_else(|| format!("“n”应为1至{COUNT_LIMIT}的整数"))?;
            }
            ("judged", Node::Object(fields)) => entry.judged = Some(read_judged(fields)?),
            ("judged", _) => return Err("“judged”应写明分值、理由和确认人".to_owned()),
            ("fact" | "level" | "row" | "column", _) => return Err(format!("“{name}”应为文字")),
            ("n", _) => return Err(format!("“n”应为1至{COUNT_LIMIT}的整数")),
            _ => {
                return Err(format!(
                    "不认识的名称“{}”，应为“fact”、“n”、“level”、“row”、“column”、“judged”",
                    cut(&name)
                ));
            }
        }
    }
    if entry.fact.is_empty() {
        return Err("每一起都要用“fact”写明是哪件事实".to_owned());
    }
    Ok(entry)
}

fn read_judged(fields: BTreeMap<String, Node>) -> Result<Judged, String> {
    let mut judged = Judged::default();
    for (name, node) in fields {
        match (name.as_str(), node) {
            ("value", Node::Text(text)) => judged.value = text,
            ("value", Node::Whole(n)) => judged.value = n.to_string(),
            ("reason", Node::Text(text)) => judged.reason = text,
            ("second", Node::Text(text)) => judged.second = text,
            ("value" | "reason" | "second", _) => return Err(format!("“{name}”应为文字")),
            _ => {
                return Err(format!("不认识的名称“{}”，应为“value”、“reason”、“second”", cut(&name)));
            }
        }
    }
    Ok(judged)
}

/// A JSON value in which no key occurs twice and a number with a decimal point is known as such.
enum Node {
    Null,
    Bool(bool),
    Whole(i64),
    /// A number with a point or an exponent, or too large to count with.
    Float,
    Text(String),
    List(Vec<Node>),
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
            Node::List(_) => "列表",
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
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element::<Node>()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, Node>()? {
            if entries.contains_key(&key) {
                return Err(de::Error::custom(format!("“{}”重复", cut(&key))));
            }
            entries.insert(key, value);
        }
        Ok(Node::Object(entries))
    }
}
