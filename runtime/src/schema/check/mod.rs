//! Validation of JSON values against schemas.

mod alternatives;
mod fault;
mod formats;
pub(crate) mod pick;
pub(crate) mod rules;
mod validator;

pub use fault::ViolationKind;
pub(crate) use fault::{COUNT, Fault, WHOLE};
pub use rules::any_case;

use crate::problem::{Entry, Outcome, Wording};
use crate::schema::{Kind, Schema};
use crate::style::{Data, Failure, Report, ViolationGroup};
use crate::syntax::pointer;
use serde_json::Value;
use std::borrow::Cow;

/// The maximum number of violations; a last one of [`ViolationKind::More`] says that there are more.
pub const LISTED: usize = 100;

/// A violation of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON pointer (RFC 6901) of the invalid or missing value. A pointer of more than 1 KiB is truncated to a
    /// parent, because names in a body may be long and each violation would repeat them.
    pub pointer: String,
    /// The kind of violation.
    pub kind: ViolationKind,
    /// What is violated; `None` if the document has a code of its own for it.
    pub group: Option<ViolationGroup>,
    /// The machine-readable code.
    pub code: Cow<'static, str>,
    /// The message for people, at most 1 KiB.
    pub message: Cow<'static, str>,
    /// The key of the message in other languages.
    pub wording: Option<Wording>,
    /// The type of the nearest object.
    pub resource: Option<&'static str>,
    /// The name of the parameter; `None` for the body.
    pub parameter: Option<Cow<'static, str>>,
    /// Whether the parameter is a header.
    pub header: bool,
    /// The outcome, if it is neither an invalid parameter nor an invalid entity.
    pub outcome: Option<Outcome>,
}

impl Violation {
    pub(crate) fn new(fault: &Fault, pointer: &str, resource: Option<&'static str>) -> Self {
        Self {
            pointer: truncated(pointer).to_owned(),
            kind: fault.kind(),
            group: Some(fault.group()),
            code: fault.code().into(),
            message: fault.message(),
            wording: Some(fault.wording()),
            resource,
            parameter: None,
            header: false,
            outcome: None,
        }
    }

    /// A fault of a parameter that no schema describes.
    pub(crate) fn of_parameter(
        parameter: &'static str,
        kind: ViolationKind,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let message = message.into();
        let wording = Wording::of(format!("violation.{code}")).placeholder("reason", message.clone());
        Self {
            pointer: String::new(),
            kind,
            group: Some(ViolationGroup::Other),
            code: code.into(),
            message,
            wording: Some(wording),
            resource: None,
            parameter: Some(parameter.into()),
            header: false,
            outcome: None,
        }
    }

    /// Returns the dotted name of the field, or `None` for the complete value.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        pointer::dotted(&self.pointer)
    }

    /// Creates the violation for a missing body, or for the missing parameter with this name.
    #[must_use]
    pub fn missing(parameter: Option<&'static str>) -> Self {
        Self::new(&Fault::Missing, "", None).of(parameter)
    }

    /// Sets the parameter.
    #[must_use]
    pub fn of(mut self, parameter: Option<&'static str>) -> Self {
        self.parameter = parameter.map(Cow::Borrowed);
        self
    }

    /// Sets the header.
    #[must_use]
    pub fn of_header(mut self, header: &'static str) -> Self {
        self.header = true;
        self.of(Some(header))
    }

    /// Returns the outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let missing = self.kind == ViolationKind::Missing;
        self.outcome.unwrap_or(match (&self.parameter, missing) {
            (Some(_), true) => Outcome::MissingParameter,
            (Some(_), false) => Outcome::InvalidParameter,
            (None, true) => Outcome::MissingMember,
            (None, false) => Outcome::InvalidEntity,
        })
    }

    /// Converts to an entry with its own outcome. For a parameter, the field is the parameter's name and there is no
    /// pointer into the body.
    #[must_use]
    pub fn entry(self) -> Entry {
        let outcome = Some(self.outcome());
        let (field, pointer) = match (&self.parameter, self.field()) {
            (Some(parameter), None) => (Some(parameter.clone()), None),
            (Some(parameter), Some(field)) => (Some(format!("{parameter}.{field}").into()), None),
            (None, field) => (field.map(Cow::Owned), Some(self.pointer.into())),
        };
        let (header, parameter) = if self.header { (self.parameter, None) } else { (None, self.parameter) };
        Entry {
            outcome,
            resource: self.resource.map(Cow::Borrowed),
            field,
            pointer,
            parameter,
            header,
            code: Some(self.code),
            message: Some(self.message),
            wording: self.wording,
        }
    }
}

