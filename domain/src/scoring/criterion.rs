//! One 评分细则, of whatever kind.

use super::answers::{Answer, AnswerProblem, Circumstances, REMARK_LIMIT};
use super::engine::Sum;
use super::facts::Kept;
use super::given::Given;
use super::moves::Move;
use super::part::Bounds;
use super::sheet::{CriterionScore, Explanation, Mark, Range, StandardMark, VetoMark};
use super::sitting::{Sitting, Stop};
use crate::figures::{Field, is_percent};
use crate::points::{Points, PointsOverflow};
use crate::scheme::{Body, Criterion, Grade, Heading, NotApplicable, Part, Reach, Recorded, Role, Scheme};

/// Name of the input under which a graded item, a standard, a veto or a record is answered.
pub const GRADE: &str = "grade";
pub const STANDARD: &str = "standard";
pub const VETO: &str = "veto";
pub const RECORD: &str = "record";
/// Name of the input that holds the mean of those involved, for a criterion that uses it when 不涉及.
pub const COHORT_MEAN: &str = "cohort_mean";

/// The answers a standard takes.
pub const STANDARD_ANSWERS: [(&str, &str, StandardMark); 4] = [
    ("met", "达标", StandardMark::Met),
    ("partly", "部分达标", StandardMark::Partly),
    ("unmet", "不达标", StandardMark::Unmet),
    ("not_involved", "不涉及", StandardMark::NotInvolved),
];

/// The answers a veto takes.
pub const VETO_ANSWERS: [(&str, &str, VetoMark); 4] = [
    ("none", "没有", VetoMark::None),
    ("found", "有", VetoMark::Found),
    ("excepted", "有，属于例外情形", VetoMark::Excepted),
    ("pending", "待核实", VetoMark::Pending),
];

/// What one criterion came to, and what it does to the headings above it.
pub(super) struct Scored {
    pub(super) line: CriterionScore,
    /// What it adds to the achievable sum.
    pub(super) achievable: Points,
    pub(super) zero: Option<Reach>,
    pub(super) zero_open: Option<Reach>,
}

/// Scores one 评分细则 by itself; 一案一扣 needs the whole rubric.
///
/// The steps add up: a part that only deducts starts at its points, any other at 0, and a deduction that finds less
/// than it asks for takes what is left and says so.
pub fn score_criterion(
    scheme: &Scheme,
    criterion: &Criterion,
    answer: Option<&Answer>,
    circumstances: &Circumstances,
) -> Result<CriterionScore, AnswerProblem> {
    let role = scheme
        .sections
        .iter()
        .find(|section| section.role == Role::Bonus && section.all_criteria().any(|c| c.no == criterion.no))
        .map_or(Role::Base, |section| section.role);
    let bare = criterion.points == Points::ZERO && !criterion.acts_on_parent && role == Role::Base;
    let above = |heading: &Heading| {
        heading.shares_its_points() && heading.all_criteria().any(|one| one.no == criterion.no)
    };
    let shared = bare && criterion.is_scored() && scheme.headings().any(above);
    score_as(Standing { role, shared }, scheme, criterion, answer, circumstances)
}

/// Where a criterion stands, for whoever knows it.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    /// The role of the section.
    pub(crate) role: Role,
    /// Whether it takes from the points of a heading above.
    pub(crate) shared: bool,
}

/// The same, where nobody has to look for where the criterion stands.
pub(crate) fn score_as(
    Standing { role, shared }: Standing,
    scheme: &Scheme,
    criterion: &Criterion,
    answer: Option<&Answer>,
    circumstances: &Circumstances,
) -> Result<CriterionScore, AnswerProblem> {
    let setting = Setting { scheme, circumstances, kept: None, role, shared };
    scored(setting, criterion, answer, &mut Vec::new()).map(|scored| scored.line)
}

/// What a criterion is scored by, beside its answer.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) circumstances: &'a Circumstances,
    pub(super) kept: Option<&'a Kept<'a>>,
    /// The role of the section the criterion stands in.
    pub(super) role: Role,
    /// It takes from the points of a heading above.
    pub(super) shared: bool,
}

