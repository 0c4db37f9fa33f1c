//! Days and moments. Every day and every deadline is a day in Asia/Shanghai (UTC+8, no summer time since 1991).

use std::fmt;
use std::io::{self, Read, Write};
use std::str::FromStr;

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, Timelike, Weekday};
use serde::{Deserialize, Serialize};

const SHANGHAI_SECONDS: i32 = 8 * 3600;

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    pub fn plus_ms(self, ms: i64) -> Instant {
        Instant(self.0.saturating_add(ms))
    }

    pub fn plus_minutes(self, minutes: i64) -> Instant {
        self.plus_ms(minutes.saturating_mul(60_000))
    }

    /// The day it is in Asia/Shanghai.
    pub fn day(self) -> Day {
        Day(self.shanghai().date_naive())
    }

    /// 时刻, 24 hours: `10:42`.
    pub fn clock(self) -> String {
        let time = self.shanghai();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// `2026年11月21日 10:42`.
    pub fn zh(self) -> String {
        format!("{} {}", self.day(), self.clock())
    }

    fn shanghai(self) -> DateTime<FixedOffset> {
        let zone = FixedOffset::east_opt(SHANGHAI_SECONDS).expect("eight hours are a valid offset");
        DateTime::from_timestamp_millis(self.0).unwrap_or_default().with_timezone(&zone)
    }
}

/// A calendar day, written `2026-11-21` in forms and files, `2026年11月21日` for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

/// A text that is no calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("日期应写成“2026-11-21”的形式，并且确有这一天")]
pub struct BadDay;

impl Day {
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1990..=2200).contains(&year)).map(Day)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// `11月21日`.
    pub fn short(self) -> String {
        format!("{}月{}日", self.0.month(), self.0.day())
    }

    /// `2026-11-21`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }

    /// The same day so many years earlier; 28 February for a 29th that is not there.
    pub fn years_before(self, years: u32) -> Day {
        let earlier = years.checked_mul(12).and_then(|n| self.0.checked_sub_months(Months::new(n)));
        earlier.map_or(self, Day)
    }

    /// A day of the month so many months after this day's own: the last one of a month that is shorter.
    pub fn in_month(self, months_later: u32, day: u32) -> Day {
        let month = self.0.with_day(1).and_then(|first| first.checked_add_months(Months::new(months_later)));
        let found = month.and_then(|first| (1..=day.clamp(1, 31)).rev().find_map(|day| first.with_day(day)));
        found.map_or(self, Day)
    }

    pub fn next(self) -> Day {
        self.0.succ_opt().map_or(self, Day)
    }

    /// The last moment of this day in Asia/Shanghai: 前 includes the day.
    pub fn end(self) -> Instant {
        let midnight = self.0.and_hms_opt(0, 0, 0).expect("midnight exists").and_utc().timestamp_millis();
        Instant(midnight - i64::from(SHANGHAI_SECONDS) * 1000 + 24 * 3600 * 1000 - 1)
    }

    /// Calendar days from `self` to `other`, negative when `other` is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// 工作日: weekdays that are no public holiday, and the weekend days worked in exchange (调休).
    pub fn is_working_day(self) -> bool {
        match exception(self.0) {
            Some(Exception::Off) => false,
            Some(Exception::Worked) => true,
            None => !matches!(self.0.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// 工作日 after `self` up to and including `other`; 0 when `other` is not later.
    pub fn working_days_until(self, other: Day) -> u32 {
        let mut day = self;
        let mut count = 0;
        while day < other {
            day = day.next();
            count += u32::from(day.is_working_day());
        }
        count
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = BadDay;
    /// Read by hand: a parser for every way there is to write a moment would travel to every browser.
    fn from_str(text: &str) -> Result<Day, BadDay> {
        let number = |part: &str, most: usize| match part.bytes().all(|byte| byte.is_ascii_digit()) {
            true if part.len() <= most => part.parse::<u32>().map_err(|_| BadDay),
            _ => Err(BadDay),
        };
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadDay);
        };
        let year = i32::try_from(number(year, 4)?).map_err(|_| BadDay)?;
        Day::new(year, number(month, 2)?, number(day, 2)?).ok_or(BadDay)
    }
}

impl BorshSerialize for Day {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        BorshSerialize::serialize(&self.0.num_days_from_ce(), writer)
    }
}

