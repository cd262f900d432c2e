//! Schemas as constants, for validation and for reading text by type.

pub mod check;
mod decimal;
#[cfg(feature = "server")]
mod echo;
#[cfg(feature = "server")]
mod hide;
mod make;
pub mod members;
mod pattern;
pub(crate) mod typed;
pub mod union;
mod valid;

#[cfg(feature = "server")]
pub(crate) use echo::as_received;
#[cfg(feature = "server")]
pub(crate) use hide::hide;
pub use make::has;
pub use pattern::Pattern;
pub use valid::{Valid, ValidMembers, valid_members, valid_variant};

/// A schema. Generated as a `static`, so that schemas can refer to each other.
#[derive(Debug)]
pub struct Schema {
    /// The name of the component: the `resource` of an error's entry.
    pub resource: Option<&'static str>,
    /// Whether null is allowed.
    pub nullable: bool,
    /// The type and its constraints.
    pub kind: Kind,
    /// The code of an entry for a violated constraint (`error_code` of `x-style`).
    pub code: Option<&'static str>,
    /// The message of such an entry (`error_message` of `x-style`).
    pub message: Option<&'static str>,
}

/// The type of a value, with its constraints.
#[derive(Debug)]
pub enum Kind {
    /// Any JSON value.
    Any,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(IntegerRules),
    /// A number.
    Number(NumberRules),
    /// A string.
    String(StringRules),
    /// A file in a multipart form, represented by its length in bytes.
    File(FileRules),
    /// One of these JSON values, as compact JSON text.
    Enum(&'static [&'static str]),
    /// One of these strings, as compact JSON text, ignoring case; read as it is written here.
    AnyCase(&'static [&'static str]),
    /// A list.
    Array(ArrayRules),
    /// A list with one schema for each item.
    Tuple(&'static [&'static Schema]),
    /// An object.
    Object(ObjectRules),
    /// One of several alternatives.
    Union(UnionRules),
    /// Another schema: a component under a second name, or one that is only nullable here ([`Schema::same`]).
    Same(&'static Schema),
}

/// Constraints of an integer; bounds are inclusive.
#[derive(Debug, Clone, Copy)]
pub struct IntegerRules {
    /// The minimum.
    pub min: i128,
    /// The maximum.
    pub max: i128,
    /// The value is a multiple of this, unless it is 0.
    pub multiple_of: i128,
}

/// Constraints of a number.
#[derive(Debug, Clone, Copy)]
pub struct NumberRules {
    /// The minimum, and whether it is exclusive.
    pub min: Option<(f64, bool)>,
    /// The maximum, and whether it is exclusive.
    pub max: Option<(f64, bool)>,
    /// The value is a multiple of this.
    pub multiple_of: Option<f64>,
}

/// Constraints of a string.
#[derive(Debug)]
pub struct StringRules {
    /// The minimum length in characters.
    pub min_length: u64,
    /// The maximum length in characters.
    pub max_length: Option<u64>,
    /// A pattern in the syntax of the `regex` crate, translated from ECMA 262 and tested by the generator.
    pub pattern: Option<&'static Pattern>,
    /// The format.
    pub format: Format,
}

/// Constraints of a file.
#[derive(Debug, Clone, Copy)]
pub struct FileRules {
    /// The minimum length in bytes.
    pub min_bytes: u64,
    /// The maximum length in bytes.
    pub max_bytes: Option<u64>,
}

/// A string format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    None,
    Uuid,
    DateTime,
    Date,
    Uri,
    UriReference,
    Byte,
    Base64Url,
    Email,
    Ipv4,
    Ipv6,
    Hostname,
    Time,
    Duration,
}

/// Constraints of a list.
#[derive(Debug)]
pub struct ArrayRules {
    /// The schema of items.
    pub items: &'static Schema,
    /// The minimum number of items.
    pub min_items: u64,
    /// The maximum number of items.
    pub max_items: Option<u64>,
    /// Whether items must be unique.
    pub unique: bool,
}

/// Constraints of an object.
#[derive(Debug)]
pub struct ObjectRules {
    /// The declared members, in the document's order.
    pub members: &'static [MemberRules],
    /// What additional members may be.
    pub others: AdditionalMembers,
    /// Schemas of which one must match too: the alternatives of an `anyOf` with these members.
    pub any_of: &'static [&'static Schema],
    /// The schemas of members by pattern, which also apply to declared members.
    pub patterns: &'static [PatternRules],
    /// The minimum number of members.
    pub min_members: u64,
    /// The maximum number of members.
    pub max_members: Option<u64>,
}

/// The schema of members whose names match a pattern.
#[derive(Debug)]
pub struct PatternRules {
    /// The pattern, see [`StringRules::pattern`].
    pub pattern: &'static Pattern,
    /// The schema.
    pub schema: &'static Schema,
}

impl ObjectRules {
    /// Returns what an additional member may be: by the first pattern that matches its name, else by the general
    /// rule.
    #[must_use]
    pub fn other(&self, wire: &str) -> AdditionalMembers {
        let matched = self.patterns.iter().find(|rule| rule.pattern.matches(wire));
        matched.map_or(self.others, |rule| AdditionalMembers::Of(rule.schema))
    }
}

/// The rules of a member.
#[derive(Debug)]
pub struct MemberRules {
    /// The wire name.
    pub wire: &'static str,
    /// Whether it is required.
    pub required: bool,
    /// Whether requests must not set it.
    pub read_only: bool,
    /// Whether responses must not contain it, including echoes of requests.
    pub write_only: bool,
    /// The default as JSON text, which is only used for echoes of requests.
    pub default: Option<&'static str>,
    /// The schema.
    pub schema: &'static Schema,
}

/// What additional members of an object may be.
#[derive(Debug, Clone, Copy)]
pub enum AdditionalMembers {
    /// Any value, ignored or kept.
    Allowed,
    /// No additional members.
    Denied,
    /// Values of this schema.
    Of(&'static Schema),
}

/// The rules of a union.
#[derive(Debug)]
pub struct UnionRules {
    /// The alternatives.
    pub variants: &'static [&'static Schema],
    /// The member that identifies the alternative.
    pub tag: Option<UnionTag>,
    /// Whether exactly one must match (`oneOf`), or at least one (`anyOf`).
    pub one: bool,
}

/// The member that identifies the alternative of a union.
#[derive(Debug, Clone, Copy)]
pub struct UnionTag {
    /// The wire name.
    pub member: &'static str,
    /// The values, each with the index of its alternative.
    pub mapping: &'static [(&'static str, usize)],
}
