//! Bounds of numbers: the tightest that all parts ask for.

use serde_json::Value;

use super::super::codes;
use super::super::report::Reporter;
use super::ShapeBuilder;
use super::allof::{SchemaPart, values};
use crate::ir::{Integer, IntegerWidth, Number, NumberWidth};
use crate::spec::{Field, Schema};

impl<'a> ShapeBuilder<'_, 'a> {
    pub(super) fn integer(&mut self, flat: &[SchemaPart<'a>]) -> Integer {
        let (mut min, mut max) = (None::<i128>, None::<i128>);
        for bound in bounds(flat, LEAST) {
            let least = bound.as_integer(true);
            min = Some(min.map_or(least, |min| min.max(least)));
        }
        for bound in bounds(flat, MOST) {
            let most = bound.as_integer(false);
            max = Some(max.map_or(most, |max| max.min(most)));
        }
        self.check_format(flat, &INTEGERS);
        let (width, of_format) = width(flat, min, max);
        if width == IntegerWidth::U64 && min.is_none() && values(flat, Schema::FORMAT).next().is_none() {
            let message = "a maximum over 64 bits with a sign, and no minimum: what is below 0 is refused";
            let pointer = flat
                .iter()
                .rev()
                .find_map(|part| MOST.iter().find(|key| part.node.has(key)).map(|key| part.node.at(key)));
            self.cx.push(
                self.cx
                    .warning(codes::BOUNDS, message, &pointer.unwrap_or_default())
                    .help("say `minimum: 0`, or what else is meant"),
            );
        }
        let (low, high) = of_format.unwrap_or_else(|| range(width));
        if min.unwrap_or(low).max(low) > max.unwrap_or(high).min(high) {
            report_bounds(
                flat,
                &LIMITS,
                "no integer of this format is within these bounds; they are left out".into(),
                &mut self.cx.report,
            );
            (min, max) = (None, None);
        }
        let (low, high) = (of_format.map(|range| range.0), of_format.map(|range| range.1));
        // A bound beyond the width says nothing.
        let (least, most) = range(width);
        Integer {
            width,
            min: min.max(low).filter(|min| *min > least),
            max: match (max, high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            }
            .filter(|max| *max < most),
            multiple_of: self.multiple_of(flat, true).map(|n| {
                #[expect(clippy::cast_possible_truncation, reason = "checked to be an integer")]
                let n = n as i128;
                n
            }),
        }
    }

    pub(super) fn number(&mut self, flat: &[SchemaPart<'a>]) -> Number {
        let (mut min, mut max) = (None::<(f64, bool)>, None::<(f64, bool)>);
        for Bound { value, excluded } in bounds(flat, LEAST) {
            let value = value.as_f64().unwrap_or(f64::MIN);
            if min.is_none_or(|min| value > min.0 || value == min.0 && excluded) {
                min = Some((value, excluded));
            }
        }
        for Bound { value, excluded } in bounds(flat, MOST) {
            let value = value.as_f64().unwrap_or(f64::MAX);
            if max.is_none_or(|max| value < max.0 || value == max.0 && excluded) {
                max = Some((value, excluded));
            }
        }
        if let (Some(low), Some(high)) = (min, max)
            && (low.0 > high.0 || low.0 >= high.0 && (low.1 || high.1))
        {
            report_bounds(
                flat,
                &LIMITS,
                "no number is within these bounds; they are left out".into(),
                &mut self.cx.report,
            );
            (min, max) = (None, None);
        }
        self.check_format(flat, &["float", "double", "decimal"]);
        let width = values(flat, Schema::FORMAT).find_map(|(_, format)| match format.as_str()? {
            "float" => Some(NumberWidth::F32),
            "decimal" if !self.is_plain_format("decimal") => Some(NumberWidth::Decimal),
            _ => None,
        });
        let width = width.unwrap_or(NumberWidth::F64);
        Number { width, min, max, multiple_of: self.multiple_of(flat, false) }
    }

    /// Reports an unknown format of numbers.
    fn check_format(&mut self, flat: &[SchemaPart<'a>], known: &[&str]) {
        let format = values(flat, Schema::FORMAT).filter_map(|(_, format)| format.as_str()).last();
        if let Some(wire) = format.filter(|wire| !known.contains(wire)) {
            self.report_format(flat, wire);
        }
    }

    fn multiple_of(&mut self, flat: &[SchemaPart<'a>], integral: bool) -> Option<f64> {
        let mut kept = None;
        for (node, value) in values(flat, Schema::MULTIPLE_OF) {
            let step = value.as_f64().filter(|step| *step > 0.0 && step.is_finite());
            let fits = step.filter(|step| !integral || step.fract() == 0.0 && *step < 9e15);
            match (fits, kept) {
                (Some(step), None) => kept = Some(step),
                (Some(step), Some(before)) if step == before => {}
                _ if integral && step.is_some_and(|step| (1.0 / step).fract() == 0.0) => {} // every integer is one
                _ => {
                    let message = if step.is_none() {
                        format!("`multipleOf: {value}`, where only numbers over 0 have multiples")
                    } else {
                        format!("`multipleOf: {value}` is not enforced")
                    };
                    self.cx.push(self.cx.warning(codes::MULTIPLE_OF, message, &node.at(Schema::MULTIPLE_OF)));
                }
            }
        }
        kept
    }
}

/// Blames the last part that has one of the keywords.
pub(super) fn report_bounds<'a>(
    flat: &[SchemaPart<'a>],
    keys: &[Field],
    message: String,
    report: &mut Reporter<'a>,
) {
    let blamed = flat
        .iter()
        .rev()
        .find_map(|part| keys.iter().find(|key| part.node.has(key)).map(|key| part.node.at(key)));
    if let Some(pointer) = blamed {
        report.push(report.warning(codes::BOUNDS, message, &pointer).help("make the bounds leave a value"));
    }
}

/// Formats that say how wide an integer is.
const INTEGERS: [&str; 9] =
    ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "uint"];

const LIMITS: [Field; 4] =
    [Schema::MINIMUM, Schema::MAXIMUM, Schema::EXCLUSIVE_MINIMUM, Schema::EXCLUSIVE_MAXIMUM];
const LEAST: [Field; 2] = [Schema::MINIMUM, Schema::EXCLUSIVE_MINIMUM];
const MOST: [Field; 2] = [Schema::MAXIMUM, Schema::EXCLUSIVE_MAXIMUM];

/// One bound of one part.
struct Bound<'a> {
    value: &'a Value,
    excluded: bool,
}

impl Bound<'_> {
    /// The least (or greatest) integer within.
    fn as_integer(&self, least: bool) -> i128 {
        let exact = self.value.as_i64().map(i128::from).or_else(|| self.value.as_u64().map(i128::from));
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
        let (rounded, fraction) = match (exact, self.value.as_f64()) {
            (Some(exact), _) => (exact, false),
            (None, Some(float)) if least => (float.ceil() as i128, float.fract() != 0.0),
            (None, Some(float)) => (float.floor() as i128, float.fract() != 0.0),
            (None, None) => (0, true),
        };
        match (self.excluded && !fraction, least) {
            (false, _) => rounded,
            (true, true) => rounded.saturating_add(1),
            (true, false) => rounded.saturating_sub(1),
        }
    }
}

