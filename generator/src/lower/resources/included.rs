//! What answers include: `include` of `x-style`.

use std::collections::{BTreeSet, HashSet};

use super::super::annotations::words;
use super::super::collect::CollectedOperation;
use super::super::types::Types;
use super::super::{Context, codes};
use crate::ir::{Member, MemberRole, Operation, Shape, TypeId};

/// Checks which resources responses may include.
pub(in crate::lower) struct Includes<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Includes<'_, 'a> {
    /// Checks the paths against the relationships of what an operation answers.
    pub fn find_include(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let asked = found.annotations.include().filter(|_| self.cx.has_resources() && operation.styled);
        let Some(paths) = asked else { return };
        let answered = self.answered(operation);
        if answered.is_empty() {
            let message =
                format!("`{}` answers no resources that others could be included with", operation.id);
            let pointer = found.annotations.at("include");
            self.cx.push(self.cx.error(codes::INCLUDE_PATH, message, &pointer).help("drop `include`"));
            return;
        }
        found.annotations.mark_effective("include", &mut self.cx.report);
        for item in paths {
            let Some(path) = item.value().as_str() else { continue };
            match self.walk(&answered, path) {
                Ok(()) => operation.include.push(path.to_owned()),
                Err((step, known)) => {
                    let message = format!("`{path}` does not exist: there is no relationship `{step}`");
                    let help = match known.as_slice() {
                        [] => "what is there has no relationships".to_owned(),
                        known => format!("what is there has {}", words(known)),
                    };
                    self.cx.push(self.cx.error(codes::INCLUDE_PATH, message, &item.pointer()).help(help));
                }
            }
        }
    }

    /// The resources that an operation answers, or lists.
    fn answered(&self, operation: &Operation) -> Vec<TypeId> {
        let shown = operation.successes.iter().filter_map(|success| success.payload.shown());
        self.cx.types.objects_within(shown.map(|ty| ty.id))
    }

    /// Goes along a path; else the step that no resource has, and those that there are.
    fn walk<'p>(&self, from: &[TypeId], path: &'p str) -> Result<(), (&'p str, Vec<&str>)> {
        let mut here = from.to_vec();
        for step in path.split('.') {
            let relationships = || here.iter().flat_map(|id| self.relationships(*id));
            let next = relationships().filter(|member| member.wire == step).map(|member| member.ty.id);
            let next = self.cx.types.objects_within(next);
            if next.is_empty() {
                let known: BTreeSet<_> = relationships().map(|member| member.wire.as_str()).collect();
                return Err((step, known.into_iter().collect()));
            }
            here = next;
        }
        Ok(())
    }

    fn relationships(&self, id: TypeId) -> impl Iterator<Item = &Member> {
        let shape = &self.cx.types.get(id).shape;
        let members = if let Shape::Object(object) = shape { object.members.as_slice() } else { &[] };
        members.iter().filter(|member| matches!(member.role, MemberRole::Relationship { .. }))
    }
}

impl Types<'_> {
    /// The objects that some types may be: themselves, the alternatives of unions, the targets of relationships.
    pub fn objects_within(&self, types: impl Iterator<Item = TypeId>) -> Vec<TypeId> {
        let (mut found, mut waiting) = (Vec::new(), types.collect::<Vec<_>>());
        let mut seen = HashSet::new();
        waiting.reverse();
        while let Some(id) = waiting.pop() {
            let id = self.behind(id);
            if !seen.insert(id) {
                continue;
            }
            match &self.get(id).shape {
                Shape::Object(_) => found.push(id),
                Shape::Union(union) => waiting.extend(union.variants.iter().rev().map(|one| one.ty.id)),
                Shape::Related(to) => waiting.push(to.id),
                Shape::Array(array) => waiting.push(array.items.id),
                Shape::Any
                | Shape::Scalar(_)
                | Shape::Enum(_)
                | Shape::Tuple(_)
                | Shape::Map(_)
                | Shape::Alias(_) => {}
            }
        }
        found
    }
}
