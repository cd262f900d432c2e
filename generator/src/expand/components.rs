//! The components of the expanded document: the document's own, and what the style adds, under names that are free.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

/// The components, while operations refer to more and more of them.
#[derive(Debug, Default)]
pub(super) struct Components {
    sections: Map<String, Value>,
    /// What has been added, by its section and what it was asked for by.
    added: HashMap<(Section, String), String>,
}

/// A section of `components`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Section {
    Schemas,
    Parameters,
    Headers,
    Responses,
}

impl Section {
    const fn wire(self) -> &'static str {
        match self {
            Self::Schemas => "schemas",
            Self::Parameters => "parameters",
            Self::Headers => "headers",
            Self::Responses => "responses",
        }
    }
}

/// A reference to a component.
fn reference(section: Section, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{}/{name}", section.wire()) })
}

impl Components {
    /// Takes the components of a document.
    pub fn take(tree: &mut Value) -> Self {
        let sections = match tree.get_mut("components").map(Value::take) {
            Some(Value::Object(sections)) => sections,
            _ => Map::new(),
        };
        Self { sections, added: HashMap::new() }
    }

    /// Puts them into the document.
    pub fn put(self, tree: &mut Value) {
        if let Value::Object(root) = tree {
            root.insert("components".to_owned(), Value::Object(self.sections));
            if root["components"] == json!({}) {
                root.shift_remove("components");
            }
        }
    }

    /// A reference to a component that is made when it is first asked for by `key`; it is called as `wanted` says, or like
    /// that.
    pub fn once(
        &mut self,
        section: Section,
        key: &str,
        wanted: &str,
        make: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        if let Some(known) = self.known(section, key) {
            return known;
        }
        let name = self.reserve(section, key, wanted);
        let made = make(self);
        self.fill(section, &name, made)
    }

    /// A reference to the component that was asked for by `key` before.
    pub fn known(&self, section: Section, key: &str) -> Option<Value> {
        let name = self.added.get(&(section, key.to_owned()))?;
        Some(reference(section, name))
    }

    /// A name for a component that may refer to itself, and is [filled](Self::fill) in later.
    pub fn reserve(&mut self, section: Section, key: &str, wanted: &str) -> String {
        let name = self.claim(section, wanted);
        self.added.insert((section, key.to_owned()), name.clone());
        name
    }

    /// Fills a reserved component in, and returns a reference to it.
    pub fn fill(&mut self, section: Section, name: &str, value: Value) -> Value {
        self.section(section).insert(name.to_owned(), value);
        reference(section, name)
    }

    /// A reference to a component that holds just this; equal ones are one.
    pub fn equal(&mut self, section: Section, wanted: &str, value: Value) -> Value {
        let key = format!("{wanted} {value}");
        self.once(section, &key, wanted, |_| value)
    }

    /// A free name, which is taken from now on.
    fn claim(&mut self, section: Section, wanted: &str) -> String {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let wanted: String = wanted.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
        let components = self.section(section);
        let mut name = wanted.clone();
        let mut number = 1;
        while components.contains_key(&name) {
            number += 1;
            name = format!("{wanted}{number}");
        }
        components.insert(name.clone(), Value::Null);
        name
    }

    fn section(&mut self, section: Section) -> &mut Map<String, Value> {
        let components = self.sections.entry(section.wire()).or_insert_with(|| json!({}));
        if !components.is_object() {
            *components = json!({});
        }
        match components {
            Value::Object(components) => components,
            _ => unreachable!("it has just been made an object"),
        }
    }

    /// What a node is behind its references.
    pub fn resolved<'v>(&'v self, mut node: &'v Value) -> &'v Value {
        // The document has no circle of references alone.
        while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            match self.target(reference) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    fn target(&self, reference: &str) -> Option<&Value> {
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        self.sections.get(section)?.get(name)
    }
}

/// The name of the component that a value refers to.
pub(super) fn component_name(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.rsplit('/').next()
}

/// Words as the name of a component: `per_page` is `PerPage`.
pub(super) fn pascal(words: &str) -> String {
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words
        .flat_map(|word| word[..1].to_uppercase().chars().chain(word[1..].chars()).collect::<Vec<_>>())
        .collect()
}
