//! Removes values that responses must not contain.

use super::{AdditionalMembers, Kind, MemberRules, Schema};
use serde_json::Value;

/// Removes write-only members at any depth. In a union, those that are write-only in any alternative.
pub(crate) fn hide(value: &mut Value, schema: &'static Schema) {
    match (value, &schema.target().kind) {
        (value, Kind::Union(rules)) => rules.variants.iter().for_each(|variant| hide(value, variant)),
        (Value::Array(items), Kind::Array(rules)) => {
            items.iter_mut().for_each(|item| hide(item, rules.items))
        }
        (Value::Array(items), Kind::Tuple(places)) => {
            items.iter_mut().zip(*places).for_each(|(item, schema)| hide(item, schema));
        }
        (Value::Object(object), Kind::Object(rules)) => {
            let rule = |wire: &str| rules.members.iter().find(|rule| rule.wire == wire);
            object.retain(|wire, _| !rule(wire).is_some_and(|rule| rule.write_only));
            for (wire, member) in object {
                match (rule(wire), rules.other(wire)) {
                    (Some(&MemberRules { schema, .. }), _) | (None, AdditionalMembers::Of(schema)) => {
                        hide(member, schema)
                    }
                    (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => {}
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ArrayRules, ObjectRules, UnionRules, has};
    use super::*;
    use serde_json::json;

    static LOGIN: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
        has("user", &Schema::TEXT),
        has("password", &Schema::TEXT).write_only(),
    ])));
    static LOGINS: Schema = Schema::new(Kind::Object(ObjectRules {
        others: AdditionalMembers::Of(&LOGIN),
        ..ObjectRules::of(&[
            has("list", &Schema::new(Kind::Array(ArrayRules::of(&Schema::same(&LOGIN))))),
            has("pair", &Schema::new(Kind::Tuple(&[&Schema::TEXT, &LOGIN]))),
            has(
                "either",
                &Schema::new(Kind::Union(UnionRules {
                    variants: &[&Schema::TEXT, &LOGIN],
                    tag: None,
                    one: true,
                })),
            ),
        ])
    }));

    #[test]
    fn write_only_members_go_wherever_they_are() {
        let login = json!({"user": "u", "password": "p", "more": {"password": "is not a member of a login"}});
        let shown = json!({"user": "u", "more": {"password": "is not a member of a login"}});
        let of = |login: &Value| json!({"list": [login, 5], "pair": ["x", login], "either": login, "other": login});
        let mut value = of(&login);
        hide(&mut value, &LOGINS);
        assert_eq!(value, of(&shown));
    }
}
