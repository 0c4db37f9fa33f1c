//! What was understood goes into the scheme, each thing with the number it has in the document.

use super::{Entry, Kind, Pasted};
use crate::points::Points;
use crate::scheme::check::HEADING_LEVELS;
use crate::scheme::edit::place::{New, Place};
use crate::scheme::model::*;

/// What came of taking something over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Where the first thing stands.
    pub first: Place,
    /// What was done differently from what was pasted, in sentences.
    pub told: Vec<String>,
}

impl Pasted {
    /// Why it cannot go under a heading of this path, the empty one being the whole; nothing if it can.
    pub fn fits(&self, under: &[usize]) -> Result<(), &'static str> {
        match self.entries.first() {
            None => Err("没有读出可以放入方案的内容"),
            Some(first) if under.is_empty() && first.kind == Kind::Criterion => {
                Err("第一条是细则，细则要放在标题之下，请先在目录中选择标题")
            }
            Some(_) => Ok(()),
        }
    }
}

impl Scheme {
    /// Puts what was pasted under a heading, or, for the empty path, into the whole. Until a rule is chosen, points are given
    /// by an assessor. What was only there to be filled in gives way.
    pub fn take_over(&mut self, under: &[usize], pasted: &Pasted) -> Option<Taken> {
        pasted.fits(under).ok()?;
        if !under.is_empty() {
            self.heading_at(under)?;
        }
        self.clear_what_is_to_fill(under);
        let mut taking =
            Taking { first: None, told: Vec::new(), open: vec![under.to_vec()], new: Vec::new() };
        for entry in &pasted.entries {
            match entry.kind {
                Kind::Heading(level) => taking.heading(self, level, entry)?,
                Kind::Criterion => taking.criterion(self, entry)?,
            }
        }
        // What a new heading is worth is what is said, else the sum of its rows.
        for (path, declared) in taking.new {
            if let Some(heading) = self.heading_at_mut(&path) {
                heading.points = declared.or_else(|| below_sum(heading));
            }
        }
        Some(Taken { first: taking.first?, told: taking.told })
    }

    fn clear_what_is_to_fill(&mut self, under: &[usize]) {
        let list = match self.heading_at_mut(under) {
            Some(heading) => {
                heading.criteria.retain(|criterion| !is_to_fill(&criterion.title));
                &mut heading.items
            }
            None => &mut self.sections,
        };
        list.retain(|heading| {
            let all = || heading.with_below().flat_map(|one| &one.criteria);
            !(is_to_fill(&heading.title) && all().all(|criterion| is_to_fill(&criterion.title)))
        });
        self.forget_what_is_gone();
    }
}

struct Taking {
    first: Option<Place>,
    told: Vec<String>,
    /// The headings that are open, the lowest last; the first is where everything is put.
    open: Vec<Vec<usize>>,
    /// New headings, and what they are said to be worth.
    new: Vec<(Vec<usize>, Option<Points>)>,
}

impl Taking {
    fn heading(&mut self, scheme: &mut Scheme, level: usize, entry: &Entry) -> Option<()> {
        self.open.truncate(level.min(self.open.len() - 1) + 1);
        let above = self.open.last()?.clone();
        if above.len() >= HEADING_LEVELS {
            self.told.push(format!(
                "标题最多{HEADING_LEVELS}级，“{}”没有放入，它下面的细则直接放在上一级标题之下",
                entry.title
            ));
            return Some(());
        }
        let (no, title) = self.named(scheme, &above, entry);
        let place =
            if above.is_empty() { scheme.add(&Place::Whole, New::Heading) } else { scheme.add_below(&above) };
        let Some(Place::Heading(path)) = place else { return None };
        let heading = scheme.heading_at_mut(&path)?;
        heading.title = title;
        heading.duties.lead.clone_from(&entry.departments);
        if let Some(no) = no {
            heading.no = no.into();
        }
        self.first.get_or_insert(Place::Heading(path.clone()));
        self.new.push((path.clone(), entry.points));
        self.open.push(path);
        Some(())
    }

    fn criterion(&mut self, scheme: &mut Scheme, entry: &Entry) -> Option<()> {
        let here = self.open.last()?.clone();
        if here.is_empty() {
            self.told.push(format!("“{}”是细则，前面没有标题，没有放入", entry.title));
            return Some(());
        }
        let (no, title) = self.named(scheme, &here, entry);
        let Place::Criterion(_, at) = scheme.add(&Place::Heading(here.clone()), New::Scored)? else {
            return None;
        };
        let criterion = &mut scheme.heading_at_mut(&here)?.criteria[at];
        if let Some(no) = no {
            criterion.no = no.into();
        }
        criterion.title = title;
        if !entry.wording.is_empty() {
            criterion.wording.clone_from(&entry.wording);
        }
        criterion.points = entry.points.unwrap_or_default();
        if let Body::Scored(parts) = &mut criterion.body {
            parts.iter_mut().for_each(|part| part.points = criterion.points);
        }
        self.first.get_or_insert(Place::Criterion(here, at));
        Some(())
    }

    /// The number an entry gets, none where the next free one is as good, and its title. A number that cannot be one stays in
    /// the title.
    fn named(&mut self, scheme: &Scheme, above: &[usize], entry: &Entry) -> (Option<String>, String) {
        if entry.no.is_empty() {
            return (None, entry.title.clone());
        }
        if !is_number(&entry.no) {
            return (None, format!("{}　{}", entry.no, entry.title));
        }
        let no = scheme.key(above, &entry.no);
        if no.is_none() {
            self.told.push(format!("“{}　{}”的编号在同一标题下已经有了，另给了编号", entry.no, entry.title));
        }
        (no, entry.title.clone())
    }
}

fn below_sum(heading: &Heading) -> Option<Points> {
    Points::sum(heading.all_criteria().map(|criterion| criterion.points))
        .ok()
        .filter(|sum| *sum > Points::ZERO)
}
