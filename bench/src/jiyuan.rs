//! What the engine is measured against: 济源's rubric written out by hand as a function, with every criterion, amount
//! and word in the code. It gives the same explained sheet; a test compares the two on many answers.

use domain::points::Points;
use domain::scoring::{
    Answer, Answers, COUNT_LIMIT, CriterionScore, ENTRIES_LIMIT, Entry, Explanation, Facts, HeadingScore,
    InputValue, Range, ScoreSheet,
};

const fn whole(n: i64) -> Points {
    Points::from_int(n)
}

fn half() -> Points {
    Points::ratio(1, 2).expect("a half")
}

/// The sheet, for answers that fit; `None` if one does not.
pub fn score(answers: &Answers, facts: &Facts) -> Option<ScoreSheet> {
    let of = |no: &str| answers.get(no);
    let sections = vec![
        section(
            "一",
            25,
            vec![
                item("1", 9, vec![c1_1(of("1.1"))?, c1_2(of("1.2"))?, c1_3(of("1.3"))?, c1_4(of("1.4"))?])?,
                item("2", 8, vec![c2_1(of("2.1"))?, c2_2(of("2.2"))?, c2_3(of("2.3"))?, c2_4(of("2.4"))?])?,
                item("3", 8, vec![c3_1(of("3.1"))?, c3_2(of("3.2"))?])?,
            ],
        )?,
        section(
            "二",
            25,
            vec![
                item("4", 5, vec![c4_1(of("4.1"))?, c4_2(of("4.2"), facts)?, c4_3(of("4.3"))?])?,
                item("5", 3, vec![c5_1(of("5.1"))?, judged("5.2", 1, of("5.2"))?])?,
                item("6", 4, vec![judged("6.1", 1, of("6.1"))?, judged("6.2", 3, of("6.2"))?])?,
                item("7", 6, vec![c7_1(of("7.1"))?, c7_2(of("7.2"))?, judged("7.3", 2, of("7.3"))?])?,
                item(
                    "8",
                    7,
                    vec![c8_1(of("8.1"))?, judged("8.2", 3, of("8.2"))?, c8_3(of("8.3"))?, c8_4(of("8.4"))?],
                )?,
            ],
        )?,
        section(
            "三",
            25,
            vec![
                item("9", 7, vec![c9_1(of("9.1"))?, c9_2(of("9.2"))?, judged("9.3", 2, of("9.3"))?])?,
                item(
                    "10",
                    7,
                    vec![
                        c10_1(of("10.1"))?,
                        judged("10.2", 2, of("10.2"))?,
                        c10_3(of("10.3"))?,
                        c10_4(of("10.4"))?,
                    ],
                )?,
                item(
                    "11",
                    6,
                    vec![c11_1(of("11.1"))?, c11_2(of("11.2"), facts)?, judged("11.3", 2, of("11.3"))?],
                )?,
                item("12", 5, vec![c12_1(of("12.1"), facts)?])?,
            ],
        )?,
        section(
            "四",
            25,
            vec![
                item(
                    "13",
                    12,
                    vec![
                        c13_1(of("13.1"))?,
                        judged("13.2", 2, of("13.2"))?,
                        judged("13.3", 2, of("13.3"))?,
                        c13_4(of("13.4"), facts)?,
                    ],
                )?,
                item(
                    "14",
                    13,
                    vec![
                        judged("14.1", 3, of("14.1"))?,
                        judged("14.2", 2, of("14.2"))?,
                        judged("14.3", 6, of("14.3"))?,
                        c14_4(of("14.4"))?,
                    ],
                )?,
            ],
        )?,
    ];
    let (mut low, mut high, mut achievable) = (Points::ZERO, Points::ZERO, Points::ZERO);
    for section in &sections {
        low = low.checked_add(section.range.low)?;
        high = high.checked_add(section.range.high)?;
        achievable = achievable.checked_add(section.achievable)?;
    }
    let declared = whole(100);
    let range = Range { low: low.within(Points::ZERO, declared), high: high.within(Points::ZERO, declared) };
    let items = || sections.iter().flat_map(|section| &section.items);
    Some(ScoreSheet {
        score: range.low,
        declared: Some(declared),
        achievable,
        range,
        answered: items().map(|item| item.answered).sum(),
        asked: 43,
        sections,
        reached: None,
    })
}

