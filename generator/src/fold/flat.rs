//! Schemas without the references and `allOf` around them.

use std::collections::HashSet;

use serde_json::Value;

use super::kinds::{Kind, kind_of_value};
use super::located::Located;

/// Schemas that are looked at for one match.
const STEPS: usize = 10_000;

/// What applies to one value.
#[derive(Debug, Clone, Default)]
pub(super) struct FlatSchema<'t> {
    /// The schemas that all apply, for what they say themselves: without their `$ref`, `allOf`, `anyOf` and `oneOf`.
    pub parts: Vec<Located<'t>>,
    /// Unions; of each, an alternative applies.
    pub unions: Vec<Union<'t>>,
}

/// A list of alternatives, without null.
#[derive(Debug, Clone)]
pub(super) struct Union<'t> {
    /// `anyOf` or `oneOf`.
    pub keyword: &'static str,
    pub alternatives: Vec<Located<'t>>,
}

/// A schema leads to more schemas than are followed.
#[derive(Debug)]
pub(super) struct TooComplex;

/// Flattens schemas of one document.
#[derive(Debug)]
pub(super) struct Flattener<'t> {
    tree: &'t Value,
    steps: usize,
}

impl<'t> Flattener<'t> {
    pub const fn new(tree: &'t Value) -> Self {
        Self { tree, steps: 0 }
    }

    pub const fn tree(&self) -> &'t Value {
        self.tree
    }

    /// Flattens schemas that all apply to one value. A reference that leads back to itself adds nothing.
    pub fn flatten(&mut self, schemas: &[Located<'t>]) -> Result<FlatSchema<'t>, TooComplex> {
        let mut flat = FlatSchema::default();
        let mut followed: HashSet<&str> = HashSet::new();
        let mut pending: Vec<Located<'t>> = schemas.iter().rev().cloned().collect();
        while let Some(schema) = pending.pop() {
            self.steps += 1;
            if self.steps > STEPS {
                return Err(TooComplex);
            }
            if let Some(reference) = schema.text("$ref") {
                if followed.insert(reference) {
                    let target = reference.strip_prefix('#');
                    pending.extend(target.and_then(|pointer| Located::find(self.tree, pointer)));
                }
                continue;
            }
            let first = pending.len();
            pending.extend(items(&schema, "allOf"));
            for keyword in ["anyOf", "oneOf"] {
                let all = items(&schema, keyword).filter(|one| !is_null(one.value));
                let mut alternatives: Vec<_> = all.collect();
                if alternatives.len() > 1 {
                    flat.unions.push(Union { keyword, alternatives });
                } else {
                    pending.append(&mut alternatives);
                }
            }
            pending[first..].reverse();
            flat.parts.push(schema);
        }
        // They are taken from the end.
        flat.unions.reverse();
        Ok(flat)
    }
}

impl<'t> FlatSchema<'t> {
    /// The types that the parts have.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + use<'_, 't> {
        self.parts.iter().flat_map(|part| kinds_of(part.value))
    }

    /// The lists of values of the parts.
    pub fn values(&self) -> impl Iterator<Item = Vec<Value>> + use<'_, 't> {
        self.parts.iter().filter_map(|part| values_of(part.value))
    }

    /// The alternatives of all unions.
    pub fn alternatives(&self) -> impl Iterator<Item = &Located<'t>> {
        self.unions.iter().flat_map(|union| &union.alternatives)
    }

    /// The schemas of a property, each once.
    pub fn property(&self, wire: &str) -> Vec<Located<'t>> {
        let mut found: Vec<Located<'_>> = Vec::new();
        for schema in self.parts.iter().filter_map(|part| part.get("properties")?.get(wire)) {
            if !found.iter().any(|known| known.value == schema.value) {
                found.push(schema);
            }
        }
        found
    }

    /// The names of all properties, each once.
    pub fn property_names(&self) -> Vec<&'t str> {
        let mut names: Vec<&str> = Vec::new();
        let mut known: HashSet<&str> = HashSet::new();
        for properties in self.parts.iter().filter_map(|part| part.value.get("properties")?.as_object()) {
            names.extend(properties.keys().map(String::as_str).filter(|wire| known.insert(wire)));
        }
        names
    }

    pub fn is_required(&self, wire: &str) -> bool {
        self.parts.iter().any(|part| list(part.value, "required").any(|required| required == wire))
    }

    /// Whether null is the only value.
    pub fn is_null(&self) -> bool {
        self.parts.iter().any(|part| is_null(part.value))
    }

    /// The place of the schema.
    pub fn pointer(&self) -> String {
        self.parts.first().map(|part| part.pointer.clone()).unwrap_or_default()
    }

    pub fn described(&self) -> String {
        const MOST: usize = 4;
        let Some(values) = self.values().next() else {
            return self.kinds().next().map_or("any value", Kind::described).to_owned();
        };
        let shown: Vec<String> = values.iter().take(MOST).map(|value| format!("`{value}`")).collect();
        format!("{}{}", shown.join(", "), if values.len() > MOST { " …" } else { "" })
    }
}

/// The items of a list of schemas.
fn items<'t>(schema: &Located<'t>, key: &str) -> impl Iterator<Item = Located<'t>> + use<'t> {
    schema.get(key).into_iter().flat_map(|list| list.items())
}

fn list<'t>(schema: &'t Value, key: &str) -> impl Iterator<Item = &'t Value> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The types of a schema; those of its values if it says none.
fn kinds_of(schema: &Value) -> Vec<Kind> {
    match schema.get("type") {
        Some(Value::String(name)) => Kind::of_name(name).into_iter().collect(),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).filter_map(Kind::of_name).collect()
        }
        _ => values_of(schema).iter().flatten().filter_map(kind_of_value).collect(),
    }
}

fn values_of(schema: &Value) -> Option<Vec<Value>> {
    let constant = schema.get("const").map(|value| vec![value.clone()]);
    constant.or_else(|| schema.get("enum")?.as_array().cloned())
}

/// Whether null is the only value of a schema.
fn is_null(schema: &Value) -> bool {
    let by_type = schema.get("type").is_some_and(|kind| kind == "null");
    by_type || values_of(schema).is_some_and(|values| values == [Value::Null])
}
