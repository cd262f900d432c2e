//! The rules of `lint`.

use crate::grammar::{Shape, TextRule};
use crate::read::{Node, Read, Shaped};
use crate::{List, Text};

record! {
    /// A rule for the case of names.
    CaseRule "A rule for a case" {
        /// The case.
        is: NameCase,
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// A rule for the grammatical number of names.
    NumberRule "A rule for a grammatical number" {
        /// The grammatical number.
        is: GrammaticalNumber,
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// A rule for a limit of depth.
    DepthRule "A rule for a depth" {
        /// The largest depth.
        is: u32 [Whole(1, 100)],
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// A rule for what must be there.
    RequiredRule "A rule for what is required" {
        /// Whether it is required.
        is: Requirement,
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// A rule for methods.
    MethodsRule "A rule for methods" {
        /// The methods that are allowed.
        is: List<LintMethod>,
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// A rule for statuses.
    StatusesRule "A rule for statuses" {
        /// The statuses that are allowed.
        is: List<StatusKey>,
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// A rule for names that are forbidden.
    ForbiddenRule "A rule for forbidden names" {
        /// The names. `*` is any number of characters.
        is: List<Text> [List(&Text(&PROSE))],
        /// Exceptions and level.
        [flat] options: RuleOptions,
    }
}

record! {
    /// What every rule has.
    RuleOptions "Options of a rule" {
        /// Names that the rule is not for. `*` is any number of characters.
        except: Option<List<Text>> [List(&Text(&PROSE))],
        /// The level of findings. Without it, that of `lint.level`.
        level: Option<LintLevel>,
    }
}

words! {
    /// The level of a finding.
    LintLevel {
        /// An error.
        Error = "error",
        /// A warning.
        Warning = "warning",
        /// A note, which does not fail a check.
        Note = "note",
    }
}

words! {
    /// The case of a name. Digits are allowed after the first letter of a word.
    NameCase {
        /// `patient_name`
        Snake = "snake",
        /// `patient-name`
        Kebab = "kebab",
        /// `patientName`
        Camel = "camel",
        /// `PatientName`
        Pascal = "pascal",
        /// `PATIENT_NAME`
        ScreamingSnake = "screaming_snake",
        /// `PATIENT-NAME`
        ScreamingKebab = "screaming_kebab",
        /// `Patient-Name`, or `X-Request-ID`
        Train = "train",
        /// `patientname`
        Flat = "flat",
    }
}

words! {
    /// The grammatical number of a noun.
    GrammaticalNumber {
        /// `patients`
        Plural = "plural",
        /// `patient`
        Singular = "singular",
    }
}

words! {
    /// What a rule asks for.
    Requirement {
        /// It must be there.
        Required = "required",
    }
}

words! {
    /// A method of operations.
    LintMethod {
        /// `GET`
        Get = "get",
        /// `PUT`
        Put = "put",
        /// `POST`
        Post = "post",
        /// `DELETE`
        Delete = "delete",
        /// `OPTIONS`
        Options = "options",
        /// `HEAD`
        Head = "head",
        /// `PATCH`
        Patch = "patch",
        /// `TRACE`
        Trace = "trace",
    }
}

words! {
    /// Every rule of `lint`, by its key.
    LintRule {
        /// The case of path segments.
        PathCase = "paths.case",
        /// The grammatical number of collections.
        PathCollections = "paths.collections",
        /// The depth of paths.
        PathDepth = "paths.depth",
        /// The case of path parameters.
        PathParameterCase = "path_parameters.case",
        /// Descriptions of path parameters.
        PathParameterDescription = "path_parameters.description",
        /// Examples of path parameters.
        PathParameterExample = "path_parameters.example",
        /// Forbidden path parameters.
        PathParameterForbidden = "path_parameters.forbidden",
        /// The case of query parameters.
        QueryParameterCase = "query_parameters.case",
        /// Descriptions of query parameters.
        QueryParameterDescription = "query_parameters.description",
        /// Examples of query parameters.
        QueryParameterExample = "query_parameters.example",
        /// Forbidden query parameters.
        QueryParameterForbidden = "query_parameters.forbidden",
        /// The case of headers.
        HeaderCase = "headers.case",
        /// Descriptions of headers.
        HeaderDescription = "headers.description",
        /// Examples of headers.
        HeaderExample = "headers.example",
        /// Forbidden headers.
        HeaderForbidden = "headers.forbidden",
        /// The case of cookies.
        CookieCase = "cookies.case",
        /// Descriptions of cookies.
        CookieDescription = "cookies.description",
        /// Examples of cookies.
        CookieExample = "cookies.example",
        /// Forbidden cookies.
        CookieForbidden = "cookies.forbidden",
        /// Ids of operations.
        OperationId = "operations.id",
        /// The case of ids of operations.
        OperationIdCase = "operations.id_case",
        /// Summaries of operations.
        OperationSummary = "operations.summary",
        /// Descriptions of operations.
        OperationDescription = "operations.description",
        /// Tags of operations.
        OperationTags = "operations.tags",
        /// Methods of operations.
        OperationMethods = "operations.methods",
        /// Statuses of operations.
        OperationStatuses = "operations.statuses",
        /// Examples of bodies.
        BodyExample = "bodies.example",
        /// The case of schemas.
        SchemaCase = "schemas.case",
        /// Descriptions of schemas.
        SchemaDescription = "schemas.description",
        /// Examples of schemas.
        SchemaExample = "schemas.example",
        /// The case of properties.
        PropertyCase = "properties.case",
        /// Descriptions of properties.
        PropertyDescription = "properties.description",
        /// Examples of properties.
        PropertyExample = "properties.example",
        /// The case of values of `enum`.
        EnumCase = "enum_values.case",
        /// The case of tags.
        TagCase = "tags.case",
        /// Descriptions of tags.
        TagDescription = "tags.description",
        /// Tags without an entry in `tags` of the document.
        TagDeclared = "tags.declared",
        /// Limits of texts.
        StringLimit = "strings.limit",
        /// Limits of lists.
        ListLimit = "lists.limit",
    }
}

/// A key of `responses`: a status, a range of them, or `default`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StatusKey(pub Text);

static RANGE: TextRule = TextRule {
    what: "a status: `200`, `2XX` or `default`",
    pattern: "^([1-5][0-9X][0-9X]|default)$",
    admits: is_status,
};

fn is_status(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || byte == b'X';
    match text.as_bytes() {
        [b'1'..=b'5', middle, last] => digit(*middle) && digit(*last),
        _ => text == "default",
    }
}

impl Read for StatusKey {
    fn read<N: Node>(node: &N) -> Option<Self> {
        let text = node.text().map(str::to_owned).or_else(|| node.whole().map(|status| status.to_string()));
        Some(Self(Text::Owned(text?)))
    }
}

impl Shaped for StatusKey {
    const SHAPE: Shape = Shape::OneOf(&[Shape::Whole(100, 599), Shape::Text(&RANGE)]);
}

impl RuleOptions {
    /// Whether the rule is not for a name.
    #[must_use]
    pub fn is_exception(&self, name: &str) -> bool {
        self.except.iter().flat_map(|patterns| patterns.iter()).any(|pattern| is_match(pattern, name))
    }
}

impl ForbiddenRule {
    /// The pattern that forbids a name.
    #[must_use]
    pub fn pattern_for(&self, name: &str) -> Option<&str> {
        self.is.iter().map(|pattern| &**pattern).find(|pattern| is_match(pattern, name))
    }
}

/// Whether a name matches a pattern, in which `*` is any number of characters.
fn is_match(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    name.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_number_of_characters() {
        for (pattern, name, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "ab", true),
            ("*", "", true),
            ("/oauth/*", "/oauth/token", true),
            ("x-*-id", "x-request-id", true),
            ("x-*-id", "x-id", false),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXcYb", false),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(is_match(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_status_is_a_number_a_range_or_default() {
        let pattern = regex::Regex::new(RANGE.pattern).expect("a pattern of ours");
        for (text, expected) in [
            ("200", true),
            ("4XX", true),
            ("42X", true),
            ("default", true),
            ("600", false),
            ("2xx", false),
            ("20", false),
        ] {
            assert_eq!((is_status(text), pattern.is_match(text)), (expected, expected), "{text}");
        }
    }
}
