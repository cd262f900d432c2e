//! The rules of scalars in constant schemas.

use super::schemas::{least, most};
use super::{BoundView, FileView, IntegerView, NumberView, SchemaView, TextView};
use crate::ir::{IntegerWidth, NumberWidth, Scalar, TextFormat};
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;

pub(super) fn scalar_rules(view: &mut SchemaView, scalar: &Scalar) {
    match scalar {
        Scalar::Null => {
            view.kind = "enum";
            view.values = vec![Lit::text("null")];
        }
        Scalar::Boolean => view.kind = "boolean",
        Scalar::Integer(integer) => {
            view.kind = "integer";
            view.integer = Some(IntegerView {
                width: Expr::runtime(match integer.width {
                    IntegerWidth::I32 => "IntegerRules::I32",
                    IntegerWidth::I64 => "IntegerRules::I64",
                    IntegerWidth::U64 => "IntegerRules::U64",
                    IntegerWidth::I128 => "IntegerRules::I128",
                }),
                min: integer.min.map(Lit::integer),
                max: integer.max.map(Lit::integer),
                multiple_of: integer.multiple_of.map(Lit::integer),
            });
        }
        Scalar::UnixTime => {
            view.kind = "integer";
            let width = Expr::runtime("IntegerRules::UNIX_TIME");
            view.integer = Some(IntegerView { width, min: None, max: None, multiple_of: None });
        }
        Scalar::Number(number) => {
            view.kind = "number";
            let bound = |(value, excluded): (f64, bool)| BoundView {
                value: Lit::number(value),
                excluded: Expr::boolean(excluded),
            };
            view.number = Some(NumberView {
                width: number_width(number.width),
                min: number.min.map(bound),
                max: number.max.map(bound),
                multiple_of: number.multiple_of.map(Lit::number),
            });
        }
        Scalar::File(file) => {
            view.kind = "file";
            view.file = Some(FileView { min_bytes: least(file.min_bytes), max_bytes: most(file.max_bytes) });
        }
        Scalar::Text(text) => {
            view.kind = "text";
            view.text = Some(TextView {
                min_length: least(text.min_length),
                max_length: most(text.max_length),
                pattern: text.pattern.as_deref().map(Lit::text),
                format: format(text.format).map(Expr::runtime),
            });
        }
    }
}

fn number_width(width: NumberWidth) -> Expr {
    Expr::runtime(match width {
        NumberWidth::F32 => "NumberRules::FLOAT",
        NumberWidth::F64 | NumberWidth::Decimal => "NumberRules::ANY",
    })
}

const fn format(format: TextFormat) -> Option<&'static str> {
    match format {
        TextFormat::Plain | TextFormat::Binary => None,
        TextFormat::Uuid => Some("Format::Uuid"),
        TextFormat::DateTime => Some("Format::DateTime"),
        TextFormat::Date => Some("Format::Date"),
        TextFormat::Uri => Some("Format::Uri"),
        TextFormat::UriReference => Some("Format::UriReference"),
        TextFormat::Byte => Some("Format::Byte"),
        TextFormat::Base64Url => Some("Format::Base64Url"),
        TextFormat::Email => Some("Format::Email"),
        TextFormat::Ipv4 => Some("Format::Ipv4"),
        TextFormat::Ipv6 => Some("Format::Ipv6"),
        TextFormat::Hostname => Some("Format::Hostname"),
        TextFormat::Time => Some("Format::Time"),
        TextFormat::Duration => Some("Format::Duration"),
    }
}
