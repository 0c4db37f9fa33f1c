//! Where something stands in a scheme, and moving it about.

use crate::points::Points;
use crate::scheme::model::*;

/// A place in a scheme, by position: numbers may be missing or doubled while one edits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// 方案整体
    Whole,
    /// A heading: its position under each heading above it, from 0.
    Heading(Vec<usize>),
    /// A 评分细则: the heading it stands under, and its position there, from 0.
    Criterion(Vec<usize>, usize),
}

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub place: Place,
    /// 0 for the whole and for 部分, one more for each level below.
    pub depth: usize,
    /// The document's number, which findings name as their place; empty for the whole.
    pub no: String,
    /// “一、党的政治建设”, “1.1 按计划开展廉洁教育”.
    pub label: String,
    /// “25分”; empty where nothing is declared.
    pub worth: String,
}

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum New {
    /// 部分, 考评项目, 具体内容
    Heading,
    /// 计分细则
    Scored,
    /// 评等次的项目
    Graded,
    /// 对照标准
    Standard,
    /// 一票否决情形
    Veto,
    /// 只记录
    Recorded,
}

impl New {
    pub const ALL: [New; 6] =
        [New::Heading, New::Scored, New::Graded, New::Standard, New::Veto, New::Recorded];

    pub fn label(self) -> &'static str {
        match self {
            New::Heading => "标题",
            New::Scored => "计分细则",
            New::Graded => "评等次的项目",
            New::Standard => "创建标准",
            New::Veto => "一票否决情形",
            New::Recorded => "只记录的项目",
        }
    }

    fn body(self) -> Option<Body> {
        let point = || vec![SubPoint { no: "①".to_owned(), title: String::new(), must_not: false }];
        Some(match self {
            New::Heading => return None,
            New::Scored => Body::Scored(vec![Part {
                title: String::new(),
                points: Points::ZERO,
                start: None,
                below_zero: None,
                rules: vec![Rule::Manual { input: "points".to_owned() }],
            }]),
            New::Graded => Body::Graded(point()),
            New::Standard => Body::Standard(point()),
            New::Veto => Body::Veto(Veto {
                effect: VetoEffect::NotEligible,
                window: None,
                subject: "本单位人员".to_owned(),
                threshold: String::new(),
                exceptions: Vec::new(),
                catch_all: false,
                decided_by: String::new(),
            }),
            New::Recorded => Body::Recorded(Recorded {
                label: "情况".to_owned(),
                unit: String::new(),
                yes_no: false,
                entered_by: String::new(),
            }),
        })
    }
}

impl Place {
    /// The heading it is, or stands under; none for the whole.
    pub fn heading(&self) -> &[usize] {
        match self {
            Place::Whole => &[],
            Place::Heading(path) | Place::Criterion(path, _) => path,
        }
    }
}

impl Scheme {
    /// Every heading and 评分细则, in document order, after the whole.
    pub fn outline(&self) -> Vec<Line> {
        let mut lines = vec![Line {
            place: Place::Whole,
            depth: 0,
            no: String::new(),
            label: self.title.clone(),
            worth: self.points.map(|points| format!("{points}分")).unwrap_or_default(),
        }];
        for (section, at) in self.sections.iter().zip(0..) {
            outline(section, vec![at], &mut lines);
        }
        lines
    }

