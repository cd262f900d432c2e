//! The names of the messages of the runtime, with their placeholders.

use super::Outcome;

/// The name of a text in its group, and its placeholders.
pub type MessageName = (&'static str, &'static [&'static str]);

/// Problems of a value.
const VIOLATION: &[MessageName] = &[
    ("required", &[]),
    ("read_only", &[]),
    ("unknown_field", &[]),
    ("duplicate_field", &[]),
    ("repeated", &[]),
    ("null", &[]),
    ("wrong_type", &["type"]),
    ("wrong_type.text", &["type"]),
    ("wrong_type.integer", &["type"]),
    ("wrong_type.number", &["type"]),
    ("wrong_type.boolean", &["type"]),
    ("wrong_type.list", &["type"]),
    ("wrong_type.object", &["type"]),
    ("wrong_type.count", &["type"]),
    ("wrong_type.whole", &["type"]),
    ("too_short", &["limit"]),
    ("too_short.blank", &["limit"]),
    ("too_long", &["limit"]),
    ("too_small", &["limit"]),
    ("too_small.bytes", &["limit"]),
    ("too_big", &["limit"]),
    ("too_big.bytes", &["limit"]),
    ("not_above", &["limit"]),
    ("not_below", &["limit"]),
    ("not_multiple", &["of"]),
    ("wrong_format", &["format"]),
    ("wrong_format.text", &["format"]),
    ("wrong_format.uuid", &["format"]),
    ("wrong_format.date_time", &["format"]),
    ("wrong_format.date", &["format"]),
    ("wrong_format.uri", &["format"]),
    ("wrong_format.uri_reference", &["format"]),
    ("wrong_format.byte", &["format"]),
    ("wrong_format.base64_url", &["format"]),
    ("wrong_format.email", &["format"]),
    ("wrong_format.ipv4", &["format"]),
    ("wrong_format.ipv6", &["format"]),
    ("wrong_format.hostname", &["format"]),
    ("wrong_format.time", &["format"]),
    ("wrong_format.duration", &["format"]),
    ("wrong_media_type", &["media"]),
    ("wrong_pattern", &[]),
    ("not_in_enum", &["values"]),
    ("too_few", &["limit"]),
    ("too_many", &["limit"]),
    ("too_few_fields", &["limit"]),
    ("too_many_fields", &["limit"]),
    ("not_unique", &["first", "second"]),
    ("no_alternative", &[]),
    ("ambiguous", &[]),
    ("unreadable", &["reason"]),
    ("invalid", &["reason"]),
    ("too_complex", &[]),
    ("too_deep", &[]),
    ("more_problems", &[]),
    ("conflicting", &["other"]),
    ("unknown_zone", &["reason"]),
    ("malformed", &["reason"]),
];

/// Problems of a JSON:API document.
const DOCUMENT: &[MessageName] = &[
    ("missing", &[]),
    ("not_an_object", &[]),
    ("not_a_list", &[]),
    ("not_an_identifier", &[]),
    ("not_text", &[]),
    ("twice", &[]),
    ("data_and_errors", &[]),
    ("wrong_type", &[]),
    ("wrong_id", &[]),
    ("client_id", &[]),
    ("wrong_target", &[]),
    ("unknown_local", &[]),
];

/// Problems of a query.
const QUERY: &[MessageName] = &[
    ("unknown_path", &["value"]),
    ("unknown_type", &["value"]),
    ("unknown_field", &["value"]),
    ("unknown_sort", &["value"]),
    ("unknown_expansion", &["value"]),
    ("deep_expansion", &["value"]),
    ("repeated", &["value"]),
    ("undeclared", &["value"]),
];

/// Texts for special cases of outcomes.
const CASES: &[MessageName] = &[("malformed.host", &[]), ("malformed.depth", &[])];

/// The placeholders of links to documentation.
pub const OF_HELP: &[&str] = &["code", "status", "operation"];

/// The placeholders of the texts of outcomes: the place of the first problem, and its message.
pub const OF_OUTCOMES: &[&str] = &["place", "reason"];

/// The texts of a group; `None` if every name is allowed.
#[must_use]
pub fn texts(group: &str) -> Option<Vec<MessageName>> {
    match group {
        "outcome" => {
            let each = Outcome::ALL.iter().map(|outcome| (outcome.as_str(), holes(*outcome)));
            Some(each.chain(CASES.iter().copied()).collect())
        }
        "violation" => Some(VIOLATION.to_vec()),
        "document" => Some(DOCUMENT.to_vec()),
        "query" => Some(QUERY.to_vec()),
        _ => None,
    }
}

const fn holes(outcome: Outcome) -> &'static [&'static str] {
    match outcome {
        Outcome::NotAcceptable | Outcome::UnsupportedVersion => &["place", "reason", "available"],
        _ => OF_OUTCOMES,
    }
}
