//! Resources of a type that the document does not declare.

use super::{Attributes, Relationships, Resource, ResourceMeta};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

/// A resource whose type is not one of the enum's, as a client received it, so that a new type of the server does not
/// break reading of the list.
///
/// A server neither reads nor writes it: a response whose data contains one is an internal error.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownResource {
    ty: String,
    id: String,
    value: Value,
}

static META: ResourceMeta = ResourceMeta::new("", &[], &[]);

impl UnknownResource {
    /// Returns the attributes and relationships in the flat form, with `type` and `id`.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Returns the attributes and relationships in the flat form, with `type` and `id`.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl Resource for UnknownResource {
    fn meta(&self) -> &'static ResourceMeta {
        &META
    }

    fn ty(&self) -> &str {
        &self.ty
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn attributes(&self, out: &mut Attributes<'_>) {
        out.member("", &UndeclaredType(&self.ty));
    }

    fn relationships<'a>(&'a self, _: &mut Relationships<'a, '_>) {}
}

/// Fails to serialize, so that the document is not written.
struct UndeclaredType<'a>(&'a str);

impl Serialize for UndeclaredType<'_> {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(format_args!(
            "the document does not declare resources of type `{}`",
            self.0.escape_debug()
        )))
    }
}

impl Serialize for UnknownResource {
    /// Written without its `type`, as every resource.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.value.as_object().into_iter().flatten();
        serializer.collect_map(members.filter(|(wire, _)| *wire != "type"))
    }
}

impl<'de> Deserialize<'de> for UnknownResource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let text = |wire: &str| value.get(wire).and_then(Value::as_str).map(str::to_owned);
        match (text("type"), text("id")) {
            (Some(ty), Some(id)) => Ok(Self { ty, id, value }),
            _ => Err(D::Error::custom("expected a resource with type and id")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Compound, Fields, Include, Related};
    use super::*;

    #[test]
    fn an_unknown_resource_is_kept_and_not_written() {
        let text = r#"{"type":"robot","id":"7","arms":[2]}"#;
        let unknown: UnknownResource = serde_json::from_str(text).expect("read");
        assert_eq!((unknown.ty(), unknown.id(), unknown.meta().ty), ("robot", "7", ""));
        let related = Related::from(unknown.clone());
        assert_eq!(serde_json::to_string(&related).expect("json"), text);
        assert_eq!(serde_json::from_str::<Related<UnknownResource>>(text).expect("read"), related);
        let (include, fields) = (Include::of(&[]), Fields::all());
        let mut out = Vec::new();
        let failed = Compound::new(&include, &fields).one(&unknown, &mut out).expect_err("not written");
        assert!(failed.to_string().contains("robot") && out.is_empty(), "{failed}");
        for text in [r#"{"type":"robot"}"#, r#"{"id":"7"}"#, "null", "[]"] {
            assert!(serde_json::from_str::<UnknownResource>(text).is_err(), "{text}");
        }
    }
}
