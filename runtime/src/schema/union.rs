//! Support for generated `Deserialize` implementations of unions.

use crate::schema::check::pick::{declares, pick};
use crate::schema::typed::typed;
use crate::schema::{Kind, Schema, UnionRules, members};
use crate::syntax::json::{self, FloatDeserializer, wide_integer};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;
use serde_json::value::RawValue;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A value with the index of its alternative.
#[derive(Debug)]
pub struct UnionValue {
    index: Option<usize>,
    /// The JSON text, because a tree does not keep all digits of a number.
    text: Box<RawValue>,
    rules: &'static UnionRules,
}

/// Reads a value and selects its alternative: by tag, else among those whose schema matches the one that declares
/// most of it, else among those with its JSON type.
///
/// # Errors
/// Returns an error if the value is null, which is not an alternative.
pub fn union<'de, D: Deserializer<'de>>(
    deserializer: D,
    schema: &'static Schema,
) -> Result<UnionValue, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if json::is_too_deep(raw.get().as_bytes()) {
        return Err(D::Error::custom(json::TOO_DEEP));
    }
    let value = wide_integer::tree(raw.get().as_bytes()).map_err(D::Error::custom)?;
    let Kind::Union(rules) = &schema.target().kind else { return Err(no_variant()) };
    let index = pick(&value, schema);
    let text = match (index, rules.tag) {
        (None, _) if value.is_null() => return Err(no_variant()),
        (None, _) => {
            members::doubt(|pending_checks| pending_checks.unknown = true);
            raw
        }
        (Some(index), Some(tag)) if !declares(rules.variants[index], tag.member) => {
            without_member(&raw, tag.member).map_err(D::Error::custom)?
        }
        (Some(_), _) => raw,
    };
    Ok(UnionValue { index, text, rules })
}

/// Returns an object without one of its members.
fn without_member(object: &RawValue, member: &str) -> Result<Box<RawValue>, serde_json::Error> {
    let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(object.get())?;
    members.remove(member);
    serde_json::value::to_raw_value(&members)
}

/// Returns the message of serde without its place.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

impl UnionValue {
    /// Returns the index of the alternative, or their number if the value matches no alternative.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index.unwrap_or(self.rules.variants.len())
    }

    /// Returns the value as received.
    #[must_use]
    pub fn into_value(self) -> Value {
        json::parse(self.text.get().as_bytes()).unwrap_or_default()
    }

    /// Deserializes the value as its alternative.
    ///
    /// # Errors
    /// Returns an error if it does not have the type.
    pub fn read<T: DeserializeOwned, E: Error>(self) -> Result<T, E> {
        let schema = self.index.and_then(|index| self.rules.variants.get(index)).copied();
        let read = typed(self.text.get().as_bytes());
        read.map_err(|error| E::custom(message(&error))).inspect_err(|_| FAULT.set(schema))
    }
}

thread_local! {
    /// The alternative that the outermost unreadable union was read as, until the error gets its place.
    static FAULT: Cell<Option<&'static Schema>> = const { Cell::new(None) };
}

/// Returns and resets the alternative that deserialization on this thread last failed in.
pub(crate) fn fault() -> Option<&'static Schema> {
    FAULT.take()
}

pub(crate) fn set_fault(schema: Option<&'static Schema>) {
    FAULT.set(schema);
}

/// Deserializes the value as one alternative.
///
/// # Errors
/// Returns an error if it does not have the type.
pub fn variant<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    T::deserialize(FloatDeserializer(value)).map_err(E::custom)
}

