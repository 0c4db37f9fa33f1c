//! 分值, exact: a reduced fraction with checked arithmetic. Amounts such as 0.05 and 2.5 occur in the documents, rates
//! and means give thirds; nothing is rounded before it is shown.

use std::cmp::Ordering;
use std::fmt;
use std::io::{self, Read};
use std::num::NonZero;
use std::ops::Neg;
use std::str::FromStr;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 分值: an exact number of 分, also used for rates.
///
/// Shown (`Display`) rounded half-up to two decimals; compared, stored and sent exactly.
#[derive(Clone, Copy, PartialEq, Eq, Hash, BorshSerialize)]
pub struct Points {
    /// Never `i64::MIN`, so that every value has an opposite.
    num: i64,
    /// Always positive, without a common factor with `num`. As it is never 0, a sum that does not fit takes no more room
    /// than one that does, and both fit into registers: half the time of scoring goes into sums.
    den: NonZero<i64>,
}

const ONE: NonZero<i64> = NonZero::new(1).unwrap();
/// Digits a decimal may have before the point.
const WHOLE_DIGITS: usize = 9;
/// Digits a decimal may have after the point.
const DECIMALS: u32 = 6;
/// 10 to the power of [`DECIMALS`].
const SCALE: i64 = 1_000_000;

impl Points {
    /// 0分.
    pub const ZERO: Points = Points { num: 0, den: ONE };

    /// A whole number of 分. The least `i64` has no opposite and counts as the one above it.
    pub const fn from_int(value: i64) -> Self {
        Self { num: if value == i64::MIN { -i64::MAX } else { value }, den: ONE }
    }

    /// `num` ÷ `den`; `None` if `den` is 0 or the reduced fraction does not fit.
    pub fn ratio(num: i64, den: i64) -> Option<Self> {
        Self::reduced(num.into(), den.into())
    }

