//! Unions of resources, whose alternatives are distinguished by their types.

use std::collections::HashMap;

use super::super::{Context, codes};
use super::TYPE;
use super::finder::{Leads, ResourceFinder};
use crate::ir::{UnionTag, Variant};
use crate::spec::{Field, Schema};

/// Finds the tags of unions of resources.
pub(in crate::lower) struct ResourceUnions<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> ResourceUnions<'_, 'a> {
    /// How the alternatives of a union of resources are distinguished: by their types. `None` if they are not resources;
    /// `shared` says that the union itself describes members.
    pub fn tag(
        &mut self,
        list: (&Schema<'a>, Field),
        schemas: &[Schema<'a>],
        variants: &mut [Variant],
        shared: bool,
    ) -> Option<UnionTag> {
        let (node, key) = list;
        let found: Vec<_> =
            schemas.iter().map(|schema| ResourceFinder { cx: self.cx }.leads(schema)).collect();
        if found.iter().all(|leads| matches!(leads, Leads::Elsewhere)) {
            return None;
        }
        let is_resource = |leads: &Leads| matches!(leads, Leads::One | Leads::Any);
        if let Some(other) = found.iter().position(|leads| !is_resource(leads)) {
            let message = "one of several resources, or something else: responses cannot distinguish them";
            let help = "keep the resources, or describe the others as resources (`resource`)";
            let other = self.cx.place(&schemas[other].pointer());
            let diagnostic = self.cx.error(codes::RESOURCE_UNION, message, &node.at(key));
            self.cx.push(diagnostic.related(other, "this is not a resource").help(help));
            return None;
        }
        if shared || node.has(Schema::DISCRIMINATOR) {
            let message = "a union of resources has nothing next to its alternatives, which are distinguished by their types";
            let help = "drop the members next to `oneOf`, `discriminator` included";
            self.cx.push(self.cx.error(codes::RESOURCE_UNION, message, &node.at(key)).help(help));
        }
        let mut seen: HashMap<&'a str, &Schema<'a>> = HashMap::new();
        for (schema, variant) in schemas.iter().zip(variants.iter_mut()) {
            let types: Vec<_> = ResourceFinder { cx: self.cx }
                .ends(schema)
                .iter()
                .filter_map(|end| self.cx.resource_of(end))
                .collect();
            for ty in types {
                if let Some(first) = seen.insert(ty, schema) {
                    let message = format!("two alternatives are resources of the type `{ty}`");
                    let first = self.cx.place(&first.pointer());
                    let diagnostic = self.cx.error(codes::RESOURCE_UNION, message, &schema.pointer());
                    self.cx.push(diagnostic.related(first, "the first one").help("name each resource once"));
                    continue;
                }
                variant.tags.push(ty.to_owned());
            }
        }
        Some(UnionTag::Internal(TYPE.to_owned()))
    }
}