/// `moves` is room to work in, empty before and after.
pub(super) fn scored<'a>(
    setting: Setting<'a>,
    criterion: &'a Criterion,
    answer: Option<&'a Answer>,
    moves: &mut Vec<Move<'a>>,
) -> Result<Scored, AnswerProblem> {
    if let Some(answer) = answer {
        // A character has at least one byte: most remarks need no counting.
        if answer.remark.len() > REMARK_LIMIT && answer.remark.chars().count() > REMARK_LIMIT {
            return Err(AnswerProblem::new(
                format!("{}.remark", criterion.no),
                format!("说明超过{REMARK_LIMIT}字"),
            ));
        }
        if answer.not_applicable && criterion.not_applicable.is_none() {
            return Err(AnswerProblem::new(format!("{}.not_applicable", criterion.no), "本项不能申报不涉及"));
        }
    }
    let given = Given::new(criterion, answer, &setting.circumstances.facts);
    match &criterion.body {
        Body::Scored(parts) => {
            let room = std::mem::take(moves);
            let mut sitting = Sitting::new(given, setting.circumstances, setting.kept, room);
            sitting.acts_on_parent = criterion.acts_on_parent || setting.shared;
            let scored = points(&mut sitting, criterion, parts, setting.role);
            *moves = std::mem::take(&mut sitting.moves);
            scored.map_err(|stop| stop.at(&criterion.no))
        }
        Body::Graded(_) => marked(given, |given| {
            let named = |grade: &'a Grade| (&*grade.id, &*grade.title);
            let grade = given.pick(GRADE, &setting.scheme.grades, named)?;
            Ok(grade.map(|grade| Mark::Grade { id: grade.id.clone(), title: grade.title.clone() }))
        }),
        Body::Standard(_) => {
            marked(given, |given| Ok(given.one_of(STANDARD, &STANDARD_ANSWERS)?.map(Mark::Standard)))
        }
        Body::Veto(veto) => marked(given, |given| {
            let mark = given.one_of(VETO, &VETO_ANSWERS)?;
            if mark == Some(VetoMark::Excepted) && veto.exceptions.is_empty() {
                return Err(given.problem(VETO, "本条没有写明例外情形"));
            }
            Ok(mark.map(Mark::Veto))
        }),
        Body::Recorded(recorded) => record(given, recorded, setting.circumstances),
    }
}

/// 只记录: a number, 是 or 否, or a text; on 自评 only where it is the unit's to say.
fn record(
    given: Given<'_>,
    recorded: &Recorded,
    circumstances: &Circumstances,
) -> Result<Scored, AnswerProblem> {
    if !recorded.entered_by.is_empty() && circumstances.self_assessment {
        if given.answer.is_some_and(|answer| !answer.inputs.is_empty()) {
            return Err(given.problem(RECORD, format!("由{}填写，自评不填", recorded.entered_by)));
        }
        return marked(given, |_| Ok(Some(Mark::LeftTo(recorded.entered_by.clone()))));
    }
    let mut known = None;
    let mut scored = marked(given, |given| {
        let (text, figure) = if recorded.yes_no {
            let Some(yes) = given.yes_no(RECORD)? else { return Ok(None) };
            (
                format!("{}：{}", recorded.label, if yes { "是" } else { "否" }),
                Some(Points::from_int(yes.into())),
            )
        } else {
            let Some(text) = given.text(RECORD)? else { return Ok(None) };
            let figure = Points::from_exact(text).ok();
            let share = is_percent(&recorded.unit).then_some((Points::ZERO, Points::from_int(100)));
            let field =
                Field::decimal(share.map(|(low, _)| low), share.map(|(_, high)| high)).of(&recorded.unit);
            let fits = |figure: Points| share.is_none_or(|(low, high)| figure.within(low, high) == figure);
            if !recorded.unit.is_empty() && !figure.is_some_and(fits) {
                return Err(given.problem(RECORD, field.refusal(text)));
            }
            let figure = figure.filter(|_| !recorded.unit.is_empty());
            (format!("{}{text}{}", recorded.label, recorded.unit), figure)
        };
        known = figure;
        Ok(Some(Mark::Recorded(text)))
    })?;
    scored.line.figure = known;
    Ok(scored)
}

