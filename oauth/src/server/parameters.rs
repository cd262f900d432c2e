//! Parameters of a request: a form, or the members of a JSON object.

use std::collections::HashSet;
use std::fmt;

use housestyle::codec::{is_json, json};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use secrecy::SecretString;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::clients::form_decoded;
use super::error::{ErrorCode, OAuthError};

/// The parameters of a request. Parameters without a value count as absent, and unknown ones are ignored (RFC 6749 §3.2).
pub(super) struct Parameters(Vec<(String, ParameterValue)>);

/// A parameter's value.
enum ParameterValue {
    Text(SecretString),
    Absent,
    /// A JSON value that is neither a string nor null.
    Other,
}

impl Parameters {
    /// Reads a body of at most `limit` bytes, by its `Content-Type`.
    pub(super) fn read(headers: &HeaderMap, body: &[u8], limit: usize) -> Result<Self, OAuthError> {
        if body.len() > limit {
            return Err(too_large());
        }
        let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
        if !is_utf8(parameters) {
            return Err(OAuthError::invalid("The body has to be in UTF-8"));
        }
        let text =
            || std::str::from_utf8(body).map_err(|_| OAuthError::invalid("The body is not UTF-8 text"));
        let read = if essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            form(text()?)?
        } else if is_json(media) {
            json_object(text()?)?
        } else {
            return Err(OAuthError::invalid(
                "The body has to be of the type application/x-www-form-urlencoded or application/json",
            ));
        };
        let mut seen = HashSet::new();
        match read.iter().all(|(wire, _)| seen.insert(wire)) {
            true => Ok(Self(read)),
            false => Err(OAuthError::invalid("A parameter is repeated")),
        }
    }

    /// Removes a parameter and returns its value.
    pub(super) fn take(&mut self, wire: &str) -> Result<Option<SecretString>, OAuthError> {
        let Some(at) = self.0.iter().position(|(other, _)| other == wire) else { return Ok(None) };
        match self.0.swap_remove(at).1 {
            ParameterValue::Text(text) => Ok(Some(text)),
            ParameterValue::Absent => Ok(None),
            ParameterValue::Other => {
                Err(OAuthError::new(ErrorCode::InvalidRequest, format!("The parameter {wire} is no text")))
            }
        }
    }
}

fn too_large() -> OAuthError {
    OAuthError::invalid("The body is too large").with_status(StatusCode::PAYLOAD_TOO_LARGE)
}

/// Returns whether the parameters of a media type name no charset other than UTF-8.
fn is_utf8(parameters: &str) -> bool {
    let pairs = parameters.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut charsets = pairs.filter(|(wire, _)| wire.eq_ignore_ascii_case("charset"));
    charsets.all(|(_, charset)| {
        matches!(&*charset.trim_matches('"').to_ascii_lowercase(), "utf-8" | "utf8" | "us-ascii")
    })
}

fn form(text: &str) -> Result<Vec<(String, ParameterValue)>, OAuthError> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let decoded = |pair: &str| {
        let (wire, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((form_decoded(wire)?, ParameterValue::new(form_decoded(value)?)))
    };
    pairs
        .map(|pair| decoded(pair).ok_or_else(|| OAuthError::invalid("A parameter is not UTF-8 text")))
        .collect()
}

fn json_object(text: &str) -> Result<Vec<(String, ParameterValue)>, OAuthError> {
    struct Object(Vec<(String, ParameterValue)>);
    struct ObjectVisitor;

    impl<'de> Visitor<'de> for ObjectVisitor {
        type Value = Object;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Object, M::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(Object(members))
        }
    }

    impl<'de> Deserialize<'de> for Object {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(ObjectVisitor)
        }
    }

    // The error is dropped, because it may quote a secret.
    let object: Result<Object, _> = json::read(text.as_bytes());
    object.map(|object| object.0).map_err(|_| OAuthError::invalid("The body is no JSON object"))
}

impl ParameterValue {
    fn new(text: String) -> Self {
        if text.is_empty() { Self::Absent } else { Self::Text(text.into()) }
    }
}

