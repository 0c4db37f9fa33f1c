//! 唐家坊, 武陵源 and 岳阳, figure by figure, written out from the documents and not from the scheme files.

use domain::points::Points;
use domain::scheme::{
    Body, Criterion, Cycle, QuotaKind, Scheme, StandardRule, VetoEffect, WhoIsJudged, Window, builtin,
};
use domain::scoring::{Answer, Answers, InputValue, Verdict, score};

use crate::{findings, p};

fn load(name: &str) -> Scheme {
    builtin::load(name).unwrap()
}

fn graded(scheme: &Scheme) -> Vec<(&Criterion, usize)> {
    let mut graded = Vec::new();
    for criterion in scheme.criteria() {
        if let Body::Graded(points) = &criterion.body {
            graded.push((criterion, points.len()));
        }
    }
    graded
}

fn vetoes(scheme: &Scheme) -> impl Iterator<Item = (&Criterion, &domain::scheme::Veto)> {
    scheme.criteria().filter_map(|criterion| match &criterion.body {
        Body::Veto(veto) => Some((criterion, veto)),
        _ => None,
    })
}

/// 唐家坊: title and number of sub-points of each graded item.
const TANGJIAFANG: [(&str, usize); 14] = [
    ("坚决做到“两个维护”", 6),
    ("严肃党内政治生活", 2),
    ("强化领导班子政治责任", 4),
    ("树立正确选人用人导向", 3),
    ("坚持权力公开透明", 3),
    ("严格落实中央八项规定精神", 3),
    ("驰而不息深化作风建设", 5),
    ("切实履行主体责任", 6),
    ("做实做细监督责任", 5),
    ("严肃查处腐败案件", 4),
    ("扎紧制度笼子", 7),
    ("加强党性和法纪教育", 5),
    ("加强廉洁文化建设", 3),
    ("树立勤廉家风", 3),
];

/// 唐家坊: each grade with what was carried out and what came of it.
const TANGJIAFANG_GRADES: [(&str, &str, &str); 4] = [
    ("好", "全面", "成效突出"),
    ("较好", "逐步", "成效较好"),
    ("一般", "偏慢", "一些成效"),
    ("差", "缺漏", "看不出明显成效"),
];

/// 唐家坊's negative list: of what, whose, and whether cases somebody took up by themselves are excepted (10.④).
const TANGJIAFANG_NEGATIVE: [(&str, &str, bool); 8] = [
    ("违反政治纪律", "本村（社区）", true),
    ("中央八项规定精神", "本村（社区）", true),
    ("处分或调整职务", "领导班子成员", false),
    ("塌方式腐败", "本村（社区）", true),
    ("负面舆情", "本村（社区）", false),
    ("信访举报", "本村（社区）", false),
    ("涉黑涉恶或“黄赌毒”", "本村（社区）", false),
    ("其他", "本村（社区）", false),
];

#[test]
fn tangjiafang_is_the_documents() {
    let scheme = load("tangjiafang");
    let sections: Vec<_> = scheme.sections.iter().map(|s| (s.no.as_str(), s.title.as_str())).collect();
    assert_eq!(
        sections,
        [
            ("一", "政治生态建设"),
            ("二", "中央八项规定精神执行"),
            ("三", "“两个责任”落实"),
            ("四", "一体推进“不敢腐、不能腐、不想腐”机制"),
            ("五", "社会反响"),
        ]
    );
    let items = graded(&scheme);
    assert_eq!(items.len(), 14);
    for ((item, points), ((title, written), no)) in items.iter().zip(TANGJIAFANG.iter().zip(1..)) {
        assert_eq!((item.no.to_string(), item.title.as_str(), points), (no.to_string(), *title, written));
    }
    assert_eq!(items.iter().map(|(_, points)| points).sum::<usize>(), 59);
    let written = TANGJIAFANG_GRADES.map(|(title, ..)| title);
    assert_eq!(scheme.grades.iter().map(|grade| grade.title.as_str()).collect::<Vec<_>>(), written);
    for (grade, (_, done, worth)) in scheme.grades.iter().zip(TANGJIAFANG_GRADES) {
        let told = &grade.definition;
        assert!(told.contains(done) && told.contains(worth), "{told}");
    }
    let rule = scheme.outcome.grade_rule.as_ref().unwrap();
    assert_eq!((rule.share, rule.graded), (p("80"), 14));
    assert_eq!((rule.every.as_str(), rule.share_of.as_str()), ("fairly_good", "good"));
    let (refusing, list): (Vec<_>, Vec<_>) =
        vetoes(&scheme).partition(|(criterion, _)| criterion.no == "10④");
    assert_eq!(list.len(), 8);
    assert_eq!(refusing[0].1.effect, VetoEffect::ApplicationRefused);
    for (((criterion, veto), n), (what, subject, excepted)) in list.iter().zip(1..).zip(TANGJIAFANG_NEGATIVE)
    {
        assert_eq!(criterion.no, format!("15.{n}"));
        assert!(criterion.title.contains(what), "{}", criterion.title);
        assert_eq!((veto.subject.as_str(), !veto.exceptions.is_empty()), (subject, excepted), "{n}");
        assert_eq!(veto.window, Some(Window::YearsBeforeAndPeriod(1)));
        assert_eq!(veto.effect, VetoEffect::NotEligible);
        assert_eq!(veto.catch_all, n == 8);
    }
    assert!(matches!(scheme.criterion("16.1").unwrap().body, Body::Recorded(_)));
    assert_eq!(scheme.cycle, Some(Cycle::TwoYears));
    assert_eq!((scheme.outcome.publicised, scheme.outcome.publicity_days), (true, Some(7)));
    assert_eq!((scheme.deadlines[0].month, scheme.deadlines[0].day), (21, 30));
    insta::assert_snapshot!("tangjiafang_findings", findings(&scheme));
}

