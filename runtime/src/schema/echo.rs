//! Converts a request's value to what the handler receives.

use crate::schema::check::pick::pick;
use crate::schema::check::rules;
use serde_json::{Map, Value};

use super::{AdditionalMembers, Kind, ObjectRules, Schema};

/// Removes members that the handler does not receive, and inserts defaults, at any depth: a request's type keeps no
/// unknown or read-only members.
pub(crate) fn as_received(value: &mut Value, schema: &'static Schema) {
    match &schema.target().kind {
        Kind::Union(rules) => {
            let variant = pick(value, schema).and_then(|index| rules.variants.get(index));
            if let Some(variant) = variant {
                as_received(value, variant);
            }
        }
        Kind::Array(rules) => {
            value.as_array_mut().into_iter().flatten().for_each(|item| as_received(item, rules.items));
        }
        Kind::Tuple(places) => {
            let items = value.as_array_mut().into_iter().flatten();
            items.zip(*places).for_each(|(item, schema)| as_received(item, schema));
        }
        Kind::Object(rules) => {
            if let Value::Object(object) = value {
                members(object, rules);
            }
        }
        Kind::AnyCase(values) => {
            if let Some(declared) = value.as_str().and_then(|text| rules::declared_case(values, text)) {
                *value = Value::String(declared);
            }
        }
        Kind::Any
        | Kind::Boolean
        | Kind::Integer(_)
        | Kind::Number(_)
        | Kind::String(_)
        | Kind::File(_)
        | Kind::Enum(_)
        | Kind::Same(_) => {}
    }
}

fn members(object: &mut Map<String, Value>, rules: &'static ObjectRules) {
    let rule = |wire: &str| rules.members.iter().find(|rule| rule.wire == wire);
    object.retain(|wire, _| {
        rule(wire).map_or(matches!(rules.other(wire), AdditionalMembers::Of(_)), |rule| !rule.read_only)
    });
    for rule in rules.members {
        if let (Some(default), false) = (rule.default, object.contains_key(rule.wire))
            && let Ok(default) = serde_json::from_str(default)
        {
            object.insert(rule.wire.to_owned(), default);
        }
    }
    for (wire, member) in object {
        match (rule(wire), rules.other(wire)) {
            (Some(rule), _) => as_received(member, rule.schema),
            (None, AdditionalMembers::Of(schema)) => as_received(member, schema),
            (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ArrayRules, UnionRules, has};
    use super::*;
    use serde_json::json;

    static LABEL: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
        has("text", &Schema::TEXT).required(),
        has("color", &Schema::new(Kind::AnyCase(&["\"RED\""]))).default("\"RED\""),
        has("id", &Schema::INT64).read_only(),
    ])));
    static NOTE: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
        has("text", &Schema::TEXT),
        has("labels", &Schema::new(Kind::Array(ArrayRules::of(&Schema::same(&LABEL))))),
        has("main", &LABEL).default(r#"{"text":"none"}"#),
        has(
            "either",
            &Schema::new(Kind::Union(UnionRules {
                variants: &[&LABEL, &Schema::TEXT],
                tag: None,
                one: true,
            })),
        ),
        has("free", &Schema::ANY),
        has(
            "map",
            &Schema::new(Kind::Object(ObjectRules {
                others: AdditionalMembers::Of(&LABEL),
                ..ObjectRules::of(&[])
            })),
        ),
    ])));

    #[test]
    fn the_handler_has_defaults_and_no_unknown_or_read_only_members() {
        let mut value = json!({
            "text": "t", "odd": 1,
            "labels": [{"text": "a", "id": 1, "x": 2}, {"text": "b", "color": "red"}],
            "either": {"text": "c", "x": 3},
            "free": {"x": 4},
            "map": {"k": {"text": "d", "x": 5}},
        });
        as_received(&mut value, &NOTE);
        let label = |text: &str| json!({"text": text, "color": "RED"});
        let expected = json!({
            "text": "t", "labels": [label("a"), label("b")], "either": label("c"), "free": {"x": 4},
            "map": {"k": label("d")}, "main": label("none"),
        });
        assert_eq!(value, expected);
    }
}
