//! The document as it is served.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Returns the document with the service that serves it at `path` as its first server. The URL is relative to that of the
/// document.
pub(super) fn served(text: &str, path: &str) -> String {
    let Ok(Members(mut members)) = serde_json::from_str(text) else { return text.to_owned() };
    let above = path.matches('/').count().saturating_sub(1);
    let url = if above == 0 { ".".to_owned() } else { vec![".."; above].join("/") };
    let own = format!(r#"{{"url":"{url}","description":"Where this document comes from"}}"#);
    let position = members.iter().position(|(name, _)| *name == "servers");
    let declared = position.map_or("[]", |position| members.remove(position).1.get());
    let declared: Vec<&RawValue> = serde_json::from_str(declared).unwrap_or_default();
    let servers: Vec<&str> =
        std::iter::once(own.as_str()).chain(declared.iter().map(|one| one.get())).collect();
    let servers = format!("[{}]", servers.join(","));
    // After the version of OpenAPI, and whatever else stood before the declared ones.
    let position = position.unwrap_or_else(|| members.len().min(1));
    let mut members: Vec<_> = members.iter().map(|(name, value)| (*name, value.get())).collect();
    members.insert(position, ("servers", &servers));
    let members: Vec<_> = members.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// The members of an object, in their order, as they are written.
struct Members<'t>(Vec<(&'t str, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::served;

    const OWN: &str = r#"{"url":".","description":"Where this document comes from"}"#;

    #[test]
    fn the_service_is_the_first_server_of_its_document() {
        let document = r#"{"openapi":"3.1.1","info":{"title":"é\"x"},"servers":[{"url":"https://a.example"}],"paths":{}}"#;
        let expected = format!(
            r#"{{"openapi":"3.1.1","info":{{"title":"é\"x"}},"servers":[{OWN},{{"url":"https://a.example"}}],"paths":{{}}}}"#
        );
        assert_eq!(served(document, "/openapi.json"), expected);
        let expected = format!(r#"{{"openapi":"3.1.1","servers":[{OWN}],"paths":{{}}}}"#);
        assert_eq!(served(r#"{"openapi":"3.1.1","paths":{}}"#, "/openapi.json"), expected);
    }

    #[test]
    fn its_url_leads_to_the_root_of_the_service() {
        for (path, url) in [("/a", r#""url":".""#), ("/a/b", r#""url":"..""#), ("/a/b/c", r#""url":"../..""#)]
        {
            assert!(served("{}", path).contains(url), "{path}");
        }
    }
}