fn choose(answers: &mut Answers, no: &str, input: &str, value: &str) {
    let inputs = [(input.to_owned(), InputValue::Text(value.to_owned()))].into();
    answers.insert(no.to_owned(), Answer { inputs, ..Answer::default() });
}

/// So many items 好, the rest 较好 but for one 一般 if asked; nothing on the negative list.
fn grades(good: usize, fair: bool) -> Answers {
    let mut answers = Answers::new();
    for n in 1..=14 {
        let grade = if n <= good { "good" } else { "fairly_good" };
        choose(&mut answers, &n.to_string(), "grade", if fair && n == 14 { "fair" } else { grade });
    }
    for n in 1..=8 {
        choose(&mut answers, &format!("15.{n}"), "veto", "none");
    }
    choose(&mut answers, "10④", "veto", "none");
    choose(&mut answers, "16.1", "record", "96.5");
    answers
}

#[test]
fn tangjiafang_decides_by_grades_share_and_negative_list() {
    let scheme = load("tangjiafang");
    let verdict = |answers: &Answers| score(&scheme, answers).unwrap().reached.unwrap().verdict;
    assert_eq!(verdict(&grades(12, false)), Some(Verdict::Yes), "12 of 14 are 80 %");
    assert_eq!(verdict(&grades(11, false)), Some(Verdict::No));
    assert_eq!(verdict(&grades(13, true)), Some(Verdict::No), "every item has to be 较好");
    for (answer, said) in [("found", Verdict::No), ("excepted", Verdict::Yes), ("pending", Verdict::Open)] {
        let mut answers = grades(14, false);
        choose(&mut answers, "15.1", "veto", answer);
        assert_eq!(verdict(&answers), Some(said), "{answer}");
    }
    let mut open = grades(14, false);
    open.remove("7");
    assert_eq!(verdict(&open), Some(Verdict::Open));
    assert!(score(&scheme, &grades(14, false)).unwrap().complete());
}

/// 武陵源: 单位类型 and number of standards.
const WULINGYUAN: [(&str, &str, &[&str]); 8] = [
    (
        "organ",
        "清廉机关",
        &["政治建设过硬", "权力运行规范", "用人导向鲜明", "廉洁教育经常", "干部担当作为", "纪律作风严明"],
    ),
    ("chamber", "清廉商会", &["党建引领强", "阵地建设好", "清廉思想浓", "制度执行实", "诚信守法严"]),
    (
        "village",
        "清廉村居",
        &[
            "管党治党责任实",
            "小微权力制约严",
            "集体“三资”管理好",
            "干部廉洁自律强",
            "移风易俗效果优",
            "群众诉求响应快",
        ],
    ),
    ("school", "清廉学校", &["政治建设过硬", "内部管理规范", "办学规范公正", "师德师风优良", "清廉氛围浓厚"]),
    (
        "hospital",
        "清廉医院",
        &["党建引领示范强", "重点环节监管严", "医德医风建设实", "医疗服务评价高", "清廉文化氛围浓"],
    ),
    ("family", "清廉家庭", &["修身齐家树廉", "崇德治家兴廉", "勤俭持家养廉", "实干兴家固廉"]),
    (
        "scenic",
        "清廉景区",
        &["组织建设责任实", "景区经营管理好", "文旅建设融合深", "从业人员服务优", "规章制度执行严"],
    ),
    (
        "company",
        "清廉企业",
        &["党建示范引领好", "廉洁从业意识强", "内控机制建立全", "清廉文化氛围浓", "遵纪守法底线牢"],
    ),
];

