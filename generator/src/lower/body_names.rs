//! Names in bodies that are the operation's own: what the members `{items}` and `{resource}` of a style's templates are called.

use super::annotations::ResourceAnnotation;
use super::collect::CollectedOperation;
use super::{Context, Tally, codes};
use crate::ir::{ContentKind, Operation, PathPiece, Payload, PayloadKind};
use crate::plurals;
use crate::style::{GrammaticalNumber, Template};

/// Names what operations return.
pub(in crate::lower) struct BodyNames<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> BodyNames<'_, 'a> {
    /// Names the list of an operation and its other payloads, if the templates of their bodies have a member for the name.
    pub fn name(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let templates = self.templates(operation);
        let list = templates.iter().find(|(is_list, _)| *is_list).map(|(_, template)| template.clone());
        let one = templates.iter().find(|(is_list, _)| !*is_list).map(|(_, template)| template.clone());
        let resource = found.annotations.resource();
        if list.is_some() || one.is_some() {
            found.annotations.mark_effective("resource", &mut self.cx.report);
        }
        match list {
            Some(list) => operation.items = self.list(found, resource, &list),
            None => {
                if let Some(node) = found.annotations.paging().and_then(|paging| paging.items) {
                    self.cx.tally(Tally::ExtensionsUnused, &node.pointer());
                }
            }
        }
        if let Some(one) = one {
            let said = resource.map(|resource| (resource.one.0.to_owned(), resource.one.1.pointer()));
            let name = said.or_else(|| self.of_path(found, Some(GrammaticalNumber::Singular)));
            operation.item = self.checked(found, name, &one, "x-style: { resource: customer }");
        }
    }

    fn list(
        &mut self,
        found: &CollectedOperation<'a>,
        resource: Option<ResourceAnnotation<'a>>,
        template: &Template,
    ) -> Option<String> {
        let items = found.annotations.paging().and_then(|paging| paging.items);
        let items = items.as_ref().and_then(|node| Some((node.value().as_str()?.to_owned(), node.pointer())));
        let of_resource = resource.map(|resource| match resource.many {
            Some((many, node)) => (many.to_owned(), node.pointer()),
            None => (plural(resource.one.0), resource.one.1.pointer()),
        });
        let number = (template.own_name() == Some(Template::RESOURCE)).then_some(GrammaticalNumber::Plural);
        let name = items.or(of_resource).or_else(|| self.of_path(found, number));
        self.checked(found, name, template, "x-style: { resource: customer }")
    }

    /// The name in the path, in a grammatical number, with its place.
    fn of_path(
        &self,
        found: &CollectedOperation<'a>,
        number: Option<GrammaticalNumber>,
    ) -> Option<(String, String)> {
        let segments = self.cx.index.paths.own_segments(&found.path);
        let last = segments.iter().rev().find_map(|segment| match segment.as_slice() {
            [PathPiece::Literal(text)] => Some(text.as_str()),
            _ => None,
        })?;
        let name = number.map_or_else(|| last.to_owned(), |number| in_number(last, number));
        Some((name, found.node.pointer()))
    }

    /// The name, unless there is none or another member has it.
    fn checked(
        &mut self,
        found: &CollectedOperation<'a>,
        name: Option<(String, String)>,
        template: &Template,
        example: &str,
    ) -> Option<String> {
        let help = format!("give it a name: `{example}`");
        let Some((name, pointer)) = name else {
            let message = "the path has no segment that can be the name of what the operation returns";
            let pointer = found.node.pointer();
            self.cx.push(self.cx.error(codes::LIST_NAME, message, &pointer).help(help));
            return None;
        };
        if !is_free(&name, template) {
            let message = format!("the body has the member `{name}` for something else");
            self.cx.push(self.cx.error(codes::LIST_NAME_TAKEN, message, &pointer).help(help));
            return None;
        }
        Some(name)
    }

    /// The templates of bodies that have a member for the name, and whether each is of a list.
    fn templates(&self, operation: &Operation) -> Vec<(bool, Template)> {
        let success = &self.cx.style.success;
        let types = &self.cx.types;
        let way = operation.paging.as_ref().and_then(|paging| self.cx.style.paging.get(&paging.kind));
        let all = operation
            .successes
            .iter()
            .filter(|_| operation.styled && !operation.bare)
            .map(|success| &success.payload);
        let wrapped = all.filter(|payload| match payload {
            Payload::Nothing => success.empty.is_some(),
            Payload::Body(contents) => {
                contents.iter().any(|content| matches!(content.kind, ContentKind::Json(_)))
            }
            Payload::Page(_)
            | Payload::Job
            | Payload::Resource(_)
            | Payload::Resources(_)
            | Payload::Meta(_)
            | Payload::ToOne(_)
            | Payload::ToMany(_) => true,
        });
        let templates = wrapped.map(|payload| match payload.kind(|id| &types.get(types.behind(id)).shape) {
            PayloadKind::One => (false, &success.body),
            PayloadKind::List => (true, success.list_body(None)),
            PayloadKind::Page => (true, success.list_body(way.and_then(|way| way.kind().list()))),
        });
        let named = templates.filter(|(_, template)| template.own_name().is_some());
        named.map(|(is_list, template)| (is_list, template.clone())).collect()
    }
}

/// A name in a grammatical number.
fn in_number(name: &str, number: GrammaticalNumber) -> String {
    plurals::corrected(name, number).unwrap_or_else(|| name.to_owned())
}

/// The plural of a name.
pub(crate) fn plural(name: &str) -> String {
    in_number(name, GrammaticalNumber::Plural)
}

/// The singular of a name.
pub(crate) fn singular(name: &str) -> String {
    in_number(name, GrammaticalNumber::Singular)
}

/// Whether no other member next to the one with the name has it.
fn is_free(name: &str, template: &Template) -> bool {
    let Template::Object(members) = template else { return true };
    let is_here = members.iter().any(|member| Template::is_own_name(&member.wire));
    members.iter().all(|member| !(is_here && member.wire == name) && is_free(name, &member.value))
}
