//! Times that go over the wire as whole seconds.

use serde_json::{Value, json};

use crate::spec::{BY_NAME, DATA};
use crate::style::{Style, Times};

/// The formats by which documents mark an integer as a time.
const FORMATS: [&str; 2] = ["unixtime", "unix-time"];

/// What is said of the integer, and does not apply to the time.
const OF_INTEGER: [&str; 6] = ["example", "default", "minimum", "maximum", "multipleOf", "enum"];

/// Makes times of the integers that are marked as such, if the style writes times as seconds.
pub(super) fn fold(tree: &mut Value, style: &Style) {
    match style.data.times {
        Times::UnixSeconds => node(tree, false),
        Times::AsGiven | Times::Utc => {}
    }
}

/// A node, or nodes by name.
fn node(value: &mut Value, by_name: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| node(item, false)),
        Value::Object(map) => {
            let is_time = |format: &Value| format.as_str().is_some_and(|format| FORMATS.contains(&format));
            if !by_name
                && map.get("type").is_some_and(|kind| kind == "integer")
                && map.get("format").is_some_and(is_time)
            {
                map.insert("type".to_owned(), json!("string"));
                map.insert("format".to_owned(), json!("date-time"));
                map.retain(|key, _| !OF_INTEGER.contains(&key.as_str()));
            }
            for (key, child) in map.iter_mut() {
                if by_name || !DATA.contains(&key.as_str()) {
                    node(child, !by_name && BY_NAME.contains(&key.as_str()));
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
