//! Paragraphs outside of tables. Numbers tell which stands below which: what has something numbered below it is a heading,
//! what has points or a number and nothing below it a 评分细则. Text without a number goes on with the 评分细则 before it,
//! or found no place.

use super::split::{is_circled, numbered, points_within, tidy, titled, worth};
use super::{Entry, Pasted};
use crate::points::Points;

struct Paragraph {
    at: usize,
    /// As it stands there.
    text: String,
    no: String,
    title: String,
    wording: String,
    points: Option<Points>,
    /// How deep its number stands; nothing for what has none.
    depth: Option<usize>,
}

/// Reads paragraphs; `from` counts the lines before them.
pub(super) fn read(raw: &[Vec<String>], from: usize, every: bool, pasted: &mut Pasted) {
    let mut styles = Vec::new();
    let lines = raw.iter().zip(from + 1..).map(|(row, at)| (tidy(&row[0]), at));
    let all: Vec<_> = lines
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, at)| paragraph(text, at, every, &mut styles))
        .collect();
    let mut at = 0;
    while at < all.len() {
        let below = below(&all, at);
        at = one(&all, at, below, every, pasted);
    }
}

fn paragraph(text: String, at: usize, every: bool, styles: &mut Vec<Style>) -> Paragraph {
    let (no, said) = numbered(&text);
    let (title, points, wording) = match points_within(&said) {
        Some(points) => (titled(&said).0, Some(points), String::new()),
        None => worth(&said),
    };
    let style = style(&no, &text);
    // What is numbered in the same way stands beside each other.
    let depth = style.map(|style| match styles.iter().position(|known| *known == style) {
        Some(at) => {
            styles.truncate(at + 1);
            at
        }
        None => {
            styles.push(style);
            styles.len() - 1
        }
    });
    let depth = depth.or((every || points.is_some()).then_some(styles.len()));
    Paragraph { at, text, no, title, wording, points, depth }
}

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 第一部分
    Chapter,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1. with so many further steps: 1.2
    Digits(usize),
    /// （1）
    DigitsInBrackets,
    /// ①
    Circled,
}

fn style(no: &str, text: &str) -> Option<Style> {
    let bracketed = text.starts_with(['（', '(']);
    Some(match no.chars().next()? {
        _ if text.starts_with('第') => Style::Chapter,
        _ if is_circled(no) => Style::Circled,
        c if c.is_ascii_digit() && bracketed => Style::DigitsInBrackets,
        c if c.is_ascii_digit() => Style::Digits(no.matches('.').count()),
        _ if bracketed => Style::ChineseInBrackets,
        _ => Style::Chinese,
    })
}

/// Where what stands below a paragraph ends.
fn below(all: &[Paragraph], at: usize) -> usize {
    let Some(depth) = all[at].depth else { return at + 1 };
    let beside = all[at + 1..].iter().position(|other| other.depth.is_some_and(|other| other <= depth));
    beside.map_or(all.len(), |n| at + 1 + n)
}

/// Places one paragraph, and returns which is the next.
fn one(all: &[Paragraph], at: usize, end: usize, every: bool, pasted: &mut Pasted) -> usize {
    let here = &all[at];
    let Some(depth) = here.depth else {
        if !pasted.go_on(&here.text) {
            pasted.unnumbered += 1;
            pasted.leave_out(here.at, &here.text, "没有编号和分值，看不出是标题还是细则");
        }
        return at + 1;
    };
    let inner = &all[at + 1..end];
    let numbered_below = inner.iter().any(|other| other.depth.is_some());
    let points_below = inner.iter().any(|other| other.points.is_some());
    // “1. 加强教育（8分）” with （1） to （3） that have none: these say how it is done.
    let is_criterion = !numbered_below || here.points.is_some() && !points_below && !every;
    if !is_criterion {
        pasted.push(here.at, Entry::heading(depth, (here.no.clone(), here.title.clone()), here.points));
        if !here.wording.is_empty() {
            pasted.leave_out(here.at, &here.wording, "标题后面的文字没有对应的栏目");
        }
        return at + 1;
    }
    let alike = |other: &&Paragraph| other.depth == here.depth && other.at != here.at;
    let heads = |other: &Paragraph| {
        let at = all.iter().position(|one| one.at == other.at).unwrap_or_default();
        all[at + 1..below(all, at)].iter().any(|one| one.depth.is_some())
    };
    // “一、总体要求” beside “二、考评内容”, which has something below it, and text only.
    if depth == 0 && here.points.is_none() && all.iter().filter(alike).any(heads) {
        pasted.leave_out(here.at, &here.text, "下面没有可以考评的内容");
        for other in inner {
            pasted.leave_out(other.at, &other.text, "不是考评内容");
        }
        return end;
    }
    let named = (here.no.clone(), here.title.clone());
    pasted.push(here.at, Entry::criterion(named, here.wording.clone(), here.points));
    for other in inner {
        if !pasted.go_on(&other.text) {
            pasted.leave_out(other.at, &other.text, "接在上一条评分办法之后会超过字数");
        }
    }
    end
}
