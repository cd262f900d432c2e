//! Kinds of violations and their messages.
//!
//! A style's texts may replace the messages in other languages. Their keys and placeholders:
//!
//! | key | placeholders | used for |
//! |---|---|---|
//! | `violation.required` | | a missing value |
//! | `violation.read_only` | | a member that requests may not set |
//! | `violation.unknown_field` | | |
//! | `violation.duplicate_field`, `violation.repeated` | | a duplicate member or a repeated parameter |
//! | `violation.null` | | null |
//! | `violation.wrong_type.text`, `.integer`, `.number`, `.boolean`, `.list`, `.object`, `.count` (a whole number from 1), `.whole` (from 0) | `{type}`, in English | another JSON type |
//! | `violation.too_short`, `.blank` if it is empty; `violation.too_long` | `{limit}` | characters |
//! | `violation.too_small`, `violation.too_big` | `{limit}` | numbers |
//! | `violation.too_small.bytes`, `violation.too_big.bytes` | `{limit}` | files |
//! | `violation.wrong_media_type` | `{media}` | files |
//! | `violation.not_above`, `violation.not_below` | `{limit}` | numbers with an exclusive limit |
//! | `violation.not_multiple` | `{of}` | |
//! | `violation.wrong_format.text`, `.uuid`, `.date_time`, `.date`, `.uri`, `.uri_reference`, `.byte`, `.base64_url`, `.email`, `.ipv4`, `.ipv6`, `.hostname`, `.time`, `.duration` | `{format}`, in English | |
//! | `violation.wrong_pattern` | | |
//! | `violation.not_in_enum` | `{values}` | |
//! | `violation.too_few`, `violation.too_many` | `{limit}` | items |
//! | `violation.too_few_fields`, `violation.too_many_fields` | `{limit}` | members |
//! | `violation.not_unique` | `{first}`, `{second}`: indices in the list, from 0 | |
//! | `violation.no_alternative`, `violation.ambiguous` | | values of a union |
//! | `violation.unreadable` | `{reason}`, in English | |
//! | `violation.invalid` | `{reason}`, in English | values that match their schema but not their type |
//! | `violation.too_complex`, `violation.too_deep` | | |
//! | `violation.more_problems` | | if more problems exist than are listed |
//! | `violation.conflicting` | `{other}` | a parameter that must not be present together with another |
//! | `violation.unknown_zone`, `violation.malformed` | `{reason}`, in English | the headers for time zone and range |
//!
//! If a language does not have a key of three parts, the key of its first two parts is used. If the document has its
//! own code and message for violations of a schema, the key is `failure.` and that code; with a message but no code,
//! the message is used in every language. Other keys are those of outcomes (`outcome.not_found`, with `{place}` and
//! `{reason}` as in the style), document faults (`document.` and the kind, as in `document.wrong_type`), query faults
//! (`query.` and the code, with `{value}`), declared errors (`failure.` and the code) and messages of handlers
//! (`message.`).

use crate::problem::{Text, Wording};
use crate::schema::Format;
use crate::style::ViolationGroup;
use crate::syntax::json::TOO_DEEP;
use std::borrow::Cow;
use std::fmt;

/// The kind of a violation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViolationKind {
    /// A required value is missing.
    Missing,
    /// A member that requests must not set.
    ReadOnly,
    /// A member that the schema does not declare.
    Unknown,
    /// The value has another JSON type, or is null.
    Type,
    /// The value has the right type but violates a constraint.
    Constraint,
    /// Text that cannot be decoded: invalid percent-encoding, a repeated parameter.
    Unreadable,
    /// Not a violation: there are more than are listed.
    More,
}

