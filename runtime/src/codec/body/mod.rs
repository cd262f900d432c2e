//! A request's JSON as a typed value: at once where it is right, and with everything that is wrong where it is not.

mod tree;

pub use tree::parse;

use super::{DecodeError, json};
use crate::schema::check::{Fault, Violation, check};
use crate::schema::members::{self, Doubts};
use crate::schema::typed::typed;
use crate::schema::{Schema, Valid};
use crate::style::{Data, ReadOnly, UnknownMembers};
use serde::de::DeserializeOwned;

/// Why a body is refused.
#[derive(Debug)]
pub enum Refusal {
    /// It is not JSON.
    Syntax(DecodeError),
    /// It nests deeper than [`json::DEPTH`].
    TooDeep,
    /// It is JSON, but not what the schema says: everything that is wrong, at least one thing.
    Invalid(Vec<Violation>),
}

/// Reads a request's body.
///
/// # Errors
/// It is not JSON, or not what the schema says.
pub fn read<T: DeserializeOwned + Valid>(
    body: &[u8],
    schema: &'static Schema,
    policy: &'static Data,
) -> Result<T, Refusal> {
    if json::is_too_deep(body) {
        return Err(Refusal::TooDeep);
    }
    members::doubts();
    let typed = typed::<T>(body).map_err(|error| unlike(&error, body));
    let doubts = members::doubts();
    if let Ok(value) = &typed
        && !matter(doubts, policy)
        && value.valid(schema)
    {
        return typed.map_err(|unlike| Refusal::Invalid(vec![unlike]));
    }
    again(body, schema, policy)?;
    // Nothing was found: what the fast path could not tell is right, or the type knows better than the schema.
    match typed {
        Ok(_) if doubts.unknown => {
            Err(Refusal::Invalid(vec![Violation::new(&Fault::NoAlternative, "", None)]))
        }
        typed => typed.map_err(|unlike| Refusal::Invalid(vec![unlike])),
    }
}

/// Whether what was passed over could be a problem.
fn matter(doubts: Doubts, policy: &Data) -> bool {
    let passed_over_is_fine =
        policy.unknown_members == UnknownMembers::Ignore && policy.read_only == ReadOnly::Ignore;
    doubts.twice || doubts.unknown || (doubts.skipped && !passed_over_is_fine)
}

/// The same body, read loosely.
fn again(body: &[u8], schema: &'static Schema, policy: &'static Data) -> Result<(), Refusal> {
    let mut found = Vec::new();
    let value = parse(body, &mut found).map_err(Refusal::Syntax)?;
    check(&value, schema, policy, &mut String::new(), &mut found);
    if found.is_empty() { Ok(()) } else { Err(Refusal::Invalid(found)) }
}

/// What serde said, in our words: its own name Rust types.
fn unlike(error: &serde_json::Error, body: &[u8]) -> Violation {
    let error = DecodeError::new(error, body);
    Violation::new(&Fault::Unlike("is not what it should be".to_owned()), &error.pointer, None)
}