#[test]
fn wulingyuan_is_the_documents() {
    let scheme = load("wulingyuan");
    let types: Vec<_> = scheme.unit_types.iter().map(|t| (t.code.as_str(), t.title.as_str())).collect();
    assert_eq!(types, WULINGYUAN.map(|(code, title, _)| (code, title)));
    for ((code, _, titles), n) in WULINGYUAN.iter().zip(1..) {
        let own = scheme.for_unit_type(code);
        let found: Vec<_> = own.criteria().map(|c| (c.no.to_string(), c.title.as_str())).collect();
        let written: Vec<_> =
            titles.iter().zip(1..).map(|(title, at)| (format!("{n}.{at}"), *title)).collect();
        assert_eq!(found, written, "{code}");
        assert!(own.criteria().all(|c| matches!(c.body, Body::Standard(_))));
    }
    assert_eq!(scheme.criteria().count(), 41);
    assert_eq!((scheme.points, &scheme.outcome.standard_rule), (None, &Some(StandardRule::Decision)));
    assert_eq!(scheme.outcome.targets[0].at_least, 1);
    assert_eq!(scheme.outcome.targets[0].applies_to, ["village"]);
    let family = scheme.unit_type("family").unwrap();
    assert_eq!(family.judged, WhoIsJudged::Family);
    insta::assert_snapshot!("wulingyuan_findings", findings(&scheme));
}

const YEAR: Option<Window> = Some(Window::AssessmentYear);
const INFLUENCE: Option<Window> = Some(Window::InfluenceLasts);

/// 岳阳: what keeps a 科室 or 单位 from the title, and when it has to have been; the document numbers two of the seven 3.
const YUEYANG_UNIT: &[(&str, Option<Window>)] = &[
    ("违纪违法问题被查处", YEAR),
    ("党纪政务处分", YEAR),
    ("影响期未过", INFLUENCE),
    ("“黄赌毒”", None),
    ("考核等次低", None),
    ("绩效考核指标的排名靠后", None),
    ("被通报批评", None),
];

/// The same for a person.
const YUEYANG_PERSON: &[(&str, Option<Window>)] = &[
    ("立案审查", None),
    ("党纪政务处分", YEAR),
    ("影响期未过", INFLUENCE),
    ("行政拘留", YEAR),
    ("犯罪", YEAR),
    ("“失信人员”", YEAR),
    ("考核等次低", None),
    ("越级上访", None),
    ("诬告", None),
    ("邪教", None),
];

#[test]
fn yueyang_is_the_documents() {
    let scheme = load("yueyang");
    let types: Vec<_> = scheme.unit_types.iter().map(|t| (t.title.as_str(), t.judged)).collect();
    assert_eq!(
        types,
        [("清廉科室", WhoIsJudged::Unit), ("清廉单位", WhoIsJudged::Unit), ("清廉岗位", WhoIsJudged::Person)]
    );
    let standards = |code: &str| -> Vec<String> {
        let own = scheme.for_unit_type(code);
        let titles = own.criteria().filter(|c| matches!(c.body, Body::Standard(_)));
        titles.map(|c| c.title.clone()).collect()
    };
    let unit = ["政治站位高", "工作业绩好", "作风建设佳"];
    assert_eq!(standards("office"), unit);
    assert_eq!(standards("subunit"), unit);
    assert_eq!(standards("post"), ["政治素质硬", "为民服务实", "廉洁自律严", "群众口碑好"]);
    for (code, entries) in [("office", 7), ("subunit", 7), ("post", 10)] {
        let own = scheme.for_unit_type(code);
        assert_eq!(vetoes(&own).count(), entries, "{code}");
        assert!(vetoes(&own).all(|(_, veto)| veto.effect == VetoEffect::NotEligible));
    }
    for (code, written) in [("office", YUEYANG_UNIT), ("subunit", YUEYANG_UNIT), ("post", YUEYANG_PERSON)] {
        let own = scheme.for_unit_type(code);
        for ((criterion, veto), (what, window)) in vetoes(&own).zip(written) {
            assert!(criterion.title.contains(what), "{} {what}", criterion.title);
            assert_eq!(veto.window, *window, "{code} {}", criterion.no);
        }
    }
    let fine = vetoes(&scheme).find(|(criterion, _)| criterion.no == "否2.4").unwrap();
    assert!(fine.1.threshold.contains("2000元"));
    let quotas: Vec<_> = scheme
        .outcome
        .quotas
        .iter()
        .map(|quota| (quota.applies_to[0].as_str(), quota.kind, quota.percent))
        .collect();
    assert_eq!(
        quotas,
        [
            ("office", QuotaKind::Winners, p("25")),
            ("subunit", QuotaKind::Winners, p("25")),
            ("post", QuotaKind::Nominations, p("20"))
        ]
    );
    assert_eq!(scheme.cycle, Some(Cycle::Quarter));
    assert_eq!((scheme.deadlines[0].month, scheme.deadlines[0].day), (3, 10));
    assert_eq!((scheme.outcome.publicised, scheme.outcome.publicity_days), (true, None));
    insta::assert_snapshot!("yueyang_findings", findings(&scheme));
}

#[test]
fn quotas_round_down_but_leave_one_place() {
    let scheme = load("yueyang");
    let places = |pool| scheme.outcome.quotas[0].places(pool);
    let found: Vec<_> = [0, 1, 3, 4, 7, 8, 17, 20, 100].map(|pool| (pool, places(pool))).into();
    assert_eq!(found, [(0, 0), (1, 1), (3, 1), (4, 1), (7, 1), (8, 2), (17, 4), (20, 5), (100, 25)]);
    assert_eq!(Points::from_int(25), scheme.outcome.quotas[0].percent);
}
