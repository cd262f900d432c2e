//! The order of collections: `sort` of `x-style`, the fields that may order one.

use super::annotations::{SortFields, words};
use super::collect::CollectedOperation;
use super::{Context, codes};
use crate::ir::{Member, MemberRole, Operation, Payload, Shape, TypeId, TypeRef};

/// Finds out by which fields collections are ordered.
pub(in crate::lower) struct Sorts<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Sorts<'_, 'a> {
    /// Finds out which fields may order what an operation lists.
    pub fn find_sort(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let asked = found.annotations.sort().filter(|_| self.cx.style.sorting.is_some());
        let Some(asked) = asked else { return };
        let pointer = found.annotations.at("sort");
        let Some(item) = self.sorted_item(operation).filter(|_| operation.styled) else {
            let message = format!("`{}` answers no list of the style that could be ordered", operation.id);
            self.cx.push(self.cx.error(codes::SORT_FIELD, message, &pointer).help("drop `sort`"));
            return;
        };
        let objects = self.cx.types.objects_within(std::iter::once(item.id));
        let all = self.ordering(&objects);
        if !all.is_empty() {
            found.annotations.mark_effective("sort", &mut self.cx.report);
        }
        let named = match asked {
            SortFields::All => {
                operation.sort = all;
                return;
            }
            SortFields::Named(named) => named,
        };
        for named in named {
            let Some(wire) = named.value().as_str() else { continue };
            if all.iter().any(|known| known == wire) {
                operation.sort.push(wire.to_owned());
                continue;
            }
            let message = format!("`{wire}` cannot order what `{}` answers", operation.id);
            let help = format!("what can is each plain value that all items have: {}", words(&all));
            self.cx.push(self.cx.error(codes::SORT_FIELD, message, &named.pointer()).help(help));
        }
    }

    /// What the items are of the list that an operation answers.
    fn sorted_item(&self, operation: &Operation) -> Option<TypeRef> {
        operation.successes.iter().find_map(|success| match &success.payload {
            Payload::Page(item) | Payload::Resources(item) => Some(*item),
            Payload::Body(contents) => contents.iter().find_map(|content| {
                let listed = self.cx.types.behind(content.kind.json()?.id);
                let Shape::Array(array) = &self.cx.types.get(listed).shape else { return None };
                Some(array.items)
            }),
            Payload::Nothing
            | Payload::Job
            | Payload::Resource(_)
            | Payload::Meta(_)
            | Payload::ToOne(_)
            | Payload::ToMany(_) => None,
        })
    }

    /// The fields that order any of some objects: plain values that all of them have.
    fn ordering(&self, objects: &[TypeId]) -> Vec<String> {
        let members = |id: &TypeId| -> &[Member] {
            if let Shape::Object(object) = &self.cx.types.get(*id).shape { &object.members } else { &[] }
        };
        let orders = |member: &Member| {
            let plain = matches!(
                self.cx.types.get(self.cx.types.behind(member.ty.id)).shape,
                Shape::Scalar(_) | Shape::Enum(_)
            );
            plain && matches!(member.role, MemberRole::Data | MemberRole::ResourceId)
        };
        let Some((first, rest)) = objects.split_first() else { return Vec::new() };
        let in_rest = |wire: &str| {
            rest.iter().all(|id| members(id).iter().any(|member| member.wire == wire && orders(member)))
        };
        let fields = members(first).iter().filter(|member| orders(member) && in_rest(&member.wire));
        fields.map(|member| member.wire.clone()).collect()
    }
}
