//! How often a scheme runs and what is due when: 季末月10日前 becomes a day once a period has begun.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Scheme;
use crate::calendar::{Day, Stretch};

/// How often a scheme runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cycle {
    Quarter,
    HalfYear,
    Year,
    TwoYears,
}

impl Cycle {
    pub const ALL: [Cycle; 4] = [Cycle::Quarter, Cycle::HalfYear, Cycle::Year, Cycle::TwoYears];

    /// Its length in months.
    pub fn months(self) -> u32 {
        match self {
            Cycle::Quarter => 3,
            Cycle::HalfYear => 6,
            Cycle::Year => 12,
            Cycle::TwoYears => 24,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Cycle::Quarter => "每季度",
            Cycle::HalfYear => "每半年",
            Cycle::Year => "每年",
            Cycle::TwoYears => "两年",
        }
    }

    /// What kind of period it makes.
    pub fn kind(self) -> &'static str {
        match self {
            Cycle::Quarter => "季度",
            Cycle::HalfYear => "半年",
            Cycle::Year => "年度",
            Cycle::TwoYears => "两年",
        }
    }

    /// Whether these days can be one period of this kind: about as long, a shorter first one and a longer last one
    /// included.
    pub fn fits(self, days: Stretch) -> bool {
        let months = i64::from(self.months());
        let length = days.from.days_until(days.to) + 1;
        (months * 15..=months * 46).contains(&length)
    }

    /// The period a day lies in. Which two years belong together no document says: those that begin with the day's year.
    pub fn around(self, day: Day) -> Stretch {
        let step = self.months().min(12);
        let from = Day::new(day.year(), (day.month() - 1) / step * step + 1, 1).unwrap_or(day);
        Stretch { from, to: from.in_month(self.months() - 1, 31) }
    }

    /// What that period is called: “2026年第四季度”, “2026年下半年”, “2026年度”, “2026—2027年度”.
    pub fn title(self, day: Day) -> String {
        let year = day.year();
        match self {
            Cycle::Quarter => {
                let quarter = match day.month() {
                    1..=3 => "一",
                    4..=6 => "二",
                    7..=9 => "三",
                    _ => "四",
                };
                format!("{year}年第{quarter}季度")
            }
            Cycle::HalfYear => format!("{year}年{}半年", if day.month() <= 6 { "上" } else { "下" }),
            Cycle::Year => format!("{year}年度"),
            Cycle::TwoYears => format!("{year}—{}年度", year + 1),
        }
    }
}

/// A day by which something is due, told from the start of the period: 季末月10日前 is the 10th of the 3rd month. The day
/// itself is included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What is due: “申报”.
    pub title: String,
    /// The month of the period, from 1.
    pub month: u32,
    /// The day of that month.
    pub day: u32,
}

impl Deadline {
    /// The day in a period that begins on `start`: the last one of a month that is shorter.
    pub fn falls_on(&self, start: Day) -> Day {
        start.in_month(self.month.saturating_sub(1), self.day)
    }
}

/// A period as a scheme proposes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// “2026年第四季度”
    pub title: String,
    /// 季度
    pub kind: &'static str,
    pub days: Stretch,
    /// The last day of 自评.
    pub fill_by: Day,
    /// The last day of 考核.
    pub review_by: Day,
}

