//! What wraps successes and failures. Each kind of body is one file, which says what servers write into its slots and what
//! clients read from them.

mod entry;
mod failure;
pub(crate) mod success;

pub(crate) use entry::EntryBody;
pub(crate) use failure::FailureBody;

use serde_json::value::RawValue;

/// Text of a body that was read, or that is to be written.
type EntryText<'a> = Option<std::borrow::Cow<'a, str>>;

/// A text in a slot; a number counts as its digits.
fn text<'a>(raw: &RawValue) -> EntryText<'a> {
    match serde_json::from_str(raw.get()).ok()? {
        serde_json::Value::String(text) => Some(text.into()),
        serde_json::Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}