/// The bounds of all parts on one side: 3.0's flag next to the bound, and 3.1's separate bound.
fn bounds<'a>(
    flat: &[SchemaPart<'a>],
    [inclusive, exclusive]: [Field; 2],
) -> impl Iterator<Item = Bound<'a>> {
    flat.iter().flat_map(move |part| {
        let flag = part.node.value_of(exclusive);
        let excluded = flag.and_then(Value::as_bool).unwrap_or(false);
        let plain = part.node.value_of(inclusive).filter(|value| value.is_number());
        let own = flag.filter(|value| value.is_number());
        plain
            .map(|value| Bound { value, excluded })
            .into_iter()
            .chain(own.map(|value| Bound { value, excluded: true }))
    })
}

/// The width of the format, and the range of a format that is narrower than its width.
fn width(
    flat: &[SchemaPart<'_>],
    min: Option<i128>,
    max: Option<i128>,
) -> (IntegerWidth, Option<(i128, i128)>) {
    let format = values(flat, Schema::FORMAT).filter_map(|(_, format)| format.as_str()).last();
    match format {
        Some("int32") => (IntegerWidth::I32, None),
        Some("int64") => (IntegerWidth::I64, None),
        Some("uint64" | "uint") => (IntegerWidth::U64, None),
        Some("int8") => (IntegerWidth::I32, Some((i8::MIN.into(), i8::MAX.into()))),
        Some("int16") => (IntegerWidth::I32, Some((i16::MIN.into(), i16::MAX.into()))),
        Some("uint8") => (IntegerWidth::I32, Some((0, u8::MAX.into()))),
        Some("uint16") => (IntegerWidth::I32, Some((0, u16::MAX.into()))),
        Some("uint32") => (IntegerWidth::I64, Some((0, u32::MAX.into()))),
        _ => (unformatted_width(min, max), None),
    }
}

/// The least width that holds all values within the bounds.
fn unformatted_width(min: Option<i128>, max: Option<i128>) -> IntegerWidth {
    let above = |limit: i128| max.is_some_and(|max| max > limit);
    let negative = min.is_some_and(|min| min < 0);
    match min.is_some_and(|min| min < i128::from(i64::MIN)) || above(u64::MAX.into()) {
        true => IntegerWidth::I128,
        false if above(i64::MAX.into()) && negative => IntegerWidth::I128,
        false if above(i64::MAX.into()) => IntegerWidth::U64,
        false => IntegerWidth::I64,
    }
}

fn range(width: IntegerWidth) -> (i128, i128) {
    match width {
        IntegerWidth::I32 => (i32::MIN.into(), i32::MAX.into()),
        IntegerWidth::I64 => (i64::MIN.into(), i64::MAX.into()),
        IntegerWidth::U64 => (0, u64::MAX.into()),
        IntegerWidth::I128 => (i128::MIN, i128::MAX),
    }
}
