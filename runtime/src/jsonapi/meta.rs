//! What a type of resource has, as a constant, and what a value of it tells.

use super::{Attributes, Relationships};

/// A type of resource. Emitted once a type, as a `static`; types refer to each other.
#[derive(Debug)]
pub struct ResourceMeta {
    /// The `type` member of its objects.
    pub ty: &'static str,
    /// The names of its attributes.
    pub attributes: &'static [&'static str],
    /// Its relationships.
    pub relationships: &'static [RelationshipMeta],
}

/// A relationship of a type of resource.
#[derive(Debug)]
pub struct RelationshipMeta {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Whether it leads to any number of resources.
    pub many: bool,
    /// The types that it may lead to.
    pub targets: &'static [&'static ResourceMeta],
}

impl ResourceMeta {
    /// A type with these attributes and relationships.
    #[must_use]
    pub const fn new(
        ty: &'static str,
        attributes: &'static [&'static str],
        relationships: &'static [RelationshipMeta],
    ) -> Self {
        Self { ty, attributes, relationships }
    }

    /// The relationship of this name.
    #[must_use]
    pub fn relationship(&self, wire: &str) -> Option<&'static RelationshipMeta> {
        self.relationships.iter().find(|relationship| relationship.wire == wire)
    }

    /// The attribute or relationship of this name, as the constant has it.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&'static str> {
        let attribute = self.attributes.iter().find(|attribute| **attribute == wire);
        attribute.copied().or_else(|| Some(self.relationship(wire)?.wire))
    }
}

impl RelationshipMeta {
    /// A relationship to one resource, or none.
    #[must_use]
    pub const fn one(wire: &'static str, targets: &'static [&'static ResourceMeta]) -> Self {
        Self { wire, many: false, targets }
    }

    /// A relationship to any number of resources.
    #[must_use]
    pub const fn many(wire: &'static str, targets: &'static [&'static ResourceMeta]) -> Self {
        Self { wire, many: true, targets }
    }

    /// The name of a type that it may lead to, as the constant has it.
    #[must_use]
    pub fn target(&self, ty: &str) -> Option<&'static str> {
        self.targets.iter().find(|target| target.ty == ty).map(|target| target.ty)
    }
}

/// A value that is written as a resource object. Emitted; an enumeration of the targets of one relationship hands over to
/// the value in it.
///
/// Within one answer, values of the same type and id are taken for the same resource.
pub trait Resource {
    /// Its type.
    fn meta(&self) -> &'static ResourceMeta;

    /// Its type on the wire: the constant's, unless the document does not have it.
    fn ty(&self) -> &str {
        self.meta().ty
    }

    /// Its id, unique among the resources of the type.
    fn id(&self) -> &str;

    /// Whether a resource object of the type `ty` is read as one of these. What stands in a relationship and is of another
    /// type stays an identifier.
    fn admits(ty: &str) -> bool
    where
        Self: Sized,
    {
        let _ = ty;
        true
    }

    /// Tells its attributes, one call each.
    fn attributes(&self, out: &mut Attributes<'_>);

    /// Tells its relationships, one call each.
    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        let _ = out;
    }
}

/// A resource whose type is known without a value. Emitted for each but the enumerations.
pub trait ResourceType: Resource {
    /// The type.
    const META: &'static ResourceMeta;
}

/// One resource or several, of any type.
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
