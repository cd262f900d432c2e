//! The view of resources: the constants that describe them, and how their values are written.

use super::words::Presence;
use super::{Build, MemberView};
use crate::ir::{self, Form, MemberRole, Shape, TypeId};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::resources::{is_object, resources};

views! {
    /// The constant that describes a type of resource.
    DescriptionView {
        item: Ident,
        /// Its `type` on the wire.
        ty: Lit,
        attributes: Vec<Lit>,
        relationships: Vec<RelationshipView>,
    }
    /// A relationship of a type of resource.
    RelationshipView {
        wire: Lit,
        many: bool,
        /// The constants of the types that it refers to.
        targets: Vec<Expr>,
    }
    /// How a resource is written.
    ResourceView {
        /// The constant that describes it.
        description: Ident,
        /// The member that is its id.
        id: Ident,
        attributes: Vec<ResourceMemberView>,
        relationships: Vec<ResourceMemberView>,
    }
    /// A member as it is written.
    ResourceMemberView {
        member: MemberView,
        /// The runtime's function that writes it.
        how: Ident,
    }
}

impl Build<'_> {
    /// The constant that describes the resource of a type, and its forms.
    fn described(&self, id: TypeId) -> Option<&(Vec<TypeId>, Ident)> {
        self.names.types.metas.iter().find(|(forms, _)| forms.contains(&id))
    }

    /// The description next to the type at `index`, which is the first of its forms.
    pub(super) fn description(&self, index: usize) -> Option<DescriptionView> {
        let id = TypeId(super::id(index));
        let (forms, item) = self.described(id).filter(|(forms, _)| forms[0] == id)?;
        let (mut attributes, mut relationships) = (Vec::new(), Vec::<(&str, RelationshipView)>::new());
        for (form, object) in forms.iter().filter_map(|form| Some((form, self.object_of(*form)?))) {
            for member in &object.members {
                match member.role {
                    MemberRole::ResourceId => {}
                    MemberRole::Relationship { many } => {
                        if relationships.iter().all(|(wire, _)| *wire != member.wire) {
                            relationships.push((&member.wire, self.relationship(member, many)));
                        }
                    }
                    MemberRole::Data | MemberRole::Link(_) | MemberRole::Relation { .. } => {
                        attributes.push(member.wire.as_str())
                    }
                }
            }
            // Only a response has this: check whether there are responses of it.
            let first = *form == forms[0];
            let refused = object.refused.iter().filter(|refused| first && refused.wire != "id");
            attributes.extend(refused.map(|refused| refused.wire.as_str()));
        }
        let mut seen = std::collections::BTreeSet::new();
        attributes.retain(|wire| seen.insert(*wire));
        Some(DescriptionView {
            item: item.clone(),
            ty: Lit::text(self.object_of(id)?.resource.as_deref().unwrap_or_default()),
            attributes: attributes.into_iter().map(Lit::text).collect(),
            relationships: relationships.into_iter().map(|(_, view)| view).collect(),
        })
    }

    fn object_of(&self, id: TypeId) -> Option<&ir::Object> {
        let Shape::Object(object) = &self.api.ty(id).shape else { return None };
        Some(object)
    }

    fn relationship(&self, member: &ir::Member, many: bool) -> RelationshipView {
        let targets = self.targets(member.ty.id, "");
        RelationshipView { wire: Lit::text(&member.wire), many, targets }
    }

    /// References to the constants of the types of a relationship, through lists and aliases.
    pub(super) fn targets(&self, mut id: TypeId, path: &'static str) -> Vec<Expr> {
        for _ in 0..64 {
            match &self.api.ty(id).shape {
                Shape::Alias(to) | Shape::Related(to) => id = to.id,
                Shape::Array(array) => id = array.items.id,
                Shape::Any
                | Shape::Scalar(_)
                | Shape::Enum(_)
                | Shape::Tuple(_)
                | Shape::Map(_)
                | Shape::Object(_)
                | Shape::Union(_) => break,
            }
        }
        let found = resources(self.api, id).into_iter().filter_map(|id| self.described(id));
        found.map(|(_, item)| Expr::item(path, item).by_ref()).collect()
    }

    /// A reference to the constant of the resource that a type is, in a sibling module of the types. For a union the first,
    /// because values name their own type.
    pub(super) fn description_of(&self, id: TypeId) -> Option<Expr> {
        let first = match resources(self.api, id).first() {
            Some(first) => *first,
            None => self.api.behind(id),
        };
        self.described(first).map(|(_, item)| Expr::item("types", item).by_ref())
    }

    /// How values of the type at `index` are written, if they are resources.
    pub(super) fn resource_view(&self, index: usize, members: &[MemberView]) -> Option<ResourceView> {
        let id = TypeId(super::id(index));
        if !is_object(self.api, id) {
            return None;
        }
        let (_, description) = self.described(id)?;
        let object = self.object_of(id)?;
        let mut view = ResourceView {
            description: description.clone(),
            id: Ident::nameless(),
            attributes: Vec::new(),
            relationships: Vec::new(),
        };
        for (member, shown) in object.members.iter().zip(members) {
            let (list, how) = match member.role {
                MemberRole::ResourceId => {
                    view.id = shown.ident.clone();
                    continue;
                }
                MemberRole::Relationship { many } => {
                    (&mut view.relationships, related(shown, many, member.ty.nullable))
                }
                MemberRole::Data | MemberRole::Link(_) | MemberRole::Relation { .. } => {
                    (&mut view.attributes, attribute(shown))
                }
            };
            list.push(ResourceMemberView { member: shown.clone(), how: super::operations::word(how) });
        }
        Some(view)
    }

    /// Whether a member is a relationship of a resource that is read, and may be null or absent: both are
    /// `None` in Rust.
    pub(super) fn may_lack(&self, index: usize, member: &ir::Member) -> bool {
        let MemberRole::Relationship { many } = member.role else { return false };
        let lacks = if many {
            !member.required && member.default.is_none()
        } else {
            !member.required || member.ty.nullable
        };
        lacks && self.api.types[index].form == Form::Read
    }

    /// Whether the members of a type are written even without a value: those of a resource in a response are, unless
    /// the caller wants a few fields of it alone.
    pub(super) fn has_all(&self, index: usize) -> bool {
        let ty = &self.api.types[index];
        ty.form == Form::Read && matches!(&ty.shape, Shape::Object(object) if object.resource.is_some())
    }

    /// The `type` of each resource of a union's alternative.
    pub(super) fn resource_types(&self, id: TypeId) -> Vec<&str> {
        let found = resources(self.api, id).into_iter();
        found.filter_map(|id| self.object_of(id)?.resource.as_deref()).collect()
    }
}

/// How a relationship is written.
fn related(member: &MemberView, many: bool, nullable: bool) -> &'static str {
    match (many, member.presence == Presence::Optional, nullable) {
        (true, false, _) => "many",
        (true, true, _) => "many_some",
        (false, _, true) => "optional",
        (false, false, false) => "one",
        (false, true, false) => "some",
    }
}

/// How an attribute is written.
fn attribute(member: &MemberView) -> &'static str {
    match member.presence {
        Presence::Link => "link",
        Presence::Optional => "some",
        Presence::Patch => "patch",
        Presence::Required | Presence::Nullable | Presence::Default => "member",
    }
}