fn section(no: &str, declared: i64, items: Vec<HeadingScore>) -> Option<HeadingScore> {
    let declared = whole(declared);
    let (mut low, mut high, mut achievable) = (Points::ZERO, Points::ZERO, Points::ZERO);
    for item in &items {
        low = low.checked_add(item.range.low)?;
        high = high.checked_add(item.range.high)?;
        achievable = achievable.checked_add(item.achievable)?;
    }
    let range = Range { low: low.within(Points::ZERO, declared), high: high.within(Points::ZERO, declared) };
    Some(HeadingScore {
        no: no.into(),
        score: range.low,
        declared: Some(declared),
        achievable,
        range,
        answered: items.iter().map(|item| item.answered).sum(),
        asked: items.iter().map(|item| item.asked).sum(),
        criteria: Vec::new(),
        items,
    })
}

fn item(no: &str, declared: i64, criteria: Vec<CriterionScore>) -> Option<HeadingScore> {
    let declared = whole(declared);
    let (mut low, mut high, mut achievable) = (Points::ZERO, Points::ZERO, Points::ZERO);
    let mut answered = 0;
    for criterion in &criteria {
        low = low.checked_add(criterion.range.low)?;
        high = high.checked_add(criterion.range.high)?;
        achievable = achievable.checked_add(criterion.points)?;
        answered += u32::from(criterion.complete);
    }
    let range = Range { low: low.within(Points::ZERO, declared), high: high.within(Points::ZERO, declared) };
    Some(HeadingScore {
        no: no.into(),
        score: range.low,
        declared: Some(declared),
        achievable,
        range,
        answered,
        asked: criteria.len() as u32,
        criteria,
        items: Vec::new(),
    })
}

/// A part of a criterion on its way.
struct Part {
    points: Points,
    low: Points,
    high: Points,
    shown: Points,
    complete: bool,
    steps: Vec<Explanation>,
}

impl Part {
    fn full(points: i64) -> Self {
        let points = whole(points);
        Self { points, low: points, high: points, shown: points, complete: true, steps: Vec::new() }
    }

    fn empty(points: i64) -> Self {
        Self { low: Points::ZERO, high: Points::ZERO, shown: Points::ZERO, ..Self::full(points) }
    }

    fn open(&mut self, low: Points, high: Points) -> Option<()> {
        self.complete = false;
        self.low = self.low.checked_add(low)?;
        self.high = self.high.checked_add(high)?;
        Some(())
    }

    fn deduct(&mut self, text: String, owed: Points) -> Option<()> {
        self.low = self.low.checked_sub(owed)?;
        self.high = self.high.checked_sub(owed)?;
        let taken = owed.min(self.shown);
        self.shown = self.shown.checked_sub(taken)?;
        let text = if taken == owed {
            text
        } else if taken == Points::ZERO {
            format!("{text}（应扣{owed}分，已扣完）")
        } else {
            format!("{text}（应扣{owed}分，扣完为止）")
        };
        self.steps.push(Explanation { text, points: -taken });
        Some(())
    }

    fn award(&mut self, text: String, due: Points) -> Option<()> {
        self.low = self.low.checked_add(due)?;
        self.high = self.high.checked_add(due)?;
        let given = due.min(self.points.checked_sub(self.shown)?);
        self.shown = self.shown.checked_add(given)?;
        let text = if given == due {
            text
        } else {
            format!("{text}（应得{due}分，最高{}分）", self.points)
        };
        self.steps.push(Explanation { text, points: given });
        Some(())
    }

