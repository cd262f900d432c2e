//! What matching a schema with a template finds.

use serde_json::Value;

use super::located::Located;
use crate::check::rule_of;
use crate::diag::{Code, Diagnostic, Place, RuleBreach};
use crate::spec::Edit;
use crate::style::Slot;

/// A schema that describes the bodies of a template.
#[derive(Debug, Clone, Default)]
pub(super) struct Match<'t> {
    /// The schema of each slot, in the order of the template. A slot that the schema does not describe is not listed.
    pub slots: Vec<(Slot, SlotSchema<'t>)>,
    /// The name of the member that holds the items, if the style leaves it to the operation.
    pub items: Option<String>,
    /// The pointers, in the body, of properties that the template does not have, in the order of the schema.
    pub extras: Vec<String>,
}

/// The schema of a slot.
#[derive(Debug, Clone)]
pub(super) enum SlotSchema<'t> {
    /// A node of the document.
    One(Located<'t>),
    /// Several nodes that apply together, or are alternatives.
    Several {
        /// `allOf`, `anyOf` or `oneOf`.
        keyword: &'static str,
        schemas: Vec<Located<'t>>,
    },
    /// What is left of nodes without the members of the template.
    Rest {
        /// It, or `None` if nothing is.
        schema: Option<Value>,
        nodes: Vec<Located<'t>>,
    },
}

impl<'t> SlotSchema<'t> {
    /// The schema itself.
    pub fn value(&self) -> Value {
        match self {
            Self::One(schema) => schema.value.clone(),
            Self::Several { keyword, schemas } => {
                let all: Vec<&Value> = schemas.iter().map(|schema| schema.value).collect();
                serde_json::json!({ *keyword: all })
            }
            Self::Rest { schema, .. } => {
                schema.clone().unwrap_or_else(|| serde_json::json!({ "type": "object" }))
            }
        }
    }

    /// The change that puts it at a pointer; none if it is there.
    pub fn put(&self, to: &str) -> Option<Edit> {
        match self {
            Self::One(schema) if schema.pointer == to => None,
            Self::One(schema) => Some(Edit::Copy { from: schema.pointer.clone(), to: to.to_owned() }),
            Self::Several { .. } | Self::Rest { .. } => {
                Some(Edit::Set { to: to.to_owned(), value: self.value() })
            }
        }
    }

    /// The place of the first node.
    pub fn pointer(&self) -> &str {
        self.nodes().first().map_or("", |schema| &schema.pointer)
    }

    /// The nodes of the document.
    pub fn nodes(&self) -> &[Located<'t>] {
        match self {
            Self::One(schema) => std::slice::from_ref(schema),
            Self::Several { schemas, .. } | Self::Rest { nodes: schemas, .. } => schemas,
        }
    }

    /// Adds alternatives.
    fn or(self, other: &Self, keyword: &'static str) -> Self {
        if let Self::Rest { nodes, .. } = &self {
            let (own, more) = (self.value(), other.value());
            let schema = match other {
                Self::Rest { schema, .. } if own == more => schema.clone(),
                Self::Rest { .. } | Self::One(_) | Self::Several { .. } => {
                    Some(serde_json::json!({ keyword: [own, more] }))
                }
            };
            let nodes = nodes.iter().chain(other.nodes()).cloned().collect();
            return Self::Rest { schema, nodes };
        }
        let mut schemas = self.nodes().to_vec();
        for schema in other.nodes() {
            if !schemas.iter().any(|known| known.value == schema.value) {
                schemas.push(schema.clone());
            }
        }
        if schemas.len() == self.nodes().len() { self } else { Self::Several { keyword, schemas } }
    }
}

impl<'t> Match<'t> {
    /// The schema of a slot.
    pub fn slot(&self, slot: Slot) -> Option<&SlotSchema<'t>> {
        self.slots.iter().find(|(found, _)| *found == slot).map(|(_, schema)| schema)
    }

    pub fn of_slot(slot: Slot, schemas: &[Located<'t>]) -> Self {
        let schema = match schemas {
            [one] => SlotSchema::One(one.clone()),
            _ => SlotSchema::Several { keyword: "allOf", schemas: schemas.to_vec() },
        };
        Self { slots: vec![(slot, schema)], ..Self::default() }
    }

    /// Adds what another member of the same body has.
    pub fn add(&mut self, other: Self) {
        self.slots.extend(other.slots);
        self.items = self.items.take().or(other.items);
        self.extras.extend(other.extras);
    }

    /// Adds another alternative of the same body.
    pub fn add_alternative(&mut self, other: Self, keyword: &'static str) {
        for (slot, schema) in other.slots {
            match self.slots.iter_mut().find(|(found, _)| *found == slot) {
                None => self.slots.push((slot, schema)),
                Some((_, known)) => *known = known.clone().or(&schema, keyword),
            }
        }
        self.items = self.items.take().or(other.items);
        for extra in other.extras {
            if !self.extras.contains(&extra) {
                self.extras.push(extra);
            }
        }
    }
}

/// The first difference between a template and a schema.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The place in the document.
    pub pointer: String,
    /// What the style has there: `a string at /error/code`.
    pub expected: String,
    /// What the document has there.
    pub found: String,
}

impl Difference {
    pub(super) fn new(pointer: String, expected: &str, found: &str) -> Self {
        Self { pointer, expected: expected.to_owned(), found: found.to_owned() }
    }

    /// A note of the difference.
    pub(super) fn note(&self, code: Code, message: &str, place: Place) -> Diagnostic {
        let mut note = Diagnostic::note(code, format!("{message}; {self}"), place);
        note.breach = rule_of(code).map(|rule| {
            let (expected, found) = (Some(self.expected.clone()), Some(self.found.clone()));
            Box::new(RuleBreach { rule: rule.to_owned(), expected, found })
        });
        note
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { expected, found, .. } = self;
        write!(f, "expected {expected}, found {found}")
    }
}
