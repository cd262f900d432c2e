//! Languages of texts.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

/// The languages that there are texts in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Locale {
    /// The texts of each language, by its tag (BCP 47), and in it by their keys: `outcome.not_found`.
    pub languages: IndexMap<String, BTreeMap<String, String>>,
    /// The language where a request asks for none of them; one of them.
    pub default: String,
}
