//! Views: what templates are given. Plain structs of printable values and of facts to ask for.

mod failures;
mod fields;
mod groups;
mod handlers;
mod keyed;
mod meta;
mod operations;
mod outputs;
mod parts;
mod reach;
mod resources;
mod scalars;
mod schemas;
mod servers;
mod style;
mod subjects;
mod types;
mod unions;
mod words;

pub use failures::*;
pub use groups::*;
pub use handlers::*;
pub use operations::*;
pub use parts::*;
pub use resources::*;
pub use schemas::*;
pub use servers::*;
pub use style::*;
pub use types::*;
pub use unions::*;

use failures::failures;
use keyed::{Keys, keys, locations};
use meta::BodyCodec;
use reach::{needs_presentation, reached, request_types, types_matched_by_schema, written_inside};

use std::collections::{BTreeMap, BTreeSet};

use super::cycles::{self, Hold};
use super::depth;
use super::expr::Expr;
use super::literal::Lit;
use super::names::{self, Names, Rename};
use super::ty::{From, Spelling};
use crate::config::Parts;
use crate::ir::{self, ApiModel, NumberWidth, Scalar, Shape, TextFormat, TypeId, TypeRef};
use crate::parallel::join;

/// All that the templates of an API are given.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct View {
    /// The root items.
    pub root: RootView,
    /// The style's constant.
    pub style: StyleView,
    /// Constant schemas.
    pub schemas: Vec<SchemaView>,
    /// Items of the module of types.
    pub types: Vec<TypeView>,
    /// Operations, in the document's order.
    pub operations: Vec<OperationView>,
    /// What else is emitted.
    pub parts: Parts,
    /// Whether clients have sessions.
    pub session: bool,
    /// Groups, for the server.
    pub groups: Vec<GroupView>,
    /// The client.
    pub client: ClientView,
    /// The expanded document, if it is emitted.
    pub document: Option<Lit>,
}

impl View {
    /// Adds the expanded document, as JSON in one line.
    pub(crate) fn add_document(&mut self, document: &serde_json::Value) {
        self.document = Some(Lit::text(&document.to_string()));
        self.root.document = true;
    }

    /// Features of the runtime that the emitted code needs; a server needs `macros` for the derive of its handlers.
    #[must_use]
    pub fn features(&self) -> Vec<&'static str> {
        let Parts { server, client } = self.parts;
        let sessions = self.session && (server || client);
        let features = [("server", server), ("client", client), ("macros", server), ("sessions", sessions)];
        features.into_iter().filter(|(_, needed)| *needed).map(|(feature, _)| feature).collect()
    }
}

/// Names an API and makes its view. Returns the names that differ from what the document suggests, too.
#[must_use]
pub fn view(api: &ApiModel, parts: Parts) -> (View, Vec<Rename>) {
    let (names, renamed) = names::names(api);
    let build = Build::new(api, names);
    let (operations, (schemas, types)) = join(|| build.operations(), || (build.schemas(), build.types()));
    let view = View {
        root: build.root(&operations, parts.client),
        style: build.style(),
        schemas,
        types,
        groups: build.groups(&operations),
        client: build.client(&operations),
        document: None,
        parts,
        session: api.style.login.session.is_some(),
        operations,
    };
    (view, renamed)
}

/// An index of the IR as its id.
pub(super) fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// An API, named, with what its types are found to be.
#[derive(Debug)]
pub(super) struct Build<'a> {
    pub(super) api: &'a ApiModel,
    pub(super) names: Names,
    /// Places that need a box.
    boxed: BTreeSet<Hold>,
    /// Places where the compiler must not look further.
    cut: BTreeSet<Hold>,
    /// Types whose spelling would not end.
    endless: BTreeSet<TypeId>,
    /// Types that answers change, by index.
    presented: Vec<bool>,
    /// Types that requests carry, by index.
    requested: Vec<bool>,
    /// Types that write their members into the object of a union, by index.
    written_inside: Vec<bool>,
    /// Types whose schema is looked at, by index: those that requests carry, and those that select alternatives.
    checked: Vec<bool>,
    /// Items of pages by key.
    keys: BTreeMap<TypeId, Keys<'a>>,
    /// Links to the operations of types that responses name in `Location`.
    locations: BTreeMap<TypeId, &'a ir::LinkPath>,
}

impl<'a> Build<'a> {
    fn new(api: &'a ApiModel, names: Names) -> Self {
        let cut = depth::cut(api);
        Self {
            boxed: cycles::boxed(api, &cut),
            cut,
            endless: cycles::endless(api),
            presented: needs_presentation(api),
            requested: reached(api, request_types(api)),
            written_inside: written_inside(api),
            checked: reached(
                api,
                request_types(api).into_iter().chain(types_matched_by_schema(api)).collect(),
            ),
            keys: keys(api),
            locations: locations(api),
            api,
            names,
        }
    }

    /// The box that a place needs: one that the compiler does not look into, a plain one, or no box.
    fn boxed(&self, hold: Hold, inner: Spelling) -> Spelling {
        if self.cut.contains(&hold) {
            Spelling::Opaque(Box::new(inner))
        } else if self.boxed.contains(&hold) {
            Spelling::Boxed(Box::new(inner))
        } else {
            inner
        }
    }

