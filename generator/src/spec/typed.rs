//! The tree as `openapiv3` has it.

use serde::Deserialize as _;
use serde_json::Value;

/// Reads the typed document, or tells the pointer of a node that it cannot read.
///
/// The walk leaves nothing behind that the typed model refuses; should it, the user is shown the place and
/// none of the model's own words, which speak of Rust types.
pub(super) fn read(tree: &Value) -> Result<(), String> {
    openapiv3::OpenAPI::deserialize(tree).map(drop).map_err(|_| culprit(tree))
}

/// The operation or component that fails alone.
fn culprit(tree: &Value) -> String {
    let empty =
        serde_json::json!({ "openapi": "3.0.0", "info": { "title": "", "version": "" }, "paths": {} });
    let fails = |pointer: &[&str], value: &Value| {
        let mut probe = empty.clone();
        let mut node = &mut probe;
        for segment in pointer {
            node = &mut node[*segment];
        }
        *node = value.clone();
        openapiv3::OpenAPI::deserialize(&probe).is_err()
    };
    let members = |pointer: &str| tree.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
    for (path, item) in members("/paths") {
        if fails(&["paths", path], item) {
            let whole = super::pointer::Pointer::new("/paths").with(path);
            let method = item
                .as_object()
                .into_iter()
                .flatten()
                .find(|(method, operation)| fails(&["paths", "/x", method], operation));
            return method.map_or(whole.clone(), |(method, _)| format!("{whole}/{method}"));
        }
    }
    for (section, named) in members("/components") {
        for (key, component) in named.as_object().into_iter().flatten() {
            if fails(&["components", section, key], component) {
                return super::pointer::Pointer::new(format!("/components/{section}")).with(key);
            }
        }
    }
    String::new()
}
