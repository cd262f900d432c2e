//! Resource objects, under a style whose payloads are resources: schemas with `resource` in their `x-style`, what refers to them, and the
//! documents that requests and answers travel as.
//!
//! A member of a resource that refers to a resource is a relationship, all others except the id are attributes. A
//! reference to a resource means its read form, whatever the form of the referring type.

mod answers;
mod bodies;
mod check;
pub(super) mod included;
mod linkage;
pub(super) mod located;
mod members;
mod names;

use std::collections::{HashMap, HashSet};

use super::annotations::SchemaAnnotations;
use super::collect::CollectedOperation;
use super::{Context, codes};
use crate::ir::{Operation, Parameter, Place, TypeId, UnionTag, Variant};
use crate::lower::filters::Filters;
use crate::lower::resources::answers::ResponseDocuments;
use crate::lower::resources::bodies::RequestDocuments;
use crate::lower::resources::linkage::Linkage;
use crate::spec::{Field, NodeId, Schema};
use crate::style::PayloadForm;
pub(super) use check::ResourceCheck;
pub(super) use members::ID;
pub(super) use names::is_member_name;

/// The member that holds the type of a resource.
pub(super) const TYPE: &str = "type";

/// Facts about resources.
#[derive(Debug, Default)]
pub(super) struct Resources<'a> {
    /// The component that each type is described by.
    by_type: HashMap<&'a str, Schema<'a>>,
    /// What the relationships of a resource are, by the type as which it is read and the member's name.
    relations: HashMap<(TypeId, String), TypeId>,
    /// Schemas from which no resource is in reach.
    free: HashSet<NodeId>,
    /// The resources of unions.
    leads: HashMap<NodeId, Leads>,
}

/// The resources of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leads {
    /// To no resource.
    Elsewhere,
    /// To a resource.
    One,
    /// To one of several resources.
    Any,
    /// To a resource or something else, which is an error, reported at its place.
    Mixed,
}

/// Finds out what the JSON of operations travels as.
pub(super) struct Documents<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Documents<'_, 'a> {
    /// What the JSON of an operation travels as.
    pub fn documents(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        Filters { cx: self.cx }.filters(found, operation.styled, &mut operation.parameters);
        if !self.cx.has_resources() || !operation.styled {
            self.report_unused(found);
            return;
        }
        if (Linkage { cx: self.cx }).linkage(found, operation) {
            return;
        }
        if let Some(body) = &mut operation.body {
            RequestDocuments { cx: self.cx }.body_document(found, body);
        }
        ResponseDocuments { cx: self.cx }.documents_answered(found, operation);
    }

    /// Extensions that say something of documents, where the style does not apply. Under a style without documents they
    /// are counted.
    fn report_unused(&mut self, found: &CollectedOperation<'a>) {
        const OF_DOCUMENTS: [&str; 4] = ["response", "include", "meta", "relationship"];
        let with_documents = self.cx.has_resources();
        for key in OF_DOCUMENTS.into_iter().filter(|key| with_documents && found.annotations.has(key)) {
            let message =
                format!("`{key}` next to `use: off`: what the style does not touch has no documents");
            let diagnostic = self.cx.error(codes::EXTENSION_WRONG, message, &found.annotations.at(key));
            self.cx.push(diagnostic.help("drop one of the two"));
        }
    }

    /// Drops parameters that an operation declares, and that the style has for it.
    pub fn drop_declared(&mut self, operation: &mut Operation) {
        let sort = self.cx.style.sorting.as_ref().filter(|_| !operation.sort.is_empty());
        let include = self.cx.style.include.as_ref().filter(|_| !operation.include.is_empty());
        let include = include.map(|include| &*include.parameter);
        let expansion = self.cx.style.expansion.as_ref().filter(|_| operation.expansion.is_some());
        let expansion = expansion.map(|expansion| &*expansion.parameter);
        let of_style = sort.map(|sort| &*sort.parameter).into_iter().chain(include).chain(expansion);
        let of_style: Vec<&str> = of_style.collect();
        let is_of_style = |wire: &str| {
            of_style.contains(&wire) || expansion.is_some_and(|name| wire.strip_suffix("[]") == Some(name))
        };
        let (gone, kept) = std::mem::take(&mut operation.parameters)
            .into_iter()
            .partition(|one| one.place == Place::Query && is_of_style(&one.wire));
        operation.parameters = kept;
        for parameter in <Vec<Parameter> as IntoIterator>::into_iter(gone) {
            let message =
                format!("`{}` is a parameter of the style, and need not be declared", parameter.wire);
            let pointer = self.cx.types.get(parameter.ty.id).pointer.clone();
            self.cx.push(self.cx.note(codes::PAGING_PARAMETER, message, &pointer));
        }
    }
}