/// A criterion without points.
fn marked(
    mut given: Given<'_>,
    read: impl FnOnce(&mut Given<'_>) -> Result<Option<Mark>, AnswerProblem>,
) -> Result<Scored, AnswerProblem> {
    let mark = read(&mut given)?;
    given.refuse_unknown_inputs()?;
    let none = Range { low: Points::ZERO, high: Points::ZERO };
    Ok(Scored {
        line: CriterionScore {
            no: given.criterion.no.clone(),
            score: Points::ZERO,
            points: Points::ZERO,
            range: none,
            complete: given.complete,
            not_applicable: false,
            left_out: false,
            may_be_left_out: false,
            steps: Vec::new(),
            mark: mark.map(Box::new),
            figure: None,
            consequences: Box::default(),
        },
        achievable: Points::ZERO,
        zero: None,
        zero_open: None,
    })
}

fn points(
    sitting: &mut Sitting<'_>,
    criterion: &Criterion,
    parts: &[Part],
    role: Role,
) -> Result<Scored, Stop> {
    let mut total = Sum::default();
    let mut shown = Points::ZERO;
    let mut bottom = Points::ZERO;
    let free = match (role, sitting.acts_on_parent) {
        (Role::Bonus, _) => Some(Bounds::NONE),
        (Role::Base, true) => Some(Bounds { bottom: None, top: Some(Points::ZERO) }),
        (Role::Base, false) => None,
    };
    for part in parts {
        let below = part.below_zero.unwrap_or_default();
        bottom = bottom.checked_sub(below).ok_or(PointsOverflow)?;
        let bounds = free.unwrap_or_else(|| Bounds::new(-below, part.points));
        let tally = sitting.score_part(part, bounds)?;
        total.add(Range { low: bounds.hold(tally.low), high: bounds.hold(tally.high) }, Points::ZERO)?;
        shown = shown.checked_add(tally.shown).ok_or(PointsOverflow)?;
    }
    let bounds = free.unwrap_or_else(|| Bounds::new(bottom, criterion.points));
    if let Some(top) = bounds.top
        && shown > top
    {
        let over = top.checked_sub(shown).ok_or(PointsOverflow)?;
        sitting
            .steps
            .push(Explanation { text: "各部分合计超过本项满分".to_owned(), points: over });
    }
    let mut range = total.within(bounds);
    let not_applicable = sitting.given.answer.is_some_and(|answer| answer.not_applicable);
    let mut achievable = criterion.points;
    let may_be_left_out = !not_applicable
        && criterion.not_applicable == Some(NotApplicable::Exclude)
        && sitting.given.is_untouched();
    range.deny(sitting.zero.is_some(), sitting.zero_open.is_some());
    if sitting.zero.is_some() && shown > Points::ZERO {
        // What parts beside the one that is denied came to.
        let text = "本条其他部分一并不得分".to_owned();
        sitting.steps.push(Explanation { text, points: -shown });
        shown = Points::ZERO;
    }
    if let Some(rule) = criterion.not_applicable {
        if not_applicable {
            sitting.given.complete = true;
            let mean = match rule {
                NotApplicable::CohortMean => sitting.given.mean(COHORT_MEAN, criterion.points)?,
                _ => None,
            };
            range = left_out(criterion, rule, mean);
            if rule == NotApplicable::Exclude {
                achievable = Points::ZERO;
            }
            shown = range.low;
            sitting.consequences.clear();
            sitting.steps = vec![Explanation { text: told_left_out(rule, mean), points: Points::ZERO }];
            (sitting.zero, sitting.zero_open) = (None, None);
        } else if sitting.given.is_untouched() {
            // Whoever has not begun may still claim 不涉及.
            let claimed = left_out(criterion, rule, None);
            range = Range { low: range.low.min(claimed.low), high: range.high.max(claimed.high) };
        }
    }
    sitting.given.refuse_unknown_inputs()?;
    Ok(Scored {
        line: CriterionScore {
            no: criterion.no.clone(),
            // Where nothing limits what may be taken, what is known is shown.
            score: if free.is_some() { bounds.hold(shown) } else { range.low },
            points: criterion.points,
            range,
            complete: sitting.given.complete,
            not_applicable,
            left_out: not_applicable && criterion.not_applicable == Some(NotApplicable::Exclude),
            may_be_left_out,
            steps: std::mem::take(&mut sitting.steps),
            mark: None,
            figure: None,
            consequences: std::mem::take(&mut sitting.consequences).into(),
        },
        achievable,
        zero: sitting.zero,
        zero_open: sitting.zero_open,
    })
}

/// 不涉及: what the criterion counts then. `mean` is the mean of those involved, once it is known.
fn left_out(criterion: &Criterion, rule: NotApplicable, mean: Option<Points>) -> Range {
    let exactly = |points: Points| Range { low: points, high: points };
    match (rule, mean) {
        (NotApplicable::FullMarks, _) => exactly(criterion.points),
        (NotApplicable::Exclude, _) => exactly(Points::ZERO),
        (NotApplicable::Fixed(points), _) | (NotApplicable::CohortMean, Some(points)) => exactly(points),
        (NotApplicable::CohortMean, None) => Range { low: Points::ZERO, high: criterion.points },
    }
}

fn told_left_out(rule: NotApplicable, mean: Option<Points>) -> String {
    match (rule, mean) {
        (NotApplicable::FullMarks, _) => "不涉及，不扣分".to_owned(),
        (NotApplicable::Exclude, _) => "不涉及，本项不计入可得分值".to_owned(),
        (NotApplicable::Fixed(points), _) => format!("不涉及，按{points}分计"),
        (NotApplicable::CohortMean, Some(mean)) => format!("不涉及，按其他单位的平均分{mean}分计"),
        (NotApplicable::CohortMean, None) => "不涉及，待其他单位的平均分算出后计入".to_owned(),
    }
}
