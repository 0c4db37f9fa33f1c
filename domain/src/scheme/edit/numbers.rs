//! Numbers for what is new: the next one in the document's own way of counting, that nothing else has.

use std::collections::HashSet;

use super::place::Place;
use crate::scheme::model::*;

const CHINESE: &str = "一二三四五六七八九";

impl Scheme {
    /// “三” after “二”, “4” after “3”.
    pub(super) fn next_heading_no(&self, above: &[usize]) -> Option<String> {
        let siblings = if above.is_empty() { &self.sections } else { &self.heading_at(above)?.items };
        let start = if above.is_empty() { "〇" } else { "0" };
        let last = siblings.iter().rev().map(|heading| heading.no.as_str()).find(|no| after(no).is_some());
        Some(self.free(last.unwrap_or(start)))
    }

    /// “2.4” after “2.3”, “2.1” as the first under “2”.
    pub(super) fn next_criterion_no(&self, path: &[usize]) -> Option<String> {
        let heading = self.heading_at(path)?;
        let last = heading.criteria.iter().rev().map(|one| one.no.as_str()).find(|no| after(no).is_some());
        let first = format!("{}.0", heading.no);
        Some(self.free(last.unwrap_or(&first)))
    }

    /// The first number after this one that nothing has.
    fn free(&self, last: &str) -> String {
        let mut taken: HashSet<&str> = self.headings().map(|heading| heading.no.as_str()).collect();
        taken.extend(self.criteria().map(|criterion| criterion.no.as_str()));
        let mut no = last.to_owned();
        while let Some(next) = after(&no) {
            no = next;
            if !taken.contains(no.as_str()) {
                break;
            }
        }
        no
    }

    /// What a thing with this number is called within the scheme, if it stands under the heading at a path: the document's own
    /// number, or, where another place has it, the number of the heading above and its own. None where something under the
    /// same heading has it.
    pub(super) fn key(&self, above: &[usize], no: &str) -> Option<String> {
        let heading = self.heading_at(above);
        let items = heading.map_or(&self.sections, |heading| &heading.items).iter().map(|one| &one.no);
        let criteria = heading.into_iter().flat_map(|heading| &heading.criteria).map(|one| &one.no);
        if items.chain(criteria).any(|known| own_no(known) == no) {
            return None;
        }
        let taken = |no: &str| self.headings().any(|h| h.no == no) || self.criterion(no).is_some();
        if !taken(no) {
            return Some(no.to_owned());
        }
        let within = format!("{}{WITHIN}{no}", heading?.no);
        (!taken(&within)).then_some(within)
    }

    /// Gives what was copied below a heading numbers of its own.
    pub(super) fn renumber(&mut self, path: &[usize]) {
        let Some(heading) = self.heading_at_mut(path) else { return };
        let (criteria, items) = (std::mem::take(&mut heading.criteria), std::mem::take(&mut heading.items));
        for criterion in criteria {
            let Some(no) = self.next_criterion_no(path) else { return };
            if let Some(heading) = self.heading_at_mut(path) {
                heading.criteria.push(Criterion { no: no.into(), ..criterion });
            }
        }
        for (item, at) in items.into_iter().zip(0..) {
            let Some(no) = self.next_heading_no(path) else { return };
            if let Some(heading) = self.heading_at_mut(path) {
                heading.items.push(Heading { no: no.into(), ..item });
            }
            let below: Vec<_> = path.iter().copied().chain([at]).collect();
            self.renumber(&below);
        }
    }

    /// Drops what is said about numbers that nothing has any more.
    pub(super) fn forget_what_is_gone(&mut self) {
        let headings: HashSet<_> = self.headings().map(|heading| heading.no.clone()).collect();
        let mut all: HashSet<_> = self.criteria().map(|criterion| criterion.no.clone()).collect();
        all.extend(headings.iter().cloned());
        let known = |path: &str| path.is_empty() || all.contains(path);
        self.accepted.retain(|one| known(&one.path));
        self.notes.retain(|note| known(&note.path));
        for band in &mut self.outcome.bands {
            band.conditions.retain(|condition| match condition {
                BandCondition::HeadingFrom { no, .. } => headings.contains(no.as_str()),
                BandCondition::Recorded { no, .. } => all.contains(no.as_str()),
                _ => true,
            });
        }
    }

