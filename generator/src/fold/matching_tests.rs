//! Tests of matching.

use serde_json::{Value, json};

use super::kinds::{SlotType, of_slot};
use super::located::Located;
use super::matched::{self, Difference, Match};
use super::matching::matches;
use crate::diag::Diagnostics;
use crate::expand::template::{self, SlotSchema};
use crate::source::Sources;
use crate::style::{self, Slot, Style, Template};

/// A template, written as in a style.
fn template(text: &str) -> Template {
    let style = format!("style: acme\nsuccess: {{ body: {text} }}\n");
    let style = load(&style);
    style.success.body
}

fn template_of_lists(text: &str) -> Template {
    load(&format!("style: acme\nsuccess: {{ list: {text} }}\n")).success.list.expect("a template")
}

fn failure(text: &str) -> Template {
    load(&format!("style: acme\nfailure: {{ body: {text}, entry: {{ code: $code }} }}\n")).failure.body
}

fn load(text: &str) -> Style {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("housestyle-matching-{}-{count}.yaml", std::process::id()));
    std::fs::write(&path, text).expect("the style is written");
    let style = style::load(&path.to_string_lossy(), &mut sources, &mut diags);
    std::fs::remove_file(&path).expect("the style is removed");
    style.unwrap_or_else(|| panic!("{diags:#?}"))
}

/// A document with these schemas as components; the first is called `Body`.
fn document(schemas: &Value) -> Value {
    json!({ "components": { "schemas": schemas } })
}

fn matched<'t>(template: &Template, tree: &'t Value) -> Result<Match<'t>, Difference> {
    let body = Located::find(tree, "/components/schemas/Body").expect("a schema");
    matches(template, body, tree)
}

fn slots(found: &Match<'_>) -> Vec<Slot> {
    found.slots.iter().map(|(slot, _)| *slot).collect()
}

#[track_caller]
fn assert_differs(template: &Template, schemas: &Value, expected: &str) {
    let tree = document(schemas);
    let found = matched(template, &tree);
    assert_eq!(found.map(|found| slots(&found)).expect_err("a difference").to_string(), expected);
}

#[track_caller]
fn assert_matches(template: &Template, schemas: &Value, expected: &[Slot], extras: &[&str]) {
    let tree = document(schemas);
    let found = matched(template, &tree).unwrap_or_else(|difference| panic!("{difference}"));
    assert_eq!(slots(&found), expected);
    assert_eq!(found.extras, extras);
}

/// Every template of a style, with its slots.
fn templates(style: &Style) -> Vec<Template> {
    let mut all = vec![style.success.body.clone(), style.failure.body.clone(), style.failure.entry.clone()];
    all.extend(style.success.meta_body.clone());
    all.extend(style.success.list.clone());
    for way in style.paging.ways.iter() {
        all.extend(way.value.kind().meta().cloned());
        all.extend(way.value.kind().links().cloned());
        all.extend(way.value.kind().list().cloned());
    }
    all
}

fn slots_of(template: &Template, all: &mut Vec<Slot>) {
    match template {
        Template::Constant(_) => {}
        Template::Slot(slot) => all.push(*slot),
        Template::Object(members) => members.iter().for_each(|member| slots_of(&member.value, all)),
    }
}

fn schema_of(slot: Slot) -> Value {
    use super::kinds::Kind;
    match of_slot(slot) {
        SlotType::Any => json!({ "type": "array", "items": { "type": "object" } }),
        SlotType::One(Kind::Array) => json!({ "type": "array", "items": { "type": "object" } }),
        SlotType::One(Kind::Object) => json!({ "type": "object" }),
        SlotType::One(Kind::String) => json!({ "type": "string", "pattern": "^[2-5]" }),
        SlotType::One(Kind::Integer) => json!({ "type": "integer", "minimum": 0 }),
        SlotType::One(Kind::Number) => json!({ "type": "number" }),
        SlotType::One(Kind::Boolean) => json!({ "type": "boolean" }),
    }
}

/// A document of 3.1 with the schema, brought to 3.0.
fn normalised(schema: &Value) -> Value {
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "a", "version": "1" }, "paths": {},
        "components": { "schemas": { "Body": schema } },
    });
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file = sources.add_text("a.json", document.to_string(), &mut diags).expect("JSON");
    crate::spec::load(&file, &mut sources, &mut diags).unwrap_or_else(|| panic!("{diags:#?}")).tree
}

