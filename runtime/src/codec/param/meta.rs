//! Descriptions of parameters and of members of forms, as generated code states them.

use crate::schema::Schema;

/// A parameter.
#[derive(Debug)]
pub struct Param {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Where it stands.
    pub place: Place,
    /// How a value becomes text.
    pub encoding: ParamEncoding,
    /// What values it takes.
    pub schema: &'static Schema,
    /// Whether it must be there.
    pub required: bool,
    /// JSON text of the value that stands in where it is absent.
    pub default: Option<&'static str>,
    /// Whether a client writes reserved characters as they are (`allowReserved`), except those that would end the value.
    pub reserved: bool,
    /// Whether a query parameter may come with nothing for a value (`allowEmptyValue`): `?name` and `?name=` are true, the
    /// empty text, the empty list or the object without members, by its type; null where none of these is of the type and
    /// null is; else as if it were absent.
    pub empty: bool,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter's value becomes text: OpenAPI's `style` and `explode`, or `content`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ParamEncoding {
    Simple { explode: bool },
    Label { explode: bool },
    Matrix { explode: bool },
    Form { explode: bool },
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
}

/// A member of a form whose encoding the document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormField {
    /// Its name on the wire.
    pub wire: &'static str,
    /// How a value becomes text.
    pub encoding: ParamEncoding,
    /// Whether a client writes reserved characters as they are (`allowReserved`).
    pub reserved: bool,
}

impl FormField {
    /// A member with this encoding.
    #[must_use]
    pub const fn new(wire: &'static str, encoding: ParamEncoding, reserved: bool) -> Self {
        Self { wire, encoding, reserved }
    }
}
