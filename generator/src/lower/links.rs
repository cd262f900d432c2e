//! Links that the server fills in: of an item to itself, and of a member to an operation (`link` of `x-style`).

use std::collections::HashMap;

use super::annotations::link_annotation;
use super::collect::CollectedOperation;
use super::types::{SchemaPart, SchemaParts, Types};
use super::{Context, codes};
use crate::diag::suggest;
use crate::ir::{
    ContentKind, Form, LinkPath, LinkPiece, Member, MemberRole, Object, Operation, Origin, OwnLink, Path,
    PathPiece, Payload, Scalar, Shape, StatusSpec, Success, Text, TextFormat, Type, TypeId,
};
use crate::lower::resources::located::Locations;
use crate::spec::{Node, Schema};

/// A link that waits for the members next to it.
#[derive(Debug)]
pub(super) struct PendingLink<'a> {
    pub owner: TypeId,
    pub wire: String,
    /// What the document says of it.
    pub link: Node<'a>,
}

/// Fills in links once all types are known.
pub(in crate::lower) struct Links<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Links<'_, 'a> {
    /// Gives each item its own link, in the form in which it is read.
    pub fn fill_own_links(&mut self, collected: &[CollectedOperation<'a>]) {
        let Some(own) = self.cx.own_link_member() else { return };
        let by_id = by_id(collected);
        for index in 0..self.cx.types.all.len() {
            let ty = &self.cx.types.all[index];
            let Shape::Object(object) = &ty.shape else { continue };
            let Some(position) = object.members.iter().position(|member| member.wire == own) else {
                continue;
            };
            if ty.form != Form::Read {
                continue;
            }
            let Some(link) = self.link_to_itself(TypeId(u32::try_from(index).unwrap_or(u32::MAX)), &by_id)
            else {
                continue;
            };
            let Shape::Object(object) = &mut self.cx.types.all[index].shape else { continue };
            let member = &mut object.members[position];
            if member.role == MemberRole::Data {
                member.role = MemberRole::Link(link);
            }
        }
    }

    /// The link from the members of a type to its item operation.
    fn link_to_itself(&mut self, id: TypeId, by_id: &ById<'_, 'a>) -> Option<LinkPath> {
        let schema: Schema<'a> = self.cx.root.find(&self.cx.types.get(id).pointer)?;
        let item = self.cx.schemas.items.get(&schema.id()).cloned()?;
        let found = by_id.get(item.id.as_str())?;
        let flat = self.cx.flatten(&SchemaParts::one(&schema));
        let mapping = own_path(&flat, &found.path, self.cx.own_link_member())?;
        let known =
            |wire: &str| mapping.iter().find(|(name, _)| name == wire).map(|(_, member)| member.clone());
        let pieces = path_pieces(&found.path, &known).ok()?;
        Some(LinkPath { operation: item.id, pieces })
    }

    /// Finds the created resource of operations, if it has an item operation whose path it fills, under a style that puts
    /// it in `Location`.
    pub fn find_locations(&mut self, collected: &[CollectedOperation<'a>], operations: &mut [Operation]) {
        if !self.cx.style.success.location {
            return;
        }
        Locations { cx: self.cx }.locate_resources(collected, operations);
        let by_id = by_id(collected);
        for operation in operations.iter_mut().filter(|operation| operation.styled) {
            let [Success { status: StatusSpec::Exact(201), payload: Payload::Body(contents), .. }] =
                operation.successes.as_slice()
            else {
                continue;
            };
            let Some(ContentKind::Json(made)) = contents.first().map(|content| &content.kind) else {
                continue;
            };
            let ty = self.cx.types.behind(made.id);
            let Some(path) = self.link_to_itself(ty, &by_id).filter(|_| !made.nullable) else { continue };
            let Shape::Object(object) = &self.cx.types.get(ty).shape else { continue };
            let filled = path.pieces.iter().all(|piece| match piece {
                LinkPiece::Text(_) => true,
                LinkPiece::Member(wire) => self.cx.types.is_filled(object, wire),
            });
            if filled {
                operation.location = Some(OwnLink { ty, path });
            }
        }
    }

    /// Resolves every link to an operation.
    pub fn fill_links(&mut self) {
        for pending in std::mem::take(&mut self.cx.types.links) {
            if let Some(path) = self.link_path(&pending) {
                self.cx.report.mark_effective(&pending.link);
                let Shape::Object(object) = &mut self.cx.types.get_mut(pending.owner).shape else { continue };
                if let Some(member) = object.members.iter_mut().find(|member| member.wire == pending.wire) {
                    member.role = MemberRole::Link(path);
                }
            }
        }
    }

    fn link_path(&mut self, pending: &PendingLink<'a>) -> Option<LinkPath> {
        let link = &pending.link;
        let (operation, mapping) = link_annotation(link)?;
        let Some(path) = self.cx.index.by_id.get(operation).cloned() else {
            self.link_to_nothing(operation, link);
            return None;
        };
        let Shape::Object(object) = &self.cx.types.get(pending.owner).shape else { return None };
        let neighbour = |name: &str| {
            let fits = |member: &&Member| {
                member.wire == name && name != pending.wire && self.cx.types.is_plain_value(member)
            };
            object.members.iter().find(fits).map(|member| member.wire.clone())
        };
        let known = |wire: &str| {
            let mapped = mapping.path.iter().find(|(name, _)| *name == wire).map(|(_, member)| *member);
            neighbour(mapped.unwrap_or(wire))
        };
        let mut missing = Vec::new();
        let mut pieces = path_pieces(&path, &known).unwrap_or_else(|wire| {
            missing.push(wire);
            Vec::new()
        });
        for (i, (wire, member)) in mapping.query.iter().enumerate() {
            let Some(member) = neighbour(member) else {
                missing.push((*member).to_owned());
                continue;
            };
            let sign = if i == 0 { '?' } else { '&' };
            push_text(&mut pieces, &format!("{sign}{}=", encode(wire)));
            pieces.push(LinkPiece::Member(member));
        }
        if missing.is_empty() {
            return Some(LinkPath { operation: operation.to_owned(), pieces });
        }
        for wire in missing {
            let message = format!(
                "the link to `{operation}` needs `{wire}`, and no member next to it gives it; it is not filled in"
            );
            let help = "add the member, or say in `link` which member has the value of the parameter";
            self.cx.push(self.cx.warning(codes::LINK_MEMBER, message, &link.pointer()).help(help));
        }
        None
    }

    fn link_to_nothing(&mut self, operation: &str, link: &Node<'a>) {
        let mut ids: Vec<&str> = self.cx.index.by_id.keys().map(String::as_str).collect();
        ids.sort_unstable();
        let message = format!("no operation has the id `{operation}`; the link is not filled in");
        let help = match suggest::near(operation, ids.into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name an `operationId`".to_owned(),
        };
        self.cx.push(self.cx.warning(codes::LINK_OPERATION, message, &link.pointer()).help(help));
    }

    /// Finds members that the link next to them can replace.
    pub fn find_relations(&mut self) {
        let (Some(suffix), Some(under)) =
            (&self.cx.style.data.links.related_suffix, &self.cx.style.data.links_only_with_option)
        else {
            return;
        };
        let objects: Vec<bool> = (0..self.cx.types.all.len())
            .map(|i| {
                let id = TypeId(u32::try_from(i).unwrap_or(u32::MAX));
                matches!(self.cx.types.get(self.cx.types.behind(id)).shape, Shape::Object(_))
            })
            .collect();
        for ty in self.cx.types.all.iter_mut().filter(|ty| ty.form == Form::Read) {
            relate(ty, &objects, suffix, under);
        }
    }
}

impl Types<'_> {
    /// Whether an object always has a member that a path can be filled with.
    pub fn is_filled(&self, object: &Object, wire: &str) -> bool {
        object.members.iter().any(|member| {
            member.wire == wire && member.required && !member.ty.nullable && self.is_plain_value(member)
        })
    }

    fn is_plain_value(&self, member: &Member) -> bool {
        matches!(
            self.get(self.behind(member.ty.id)).shape,
            Shape::Scalar(_) | Shape::Enum(_) | Shape::Union(_)
        )
    }

    /// The link to itself that the style gives an item.
    pub fn own_link(&mut self, owner: TypeId, wire: String) -> Member {
        let pointer = self.get(owner).pointer.clone();
        let text = Text { format: TextFormat::UriReference, ..Default::default() };
        let shape = Shape::Scalar(Scalar::Text(text));
        let id = self.make(Origin::Member(owner, wire.clone()), Form::Read, shape, &pointer);
        Member {
            wire,
            docs: Some("The link to itself.".to_owned()),
            ty: crate::ir::TypeRef { id, nullable: false },
            required: true,
            access: crate::ir::Access::ReadOnly,
            default: None,
            tag: None,
            deprecated: false,
            role: MemberRole::Data,
            only_with_option: None,
        }
    }
}

/// Whether a schema has the members that the path of its item operation needs; what each parameter is taken from.
pub(super) fn own_path(
    flat: &[SchemaPart<'_>],
    path: &Path,
    own: Option<&str>,
) -> Option<Vec<(String, String)>> {
    let wires: Vec<&str> =
        flat.iter().flat_map(|part| part.node.properties().map(|(wire, _)| wire)).collect();
    let params: Vec<_> = path.segments.iter().flatten().filter_map(param).collect();
    let last = params.len().checked_sub(1)?;
    let mut mapping = Vec::new();
    for (i, wire) in params.iter().enumerate() {
        let same = [*wire, "id", "uuid"];
        let candidates = if i == last { &same[..] } else { &same[..1] };
        let member = candidates.iter().find(|name| Some(**name) != own && wires.contains(*name))?;
        mapping.push(((*wire).to_owned(), (*member).to_owned()));
    }
    Some(mapping)
}

/// Operations by id.
type ById<'s, 'a> = HashMap<&'s str, &'s CollectedOperation<'a>>;

fn by_id<'s, 'a>(collected: &'s [CollectedOperation<'a>]) -> ById<'s, 'a> {
    collected.iter().map(|found| (found.id.as_str(), found)).collect()
}

fn relate(ty: &mut Type, objects: &[bool], suffix: &str, under: &str) {
    let Shape::Object(object) = &mut ty.shape else { return };
    let wires: std::collections::HashSet<String> =
        object.members.iter().map(|member| member.wire.clone()).collect();
    for member in &mut object.members {
        let link = format!("{}{suffix}", member.wire);
        let data = member.role == MemberRole::Data && objects.get(member.ty.id.0 as usize) == Some(&true);
        if data && wires.contains(&link) {
            // A compact answer leaves it out.
            member.required = false;
            member.role = MemberRole::Relation { link, dropped_under: under.to_owned() };
        }
    }
}

fn param(piece: &PathPiece) -> Option<&str> {
    match piece {
        PathPiece::Param(wire) => Some(wire),
        PathPiece::Literal(_) => None,
    }
}

/// The pieces of a link along a path; the parameter that no member gives, where there is one.
pub(super) fn path_pieces(
    path: &Path,
    member: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<LinkPiece>, String> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    for segment in &path.segments {
        text.push('/');
        for piece in segment {
            match piece {
                PathPiece::Literal(literal) => text.push_str(&encode(literal)),
                PathPiece::Param(wire) => {
                    pieces.push(LinkPiece::Text(std::mem::take(&mut text)));
                    pieces.push(LinkPiece::Member(member(wire).ok_or_else(|| wire.clone())?));
                }
            }
        }
    }
    if path.slash || path.segments.is_empty() {
        text.push('/');
    }
    if !text.is_empty() {
        pieces.push(LinkPiece::Text(text));
    }
    pieces.retain(|piece| *piece != LinkPiece::Text(String::new()));
    Ok(pieces)
}

/// Appends text to the last piece of text.
fn push_text(pieces: &mut Vec<LinkPiece>, more: &str) {
    match pieces.last_mut() {
        Some(LinkPiece::Text(text)) => text.push_str(more),
        _ => pieces.push(LinkPiece::Text(more.to_owned())),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986 §2.3 and others that a segment allows.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@!$'()*,;".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