/// Asserts that the schema of a template matches it, with exactly the slots that are filled.
fn assert_law(name: &str, template: &Template, filled: &[Slot], always: bool) {
    let mut of = |slot| filled.contains(&slot).then(|| SlotSchema { schema: schema_of(slot), always });
    let Some(schema) = template::schema(template, &mut of) else { return };
    for tree in [document(&json!({ "Body": schema.schema })), normalised(&schema.schema)] {
        let found = matched(template, &tree);
        let mut expected = Vec::new();
        slots_of(template, &mut expected);
        expected.retain(|slot| filled.contains(slot));
        if expected.is_empty() {
            // Such a body could be anything's.
            assert!(found.is_err(), "{name}: {template:?}");
            continue;
        }
        let found = found.unwrap_or_else(|difference| panic!("{name}: {difference}\n{template:?}\n{tree:#}"));
        assert_eq!(slots(&found), expected, "{name}: {template:?}");
        let items = template.names_items().then(|| Template::ITEMS.to_owned());
        assert_eq!((found.items, found.extras), (items, Vec::new()), "{name}");
    }
}

#[test]
fn the_schema_of_a_template_matches_it_with_the_slots_that_are_filled() {
    for (name, _) in style::builtin() {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let style = style::load(name, &mut sources, &mut diags).expect("a built-in style");
        for template in templates(&style) {
            let mut all = Vec::new();
            slots_of(&template, &mut all);
            for always in [true, false] {
                assert_law(name, &template, &all, always);
                for without in all.iter().filter(|slot| **slot != Slot::Payload) {
                    let others: Vec<Slot> = all.iter().copied().filter(|slot| slot != without).collect();
                    assert_law(name, &template, &others, always);
                }
            }
        }
    }
}

#[test]
fn a_member_that_is_always_written_has_to_be_described_and_another_may_be_absent() {
    let envelope = template("{ kind: list, data: $payload!, meta: $meta }");
    let properties = json!({ "kind": { "type": "string" }, "data": { "type": "array", "items": {} } });
    assert_matches(&envelope, &json!({ "Body": { "properties": properties } }), &[Slot::Payload], &[]);
    let kept = "expected any value (`$payload`) at `/data`, found no such property";
    assert_differs(&envelope, &json!({ "Body": { "properties": { "kind": {}, "meta": {} } } }), kept);
    let constant = "expected `\"list\"` at `/kind`, found no such property";
    assert_differs(
        &envelope,
        &json!({ "Body": { "type": "object", "properties": { "data": {} } } }),
        constant,
    );
}

#[test]
fn a_constant_is_one_of_the_values_or_of_the_type() {
    let envelope = template("{ object: list, data: $payload }");
    let body = |object: Value| json!({ "Body": { "properties": { "object": object, "data": {} } } });
    for object in [
        json!({ "type": "string", "enum": ["list"] }),
        json!({ "const": "list" }),
        json!({ "enum": ["search_result", "list"] }),
        json!({ "type": "string" }),
        json!({ "type": "string", "nullable": true }),
        json!({}),
    ] {
        assert_matches(&envelope, &body(object), &[Slot::Payload], &[]);
    }
    let wrong = "expected `\"list\"` at `/object`, found `\"card\"`, `\"source\"`";
    assert_differs(&envelope, &body(json!({ "enum": ["card", "source"] })), wrong);
    let wrong = "expected `\"list\"` at `/object`, found an integer";
    assert_differs(&envelope, &body(json!({ "type": "integer" })), wrong);
}

#[test]
fn a_slot_has_its_type() {
    let body = failure("{ error: { code: $code, status: $status, message: $message!, hidden: $suppress } }");
    let schema = |status: Value| {
        let error = json!({ "type": "object", "required": ["status", "message"], "properties": {
            "message": { "type": "string", "nullable": true }, "status": status, "hidden": { "type": "boolean" } } });
        json!({ "Body": { "type": "object", "properties": { "error": error } } })
    };
    let all = [Slot::Status, Slot::Message, Slot::Suppress];
    assert_matches(&body, &schema(json!({ "type": "integer" })), &all, &[]);
    assert_matches(&body, &schema(json!({ "type": "number" })), &all, &[]);
    assert_matches(&body, &schema(json!({ "enum": [400, 404] })), &all, &[]);
    assert_matches(
        &body,
        &schema(json!({ "allOf": [{ "type": "integer" }, { "description": "x" }] })),
        &all,
        &[],
    );
    let wrong = "expected an integer (`$status`) at `/error/status`, found a string";
    assert_differs(&body, &schema(json!({ "type": "string" })), wrong);
    assert_differs(&body, &schema(json!({ "oneOf": [{ "type": "integer" }, { "type": "string" }] })), wrong);
}