    /// The sum, or `None` if it does not fit.
    #[inline]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.den == ONE && other.den == ONE {
            return Self::coprime(self.num.checked_add(other.num)?, ONE);
        }
        self.add_fractions(other)
    }

    fn add_fractions(self, other: Self) -> Option<Self> {
        let (den, other_den) = (self.den.get(), other.den.get());
        if den == other_den {
            return match self.num.checked_add(other.num) {
                Some(num) if num != i64::MIN => Some(Self::narrow(num, self.den)),
                _ => Self::reduced(i128::from(self.num) + i128::from(other.num), den.into()),
            };
        }
        // Adding a whole number cannot make the fraction reducible.
        if other_den == 1 {
            return Self::coprime(other.num.checked_mul(den)?.checked_add(self.num)?, self.den);
        }
        if den == 1 {
            return Self::coprime(self.num.checked_mul(other_den)?.checked_add(other.num)?, other.den);
        }
        // Wide divisions are slow, and hardly ever needed.
        let narrow = (self.num.checked_mul(other_den), other.num.checked_mul(den));
        if let ((Some(left), Some(right)), Some(den)) = (narrow, self.den.checked_mul(other.den))
            && let Some(num) = left.checked_add(right)
            && num != i64::MIN
        {
            return Some(Self::narrow(num, den));
        }
        let left = i128::from(self.num) * i128::from(other_den);
        let right = i128::from(other.num) * i128::from(den);
        Self::reduced(left + right, i128::from(den) * i128::from(other_den))
    }

    /// The difference, or `None` if it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(-other)
    }

    /// The product, or `None` if it does not fit.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        if self.den == ONE && other.den == ONE {
            return Self::coprime(self.num.checked_mul(other.num)?, ONE);
        }
        Self::reduced(
            i128::from(self.num) * i128::from(other.num),
            i128::from(self.den.get()) * i128::from(other.den.get()),
        )
    }

    /// `n` times this amount: so many 项, 次, 起 or 条.
    pub fn checked_times(self, n: u32) -> Option<Self> {
        self.checked_mul(Self::from_int(n.into()))
    }

    /// The quotient, or `None` if `other` is 0 or the result does not fit.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        Self::reduced(
            i128::from(self.num) * i128::from(other.den.get()),
            i128::from(self.den.get()) * i128::from(other.num),
        )
    }

    /// The sum of many.
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Result<Self, PointsOverflow> {
        all.into_iter().try_fold(Self::ZERO, Self::checked_add).ok_or(PointsOverflow)
    }

    /// The value, or the nearer end of `low..=high`. Unlike `Ord::clamp` it has an answer for every pair of bounds.
    pub fn within(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }

    /// The greatest whole number that is not above the value.
    pub fn floor(self) -> i64 {
        self.num.div_euclid(self.den.get())
    }

    /// The unrounded value in writing: `0.5`, or `1/3` where six decimals cannot hold it.
    pub fn exact(self) -> String {
        let den = self.den.get();
        if SCALE % den == 0 {
            let scaled = i128::from(self.num.unsigned_abs()) * i128::from(SCALE / den);
            let whole = scaled / i128::from(SCALE);
            if whole < 10_i128.pow(WHOLE_DIGITS as u32) {
                return Decimal { negative: self.num < 0, scaled, decimals: DECIMALS }.to_string();
            }
        }
        format!("{}/{den}", self.num)
    }

    /// A rate as people read it, rounded half-up to one decimal: `88.4%`.
    pub fn percent(self) -> String {
        let tenths = self.scaled(1_000);
        let sign = if self.num < 0 && tenths > 0 { "-" } else { "" };
        format!("{sign}{}.{}%", tenths / 10, tenths % 10)
    }

    /// Rounded half-up to so many digits after the point, needless zeros left out unless they are `kept`.
    pub(crate) fn rounded(self, decimals: u32, kept: bool) -> String {
        let scaled = self.scaled(10_i128.pow(decimals));
        let negative = self.num < 0 && scaled > 0;
        if !kept {
            return Decimal { negative, scaled, decimals }.to_string();
        }
        let (scale, width) = (10_i128.pow(decimals), decimals as usize);
        let sign = if negative { "-" } else { "" };
        match width {
            0 => format!("{sign}{scaled}"),
            _ => format!("{sign}{}.{:0width$}", scaled / scale, scaled % scale),
        }
    }

    /// All digits up to so many after the point, rounded half-up: what [`Points::rounded`] writes, as a number.
    pub(crate) fn to_digits(self, decimals: u32) -> i128 {
        let digits = self.scaled(10_i128.pow(decimals));
        if self.num < 0 { -digits } else { digits }
    }

    /// The nearest amount of six decimals, half-up: for means of many fractions, whose common denominator would not fit.
    pub fn to_six_decimals(self) -> Self {
        let scaled = i64::try_from(self.scaled(SCALE.into())).unwrap_or(i64::MAX);
        let magnitude = Self::ratio(scaled, SCALE).unwrap_or(Self::ZERO);
        if self.num < 0 { -magnitude } else { magnitude }
    }

    /// Reads what [`Points::exact`] writes.
    pub fn from_exact(text: &str) -> Result<Self, BadPoints> {
        let Some((num, den)) = text.split_once('/') else { return text.parse() };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(num.strip_prefix('-').unwrap_or(num)) || !digits(den) {
            return Err(BadPoints);
        }
        let (num, den) = (num.parse().map_err(|_| BadPoints)?, den.parse().map_err(|_| BadPoints)?);
        Self::ratio(num, den).ok_or(BadPoints)
    }

    /// The magnitude times `by`, rounded half-up.
    fn scaled(self, by: i128) -> i128 {
        let den = i128::from(self.den.get());
        (i128::from(self.num.unsigned_abs()) * by * 2 + den) / (den * 2)
    }

    /// A fraction known to be reduced, with a positive denominator.
    #[inline]
    fn coprime(num: i64, den: NonZero<i64>) -> Option<Self> {
        (num != i64::MIN).then_some(Self { num, den })
    }

    /// The reduced fraction of two numbers that are not `i64::MIN`, the second one positive.
    #[inline]
    fn narrow(num: i64, den: NonZero<i64>) -> Self {
        let whole = den.get();
        // Halves and quarters, most fractions there are, need no division.
        let (num, den) = if whole & (whole - 1) == 0 && num != 0 {
            let by = num.trailing_zeros().min(whole.trailing_zeros());
            (num >> by, whole >> by)
        } else {
            match gcd(num.unsigned_abs(), whole.unsigned_abs()) as i64 {
                1 => return Self { num, den },
                divisor => (num / divisor, whole / divisor),
            }
        };
        Self { num, den: NonZero::new(den).expect("what divides it is not greater") }
    }

    fn reduced(num: i128, den: i128) -> Option<Self> {
        // Wide divisions are slow, and hardly ever needed.
        if let (Ok(num), Ok(den)) = (i64::try_from(num), i64::try_from(den))
            && num != i64::MIN
            && den > 0
        {
            return Some(Self::narrow(num, NonZero::new(den)?));
        }
        if den == 0 {
            return None;
        }
        let divisor = wide_gcd(num.unsigned_abs(), den.unsigned_abs()) as i128 * den.signum();
        let den = i64::try_from(den / divisor).ok().and_then(NonZero::new)?;
        Self::coprime((num / divisor).try_into().ok()?, den)
    }
}

