//! The structure every scheme must have, whatever it says: numbers that exist, names that are unique, lists that are not
//! empty, figures within bounds. A file that breaks it is refused with the place.

use std::collections::{HashMap, HashSet};

use super::check_rule;
use super::model::*;
use super::read::{POINTS_LIMIT, ReadError, TEXT_LIMIT};
use crate::points::Points;

type Checked = Result<(), ReadError>;

/// How many levels of headings may stand above the 评分细则: 部分, 考评项目, 具体内容.
pub(super) const HEADING_LEVELS: usize = 3;

pub(super) fn scheme(scheme: &Scheme) -> Checked {
    if scheme.format == 0 || scheme.format > FORMAT {
        return Err(ReadError::new(
            "format",
            format!("文件格式版本为{}，本程序只认识1至{FORMAT}", scheme.format),
        ));
    }
    if !is_scheme_name(&scheme.name) {
        return Err(ReadError::new("name", "简称应由2至32个小写字母、数字或连字符组成，并以字母开头"));
    }
    required("title", "方案名称", &scheme.title)?;
    scheme.points.map_or(Ok(()), |declared| points("points", "方案分值", declared))?;
    unit_types(scheme)?;
    grades(scheme)?;
    let mut places = Places { scheme, known: HashSet::new() };
    some("方案", "部分", &scheme.sections)?;
    for section in &scheme.sections {
        places.heading(section, 1, section.role)?;
    }
    sources(scheme)?;
    scheme.deadlines.iter().try_for_each(|deadline| required("deadlines", "期限名称", &deadline.title))?;
    outcome(&scheme.outcome, scheme, &places)?;
    for note in &scheme.notes {
        places.known("notes", &note.path)?;
        required("notes", "说明", &note.text)?;
    }
    let mut accepted = HashSet::new();
    for acceptance in &scheme.accepted {
        places.known("accepted", &acceptance.path)?;
        required("accepted", "问题代码", &acceptance.code)?;
        required("accepted", "接受理由", &acceptance.reason)?;
        if !accepted.insert((&acceptance.code, &acceptance.path)) {
            return Err(ReadError::new(
                "accepted",
                format!("“{} {}”重复接受", acceptance.code, acceptance.path),
            ));
        }
    }
    Ok(())
}

fn unit_types(scheme: &Scheme) -> Checked {
    let mut codes = HashSet::new();
    for unit_type in &scheme.unit_types {
        name("unit_types", "单位类型代码", &unit_type.code)?;
        required("unit_types", "单位类型名称", &unit_type.title)?;
        unique("unit_types", "单位类型", &unit_type.code, &mut codes)?;
    }
    Ok(())
}

fn grades(scheme: &Scheme) -> Checked {
    let mut ids = HashSet::new();
    for grade in &scheme.grades {
        name("grades", "等次代码", &grade.id)?;
        required("grades", "等次名称", &grade.title)?;
        required("grades", "等次含义", &grade.definition)?;
        unique("grades", "等次", &grade.id, &mut ids)?;
    }
    if scheme.grades.len() == 1 {
        return Err(ReadError::new("grades", "至少要有两个等次"));
    }
    Ok(())
}

fn sources(scheme: &Scheme) -> Checked {
    let mut ids = HashSet::new();
    for source in &scheme.sources {
        name("sources", "来源代码", &source.id)?;
        required("sources", "来源名称", &source.title)?;
        unique("sources", "来源", &source.id, &mut ids)?;
        percent("sources", "权重", source.weight)?;
        points("sources", "来源满分", source.full)?;
        if source.full == Points::ZERO {
            return Err(ReadError::new("sources", format!("“{}”的满分应大于0", source.title)));
        }
        if source.rubric && source.own {
            let reason = format!("“{}”不能既是本表的得分又是单位的自评得分", source.title);
            return Err(ReadError::new("sources", reason));
        }
    }
    if scheme.sources.iter().filter(|source| source.own).count() > 1 {
        return Err(ReadError::new("sources", "只能有一个来源是单位的自评得分"));
    }
    Ok(())
}

