//! The view of the types.

use super::operations::word;
use super::words::Presence;
use super::{Build, DescriptionView, EnumView, ResourceView, UnionView, ValueView};
use crate::ir::{self, EnumKind, Form, MemberRole, Others, Shape, TypeId, TypeRef};
use crate::rust::docs::{Docs, docs};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::{ToTemplateValue, views};
use crate::rust::scope::Scope;
use crate::rust::ty::{From, Spelling, Ty};

/// An item of the module of types. `kind` selects its template.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum TypeView {
    Object(Box<ObjectView>),
    Enum(EnumView),
    Value(ValueView),
    Union(UnionView),
    Alias(AliasView),
}

impl ToTemplateValue for TypeView {
    fn to_template_value(&self) -> minijinja::Value {
        match self {
            Self::Object(view) => view.to_template_value(),
            Self::Enum(view) => view.to_template_value(),
            Self::Value(view) => view.to_template_value(),
            Self::Union(view) => view.to_template_value(),
            Self::Alias(view) => view.to_template_value(),
        }
    }
}

views! {
    /// A struct.
    ObjectView {
        /// `object`
        kind: &'static str,
        /// Its name.
        ident: Ident,
        /// Prose.
        docs: Docs,
        /// Whether the document deprecates it.
        deprecated: bool,
        /// Its members.
        members: Vec<MemberView>,
        /// The map of other members, where they are kept.
        others: Option<OthersView>,
        /// Whether it writes its members into an object that a union opened.
        inside: bool,
        /// Whether only clients read it: null for a member that may be absent is forgiven.
        lenient: bool,
        /// Where the value of a struct without anything comes from: `derive`, `write`, or nowhere.
        default: Option<&'static str>,
        /// Arguments of `new`: the members that must be there.
        arguments: Vec<MemberView>,
        /// Whether these do not fit on a line.
        wide: bool,
        /// Whether answers change it: times, relations, options.
        presented: bool,
        /// The member that a page of it is continued at.
        key: Option<Ident>,
        /// Whether it is a form of parts.
        parts: bool,
        /// Members that a range of it may be of.
        keys: Vec<KeyView>,
        /// Pieces of the link to its own operation, if a response sends that in `Location`.
        location: Vec<LinkPieceView>,
        /// The constant that describes the resource, if it is emitted here.
        description: Option<DescriptionView>,
        /// How it is written as a resource.
        resource: Option<ResourceView>,
    }
    /// A member.
    MemberView {
        /// Its name.
        ident: Ident,
        /// The variable that holds it while it is read.
        local: Ident,
        /// Its name on the wire.
        wire: Lit,
        /// Its type.
        ty: Ty,
        /// Prose.
        docs: Docs,
        /// Whether the document deprecates it.
        deprecated: bool,
        /// When it is there.
        presence: Presence,
        /// What it is in a form of parts: `value`, `file` or `files`.
        part: Ident,
        /// Its value where the constructor is not given it; nothing for what must be.
        init: Option<Expr>,
        /// Whether that is the tag of the unions that the type is used in.
        tagged: bool,
        /// Its value where it is absent from what is read.
        default: Option<Expr>,
        /// Whether making that costs nothing.
        cheap: bool,
        /// JSON text of that value where it has no spelling in Rust.
        parsed: Option<Lit>,
        /// Pieces of a link that the server fills in.
        link: Vec<LinkPieceView>,
        /// What answers do to it: `relation`, `only_with_option`, `value`, or nothing.
        present: Option<&'static str>,
        /// The representation option of `relation` and `only_with_option`.
        option: Option<Lit>,
        /// Whether it holds numbers of 32 bits.
        float: bool,
    }
    /// A member that keys are of.
    KeyView {
        wire: Lit,
        member: Ident,
    }
    /// A piece of a link: text, or the value of a member.
    LinkPieceView {
        text: Option<Lit>,
        member: Option<Ident>,
    }
    /// The map of other members.
    OthersView {
        ident: Ident,
        local: Ident,
        ty: Ty,
        presented: bool,
        /// Names of the declared members, which other members may not have.
        named: Vec<Lit>,
        /// Those of them that this form of the type does not have.
        skipped: Vec<Lit>,
        /// Whether they hold numbers of 32 bits.
        float: bool,
    }
    /// Another name of a type.
    AliasView {
        /// `alias`
        kind: &'static str,
        ident: Ident,
        docs: Docs,
        deprecated: bool,
        ty: Ty,
    }
}

impl MemberView {
    /// Whether its type's default value is not the one that it has.
    const fn is_written(&self) -> bool {
        self.default.is_some() || self.tagged
    }
}

/// The names of all members that the document declares, those last that this form does not have.
fn declared(object: &ir::Object) -> Vec<&str> {
    let mut names: Vec<_> = object.members.iter().map(|member| member.wire.as_str()).collect();
    let absent = object.refused.iter().map(|refused| &refused.wire).chain(&object.hidden);
    for wire in absent {
        if !names.contains(&wire.as_str()) {
            names.push(wire);
        }
    }
    names
}

