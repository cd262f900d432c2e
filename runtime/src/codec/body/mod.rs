//! Reads a JSON request body into a type. A valid body is read in one pass; an invalid one is validated again to
//! report all its violations.

mod tree;

pub use tree::parse;

use super::{DecodeError, json};
use crate::schema::check::{Fault, Violation, check};
use crate::schema::members::{self, PendingChecks};
use crate::schema::typed::typed;
use crate::schema::{Schema, Valid};
use crate::style::{Data, ReadOnly, UnknownMembers};
use serde::de::DeserializeOwned;

/// Why a body is rejected.
#[derive(Debug)]
pub enum BodyError {
    /// It is not JSON.
    Syntax(DecodeError),
    /// It nests deeper than [`json::DEPTH`].
    TooDeep,
    /// It is JSON but violates the schema: all violations, at least one.
    Invalid(Vec<Violation>),
}

/// Reads a request body.
///
/// # Errors
/// Returns an error if the body is not JSON or violates the schema.
pub fn read<T: DeserializeOwned + Valid>(
    body: &[u8],
    schema: &'static Schema,
    policy: &'static Data,
) -> Result<T, BodyError> {
    if json::is_too_deep(body) {
        return Err(BodyError::TooDeep);
    }
    members::pending_checks();
    let typed = typed::<T>(body).map_err(|error| type_violation(&error, body));
    let pending_checks = members::pending_checks();
    if let Ok(value) = &typed
        && !is_relevant(pending_checks, policy)
        && value.valid(schema)
    {
        return typed.map_err(|type_violation| BodyError::Invalid(vec![type_violation]));
    }
    validate(body, schema, policy)?;
    // No violation was found: the body is valid although the fast path could not tell, or the type is stricter than
    // the schema.
    match typed {
        Ok(_) if pending_checks.unknown => {
            Err(BodyError::Invalid(vec![Violation::new(&Fault::NoAlternative, "", None)]))
        }
        typed => typed.map_err(|type_violation| BodyError::Invalid(vec![type_violation])),
    }
}

/// Returns whether the fast path skipped something that could be a violation.
fn is_relevant(pending_checks: PendingChecks, policy: &Data) -> bool {
    let passed_over_is_fine =
        policy.unknown_members == UnknownMembers::Ignore && policy.read_only == ReadOnly::Ignore;
    pending_checks.twice || pending_checks.unknown || (pending_checks.skipped && !passed_over_is_fine)
}

/// Validates the body as a tree.
fn validate(body: &[u8], schema: &'static Schema, policy: &'static Data) -> Result<(), BodyError> {
    let mut found = Vec::new();
    let value = parse(body, &mut found).map_err(BodyError::Syntax)?;
    check(&value, schema, policy, &mut String::new(), &mut found);
    if found.is_empty() { Ok(()) } else { Err(BodyError::Invalid(found)) }
}

/// Replaces the message of serde, which contains names of Rust types.
fn type_violation(error: &serde_json::Error, body: &[u8]) -> Violation {
    let error = DecodeError::new(error, body);
    Violation::new(&Fault::Unlike("is not of the expected type".to_owned()), &error.pointer, None)
}
