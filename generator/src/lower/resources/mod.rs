//! Resource objects, under a style whose payloads are resources: schemas with `resource` in their `x-style`, what refers to them, and the
//! documents that requests and answers travel as.
//!
//! A member of a resource that refers to a resource is a relationship, all others except the id are attributes. A
//! reference to a resource means its read form, whatever the form of the referring type.

mod answers;
mod bodies;
mod check;
mod finder;
pub(super) mod included;
mod linkage;
pub(super) mod located;
mod members;
mod names;
mod unions;

use std::collections::{HashMap, HashSet};

use super::collect::CollectedOperation;
use super::{Context, codes};
use crate::ir::{Operation, Parameter, ParameterLocation, TypeId};
use crate::lower::filters::Filters;
use crate::lower::resources::answers::ResponseDocuments;
use crate::lower::resources::bodies::RequestDocuments;
use crate::lower::resources::linkage::Linkage;
use crate::spec::{NodeId, Schema};
pub(super) use check::ResourceCheck;
pub(super) use finder::{Leads, ResourceFinder};
pub(super) use members::{ID, Relationships};
pub(super) use names::is_member_name;
pub(super) use unions::ResourceUnions;

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
            .partition(|one| one.place == ParameterLocation::Query && is_of_style(&one.wire));
        operation.parameters = kept;
        for parameter in <Vec<Parameter> as IntoIterator>::into_iter(gone) {
            let message =
                format!("`{}` is a parameter of the style, and need not be declared", parameter.wire);
            let pointer = self.cx.types.get(parameter.ty.id).pointer.clone();
            self.cx.push(self.cx.note(codes::PAGING_PARAMETER, message, &pointer));
        }
    }
}