fn outcome(outcome: &Outcome, scheme: &Scheme, places: &Places<'_>) -> Checked {
    const HERE: &str = "outcome";
    required(HERE, "决定机构", &outcome.decided_by)?;
    some(HERE, "可以作出的决定", &outcome.options)?;
    let mut options = HashSet::new();
    for option in &outcome.options {
        required(HERE, "可以作出的决定", option)?;
        unique(HERE, "决定", option, &mut options)?;
    }
    let mut titles = HashSet::new();
    for band in &outcome.bands {
        required(HERE, "等次名称", &band.title)?;
        unique(HERE, "等次", &band.title, &mut titles)?;
        points(HERE, "等次界限", band.from)?;
        for condition in &band.conditions {
            match condition {
                BandCondition::HeadingFrom { no, points: least } => {
                    if !scheme.headings().any(|heading| heading.no == *no) {
                        return Err(ReadError::new(HERE, format!("等次条件中没有编号“{}”的项目", cut(no))));
                    }
                    points(HERE, "等次条件的分值", *least)?;
                }
                BandCondition::EveryItemRate { percent: least } => percent(HERE, "等次条件的得分率", *least)?,
                BandCondition::Recorded { no, at_least } => {
                    let recorded = scheme.criterion(no).map(|criterion| &criterion.body);
                    if !matches!(recorded, Some(Body::Recorded(one)) if one.yes_no || !one.unit.is_empty()) {
                        let reason = format!("等次条件中的“{}”不是记录是否或数的细则", cut(no));
                        return Err(ReadError::new(HERE, reason));
                    }
                    points(HERE, "等次条件的数", *at_least)?;
                }
                BandCondition::NoItemAtZero | BandCondition::NoVeto | BandCondition::AtMostAtZero { .. } => {}
            }
        }
    }
    outcome.pass.map_or(Ok(()), |pass| points(HERE, "达标线", pass))?;
    for share in outcome.bands.iter().filter_map(|band| band.share) {
        percent(HERE, "等次比例", share.percent)?;
        percent(HERE, "等次比例的浮动", share.tolerance)?;
    }
    if let Some(OverPeriods::Weights(weights)) = &outcome.over_periods {
        some(HERE, "各期权重", weights)?;
        weights.iter().try_for_each(|weight| percent(HERE, "各期权重", *weight))?;
    }
    if let Some(rule) = &outcome.grade_rule {
        for id in [&rule.every, &rule.share_of] {
            if !scheme.grades.iter().any(|grade| grade.id == *id) {
                return Err(ReadError::new(HERE, format!("等次规则中没有等次“{}”", cut(id))));
            }
        }
        percent(HERE, "等次占比", rule.share)?;
    }
    for quota in &outcome.quotas {
        codes(HERE, scheme, &quota.applies_to)?;
        percent(HERE, "名额比例", quota.percent)?;
        text(HERE, "名额基数", &quota.pool)?;
    }
    for target in &outcome.targets {
        codes(HERE, scheme, &target.applies_to)?;
        required(HERE, "目标范围", &target.per)?;
        required(HERE, "目标内容", &target.of)?;
        target.percent.map_or(Ok(()), |share| percent(HERE, "目标比例", share))?;
    }
    if outcome.publicity_days.is_some_and(|days| days == 0 || days > 365) {
        return Err(ReadError::new(HERE, "公示期应为1至365个工作日"));
    }
    places.known(HERE, "")
}

/// Every number that was given away.
struct Places<'a> {
    scheme: &'a Scheme,
    known: HashSet<&'a str>,
}

impl<'a> Places<'a> {
    fn add(&mut self, no: &'a str) -> Checked {
        if !is_number(no) {
            return Err(ReadError::new(&cut(no), "编号应由1至24个文字、数字、点或连字符组成"));
        }
        if self.known.insert(no) { Ok(()) } else { Err(ReadError::new(no, "编号重复")) }
    }

    fn known(&self, place: &str, path: &str) -> Checked {
        if path.is_empty() || self.known.contains(path) {
            return Ok(());
        }
        Err(ReadError::new(place, format!("没有编号“{}”", cut(path))))
    }

    fn heading(&mut self, heading: &'a Heading, level: usize, role: Role) -> Checked {
        let no = &heading.no;
        let what = if level == 1 { "部分" } else { "项目" };
        self.add(no)?;
        if level > HEADING_LEVELS {
            return Err(ReadError::new(no, format!("标题超过{HEADING_LEVELS}级")));
        }
        if level > 1 && heading.role != Role::Base {
            return Err(ReadError::new(no, "加减分只能是最上一级的部分"));
        }
        required(no, &format!("{what}名称"), &heading.title)?;
        heading.points.map_or(Ok(()), |declared| points(no, &format!("{what}分值"), declared))?;
        match heading.floor {
            Some(_) if role == Role::Base => {
                return Err(ReadError::new(no, "只有加减分部分可以写明最多减多少分"));
            }
            Some(floor) => points(no, "最多减分", floor)?,
            None => {}
        }
        codes(no, self.scheme, &heading.applies_to)?;
        duties(no, &heading.duties)?;
        text(no, "备注", &heading.remark)?;
        if heading.criteria.is_empty() && heading.items.is_empty() {
            let below = if level == 1 { "考评项目" } else { "评分细则" };
            return Err(ReadError::new(no, format!("至少要有一个{below}")));
        }
        siblings(heading)?;
        for criterion in &heading.criteria {
            self.add(&criterion.no)?;
            self.criterion(criterion, role)?;
        }
        heading.items.iter().try_for_each(|item| self.heading(item, level + 1, role))
    }