/// At least 1 if either is not 0.
fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn wide_gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Default for Points {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Points {
    /// As it is shown beside a limit or another value it is not equal to: with as many digits as tell them apart (89.999
    /// beside 90).
    pub fn beside(self, other: Points) -> String {
        let shown = self.to_string();
        if self != other && shown == other.to_string() { self.exact() } else { shown }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        *self == Points::ZERO
    }
}

impl Neg for Points {
    type Output = Self;
    fn neg(self) -> Self {
        Self { num: -self.num, den: self.den }
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        let across = |one: &Self, den: NonZero<i64>| i128::from(one.num) * i128::from(den.get());
        across(self, other.den).cmp(&across(other, self.den))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == ONE {
            return write!(f, "{}", self.num);
        }
        let scaled = self.scaled(100);
        Decimal { negative: self.num < 0 && scaled > 0, scaled, decimals: 2 }.fmt(f)
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Points({})", self.exact())
    }
}

/// A decimal without needless zeros.
struct Decimal {
    negative: bool,
    scaled: i128,
    decimals: u32,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_i128.pow(self.decimals);
        let (whole, mut fraction, mut width) =
            (self.scaled / scale, self.scaled % scale, self.decimals as usize);
        let sign = if self.negative { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        write!(f, "{sign}{whole}.{fraction:0width$}")
    }
}

/// A text that is not 分值: a decimal with at most nine digits before and six after the point, without an exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("分值应为十进制数，如 2、0.5、-1.5，小数点前最多9位、后最多6位")]
pub struct BadPoints;

/// A result too large for exact arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("分值超出可以计算的范围")]
pub struct PointsOverflow;

impl FromStr for Points {
    type Err = BadPoints;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(BadPoints),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() || whole.len() > WHOLE_DIGITS || fraction.len() > DECIMALS as usize {
            return Err(BadPoints);
        }
        let mut scaled: i64 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(BadPoints);
            }
            scaled = scaled * 10 + i64::from(byte - b'0');
        }
        let den = 10_i64.pow(fraction.len() as u32);
        Self::ratio(if negative { -scaled } else { scaled }, den).ok_or(BadPoints)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.exact())
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PointsVisitor)
    }
}

impl BorshDeserialize for Points {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        let (num, den) = <(i64, i64)>::deserialize_reader(reader)?;
        Self::ratio(num, den).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "分值: an exact decimal, or a fraction where six decimals cannot hold it, written as a string",
            "type": ["string", "integer"],
            "pattern": r"^-?\d{1,9}(\.\d{1,6})?$|^-?\d+/\d+$",
        })
    }
}

struct PointsVisitor;