/// A violation of a schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    Missing,
    ReadOnly(&'static str),
    Unknown,
    Duplicate,
    Null,
    Type(&'static str),
    Short(u64),
    /// Empty, although this many characters are required.
    Blank(u64),
    Long(u64),
    Small(String, bool),
    Big(String, bool),
    Multiple(String),
    Format(Format),
    Pattern,
    Enum(Vec<String>),
    Few(u64),
    Many(u64),
    FewBytes(u64),
    ManyBytes(u64),
    /// The accepted media types.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "who has no server is sent no files"))]
    Media(String),
    FewMembers(u64),
    ManyMembers(u64),
    Twins(usize, usize),
    NoAlternative,
    /// Descriptions of the alternatives, if all are scalars.
    Alternatives(Vec<String>),
    Ambiguous,
    Unreadable(&'static str),
    Repeated,
    Unlike(String),
    TooComplex,
    TooDeep,
    More,
}

impl Fault {
    pub(crate) const fn kind(&self) -> ViolationKind {
        match self {
            Self::Missing => ViolationKind::Missing,
            Self::ReadOnly(_) => ViolationKind::ReadOnly,
            Self::Unknown => ViolationKind::Unknown,
            Self::Null | Self::Type(_) => ViolationKind::Type,
            Self::Duplicate | Self::Unreadable(_) | Self::Repeated | Self::TooDeep => {
                ViolationKind::Unreadable
            }
            Self::More => ViolationKind::More,
            _ => ViolationKind::Constraint,
        }
    }

    pub(crate) const fn group(&self) -> ViolationGroup {
        match self {
            Self::Missing => ViolationGroup::Required,
            Self::ReadOnly(_) => ViolationGroup::ReadOnly,
            Self::Unknown => ViolationGroup::Unknown,
            Self::Null | Self::Type(_) => ViolationGroup::Type,
            Self::Enum(_) => ViolationGroup::Enum,
            Self::Format(_) | Self::Pattern | Self::Media(_) => ViolationGroup::Format,
            Self::Short(_) | Self::Blank(_) | Self::Long(_) => ViolationGroup::Length,
            Self::Small(..) | Self::Big(..) | Self::Multiple(_) | Self::FewBytes(_) | Self::ManyBytes(_) => {
                ViolationGroup::Range
            }
            Self::Few(_) | Self::Many(_) | Self::FewMembers(_) | Self::ManyMembers(_) | Self::Twins(..) => {
                ViolationGroup::Items
            }
            Self::Duplicate
            | Self::NoAlternative
            | Self::Alternatives(_)
            | Self::Ambiguous
            | Self::Unreadable(_)
            | Self::Repeated
            | Self::Unlike(_)
            | Self::TooComplex
            | Self::TooDeep
            | Self::More => ViolationGroup::Other,
        }
    }

    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "required",
            Self::ReadOnly(code) => code,
            Self::Unknown => "unknown_field",
            Self::Duplicate => "duplicate_field",
            Self::Null | Self::Type(_) => "wrong_type",
            Self::Short(_) | Self::Blank(_) => "too_short",
            Self::Long(_) => "too_long",
            Self::Small(..) => "too_small",
            Self::Big(..) => "too_big",
            Self::Multiple(_) => "not_multiple",
            Self::Format(_) => "wrong_format",
            Self::Pattern => "wrong_pattern",
            Self::Enum(_) => "not_in_enum",
            Self::FewBytes(_) => "too_small",
            Self::ManyBytes(_) => "too_big",
            Self::Media(_) => "wrong_media_type",
            Self::Few(_) => "too_few",
            Self::Many(_) => "too_many",
            Self::FewMembers(_) => "too_few_fields",
            Self::ManyMembers(_) => "too_many_fields",
            Self::Twins(..) => "not_unique",
            Self::NoAlternative | Self::Alternatives(_) | Self::Ambiguous => "no_alternative",
            Self::Unreadable(_) => "unreadable",
            Self::Repeated => "repeated",
            Self::Unlike(_) => "invalid",
            Self::TooComplex => "too_complex",
            Self::TooDeep => "too_deep",
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
            Self::TooDeep => TOO_DEEP.into(),
            Self::More => "There are more problems than are listed".into(),
            other => other.to_string().into(),
        }
    }
}

/// Keys of texts in other languages.
impl Fault {
    pub(crate) fn wording(&self) -> Wording {
        let limit = |key: &'static str, limit: Text| Wording::of(key).placeholder("limit", limit);
        let count = |key: &'static str, count: u64| limit(key, count.to_string().into());
        match self {
            Self::ReadOnly(_) => Wording::of("violation.read_only"),
            Self::Null => Wording::of("violation.null"),
            Self::Type(expected) => Wording::of(type_key(expected)).placeholder("type", *expected),
            Self::Blank(least) => count("violation.too_short.blank", *least),
            Self::Small(least, true) => limit("violation.not_above", least.clone().into()),
            Self::Big(most, true) => limit("violation.not_below", most.clone().into()),
            Self::FewBytes(least) => count("violation.too_small.bytes", *least),
            Self::ManyBytes(most) => count("violation.too_big.bytes", *most),
            Self::Ambiguous => Wording::of("violation.ambiguous"),
            other => other.filled(Wording::of(format!("violation.{}", other.code()))),
        }
    }

    /// Adds the values of placeholders to a wording whose key is its code.
    fn filled(&self, wording: Wording) -> Wording {
        match self {
            Self::Short(limit)
            | Self::Long(limit)
            | Self::Few(limit)
            | Self::Many(limit)
            | Self::FewMembers(limit)
            | Self::ManyMembers(limit) => wording.placeholder("limit", limit.to_string()),
            Self::Small(limit, _) | Self::Big(limit, _) => wording.placeholder("limit", limit.clone()),
            Self::Media(media) => wording.placeholder("media", media.clone()),
            Self::Multiple(of) => wording.placeholder("of", of.clone()),
            Self::Format(format) => {
                Wording::of(format_key(*format)).placeholder("format", described(*format))
            }
            Self::Enum(values) => wording.placeholder("values", listed(values)),
            Self::Twins(first, second) => {
                wording.placeholder("first", first.to_string()).placeholder("second", second.to_string())
            }
            Self::Unreadable(reason) => wording.placeholder("reason", *reason),
            Self::Unlike(reason) => wording.placeholder("reason", reason.clone()),
            _ => wording,
        }
    }
}

