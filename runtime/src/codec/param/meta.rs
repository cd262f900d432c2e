//! Descriptions of parameters and form members, as generated code declares them.

use crate::schema::Schema;

/// A parameter.
#[derive(Debug)]
pub struct Param {
    /// The wire name.
    pub wire: &'static str,
    /// The location.
    pub place: Place,
    /// How a value is encoded as text.
    pub encoding: ParamEncoding,
    /// The schema.
    pub schema: &'static Schema,
    /// Whether the parameter is required.
    pub required: bool,
    /// The default as JSON text.
    pub default: Option<&'static str>,
    /// Whether a client sends reserved characters unencoded (`allowReserved`), except those that would end the value.
    pub reserved: bool,
    /// Whether a query parameter may be sent without a value (`allowEmptyValue`): `?name` and `?name=` are true, the
    /// empty string, the empty list or the empty object, depending on the type; null if the type is none of these and
    /// nullable; otherwise as if absent.
    pub empty: bool,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter is encoded as text: OpenAPI's `style` and `explode`, or `content`.
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

/// A form member with a declared encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormField {
    /// The wire name.
    pub wire: &'static str,
    /// How a value is encoded as text.
    pub encoding: ParamEncoding,
    /// Whether a client sends reserved characters unencoded (`allowReserved`).
    pub reserved: bool,
}

impl FormField {
    /// Creates a member with this encoding.
    #[must_use]
    pub const fn new(wire: &'static str, encoding: ParamEncoding, reserved: bool) -> Self {
        Self { wire, encoding, reserved }
    }
}
