//! The styles that come with Housestyle: what they resolve to, and the pages made of their grammar.

mod bestdoctor;
mod elplano;
mod goat;
mod heroku;
mod jsonapi;
mod stripe;

use std::fs;
use std::path::{Path, PathBuf};

use housestyle_generator::diag::Diagnostics;
use housestyle_generator::source::Sources;
use housestyle_generator::style::{
    self, Caching, Calls, EntityTags, HeaderName, IfMatch, InvalidPathParameter, Member, Outcome, Paging,
    PatchBody, PostMeaning, ReadOnly, RequestId, Slot, Style, Template, Tls, UnknownMembers, Version,
};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/styles")
}

fn load(name: &str) -> Style {
    let mut diags = Diagnostics::new();
    let style = style::load(name, &mut Sources::new(), &mut diags);
    assert_eq!(diags, Diagnostics::new());
    style.expect("a style")
}

/// A template in the notation of style files.
fn written(template: &Template) -> String {
    let member = |member: &Member| {
        let keep = if member.keep { "!" } else { "" };
        format!("{}: {}{keep}", member.wire, written(&member.value))
    };
    match template {
        Template::Constant(text) => text.to_string(),
        Template::Slot(slot) => format!("${}", slot.as_str()),
        Template::Object(members) => {
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

fn way<'a>(style: &'a Style, name: &str) -> &'a Paging {
    style.paging.get(name).expect("a way to page")
}

fn response_of(style: &Style, outcome: Outcome) -> (u16, Option<&str>, &str) {
    let reaction = &style.outcomes[outcome];
    (reaction.status, reaction.code.as_deref(), &reaction.message)
}

#[test]
fn plain_adds_nothing() {
    let style = load("plain");
    assert_eq!(style::root(), "plain");
    assert!(!style.wraps());
    assert_eq!(style.version, Version::None);
    assert_eq!(style.success.body, Template::Slot(Slot::Payload));
    assert_eq!(style.failure.media, "application/problem+json");
    assert_eq!(
        written(&style.failure.body),
        r#"{ type: "about:blank", title: $title, status: $status, detail: $message, errors: $entries }"#
    );
    assert!(style.paging.is_empty() && style.paging.default.is_none());
    assert_eq!(style.data.unknown_members, UnknownMembers::AsSchema);
    assert_eq!(style.data.read_only, ReadOnly::Ignore);
    assert_eq!((&style.data.links.self_member, &style.data.links.related_suffix), (&None, &None));
    assert_eq!(
        (style.methods.post_on_item, style.methods.patch),
        (PostMeaning::NotAllowed, PatchBody::Merge)
    );
    assert_eq!(style.slow_after_ms, None);
    assert_eq!(
        (style.calls, style.transport.tls, style.path.invalid_path_parameter),
        (Calls::Rest, Tls::Optional, InvalidPathParameter::InvalidParameter)
    );
    assert_eq!((&style.success.empty, &style.success.pretty), (&None, &None));
    assert_eq!(
        style.headers.request_id,
        RequestId { header: HeaderName("x-request-id".into()), uuid: false }
    );
    assert_eq!(style.caching, Caching { etag: EntityTags::None, if_match: IfMatch::Ignore });
    assert_eq!((&style.login.session, &style.rate), (&None, &None));
    assert_eq!(response_of(&style, Outcome::Hidden), response_of(&style, Outcome::NotFound));
}

#[test]
fn the_runtime_has_the_same_outcomes_in_the_same_order() {
    let ours = Outcome::ALL.iter().map(|outcome| format!("{outcome:?}"));
    let theirs = housestyle::Outcome::ALL.iter().map(|outcome| format!("{outcome:?}"));
    assert!(ours.eq(theirs));
}

#[test]
fn a_style_of_a_user_changes_one_value_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("house")).expect("made");
    fs::copy(self::folder().join("bestdoctor.yaml"), folder.path().join("house/base.yaml")).expect("copied");
    let path = folder.path().join("ours.yaml");
    fs::write(&path, "style: ours\nextends: house/base.yaml\npaging: { numbered: { size_max: 500 } }\n")
        .expect("written");
    let ours = load(path.to_str().expect("UTF-8"));
    let mut expected = load("bestdoctor");
    expected.ident = "ours".into();
    expected.about = None;
    expected.extends = Some("house/base.yaml".into());
    let Some(Paging::Number(numbered)) = expected
        .paging
        .ways
        .to_mut()
        .iter_mut()
        .find_map(|way| (way.name == "numbered").then_some(&mut way.value))
    else {
        panic!("no number")
    };
    numbered.limits.size_max = 500;
    assert_eq!(ours, expected);
}

