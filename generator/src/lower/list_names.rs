//! Names of lists in bodies: what the member `{items}` of a style's template is called.

use super::collect::CollectedOperation;
use super::{Context, Tally, codes};
use crate::ir::{Operation, PathPiece, PayloadKind};
use crate::style::Template;

/// Names the lists of operations.
pub(in crate::lower) struct ListNames<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> ListNames<'_, 'a> {
    /// Names the list of an operation, if the template of its body has a member for the name.
    pub fn name(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let given = found.annotations.paging().and_then(|paging| paging.items);
        let Some(template) = self.template(operation) else {
            if let Some(node) = given {
                self.cx.tally(Tally::ExtensionsUnused, &node.pointer());
            }
            return;
        };
        let said = given.as_ref().and_then(|node| Some((node.value().as_str()?, node.pointer())));
        let segments = self.cx.index.paths.own_segments(&found.path);
        let last = segments.iter().rev().find_map(|segment| match segment.as_slice() {
            [PathPiece::Literal(text)] => Some((text.as_str(), found.node.pointer())),
            _ => None,
        });
        let help = "name the list: `x-style: { paging: { items: customers } }`";
        let Some((name, pointer)) = said.or(last) else {
            let message = "the path has no segment that can be the name of the list";
            let pointer = found.node.pointer();
            self.cx.push(self.cx.error(codes::LIST_NAME, message, &pointer).help(help));
            return;
        };
        if !is_free(name, &template) {
            let message = format!("the body of the list has the member `{name}` for something else");
            self.cx.push(self.cx.error(codes::LIST_NAME_TAKEN, message, &pointer).help(help));
            return;
        }
        operation.items = Some(name.to_owned());
    }

    /// The template of the body of a list, if it has a member for the name of the list.
    fn template(&self, operation: &Operation) -> Option<Template> {
        let success = &self.cx.style.success;
        let types = &self.cx.types;
        let way = operation.paging.as_ref().and_then(|paging| self.cx.style.paging.get(&paging.kind));
        let template =
            |payload: &crate::ir::Payload| match payload.kind(|id| &types.get(types.behind(id)).shape) {
                PayloadKind::One => None,
                PayloadKind::List => Some(success.list_body(None)),
                PayloadKind::Page => Some(success.list_body(way.and_then(|way| way.kind().list()))),
            };
        let all = operation.successes.iter().filter(|_| operation.styled && !operation.bare);
        let mut templates = all.filter_map(|success| template(&success.payload));
        templates.find(|template| template.names_items()).cloned()
    }
}

/// Whether no other member next to the list has its name.
fn is_free(name: &str, template: &Template) -> bool {
    let Template::Object(members) = template else { return true };
    let is_list_here = members.iter().any(|member| member.wire == Template::ITEMS);
    members.iter().all(|member| !(is_list_here && member.wire == name) && is_free(name, &member.value))
}
