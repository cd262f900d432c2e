//! HK-1, HK-14, HK-17, HK-18, HK-20, HK-27, HK-28, HK-30, HK-33, HK-35, HK-40, HK-46 and HK-47: what the document and the
//! README say.

use std::process::Command;

use example_reevoo::api::API;
use housestyle::api::{Method, Segment};
use serde_json::Value;

use super::server::start_with;

const DOCUMENT: &str = include_str!("../../../specs/apis/reevoo.yaml");
const README: &str = include_str!("../../../examples/reevoo/README.md");
const STYLES: [&str; 2] =
    [include_str!("../../../specs/styles/heroku.yaml"), include_str!("../../../specs/styles/reevoo.yaml")];

fn document() -> Value {
    serde_yaml::from_str(DOCUMENT).unwrap()
}

/// Every member of every schema, by the schema's name and its own.
fn members(document: &Value) -> Vec<(String, String, Value)> {
    fn within(schema: &Value, of: &str, found: &mut Vec<(String, String, Value)>) {
        for (wire, member) in schema["properties"].as_object().into_iter().flatten() {
            found.push((of.to_owned(), wire.clone(), member.clone()));
            within(member, of, found);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            within(part, of, found);
        }
        within_items(schema, of, found);
    }
    fn within_items(schema: &Value, of: &str, found: &mut Vec<(String, String, Value)>) {
        if schema["items"].is_object() {
            within(&schema["items"], of, found);
        }
    }
    let mut found = Vec::new();
    for (of, schema) in document["components"]["schemas"].as_object().unwrap() {
        within(schema, of, &mut found);
    }
    assert!(found.len() > 20);
    found
}

/// The words of each path, without version and parameters.
fn words() -> Vec<Vec<&'static str>> {
    let literal = |segment: &Segment| match segment {
        Segment::Literal(text) => Some(*text),
        _ => None,
    };
    API.operations.iter().map(|meta| meta.path.iter().filter_map(literal).collect()).collect()
}

#[test]
fn hk_1_no_operation_takes_a_query_parameter() {
    assert!(!DOCUMENT.contains("in: query") && DOCUMENT.contains("in: path"));
}

#[test]
fn hk_14_hk_17_paths_are_of_plural_nouns_in_lower_case_with_dashes() {
    for words in words() {
        let ["api", "v1", rest @ ..] = &words[..] else { panic!("{words:?}") };
        for word in rest {
            assert!(word.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{word}");
        }
        assert!(matches!(rest[0], "clients" | "users" | "actions" | "status"), "{rest:?}");
        assert!(rest[0].ends_with('s'));
    }
}

#[test]
fn hk_15_hk_16_actions_are_posts_under_actions() {
    let mut seen = 0;
    for (meta, words) in API.operations.iter().zip(words()) {
        if let Some(at) = words.iter().position(|word| *word == "actions") {
            assert_eq!(meta.method, Method::Post, "{}", meta.id);
            let collection = words[2] == "actions";
            assert_eq!(words.len() - at, if collection { 3 } else { 2 }, "{words:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 7);
}

#[test]
fn hk_18_hk_30_members_are_in_lower_case_with_underscores_and_keys_are_nested() {
    for (of, wire, _) in members(&document()) {
        let good = wire.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        assert!(good && !wire.starts_with('_'), "{of}.{wire}");
        assert!(!wire.ends_with("_id"), "{of}.{wire}");
    }
}

#[test]
fn hk_27_hk_28_records_have_an_id_and_their_times() {
    let all = members(&document());
    let has = |schema: &str, member: &str| all.iter().any(|(of, wire, _)| of == schema && wire == member);
    for record in ["Client", "User"] {
        for member in ["id", "created_at", "updated_at"] {
            assert!(has(record, member), "{record}.{member}");
        }
    }
    let id = document()["components"]["schemas"]["Id"].clone();
    assert_eq!(id["format"], "uuid");
}

#[test]
fn hk_33_hk_34_hk_35_booleans_and_arrays_are_never_null_and_numbers_are_short() {
    for (of, wire, schema) in members(&document()) {
        if matches!(schema["type"].as_str(), Some("boolean" | "array")) {
            assert_ne!(schema["nullable"], Value::Bool(true), "{of}.{wire}");
        }
        assert_ne!(schema["type"], "number", "{of}.{wire}: no decimals, so none are too many");
    }
}

#[test]
fn hk_40_every_id_of_a_failure_is_documented() {
    let codes = |text: &str| -> Vec<String> {
        let style: Value = serde_yaml::from_str(text).unwrap();
        let outcomes = style["outcomes"].as_object().cloned().unwrap_or_default();
        outcomes.values().filter_map(|outcome| outcome["code"].as_str().map(str::to_owned)).collect()
    };
    let own = document()["x-style"]["errors"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut all: Vec<_> = STYLES.iter().flat_map(|text| codes(text)).chain(own).collect();
    all.sort_unstable();
    all.dedup();
    assert!(all.len() > 10, "{all:?}");
    for id in all {
        assert!(README.contains(&format!("| `{id}` | ")), "the README does not describe `{id}`");
    }
}

#[test]
fn hk_46_the_examples_run_as_they_are_written() {
    let tokens = example_reevoo::tokens::Tokens::new(b"for-trying-only-and-for-nothing-else").unwrap();
    let server = start_with(tokens, |service| service);
    let text = README.replace("http://127.0.0.1:3001", &server.base).replace(" \\\n", " ");
    let lines: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("$ "))
        .filter(|line| line.starts_with("curl") || line.starts_with("TOKEN=") || line.starts_with("ETAG="))
        .collect();
    assert!(lines.len() > 10, "{lines:?}");
    if Command::new("curl").arg("--version").output().is_err() {
        return; // nothing to run them with
    }
    let script = lines.join("\necho\n").replace("curl ", "curl -sS --fail-with-body ");
    let output = Command::new("sh").args(["-e", "-c", &script]).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    for expected in
        ["HTTP/1.1 200", "HTTP/1.1 201", "HTTP/1.1 206", "HTTP/1.1 304", "clients 40-52/53", "Ilkley Bread"]
    {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn hk_47_the_stability_is_declared() {
    let about = document()["info"]["description"].as_str().unwrap().to_owned();
    let declared = ["prototype", "development", "production"];
    assert!(declared.iter().any(|word| about.contains(&format!("Stability: {word}."))), "{about}");
}