fn type_key(expected: &str) -> &'static str {
    match expected {
        "text" => "violation.wrong_type.text",
        "a whole number" => "violation.wrong_type.integer",
        WHOLE => "violation.wrong_type.whole",
        COUNT => "violation.wrong_type.count",
        "a number" => "violation.wrong_type.number",
        "true or false" => "violation.wrong_type.boolean",
        "a list" => "violation.wrong_type.list",
        "an object" => "violation.wrong_type.object",
        _ => "violation.wrong_type",
    }
}

/// The type of page numbers and sizes.
pub(crate) const COUNT: &str = "a whole number from 1";
/// The type of row ids.
pub(crate) const WHOLE: &str = "a whole number from 0";

const fn format_key(format: Format) -> &'static str {
    match format {
        Format::None => "violation.wrong_format.text",
        Format::Uuid => "violation.wrong_format.uuid",
        Format::DateTime => "violation.wrong_format.date_time",
        Format::Date => "violation.wrong_format.date",
        Format::Uri => "violation.wrong_format.uri",
        Format::UriReference => "violation.wrong_format.uri_reference",
        Format::Byte => "violation.wrong_format.byte",
        Format::Base64Url => "violation.wrong_format.base64_url",
        Format::Email => "violation.wrong_format.email",
        Format::Ipv4 => "violation.wrong_format.ipv4",
        Format::Ipv6 => "violation.wrong_format.ipv6",
        Format::Hostname => "violation.wrong_format.hostname",
        Format::Time => "violation.wrong_format.time",
        Format::Duration => "violation.wrong_format.duration",
    }
}

/// Messages with a number or list.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(expected) => write!(f, "must be {expected}"),
            Self::Short(least) | Self::Blank(least) => {
                write!(f, "must have at least {}", counted(*least, "character"))
            }
            Self::Long(most) => write!(f, "must have at most {}", counted(*most, "character")),
            Self::Small(least, false) => write!(f, "must be at least {least}"),
            Self::Small(least, true) => write!(f, "must be more than {least}"),
            Self::Big(most, false) => write!(f, "must be at most {most}"),
            Self::Big(most, true) => write!(f, "must be less than {most}"),
            Self::Multiple(of) => write!(f, "must be a multiple of {of}"),
            Self::Format(format) => write!(f, "must be {}", described(*format)),
            Self::Enum(values) => write!(f, "must be one of {}", listed(values)),
            Self::Few(least) => write!(f, "must have at least {}", counted(*least, "item")),
            Self::Many(most) => write!(f, "must have at most {}", counted(*most, "item")),
            Self::FewBytes(least) => write!(f, "must have at least {}", counted(*least, "byte")),
            Self::ManyBytes(most) => write!(f, "must have at most {}", counted(*most, "byte")),
            Self::Media(media) => write!(f, "must be of the media type {media}"),
            Self::FewMembers(least) => write!(f, "must have at least {}", counted(*least, "field")),
            Self::ManyMembers(most) => write!(f, "must have at most {}", counted(*most, "field")),
            Self::Alternatives(each) => write!(f, "must be {}", any_of(each)),
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

/// Returns the values of an enumeration, as many as fit into a message.
pub(super) fn listed(values: &[String]) -> String {
    let mut text = String::new();
    for (index, value) in values.iter().enumerate() {
        if text.len() + value.len() > 464 {
            text.push('…');
            break;
        }
        text.push_str(if index == 0 { "" } else { ", " });
        text.push_str(value);
    }
    text
}

/// Returns `a, b or c`, with as many as fit into a message.
fn any_of(each: &[String]) -> String {
    match each.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", listed(rest)),
        _ => listed(each),
    }
}

pub(super) const fn described(format: Format) -> &'static str {
    match format {
        Format::None => "text",
        Format::Uuid => "a UUID",
        Format::DateTime => "a date and time with an offset, like 2020-04-15T10:45:00+03:00",
        Format::Date => "a date, like 2020-04-15",
        Format::Uri => "an absolute URI",
        Format::UriReference => "a URI or a relative reference",
        Format::Byte => "base64 text",
        Format::Base64Url => "base64url text without padding",
        Format::Email => "an email address",
        Format::Ipv4 => "an IPv4 address",
        Format::Ipv6 => "an IPv6 address",
        Format::Hostname => "a host name",
        Format::Time => "a time with an offset, like 10:45:00+03:00",
        Format::Duration => "a duration, like P1DT12H",
    }
}