    /// So much for each; unanswered, anything is possible.
    fn deduct_each(
        &mut self,
        count: Option<u32>,
        each: Points,
        told: impl FnOnce(u32) -> String,
    ) -> Option<()> {
        match count {
            None => self.open(-each.checked_times(COUNT_LIMIT)?, Points::ZERO),
            Some(0) => Some(()),
            Some(n) => self.deduct(told(n), each.checked_times(n)?),
        }
    }

    /// So much for each incident, by its name.
    fn deduct_facts(
        &mut self,
        entries: Option<&[Entry]>,
        facts: &Facts,
        each: Points,
        told: impl Fn(u32) -> String,
    ) -> Option<()> {
        let Some(entries) = entries else {
            return self.open(-each.checked_times(COUNT_LIMIT)?, Points::ZERO);
        };
        // A fact that is named more than once counts once, by its greatest number.
        let mut once: Vec<(&Entry, u32)> = Vec::with_capacity(entries.len());
        for entry in entries {
            match once.iter_mut().find(|(known, _)| known.fact == entry.fact) {
                Some((known, times)) => {
                    *times += 1;
                    if entry.n > known.n {
                        *known = entry;
                    }
                }
                None => once.push((entry, 1)),
            }
        }
        for (entry, times) in once.iter().filter(|(_, times)| *times > 1) {
            let text = format!("{}在这里登记了{times}次，只计1次", title(entry, facts));
            self.steps.push(Explanation { text, points: Points::ZERO });
        }
        for (entry, _) in once {
            let text = format!("{}：{}", title(entry, facts), told(entry.n));
            self.deduct(text, each.checked_times(entry.n)?)?;
        }
        Some(())
    }

    /// Each piece once, at its highest level.
    fn award_pieces(&mut self, entries: &[Entry], facts: &Facts) -> Option<()> {
        const PROVINCIAL: &str = "省级以上媒体";
        const MUNICIPAL: &str = "市级以上媒体";
        let mut best: Vec<(&Entry, bool)> = Vec::with_capacity(entries.len());
        let mut lower = Vec::new();
        for entry in entries {
            let provincial = match entry.level.as_str() {
                "provincial" => true,
                "municipal" => false,
                _ => return None,
            };
            match best.iter_mut().find(|(known, _)| known.fact == entry.fact) {
                Some((_, known)) if provincial && !*known => {
                    *known = true;
                    lower.push((entry, MUNICIPAL));
                }
                Some(_) => lower.push((entry, if provincial { PROVINCIAL } else { MUNICIPAL })),
                None => best.push((entry, provincial)),
            }
        }
        for (entry, provincial) in best {
            let (level, amount) = if provincial { (PROVINCIAL, whole(1)) } else { (MUNICIPAL, half()) };
            self.award(format!("{}：{level}", title(entry, facts)), amount)?;
        }
        for (entry, level) in lower {
            let text = format!("{}（{level}）：同一件就高计，不累加", title(entry, facts));
            self.steps.push(Explanation { text, points: Points::ZERO });
        }
        Some(())
    }

    fn deduct_unmet(&mut self, met: Option<bool>, unmet: &str, amount: i64) -> Option<()> {
        self.deduct_unmet_by(met, unmet, whole(amount))
    }

    fn deduct_unmet_by(&mut self, met: Option<bool>, unmet: &str, amount: Points) -> Option<()> {
        match met {
            None => self.open(-amount, Points::ZERO),
            Some(true) => Some(()),
            Some(false) => self.deduct(unmet.to_owned(), amount),
        }
    }

    /// Three levels: without fault, half a point, one point.
    fn deduct_level(
        &mut self,
        chosen: Option<&str>,
        [good, weak, poor]: [&str; 3],
        texts: [&str; 2],
    ) -> Option<()> {
        match chosen {
            None => self.open(whole(-1), Points::ZERO),
            Some(id) if id == good => Some(()),
            Some(id) if id == weak => self.deduct(texts[0].to_owned(), half()),
            Some(id) if id == poor => self.deduct(texts[1].to_owned(), whole(1)),
            Some(_) => None,
        }
    }

