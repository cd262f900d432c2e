//! Schemas as constants: what a value must be, for checks and for reading text by type.

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

/// What a value must be. Emitted once a type, as a `static`; types refer to each other.
#[derive(Debug)]
pub struct Schema {
    /// The component's name: the `resource` of an error's entry.
    pub resource: Option<&'static str>,
    /// Whether null passes.
    pub nullable: bool,
    /// What it is besides.
    pub kind: Kind,
    /// The code of an entry for a value of the right type that breaks a constraint (`error_code` of `x-style`).
    pub code: Option<&'static str>,
    /// The message of such an entry (`error_message` of `x-style`).
    pub message: Option<&'static str>,
}

/// What a value is.
#[derive(Debug)]
pub enum Kind {
    /// Any JSON value.
    Any,
    /// true or false.
    Boolean,
    /// A whole number within the type's own bounds and these.
    Integer(IntegerRules),
    /// A number.
    Number(NumberRules),
    /// Text.
    String(StringRules),
    /// A file, in a form of parts alone: it stands there as how many bytes it has.
    File(FileRules),
    /// One of these JSON values, each as compact JSON text.
    Enum(&'static [&'static str]),
    /// One of these texts, each as compact JSON text, in any case; read as it is written here.
    AnyCase(&'static [&'static str]),
    /// A list.
    Array(ArrayRules),
    /// A list with a schema a place.
    Tuple(&'static [&'static Schema]),
    /// An object.
    Object(ObjectRules),
    /// One of several.
    Union(UnionRules),
    /// Another schema: a component under a second name, or nullable in this place alone ([`Schema::same`]).
    Same(&'static Schema),
}

/// Bounds of an integer, all inclusive.
#[derive(Debug, Clone, Copy)]
pub struct IntegerRules {
    /// Least value.
    pub min: i128,
    /// Greatest value.
    pub max: i128,
    /// The value is a multiple of this; 0 for none.
    pub multiple_of: i128,
}

/// Bounds of a number.
#[derive(Debug, Clone, Copy)]
pub struct NumberRules {
    /// Least value, and whether it is itself excluded.
    pub min: Option<(f64, bool)>,
    /// Greatest value, and whether it is itself excluded.
    pub max: Option<(f64, bool)>,
    /// The value is a multiple of this.
    pub multiple_of: Option<f64>,
}

/// Rules of text.
#[derive(Debug)]
pub struct StringRules {
    /// Least length in characters.
    pub min_length: u64,
    /// Greatest length in characters.
    pub max_length: Option<u64>,
    /// A pattern that the `regex` crate takes: translated from ECMA 262 and compiled once by the generator.
    pub pattern: Option<&'static Pattern>,
    /// The format that is checked.
    pub format: Format,
}

/// Rules of a file.
#[derive(Debug, Clone, Copy)]
pub struct FileRules {
    /// Fewest bytes.
    pub min_bytes: u64,
    /// Most bytes.
    pub max_bytes: Option<u64>,
}

/// A format of text that is checked.
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

/// Rules of a list.
#[derive(Debug)]
pub struct ArrayRules {
    /// What each item is.
    pub items: &'static Schema,
    /// Fewest items.
    pub min_items: u64,
    /// Most items.
    pub max_items: Option<u64>,
    /// Whether no two are equal.
    pub unique: bool,
}

/// Rules of an object.
#[derive(Debug)]
pub struct ObjectRules {
    /// Its members, in the document's order.
    pub members: &'static [MemberRules],
    /// What other members are.
    pub others: Others,
    /// Schemas of which one must fit as well: the alternatives of an `anyOf` whose members these are.
    pub any_of: &'static [&'static Schema],
    /// What members are by the pattern of their names, those of a name of their own as well.
    pub patterns: &'static [PatternRules],
    /// Fewest members.
    pub min_members: u64,
    /// Most members.
    pub max_members: Option<u64>,
}

/// What the members are whose names match a pattern.
#[derive(Debug)]
pub struct PatternRules {
    /// The pattern, as of [`StringRules::pattern`].
    pub pattern: &'static Pattern,
    /// What each is.
    pub schema: &'static Schema,
}

impl ObjectRules {
    /// What a member is that has no name of its own: of the first pattern that its name matches, else as all others.
    #[must_use]
    pub fn other(&self, wire: &str) -> Others {
        let matched = self.patterns.iter().find(|rule| rule.pattern.matches(wire));
        matched.map_or(self.others, |rule| Others::Of(rule.schema))
    }
}

/// Rules of a member.
#[derive(Debug)]
pub struct MemberRules {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether a request may not set it.
    pub read_only: bool,
    /// Whether no answer may tell it, the echo of a request included.
    pub write_only: bool,
    /// What stands in where it is absent, as JSON text: for the echo of requests alone.
    pub default: Option<&'static str>,
    /// What it is.
    pub schema: &'static Schema,
}

/// What members are that an object does not name.
#[derive(Debug, Clone, Copy)]
pub enum Others {
    /// Anything, passed over or kept.
    Allowed,
    /// The schema says that there are none.
    Denied,
    /// Each is of this schema.
    Of(&'static Schema),
}

/// Rules of a union.
#[derive(Debug)]
pub struct UnionRules {
    /// The alternatives.
    pub variants: &'static [&'static Schema],
    /// How the alternative is told.
    pub tag: Option<Tag>,
    /// Whether just one may match (`oneOf`), or some (`anyOf`).
    pub one: bool,
}

/// The member that tells the alternative of a union.
#[derive(Debug, Clone, Copy)]
pub struct Tag {
    /// The member's name on the wire.
    pub member: &'static str,
    /// Values, and the index of the variant that each means.
    pub mapping: &'static [(&'static str, usize)],
}