    /// The heading at a path.
    pub fn heading_at(&self, path: &[usize]) -> Option<&Heading> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.sections.get(*first)?, |heading, at| heading.items.get(*at))
    }

    pub(super) fn heading_at_mut(&mut self, path: &[usize]) -> Option<&mut Heading> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.sections.get_mut(*first)?, |heading, at| heading.items.get_mut(*at))
    }

    /// The 评分细则 at a place.
    pub fn criterion_at(&self, place: &Place) -> Option<&Criterion> {
        let Place::Criterion(path, at) = place else { return None };
        self.heading_at(path)?.criteria.get(*at)
    }

    /// The headings below a heading, or the 部分.
    fn siblings(&mut self, above: &[usize]) -> Option<&mut Vec<Heading>> {
        if above.is_empty() {
            Some(&mut self.sections)
        } else {
            self.heading_at_mut(above).map(|heading| &mut heading.items)
        }
    }

    /// Adds something new after a place, or into it: a heading after a heading, or into the whole; a 评分细则 into a
    /// heading, or after another. Returns where it stands.
    pub fn add(&mut self, place: &Place, what: New) -> Option<Place> {
        let Some(body) = what.body() else {
            return match place {
                Place::Whole => self.add_heading(&[], self.sections.len()),
                Place::Heading(path) | Place::Criterion(path, _) => {
                    let (last, above) = path.split_last()?;
                    self.add_heading(above, last + 1)
                }
            };
        };
        let (path, at) = match place {
            Place::Whole => return None,
            Place::Heading(path) => (path, self.heading_at(path)?.criteria.len()),
            Place::Criterion(path, at) => (path, at + 1),
        };
        let no = self.next_criterion_no(path)?;
        let heading = self.heading_at_mut(path)?;
        let mut criterion = Criterion {
            no: no.into(),
            title: String::new(),
            points: Points::ZERO,
            wording: String::new(),
            evidence: String::new(),
            dimension: None,
            applies_to: Vec::new(),
            duties: Duties::default(),
            not_applicable: None,
            acts_on_parent: false,
            body,
        };
        criterion.wording = criterion.rules_told();
        heading.criteria.insert(at, criterion);
        Some(Place::Criterion(path.clone(), at))
    }

    /// Adds a heading below another one, after those that are there.
    pub fn add_below(&mut self, path: &[usize]) -> Option<Place> {
        let at = self.heading_at(path)?.items.len();
        self.add_heading(path, at)
    }

    fn add_heading(&mut self, above: &[usize], at: usize) -> Option<Place> {
        let no = self.next_heading_no(above)?;
        let list = self.siblings(above)?;
        list.insert(at.min(list.len()), Heading { no: no.into(), ..Heading::default() });
        Some(Place::Heading(below(above, at)))
    }

    /// Puts a copy after the original; the copies get numbers of their own.
    pub fn copy(&mut self, place: &Place) -> Option<Place> {
        match place {
            Place::Whole => None,
            Place::Heading(path) => {
                let (last, above) = path.split_last()?;
                let mut copy = self.heading_at(path)?.clone();
                copy.no = self.next_heading_no(above)?.into();
                self.siblings(above)?.insert(last + 1, copy);
                let to = below(above, last + 1);
                self.renumber(&to);
                Some(Place::Heading(to))
            }
            Place::Criterion(path, at) => {
                let no = self.next_criterion_no(path)?;
                let copy = Criterion { no: no.into(), ..self.criterion_at(place)?.clone() };
                self.heading_at_mut(path)?.criteria.insert(at + 1, copy);
                Some(Place::Criterion(path.clone(), at + 1))
            }
        }
    }

    /// Takes something out, with all below it and what was said about it. Returns what stands there then.
    pub fn remove(&mut self, place: &Place) -> Option<Place> {
        let then = self.take_out(place)?;
        self.forget_what_is_gone();
        Some(then)
    }

    fn take_out(&mut self, place: &Place) -> Option<Place> {
        match place {
            Place::Whole => None,
            Place::Heading(path) => {
                let (last, above) = path.split_last()?;
                let list = self.siblings(above)?;
                if *last >= list.len() {
                    return None;
                }
                list.remove(*last);
                Some(match list.len().checked_sub(1) {
                    Some(end) => Place::Heading(below(above, end.min(*last))),
                    None if above.is_empty() => Place::Whole,
                    None => Place::Heading(above.to_vec()),
                })
            }
            Place::Criterion(path, at) => {
                let list = &mut self.heading_at_mut(path)?.criteria;
                if *at >= list.len() {
                    return None;
                }
                list.remove(*at);
                Some(match list.len().checked_sub(1) {
                    Some(end) => Place::Criterion(path.clone(), end.min(*at)),
                    None => Place::Heading(path.clone()),
                })
            }
        }
    }

    /// Changes places with the one before, or after. `None` at either end.
    pub fn shift(&mut self, place: &Place, up: bool) -> Option<Place> {
        let next = |at: usize| if up { at.checked_sub(1) } else { Some(at + 1) };
        match place {
            Place::Whole => None,
            Place::Heading(path) => {
                let (last, above) = path.split_last()?;
                let to = next(*last)?;
                swap(self.siblings(above)?, *last, to)?;
                Some(Place::Heading(below(above, to)))
            }
            Place::Criterion(path, at) => {
                let to = next(*at)?;
                swap(&mut self.heading_at_mut(path)?.criteria, *at, to)?;
                Some(Place::Criterion(path.clone(), to))
            }
        }
    }

    /// Puts something under another heading, after what is there. A heading cannot go under itself. An empty path is the
    /// whole: the heading becomes a 部分.
    pub fn move_under(&mut self, place: &Place, to: &[usize]) -> Option<Place> {
        match place {
            Place::Whole => None,
            Place::Heading(path) if to.starts_with(path) => None,
            Place::Heading(path) => {
                let (last, above) = path.split_last()?;
                self.siblings(to)?;
                self.heading_at(path)?;
                let heading = self.siblings(above)?.remove(*last);
                let to = after_removal(to, path);
                let list = self.siblings(&to)?;
                list.push(heading);
                let at = list.len() - 1;
                Some(Place::Heading(below(&to, at)))
            }
            Place::Criterion(path, at) => {
                self.heading_at(to)?;
                let from = self.heading_at_mut(path)?;
                if *at >= from.criteria.len() {
                    return None;
                }
                let criterion = from.criteria.remove(*at);
                let list = &mut self.heading_at_mut(to)?.criteria;
                list.push(criterion);
                let at = list.len() - 1;
                Some(Place::Criterion(to.to_vec(), at))
            }
        }
    }
}

fn below(above: &[usize], at: usize) -> Vec<usize> {
    above.iter().copied().chain([at]).collect()
}

fn swap<T>(list: &mut [T], one: usize, other: usize) -> Option<()> {
    (one < list.len() && other < list.len()).then(|| list.swap(one, other))
}

/// Where a path leads once what stood at `gone` was taken out.
fn after_removal(path: &[usize], gone: &[usize]) -> Vec<usize> {
    let mut path = path.to_vec();
    if let Some((last, above)) = gone.split_last()
        && path.len() > above.len()
        && path.starts_with(above)
        && path[above.len()] > *last
    {
        path[above.len()] -= 1;
    }
    path
}

fn outline(heading: &Heading, path: Vec<usize>, lines: &mut Vec<Line>) {
    let depth = path.len() - 1;
    lines.push(Line {
        place: Place::Heading(path.clone()),
        depth,
        no: heading.no.to_string(),
        label: heading.heading(),
        worth: heading.worth(),
    });
    for (criterion, at) in heading.criteria.iter().zip(0..) {
        let worth =
            if criterion.points == Points::ZERO { String::new() } else { format!("{}分", criterion.points) };
        lines.push(Line {
            place: Place::Criterion(path.clone(), at),
            depth: depth + 1,
            no: criterion.no.to_string(),
            label: format!("{}　{}", own_no(&criterion.no), criterion.title),
            worth,
        });
    }
    for (item, at) in heading.items.iter().zip(0..) {
        outline(item, below(&path, at), lines);
    }
}
