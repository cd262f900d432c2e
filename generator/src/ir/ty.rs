//! Types.

use super::Scalar;
use serde::Serialize;
use serde_json::Value as Json;

/// An index into [`ApiModel::types`](super::ApiModel::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TypeId(pub u32);

/// A type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Type {
    /// Where its name comes from.
    pub origin: Origin,
    /// Which of a schema's forms it is.
    pub form: Form,
    /// Prose.
    pub docs: Option<String>,
    /// Whether the document deprecates it.
    pub deprecated: bool,
    /// What it is.
    pub shape: Shape,
    /// Constraints that are not of the shape: the code and message of a violation (`error_code` and
    /// `error_message` of `x-style`).
    pub violation: Violation,
    /// JSON pointer of the schema in the normalised document, for diagnostics.
    pub pointer: String,
}

/// The words for a value that breaks a constraint, where the document gives its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Violation {
    /// `error_code` of `x-style`.
    pub code: Option<String>,
    /// `error_message` of `x-style`.
    pub message: Option<String>,
}

/// Where a type's name comes from. Naming makes identifiers of these, scope by scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum Origin {
    /// `components.schemas.X`.
    Component(String),
    /// A member of another type, inline: the owner and the member's wire name.
    Member(TypeId, String),
    /// The items of an inline list.
    Item(TypeId),
    /// A place of a tuple: the tuple and the index.
    Place(TypeId, usize),
    /// The values of an inline map, or of the members that an object does not name.
    Entry(TypeId),
    /// An alternative of a union: the owner and the index.
    Variant(TypeId, usize),
    /// A parameter: whose it is, and its wire name.
    Parameter(Owner, String),
    /// A request body.
    RequestBody(Owner),
    /// A response with this status (`200`, `4XX`, `default`).
    Response(Owner, String),
    /// What an operation sends next to its payload (`meta` of `x-style`).
    Meta(String),
    /// A header of a response: whose the response is, its status and the header's wire name.
    ResponseHeader(Owner, String, String),
    /// `components.headers.X`.
    Header(String),
}

/// The owner of a parameter, request body or response. What operations share is named by its place, so that its name
/// does not change when an operation is added or removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum Owner {
    /// The operation with this id.
    Operation(String),
    /// All operations of the path with this template.
    Path(String),
    /// All operations that refer to `components.parameters.X`, `components.requestBodies.X` or `components.responses.X`.
    Component(String),
}

/// Which form of a schema a type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Form {
    /// As it is read: write-only members are absent.
    Read,
    /// As it is created or replaced: read-only members are absent.
    New,
    /// As it is merged: read-only members are absent, all others optional, nullable ones three-state.
    Patch,
    /// As `Patch`, by RFC 7396: null takes away any member that may be absent.
    Merge,
    /// As `New`, in parts: files are parts, and there is no null.
    Multipart,
}

impl Form {
    /// Whether it is merged into what is there.
    #[must_use]
    pub const fn is_merged(self) -> bool {
        matches!(self, Self::Patch | Self::Merge)
    }
}

/// What a type is. Scalars, lists and maps that need no name are held the same way; naming decides
/// which become items ([`Shape::Object`], [`Shape::Enum`], [`Shape::Union`]) and which are spelled in place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// A scalar.
    Scalar(Scalar),
    /// One of a list of values.
    Enum(Enum),
    /// A list.
    Array(Array),
    /// A list with a type a place, and just as many places.
    Tuple(Vec<TypeRef>),
    /// An object without named members.
    Map(Map),
    /// An object.
    Object(Object),
    /// One of several.
    Union(Union),
    /// Another type, nullable or renamed: a component that is only a `$ref`.
    Alias(TypeRef),
    /// A reference to a resource, or to one of several types: its identifier, or the resource itself. The type is the read form
    /// of an object with a [`resource`](Object::resource), or a union of those.
    Related(TypeRef),
}

/// A use of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct TypeRef {
    /// The type.
    pub id: TypeId,
    /// Whether null passes as well.
    pub nullable: bool,
}

/// One of a list of values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Enum {
    /// The kind of the values.
    pub kind: EnumKind,
    /// The values, without duplicates.
    pub values: Vec<EnumValue>,
    /// Whether texts are read in any case.
    pub any_case: bool,
}

