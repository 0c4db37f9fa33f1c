//! What people type where a figure or a day belongs: one reader for every field of every form and for what is pasted.
//!
//! Keyboards and documents write the same figure in many ways: full-width digits, 。or 、 for the point, the unit behind
//! it, thousands set apart, 九十五. All of them are read, exactly. What cannot be read is refused with a sentence that
//! says what may be typed in this very field. Files are read more strictly, by [`Points`] and [`Day`] themselves.

use crate::calendar::Day;
use crate::points::Points;

/// What one field takes.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    low: Option<Points>,
    high: Option<Points>,
    unit: &'a str,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Whole,
    Decimal,
    /// A decimal, or one number over another.
    Share,
}

/// What people count with: whichever of them stands behind a number, it is the same number.
const COUNTED: &[&str] = &[
    "个", "项", "次", "起", "件", "条", "例", "人", "人次", "名", "位", "家", "户", "份", "场", "篇", "期",
    "处", "所", "门", "类",
];
/// Other units, each with its other names.
const UNITS: &[&[&str]] = &[
    &["分"],
    &["%", "％", "个百分点"],
    &["元"],
    &["万元"],
    &["天", "日"],
    &["个工作日", "工作日"],
    &["月", "个月"],
    &["年"],
];

/// Whether a unit is of a hundred, whichever width its sign is typed in.
pub fn is_percent(unit: &str) -> bool {
    matches!(unit, "%" | "％")
}

impl<'a> Field<'a> {
    /// A whole number, both ends included; `u32::MAX` is no end.
    pub fn whole(low: u32, high: u32) -> Self {
        let end = |n: u32| (n < u32::MAX).then(|| Points::from_int(n.into()));
        Self { low: end(low), high: end(high), unit: "", form: Form::Whole }
    }

    /// A decimal between two ends, where there are such.
    pub fn decimal(low: Option<Points>, high: Option<Points>) -> Self {
        Self { low, high, unit: "", form: Form::Decimal }
    }

    /// May be written as 17/23 as well.
    pub fn or_share(self) -> Self {
        Self { form: Form::Share, ..self }
    }

    /// What the figure counts: 分, 项, %. It may stand behind the figure.
    pub fn of(self, unit: &'a str) -> Self {
        Self { unit, ..self }
    }

