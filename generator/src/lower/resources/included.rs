//! What answers include: `x-include`.

use super::super::extensions::{is_names, words};
use super::super::survey::Found;
use super::super::{Lowering, codes};
use crate::ir::{MemberRole, Operation, Payload, Shape, TypeId, TypeRef};

impl<'a> Lowering<'a> {
    /// Checks the paths of `x-include` against the relationships of what an operation answers.
    pub fn find_include(&mut self, found: &Found<'a>, operation: &mut Operation) {
        let Some(node) = found.node.get("x-include").filter(|_| self.has_resources() && operation.styled)
        else {
            return;
        };
        if !is_names(node.value) {
            self.wrong_extension(&found.node, "x-include", "a list of paths of relationships, each once");
            return;
        }
        let answered = self.answered(operation);
        if answered.is_empty() {
            let message =
                format!("`{}` answers no resources that others could be included with", operation.id);
            self.push(self.error(codes::INCLUDE_PATH, message, &node.pointer).help("drop `x-include`"));
            return;
        }
        for item in found.node.items("x-include").collect::<Vec<_>>() {
            let Some(path) = item.value.as_str() else { continue };
            match self.walk(&answered, path) {
                Ok(()) => operation.include.push(path.to_owned()),
                Err((step, known)) => {
                    let message = format!("`{path}` leads nowhere: there is no relationship `{step}`");
                    let help = match known.as_slice() {
                        [] => "what is there has no relationships".to_owned(),
                        known => format!("what is there has {}", words(known)),
                    };
                    self.push(self.error(codes::INCLUDE_PATH, message, &item.pointer).help(help));
                }
            }
        }
    }

    /// The resources that an operation answers, or lists.
    pub fn answered(&self, operation: &Operation) -> Vec<TypeId> {
        let mut found = Vec::new();
        for success in &operation.successes {
            if let Payload::Resource(ty) | Payload::Resources(ty) | Payload::Page(ty) = success.payload {
                found.extend(self.objects_within(ty.id));
            }
        }
        found
    }

    /// Goes along a path; else the step that no resource has, and those that there are.
    fn walk<'p>(&self, from: &[TypeId], path: &'p str) -> Result<(), (&'p str, Vec<String>)> {
        let mut here = from.to_vec();
        for step in path.split('.') {
            let (mut next, mut known) = (Vec::new(), Vec::new());
            for (wire, ty) in here.iter().flat_map(|id| self.relationships(*id)) {
                if wire == step {
                    next.extend(self.objects_within(ty));
                } else if !known.contains(&wire) {
                    known.push(wire);
                }
            }
            if next.is_empty() {
                return Err((step, known));
            }
            next.sort_unstable();
            next.dedup();
            here = next;
        }
        Ok(())
    }

    fn relationships(&self, id: TypeId) -> Vec<(String, TypeId)> {
        let Shape::Object(object) = &self.types.get(id).shape else { return Vec::new() };
        let members = object.members.iter();
        let members = members.filter(|member| matches!(member.role, MemberRole::Relationship { .. }));
        members.map(|member| (member.wire.clone(), member.ty.id)).collect()
    }

    /// The objects that a type of resources may be: itself, or the alternatives of a union.
    pub fn objects_within(&self, ty: TypeId) -> Vec<TypeId> {
        let (mut found, mut waiting) = (Vec::new(), vec![ty]);
        let mut seen = std::collections::HashSet::new();
        while let Some(id) = waiting.pop() {
            let id = self.types.behind(id);
            if !seen.insert(id) {
                continue;
            }
            match &self.types.get(id).shape {
                Shape::Object(_) => found.push(id),
                Shape::Union(union) => waiting.extend(union.variants.iter().rev().map(|one| one.ty.id)),
                Shape::Related(TypeRef { id, .. }) => waiting.push(*id),
                Shape::Array(array) => waiting.push(array.items.id),
                _ => {}
            }
        }
        found
    }
}