    fn zero_unless(&mut self, conditions: &[(Option<bool>, &str)], end: &str) {
        let unmet: Vec<&str> =
            conditions.iter().filter(|(met, _)| *met == Some(false)).map(|(_, text)| *text).collect();
        let open = conditions.iter().any(|(met, _)| met.is_none());
        self.complete &= !open;
        if !unmet.is_empty() {
            let text = format!("{}{end}", unmet.join("、"));
            self.steps.push(Explanation { text, points: -self.shown });
            (self.low, self.high, self.shown) = (Points::ZERO, Points::ZERO, Points::ZERO);
        } else if open {
            self.low = self.low.min(Points::ZERO);
        }
    }

    fn end(self, no: &str) -> CriterionScore {
        let range = Range {
            low: self.low.within(Points::ZERO, self.points),
            high: self.high.within(Points::ZERO, self.points),
        };
        criterion(no, self.points, range, self.complete, self.steps)
    }
}

fn criterion(
    no: &str,
    points: Points,
    range: Range,
    complete: bool,
    steps: Vec<Explanation>,
) -> CriterionScore {
    CriterionScore {
        no: no.into(),
        score: range.low,
        points,
        range,
        complete,
        not_applicable: false,
        left_out: false,
        may_be_left_out: false,
        steps,
        mark: None,
        figure: None,
        consequences: Box::default(),
    }
}

fn input<'a>(answer: Option<&'a Answer>, name: &str) -> Option<&'a InputValue> {
    answer.and_then(|answer| answer.inputs.get(name))
}

/// The outer `None`: it does not fit.
fn met(answer: Option<&Answer>, name: &str) -> Option<Option<bool>> {
    match input(answer, name) {
        None => Some(None),
        Some(InputValue::Met(met)) => Some(Some(*met)),
        Some(_) => None,
    }
}

fn count(answer: Option<&Answer>, name: &str) -> Option<Option<u32>> {
    match input(answer, name) {
        None => Some(None),
        Some(InputValue::Count(n)) if *n <= COUNT_LIMIT => Some(Some(*n)),
        Some(_) => None,
    }
}

fn entries<'a>(answer: Option<&'a Answer>, name: &str, facts: &Facts) -> Option<Option<&'a [Entry]>> {
    match input(answer, name) {
        None => Some(None),
        Some(InputValue::Entries(entries)) if fits(entries, facts) => Some(Some(entries)),
        Some(InputValue::Picks(none)) if none.is_empty() => Some(Some(&[])),
        Some(_) => None,
    }
}

fn fits(entries: &[Entry], facts: &Facts) -> bool {
    entries.len() <= ENTRIES_LIMIT
        && entries.iter().all(|entry| facts.contains_key(&entry.fact) && (1..=COUNT_LIMIT).contains(&entry.n))
}

/// What a fact is called; its id where it has no title.
fn title<'a>(entry: &'a Entry, facts: &'a Facts) -> &'a str {
    let known = facts.get(&entry.fact).map(|fact| fact.title.as_str());
    known.filter(|title| !title.is_empty()).unwrap_or(&entry.fact)
}

fn chosen<'a>(answer: Option<&'a Answer>, name: &str) -> Option<Option<&'a str>> {
    match input(answer, name) {
        None => Some(None),
        Some(InputValue::Text(id)) => Some(Some(id)),
        Some(_) => None,
    }
}