/// Returns the error for a value that matches no alternative.
#[must_use]
pub fn no_variant<E: Error>() -> E {
    E::custom("the value matches no alternative")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json;
    use crate::schema::{ObjectRules, UnionTag, has};

    static DOG: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
        has("kind", &Schema::TEXT).required(),
        has("age", &Schema::INT64),
    ])));
    static BIRD: Schema = Schema::new(Kind::Object(ObjectRules::of(&[has("wings", &Schema::INT64)])));
    static PET: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&DOG, &BIRD],
        tag: Some(UnionTag { member: "kind", mapping: &[("dog", 0), ("bird", 1)] }),
        one: true,
    }));

    #[derive(Debug, PartialEq)]
    enum Pet {
        Known(std::collections::BTreeMap<String, Number>),
        Unknown(Value),
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(untagged)]
    enum Number {
        Whole(i64),
        Kind(Kinds),
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kinds {
        Dog,
    }

    impl<'de> Deserialize<'de> for Pet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let picked = union(deserializer, &PET)?;
            match picked.index() {
                0 | 1 => picked.read().map(Self::Known),
                _ => Ok(Self::Unknown(picked.into_value())),
            }
        }
    }

    #[test]
    fn an_unknown_alternative_is_kept_as_it_came() {
        let pets: Vec<Pet> =
            json::read(br#"[{"kind":"cow","milk":[1]},{"kind":"dog","age":3},{"wings":2}]"#).expect("pets");
        assert_eq!(pets[0], Pet::Unknown(serde_json::json!({"kind": "cow", "milk": [1]})));
        assert!(matches!(pets[1], Pet::Known(_)));
        assert!(matches!(pets[2], Pet::Unknown(_)), "without a tag");
        assert!(json::read::<Pet>(b"null").is_err());
    }

    #[test]
    fn a_tag_that_the_alternative_does_not_have_is_taken_away() {
        let bird: Pet = json::read(br#"{"kind":"bird","wings":2}"#).expect("a pet");
        let Pet::Known(members) = bird else { panic!("{bird:?}") };
        assert_eq!(members.keys().collect::<Vec<_>>(), ["wings"]);
    }

    #[test]
    fn the_error_is_at_the_member_at_fault() {
        for text in [
            r#"[{"kind":"dog","age":3},{"kind":"dog","age":"old","name":"x"}]"#,
            "[ {\"kind\":\"dog\",\"age\":3} ,\n {\"age\":\"old\",\"kind\":\"dog\" } \n, 1]",
            r#"[{"kind":"dog"}, {"age":"old","kind":"dog"}]"#,
        ] {
            let error = json::read::<Vec<Pet>>(text.as_bytes()).expect_err("no age");
            assert_eq!(error.pointer, "/1/age", "{text} {error:?}");
        }
        let error =
            json::read::<std::collections::BTreeMap<String, Pet>>(br#"{"a/b":{"kind":"dog","age":0.5}}"#);
        assert_eq!(error.expect_err("no age").pointer, "/a~1b/age");
        // The next error is not in a union.
        assert_eq!(json::read::<Vec<i64>>(b"[1,true]").expect_err("no number").pointer, "/1");
    }

    #[test]
    fn the_alternative_that_keeps_most_is_picked() {
        static WAIT: Schema =
            Schema::new(Kind::Object(ObjectRules::of(&[has("id", &Schema::TEXT).required()])));
        static RUN: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
            has("id", &Schema::TEXT).required(),
            has("at", &Schema::TEXT).required(),
        ])));
        static JOB: Schema =
            Schema::new(Kind::Union(UnionRules { variants: &[&WAIT, &RUN], tag: None, one: true }));
        assert_eq!(pick(&serde_json::json!({"id": "1", "at": "2"}), &JOB), Some(1));
        assert_eq!(pick(&serde_json::json!({"id": "1"}), &JOB), Some(0));
        static MODEL: Schema = Schema::new(Kind::Union(UnionRules {
            variants: &[&Schema::TEXT, &Schema::new(Kind::Enum(&["\"gpt\""]))],
            tag: None,
            one: false,
        }));
        assert_eq!(pick(&"gpt".into(), &MODEL), Some(1));
        assert_eq!(pick(&"else".into(), &MODEL), Some(0));
    }
}