/// The kind of an enumeration's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum EnumKind {
    /// All are strings.
    Text,
    /// All are integers.
    Integer,
    /// Anything else, or mixed.
    Mixed,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumValue {
    /// The JSON value.
    pub value: Json,
    /// A name that the document suggests (`x-enum-varnames`).
    pub hint: Option<String>,
    /// Prose (`x-enum-descriptions`).
    pub docs: Option<String>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Array {
    /// What each item is.
    pub items: TypeRef,
    /// Fewest items.
    pub min_items: u64,
    /// Most items.
    pub max_items: Option<u64>,
    /// Whether no two are equal.
    pub unique: bool,
}

/// An object without named members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Map {
    /// What each value is.
    pub values: TypeRef,
    /// Fewest members.
    pub min_members: u64,
    /// Most members.
    pub max_members: Option<u64>,
    /// Schemas of members by the pattern of their names.
    pub patterns: Option<Patterns>,
}

/// What members are whose names match a pattern (`patternProperties`). All of them have one type in Rust, and are checked by
/// these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Patterns {
    /// Patterns that the `regex` crate takes, and what the members are whose names each matches.
    pub each: Vec<(String, TypeRef)>,
    /// The type of members that the object does not declare and that match no pattern.
    pub rest: Others,
}

/// An object. `allOf` has been merged into it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Object {
    /// The `type` of the resource objects that its values travel as, under a style of resource objects (`resource` of
    /// `x-style`; `type` for a body that is not a resource).
    pub resource: Option<String>,
    /// Its members, in the document's order.
    pub members: Vec<Member>,
    /// What other members are.
    pub others: Others,
    /// Fewest members.
    pub min_members: u64,
    /// Most members.
    pub max_members: Option<u64>,
    /// Read-only members that a `New` or `Patch` form leaves out: refused or passed over as the style says.
    pub refused: Vec<RefusedMember>,
    /// Wire names of members that the form leaves out without a word: write-only ones of what is read.
    pub hidden: Vec<String>,
    /// Types of which one must fit as well: the alternatives of an `anyOf` whose members this object has.
    pub any_of: Vec<TypeRef>,
    /// Schemas of members by the pattern of their names.
    pub patterns: Option<Patterns>,
}

/// A read-only member that a form leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedMember {
    /// Its name on the wire.
    pub wire: String,
    /// The index of the member before which the document has it.
    pub before: usize,
    /// The words for a body that sets it, where the document gives its own.
    pub violation: Violation,
}

/// What members are that an object does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Others {
    /// The schema does not say: passed over.
    Unsaid,
    /// `additionalProperties: false`.
    Denied,
    /// `additionalProperties: {…}` or `true`, next to declared members: kept in a map.
    Kept(TypeRef),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// Its name on the wire.
    pub wire: String,
    /// Prose.
    pub docs: Option<String>,
    /// What it is; `nullable` is the nullable half of its presence.
    pub ty: TypeRef,
    /// Whether it must be there.
    pub required: bool,
    /// Who may set it.
    pub access: Access,
    /// The default if it is absent.
    pub default: Option<Json>,
    /// The value that it has as the tag of every union in which the type is used, where that is one: the constructor sets it.
    pub tag: Option<String>,
    /// Whether the document deprecates it.
    pub deprecated: bool,
    /// What lowering found it to be for.
    pub role: MemberRole,
    /// The representation option under which alone it is sent (`only_with_option` of `x-style`).
    pub only_with_option: Option<String>,
}

/// Who may set a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)]
pub enum Access {
    Both,
    ReadOnly,
    WriteOnly,
}

/// What a member is for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum MemberRole {
    /// Data.
    Data,
    /// The id of a resource: on the wire next to its attributes.
    ResourceId,
    /// A relationship of a resource: its type is a [`Shape::Related`], or a list of them.
    Relationship {
        /// Whether it is a to-many relationship.
        many: bool,
    },
    /// A link that the server fills in where the handler leaves it empty.
    Link(LinkPath),
    /// A related object that the link next to it can replace: left out of a compact response.
    Relation {
        /// The wire name of the member that links to it.
        link: String,
        /// The representation option under which it is left out.
        dropped_under: String,
    },
}

/// How a link is built of the members next to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkPath {
    /// The id of the operation that it refers to.
    pub operation: String,
    /// Text and members in turn.
    pub pieces: Vec<LinkPiece>,
}

/// A piece of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum LinkPiece {
    /// Text of the path or query, already encoded.
    Text(String),
    /// The value of the member with this wire name, percent-encoded.
    Member(String),
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Union {
    /// The alternatives.
    pub variants: Vec<Variant>,
    /// How the alternative is recognized.
    pub tag: UnionTag,
    /// Whether just one may match (`oneOf`), or some (`anyOf`).
    pub one: bool,
}

/// An alternative of a union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// What it is.
    pub ty: TypeRef,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// A name that the document suggests: the component's, or `title`.
    pub hint: Option<String>,
}

/// How the alternative of a union is recognized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum UnionTag {
    /// By trying.
    None,
    /// By a member that each alternative has (`discriminator`).
    Internal(String),
    /// By the one member that is there: each alternative is an object with one required member.
    External,
}