/// Points without a rule.
fn judged(no: &str, points: i64, answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::empty(points);
    match input(answer, "points") {
        None => part.open(Points::ZERO, part.points)?,
        Some(InputValue::Text(text)) => {
            let given: Points = text.parse().ok()?;
            if given < Points::ZERO || given > part.points {
                return None;
            }
            let text = if given == Points::ZERO { "人工评分为0分" } else { "人工评分" };
            part.award(text.to_owned(), given)?;
            if answer.is_none_or(|answer| answer.remark.trim().is_empty()) {
                part.complete = false;
                part.steps.push(Explanation { text: "请填写说明".to_owned(), points: Points::ZERO });
            }
        }
        Some(_) => return None,
    }
    Some(part.end(no))
}

/// Every condition that is not met costs its amount.
fn unmet<const N: usize>(
    no: &str,
    points: i64,
    answer: Option<&Answer>,
    conditions: [(&str, &str, i64); N],
) -> Option<CriterionScore> {
    let mut part = Part::full(points);
    for (name, text, amount) in conditions {
        part.deduct_unmet(met(answer, name)?, text, amount)?;
    }
    Some(part.end(no))
}

fn c1_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    part.deduct_each(count(answer, "missing")?, whole(1), |n| format!("缺少{n}项"))?;
    Some(part.end("1.1"))
}

fn awarded<const N: usize>(
    no: &str,
    points: i64,
    answer: Option<&Answer>,
    conditions: [(&str, &str, &str); N],
) -> Option<CriterionScore> {
    let mut part = Part::empty(points);
    for (name, yes, no) in conditions {
        match met(answer, name)? {
            None => part.open(Points::ZERO, whole(1))?,
            Some(true) => part.award(yes.to_owned(), whole(1))?,
            Some(false) => part.steps.push(Explanation { text: no.to_owned(), points: Points::ZERO }),
        }
    }
    Some(part.end(no))
}

fn c1_2(answer: Option<&Answer>) -> Option<CriterionScore> {
    awarded(
        "1.2",
        2,
        answer,
        [
            ("system", "对党忠诚教育制度已建立", "对党忠诚教育制度未建立"),
            ("training", "培训学习已开展", "培训学习未开展"),
        ],
    )
}

fn c1_3(answer: Option<&Answer>) -> Option<CriterionScore> {
    const END: &str = "，此部分不得分";
    let mut study = Part::full(2);
    study.zero_unless(&[(met(answer, "studied")?, "创建工作未专题研究")], END);
    let mut start = Part::full(1);
    let conditions = [(met(answer, "meeting")?, "动员会未召开"), (met(answer, "plan")?, "工作方案未制定")];
    start.zero_unless(&conditions, END);
    two_parts("1.3", study, start)
}

fn two_parts(no: &str, first: Part, second: Part) -> Option<CriterionScore> {
    let clamped = |part: &Part| {
        (part.low.within(Points::ZERO, part.points), part.high.within(Points::ZERO, part.points))
    };
    let (one, other) = (clamped(&first), clamped(&second));
    let range = Range { low: one.0.checked_add(other.0)?, high: one.1.checked_add(other.1)? };
    let points = first.points.checked_add(second.points)?;
    let complete = first.complete && second.complete;
    let mut steps = first.steps;
    steps.extend(second.steps);
    Some(criterion(no, points, range, complete, steps))
}

fn c1_4(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    part.deduct_each(count(answer, "failing")?, whole(1), |n| format!("{n}项未制定措施或落实不到位"))?;
    Some(part.end("1.4"))
}

fn c2_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    const LEVELS: [&str; 3] = ["kept", "weak", "absent"];
    let mut part = Part::full(2);
    let meetings = ["党组（党委）会议坚持不够好", "党组（党委）会议未坚持"];
    part.deduct_level(chosen(answer, "party_group")?, LEVELS, meetings)?;
    let days = ["“主题党日”活动坚持不够好", "“主题党日”活动未坚持"];
    part.deduct_level(chosen(answer, "theme_day")?, LEVELS, days)?;
    Some(part.end("2.1"))
}

