//! One given value, and how it is read.

use std::fmt;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Judged;
use crate::points::Points;

/// One given value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, BorshSerialize, BorshDeserialize)]
#[serde(untagged)]
pub enum InputValue {
    /// A condition is met (`true`) or not.
    Met(bool),
    /// A count.
    Count(u32),
    /// A chosen level, or an exact number as a string; which of the two, the scheme says.
    Text(String),
    /// The ticked elements of a list, or the values of several persons.
    Picks(Vec<String>),
    /// Entries of the fact register that count here.
    Entries(Vec<Entry>),
    /// 酌情: a value with its reason and the person who confirmed it.
    Judged(Judged),
}

/// One fact as it counts under one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The fact's id: the same id is the same incident, or the same piece of work.
    pub fact: String,
    /// How many: 人次 of one case; 1 unless told.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub n: u32,
    /// The level, for severity tiers and pieces of work.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Row and column of a matrix: 职级 and 处分.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub row: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// 酌情: what this incident costs by discretion, where the rule leaves that open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
}

fn one() -> u32 {
    1
}

fn is_one(n: &u32) -> bool {
    *n == 1
}

impl InputValue {
    /// Several values typed into one field, separated by commas, 、or blanks.
    pub fn list(text: &str) -> Vec<String> {
        let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
        text.split(apart).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// The facts it names; none where it is something else.
    pub fn entries(&self) -> &[Entry] {
        match self {
            Self::Entries(entries) => entries,
            _ => &[],
        }
    }

    /// Points entered by hand, unrounded.
    pub fn points(points: Points) -> Self {
        Self::Text(points.exact())
    }
}

/// Told apart by what it begins with. (Written out by hand: derived, it is first read into a tree of its own, which the
/// browser's code would carry for nothing.)
impl<'de> Deserialize<'de> for InputValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = InputValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("答案应为是否、不小于0的整数、文字、酌情评分或列表")
    }

    fn visit_bool<E>(self, met: bool) -> Result<InputValue, E> {
        Ok(InputValue::Met(met))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<InputValue, E> {
        u32::try_from(n).map(InputValue::Count).map_err(|_| E::custom("数目太大"))
    }

    fn visit_str<E>(self, text: &str) -> Result<InputValue, E> {
        Ok(InputValue::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<InputValue, A::Error> {
        let (mut picks, mut entries) = (Vec::new(), Vec::new());
        while let Some(one) = list.next_element::<Element>()? {
            match one {
                Element::Pick(pick) => picks.push(pick),
                Element::Entry(entry) => entries.push(entry),
            }
        }
        match (picks.is_empty(), entries.is_empty()) {
            // An empty list is one of ticked elements.
            (_, true) => Ok(InputValue::Picks(picks)),
            (true, false) => Ok(InputValue::Entries(entries)),
            (false, false) => Err(A::Error::custom("列表中不能既有选项又有事实")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<InputValue, A::Error> {
        <Judged as Deserialize>::deserialize(MapAccessDeserializer::new(map)).map(InputValue::Judged)
    }
}

/// One element of a list.
enum Element {
    Pick(String),
    Entry(Entry),
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ElementVisitor)
    }
}

struct ElementVisitor;

impl<'de> Visitor<'de> for ElementVisitor {
    type Value = Element;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("选项或事实")
    }

    fn visit_str<E>(self, text: &str) -> Result<Element, E> {
        Ok(Element::Pick(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Element, A::Error> {
        <Entry as Deserialize>::deserialize(MapAccessDeserializer::new(map)).map(Element::Entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_the_wire() {
        let entry = Entry { fact: "F1".into(), n: 2, row: "a".into(), ..Entry::default() };
        for value in [
            InputValue::Met(true),
            InputValue::Count(3),
            InputValue::Text("kept".into()),
            InputValue::Picks(vec!["a".into()]),
            InputValue::Picks(vec!["a".into(), "b".into(), "c".into()]),
            InputValue::Picks(Vec::new()),
            InputValue::Entries(vec![entry.clone(), Entry { n: 1, level: "x".into(), ..entry }]),
            InputValue::Judged(Judged { second: "乙".into(), ..Judged::new("0.5", "有") }),
        ] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<InputValue>(&text).unwrap(), value, "{text}");
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in [
            "null",
            "-1",
            "1.5",
            "4294967296",
            "[1]",
            r#"["a",{"fact":"F1"}]"#,
            r#"{"value":"1","more":1}"#,
            "[[]]",
        ] {
            assert!(serde_json::from_str::<InputValue>(text).is_err(), "{text}");
        }
    }
}
