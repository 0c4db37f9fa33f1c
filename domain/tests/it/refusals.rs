//! What cannot be read is refused with its place and a reason.

use domain::points::Points;
use domain::scheme::{Body, Part, Quantity, Rule, Scheme, builtin, text_of_file};
use domain::scoring::{
    Answer, AnswerProblem, Answers, COUNT_LIMIT, Circumstances, CriterionScore, InputValue, REMARK_LIMIT,
    read_answers, score, score_criterion,
};

use crate::jiyuan;

/// Notes a sentence that is not the expected one.
fn check(wrong: &mut Vec<String>, what: &str, found: String, said: &str) {
    if found != said {
        wrong.push(format!("{what}\n  said     {found}\n  expected {said}"));
    }
}

#[test]
fn answers_are_refused_with_place_and_reason() {
    let scheme = jiyuan();
    let mut wrong = Vec::new();
    let cases: &[(&str, &str)] = &[
        ("", "第1行第0列：内容不完整，文件可能被截断"),
        ("[]", "答案文件：此处是列表，应为对象"),
        ("{,}", "第1行第2列：名称须用双引号括起"),
        (r#"{"scheme":"jiyuan","answers":{}}"#, "format：缺少格式版本，应为1"),
        (r#"{"format":2,"scheme":"jiyuan","answers":{}}"#, "format：不认识的格式版本，应为1"),
        (r#"{"format":1,"answers":{}}"#, "scheme：缺少方案简称，应为“jiyuan”"),
        (r#"{"format":1,"scheme":"yueyang","answers":{}}"#, "scheme：答案不是为本方案填写的，应为“jiyuan”"),
        (r#"{"format":1,"scheme":"jiyuan"}"#, "answers：缺少答案"),
        (r#"{"format":1,"scheme":"jiyuan","answers":[]}"#, "answers：此处是列表，应为对象"),
        (
            r#"{"format":1,"scheme":"jiyuan","answers":{},"note":1}"#,
            "note：不认识的名称，应为“format”、“scheme”、“unit_type”、“facts”、“sources”、“year”、“answers”",
        ),
        (r#"{"format":1,"format":1,"scheme":"jiyuan","answers":{}}"#, "第1行第22列：“format”重复"),
    ];
    for (text, said) in cases {
        check(&mut wrong, text, read_answers(&scheme, text).unwrap_err().to_string(), said);
    }
    let answers: &[(&str, &str)] = &[
        (r#""1.9":{}"#, "1.9：本方案没有这条评分细则"),
        (r#""1.1":3"#, "1.1：此处是数字，应为对象"),
        (r#""1.1":null"#, "1.1：此处是空值，应为对象"),
        (r#""1.1":{"mising":1}"#, "1.1.mising：本项没有这个输入项，可填“missing”"),
        (r#""1.1":{"missing":true}"#, "1.1.missing：应为0至100000的整数，不加引号，不带小数点"),
        (r#""1.1":{"missing":"1"}"#, "1.1.missing：应为0至100000的整数，不加引号，不带小数点"),
        (r#""1.1":{"missing":1.0}"#, "1.1.missing：应为0至100000的整数，不加引号，不带小数点"),
        (r#""1.1":{"missing":-1}"#, "1.1.missing：应为0至100000的整数"),
        (r#""1.1":{"missing":100001}"#, "1.1.missing：应为0至100000的整数"),
        (r#""1.1":{"missing":1,"missing":2}"#, "第1行第72列：“missing”重复"),
        (r#""1.1":{},"1.1":{}"#, "第1行第59列：“1.1”重复"),
        (r#""1.1":{"not_applicable":true}"#, "1.1.not_applicable：本项不能申报不涉及"),
        (r#""5.1":{"not_applicable":1}"#, "5.1.not_applicable：应为true或false"),
        (r#""1.1":{"remark":1}"#, "1.1.remark：说明应为文字"),
        (r#""1.2":{"system":1}"#, "1.2.system：应回答是（true）或否（false）"),
        (
            r#""2.1":{"party_group":"great"}"#,
            "2.1.party_group：应从以下选项中选一个：kept（坚持较好）、weak（坚持不够好）、absent（未坚持）",
        ),
        (r#""2.1":{"party_group":1}"#, "2.1.party_group：应为写成文字的选项代码"),
        (r#""6.1":{"points":0.8}"#, "6.1.points：带小数的分值须写成文字并加引号，如 \"0.5\"，以免失去精度"),
        (r#""6.1":{"points":"1.01"}"#, "6.1.points：应在0至1分之间"),
        (r#""6.1":{"points":"-0.1"}"#, "6.1.points：应在0至1分之间"),
        (r#""6.1":{"points":2}"#, "6.1.points：应在0至1分之间"),
        (r#""6.1":{"points":"1/3"}"#, "6.1.points：应为0至1的数，如0.5，不写成分数"),
        (r#""6.1":{"points":true}"#, "6.1.points：应为写成文字的分值，如 \"0.5\""),
    ];
    for (answer, said) in answers {
        let text = format!(r#"{{"format":1,"scheme":"jiyuan","answers":{{{answer}}}}}"#);
        check(&mut wrong, answer, read_answers(&scheme, &text).unwrap_err().to_string(), said);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn scored(no: &str, answer: &Answer) -> Result<CriterionScore, AnswerProblem> {
    let scheme = jiyuan();
    score_criterion(&scheme, scheme.criterion(no).unwrap(), Some(answer), &Circumstances::default())
}

#[test]
fn the_engine_itself_refuses_what_the_reader_would() {
    let refused = |no: &str, input: &str, value: InputValue| {
        let answer = Answer { inputs: [(input.to_owned(), value)].into(), ..Answer::default() };
        scored(no, &answer).unwrap_err().path
    };
    assert_eq!(refused("1.1", "missing", InputValue::Count(COUNT_LIMIT + 1)), "1.1.missing");
    assert_eq!(refused("1.1", "missing", InputValue::Met(true)), "1.1.missing");
    assert_eq!(refused("1.2", "system", InputValue::Count(1)), "1.2.system");
    assert_eq!(refused("2.1", "party_group", InputValue::Text("x".into())), "2.1.party_group");
    assert_eq!(refused("6.1", "points", InputValue::Count(1)), "6.1.points");
    assert_eq!(refused("6.1", "other", InputValue::Count(1)), "6.1.other");
    let long = Answer { remark: "说".repeat(REMARK_LIMIT + 1), ..Answer::default() };
    assert_eq!(scored("1.1", &long).unwrap_err().path, "1.1.remark");
    let full = Answer { remark: "说".repeat(REMARK_LIMIT), ..Answer::default() };
    assert!(scored("1.1", &full).is_ok());
}

#[test]
fn schemes_are_refused_with_place_and_reason() {
    let text = builtin::text("jiyuan").unwrap();
    // What is replaced (once), by what, and what is said.
    let cases: &[(&str, &str, &str)] = &[
        ("\"format\": 1", "\"format\": 3", "format：文件格式版本为3，本程序只认识1至2"),
        ("\"format\": 1", "\"format\": \"1\"", "第2行第15列：此处是文字\"1\"，应为不小于0的整数"),
        (
            "\"name\": \"jiyuan\"",
            "\"name\": \"济源\"",
            "name：简称应由2至32个小写字母、数字或连字符组成，并以字母开头",
        ),
        (
            "\"points\": \"100\"",
            "\"points\": 100.5",
            "第5行第17列：带小数的分值须写成文字并加引号，如 \"0.5\"，以免失去精度",
        ),
        ("\"points\": \"100\"", "\"points\": \"-1\"", "points：方案分值应在0至10000分之间"),
        ("\"points\": \"100\"", "\"points\": \"10000.1\"", "points：方案分值应在0至10000分之间"),
        ("\"no\": \"2\"", "\"no\": \"1\"", "1：编号重复"),
        ("\"no\": \"1.2\"", "\"no\": \"1 .2\"", "1 .2：编号应由1至24个文字、数字、点或连字符组成"),
        ("\"title\": \"党的政治建设\"", "\"title\": \" \"", "一：部分名称不能为空"),
        (
            "\"dimension\": \"political\"",
            "\"dimension\": \"policy\"",
            "第16行第31列：不认识的取值“policy”，应为“political”、“power”、“supervision”、“conduct”、“culture”、“other”",
        ),
        (
            "\"input\": \"training\"",
            "\"input\": \"system\"",
            "1.2：几条规则共用输入项“system”，问的却不是同一件事",
        ),
        ("\"input\": \"training\"", "\"input\": \"remark\"", "1.2：“remark”有固定含义，不能作输入项代码"),
        (
            "\"input\": \"training\"",
            "\"input\": \"Training\"",
            "1.2：输入项代码应由1至32个小写字母、数字和下划线组成，并以字母开头",
        ),
        (
            "\"label\": \"动员会\"",
            "\"amount\": \"1\", \"label\": \"动员会\"",
            "1.3：“meeting”的条件不单独计分，不应另写分值",
        ),
        ("\"title\": \"专题研究\",", "", "1.3：分为几部分计分时，每部分都要有名称"),
        ("\"id\": \"weak\"", "\"id\": \"kept\"", "2.1：选项“kept”重复"),
        ("\"to\": 14", "\"to\": 8", "13.4：分档的下限9大于上限"),
        ("\"threshold\": 2", "\"threshold\": 0", "8.3：“少于”的次数应至少为1"),
        ("\"path\": \"1.3\"", "\"path\": \"1.9\"", "notes：没有编号“1.9”"),
        (
            "\"title\": \"济源",
            "\"surplus\": 1, \"title\": \"济源",
            "第4行第11列：不认识的名称“surplus”，应为“format”、“name”、“title”、“points”、“unit_types”、“cycle”、“deadlines”、“grades”、“one_fact_once”、“sections”、“sources”、“outcome”、“notes”、“accepted”",
        ),
        ("\"format\": 1,", "", "第1467行第1列：缺少“format”"),
    ];
    let mut wrong = Vec::new();
    for (from, to, said) in cases {
        assert!(text.contains(from), "{from}");
        let changed = text.replacen(from, to, 1);
        check(&mut wrong, to, Scheme::read(&changed).unwrap_err().to_string(), said);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(Scheme::read(&" ".repeat(9 << 20)).unwrap_err().place, "方案文件");
    assert_eq!(Scheme::read(&"[".repeat(1_000)).unwrap_err().reason, "此处是列表，应为不小于0的整数");
    assert!(Scheme::read(&format!("\u{feff}{text}")).is_ok());
}

#[test]
fn what_cannot_be_published_is_said() {
    let text = builtin::text("jiyuan").unwrap();
    let gap = Scheme::read(&text.replacen("\"from\": 9", "\"from\": 10", 1)).unwrap();
    let open = gap.publishable().unwrap_err();
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].code.as_str(), open[0].message.as_str()),
        ("tiers_gap", "分档有空缺：9条没有对应的档次")
    );
    let closed = Scheme::read(&text.replacen("\"from\": 15,", "\"from\": 15, \"to\": 20,", 1)).unwrap();
    assert_eq!(closed.publishable().unwrap_err()[0].message, "分档有空缺：21条以上没有对应的档次");
    let mut stale = jiyuan();
    stale.sections[3].items[0].points = Some("11".parse().unwrap());
    assert!(stale.findings().iter().any(|f| f.code == "stale_acceptance" && f.path == "13"));
}

/// Shares of best values that have no common measure: each is exact, their sum is too exact to be held.
pub(crate) fn too_exact() -> (Scheme, Answers) {
    let mut scheme = jiyuan();
    let quantity = |input: &str| Quantity {
        input: input.to_owned(),
        label: input.to_owned(),
        unit: "%".to_owned(),
        min: Points::ZERO,
        max: Points::from_int(100),
    };
    let mut answers = Answers::new();
    let items = scheme.sections.iter_mut().flat_map(|section| &mut section.items);
    let criteria = items.flat_map(|item| &mut item.criteria);
    for (criterion, best) in criteria.zip(["97.1", "97.7", "98.3", "99.1", "99.7", "95.3", "94.7"]) {
        let rule = Rule::AwardRelative {
            input: quantity("value"),
            best: quantity("best"),
            amount: criterion.points,
            lower_is_better: false,
        };
        let (title, points) = (String::new(), criterion.points);
        let part = Part { title, points, start: None, below_zero: None, rules: vec![rule] };
        criterion.body = Body::Scored(vec![part]);
        let value = |text: &str| InputValue::Text(text.to_owned());
        let inputs = [("value".to_owned(), value("1")), ("best".to_owned(), value(best))].into();
        answers.insert(criterion.no.to_string(), Answer { inputs, ..Answer::default() });
    }
    (scheme, answers)
}

#[test]
fn a_sum_that_cannot_be_held_is_refused_and_not_rounded() {
    let (scheme, mut answers) = too_exact();
    let refused = score(&scheme, &answers).unwrap_err();
    assert_eq!(refused.reason, "分值超出可以计算的范围");
    answers.retain(|no, _| ["1.1", "1.2"].contains(&no.as_str()));
    assert!(score(&scheme, &answers).is_ok());
}

#[test]
fn a_file_of_another_kind_is_answered_with_what_to_do() {
    for (bytes, told) in [
        (
            &b"PK\x03\x04....word/document.xml"[..],
            "这是Word文件，不是本系统导出的方案文件（.json）。请打开它",
        ),
        (b"PK\x03\x04....xl/workbook.xml", "这是Excel文件"),
        (b"PK\x03\x04....a.txt", "这是压缩文件"),
        (b"\xd0\xcf\x11\xe0\xa1", "这是旧格式的Word、Excel或WPS文件"),
        (b"%PDF-1.7", "这是PDF文件"),
        (b"\xff\xd8\xff\xe0", "这是图片"),
        (b"<html><body>", "这是网页或XML文件"),
        ("一、组织领导".as_bytes(), "这是普通文本"),
        (b"\xb7\xbd\xb0\xb8", "也不是UTF-8编码的文本"),
    ] {
        let refused = text_of_file(bytes).unwrap_err();
        assert!(refused.contains(told) && refused.contains("复制"), "{refused}");
    }
    assert_eq!(text_of_file("\u{feff} {\"format\":2}".as_bytes()).unwrap(), " {\"format\":2}");
}