    fn criterion(&self, criterion: &Criterion, role: Role) -> Checked {
        let no = &criterion.no;
        required(no, "细则名称", &criterion.title)?;
        text(no, "查验内容", &criterion.evidence)?;
        codes(no, self.scheme, &criterion.applies_to)?;
        duties(no, &criterion.duties)?;
        points(no, "细则分值", criterion.points)?;
        if let Some(NotApplicable::Fixed(fixed)) = criterion.not_applicable
            && !(Points::ZERO..=criterion.points).contains(&fixed)
        {
            return Err(ReadError::new(no, format!("不涉及时的分值应在0至{}分之间", criterion.points)));
        }
        if let Body::Scored(parts) = &criterion.body {
            return scored(criterion, parts, role);
        }
        text(no, "评分办法", &criterion.wording)?;
        if criterion.points != Points::ZERO {
            return Err(ReadError::new(no, "不计分的细则不应有分值"));
        }
        if criterion.not_applicable.is_some() {
            return Err(ReadError::new(no, "只有计分的细则可以写明不涉及如何处理"));
        }
        if criterion.acts_on_parent || role == Role::Bonus {
            return Err(ReadError::new(no, "只有计分的细则可以加减上一级的分值"));
        }
        match &criterion.body {
            Body::Scored(_) => Ok(()),
            Body::Graded(_) if self.scheme.grades.is_empty() => {
                Err(ReadError::new(no, "评等次的细则需要方案写明等次"))
            }
            Body::Graded(list) | Body::Standard(list) => sub_points(no, list),
            Body::Veto(veto) => check_veto(no, veto),
            Body::Recorded(recorded) => {
                required(no, "记录内容", &recorded.label)?;
                text(no, "记录单位", &recorded.unit)?;
                text(no, "填写的一方", &recorded.entered_by)?;
                if recorded.yes_no && !recorded.unit.is_empty() {
                    return Err(ReadError::new(no, "回答是否的记录没有单位"));
                }
                Ok(())
            }
        }
    }
}

/// What stands under one heading is told apart by its own number. (That whole numbers are unique is looked at elsewhere.)
fn siblings(heading: &Heading) -> Checked {
    let items = heading.items.iter().map(|item| &item.no);
    let mut known = HashMap::new();
    for no in heading.criteria.iter().map(|criterion| &criterion.no).chain(items) {
        let own = own_no(no);
        if known.insert(own, no).is_some_and(|other| other != no) {
            return Err(ReadError::new(no, format!("编号重复：同一标题下已有“{own}”")));
        }
    }
    Ok(())
}

fn sub_points(no: &str, list: &[SubPoint]) -> Checked {
    let mut known = HashSet::new();
    for one in list {
        required(no, "要点编号", &one.no)?;
        required(no, "要点内容", &one.title)?;
        unique(no, "要点", &one.no, &mut known)?;
    }
    Ok(())
}

fn check_veto(no: &str, veto: &Veto) -> Checked {
    required(no, "否决情形的对象", &veto.subject)?;
    text(no, "否决情形的程度", &veto.threshold)?;
    text(no, "核实单位", &veto.decided_by)?;
    veto.exceptions.iter().try_for_each(|exception| required(no, "例外情形", exception))?;
    match (veto.effect, veto.window) {
        (VetoEffect::Deducts(amount), _) => points(no, "否决扣分", amount),
        (_, Some(Window::LastYears(n) | Window::YearsBeforeAndPeriod(n))) if n == 0 || n > 50 => {
            Err(ReadError::new(no, "追溯年数应为1至50"))
        }
        _ => Ok(()),
    }
}

