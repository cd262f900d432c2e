//! Payloads whose members the style writes next to its own: objects without the members of the style.

use super::collect::CollectedOperation;
use super::{Context, codes};
use crate::ir::{ContentKind, Operation, Payload, PayloadKind, Shape, TypeRef};
use crate::style::Template;

/// Unions within each other that are looked into.
const DEPTH: usize = 16;

/// Checks payloads that are spread.
pub(in crate::lower) struct SpreadPayloads<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> SpreadPayloads<'_, 'a> {
    /// Reports payloads of an operation that have no members, or members of the style.
    pub fn check(&mut self, found: &CollectedOperation<'a>, operation: &Operation) {
        if !operation.styled || !self.cx.style.success.body.spreads() {
            return;
        }
        let problems: Vec<Problem> = operation
            .successes
            .iter()
            .filter_map(|success| self.problem(operation, &success.payload))
            .collect();
        for problem in problems {
            let pointer = found.node.pointer();
            self.cx.push(match problem {
                Problem::NoObject { is_list } => {
                    let message = "the payload is no object, and the style writes its members next to others";
                    let help = match is_list {
                        true => "give lists a body of their own: `success.list` in the style",
                        false => "describe an object, or say `x-style: off`",
                    };
                    self.cx.error(codes::SPREAD_PAYLOAD, message, &pointer).help(help)
                }
                Problem::Member(wire) => {
                    let message =
                        format!("the payload has the member `{wire}`, which the style writes next to it");
                    let help = "use another name, or say `x-style: off`";
                    self.cx.error(codes::SPREAD_MEMBER, message, &pointer).help(help)
                }
            });
        }
    }

    fn problem(&self, operation: &Operation, payload: &Payload) -> Option<Problem> {
        let success = &self.cx.style.success;
        let types = &self.cx.types;
        let way = operation.paging.as_ref().and_then(|paging| self.cx.style.paging.get(&paging.kind));
        let kind = payload.kind(|id| &types.get(types.behind(id)).shape);
        let template = match kind {
            PayloadKind::One if matches!(payload, Payload::Meta(_)) => success.meta_body(),
            PayloadKind::One => &success.body,
            PayloadKind::List => success.list_body(None),
            PayloadKind::Page => success.list_body(way.and_then(|way| way.kind().list())),
        };
        if !template.spreads() {
            return None;
        }
        match payload {
            Payload::Nothing => None,
            Payload::Job => template.member("url").map(|_| Problem::Member("url".to_owned())),
            Payload::Body(contents) => contents.iter().find_map(|content| match &content.kind {
                ContentKind::Json(ty) => {
                    self.problem_of(*ty, template, DEPTH).map(|problem| problem.of_list(kind))
                }
                ContentKind::Form(_)
                | ContentKind::Multipart(_)
                | ContentKind::Text(_)
                | ContentKind::Bytes
                | ContentKind::Events(_)
                | ContentKind::JsonLines(_) => None,
            }),
            Payload::Meta(ty) => self.problem_of(*ty, template, DEPTH),
            Payload::Page(_)
            | Payload::Resource(_)
            | Payload::Resources(_)
            | Payload::ToOne(_)
            | Payload::ToMany(_) => Some(Problem::NoObject { is_list: kind != PayloadKind::One }),
        }
    }

    fn problem_of(&self, ty: TypeRef, template: &Template, depth: usize) -> Option<Problem> {
        let types = &self.cx.types;
        if ty.nullable || depth == 0 {
            return Some(Problem::NoObject { is_list: false });
        }
        match &types.get(types.behind(ty.id)).shape {
            Shape::Map(_) => None,
            Shape::Object(object) => {
                let mut wires = object.members.iter().map(|member| &member.wire);
                wires.find(|wire| template.member(wire).is_some()).map(|wire| Problem::Member(wire.clone()))
            }
            Shape::Union(union) => {
                union.variants.iter().find_map(|variant| self.problem_of(variant.ty, template, depth - 1))
            }
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Alias(_)
            | Shape::Related(_) => Some(Problem::NoObject { is_list: false }),
        }
    }
}

/// Why the members of a payload cannot be next to others.
enum Problem {
    NoObject { is_list: bool },
    Member(String),
}

impl Problem {
    fn of_list(self, kind: PayloadKind) -> Self {
        match self {
            Self::NoObject { .. } => Self::NoObject { is_list: kind != PayloadKind::One },
            Self::Member(wire) => Self::Member(wire),
        }
    }
}
