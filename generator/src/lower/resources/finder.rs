//! The resources that schemas refer to.

use std::collections::HashSet;

use super::super::Context;
use super::super::types::{alternatives, referenced_schemas};
use crate::spec::Schema;

/// The resources of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Leads {
    /// To no resource.
    Elsewhere,
    /// To a resource.
    One,
    /// To one of several resources.
    Any,
    /// To a resource or something else, which is an error, reported at its place.
    Mixed,
}

/// Finds resources behind schemas.
pub(in crate::lower) struct ResourceFinder<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> ResourceFinder<'_, 'a> {
    /// The resources of a schema, references resolved.
    pub fn leads(&mut self, schema: &Schema<'a>) -> Leads {
        if !self.cx.has_resources() {
            return Leads::Elsewhere;
        }
        let node = self.cx.resolve_schema(schema).node;
        if self.cx.resource_of(&node).is_some() {
            return Leads::One;
        }
        if let Some(known) = self.cx.resources.leads.get(&node.id()) {
            return *known;
        }
        let ends = self.ends(&node);
        let resources = ends.iter().filter(|end| self.cx.resource_of(end).is_some()).count();
        let leads = match resources {
            0 => Leads::Elsewhere,
            some if some == ends.len() => Leads::Any,
            _ => Leads::Mixed,
        };
        self.cx.resources.leads.insert(node.id(), leads);
        leads
    }

    /// A resource that is in reach of a schema: where it is referred to.
    pub fn resource_in_reach(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        let mut waiting = vec![*schema];
        while let Some(node) = waiting.pop() {
            if self.cx.resource_of(&node).is_some() {
                return Some(node);
            }
            if self.cx.resources.free.insert(node.id()) {
                waiting.extend(referenced_schemas(&node, self.cx));
            }
        }
        None
    }

    /// What a schema comes down to: itself, or the alternatives of a union and of the unions in it, each once.
    pub fn ends(&mut self, schema: &Schema<'a>) -> Vec<Schema<'a>> {
        let (mut ends, mut waiting) = (Vec::new(), vec![*schema]);
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            let node = self.cx.resolve_schema(&node).node;
            if !seen.insert(node.id()) {
                continue;
            }
            let mut inner = alternatives(&node, Schema::ONE_OF);
            inner.extend(alternatives(&node, Schema::ANY_OF));
            if inner.is_empty() || self.cx.resource_of(&node).is_some() {
                ends.push(node);
            } else {
                waiting.extend(inner.into_iter().rev());
            }
        }
        ends
    }
}
