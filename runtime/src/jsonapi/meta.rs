//! Resource types as constants, and the trait of resource values.

use super::{Attributes, Relationships};

/// A resource type. Generated as a `static`, so that types can refer to each other.
#[derive(Debug)]
pub struct ResourceMeta {
    /// The `type` of its objects.
    pub ty: &'static str,
    /// The names of the attributes.
    pub attributes: &'static [&'static str],
    /// The relationships.
    pub relationships: &'static [RelationshipMeta],
}

/// A relationship of a resource type.
#[derive(Debug)]
pub struct RelationshipMeta {
    /// The wire name.
    pub wire: &'static str,
    /// Whether it is a to-many relationship.
    pub many: bool,
    /// The types that it accepts.
    pub targets: &'static [&'static ResourceMeta],
}

impl ResourceMeta {
    /// Creates a type with these attributes and relationships.
    #[must_use]
    pub const fn new(
        ty: &'static str,
        attributes: &'static [&'static str],
        relationships: &'static [RelationshipMeta],
    ) -> Self {
        Self { ty, attributes, relationships }
    }

    /// Returns the relationship with this name.
    #[must_use]
    pub fn relationship(&self, wire: &str) -> Option<&'static RelationshipMeta> {
        self.relationships.iter().find(|relationship| relationship.wire == wire)
    }

    /// Returns the static name of the attribute or relationship.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&'static str> {
        let attribute = self.attributes.iter().find(|attribute| **attribute == wire);
        attribute.copied().or_else(|| Some(self.relationship(wire)?.wire))
    }
}

impl RelationshipMeta {
    /// Creates a to-one relationship.
    #[must_use]
    pub const fn one(wire: &'static str, targets: &'static [&'static ResourceMeta]) -> Self {
        Self { wire, many: false, targets }
    }

    /// Creates a to-many relationship.
    #[must_use]
    pub const fn many(wire: &'static str, targets: &'static [&'static ResourceMeta]) -> Self {
        Self { wire, many: true, targets }
    }

    /// Returns the static name of the accepted type.
    #[must_use]
    pub fn target(&self, ty: &str) -> Option<&'static str> {
        self.targets.iter().find(|target| target.ty == ty).map(|target| target.ty)
    }
}

/// A value that is written as a resource object. Implemented by generated code; an enum of the types of a
/// relationship delegates to its value.
///
/// Within a response, values with the same type and id are the same resource.
pub trait Resource {
    /// Returns the resource type.
    fn meta(&self) -> &'static ResourceMeta;

    /// Returns the type's wire name, which differs from the constant's if the document does not declare the type.
    fn ty(&self) -> &str {
        self.meta().ty
    }

    /// Returns the id, unique among the resources of the type.
    fn id(&self) -> &str;

    /// Returns whether a resource object of type `ty` can be read as this type. A related resource of another type
    /// remains an identifier.
    fn admits(ty: &str) -> bool
    where
        Self: Sized,
    {
        let _ = ty;
        true
    }

    /// Writes the attributes, one call each.
    fn attributes(&self, out: &mut Attributes<'_>);

    /// Writes the relationships, one call each.
    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        let _ = out;
    }
}

/// A resource whose type is known statically: all except enums of types.
pub trait ResourceType: Resource {
    /// The resource type.
    const META: &'static ResourceMeta;
}

/// One or several resources of any type.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "resources have no `Debug`")]
pub enum ResourceRefs<'r> {
    /// One.
    One(&'r dyn Resource),
    /// Several.
    Many(Vec<&'r dyn Resource>),
}

impl<T: Resource + ?Sized> Resource for &T {
    fn meta(&self) -> &'static ResourceMeta {
        (**self).meta()
    }

    fn ty(&self) -> &str {
        (**self).ty()
    }

    fn id(&self) -> &str {
        (**self).id()
    }

    fn attributes(&self, out: &mut Attributes<'_>) {
        (**self).attributes(out);
    }

    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        (**self).relationships(out);
    }
}

impl<T: Resource + ?Sized> Resource for Box<T> {
    fn meta(&self) -> &'static ResourceMeta {
        (**self).meta()
    }

    fn ty(&self) -> &str {
        (**self).ty()
    }

    fn id(&self) -> &str {
        (**self).id()
    }

    fn attributes(&self, out: &mut Attributes<'_>) {
        (**self).attributes(out);
    }

    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        (**self).relationships(out);
    }
}