#[test]
fn properties_that_the_template_does_not_have_are_returned_unless_they_are_required() {
    let body = failure("{ error: { code: $code, message: $message } }");
    let schema = |required: &[&str]| {
        json!({ "Body": { "$ref": "#/components/schemas/Error" }, "Error": {
            "properties": { "error": { "$ref": "#/components/schemas/Detail" }, "request": {} } },
            "Detail": { "type": "object", "required": required,
                "properties": { "code": { "type": "string" }, "decline_code": { "type": "string" }, "a/b": {} } } })
    };
    let extras = ["/error/decline_code", "/error/a~1b", "/request"];
    assert_matches(&body, &schema(&["code"]), &[Slot::Code], &extras);
    let wrong = "expected no such member at `/error/decline_code`, found a property that is required";
    assert_differs(&body, &schema(&["code", "decline_code"]), wrong);
}

#[test]
fn parts_of_all_of_are_one_object() {
    let envelope = template("{ data: $payload!, meta: $meta }");
    let schemas = json!({
        "Body": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "data": { "type": "string" } } }] },
        "Base": { "type": "object", "properties": { "meta": { "allOf": [{ "type": "object" }] }, "data": {} } },
    });
    assert_matches(&envelope, &schemas, &[Slot::Payload, Slot::Meta], &[]);
    let tree = document(&schemas);
    let found = matched(&envelope, &tree).expect("a match");
    let payload = found.slot(Slot::Payload).expect("a payload");
    assert_eq!(payload.value(), json!({ "allOf": [{}, { "type": "string" }] }));
    assert_eq!(payload.nodes()[1].pointer, "/components/schemas/Body/allOf/1/properties/data");
}

#[test]
fn each_alternative_has_to_match() {
    let body = failure("{ message: $message, errors: $entries }");
    let object = |properties: Value| json!({ "type": "object", "properties": properties });
    let (one, two) = (
        object(json!({ "message": { "type": "string" }, "a": {} })),
        object(
            json!({ "message": { "type": "string" }, "errors": { "type": "array", "items": {} }, "b": {} }),
        ),
    );
    let nothing = json!({ "nullable": true, "enum": [null] });
    let both = json!({ "Body": { "oneOf": [one, two, nothing] } });
    assert_matches(&body, &both, &[Slot::Message, Slot::Entries], &["/a", "/b"]);
    let other = json!({ "Body": { "anyOf": [one, { "type": "array", "items": {} }] } });
    assert_differs(&body, &other, "expected an object, found an array");
    let envelope = template("{ data: $payload! }");
    let data = |schema: Value| object(json!({ "data": schema }));
    let both = json!({ "Body": { "oneOf": [data(json!({ "type": "string" })), data(json!({ "type": "integer" }))] } });
    let tree = document(&both);
    let found = matched(&envelope, &tree).expect("a match");
    let payload = found.slot(Slot::Payload).expect("a payload").value();
    assert_eq!(payload, json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }));
}

#[test]
fn something_of_the_template_is_in_the_schema() {
    let body = failure("{ message: $message, errors: $entries }");
    let none = "expected an object with `message`, `errors`, found none of its members";
    assert_differs(&body, &json!({ "Body": { "type": "object", "properties": { "block": {} } } }), none);
    assert_differs(&body, &json!({ "Body": {} }), none);
    let wrong = "expected an object, found a string";
    assert_differs(&body, &json!({ "Body": { "type": "string" } }), wrong);
}

#[test]
fn an_envelope_that_matches_half_is_a_difference_at_its_other_half() {
    let envelope = template("{ data: $payload!, meta: { page: $meta! } }");
    let schema =
        json!({ "Body": { "properties": { "data": {}, "meta": { "properties": { "pages": {} } } } } });
    let wrong = "expected an object (`$meta`) at `/meta/page`, found no such property";
    assert_differs(&envelope, &schema, wrong);
}

#[test]
fn a_schema_in_a_circle_ends() {
    let envelope = template("{ data: $payload!, meta: $meta }");
    let itself = json!({ "Body": { "$ref": "#/components/schemas/Body" } });
    let none = "expected any value (`$payload`) at `/data`, found no such property";
    assert_differs(&envelope, &itself, none);
    let around = json!({ "Body": { "allOf": [{ "$ref": "#/components/schemas/Body" }], "properties": {
        "data": { "$ref": "#/components/schemas/Body" }, "meta": { "$ref": "#/components/schemas/Body" } } } });
    assert_matches(&envelope, &around, &[Slot::Payload, Slot::Meta], &[]);
    let alternatives =
        json!({ "Body": { "anyOf": [{ "$ref": "#/components/schemas/Body" }, { "type": "object" }] } });
    let endless = "expected a template, found more references and alternatives than are followed";
    assert_differs(&envelope, &alternatives, endless);
}

