//! A JSON value against its schema: every problem, each with its place.

mod alternatives;
mod fault;
mod formats;
pub(crate) mod pick;
pub(crate) mod rules;
mod walk;

pub use fault::ViolationKind;
pub(crate) use fault::{COUNT, Fault, WHOLE};
pub use rules::any_case;

use crate::problem::{Entry, Outcome, Wording};
use crate::schema::{Kind, Schema};
use crate::style::{Data, Report};
use crate::syntax::pointer;
use serde_json::Value;
use std::borrow::Cow;

/// How many problems are listed at most; a last one of [`ViolationKind::More`] tells that there are others.
pub const LISTED: usize = 100;

/// A problem of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON pointer (RFC 6901) of the value that is to blame, or where it should be. One of more than 1 KiB is cut
    /// to what holds the value: names in a body may be long, and each of its problems would repeat them.
    pub pointer: String,
    /// What kind of problem it is.
    pub kind: ViolationKind,
    /// The machine's word for it.
    pub code: Cow<'static, str>,
    /// The text for people, at most 1 KiB.
    pub message: Cow<'static, str>,
    /// What its text in other languages is looked up by.
    pub wording: Option<Wording>,
    /// The nearest object's type.
    pub resource: Option<&'static str>,
    /// The parameter that the value is of; none for the body.
    pub parameter: Option<Cow<'static, str>>,
    /// Whether that is a header.
    pub header: bool,
    /// What it is a case of, where it is neither what is wrong with a parameter nor with an entity.
    pub outcome: Option<Outcome>,
}

impl Violation {
    pub(crate) fn new(fault: &Fault, pointer: &str, resource: Option<&'static str>) -> Self {
        Self {
            pointer: told(pointer).to_owned(),
            kind: fault.kind(),
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
        let wording = Wording::of(format!("violation.{code}")).hole("reason", message.clone());
        Self {
            pointer: String::new(),
            kind,
            code: code.into(),
            message,
            wording: Some(wording),
            resource: None,
            parameter: Some(parameter.into()),
            header: false,
            outcome: None,
        }
    }

    /// The dotted name of the field; none for the whole value.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        pointer::dotted(&self.pointer)
    }

    /// A value is required that is not there at all: a body, or the parameter of this name.
    #[must_use]
    pub fn missing(parameter: Option<&'static str>) -> Self {
        Self::new(&Fault::Missing, "", None).of(parameter)
    }

    /// The same, of a parameter.
    #[must_use]
    pub fn of(mut self, parameter: Option<&'static str>) -> Self {
        self.parameter = parameter.map(Cow::Borrowed);
        self
    }

    /// The same, of a header.
    #[must_use]
    pub fn of_header(mut self, header: &'static str) -> Self {
        self.header = true;
        self.of(Some(header))
    }

    /// What it is a case of.
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

    /// As an entry, of an outcome of its own. A parameter's name stands for its field too, and its values have no pointer
    /// into the body.
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

/// Problems as entries, as many as the style tells.
#[must_use]
pub fn entries(violations: Vec<Violation>, report: Report) -> Vec<Entry> {
    let told = match report {
        Report::All => violations.len(),
        Report::First => 1,
    };
    violations.into_iter().take(told).map(Violation::entry).collect()
}

/// Finds every problem of a request's value. `pointer` is where the value stands, and comes back unchanged.
pub fn check(
    value: &Value,
    schema: &'static Schema,
    policy: &'static Data,
    pointer: &mut String,
    found: &mut Vec<Violation>,
) {
    walk::Walk::of_request(policy, pointer, found).value(value, schema);
}

/// Whether a value is of a schema, in an answer: read-only members are members like others.
#[must_use]
pub fn fits(value: &Value, schema: &'static Schema) -> bool {
    first_violation(value, schema).is_none()
}

/// The first problem of a value in an answer.
pub(crate) fn first_violation(value: &Value, schema: &'static Schema) -> Option<Violation> {
    let mut found = Vec::new();
    walk::Walk::of_answer(&mut String::new(), &mut found).value(value, schema);
    found.into_iter().next()
}

/// Whether a value is at least of the JSON type of a schema, with the members that an object must have.
#[must_use]
pub fn resembles(value: &Value, schema: &'static Schema) -> bool {
    let is_wide = crate::syntax::json::wide::of(value).is_some();
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

/// As much of a pointer as is told.
fn told(pointer: &str) -> &str {
    const LONG: usize = 1024;
    if pointer.len() <= LONG {
        return pointer;
    }
    let cut = pointer.as_bytes()[..=LONG].iter().rposition(|byte| *byte == b'/');
    &pointer[..cut.unwrap_or(0)]
}

#[cfg(test)]
mod tests;
