//! `housestyle check` and `housestyle explain`.

use super::{CLINIC, CommandOutput, Folder};
use serde_json::Value;

const STYLE: &str = "\
style: ours
lint:
  paths: { case: kebab, collections: plural, depth: { is: 3, level: error } }
  properties: { case: camel, description: { is: required, level: note } }
  strings: { limit: required }
";

const PETS: &str = r##"openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /petOwner/{id}:
    get:
      operationId: getOwner
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Owner" } } } }
components:
  schemas:
    Owner: { type: object, properties: { first_name: { type: string } } }
"##;

/// A document that keeps to all rules.
const GOOD: &str = r#"openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    get: { operationId: listPets, responses: { "204": { description: ok } } }
"#;

fn folder() -> Folder {
    Folder::with(&[("pets.yaml", PETS), ("good.yaml", GOOD), ("clinic.yaml", CLINIC), ("ours.yaml", STYLE)])
}

fn check(folder: &Folder, arguments: &[&str]) -> CommandOutput {
    folder.run(&[&["check"], arguments].concat())
}

#[test]
fn findings_are_drawn_and_the_command_ends_with_1() {
    let output = check(&folder(), &["pets.yaml", "--style", "./ours.yaml"]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    insta::assert_snapshot!(output.out);
}

#[test]
fn a_document_without_findings_ends_with_0() {
    let output = check(&folder(), &["good.yaml", "--style", "./ours.yaml"]);
    assert_eq!((output.code, output.out.as_str()), (0, "0 errors, 0 warnings and 0 notes in 1 document\n"));
}

#[test]
fn notes_alone_end_with_0() {
    let folder = Folder::with(&[
        ("pets.yaml", PETS),
        ("ours.yaml", "style: ours\nlint: { level: note, properties: { case: camel } }\n"),
    ]);
    let output = check(&folder, &["pets.yaml", "--style", "./ours.yaml"]);
    assert!(output.out.ends_with("0 errors, 0 warnings and 1 note in 1 document\n"), "{}", output.out);
    assert_eq!(output.code, 0);
    let output = check(&folder, &["pets.yaml", "--style", "./ours.yaml", "--deny", "lint"]);
    assert!(output.out.ends_with("1 error, 0 warnings and 0 notes in 1 document\n"), "{}", output.out);
    assert_eq!(output.code, 1);
}

#[test]
fn several_documents_are_checked_and_their_style_is_reported_once() {
    let folder = folder();
    let output = check(&folder, &["pets.yaml", "good.yaml", "clinic.yaml", "--style", "./ours.yaml"]);
    assert!(output.out.contains("in 3 documents"), "{}", output.out);
    assert_eq!(output.out.matches("`petOwner` is not in kebab case").count(), 1);
    let broken = Folder::with(&[("a.yaml", GOOD), ("b.yaml", GOOD), ("ours.yaml", "style: ours\npth: 1\n")]);
    let output = check(&broken, &["a.yaml", "b.yaml", "--style", "./ours.yaml"]);
    assert!(output.out.ends_with("1 error, 0 warnings and 0 notes in 2 documents\n"), "{}", output.out);
    assert_eq!(output.code, 2);
}

#[test]
fn what_cannot_be_checked_ends_with_2_and_the_rest_is_reported() {
    let output =
        check(&folder(), &["nowhere.yaml", "pets.yaml", "--style", "./ours.yaml", "--report", "json"]);
    let report: Value = serde_json::from_str(&output.out).expect("JSON");
    let rules: Vec<&str> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    assert_eq!(output.code, 2);
    assert!(rules.contains(&"HS0001") && rules.contains(&"lint.paths.case"), "{rules:?}");
    assert_eq!(check(&folder(), &[]).code, 2);
    assert_eq!(check(&folder(), &["good.yaml", "--style", "nobodys"]).code, 2);
    assert_eq!(check(&folder(), &["good.yaml", "--deny", "lint.pats"]).code, 2);
    assert_eq!(check(&folder(), &["good.yaml", "--report", "xml"]).code, 2);
}

#[test]
fn rules_are_allowed_and_denied_by_their_keys() {
    let ours = &["pets.yaml", "--style", "./ours.yaml", "--report", "github"];
    let allowed =
        check(&folder(), &[ours, &["--allow", "lint.paths", "--allow", "lint.strings.limit"][..]].concat());
    assert!(!allowed.out.contains("lint.paths") && !allowed.out.contains("lint.strings"), "{}", allowed.out);
    assert!(allowed.out.contains("lint.properties.case"), "{}", allowed.out);
    let denied = check(&folder(), &[ours, &["--deny", "lint.paths.case"][..]].concat());
    assert_eq!(denied.out.matches("::error ").count(), 1, "{}", denied.out);
}

#[test]
fn the_report_as_json_has_a_stable_shape() {
    let output = check(&folder(), &["pets.yaml", "--style", "./ours.yaml", "--report", "json"]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    insta::assert_snapshot!(output.out);
}

#[test]
fn the_report_for_github_is_a_line_for_each_finding() {
    let output = check(&folder(), &["pets.yaml", "--style", "./ours.yaml", "--report", "github"]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    insta::assert_snapshot!(output.out);
}

/// Asserts that a report validates against the schema of SARIF 2.1.0 (OASIS). It is `sarif-2.1.0-rtm.5.json` of the npm package
/// `@microsoft/jest-sarif` 1.0.0-beta.0 (MIT), a copy of the one of schemastore.org (Apache-2.0), without its descriptions and
/// with the patterns of `language` balanced.
fn assert_sarif(log: &Value) {
    let schema: Value = serde_json::from_str(include_str!("sarif-2.1.0.json")).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(log).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0], "{log}");
}

#[test]
fn the_report_as_sarif_is_of_version_2_1_0() {
    let folder = Folder::with(&[("a b/pets.yaml", PETS), ("ours.yaml", STYLE)]);
    let output = check(&folder, &["a b/pets.yaml", "--style", "./ours.yaml", "--report", "sarif"]);
    let log: Value = serde_json::from_str(&output.out).expect("JSON");
    assert_eq!((output.code, &log["version"]), (1, &Value::from("2.1.0")));
    assert_sarif(&log);
    assert!(!jsonschema::is_valid(
        &serde_json::from_str(include_str!("sarif-2.1.0.json")).expect("a schema"),
        &serde_json::json!({ "version": "2.1.0", "runs": [{}] })
    ));
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "housestyle");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = driver["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(!results.is_empty());
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string(), "{rule}");
    }
    for result in results {
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        assert!(
            ["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")),
            "{result}"
        );
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small number");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/pets.yaml");
        let region = &place["region"];
        assert!(
            region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1),
            "{region}"
        );
        assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64(), "{region}");
    }
    let incomplete = check(&folder, &["nowhere.yaml", "--report", "sarif"]);
    let log: Value = serde_json::from_str(&incomplete.out).expect("JSON");
    assert_sarif(&log);
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn what_lowering_finds_has_the_key_of_the_style() {
    let document =
        GOOD.replace("operationId: listPets,", "operationId: listPets, x-style: { paging: everything },");
    let style = "style: ours\nsuccess: { body: { data: $payload, meta: $meta } }\npaging: { pages: { kind: number, number: page, size: size, size_default: 1, size_max: 9, oversize: clamp, past_end: empty, meta: { next: $next } } }\n";
    let folder = Folder::with(&[("a.yaml", &document), ("ours.yaml", style)]);
    let output = check(&folder, &["a.yaml", "--style", "./ours.yaml", "--report", "json"]);
    let report: Value = serde_json::from_str(&output.out).expect("JSON");
    assert_eq!(output.code, 1, "{report}");
    let found = report["findings"].as_array().expect("a list");
    assert!(found.iter().any(|one| one["rule"] == "paging" && one["code"] == "HS0262"), "{report}");
}