impl Scheme {
    /// The period of its cycle that is running on a day. 自评 ends with its first deadline, 考核 on the 25th of the last month;
    /// a scheme that says neither is taken to run by the year, with 自评 until the 10th of the last month. No day is
    /// proposed that has passed: then it is the next deadline, and after the last one the last day of the period.
    pub fn proposes(&self, today: Day) -> Proposed {
        let cycle = self.cycle.unwrap_or(Cycle::Year);
        let days = cycle.around(today);
        let mut due: Vec<_> = self.deadlines.iter().map(|deadline| deadline.falls_on(days.from)).collect();
        if due.is_empty() {
            due.push(days.to.in_month(0, 10));
        }
        let fill_by = due.into_iter().filter(|day| *day >= today).min().unwrap_or(days.to);
        let review_by = Some(days.to.in_month(0, 25)).filter(|day| *day > fill_by).unwrap_or(days.to);
        Proposed { title: cycle.title(today), kind: cycle.kind(), days, fill_by, review_by }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::builtin;

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    #[test]
    fn a_period_is_the_one_its_day_lies_in() {
        use Cycle::{HalfYear, Quarter, TwoYears, Year};
        for (cycle, today, title, from, to) in [
            (Quarter, "2026-01-01", "2026年第一季度", "2026-01-01", "2026-03-31"),
            (Quarter, "2026-06-30", "2026年第二季度", "2026-04-01", "2026-06-30"),
            (Quarter, "2026-08-15", "2026年第三季度", "2026-07-01", "2026-09-30"),
            (Quarter, "2026-11-27", "2026年第四季度", "2026-10-01", "2026-12-31"),
            (HalfYear, "2026-06-30", "2026年上半年", "2026-01-01", "2026-06-30"),
            (HalfYear, "2026-07-01", "2026年下半年", "2026-07-01", "2026-12-31"),
            (Year, "2026-11-27", "2026年度", "2026-01-01", "2026-12-31"),
            (TwoYears, "2026-11-27", "2026—2027年度", "2026-01-01", "2027-12-31"),
        ] {
            let stretch = Stretch { from: day(from), to: day(to) };
            assert_eq!((cycle.around(day(today)), cycle.title(day(today))), (stretch, title.to_owned()));
        }
    }

    #[test]
    fn the_library_proposes_what_its_documents_say() {
        for (name, title, days) in [
            ("jiyuan", "2026年度", ["2026-01-01", "2026-12-31", "2026-12-10", "2026-12-25"]),
            // 季末月10日前
            ("yueyang", "2026年第四季度", ["2026-10-01", "2026-12-31", "2026-12-10", "2026-12-25"]),
            // 验收年9月30日前
            ("tangjiafang", "2026—2027年度", ["2026-01-01", "2027-12-31", "2027-09-30", "2027-12-25"]),
            ("blank-points", "2026年度", ["2026-01-01", "2026-12-31", "2026-11-30", "2026-12-25"]),
        ] {
            let Proposed { title: told, days: Stretch { from, to }, fill_by, review_by, .. } =
                builtin::load(name).expect(name).proposes(day("2026-11-27"));
            assert_eq!((told.as_str(), [from, to, fill_by, review_by]), (title, days.map(day)), "{name}");
        }
        let mut late = builtin::load("yueyang").expect("a scheme");
        late.deadlines[0].day = 28;
        let Proposed { fill_by, review_by, .. } = late.proposes(day("2026-11-27"));
        assert_eq!((fill_by, review_by), (day("2026-12-28"), day("2026-12-31")));
    }

    #[test]
    fn nothing_is_proposed_that_has_passed() {
        for (name, today, [fill_by, review_by]) in [
            ("jiyuan", "2026-12-10", ["2026-12-10", "2026-12-25"]),
            ("jiyuan", "2026-12-11", ["2026-12-31", "2026-12-31"]),
            ("yueyang", "2026-09-11", ["2026-09-30", "2026-09-30"]),
            ("blank-points", "2026-12-31", ["2026-12-31", "2026-12-31"]),
        ] {
            let proposed = builtin::load(name).expect(name).proposes(day(today));
            assert_eq!(
                [proposed.fill_by, proposed.review_by],
                [day(fill_by), day(review_by)],
                "{name} {today}"
            );
            assert!(proposed.fill_by >= day(today) && proposed.review_by >= proposed.fill_by);
        }
    }

    #[test]
    fn a_kind_of_period_has_its_length() {
        use Cycle::{HalfYear, Quarter, TwoYears, Year};
        for (from, to, kinds) in [
            ("2026-10-01", "2026-12-31", &[Quarter, HalfYear][..]),
            ("2026-01-01", "2026-12-31", &[Year, TwoYears]),
            ("2026-07-01", "2026-12-31", &[HalfYear, Year]),
            ("2026-01-01", "2027-12-31", &[TwoYears]),
            ("2026-12-01", "2026-12-31", &[]),
            ("2026-01-01", "2062-12-31", &[]),
        ] {
            let days = Stretch { from: day(from), to: day(to) };
            let fitting: Vec<_> = Cycle::ALL.into_iter().filter(|cycle| cycle.fits(days)).collect();
            assert_eq!(fitting, kinds, "{days}");
        }
    }

    #[test]
    fn a_deadline_is_a_day_of_its_month_or_the_last_one_there_is() {
        for (start, month, on, falls) in [
            ("2026-10-01", 3, 10, "2026-12-10"),
            // 验收年9月30日前, in a cycle of two years.
            ("2026-01-01", 21, 30, "2027-09-30"),
            ("2026-01-01", 2, 31, "2026-02-28"),
            ("2028-01-01", 2, 31, "2028-02-29"),
            ("2026-01-01", 11, 31, "2026-11-30"),
        ] {
            let deadline = Deadline { title: "申报".into(), month, day: on };
            assert_eq!(deadline.falls_on(day(start)), day(falls));
        }
    }
}