    /// What is said about a number follows it when it is changed, unless something else has the old one, too.
    pub(super) fn follow_number(&mut self, old: &str, new: &str) {
        if old == new
            || old.is_empty()
            || self.headings().any(|h| h.no == old)
            || self.criterion(old).is_some()
        {
            return;
        }
        let accepted = self.accepted.iter_mut().map(|one| &mut one.path);
        let notes = self.notes.iter_mut().map(|note| &mut note.path);
        let conditions = self.outcome.bands.iter_mut().flat_map(|band| &mut band.conditions);
        let headings = conditions.filter_map(|condition| match condition {
            BandCondition::HeadingFrom { no, .. } | BandCondition::Recorded { no, .. } => Some(no),
            _ => None,
        });
        for path in accepted.chain(notes).chain(headings).filter(|path| *path == old) {
            new.clone_into(path);
        }
    }

    /// What is named by the heading above it follows that heading's number.
    pub(super) fn follow_heading(&mut self, path: &[usize], old: &str, new: &str) {
        let within =
            |no: &str| no.strip_prefix(old)?.strip_prefix(WITHIN).map(|own| format!("{new}{WITHIN}{own}"));
        let Some(heading) = self.heading_at_mut(path).filter(|_| old != new) else { return };
        let mut moved = Vec::new();
        fn below(heading: &mut Heading, visit: &mut dyn FnMut(&mut smol_str::SmolStr)) {
            heading.criteria.iter_mut().for_each(|criterion| visit(&mut criterion.no));
            for item in &mut heading.items {
                visit(&mut item.no);
                below(item, visit);
            }
        }
        below(heading, &mut |no| {
            if let Some(next) = within(no) {
                moved.push((no.to_string(), next.clone()));
                *no = next.into();
            }
        });
        for (old, new) in moved {
            self.follow_number(&old, &new);
        }
    }

    /// A place as people name it: “第13.4项”; “第二部分第1项” where several places have the same number; “全文”.
    pub fn place_told(&self, no: &str) -> String {
        if no.is_empty() {
            return "全文".to_owned();
        }
        let own = own_no(no);
        let holds = |section: &&Heading| {
            section.with_below().any(|one| one.no == no) || section.all_criteria().any(|one| one.no == no)
        };
        let section = self.sections.iter().find(holds);
        if section.is_some_and(|section| section.no == no) {
            return format!("第{own}部分");
        }
        let alike = |other: &str| other != no && own_no(other) == own;
        let shared = self.headings().any(|one| alike(&one.no)) || self.criteria().any(|one| alike(&one.no));
        match section.filter(|_| shared) {
            Some(section) => format!("第{}部分第{own}项", own_no(&section.no)),
            None => format!("第{own}项"),
        }
    }

    /// Where a finding points to: the place with this number.
    pub fn place_of(&self, no: &str) -> Place {
        let found = self.outline().into_iter().find(|line| !no.is_empty() && line.no == no);
        found.map_or(Place::Whole, |line| line.place)
    }
}

/// The number that follows: “2.4” after “2.3”, “十一” after “十”, “（三）” after “（二）”.
fn after(no: &str) -> Option<String> {
    let digits_from = no.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits_from < no.len() {
        let next = no[digits_from..].parse::<u32>().ok()?.checked_add(1)?;
        return Some(format!("{}{next}", &no[..digits_from]));
    }
    let (open, inner, close) = match no.strip_prefix('（').and_then(|rest| rest.strip_suffix('）')) {
        Some(inner) => ("（", inner, "）"),
        None => ("", no, ""),
    };
    let next = chinese(read_chinese(inner)? + 1)?;
    Some(format!("{open}{next}{close}"))
}

/// 1 to 99 in Chinese numerals.
fn chinese(n: usize) -> Option<String> {
    let digit = |n: usize| CHINESE.chars().nth(n.checked_sub(1)?);
    let (tens, ones) = (n / 10, n % 10);
    if n == 0 || tens > 9 {
        return None;
    }
    let mut text = String::new();
    if tens > 1 {
        text.extend(digit(tens));
    }
    if tens > 0 {
        text.push('十');
    }
    text.extend(digit(ones));
    Some(text)
}

fn read_chinese(text: &str) -> Option<usize> {
    if text == "〇" {
        return Some(0);
    }
    (1..100).find(|n| chinese(*n).as_deref() == Some(text))
}