    /// What may be typed here: “0至10的数，如9.5”.
    pub fn told(&self) -> String {
        let what = if self.form == Form::Whole { "整数" } else { "数" };
        let bounds = match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{}至{}的", low.exact(), high.exact()),
            (Some(low), None) => format!("不小于{}的", low.exact()),
            (None, Some(high)) => format!("不大于{}的", high.exact()),
            (None, None) => String::new(),
        };
        let share = if self.form == Form::Share { "，也可写成17/23" } else { "" };
        format!("{bounds}{what}，如{}{share}", self.example())
    }

    fn example(&self) -> String {
        let offered: &[&str] = match self.form {
            Form::Whole => &["3", "12", "30", "100"],
            _ => &["95.5", "9.5", "2.5", "1.5", "0.5", "0.05", "-0.5", "-2.5"],
        };
        let fits = |text: &&&str| text.parse().is_ok_and(|value| self.holds(value));
        let nearest = || self.high.or(self.low).unwrap_or_default().exact();
        offered.iter().find(fits).map_or_else(nearest, |text| (*text).to_owned())
    }

    /// Whether a value lies within the field's ends.
    pub fn holds(&self, value: Points) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// A sentence without its subject, which is the field: “应为0至10的数，如9.5，“一些”读不出数”.
    pub fn read(&self, typed: &str) -> Result<Points, String> {
        let value = self.figure(typed)?;
        if self.holds(value) { Ok(value) } else { Err(self.beyond()) }
    }

    /// Reads a whole number.
    ///
    /// # Errors
    /// As [`Field::read`].
    pub fn count(&self, typed: &str) -> Result<u32, String> {
        u32::try_from(self.read(typed)?.floor()).map_err(|_| self.beyond())
    }

    /// Why this is not taken, as it stands.
    pub fn refusal(&self, typed: &str) -> String {
        self.read(typed).err().unwrap_or_else(|| format!("应为{}", self.told()))
    }

    /// A value that lies outside.
    pub fn beyond(&self) -> String {
        match (self.form, self.low, self.high) {
            (Form::Decimal | Form::Share, Some(low), Some(high)) => {
                format!("应在{}至{}{}之间", low.exact(), high.exact(), self.unit)
            }
            _ => format!("应为{}", self.told()),
        }
    }

    /// The figure itself, wherever it lies.
    pub fn figure(&self, typed: &str) -> Result<Points, String> {
        let text = plain(typed);
        if text.is_empty() {
            return Err(format!("还没有填，应为{}", self.told()));
        }
        let odd = || format!("应为{}，“{}”读不出数", self.told(), cut(typed));
        let text = text.trim_start_matches(['¥', '￥']);
        let (negative, text) = match text.strip_prefix(['-', '负']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (figure, unit) = match text.strip_prefix("百分之") {
            Some(rest) => (rest, "%"),
            None => self.apart(text),
        };
        let share = figure.split_once('/');
        let value = match share {
            Some((num, den)) => number(num).ok().zip(number(den).ok()).and_then(|(n, d)| n.checked_div(d)),
            None => match number(figure) {
                Err(Odd::TooFine) => return Err(format!("应为{}，小数点后最多6位", self.told())),
                // Whatever it is, it is more than any field takes.
                Err(Odd::TooLarge) => return Err(self.beyond()),
                read => read.ok(),
            },
        };
        let value = value.ok_or_else(odd)?;
        if share.is_some() && self.form != Form::Share {
            return Err(format!("应为{}，不写成分数", self.told()));
        }
        let value = if negative { -value } else { value };
        let value = self.in_unit(value, unit).ok_or_else(|| match self.unit {
            own if !own.is_empty() && is_unit(unit) => {
                format!("应以“{own}”为单位，只填数即可，如{}，“{}”不能采用", self.example(), cut(typed))
            }
            _ => odd(),
        })?;
        if self.form == Form::Whole && value != Points::from_int(value.floor()) {
            return Err(format!("应为{}，不能有小数", self.told()));
        }
        Ok(value)
    }

    /// The figure and what stands behind it.
    fn apart<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/');
        if text.starts_with(digits) {
            return text.split_at(text.find(|c| !digits(c)).unwrap_or(text.len()));
        }
        // 万 of 两万元 belongs to the number, unless 万元 is what is counted.
        let own = if self.unit.is_empty() { None } else { text.strip_suffix(self.unit) };
        if let Some(rest) = own {
            return (rest, &text[rest.len()..]);
        }
        let end = text.find(|c| c != '点' && written(c).is_none()).unwrap_or(text.len());
        text.split_at(end)
    }

    /// The value in the field's own unit; none where it counts something else.
    fn in_unit(&self, value: Points, unit: &str) -> Option<Points> {
        if unit.is_empty() || unit == self.unit {
            return Some(value);
        }
        let mut others = UNITS.iter().filter(|names| names.contains(&unit));
        if self.unit.is_empty() {
            // 25% of a rate from 0 to 1 is 0.25.
            let rate = unit == "%" && self.high.is_some_and(|high| high <= Points::from_int(1));
            return match rate {
                true => value.checked_div(Points::from_int(100)),
                false => is_unit(unit).then_some(value),
            };
        }
        let counted = COUNTED.contains(&unit) && COUNTED.contains(&self.unit);
        (counted || others.any(|names| names.contains(&self.unit))).then_some(value)
    }
}

fn is_unit(unit: &str) -> bool {
    COUNTED.contains(&unit) || UNITS.iter().any(|names| names.contains(&unit))
}

