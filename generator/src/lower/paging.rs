//! Collections that the style pages.

use super::extensions::{PagingAsked, words};
use super::survey::Found;
use super::types::Kind;
use super::{Lowering, Tally, codes};
use crate::ir::{
    Content, ContentKind, Form, Method, Operation, Origin, Paging, Parameter, Payload, Place, Shape, Success,
    TypeRef,
};
use crate::style::{self, PagingKind};

impl<'a> Lowering<'a> {
    /// How an operation is paged, by its `x-paging`; its array becomes a page, and the style's parameters go from
    /// its own.
    pub fn paging(
        &mut self,
        found: &Found<'a>,
        styled: bool,
        parameters: &mut Vec<Parameter>,
        successes: &mut [Success],
    ) -> Option<Paging> {
        let kind = self.paging_kind(found, styled)?;
        let way = self.style.paging.get(&kind)?;
        let item = self.page_item(found, successes)?;
        let own = parameters_of(way);
        for parameter in parameters.iter().filter(|parameter| is_one_of(parameter, &own)) {
            let message = format!(
                "`{}` is a parameter of the style's paging, and need not be declared",
                parameter.wire
            );
            let pointer = self.types.get(parameter.ty.id).pointer.clone();
            self.push(self.note(codes::PAGING_PARAMETER, message, &pointer));
        }
        parameters.retain(|parameter| !is_one_of(parameter, &own));
        for success in successes.iter_mut().filter(|success| holds_list(success)) {
            success.payload = Payload::Page(item);
        }
        let key = match &way.kind {
            PagingKind::Keyset { by, .. } => by.clone(),
            _ => Vec::new(),
        };
        Some(Paging { kind, key })
    }

    /// The way that is asked for, where the style has it.
    fn paging_kind(&mut self, found: &Found<'a>, styled: bool) -> Option<String> {
        let asked = self.paging_asked(&found.node);
        let pointer = found.node.at("x-paging");
        if asked == PagingAsked::No {
            return None;
        }
        if self.style.paging.is_empty() {
            self.tally(Tally::ExtensionsUnused, &pointer);
            return None;
        }
        if !styled {
            let message = "`x-paging` beside `x-style: off`: nothing pages what the style does not touch";
            self.push(self.error(codes::EXTENSION_WRONG, message, &pointer).help("drop one of the two"));
            return None;
        }
        let ways: Vec<_> = self.style.paging.keys().cloned().collect();
        let help = format!("it has {}", words(&ways));
        let kind = match asked {
            PagingAsked::Kind(kind) => kind,
            _ => match self.style.default_paging.clone() {
                Some(kind) => kind,
                None => {
                    let message = format!("the style `{}` has no default way of paging", self.style.ident);
                    self.push(self.error(codes::PAGING_UNKNOWN, message, &pointer).help(help));
                    return None;
                }
            },
        };
        if !ways.contains(&kind) {
            let message = format!("the style `{}` has no way of paging `{kind}`", self.style.ident);
            self.push(self.error(codes::PAGING_UNKNOWN, message, &pointer).help(help));
            return None;
        }
        Some(kind)
    }

    /// What the items are of the array that an operation answers.
    fn page_item(&mut self, found: &Found<'a>, successes: &[Success]) -> Option<TypeRef> {
        let schema = self.json_success(&found.node).filter(|_| found.method == Method::Get);
        let list = successes.iter().find_map(|success| json(&success.payload));
        if let (Some(schema), Some(list)) = (schema, list)
            && self.kind_of(&schema) == Some(Kind::Array)
        {
            let origin = Origin::Item(list.id);
            return Some(match self.items_of(&schema) {
                Some(items) => self.use_of(&items, Form::Read, origin),
                None => self.any(origin, &schema),
            });
        }
        let message = "only a `GET` that answers a list can be paged";
        let help = "describe the answer as `type: array`; the style adds the rest";
        self.push(self.error(codes::PAGING_NOT_A_LIST, message, &found.node.at("x-paging")).help(help));
        None
    }

    /// Checks what a keyset page is ordered by against the items, once their types are known.
    pub fn check_keys(&mut self, operations: &[Operation]) {
        for operation in operations {
            let Some(paging) = operation.paging.as_ref().filter(|paging| !paging.key.is_empty()) else {
                continue;
            };
            let page = operation.successes.iter().find_map(|success| match success.payload {
                Payload::Page(item) => Some(item),
                _ => None,
            });
            let Some(item) = page else { continue };
            let pointer = format!("{}/x-paging", operation.pointer);
            for wire in &paging.key {
                if let Err(problem) = self.key_member(item, wire) {
                    let message = format!("`{}` orders items by `{wire}`, {problem}", paging.kind);
                    let item = self.spec.place(&self.types.get(self.types.behind(item.id)).pointer.clone());
                    let diagnostic =
                        self.error(codes::PAGING_KEY, message, &pointer).related(item, "the items");
                    let help = format!("give the items a required member `{wire}` that is never null");
                    self.push(diagnostic.help(help));
                }
            }
        }
    }

    fn key_member(&self, item: TypeRef, wire: &str) -> Result<(), &'static str> {
        let Shape::Object(object) = &self.types.get(self.types.behind(item.id)).shape else {
            return Err("and they are no objects");
        };
        let member =
            object.members.iter().find(|member| member.wire == wire).ok_or("which they do not have")?;
        if !member.required || member.ty.nullable {
            return Err("which may be absent or null");
        }
        match self.types.get(self.types.behind(member.ty.id)).shape {
            Shape::Scalar(_) | Shape::Enum(_) => Ok(()),
            _ => Err("which is no plain value"),
        }
    }
}

/// The parameters of a way of paging.
fn parameters_of(way: &style::Paging) -> Vec<&str> {
    match &way.kind {
        PagingKind::Number { number, size, .. } => vec![number, size],
        PagingKind::Keyset { before, after, size, .. } => vec![before, after, size],
        PagingKind::ItemRange { .. } | PagingKind::KeyRange { .. } => Vec::new(),
    }
}

fn is_one_of(parameter: &Parameter, own: &[&str]) -> bool {
    parameter.place == Place::Query && own.contains(&parameter.wire.as_str())
}

/// The JSON that a payload holds.
fn json(payload: &Payload) -> Option<TypeRef> {
    let Payload::Body(contents) = payload else { return None };
    contents.iter().find_map(|content| match content {
        Content { kind: ContentKind::Json(ty), .. } => Some(*ty),
        _ => None,
    })
}

/// Whether a success is the list that is paged: the 200, or any 2xx.
fn holds_list(success: &Success) -> bool {
    use crate::ir::StatusSpec::{Default, Exact, Range};
    matches!(success.status, Exact(200) | Range(2) | Default) && json(&success.payload).is_some()
}
