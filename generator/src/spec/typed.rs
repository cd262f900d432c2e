//! The normalised tree as `openapiv3` reads it: an independent description of OpenAPI 3.0, which shows whether [shape] and the
//! walk are right. They leave nothing that it refuses, so tests check every document with it and a run does not pay for it.
//!
//! [shape]: super::shape

use serde::Deserialize as _;
use serde_json::Value;

use crate::parallel::on_a_large_stack;

/// Panics if the typed model refuses the tree. It needs much stack.
pub(super) fn assert_reads(tree: &Value) {
    let read = on_a_large_stack(|| openapiv3::OpenAPI::deserialize(tree).map(drop));
    read.unwrap_or_else(|error| panic!("the walk left something that OpenAPI 3.0 does not allow: {error}"));
}