impl Visitor<'_> for PointsVisitor {
    type Value = Points;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("写成文字的分值，如 \"0.5\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Points, E> {
        Points::from_exact(text).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Points, E> {
        // The same bounds as in writing.
        if value.unsigned_abs() < 10_u64.pow(WHOLE_DIGITS as u32) {
            Ok(Points::from_int(value))
        } else {
            Err(E::custom(BadPoints))
        }
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Points, E> {
        i64::try_from(value).map_err(|_| E::custom(BadPoints)).and_then(|value| self.visit_i64(value))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Points, E> {
        Err(E::custom("带小数的分值须写成文字并加引号，如 \"0.5\"，以免失去精度"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(text: &str) -> Points {
        Points::from_exact(text).unwrap()
    }

    #[test]
    fn decimals_are_read_and_shown() {
        for (text, shown, exact) in [
            ("2", "2", "2"),
            ("0.05", "0.05", "0.05"),
            ("-1.5", "-1.5", "-1.5"),
            ("0.50", "0.5", "0.5"),
            ("1/3", "0.33", "1/3"),
            ("100/3", "33.33", "100/3"),
            ("0.125", "0.13", "0.125"),
            ("-0.125", "-0.13", "-0.125"),
            ("-0.001", "0", "-0.001"),
            ("89.9999", "90", "89.9999"),
            ("999999999.999999", "1000000000", "999999999.999999"),
            ("-0", "0", "0"),
            ("1000000000/1", "1000000000", "1000000000/1"),
            ("1/128", "0.01", "1/128"),
        ] {
            assert_eq!(p(text).to_string(), shown, "{text}");
            assert_eq!(p(text).exact(), exact, "{text}");
            assert_eq!(p(exact), p(text), "{text}");
        }
        assert!(p("89.9999") < p("90"));
    }

    #[test]
    fn other_writings_are_refused() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "+1",
            "1e3",
            " 1",
            "1 ",
            "1,5",
            "１",
            "NaN",
            "1234567890",
            "0.1234567",
            "1.2.3",
            "--1",
        ] {
            assert_eq!(text.parse::<Points>(), Err(BadPoints), "{text}");
        }
        for text in
            ["1/0", "/2", "1/", "1/-2", "+1/2", "1/2/3", "99999999999999999999/3", "-9223372036854775808/1"]
        {
            assert_eq!(Points::from_exact(text), Err(BadPoints), "{text}");
        }
        assert_eq!("1/3".parse::<Points>(), Err(BadPoints), "a person types decimals");
    }

    #[test]
    fn rates_are_shown_in_percent() {
        for (rate, shown) in
            [("175/198", "88.4%"), ("1", "100.0%"), ("0", "0.0%"), ("0.8845", "88.5%"), ("-0.0004", "0.0%")]
        {
            assert_eq!(p(rate).percent(), shown);
        }
    }

    #[test]
    fn arithmetic_is_exact_and_checked() {
        let third = Points::ratio(1, 3).unwrap();
        assert_eq!(third.checked_times(3), Some(Points::from_int(1)));
        assert_eq!(p("0.1").checked_add(p("0.2")), Some(p("0.3")));
        assert_eq!(p("2").checked_sub(p("0.5")), Some(p("1.5")));
        assert_eq!(third.checked_add(p("0.5")), Points::ratio(5, 6));
        assert_eq!(p("1").checked_div(p("-3")), Points::ratio(-1, 3));
        assert_eq!(p("1").checked_div(Points::ZERO), None);
        let most = Points::from_int(i64::MAX);
        assert_eq!(most.checked_add(p("1")), None);
        assert_eq!(most.checked_mul(p("2")), None);
        assert_eq!(most.checked_add(p("0.5")), None);
        assert_eq!((-most).checked_sub(p("1")), None, "the least i64 is never reached");
        assert_eq!(-Points::from_int(i64::MIN), most);
        assert_eq!(Points::sum([most, most]), Err(PointsOverflow));
        assert_eq!(most.to_string(), "9223372036854775807");
        assert_eq!(Points::ratio(i64::MAX, 2).unwrap().to_string(), "4611686018427387903.5");
        assert_eq!(p("3").within(p("0"), p("2")), p("2"));
    }

    #[test]
    fn on_the_wire_points_are_strings() {
        assert_eq!(serde_json::to_string(&p("0.5")).unwrap(), "\"0.5\"");
        assert_eq!(serde_json::to_string(&p("1/3")).unwrap(), "\"1/3\"");
        assert_eq!(serde_json::from_str::<Points>("\"1/3\"").unwrap(), p("1/3"));
        assert_eq!(serde_json::from_str::<Points>("-2").unwrap(), p("-2"));
        let refused = serde_json::from_str::<Points>("0.5").unwrap_err().to_string();
        assert!(refused.starts_with("带小数的分值须写成文字"), "{refused}");
        assert!(serde_json::from_str::<Points>("1e3").is_err());
        assert!(serde_json::from_str::<Points>("18446744073709551615").is_err());
        assert!(serde_json::from_str::<Points>("null").is_err());
    }
}
