//! Constructors of schema constants, which keep generated code short and independent of new fields.

use super::{
    AdditionalMembers, ArrayRules, FileRules, Format, IntegerRules, Kind, MemberRules, NumberRules,
    ObjectRules, Schema, StringRules,
};
use crate::value::UnixTime;

impl Schema {
    /// Any JSON value.
    pub const ANY: Self = Self::new(Kind::Any);
    /// Null.
    pub const NULL: Self = Self::new(Kind::Enum(&["null"]));
    /// A boolean.
    pub const BOOLEAN: Self = Self::new(Kind::Boolean);
    /// A 32-bit integer.
    pub const INT32: Self = Self::new(Kind::Integer(IntegerRules::I32));
    /// A 64-bit integer.
    pub const INT64: Self = Self::new(Kind::Integer(IntegerRules::I64));
    /// A non-negative 64-bit integer.
    pub const UINT64: Self = Self::new(Kind::Integer(IntegerRules::U64));
    /// A 128-bit integer.
    pub const INT128: Self = Self::new(Kind::Integer(IntegerRules::I128));
    /// A timestamp in whole seconds since 1970.
    pub const UNIX_TIME: Self = Self::new(Kind::Integer(IntegerRules::UNIX_TIME));
    /// A number.
    pub const NUMBER: Self = Self::new(Kind::Number(NumberRules::ANY));
    /// A 32-bit float.
    pub const FLOAT: Self = Self::new(Kind::Number(NumberRules::FLOAT));
    /// A string.
    pub const TEXT: Self = Self::format(Format::None);
    /// A file.
    pub const FILE: Self = Self::new(Kind::File(FileRules::ANY));
    /// A UUID.
    pub const UUID: Self = Self::format(Format::Uuid);
    /// A timestamp, RFC 3339.
    pub const DATE_TIME: Self = Self::format(Format::DateTime);
    /// A date, RFC 3339.
    pub const DATE: Self = Self::format(Format::Date);
    /// An absolute URI, RFC 3986.
    pub const URI: Self = Self::format(Format::Uri);
    /// A URI reference, RFC 3986.
    pub const URI_REFERENCE: Self = Self::format(Format::UriReference);
    /// Bytes in base64, RFC 4648 §4.
    pub const BYTE: Self = Self::format(Format::Byte);
    /// Bytes in base64url without padding, RFC 4648 §5.
    pub const BASE64_URL: Self = Self::format(Format::Base64Url);
    /// An email address, RFC 5321.
    pub const EMAIL: Self = Self::format(Format::Email);
    /// An IPv4 address in dotted decimal, RFC 2673.
    pub const IPV4: Self = Self::format(Format::Ipv4);
    /// An IPv6 address, RFC 4291.
    pub const IPV6: Self = Self::format(Format::Ipv6);
    /// A host name, RFC 1123.
    pub const HOSTNAME: Self = Self::format(Format::Hostname);
    /// A time of day with an offset, RFC 3339.
    pub const TIME: Self = Self::format(Format::Time);
    /// A duration, RFC 3339 appendix A.
    pub const DURATION: Self = Self::format(Format::Duration);

    /// Creates a schema that is not nullable and has no name, code or message.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { resource: None, nullable: false, kind, code: None, message: None }
    }

    /// Creates a string with a format.
    #[must_use]
    pub const fn format(format: Format) -> Self {
        Self::new(Kind::String(StringRules { format, ..StringRules::ANY }))
    }

    /// Creates an alias of `other`.
    #[must_use]
    pub const fn same(other: &'static Self) -> Self {
        Self::new(Kind::Same(other))
    }

    /// Returns the schema behind all aliases ([`Kind::Same`]).
    #[must_use]
    pub fn target(&'static self) -> &'static Self {
        let mut schema = self;
        while let Kind::Same(other) = schema.kind {
            schema = other;
        }
        schema
    }

    /// Accepts null too.
    #[must_use]
    pub const fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Sets the name of the component.
    #[must_use]
    pub const fn named(mut self, resource: &'static str) -> Self {
        self.resource = Some(resource);
        self
    }

    /// Sets the code of violated constraints.
    #[must_use]
    pub const fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// Sets the message of violated constraints.
    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = Some(message);
        self
    }
}

impl IntegerRules {
    /// The range of `i32`.
    pub const I32: Self = Self { min: i32::MIN as i128, max: i32::MAX as i128, multiple_of: 0 };
    /// The range of `i64`.
    pub const I64: Self = Self { min: i64::MIN as i128, max: i64::MAX as i128, multiple_of: 0 };
    /// The range of `u64`.
    pub const U64: Self = Self { min: 0, max: u64::MAX as i128, multiple_of: 0 };
    /// The range of `i128`.
    pub const I128: Self = Self { min: i128::MIN, max: i128::MAX, multiple_of: 0 };
    /// The range of [`UnixTime`].
    pub const UNIX_TIME: Self =
        Self { min: UnixTime::MIN_TIMESTAMP as i128, max: UnixTime::MAX_TIMESTAMP as i128, multiple_of: 0 };
}

impl NumberRules {
    /// No constraints.
    pub const ANY: Self = Self { min: None, max: None, multiple_of: None };
    /// The range of `f32`.
    pub const FLOAT: Self =
        Self { min: Some((f32::MIN as f64, false)), max: Some((f32::MAX as f64, false)), multiple_of: None };
}

impl StringRules {
    /// No constraints.
    pub const ANY: Self = Self { min_length: 0, max_length: None, pattern: None, format: Format::None };
}

impl FileRules {
    /// No constraints.
    pub const ANY: Self = Self { min_bytes: 0, max_bytes: None };
}

impl ArrayRules {
    /// Any number of `items`.
    #[must_use]
    pub const fn of(items: &'static Schema) -> Self {
        Self { items, min_items: 0, max_items: None, unique: false }
    }
}

impl ObjectRules {
    /// These members, and any others.
    #[must_use]
    pub const fn of(members: &'static [MemberRules]) -> Self {
        Self {
            members,
            others: AdditionalMembers::Allowed,
            any_of: &[],
            patterns: &[],
            min_members: 0,
            max_members: None,
        }
    }
}

/// An optional member.
#[must_use]
pub const fn has(wire: &'static str, schema: &'static Schema) -> MemberRules {
    MemberRules { wire, required: false, read_only: false, write_only: false, default: None, schema }
}

impl MemberRules {
    /// Makes the member required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the member read-only: requests must not set it.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Sets the default as JSON text.
    #[must_use]
    pub const fn default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    /// Makes the member write-only: responses must not contain it.
    #[must_use]
    pub const fn write_only(mut self) -> Self {
        self.write_only = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static NODE: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
        has("id", &Schema::INT64).required().read_only(),
        has("parent", &Schema::same(&NODE).or_null()),
    ])))
    .named("Node");

    #[test]
    fn a_schema_refers_to_itself() {
        let Kind::Object(rules) = &NODE.kind else { unreachable!("an object") };
        assert!(rules.members[0].required && rules.members[0].read_only);
        assert!(rules.members[1].schema.nullable);
        assert_eq!(rules.members[1].schema.target().resource, Some("Node"));
    }
}