fn c2_2(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    part.deduct_unmet(met(answer, "central_group")?, "中心组学习未开展", 1)?;
    part.deduct_unmet_by(met(answer, "grassroots")?, "基层学习和教育培训未落实", half())?;
    part.deduct_unmet_by(met(answer, "daily")?, "党员日常学习不到位", half())?;
    Some(part.end("2.2"))
}

fn c2_3(answer: Option<&Answer>) -> Option<CriterionScore> {
    const LEVELS: [&str; 3] = ["good", "weak", "poor"];
    let mut part = Part::full(2);
    let app = ["“学习强国”学习不到位", "“学习强国”学习情况很差"];
    part.deduct_level(chosen(answer, "xuexi_qiangguo")?, LEVELS, app)?;
    let academy = ["“河南干部网络学院”学习不到位", "“河南干部网络学院”学习情况很差"];
    part.deduct_level(chosen(answer, "cadre_academy")?, LEVELS, academy)?;
    Some(part.end("2.3"))
}

fn c2_4(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "2.4",
        2,
        answer,
        [("responsibility", "意识形态工作责任制未建立", 1), ("studied", "意识形态专题研究未开展", 1)],
    )
}

fn c3_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "3.1",
        3,
        answer,
        [
            ("guidelines", "党内政治生活准则执行不到位", 1),
            ("centralism", "民主集中制执行不到位", 1),
            ("major_reports", "重大事项请示报告制度执行不到位", 1),
            ("personal_reports", "个人有关事项报告制度执行不到位", 1),
        ],
    )
}

fn c3_2(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "3.2",
        5,
        answer,
        [
            ("meetings", "“三会一课”未按要求落实", 1),
            ("dual_life", "双重组织生活未按要求落实", 1),
            ("talks", "谈心谈话未按要求落实", 1),
            ("appraisal", "民主评议党员未按要求落实", 1),
            ("theme_day", "主题党日未按要求落实", 1),
        ],
    )
}

fn c4_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet("4.1", 1, answer, [("reform", "“放管服”改革责任落实不到位", 1)])
}

fn c4_2(answer: Option<&Answer>, facts: &Facts) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    part.deduct_facts(entries(answer, "complaints", facts)?, facts, whole(1), |n| {
        format!("热线反映查实{n}次")
    })?;
    Some(part.end("4.2"))
}

fn c4_3(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "4.3",
        2,
        answer,
        [("system", "“13710”工作制度未建立", 1), ("mechanism", "明责履责督责追责机制未按要求运行", 1)],
    )
}

fn c5_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    part.deduct_unmet(met(answer, "disclosure")?, "公开制度未建立", 1)?;
    part.deduct_each(count(answer, "missing")?, whole(1), |n| format!("公开事项缺少{n}项"))?;
    let mut line = part.end("5.1");
    if answer.is_some_and(|answer| answer.not_applicable) {
        line.range = Range { low: line.points, high: line.points };
        line.score = line.points;
        line.complete = true;
        line.not_applicable = true;
        line.steps = vec![Explanation { text: "不涉及，不扣分".to_owned(), points: Points::ZERO }];
    }
    Some(line)
}

fn c7_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "7.1",
        1,
        answer,
        [
            ("party_group", "党组（党委）全面监督制度未建立", 1),
            ("discipline", "纪检机构专责监督制度未建立", 1),
        ],
    )
}

fn c7_2(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "7.2",
        3,
        answer,
        [
            ("departments", "党的工作部门职能监督未落实", 1),
            ("branches", "基层党组织日常监督未落实", 1),
            ("members", "党员民主监督未落实", 1),
        ],
    )
}

fn c8_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet("8.1", 1, answer, [("meeting", "年度党风廉政专题会未召开", 1)])
}

fn c8_3(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    match count(answer, "talks")? {
        None => part.open(whole(-1), Points::ZERO)?,
        Some(n) if n < 2 => part.deduct(format!("廉政谈话{n}次，少于2次"), whole(1))?,
        Some(_) => {}
    }
    part.deduct_unmet(met(answer, "coverage")?, "谈话覆盖面不全", 1)?;
    Some(part.end("8.3"))
}