/// Reads a day: `2026-11-21`, `2026年11月21日`, `2026.11.21`, `2026/11/21`, `20261121`, in digits of any width.
///
/// # Errors
/// A sentence without its subject.
pub fn day(typed: &str) -> Result<Day, String> {
    const WRITTEN: &str = "应写成“2026-11-21”或“2026年11月21日”的形式";
    let text = plain(typed);
    let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
    let mut parts: Vec<&str> = text.split(['-', '.', '/', ',', '年', '月']).collect();
    if let [one] = parts[..]
        && one.len() == 8
        && one.is_ascii()
    {
        parts = vec![&one[..4], &one[4..6], &one[6..]];
    }
    let number = |part: &str| -> Option<u32> {
        let digits = part.chars().all(|c| matches!(written(c), Some(Numeral::Digit(_))));
        match part.parse() {
            Ok(n) if part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()) => Some(n),
            // 二〇二六 is read digit by digit, 十一 is not.
            _ if digits && part.chars().count() == 4 => {
                part.chars().try_fold(0, |sum, c| match written(c)? {
                    Numeral::Digit(n) => Some(sum * 10 + n),
                    Numeral::Times(_) => None,
                })
            }
            _ => numeral(part),
        }
    };
    match parts[..] {
        [year, month, day] => {
            let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
                return Err(format!("{WRITTEN}，“{}”读不出日期", cut(typed)));
            };
            match i32::try_from(year).ok().and_then(|year| Day::new(year, month, day)) {
                Some(found) => Ok(found),
                None if !(1990..=2200).contains(&year) => Err("年份应在1990至2200之间".to_owned()),
                None if !(1..=12).contains(&month) => Err("月份应在1至12之间".to_owned()),
                None => Err(format!("{year}年{month}月没有{day}日")),
            }
        }
        [month, day] if number(month).is_some() && number(day).is_some() => {
            Err("没有写年份，应写成“2026年11月21日”的形式".to_owned())
        }
        _ => Err(format!("{WRITTEN}，“{}”读不出日期", cut(typed))),
    }
}

/// Figures as a keyboard of this country types them, in plain characters and without blanks: full-width ones become plain,
/// 。、and · a point, every dash a minus.
pub fn plain(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}')).map(tight).collect()
}

fn tight(c: char) -> char {
    match c {
        '。' | '、' | '·' | '・' | '•' | '｡' | '､' => '.',
        '\u{2010}'..='\u{2015}' | '−' | '﹣' => '-',
        '﹪' => '%',
        '∕' | '⁄' => '/',
        // The full-width forms stand in the order of the plain ones.
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + u32::from('!')).unwrap_or(c),
        c => c,
    }
}

/// At most 20 characters of what was typed.
fn cut(typed: &str) -> String {
    let mut cut: String = typed.trim().chars().take(21).collect();
    if cut.chars().count() == 21 {
        cut.pop();
        cut.push('…');
    }
    cut
}

enum Odd {
    NoNumber,
    TooFine,
    TooLarge,
}

/// A number without a sign, in digits or in words.
fn number(text: &str) -> Result<Points, Odd> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return in_words(text).ok_or(Odd::NoNumber);
    }
    let (mut whole, mut fraction) = text.split_once('.').unwrap_or((text, ""));
    // Nothing is set apart behind a lone 0: there the comma is a point.
    if let ("", Some(rest)) = (fraction, whole.strip_prefix("0,")) {
        (whole, fraction) = ("0", rest);
    }
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let apart = whole.len() == first.len() || (1..=3).contains(&first.len());
    let grouped = apart && digits(first) && groups.all(|group| group.len() == 3 && digits(group));
    if !grouped || !digits(fraction) || first.is_empty() && fraction.is_empty() {
        return Err(Odd::NoNumber);
    }
    let whole = whole.replace(',', "");
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let written = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    written.parse().map_err(|_| if fraction.len() > 6 { Odd::TooFine } else { Odd::TooLarge })
}

/// A character of a number in words.
enum Numeral {
    Digit(u32),
    Times(u32),
}