    /// A use of a type.
    pub(super) fn spell(&self, ty: TypeRef) -> Spelling {
        let index = ty.id.0 as usize;
        let inner = match &self.names.types.items[index] {
            Some(ident) => Spelling::Item(ident.clone()),
            None => self.shape(ty.id, &self.api.types[index].shape),
        };
        if ty.nullable { Spelling::Option(Box::new(inner)) } else { inner }
    }

    /// A type by its shape, aliases resolved.
    fn shape(&self, id: TypeId, shape: &Shape) -> Spelling {
        if self.endless.contains(&id) {
            return Spelling::Runtime("Value");
        }
        match shape {
            Shape::Any | Shape::Enum(_) | Shape::Object(_) | Shape::Union(_) => Spelling::Runtime("Value"),
            Shape::Scalar(scalar) => spell_scalar(scalar),
            Shape::Array(array) => Spelling::List(Box::new(self.spell(array.items))),
            Shape::Map(map) => Spelling::Map(Box::new(self.spell(map.values))),
            // More places than the impls of the language and of serde have.
            Shape::Tuple(places) if places.is_empty() || places.len() > 8 => Spelling::Runtime("Value"),
            Shape::Tuple(places) => Spelling::Tuple(places.iter().map(|place| self.spell(*place)).collect()),
            Shape::Alias(to) => self.spell(*to),
            Shape::Related(to) => Spelling::Related(Box::new(self.spell(*to))),
        }
    }

    /// The default of an absent value, if it can be spelled.
    pub(super) fn default(&self, ty: TypeRef, value: &serde_json::Value, from: From) -> Option<Expr> {
        if value.is_null() {
            return ty.nullable.then(Expr::none);
        }
        let plain = self.default_of(ty.id, value, from)?;
        Some(if ty.nullable { plain.some() } else { plain })
    }

    fn default_of(&self, id: TypeId, value: &serde_json::Value, from: From) -> Option<Expr> {
        if self.endless.contains(&id) {
            return None;
        }
        let index = id.0 as usize;
        match &self.api.types[index].shape {
            Shape::Alias(to) => self.default(*to, value, from),
            Shape::Scalar(Scalar::Boolean) => value.as_bool().map(Expr::boolean),
            Shape::Scalar(Scalar::Integer(integer)) => {
                let number = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from))?;
                fits(integer.width, number).then(|| Expr::literal(&Lit::integer(number)))
            }
            Shape::Scalar(Scalar::Number(number)) if number.width != NumberWidth::Decimal => {
                value.as_f64().map(|number| Expr::literal(&Lit::number(number)))
            }
            Shape::Scalar(Scalar::Text(text)) if text.format.is_string() => value.as_str().map(Expr::text),
            Shape::Enum(list) => {
                let place = list.values.iter().position(|of| of.value == *value)?;
                let variant = self.names.types.variants[index].get(place)?;
                Some(Expr::variant(self.names.types.items[index].as_ref()?, variant, from))
            }
            Shape::Array(array) => {
                let items = value.as_array()?.iter().map(|item| self.default(array.items, item, from));
                Some(Expr::list(&items.collect::<Option<Vec<_>>>()?))
            }
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Union(_)
            | Shape::Related(_) => None,
        }
    }

    /// Whether answers change a value of the type.
    fn presented(&self, id: TypeId) -> bool {
        self.presented[id.0 as usize]
    }
}

const fn fits(width: ir::IntegerWidth, number: i128) -> bool {
    let (min, max) = match width {
        ir::IntegerWidth::I32 => (i32::MIN as i128, i32::MAX as i128),
        ir::IntegerWidth::I64 => (i64::MIN as i128, i64::MAX as i128),
        ir::IntegerWidth::U64 => (0, u64::MAX as i128),
        ir::IntegerWidth::I128 => (i128::MIN, i128::MAX),
    };
    min <= number && number <= max
}

fn spell_scalar(scalar: &Scalar) -> Spelling {
    use ir::IntegerWidth as W;
    match scalar {
        Scalar::Null => Spelling::Plain("()"),
        Scalar::Boolean => Spelling::Plain("bool"),
        Scalar::Integer(integer) => Spelling::Plain(match integer.width {
            W::I32 => "i32",
            W::I64 => "i64",
            W::U64 => "u64",
            W::I128 => "i128",
        }),
        Scalar::UnixTime => Spelling::Runtime("UnixTime"),
        Scalar::File(_) => Spelling::Runtime("FilePart"),
        Scalar::Number(number) => match number.width {
            NumberWidth::F32 => Spelling::Plain("f32"),
            NumberWidth::F64 => Spelling::Plain("f64"),
            NumberWidth::Decimal => Spelling::Runtime("Decimal"),
        },
        Scalar::Text(text) => match text.format {
            TextFormat::Plain
            | TextFormat::Binary
            | TextFormat::Email
            | TextFormat::Ipv4
            | TextFormat::Ipv6
            | TextFormat::Hostname
            | TextFormat::Time
            | TextFormat::Duration => Spelling::Plain("String"),
            TextFormat::Base64Url => Spelling::Runtime("Base64Url"),
            TextFormat::Uuid => Spelling::Runtime("Uuid"),
            TextFormat::DateTime => Spelling::Runtime("DateTime"),
            TextFormat::Date => Spelling::Runtime("Date"),
            TextFormat::Uri => Spelling::Runtime("Uri"),
            TextFormat::UriReference => Spelling::Runtime("UriReference"),
            TextFormat::Byte => Spelling::Runtime("Base64"),
        },
    }
}