fn scored(criterion: &Criterion, parts: &[Part], role: Role) -> Checked {
    let no = &criterion.no;
    required(no, "评分办法", &criterion.wording)?;
    some(no, "分值部分", parts)?;
    if role == Role::Bonus && criterion.acts_on_parent {
        return Err(ReadError::new(no, "加减分部分中的细则直接加减总分，不必再作用于上一级"));
    }
    let free = role == Role::Bonus || criterion.acts_on_parent;
    let has_points = || match role {
        Role::Bonus => "加减分的细则没有满分，请填0；最多加几分写在所属部分的分值处",
        Role::Base => "只从上一级扣分的细则没有满分，请填0",
    };
    if free && criterion.points != Points::ZERO {
        return Err(ReadError::new(no, has_points()));
    }
    let mut inputs = check_rule::Asked::new();
    for part in parts {
        text(no, "部分名称", &part.title)?;
        if part.title.is_empty() && parts.len() > 1 {
            return Err(ReadError::new(no, "分为几部分计分时，每部分都要有名称"));
        }
        points(no, "部分分值", part.points)?;
        if free && part.points != Points::ZERO {
            return Err(ReadError::new(no, has_points()));
        }
        if let Some(start) = part.start
            && !(Points::ZERO..=part.points).contains(&start)
        {
            return Err(ReadError::new(no, format!("起始分值应在0至{}分之间", part.points)));
        }
        part.below_zero.map_or(Ok(()), |below| points(no, "可以低于0的分值", below))?;
        some(no, "计分规则", &part.rules)?;
        for rule in &part.rules {
            check_rule::rule(no, rule, &mut inputs)?;
        }
        if criterion.acts_on_parent && part.rules.iter().any(|rule| !rule.deducts()) {
            return Err(ReadError::new(no, "作用于上一级的细则只能扣分"));
        }
    }
    Ok(())
}

fn duties(place: &str, duties: &Duties) -> Checked {
    duties.all().try_for_each(|department| required(place, "责任科室", department))
}

fn codes(place: &str, scheme: &Scheme, applies_to: &[String]) -> Checked {
    match applies_to.iter().find(|code| scheme.unit_type(code).is_none()) {
        Some(unknown) => Err(ReadError::new(place, format!("“{}”不是本方案的单位类型", cut(unknown)))),
        None => Ok(()),
    }
}

pub(super) fn unique<'a>(place: &str, what: &str, name: &'a str, known: &mut HashSet<&'a str>) -> Checked {
    if known.insert(name) {
        Ok(())
    } else {
        Err(ReadError::new(place, format!("{what}“{}”重复", cut(name))))
    }
}

pub(super) fn name(place: &str, what: &str, name: &str) -> Checked {
    if is_input_name(name) {
        return Ok(());
    }
    Err(ReadError::new(place, format!("{what}应由1至32个小写字母、数字和下划线组成，并以字母开头")))
}

fn percent(place: &str, what: &str, value: Points) -> Checked {
    if (Points::ZERO..=Points::from_int(100)).contains(&value) {
        return Ok(());
    }
    Err(ReadError::new(place, format!("{what}应在0至100%之间")))
}

/// At most 20 characters of a name that is not ours.
fn cut(name: &str) -> String {
    name.chars().take(20).collect()
}

fn is_input_name(name: &str) -> bool {
    name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn is_scheme_name(name: &str) -> bool {
    (2..=32).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

pub(super) fn points(place: &str, what: &str, points: Points) -> Result<(), ReadError> {
    if (Points::ZERO..=POINTS_LIMIT).contains(&points) {
        return Ok(());
    }
    Err(ReadError::new(place, format!("{what}应在0至{POINTS_LIMIT}分之间")))
}

pub(super) fn some<T>(place: &str, what: &str, list: &[T]) -> Result<(), ReadError> {
    if list.is_empty() { Err(ReadError::new(place, format!("至少要有一个{what}"))) } else { Ok(()) }
}

pub(super) fn required(place: &str, what: &str, value: &str) -> Result<(), ReadError> {
    if value.trim().is_empty() {
        return Err(ReadError::new(place, format!("{what}不能为空")));
    }
    text(place, what, value)
}

pub(super) fn text(place: &str, what: &str, value: &str) -> Result<(), ReadError> {
    if value.chars().count() > TEXT_LIMIT {
        return Err(ReadError::new(place, format!("{what}超过{TEXT_LIMIT}个字")));
    }
    if value.chars().any(|c| c.is_control() && c != '\n') {
        return Err(ReadError::new(place, format!("{what}含有不可见的控制字符")));
    }
    Ok(())
}