/// Converts violations to entries, as many as the style reports, with the style's codes.
#[must_use]
pub fn entries(violations: Vec<Violation>, style: &Failure) -> Vec<Entry> {
    let limit = match style.report {
        Report::All => violations.len(),
        Report::First => 1,
    };
    let code = |group| style.violations.as_ref()?.of(group).cloned();
    let coded = |violation: Violation| match violation.group.and_then(code) {
        Some(code) => Violation { code, ..violation },
        None => violation,
    };
    violations.into_iter().take(limit).map(|violation| coded(violation).entry()).collect()
}

/// Returns all violations of a value in a request. `pointer` is the place of the value, and is unchanged on return.
pub fn check(
    value: &Value,
    schema: &'static Schema,
    policy: &'static Data,
    pointer: &mut String,
    found: &mut Vec<Violation>,
) {
    validator::Validator::of_request(policy, pointer, found).value(value, schema);
}

/// Returns whether a value in a response matches a schema; read-only members are allowed.
#[must_use]
pub fn fits(value: &Value, schema: &'static Schema) -> bool {
    first_violation(value, schema).is_none()
}

/// Returns the first violation of a value in a response.
pub(crate) fn first_violation(value: &Value, schema: &'static Schema) -> Option<Violation> {
    let mut found = Vec::new();
    validator::Validator::of_answer(&mut String::new(), &mut found).value(value, schema);
    found.into_iter().next()
}

/// Returns whether a value has the JSON type of a schema and its required members.
#[must_use]
pub fn resembles(value: &Value, schema: &'static Schema) -> bool {
    let is_wide = crate::syntax::json::wide_integer::of(value).is_some();
    let of_kind = |kind: &'static Kind| match kind {
        Kind::Any => true,
        Kind::Boolean => value.is_boolean(),
        Kind::Integer(_) => is_wide || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Kind::Number(_) => is_wide || value.is_number(),
        Kind::File(_) => value.is_u64(),
        Kind::String(_) | Kind::AnyCase(_) => value.is_string(),
        Kind::Enum(values) => {
            let first = values.first().and_then(|text| serde_json::from_str::<Value>(text).ok());
            first.is_some_and(|first| std::mem::discriminant(&first) == std::mem::discriminant(value))
        }
        Kind::Array(_) => value.is_array(),
        Kind::Tuple(places) => value.as_array().is_some_and(|items| items.len() == places.len()),
        Kind::Object(rules) => value.as_object().filter(|_| !is_wide).is_some_and(|object| {
            rules
                .members
                .iter()
                .all(|member| !member.required || member.read_only || object.contains_key(member.wire))
        }),
        Kind::Union(_) | Kind::Same(_) => pick::pick(value, schema).is_some(),
    };
    (value.is_null() && rules::nullable(schema)) || of_kind(&schema.target().kind)
}

/// Truncates a pointer.
fn truncated(pointer: &str) -> &str {
    const LONG: usize = 1024;
    if pointer.len() <= LONG {
        return pointer;
    }
    let cut = pointer.as_bytes()[..=LONG].iter().rposition(|byte| *byte == b'/');
    &pointer[..cut.unwrap_or(0)]
}

#[cfg(test)]
mod tests;