#[test]
fn a_schema_of_any_depth_is_read_without_recursion() {
    let envelope = template("{ data: $payload! }");
    let chain = |wrap: &dyn Fn(Value) -> Value, depth: usize| {
        let mut schemas = serde_json::Map::new();
        let next = |index: usize| json!({ "$ref": format!("#/components/schemas/S{index}") });
        schemas.insert("Body".to_owned(), wrap(next(0)));
        for index in 0..depth {
            schemas.insert(format!("S{index}"), wrap(next(index + 1)));
        }
        schemas.insert(format!("S{depth}"), json!({ "properties": { "data": {} } }));
        Value::Object(schemas)
    };
    let all_of = |schema: Value| json!({ "allOf": [schema] });
    assert_matches(&envelope, &chain(&all_of, 1000), &[Slot::Payload], &[]);
    let endless = "expected a template, found more references and alternatives than are followed";
    assert_differs(&envelope, &chain(&all_of, 10_000), endless);
    let any_of = |schema: Value| json!({ "anyOf": [schema, { "properties": { "data": {} } }] });
    assert_differs(&envelope, &chain(&any_of, 10_000), endless);
}

#[test]
fn alternatives_do_not_multiply_without_end() {
    let envelope = template("{ data: $payload! }");
    let union = json!({ "anyOf": [{ "properties": { "data": {} } }, { "properties": { "data": {} } }] });
    let all: Vec<&Value> = vec![&union; 30];
    let endless = "expected a template, found more references and alternatives than are followed";
    assert_differs(&envelope, &json!({ "Body": { "allOf": all } }), endless);
}

#[test]
fn the_name_of_the_items_is_that_of_the_only_array() {
    let envelope = template_of_lists("{ total: $total, '{items}': $payload! }");
    let array = json!({ "type": "array", "items": {} });
    let schema = json!({ "Body": { "properties": { "total": { "type": "integer" }, "workflows": array, "name": {} } } });
    let tree = document(&schema);
    let found = matched(&envelope, &tree).expect("a match");
    assert_eq!((found.items.as_deref(), &*found.extras), (Some("workflows"), &["/name".to_owned()][..]));
    assert_eq!(slots(&found), [Slot::Total, Slot::Payload]);
    let two = json!({ "Body": { "properties": { "total": {}, "a": array, "b": array } } });
    assert_differs(
        &envelope,
        &two,
        "expected one member with the list of items, found several arrays: `a`, `b`",
    );
    let none = json!({ "Body": { "properties": { "total": {}, "a": {} } } });
    assert_differs(&envelope, &none, "expected a member with the list of items, found no array");
}

#[test]
fn a_template_that_spreads_leaves_the_payload_without_its_members() {
    let spread = template("{ ok: true, ...: $payload, meta: $meta }");
    let ok = json!({ "type": "boolean", "enum": [true] });
    let user = json!({ "type": "object", "properties": { "id": { "type": "string" } }, "required": ["id"] });
    let own = json!({ "type": "object", "required": ["ok"], "properties": { "ok": ok } });
    for (body, payload) in [
        (
            json!({ "allOf": [{ "$ref": "#/components/schemas/User" }, own] }),
            json!({ "$ref": "#/components/schemas/User" }),
        ),
        (
            json!({
                "type": "object",
                "required": ["ok", "id"],
                "properties": { "ok": ok, "id": { "type": "string" }, "meta": { "type": "object" } },
            }),
            user.clone(),
        ),
        (
            json!({ "oneOf": [
                { "type": "object", "properties": { "ok": ok, "a": { "type": "string" } } },
                { "type": "object", "properties": { "ok": ok } },
            ] }),
            json!({ "oneOf": [
                { "type": "object", "properties": { "a": { "type": "string" } } },
                { "type": "object" },
            ] }),
        ),
    ] {
        let tree = document(&json!({ "Body": body, "User": user }));
        let found = matched(&spread, &tree).unwrap_or_else(|difference| panic!("{difference}"));
        assert_eq!(found.slot(Slot::Payload).map(matched::SlotSchema::value), Some(payload), "{body}");
        assert_eq!(found.extras, [""; 0]);
    }
    assert_differs(&spread, &json!({ "Body": user }), "expected `true` at `/ok`, found no such property");
}
