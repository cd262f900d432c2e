//! What can be wrong with a value, and the words for it.

use crate::schema::Format;
use std::borrow::Cow;
use std::fmt;

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViolationKind {
    /// A required value is not there.
    Missing,
    /// A member is there that a request may not set.
    ReadOnly,
    /// A member is there that the schema does not know.
    Unknown,
    /// The value is of another JSON type, or null.
    Type,
    /// The value is of the type, but breaks a rule.
    Constraint,
    /// Text that cannot be read as a value at all: bad percent-encoding, a parameter given twice.
    Unreadable,
    /// Not a problem: there are more than are listed.
    More,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    Missing,
    ReadOnly(&'static str),
    Unknown,
    Duplicate,
    Null,
    Type(&'static str),
    Short(u64),
    Long(u64),
    Small(String, bool),
    Big(String, bool),
    Multiple(String),
    Format(Format),
    Pattern,
    Enum(Vec<String>),
    Few(u64),
    Many(u64),
    FewMembers(u64),
    ManyMembers(u64),
    Twins(usize, usize),
    NoAlternative,
    Ambiguous,
    Unreadable(&'static str),
    Repeated,
    Unlike(String),
    TooComplex,
    More,
}

impl Fault {
    pub(crate) const fn kind(&self) -> ViolationKind {
        match self {
            Self::Missing => ViolationKind::Missing,
            Self::ReadOnly(_) => ViolationKind::ReadOnly,
            Self::Unknown => ViolationKind::Unknown,
            Self::Null | Self::Type(_) => ViolationKind::Type,
            Self::Duplicate | Self::Unreadable(_) | Self::Repeated => ViolationKind::Unreadable,
            Self::More => ViolationKind::More,
            _ => ViolationKind::Constraint,
        }
    }

    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "required",
            Self::ReadOnly(code) => code,
            Self::Unknown => "unknown_field",
            Self::Duplicate => "duplicate_field",
            Self::Null | Self::Type(_) => "wrong_type",
            Self::Short(_) => "too_short",
            Self::Long(_) => "too_long",
            Self::Small(..) => "too_small",
            Self::Big(..) => "too_big",
            Self::Multiple(_) => "not_multiple",
            Self::Format(_) => "wrong_format",
            Self::Pattern => "wrong_pattern",
            Self::Enum(_) => "not_in_enum",
            Self::Few(_) => "too_few",
            Self::Many(_) => "too_many",
            Self::FewMembers(_) => "too_few_fields",
            Self::ManyMembers(_) => "too_many_fields",
            Self::Twins(..) => "not_unique",
            Self::NoAlternative | Self::Ambiguous => "no_alternative",
            Self::Unreadable(_) => "unreadable",
            Self::Repeated => "repeated",
            Self::Unlike(_) => "invalid",
            Self::TooComplex => "too_complex",
            Self::More => "more_problems",
        }
    }

    pub(crate) fn message(&self) -> Cow<'static, str> {
        match self {
            Self::Missing => "is required".into(),
            Self::ReadOnly(_) => "cannot be set: it is read-only".into(),
            Self::Unknown => "is not a known field".into(),
            Self::Duplicate => "is there more than once".into(),
            Self::Null => "must not be null".into(),
            Self::Pattern => "does not have the right form".into(),
            Self::NoAlternative => "is none of the alternatives".into(),
            Self::Ambiguous => "is more than one of the alternatives".into(),
            Self::Repeated => "is given more than once".into(),
            Self::TooComplex => "takes too long to check".into(),
            Self::More => "There are more problems than are listed".into(),
            other => other.to_string().into(),
        }
    }
}

/// The messages that say a number or a list.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(expected) => write!(f, "must be {expected}"),
            Self::Short(least) => write!(f, "must have at least {}", counted(*least, "character")),
            Self::Long(most) => write!(f, "must have at most {}", counted(*most, "character")),
            Self::Small(least, false) => write!(f, "must be at least {least}"),
            Self::Small(least, true) => write!(f, "must be more than {least}"),
            Self::Big(most, false) => write!(f, "must be at most {most}"),
            Self::Big(most, true) => write!(f, "must be less than {most}"),
            Self::Multiple(of) => write!(f, "must be a multiple of {of}"),
            Self::Format(format) => write!(f, "must be {}", described(*format)),
            Self::Enum(values) => f.write_str(&listed(values)),
            Self::Few(least) => write!(f, "must have at least {}", counted(*least, "item")),
            Self::Many(most) => write!(f, "must have at most {}", counted(*most, "item")),
            Self::FewMembers(least) => write!(f, "must have at least {}", counted(*least, "field")),
            Self::ManyMembers(most) => write!(f, "must have at most {}", counted(*most, "field")),
            Self::Twins(first, second) => write!(f, "must have no equal items: {first} and {second} are"),
            Self::Unreadable(why) => f.write_str(why),
            Self::Unlike(why) => f.write_str(why),
            _ => f.write_str(self.code()),
        }
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The values of an enumeration, as many as fit into a message.
fn listed(values: &[String]) -> String {
    let mut text = String::from("must be one of ");
    for (index, value) in values.iter().enumerate() {
        if text.len() + value.len() > 480 {
            text.push('…');
            break;
        }
        text.push_str(if index == 0 { "" } else { ", " });
        text.push_str(value);
    }
    text
}

const fn described(format: Format) -> &'static str {
    match format {
        Format::None => "text",
        Format::Uuid => "a UUID",
        Format::DateTime => "a date and time with an offset, like 2020-04-15T10:45:00+03:00",
        Format::Date => "a date, like 2020-04-15",
        Format::Uri => "an absolute URI",
        Format::UriReference => "a URI or a relative reference",
        Format::Byte => "base64 text",
    }
}