fn written(c: char) -> Option<Numeral> {
    Some(match c {
        '零' | '〇' | '○' => Numeral::Digit(0),
        '一' | '壹' => Numeral::Digit(1),
        '二' | '两' | '贰' => Numeral::Digit(2),
        '三' | '叁' => Numeral::Digit(3),
        '四' | '肆' => Numeral::Digit(4),
        '五' | '伍' => Numeral::Digit(5),
        '六' | '陆' => Numeral::Digit(6),
        '七' | '柒' => Numeral::Digit(7),
        '八' | '捌' => Numeral::Digit(8),
        '九' | '玖' => Numeral::Digit(9),
        '十' | '拾' => Numeral::Times(10),
        '百' | '佰' => Numeral::Times(100),
        '千' | '仟' => Numeral::Times(1_000),
        '万' => Numeral::Times(10_000),
        _ => return None,
    })
}

/// 九十五点五.
fn in_words(text: &str) -> Option<Points> {
    let (whole, fraction) = text.split_once('点').unwrap_or((text, ""));
    if fraction.is_empty() != (whole.len() == text.len()) {
        return None;
    }
    let mut decimal = numeral(whole)?.to_string();
    if !fraction.is_empty() {
        decimal.push('.');
    }
    for c in fraction.chars() {
        match written(c)? {
            Numeral::Digit(n) => decimal.push(char::from_digit(n, 10)?),
            Numeral::Times(_) => return None,
        }
    }
    decimal.parse().ok()
}