impl BorshDeserialize for Day {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        let date = NaiveDate::from_num_days_from_ce_opt(i32::deserialize_reader(reader)?);
        date.map(Day).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Stretch {
    pub from: Day,
    pub to: Day,
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}至{}", self.from, self.to)
    }
}

impl TryFrom<String> for Day {
    type Error = BadDay;
    fn try_from(text: String) -> Result<Day, BadDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.iso()
    }
}

type Date = (i32, u32, u32);

enum Exception {
    Off,
    Worked,
}

/// The State Council's holiday notices: (first day off, last day off), and the weekend days worked in exchange.
/// A year without a row falls back on plain weekdays.
const HOLIDAYS: &[(Date, Date)] = &[
    ((2025, 1, 1), (2025, 1, 1)),
    ((2025, 1, 28), (2025, 2, 4)),
    ((2025, 4, 4), (2025, 4, 6)),
    ((2025, 5, 1), (2025, 5, 5)),
    ((2025, 5, 31), (2025, 6, 2)),
    ((2025, 10, 1), (2025, 10, 8)),
    ((2026, 1, 1), (2026, 1, 3)),
    ((2026, 2, 15), (2026, 2, 23)),
    ((2026, 4, 4), (2026, 4, 6)),
    ((2026, 5, 1), (2026, 5, 5)),
    ((2026, 6, 19), (2026, 6, 21)),
    ((2026, 9, 25), (2026, 9, 27)),
    ((2026, 10, 1), (2026, 10, 7)),
];
const WORKED: &[Date] = &[
    (2025, 1, 26),
    (2025, 2, 8),
    (2025, 4, 27),
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
    (2026, 2, 28),
    (2026, 5, 9),
    (2026, 9, 20),
    (2026, 10, 10),
];

fn exception(date: NaiveDate) -> Option<Exception> {
    let key = (date.year(), date.month(), date.day());
    if WORKED.contains(&key) {
        Some(Exception::Worked)
    } else if HOLIDAYS.iter().any(|(first, last)| (*first..=*last).contains(&key)) {
        Some(Exception::Off)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_days_in_shanghai() {
        // 2026-11-20 16:30 UTC is already the 21st in Shanghai.
        let moment = Instant(1_795_192_200_000);
        assert_eq!(moment.zh(), "2026年11月21日 00:30");
        assert_eq!(day("2026-11-21").end().plus_ms(1).zh(), "2026年11月22日 00:00");
    }

    #[test]
    fn working_days_know_the_exchanged_weekends() {
        for (text, working) in [
            ("2026-11-20", true),  // Friday
            ("2026-11-21", false), // Saturday
            ("2026-10-01", false), // 国庆节
            ("2026-10-10", true),  // Saturday worked in exchange
            ("2026-02-14", true),  // Saturday worked in exchange
            ("2026-02-23", false), // 春节
        ] {
            assert_eq!(day(text).is_working_day(), working, "{text}");
        }
        assert_eq!(day("2026-11-21").working_days_until(day("2026-12-10")), 14);
        assert_eq!(day("2026-12-10").working_days_until(day("2026-11-21")), 0);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "--",
            "2026-02-30",
            "2026-2-29",
            "2026/1/1",
            "1200-01-01",
            "02026-01-01",
            "+2026-01-01",
            "2026-01-001",
            "2026-01-01-01",
            "2026-01-01 ",
            "２０２６-01-01",
            "明天",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert_eq!(day("2028-2-29").iso(), "2028-02-29");
    }
}
