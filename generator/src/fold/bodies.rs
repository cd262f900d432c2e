//! Request bodies: the style's media type becomes JSON's own, and the form of a schema that is merged becomes the schema.

use serde_json::{Map, Value, json};

use super::located::Located;
use super::operation::OperationFold;
use crate::expand::media;
use crate::ir::Method;
use crate::lower::is_json;
use crate::source::pointer::escaped;
use crate::spec::Edit;
use crate::style::AbsentBody;

/// How expanded documents call the form of a schema that is merged, after the name of the schema.
const MERGED: [&str; 2] = ["Patch", "Merge"];

impl OperationFold<'_> {
    /// Folds the request body.
    pub fn fold_request_body(&mut self) {
        let Some(written) = self.node.get("requestBody") else { return };
        let body = written.clone().resolved(self.tree);
        let content = body.get("content");
        let entries: Vec<_> =
            content.iter().flat_map(Located::entries).filter(|(media, _)| is_json(media)).collect();
        let mut edits = Vec::new();
        // An absent body is read as an empty object, which is not always one of the operation's.
        let is_needed = entries
            .iter()
            .any(|(_, entry)| entry.get("schema").is_some_and(|schema| has_required(&schema, self.tree)));
        if self.style.data.absent_body == AbsentBody::EmptyObject && is_needed {
            edits.push(Edit::Set { to: format!("{}/required", written.pointer), value: json!(true) });
        }
        for (media, entry) in &entries {
            let at = format!("{}/content/{}", written.pointer, escaped(media));
            if self.method == Method::Patch
                && let Some(name) = entry.get("schema").and_then(|schema| merged_from(&schema, self.tree))
            {
                let value = json!({ "$ref": format!("#/components/schemas/{}", escaped(&name)) });
                edits.push(Edit::Set { to: format!("{at}/schema"), value });
            }
            let only = media::of_requests(self.style).is_some_and(|only| media::same(only, media));
            if only && entries.len() == 1 && !media::same("application/json", media) {
                edits.push(Edit::Rename { at, key: "application/json".to_owned() });
            }
        }
        if !edits.is_empty() && written.pointer != body.pointer {
            self.edits.push(Edit::Copy { from: body.pointer, to: written.pointer });
        }
        self.edits.extend(edits);
    }
}

/// Whether a schema requires a member.
fn has_required(schema: &Located<'_>, tree: &Value) -> bool {
    let schema = schema.clone().resolved(tree);
    let own = schema.value.get("required").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    let parts = schema.get("allOf");
    own || parts.iter().flat_map(Located::items).any(|part| has_required(&part, tree))
}

/// The component whose merged form a schema refers to.
fn merged_from(schema: &Located<'_>, tree: &Value) -> Option<String> {
    let merged = component(schema.value)?;
    let name = MERGED.iter().find_map(|suffix| {
        let name = merged.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix(suffix)?;
        Some(name).filter(|name| !name.is_empty())
    })?;
    let own = json!({ "$ref": format!("#/components/schemas/{name}") });
    let is_merged = Comparison { tree, compared: Vec::new() }.is_merged(&own, schema.value);
    is_merged.then(|| name.to_owned())
}

fn component(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

/// Compares schemas with their merged forms.
struct Comparison<'t> {
    tree: &'t Value,
    /// The pairs of components that are compared, some of which lead back to themselves.
    compared: Vec<(String, String)>,
}

impl Comparison<'_> {
    /// Whether one schema is the merged form of another: the same without `required`, at any depth, and with null in
    /// some places.
    fn is_merged(&mut self, own: &Value, merged: &Value) -> bool {
        let merged = without_null(merged);
        let own = without_null(own);
        if own == merged && component(&own).is_none() {
            return true;
        }
        if let (Some(a), Some(b)) = (component(&own), component(&merged)) {
            let pair = (a.to_owned(), b.to_owned());
            if self.compared.contains(&pair) {
                return true;
            }
            let find = |name: &str| self.tree.pointer(&format!("/components/schemas/{name}"));
            let (Some(of_own), Some(of_merged)) = (find(a), find(b)) else { return false };
            self.compared.push(pair);
            return a == b || self.is_merged(of_own, of_merged);
        }
        let (Value::Object(own), Value::Object(merged)) = (&own, &merged) else { return own == merged };
        self.objects(own, merged)
    }

    fn objects(&mut self, own: &Map<String, Value>, merged: &Map<String, Value>) -> bool {
        let keys = own.keys().filter(|key| *key != "required");
        if merged.contains_key("required") || keys.clone().count() != merged.len() {
            return false;
        }
        keys.into_iter().all(|key| {
            let (Some(a), Some(b)) = (own.get(key), merged.get(key)) else { return false };
            match (key.as_str(), a, b) {
                ("properties", Value::Object(a), Value::Object(b)) => {
                    a.len() == b.len()
                        && a.iter().zip(b).all(|((x, a), (y, b))| x == y && self.is_merged(a, b))
                }
                ("allOf", Value::Array(a), Value::Array(b)) => {
                    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.is_merged(a, b))
                }
                _ => a == b,
            }
        })
    }
}

/// A schema without the null that it may take.
fn without_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(map) = &mut schema {
        map.shift_remove("nullable");
        if let [("allOf" | "anyOf" | "oneOf", Value::Array(parts))] =
            map.iter().map(|(key, value)| (key.as_str(), value)).collect::<Vec<_>>().as_slice()
            && let [one] = parts.as_slice()
        {
            return one.clone();
        }
    }
    schema
}