/// A whole number in words, up to 九千九百九十九万; 三五 and 一百五, which may mean two things, are none.
pub(crate) fn numeral(text: &str) -> Option<u32> {
    let (mut total, mut section) = (0_u32, 0_u32);
    let (mut digit, mut zero, mut last) = (None::<u32>, false, u32::MAX);
    // A last digit belongs to the ones: behind 百, 千 and 万 only if 零 says so.
    let ones = |digit: Option<u32>, zero: bool, last: u32| match digit {
        Some(_) if !(zero || last == 10 || last == u32::MAX) => None,
        digit => Some(digit.unwrap_or(0)),
    };
    if text.is_empty() {
        return None;
    }
    for c in text.chars() {
        match written(c)? {
            Numeral::Digit(_) if digit.is_some() => return None,
            Numeral::Digit(0) => zero = true,
            Numeral::Digit(n) => digit = Some(n),
            Numeral::Times(10_000) => {
                section += ones(digit.take(), zero, last)?;
                if total > 0 || section == 0 {
                    return None;
                }
                (total, section, zero, last) = (section * 10_000, 0, false, 10_000);
            }
            Numeral::Times(n) => {
                let many = match digit.take() {
                    Some(many) => many,
                    None if n == 10 && last == u32::MAX && !zero => 1,
                    None => return None,
                };
                if n >= last {
                    return None;
                }
                section += many * n;
                (zero, last) = (false, n);
            }
        }
    }
    let ones = ones(digit, zero, last)?;
    // 零 alone, or before a last digit; not behind everything.
    if zero && digit.is_none() && text.chars().count() > 1 {
        return None;
    }
    Some(total + section + ones)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn p(text: &str) -> Points {
        Points::from_exact(text).unwrap()
    }

    /// From 0 to 100.
    fn hundred() -> Field<'static> {
        Field::decimal(Some(Points::ZERO), Some(p("100")))
    }

    #[test]
    fn figures_are_read_as_they_are_typed() {
        for (typed, unit, read) in [
            ("95.5", "分", "95.5"),
            ("９５．５", "分", "95.5"),
            ("95。5", "分", "95.5"),
            ("９５、５", "", "95.5"),
            ("0·5", "分", "0.5"),
            ("0,5", "分", "0.5"),
            ("0，05", "分", "0.05"),
            (".5", "分", "0.5"),
            ("5.", "分", "5"),
            ("95。", "分", "95"),
            ("10分", "分", "10"),
            ("１０ 分", "分", "10"),
            ("25％", "%", "25"),
            ("25 %", "", "25"),
            ("百分之二十五", "%", "25"),
            ("3个", "项", "3"),
            ("3项", "", "3"),
            ("+3", "", "3"),
            ("＋３", "", "3"),
            ("¥12.50", "元", "12.5"),
            ("12.50元", "元", "12.5"),
            ("\u{3000}7\u{a0}", "", "7"),
            ("7\u{200b}", "", "7"),
            ("007", "", "7"),
            ("95.50000000", "", "95.5"),
            ("九十五", "分", "95"),
            ("九十五分", "分", "95"),
            ("九十五点五", "分", "95.5"),
            ("零点零五", "", "0.05"),
            ("两", "人", "2"),
            ("二人", "人", "2"),
            ("叁拾", "", "30"),
            ("零", "", "0"),
        ] {
            assert_eq!(hundred().of(unit).read(typed), Ok(p(read)), "{typed} {unit}");
        }
        let wide = Field::decimal(None, None);
        for (typed, unit, read) in [
            ("1,234", "元", "1234"),
            ("１，２３４，５６７．８", "元", "1234567.8"),
            ("-1.5", "分", "-1.5"),
            ("－１。５", "分", "-1.5"),
            ("−2", "", "-2"),
            ("负三", "", "-3"),
            ("两万元", "元", "20000"),
            ("两万元", "万元", "2"),
            ("一千零五", "", "1005"),
            ("三千二百一十", "", "3210"),
            ("十万零三百", "", "100300"),
        ] {
            assert_eq!(wide.of(unit).read(typed), Ok(p(read)), "{typed} {unit}");
        }
        assert_eq!(hundred().or_share().read("１７／２３"), Ok(p("17/23")));
        let rate = Field::decimal(Some(Points::ZERO), Some(p("1")));
        assert_eq!(rate.read("25%"), Ok(p("0.25")), "a rate from 0 to 1");
        assert_eq!(Field::whole(1, 500).of("人").count("１２人"), Ok(12));
    }

    #[test]
    fn what_cannot_be_read_is_told_what_may_be_typed_here() {
        let rate = Field::decimal(Some(Points::ZERO), Some(p("1"))).of("分");
        let people = Field::whole(1, 100_000).of("人");
        for (field, typed, told) in [
            (rate, "", "还没有填，应为0至1的数，如0.5"),
            (rate, "很多", "应为0至1的数，如0.5，“很多”读不出数"),
            (rate, "九十五点", "应为0至1的数，如0.5，“九十五点”读不出数"),
            (rate, "三五", "应为0至1的数，如0.5，“三五”读不出数"),
            (rate, "一百五", "应为0至1的数，如0.5，“一百五”读不出数"),
            (rate, "1,5", "应为0至1的数，如0.5，“1,5”读不出数"),
            (rate, "1.2.3", "应为0至1的数，如0.5，“1.2.3”读不出数"),
            (rate, "3-5", "应为0至1的数，如0.5，“3-5”读不出数"),
            (rate, "0.1234567", "应为0至1的数，如0.5，小数点后最多6位"),
            (rate, "1.5", "应在0至1分之间"),
            (rate, "１２３４５６７８９０", "应在0至1分之间"),
            (rate, "1/2", "应为0至1的数，如0.5，不写成分数"),
            (rate, "50%", "应以“分”为单位，只填数即可，如0.5，“50%”不能采用"),
            (people, "0", "应为1至100000的整数，如3"),
            (people, "-3", "应为1至100000的整数，如3"),
            (people, "12.5", "应为1至100000的整数，如3，不能有小数"),
            (people, "12元", "应以“人”为单位，只填数即可，如3，“12元”不能采用"),
            (
                people,
                "约十二人左右，其中男七人，女五人，合计",
                "应为1至100000的整数，如3，“约十二人左右，其中男七人，女五人，合计”读不出数",
            ),
            (Field::whole(7, u32::MAX), "3", "应为不小于7的整数，如12"),
            (Field::decimal(Some(p("-3")), Some(Points::ZERO)), "1", "应在-3至0之间"),
        ] {
            assert_eq!(field.read(typed).unwrap_err(), told, "{typed}");
        }
        assert_eq!(Field::decimal(Some(p("-3")), Some(Points::ZERO)).told(), "-3至0的数，如-0.5");
        assert_eq!(Field::decimal(None, None).told(), "数，如95.5");
        assert_eq!(Field::whole(1, 2).told(), "1至2的整数，如2");
        assert_eq!(rate.refusal("0.5"), "应为0至1的数，如0.5", "nothing is wrong but the kind of value");
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for typed in [
            "2026-11-21",
            "2026年11月21日",
            "２０２６年１１月２１日",
            "2026年11月21号",
            "2026.11.21",
            "2026。11。21",
            "2026/11/21",
            "２０２６／１１／２１",
            "2026、11、21",
            "2026 年 11 月 21 日",
            "20261121",
            "二〇二六年十一月二十一日",
            " 2026-11-21\n",
        ] {
            assert_eq!(day(typed).map(Day::iso), Ok("2026-11-21".to_owned()), "{typed}");
        }
        assert_eq!(day("2026年1月5日").map(Day::iso), Ok("2026-01-05".to_owned()));
        for (typed, told) in [
            ("", "应写成“2026-11-21”或“2026年11月21日”的形式，“”读不出日期"),
            ("明天", "应写成“2026-11-21”或“2026年11月21日”的形式，“明天”读不出日期"),
            ("2026-11-21 09:30", "应写成“2026-11-21”或“2026年11月21日”的形式，“2026-11-21 09:30”读不出日期"),
            ("11月21日", "没有写年份，应写成“2026年11月21日”的形式"),
            ("2026年2月30日", "2026年2月没有30日"),
            ("2026-13-01", "月份应在1至12之间"),
            ("1026-11-01", "年份应在1990至2200之间"),
            ("26.11.21", "年份应在1990至2200之间"),
        ] {
            assert_eq!(day(typed).unwrap_err(), told, "{typed}");
        }
    }

    /// As a keyboard writes it that is set to full-width characters.
    fn full_width(text: &str) -> String {
        let wide = |c: char| char::from_u32(c as u32 + '！' as u32 - u32::from('!')).unwrap();
        text.chars().map(wide).collect()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(scaled in -100_000_000_000_000_i64..100_000_000_000_000) {
            let value = Points::ratio(scaled, 1_000_000).unwrap();
            let exact = value.exact();
            let field = Field::decimal(None, None).of("分");
            prop_assert_eq!(field.read(&exact), Ok(value));
            prop_assert_eq!(field.read(&full_width(&exact)), Ok(value));
            prop_assert_eq!(field.read(&exact.replace('.', "。")), Ok(value));
            prop_assert_eq!(field.read(&format!(" {exact} 分")), Ok(value));
        }

        #[test]
        fn fractions_and_counts_are_read_again(num in 0_i64..100_000, den in 1_i64..100_000, n in 0_u32..=u32::MAX) {
            let value = Points::ratio(num, den).unwrap();
            prop_assert_eq!(Field::decimal(None, None).or_share().read(&value.exact()), Ok(value));
            let count = Field::whole(0, 999_999_999).count(&n.to_string());
            prop_assert_eq!(count.ok(), (n <= 999_999_999).then_some(n));
        }

        #[test]
        fn days_are_read_again(days in 0_u32..70_000) {
            let mut found = Day::new(1990, 1, 1).unwrap().in_month(days / 31, days % 31 + 1);
            if days % 2 == 0 {
                found = found.next();
            }
            for written in [found.iso(), found.to_string(), full_width(&found.iso())] {
                prop_assert_eq!(day(&written), Ok(found));
            }
        }

        #[test]
        fn whatever_is_typed_is_read_or_told(typed in "[0-9０-９.。、，,％%/一二十百千万零点分个年月日 +－-]{0,14}") {
            let told = |refused: Result<Points, String>| refused.err().is_none_or(|told| !told.is_empty());
            prop_assert!(told(hundred().of("分").read(&typed)));
            let _ = day(&typed);
        }
    }
}
