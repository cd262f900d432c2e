//! The name of what an operation returns.

use serde_json::Value;

use super::OperationAnnotations;
use crate::spec::Node;

/// The name of what an operation returns, with the places of its numbers.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct ResourceAnnotation<'a> {
    /// The singular.
    pub one: (&'a str, Node<'a>),
    /// The plural, if it is given.
    pub many: Option<(&'a str, Node<'a>)>,
}

impl<'a> OperationAnnotations<'a> {
    /// The name of what it returns.
    pub fn resource(&self) -> Option<ResourceAnnotation<'a>> {
        let node = self.get("resource")?;
        match node.value() {
            Value::String(one) => Some(ResourceAnnotation { one: (one, node), many: None }),
            Value::Object(_) => Some(ResourceAnnotation {
                one: (node.text("one")?, node.get("one")?),
                many: Some((node.text("many")?, node.get("many")?)),
            }),
            _ => None,
        }
    }
}