#[test]
fn a_style_alone_is_checked_and_printed_with_what_it_inherits() {
    let folder = Folder::with(&[
        ("ours.yaml", "style: ours\nextends: ./base.yaml\nlint: { paths: { case: { level: error } } }\n"),
        ("base.yaml", "style: base\npath: { prefix: /api }\nlint: { paths: { case: kebab, depth: 4 } }\n"),
    ]);
    let output = check(&folder, &["--style", "./ours.yaml"]);
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert!(output.out.starts_with("# ./ours.yaml\nstyle: ours\n"), "{}", output.out);
    let lint = "# ./base.yaml, ./ours.yaml\nlint:\n  paths:\n    case:\n      is: kebab\n      level: error\n    depth:\n      is: 4\n";
    assert!(output.out.contains(lint), "{}", output.out);
    let output = check(&folder, &["--style", "./ours.yaml", "--report", "json"]);
    let report: Value = serde_json::from_str(&output.out).expect("JSON");
    assert_eq!(report["style"]["path"]["prefix"], "/api");

    let broken = Folder::with(&[("ours.yaml", "style: ours\nlint: { paths: { case: kebap } }\n")]);
    let output = check(&broken, &["--style", "./ours.yaml", "--report", "github"]);
    assert_eq!(output.code, 1);
    assert!(output.out.contains("did you mean `kebab`?"), "{}", output.out);
    assert_eq!(check(&broken, &["--style", "./nowhere.yaml"]).code, 2);
}

