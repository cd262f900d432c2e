//! What needs every type: links, relations, tags of unions, defaults, keys of pages.

use std::collections::HashSet;

use super::any_of::AnyOfPass;
use super::collect::CollectedOperation;
use super::defaults::DefaultsPass;
use super::fixed_tags::fix_tags;
use super::overlap::report_overlaps;
use super::report::Reporter;
use super::resources::{Documents, TYPE};
use super::types::Types;
use super::{Context, codes};
use crate::ir::{Enum, EnumKind, Operation, Scalar, Shape, TypeId, UnionTag};
use crate::lower::expansions::Expansions;
use crate::lower::links::Links;
use crate::lower::list_names::ListNames;
use crate::lower::paging::PagingPass;
use crate::lower::resources::included::Includes;
use crate::lower::sorts::Sorts;
use crate::lower::spread::SpreadPayloads;

/// The deepest nesting of unions in unions that is looked into.
const DEEPEST: usize = 8;

/// Does what needs every type.
pub(in crate::lower) struct Deferred<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Deferred<'_, 'a> {
    pub fn finish(&mut self, collected: &[CollectedOperation<'a>], operations: &mut [Operation]) {
        Links { cx: self.cx }.fill_links();
        Links { cx: self.cx }.fill_own_links(collected);
        Links { cx: self.cx }.find_locations(collected, operations);
        Links { cx: self.cx }.find_relations();
        for (found, operation) in collected.iter().zip(operations.iter_mut()) {
            Includes { cx: self.cx }.find_include(found, operation);
            Sorts { cx: self.cx }.find_sort(found, operation);
            Expansions { cx: self.cx }.find_expansion(found, operation);
            Documents { cx: self.cx }.drop_declared(operation);
            ListNames { cx: self.cx }.name(found, operation);
            SpreadPayloads { cx: self.cx }.check(found, operation);
        }
        let (types, report) = (&mut self.cx.types, &mut self.cx.report);
        TagsPass { types, report }.run();
        DefaultsPass { types, report }.run(operations);
        report_overlaps(types, report);
        AnyOfPass { types }.run();
        PagingPass { cx: self.cx }.check_keys(operations);
        fix_tags(&mut self.cx.types, operations);
    }
}

/// Completes and checks the tags of unions.
struct TagsPass<'c, 'a> {
    types: &'c mut Types<'a>,
    report: &'c mut Reporter<'a>,
}

impl TagsPass<'_, '_> {
    fn run(mut self) {
        self.share_tags();
        self.check_tags();
    }

    /// A union in a union with the same tag member: the tags of the inner one select it in the outer one.
    fn share_tags(&mut self) {
        for index in 0..self.types.all.len() {
            let Shape::Union(union) = &self.types.all[index].shape else { continue };
            let UnionTag::Internal(member) = &union.tag else { continue };
            let mut known: HashSet<&str> =
                union.variants.iter().flat_map(|variant| &variant.tags).map(String::as_str).collect();
            let mut added = Vec::new();
            for (place, variant) in union.variants.iter().enumerate() {
                let Shape::Union(inner) = &self.types.get(self.types.behind(variant.ty.id)).shape else {
                    continue;
                };
                if inner.tag != UnionTag::Internal(member.clone()) {
                    continue;
                }
                let tags = inner.variants.iter().flat_map(|variant| &variant.tags);
                added.extend(tags.filter(|tag| known.insert(tag)).map(|tag| (place, tag.clone())));
            }
            if let Shape::Union(union) = &mut self.types.all[index].shape {
                added.into_iter().for_each(|(place, tag)| union.variants[place].tags.push(tag));
            }
        }
    }

    /// A tag must be text in each alternative that describes it; in one that does not, it is written all the same. Else
    /// alternatives are tried in turn.
    fn check_tags(&mut self) {
        for index in 0..self.types.all.len() {
            let Shape::Union(union) = &self.types.all[index].shape else { continue };
            let UnionTag::Internal(member) = &union.tag else { continue };
            let Some(bad) = union.variants.iter().find(|variant| !self.has_tag(variant.ty.id, member, 0))
            else {
                continue;
            };
            let hint = bad.hint.clone().unwrap_or_else(|| "an alternative".to_owned());
            let message =
                format!("`{hint}` can have no text `{member}`; the alternatives are tried in order");
            let pointer = self.types.all[index].pointer.clone();
            let help = format!("make it an object with `{member}` as a string");
            self.report.push(
                self.report
                    .warning(codes::UNION_TAG, message, &format!("{pointer}/discriminator"))
                    .help(help),
            );
            if let Shape::Union(union) = &mut self.types.all[index].shape {
                union.tag = UnionTag::None;
                union.variants.iter_mut().for_each(|variant| variant.tags.clear());
            }
        }
    }

    fn has_tag(&self, id: TypeId, tag: &str, depth: usize) -> bool {
        match &self.types.get(self.types.behind(id)).shape {
            Shape::Object(object) if object.resource.is_some() && tag == TYPE => true,
            Shape::Object(object) => {
                let member = object.members.iter().find(|member| member.wire == tag);
                member.is_none_or(|member| is_text(&self.types.get(self.types.behind(member.ty.id)).shape))
            }
            Shape::Map(_) => true,
            Shape::Union(union) if depth < DEEPEST => {
                union.variants.iter().all(|variant| self.has_tag(variant.ty.id, tag, depth + 1))
            }
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Union(_)
            | Shape::Alias(_)
            | Shape::Related(_) => false,
        }
    }
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Scalar(Scalar::Text(_)) | Shape::Enum(Enum { kind: EnumKind::Text, .. }))
}