#[test]
fn the_reference_is_that_of_the_grammar() {
    let path = folder().join("README.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, style::reference()).expect("written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the page"), style::reference());
}

#[test]
fn the_reference_of_x_style_is_that_of_the_grammar() {
    let path = folder().join("../apis/README.md");
    let page = housestyle_generator::lower::annotations_reference();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &page).expect("written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the page"), page);
}

#[test]
fn the_schema_takes_every_built_in_style_and_no_other_keys() {
    let schema = style::json_schema();
    for (name, _) in style::builtin() {
        let file = Sources::new()
            .read(&folder().join(format!("{name}.yaml")), &mut Diagnostics::new())
            .expect("a file that can be read");
        assert!(admits(&schema, &schema, &file.tree), "{name}");
        for (pointer, wrong) in [("", "pth"), ("/path", "prefx"), ("/success", "bdy"), ("/outcomes", "gone")]
        {
            let mut tree = file.tree.clone();
            let Some(Value::Object(members)) = tree.pointer_mut(pointer) else { continue };
            members.insert(wrong.to_owned(), Value::from(1));
            assert!(!admits(&schema, &schema, &tree), "{name} {wrong}");
        }
        let mut tree = file.tree.clone();
        tree["outcomes"]["malformed"]["status"] = Value::from(100);
        assert!(!admits(&schema, &schema, &tree), "{name}");
    }
}

/// Whether a value is as a schema wants it, patterns apart. Only what the grammar's schema uses is known.
fn admits(root: &Value, schema: &Value, value: &Value) -> bool {
    let Value::Object(keywords) = schema else { return schema != &Value::Bool(false) };
    keywords.iter().all(|(keyword, rule)| match keyword.as_str() {
        "$schema" | "$defs" | "title" | "description" | "default" | "pattern" | "not" => true,
        "$ref" => {
            let pointer =
                rule.as_str().and_then(|target| target.strip_prefix('#')).expect("a local reference");
            admits(root, root.pointer(pointer).expect("a definition"), value)
        }
        "type" => match rule.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_u64(),
            Some("boolean") => value.is_boolean(),
            Some("null") => value.is_null(),
            other => panic!("the type {other:?}"),
        },
        "const" => rule == value,
        "minimum" => value.as_u64() >= rule.as_u64(),
        "maximum" => value.as_u64() <= rule.as_u64(),
        "anyOf" => list(rule).iter().any(|schema| admits(root, schema, value)),
        "oneOf" => list(rule).iter().filter(|schema| admits(root, schema, value)).count() == 1,
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| admits(root, rule, item))),
        "uniqueItems" => value
            .as_array()
            .is_none_or(|items| items.iter().enumerate().all(|(i, item)| !items[..i].contains(item))),
        "required" => list(rule).iter().filter_map(Value::as_str).all(|wire| value.get(wire).is_some()),
        "properties" => rule
            .as_object()
            .expect("properties")
            .iter()
            .all(|(wire, schema)| value.get(wire).is_none_or(|member| admits(root, schema, member))),
        "additionalProperties" => value.as_object().is_none_or(|members| {
            let named =
                |wire: &String| keywords.get("properties").is_some_and(|known| known.get(wire).is_some());
            members.iter().filter(|(wire, _)| !named(wire)).all(|(_, member)| admits(root, rule, member))
        }),
        other => panic!("the keyword {other}"),
    })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