fn c8_4(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet("8.4", 1, answer, [("reform", "以案促改未开展", 1)])
}

fn c9_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet("9.1", 3, answer, [("must_checks", "“凡提四必”未落实", 2), ("opinion", "党支部意见未征求", 1)])
}

fn c9_2(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet("9.2", 2, answer, [("mechanism", "考核评价机制未建立", 1)])
}

fn c10_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "10.1",
        2,
        answer,
        [("mechanism", "政治监督工作机制未建立", 1), ("list", "政治监督重点事项清单未制定", 1)],
    )
}

fn c10_3(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(1);
    let conditions = [(met(answer, "centralism")?, "民主集中制未落实或落实不好")];
    part.zero_unless(&conditions, "，不得分");
    Some(part.end("10.3"))
}

fn c10_4(answer: Option<&Answer>) -> Option<CriterionScore> {
    unmet(
        "10.4",
        2,
        answer,
        [("mechanism", "重点岗位监督机制未建立", 1), ("practice", "重点岗位监督制度未执行", 1)],
    )
}

fn c11_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    let conditions = [(met(answer, "clean")?, "违反中央八项规定精神问题已查实")];
    part.zero_unless(&conditions, "，不得分");
    Some(part.end("11.1"))
}

fn c11_2(answer: Option<&Answer>, facts: &Facts) -> Option<CriterionScore> {
    let mut part = Part::full(2);
    part.deduct_facts(entries(answer, "problems", facts)?, facts, whole(1), |n| {
        format!("群众反映查实{n}起")
    })?;
    Some(part.end("11.2"))
}

fn c12_1(answer: Option<&Answer>, facts: &Facts) -> Option<CriterionScore> {
    let mut part = Part::full(5);
    let each = Points::ratio(5, 2)?;
    part.deduct_facts(entries(answer, "sanctions", facts)?, facts, each, |n| format!("受处分、处理{n}起"))?;
    Some(part.end("12.1"))
}

fn c13_1(answer: Option<&Answer>) -> Option<CriterionScore> {
    let mut part = Part::empty(3);
    match count(answer, "activities")? {
        None => part.open(Points::ZERO, whole(COUNT_LIMIT.into()))?,
        Some(0) => part.award("开展教育0项，不得分".to_owned(), Points::ZERO)?,
        Some(n) => part.award(format!("开展教育{n}项"), whole(n.into()))?,
    }
    Some(part.end("13.1"))
}

fn c13_4(answer: Option<&Answer>, facts: &Facts) -> Option<CriterionScore> {
    let mut published = Part::empty(3);
    match entries(answer, "published", facts)? {
        None => published.open(Points::ZERO, whole(COUNT_LIMIT.into()))?,
        Some(entries) => published.award_pieces(entries, facts)?,
    }
    let mut reported = Part::empty(1);
    match count(answer, "reports")? {
        None => reported.open(Points::ZERO, whole(1))?,
        Some(n) => {
            let amount = match n {
                15.. => whole(1),
                9..=14 => half(),
                3..=8 => Points::ratio(1, 5)?,
                0..=2 => Points::ZERO,
            };
            let end = if amount == Points::ZERO { "，不得分" } else { "" };
            reported.award(format!("报送信息{n}条{end}"), amount)?;
        }
    }
    two_parts("13.4", published, reported)
}

fn c14_4(answer: Option<&Answer>) -> Option<CriterionScore> {
    awarded(
        "14.4",
        2,
        answer,
        [
            ("brand", "廉洁文化品牌已建立", "廉洁文化品牌未建立"),
            ("atmosphere", "科室廉洁文化氛围浓厚", "科室廉洁文化氛围不浓厚"),
        ],
    )
}