#[test]
fn unknown_keys_of_lint_are_reported_with_what_is_like_them() {
    for (lint, code, near) in [
        ("{ path: {} }", "HS0101", "did you mean `paths`?"),
        ("{ paths: { kase: kebab } }", "HS0101", "did you mean `case`?"),
        ("{ paths: { case: { is: kebab, exept: [a] } } }", "HS0101", "did you mean `except`?"),
        ("{ paths: { case: { is: snak } } }", "HS0103", "did you mean `snake`?"),
        ("{ operations: { methods: [gett] } }", "HS0103", "did you mean `get`?"),
        ("{ operations: { statuses: [700] } }", "HS0103", ""),
        ("{ operations: { tags: true } }", "HS0102", ""),
    ] {
        let folder = Folder::with(&[("ours.yaml", &format!("style: ours\nlint: {lint}\n"))]);
        let output = check(&folder, &["--style", "./ours.yaml", "--report", "json"]);
        let report: Value = serde_json::from_str(&output.out).expect("JSON");
        let found = &report["findings"][0];
        assert_eq!((output.code, &found["code"]), (1, &Value::from(code)), "{lint}: {report}");
        assert!(found["fix"].as_str().is_some_and(|fix| fix.contains(near)), "{lint}: {report}");
    }
}

#[test]
fn a_document_switches_rules_off() {
    let off = |said: &str| {
        PETS.replace("  /petOwner/{id}:\n", &format!("  /petOwner/{{id}}:\n    x-style: {said}\n"))
    };
    for (said, code, words) in [
        ("{ lint: off }", 1, ""),
        ("{ lint: { off: [paths.case, paths.collections] } }", 1, ""),
        ("{ lint: { off: [paths.kase] } }", 1, "did you mean `paths.case`?"),
        ("{ lint: { of: [paths.case] } }", 1, "did you mean `off`?"),
        ("{ lint: { off: [paths.depth] } }", 1, "`paths.depth` of `lint` in `x-style` silences nothing"),
        ("{ lint: off, paging: true }", 1, "`paging` belongs on an operation, not on this object"),
    ] {
        let folder = Folder::with(&[("pets.yaml", &off(said)), ("ours.yaml", STYLE)]);
        let output = check(&folder, &["pets.yaml", "--style", "./ours.yaml"]);
        assert_eq!(output.code, code, "{}", output.out);
        assert!(output.out.contains(words), "{said}: {}", output.out);
        assert_eq!(
            output.out.contains("`petOwner` is not in kebab case"),
            words.contains("did you") || words.contains("nothing"),
            "{said}: {}",
            output.out
        );
    }
    // Generated code does not depend on it.
    let folder = Folder::with(&[("pets.yaml", &off("{ lint: off }")), ("ours.yaml", STYLE)]);
    let output = folder.run(&["generate", "pets.yaml", "--style", "./ours.yaml", "--out", "-"]);
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert!(!output.out.contains("lint"), "generated code holds nothing of the rules");
}

#[test]
fn many_findings_are_counted_by_rule() {
    let properties: String = (0..150).map(|n| format!("p_{n}: {{ type: integer }}, ")).collect();
    let document = PETS.replace("first_name: { type: string }", &properties);
    let folder = Folder::with(&[("pets.yaml", &document), ("ours.yaml", STYLE)]);
    let output = check(&folder, &["pets.yaml", "--style", "./ours.yaml"]);
    assert!(output.out.contains("\n    150  HS0400  lint.properties.case\n"), "{}", output.out);
    assert!(output.out.contains("warning: and 52 more like these"), "{}", output.out);
}

#[test]
fn a_code_or_a_rule_is_explained() {
    let folder = Folder::with(&[]);
    for asked in ["HS0053", "hs0053", "53"] {
        let output = folder.run(&["explain", asked]);
        assert_eq!((output.code, output.err.as_str()), (0, ""));
        assert!(
            output.out.starts_with("HS0053: A `$ref` to a place that does not exist.\n\n"),
            "{}",
            output.out
        );
        assert!(output.out.contains("\nFix: "), "{}", output.out);
    }
    let output = folder.run(&["explain", "lint.tags.declared"]);
    assert!(output.out.starts_with("HS0408: "), "{}", output.out);
    let all = folder.run(&["explain"]);
    assert_eq!(all.out.lines().count(), housestyle_generator::diag::codes::TABLE.len());
}

#[test]
fn an_unknown_code_is_refused_with_what_is_like_it() {
    let folder = Folder::with(&[]);
    for (asked, near) in [("HS0052x", "HS0052"), ("lint.path.case", "lint.paths.case"), ("999", "HS0")] {
        let output = folder.run(&["explain", asked]);
        assert_eq!((output.code, output.out.as_str()), (2, ""));
        assert!(output.err.contains(&format!("did you mean `{near}")), "{asked}: {}", output.err);
    }
    let output = folder.run(&["explain", "everything"]);
    assert!(output.code == 2 && output.err.contains("lists all codes"), "{}", output.err);
}
