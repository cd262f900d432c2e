//! What emitted `Deserialize` impls of unions stand on.

use crate::codec::json::{self, Narrow, wide};
use crate::schema::{Kind, Others, Schema, UnionRules, check, members};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;
use serde_json::value::RawValue;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A value, and which alternative of a union it is.
#[derive(Debug)]
pub struct Picked {
    index: Option<usize>,
    /// Its JSON text: a tree does not keep all digits of a number.
    text: Box<RawValue>,
    rules: &'static UnionRules,
}

/// Reads a value and picks its alternative: by its tag, else of those that its schema admits the one that keeps most of
/// it, else of those that it is at least of the JSON type of.
///
/// # Errors
/// It is null, which is no alternative.
pub fn union<'de, D: Deserializer<'de>>(
    deserializer: D,
    schema: &'static Schema,
) -> Result<Picked, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if json::is_too_deep(raw.get().as_bytes()) {
        return Err(D::Error::custom(json::TOO_DEEP));
    }
    let value = wide::tree(raw.get().as_bytes()).map_err(D::Error::custom)?;
    let Kind::Union(rules) = &schema.target().kind else { return Err(no_variant()) };
    let index = pick(&value, schema);
    let text = match (index, rules.tag) {
        (None, _) if value.is_null() => return Err(no_variant()),
        (None, _) => {
            members::doubt(|doubts| doubts.unknown = true);
            raw
        }
        (Some(index), Some(tag)) if !declares(rules.variants[index], tag.member) => {
            without(&raw, tag.member).map_err(D::Error::custom)?
        }
        (Some(_), _) => raw,
    };
    Ok(Picked { index, text, rules })
}

/// An object without one of its members.
fn without(object: &RawValue, member: &str) -> Result<Box<RawValue>, serde_json::Error> {
    let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(object.get())?;
    members.remove(member);
    serde_json::value::to_raw_value(&members)
}

/// What serde says of a value, without the place in the value's own text.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

impl Picked {
    /// The index of the alternative; one past all of them where the value is of none.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index.unwrap_or(self.rules.variants.len())
    }

    /// The value as it came.
    #[must_use]
    pub fn into_value(self) -> Value {
        json::parse(self.text.get().as_bytes()).unwrap_or_default()
    }

    /// Reads the value as its alternative.
    ///
    /// # Errors
    /// It is not of the type.
    pub fn read<T: DeserializeOwned, E: Error>(self) -> Result<T, E> {
        let schema = self.index.and_then(|index| self.rules.variants.get(index)).copied();
        let read = json::typed(self.text.get().as_bytes());
        read.map_err(|error| E::custom(said(&error))).inspect_err(|_| FAULT.set(schema))
    }
}

thread_local! {
    /// The alternative that the outermost unreadable union was taken for, until the error gets its place.
    static FAULT: Cell<Option<&'static Schema>> = const { Cell::new(None) };
}

/// The alternative that reading on this thread last failed in since this was asked.
pub(crate) fn fault() -> Option<&'static Schema> {
    FAULT.take()
}

pub(crate) fn set_fault(schema: Option<&'static Schema>) {
    FAULT.set(schema);
}

/// Which alternative of the union a value is: as [`union`] picks it.
#[must_use]
pub fn pick(value: &Value, schema: &'static Schema) -> Option<usize> {
    let Kind::Union(rules) = &schema.target().kind else { return None };
    if let Some(tag) = rules.tag {
        let told = value.get(tag.member)?.as_str()?;
        return tag.mapping.iter().find(|(value, _)| *value == told).map(|(_, index)| *index);
    }
    let of = |fits: fn(&Value, &'static Schema) -> bool| {
        let fitting = rules.variants.iter().enumerate().filter(|(_, variant)| fits(value, variant));
        best(value, fitting.map(|(index, variant)| (index, *variant)))
    };
    of(check::fits).or_else(|| of(check::resembles))
}

/// Of the alternatives that a value fits, the one that keeps most of it; the first of equals.
pub(crate) fn best(value: &Value, fitting: impl Iterator<Item = (usize, &'static Schema)>) -> Option<usize> {
    let mut best: Option<(usize, (usize, u8))> = None;
    for (index, variant) in fitting {
        let rank = (kept(value, variant), narrowness(variant));
        if best.is_none_or(|(_, before)| rank > before) {
            best = Some((index, rank));
        }
    }
    best.map(|(index, _)| index)
}

/// Whether `one` names every member of the value that `other` names.
pub(crate) fn covers(value: &Value, one: &'static Schema, other: &'static Schema) -> bool {
    let members = value.as_object().into_iter().flatten();
    members.map(|(wire, _)| wire).all(|wire| keeps(value, one, wire) || !keeps(value, other, wire))
}

/// How many members of the value a schema names, or keeps as additional ones.
fn kept(value: &Value, schema: &'static Schema) -> usize {
    let members = value.as_object().filter(|_| wide::of(value).is_none()).into_iter().flatten();
    members.filter(|(wire, _)| keeps(value, schema, wire)).count()
}

fn keeps(value: &Value, schema: &'static Schema, wire: &str) -> bool {
    match &schema.target().kind {
        Kind::Object(rules) => {
            rules.members.iter().any(|member| member.wire == wire)
                || matches!(rules.other(wire), Others::Of(_))
        }
        Kind::Union(rules) => {
            pick(value, schema).is_some_and(|index| keeps(value, rules.variants[index], wire))
        }
        Kind::Any => true,
        _ => false,
    }
}

/// How much a schema says of values that fit it: a listed value says more than text.
fn narrowness(schema: &'static Schema) -> u8 {
    match &schema.target().kind {
        Kind::Any | Kind::Same(_) => 0,
        Kind::Enum(_) | Kind::AnyCase(_) => 3,
        Kind::String(rules) if rules.format != crate::schema::Format::None => 2,
        Kind::Integer(_) => 2,
        _ => 1,
    }
}

/// Whether values of a schema have the member among those that it names.
pub(crate) fn declares(schema: &'static Schema, wire: &str) -> bool {
    match &schema.target().kind {
        Kind::Object(rules) => rules.members.iter().any(|member| member.wire == wire),
        Kind::Union(rules) => {
            rules.tag.is_some_and(|tag| tag.member == wire)
                || rules.variants.iter().any(|variant| declares(variant, wire))
        }
        _ => false,
    }
}

/// Reads the value as one alternative.
///
/// # Errors
/// It is not of the type.
pub fn variant<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    T::deserialize(Narrow(value)).map_err(E::custom)
}

/// The value is no alternative of the union.
#[must_use]
pub fn no_variant<E: Error>() -> E {
    E::custom("the value is none of the alternatives")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json;
    use crate::schema::{ObjectRules, Tag, has};

    static DOG: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
        has("kind", &Schema::TEXT).required(),
        has("age", &Schema::INT64),
    ])));
    static BIRD: Schema = Schema::new(Kind::Object(ObjectRules::of(&[has("wings", &Schema::INT64)])));
    static PET: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&DOG, &BIRD],
        tag: Some(Tag { member: "kind", mapping: &[("dog", 0), ("bird", 1)] }),
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
        // The next error is not of a union.
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