impl<'a> Context<'a> {
    /// Whether the style's payloads are resource objects.
    pub fn has_resources(&self) -> bool {
        self.style.success.form == PayloadForm::Resources
    }

    /// The type of the resource objects that a schema describes.
    pub fn resource_of(&self, schema: &Schema<'a>) -> Option<&'a str> {
        SchemaAnnotations(*schema).resource().filter(|_| self.has_resources())
    }

    /// The type that values of a schema travel under: of a resource, or of what is said in the form of one.
    pub fn travels_as(&self, schema: &Schema<'a>) -> Option<&'a str> {
        let said = || SchemaAnnotations(*schema).ty().filter(|_| self.has_resources());
        self.resource_of(schema).or_else(said)
    }

    /// The resources of a schema, references resolved.
    pub fn leads(&mut self, schema: &Schema<'a>) -> Leads {
        if !self.has_resources() {
            return Leads::Elsewhere;
        }
        let node = self.resolve_schema(schema).node;
        if self.resource_of(&node).is_some() {
            return Leads::One;
        }
        if let Some(known) = self.resources.leads.get(&node.id()) {
            return *known;
        }
        let ends = self.ends(&node);
        let resources = ends.iter().filter(|end| self.resource_of(end).is_some()).count();
        let leads = match resources {
            0 => Leads::Elsewhere,
            some if some == ends.len() => Leads::Any,
            _ => Leads::Mixed,
        };
        self.resources.leads.insert(node.id(), leads);
        leads
    }

    /// A resource that is in reach of a schema: where it is referred to.
    pub fn resource_in_reach(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        let mut waiting = vec![*schema];
        while let Some(node) = waiting.pop() {
            if self.resource_of(&node).is_some() {
                return Some(node);
            }
            if self.resources.free.insert(node.id()) {
                waiting.extend(self.leads_to(&node));
            }
        }
        None
    }

    /// What a schema comes down to: itself, or the alternatives of a union and of the unions in it, each once.
    fn ends(&mut self, schema: &Schema<'a>) -> Vec<Schema<'a>> {
        let (mut ends, mut waiting) = (Vec::new(), vec![*schema]);
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            let node = self.resolve_schema(&node).node;
            if !seen.insert(node.id()) {
                continue;
            }
            let mut inner = super::types::alternatives(&node, Schema::ONE_OF);
            inner.extend(super::types::alternatives(&node, Schema::ANY_OF));
            if inner.is_empty() || self.resource_of(&node).is_some() {
                ends.push(node);
            } else {
                waiting.extend(inner.into_iter().rev());
            }
        }
        ends
    }

    /// How the alternatives of a union of resources are distinguished: by their types. `None` if they are not resources;
    /// `shared` says that the union itself describes members.
    pub fn tag_of_resources(
        &mut self,
        list: (&Schema<'a>, Field),
        schemas: &[Schema<'a>],
        variants: &mut [Variant],
        shared: bool,
    ) -> Option<UnionTag> {
        let (node, key) = list;
        let found: Vec<_> = schemas.iter().map(|schema| self.leads(schema)).collect();
        if found.iter().all(|leads| matches!(leads, Leads::Elsewhere)) {
            return None;
        }
        let is_resource = |leads: &Leads| matches!(leads, Leads::One | Leads::Any);
        if let Some(other) = found.iter().position(|leads| !is_resource(leads)) {
            let message = "one of several resources, or something else: responses cannot distinguish them";
            let help = "keep the resources, or describe the others as resources (`resource`)";
            let other = self.place(&schemas[other].pointer());
            let diagnostic = self.error(codes::RESOURCE_UNION, message, &node.at(key));
            self.push(diagnostic.related(other, "this is not a resource").help(help));
            return None;
        }
        if shared || node.has(Schema::DISCRIMINATOR) {
            let message = "a union of resources has nothing next to its alternatives, which are distinguished by their types";
            let help = "drop the members next to `oneOf`, `discriminator` included";
            self.push(self.error(codes::RESOURCE_UNION, message, &node.at(key)).help(help));
        }
        let mut seen: HashMap<&'a str, &Schema<'a>> = HashMap::new();
        for (schema, variant) in schemas.iter().zip(variants.iter_mut()) {
            let types: Vec<_> = self.ends(schema).iter().filter_map(|end| self.resource_of(end)).collect();
            for ty in types {
                if let Some(first) = seen.insert(ty, schema) {
                    let message = format!("two alternatives are resources of the type `{ty}`");
                    let first = self.place(&first.pointer());
                    let diagnostic = self.error(codes::RESOURCE_UNION, message, &schema.pointer());
                    self.push(diagnostic.related(first, "the first one").help("name each resource once"));
                    continue;
                }
                variant.tags.push(ty.to_owned());
            }
        }
        Some(UnionTag::Internal(TYPE.to_owned()))
    }
}
