//! Resource identifiers.

use super::raw;
use crate::schema::Valid;
use crate::schema::{Kind, ObjectRules, Schema, has};
use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The schema of an identifier in the flat form, which is what request schemas use for relationships. The types that
/// a relationship accepts are checked when the document is read.
pub static IDENTIFIER: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("type", &Schema::TEXT).required(),
    has("id", &Schema::TEXT).required(),
    has("lid", &Schema::TEXT),
])));

/// A [resource identifier](https://jsonapi.org/format/1.1/#document-resource-identifier-objects): type and id.
///
/// ```
/// use housestyle::ResourceId;
///
/// let id = ResourceId::new("student", "7");
/// assert_eq!(serde_json::to_string(&id).unwrap(), r#"{"type":"student","id":"7"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId {
    /// The type.
    pub ty: Cow<'static, str>,
    /// The id; empty if [`lid`](Self::lid) identifies the resource.
    pub id: String,
    /// The local id that a request gives to the resource it creates, so that a relationship of the resource can refer
    /// to itself.
    pub lid: Option<String>,
}

impl ResourceId {
    /// Creates an identifier from type and id.
    #[must_use]
    pub fn new(ty: impl Into<Cow<'static, str>>, id: impl Into<String>) -> Self {
        Self { ty: ty.into(), id: id.into(), lid: None }
    }

    /// Appends the identifier object.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        raw::put_identifier(&self.ty, &self.id, self.lid.as_deref(), out);
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.ty, self.id)
    }
}

impl Serialize for ResourceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = crate::schema::members::Members::new(serializer)?;
        members.put("type", &self.ty)?;
        members.put("id", &self.id)?;
        members.put_some("lid", &self.lid)?;
        members.end()
    }
}

impl<'de> Deserialize<'de> for ResourceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::schema::members::object(deserializer)
    }
}

impl<'de> crate::schema::members::ReadObject<'de> for ResourceId {
    fn read_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        use crate::schema::members::{MemberName, member, required, skip};
        let (mut ty, mut id, mut lid) = (None::<String>, None, None);
        while let Some(key) = map.next_key::<MemberName<'de>>()? {
            match &*key {
                "type" => member(&mut map, &mut ty)?,
                "id" => member(&mut map, &mut id)?,
                "lid" => member(&mut map, &mut lid)?,
                _ => skip(&mut map)?,
            }
        }
        Ok(Self { ty: required(ty, "type")?.into(), id: required(id, "id")?, lid })
    }
}

impl Valid for ResourceId {
    fn valid(&self, schema: &'static Schema) -> bool {
        std::ptr::eq(schema.target(), &raw const IDENTIFIER) || matches!(schema.target().kind, Kind::Any)
    }
}