impl Build<'_> {
    pub(super) fn types(&self) -> Vec<TypeView> {
        (0..self.api.types.len()).filter_map(|index| self.ty(index)).collect()
    }

    fn ty(&self, index: usize) -> Option<TypeView> {
        let ident = self.names.types.items[index].clone()?;
        let ty = &self.api.types[index];
        let (docs, deprecated) = (docs(ty.docs.as_deref()), ty.deprecated);
        Some(match &ty.shape {
            Shape::Object(object) => TypeView::Object(Box::new(self.object(index, ident, object))),
            Shape::Enum(list) if list.kind == EnumKind::Mixed => {
                TypeView::Value(ValueView { kind: "value", ident, docs, deprecated })
            }
            Shape::Enum(list) => TypeView::Enum(self.enumeration(index, ident, list)),
            Shape::Union(union) => TypeView::Union(self.union(index, ident, union)),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Alias(_)
            | Shape::Related(_) => {
                let ty = self.shape(TypeId(super::id(index)), &ty.shape).ty(From::Types);
                TypeView::Alias(AliasView { kind: "alias", ident, docs, deprecated, ty })
            }
        })
    }

    fn object(&self, index: usize, ident: Ident, object: &ir::Object) -> ObjectView {
        let ty = &self.api.types[index];
        let names = &self.names.types.members[index];
        let mut locals = Scope::with(["map", "key"]);
        let members: Vec<_> = object
            .members
            .iter()
            .zip(names)
            .enumerate()
            .map(|(place, (member, name))| {
                let local = locals.claim([name.plain()], "member");
                self.member(index, place, member, name, local)
            })
            .collect();
        let others = self.others(index, object, &mut locals);
        let free = |member: &&MemberView| member.init.is_some();
        let default = members
            .iter()
            .all(|member| free(&member))
            .then(|| if members.iter().any(MemberView::is_written) { "write" } else { "derive" });
        let arguments: Vec<_> = members.iter().filter(|member| !free(member)).cloned().collect();
        let id = TypeId(super::id(index));
        let keys = self.keys.get(&id);
        let width: usize =
            arguments.iter().map(|of| of.ident.as_str().len() + of.ty.as_str().len() + 4).sum();
        ObjectView {
            kind: "object",
            wide: width > 76,
            ident,
            docs: docs(ty.docs.as_deref()),
            deprecated: ty.deprecated,
            inside: self.written_inside[index],
            lenient: !self.requested[index],
            parts: ty.form == Form::Multipart,
            default,
            arguments,
            presented: self.presented[index],
            key: keys.and_then(|keys| self.member_ident(index, keys.own?)),
            location: self.locations.get(&id).map(|path| self.pieces(index, path)).unwrap_or_default(),
            keys: keys.map(|keys| self.ranged(index, keys)).unwrap_or_default(),
            description: self.description(index),
            resource: self.resource_view(index, &members),
            members,
            others,
        }
    }

    /// The map of other members, where they are kept.
    fn others(&self, index: usize, object: &ir::Object, locals: &mut Scope) -> Option<OthersView> {
        let of = match object.others {
            Others::Kept(of) => of,
            Others::Unsaid | Others::Denied => return None,
        };
        let hold = (TypeId(super::id(index)), object.members.len());
        let mut named = declared(object);
        let all = named.iter().copied().map(Lit::text).collect();
        Some(OthersView {
            ident: self.names.types.members[index].last().cloned().unwrap_or_else(Ident::nameless),
            local: locals.claim(["others", "other_members"], "others"),
            ty: Spelling::Map(Box::new(self.boxed(hold, self.spell(of)))).ty(From::Types),
            presented: self.presented(of.id),
            named: all,
            skipped: named.split_off(object.members.len()).into_iter().map(Lit::text).collect(),
            float: self.holds_float(of.id, 0),
        })
    }

    /// The name of the member `wire` of the type at `index`.
    pub(super) fn member_ident(&self, index: usize, wire: &str) -> Option<Ident> {
        let Shape::Object(object) = &self.api.types[index].shape else { return None };
        let place = object.members.iter().position(|member| member.wire == wire)?;
        self.names.types.members[index].get(place).cloned()
    }

    fn member(
        &self,
        index: usize,
        place: usize,
        member: &ir::Member,
        name: &Ident,
        local: Ident,
    ) -> MemberView {
        let hold = (TypeId(super::id(index)), place);
        let inner = self.spell(TypeRef { id: member.ty.id, nullable: false });
        let inner = self.boxed(hold, inner);
        let boxed = matches!(inner, Spelling::Boxed(_) | Spelling::Opaque(_));
        let link = self.link(index, member);
        let merging = self.api.types[index].form.is_merged();
        let goes = member.only_with_option.is_some() || matches!(member.role, MemberRole::Relation { .. });
        let there = member.required && !merging && !goes;
        let given = member.default.as_ref().filter(|_| !there && !merging && !goes);
        let default = given.and_then(|value| self.default(member.ty, value, From::Types)).filter(|_| !boxed);
        let nullable = member.ty.nullable;
        let related = self.may_lack(index, member);
        let (presence, spelling) = match (&link, there, nullable) {
            _ if related => (Presence::Optional, Spelling::Option(Box::new(inner))),
            (Some(_), ..) => (Presence::Link, Spelling::Runtime("Link")),
            (None, true, false) => (Presence::Required, inner),
            (None, true, true) => (Presence::Required, Spelling::Option(Box::new(inner))),
            (None, false, true) if default.is_some() => {
                (Presence::Default, Spelling::Option(Box::new(inner)))
            }
            (None, false, false) if default.is_some() => (Presence::Default, inner),
            (None, false, true) if self.has_all(index) => {
                (Presence::Nullable, Spelling::Option(Box::new(inner)))
            }
            (None, false, true) => (Presence::Patch, Spelling::Patch(Box::new(inner))),
            (None, false, false) => (Presence::Optional, Spelling::Option(Box::new(inner))),
        };
        let parsed =
            given.filter(|_| presence == Presence::Optional).map(|value| Lit::text(&value.to_string()));
        let tag = self.tag_of(member, presence);
        let (present, option) = self.present(member);
        MemberView {
            ident: name.clone(),
            local,
            wire: Lit::text(&member.wire),
            ty: spelling.ty(From::Types),
            docs: docs(member.docs.as_deref()),
            deprecated: member.deprecated,
            presence,
            part: word(self.part(member.ty.id)),
            tagged: tag.is_some(),
            init: tag.or_else(|| match presence {
                Presence::Optional | Presence::Nullable => Some(Expr::none()),
                Presence::Patch => Some(Expr::runtime("Patch::Absent")),
                Presence::Link => Some(Expr::runtime("Link::empty()")),
                Presence::Required | Presence::Default => default.clone(),
            }),
            cheap: default.as_ref().is_some_and(|default| !default.as_str().contains(['(', '!'])),
            default,
            parsed,
            link: link.unwrap_or_default(),
            present,
            option,
            float: self.holds_float(member.ty.id, 0),
        }
    }

    /// Whether values of a type hold numbers of 32 bits that no other type reads: objects and unions see to their own.
    fn holds_float(&self, id: TypeId, depth: u8) -> bool {
        const DEEPEST: u8 = 64;
        let held = |id| depth < DEEPEST && self.holds_float(id, depth + 1);
        match &self.api.ty(id).shape {
            Shape::Scalar(ir::Scalar::Number(number)) => number.width == ir::NumberWidth::F32,
            Shape::Array(array) => held(array.items.id),
            Shape::Tuple(places) => places.iter().any(|place| held(place.id)),
            Shape::Map(map) => held(map.values.id),
            Shape::Alias(to) => held(to.id),
            Shape::Any | Shape::Scalar(_) | Shape::Enum(_) => false,
            Shape::Object(_) | Shape::Union(_) | Shape::Related(_) => false,
        }
    }

    /// The value that the constructor sets, where the unions that the type is used in leave one.
    fn tag_of(&self, member: &ir::Member, presence: Presence) -> Option<Expr> {
        let tag = serde_json::Value::from(member.tag.as_deref()?);
        match presence {
            Presence::Required | Presence::Default | Presence::Nullable => {
                self.default(member.ty, &tag, From::Types)
            }
            Presence::Optional => {
                Some(self.default(TypeRef { nullable: false, ..member.ty }, &tag, From::Types)?.some())
            }
            // What changes a part of a value says only what changes; a link is of the server's making.
            Presence::Patch | Presence::Link => None,
        }
    }

    /// Pieces of a link; `None` if the member is not a link, or needs a member that is not there.
    fn link(&self, index: usize, member: &ir::Member) -> Option<Vec<LinkPieceView>> {
        let MemberRole::Link(path) = &member.role else { return None };
        Some(self.pieces(index, path))
    }

    fn pieces(&self, index: usize, path: &ir::LinkPath) -> Vec<LinkPieceView> {
        let pieces = path.pieces.iter().map(|piece| match piece {
            ir::LinkPiece::Text(text) => Some(LinkPieceView { text: Some(Lit::text(text)), member: None }),
            ir::LinkPiece::Member(wire) => {
                Some(LinkPieceView { text: None, member: Some(self.member_ident(index, wire)?) })
            }
        });
        pieces.collect::<Option<_>>().unwrap_or_default()
    }

    fn present(&self, member: &ir::Member) -> (Option<&'static str>, Option<Lit>) {
        let value = self.presented(member.ty.id).then_some("value");
        match (&member.role, &member.only_with_option) {
            (_, Some(option)) => (Some("only_with_option"), Some(Lit::text(option))),
            (MemberRole::Relation { dropped_under, .. }, _) => {
                (Some("relation"), Some(Lit::text(dropped_under)))
            }
            (MemberRole::Link(_), _) => (None, None),
            (MemberRole::Data | MemberRole::ResourceId | MemberRole::Relationship { .. }, _) => (value, None),
        }
    }
}
