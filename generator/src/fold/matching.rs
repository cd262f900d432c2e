//! Whether a schema describes what a template of the style makes.

use serde::Serialize;
use serde_json::Value;

use super::located::Located;
use crate::style::{Slot, Template};

/// What the parts of a template are in a schema.
#[derive(Debug)]
pub(super) struct Match<'t> {
    /// The schema of each slot.
    pub slots: Vec<(Slot, Located<'t>)>,
    /// The name of the member that holds the items, if the style leaves it to the operation.
    pub items: Option<String>,
    /// Members that the template does not have.
    pub extras: Vec<String>,
}

/// The first difference between a template and a schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The place in the document.
    pub pointer: String,
    /// What the style says.
    pub expected: String,
    /// What the document says.
    pub found: String,
}

impl<'t> Match<'t> {
    /// The schema of a slot.
    pub fn slot(&self, slot: Slot) -> Option<&Located<'t>> {
        self.slots.iter().find(|(found, _)| *found == slot).map(|(_, schema)| schema)
    }
}

/// Matches a schema with a template.
pub(super) fn matches<'t>(
    template: &Template,
    schema: Located<'t>,
    tree: &'t Value,
) -> Result<Match<'t>, Difference> {
    match template {
        Template::Slot(slot) => Ok(Match { slots: vec![(*slot, schema)], items: None, extras: Vec::new() }),
        Template::Constant(_) | Template::Object(_) => {
            let schema = schema.resolved(tree);
            Err(Difference {
                pointer: schema.pointer,
                expected: "the members of the style's template".to_owned(),
                found: "a schema that is not compared yet".to_owned(),
            })
        }
    }
}