impl<'de> Deserialize<'de> for ParameterValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;

        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = ParameterValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E>(self, text: &str) -> Result<ParameterValue, E> {
                Ok(ParameterValue::new(text.to_owned()))
            }

            fn visit_unit<E>(self) -> Result<ParameterValue, E> {
                Ok(ParameterValue::Absent)
            }

            fn visit_bool<E>(self, _: bool) -> Result<ParameterValue, E> {
                Ok(ParameterValue::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<ParameterValue, E> {
                Ok(ParameterValue::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<ParameterValue, E> {
                Ok(ParameterValue::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<ParameterValue, E> {
                Ok(ParameterValue::Other)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<ParameterValue, S::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(ParameterValue::Other)
            }

            fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<ParameterValue, M::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(ParameterValue::Other)
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";

    fn read(media: &str, body: &str) -> Result<Parameters, OAuthError> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, media.parse().expect("a header"))]);
        Parameters::read(&headers, body.as_bytes(), 1000)
    }

    fn one(media: &str, body: &str, wire: &str) -> Option<String> {
        let value = read(media, body).expect("parameters").take(wire).expect("text");
        value.map(|value| value.expose_secret().to_owned())
    }

    fn refused(media: &str, body: &str) -> OAuthError {
        read(media, body).err().unwrap_or_else(|| panic!("{body} is accepted"))
    }

    /// RFC 6749 §4.3.2, §3.2.
    #[test]
    fn a_form_and_a_json_object_are_read_alike() {
        let charset = format!("{FORM}; charset=\"UTF-8\"");
        for (media, body) in [
            (FORM, "a=x+%C3%A9%26&empty=&none&&other=1"),
            (&charset, "a=x%20%C3%A9%26"),
            (JSON, r#"{"a":"x é&","empty":"","none":null,"other":{"b":[1]}}"#),
            ("application/vnd.acme+json", r#"{"a":"x \u00e9&"}"#),
            ("text/json; charset=utf-8", r#"{"a":"x é&"}"#),
        ] {
            assert_eq!(one(media, body, "a").as_deref(), Some("x é&"), "{body}");
            for wire in ["empty", "none", "absent"] {
                assert_eq!(one(media, body, wire), None, "{body}");
            }
        }
    }

    /// RFC 6749 §3.2: parameters must not be included more than once.
    #[test]
    fn a_repeated_parameter_is_refused_whether_known_or_not() {
        for (media, body) in [
            (FORM, "a=1&a=1"),
            (FORM, "a=&%61=1"),
            (JSON, r#"{"a":"1","a":"1"}"#),
            (JSON, r#"{"a":null,"\u0061":[]}"#),
        ] {
            assert_eq!(refused(media, body).description(), "A parameter is repeated", "{body}");
        }
    }

    #[test]
    fn a_body_without_parameters_is_refused_and_not_quoted() {
        for (media, body) in [
            ("", "a=secret"),
            ("text/plain", "a=secret"),
            ("multipart/form-data; boundary=x", "a=secret"),
            ("application/json; charset=utf-16", "{}"),
            (FORM, "a=%ff"),
            (JSON, ""),
            (JSON, "\"secret\""),
            (JSON, "[{\"a\":\"secret\"}]"),
            (JSON, "{\"a\":\"secret\"} {}"),
            (JSON, "{\"a\":secret}"),
        ] {
            let error = refused(media, body);
            assert_eq!((error.status().as_u16(), error.code().as_str()), (400, "invalid_request"), "{body}");
            assert!(!error.description().contains("secret"));
        }
        let bytes = Parameters::read(
            &HeaderMap::from_iter([(CONTENT_TYPE, FORM.parse().expect("a header"))]),
            b"a=\xff",
            1000,
        );
        assert!(bytes.is_err());
        assert_eq!(refused(FORM, &"a".repeat(1001)).status(), 413);
        let deep = format!("{{\"a\":{}", "[".repeat(900));
        assert_eq!(refused(JSON, &deep).status(), 400);
    }

    #[test]
    fn a_parameter_that_is_not_a_string_is_refused_when_it_is_read() {
        for value in ["1", "-1", "1.5", "true", "[\"x\"]", "{\"x\":1}"] {
            let body = format!("{{\"a\":{value}}}");
            let error = read(JSON, &body).expect("parameters").take("a").expect_err("no text");
            assert_eq!(error.description(), "The parameter a is no text");
        }
    }
}
