//! `housestyle check` of full documents.

use super::Folder;
use serde_json::{Value, json};

const STYLE: &str = "\
style: ours
success:
  list: { object: list, data: $payload!, has_more: $has_more! }
paging:
  list: { kind: item_cursor, by: id, before: ending_before, after: starting_after, size: limit, size_max: 100 }
failure:
  media: application/json
  body: { error: { code: $code, message: $message } }
";

const SHOP: &str = r##"openapi: 3.0.3
info: { title: Shop, version: "1" }
x-style: { document: full }
paths:
  /cards:
    get:
      operationId: listCards
      parameters:
        - { name: ending_before, in: query, schema: { type: string } }
        - { name: starting_after, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Cards" } } } }
        default: { description: no, content: { application/json: { schema: { $ref: "#/components/schemas/Failure" } } } }
  /notes:
    get:
      operationId: listNotes
      parameters:
        - { name: starting_after, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Cards" } } } }
        "404": { description: no, content: { application/json: { schema: { type: object, properties: { oops: { type: string } } } } } }
components:
  schemas:
    Card: { type: object, required: [id], properties: { id: { type: string } } }
    Cards:
      type: object
      required: [object, data, has_more]
      properties:
        object: { type: string, enum: [list] }
        data: { type: array, items: { $ref: "#/components/schemas/Card" } }
        has_more: { type: boolean }
    Failure:
      type: object
      required: [error]
      properties:
        error: { type: object, properties: { code: { type: string }, message: { type: string } } }
"##;

fn check(document: &str, arguments: &[&str]) -> super::CommandOutput {
    let folder = Folder::with(&[("shop.yaml", document), ("ours.yaml", STYLE)]);
    folder.run(&[&["check", "shop.yaml", "--style", "./ours.yaml"], arguments].concat())
}

#[test]
fn a_table_has_what_folds_and_what_does_not() {
    let output = check(SHOP, &[]);
    insta::assert_snapshot!(output.out);
    let lean = SHOP.replace("x-style: { document: full }\n", "");
    assert!(!check(&lean, &[]).out.contains("folded"), "a lean document has no table");
}

#[test]
fn each_difference_is_a_finding_with_what_the_style_expects() {
    let output = check(SHOP, &["--report", "json"]);
    let report: Value = serde_json::from_str(&output.out).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let found = findings.iter().find(|one| one["rule"] == "paging").expect("a finding");
    assert_eq!(
        [&found["code"], &found["expected"], &found["found"], &found["line"]],
        [&json!("HS0321"), &json!("the query parameter `ending_before`"), &json!("none"), &json!(16)],
    );
    let fold = &report["folds"][0];
    assert_eq!(fold["summary"]["pages"], json!({ "folded": 1, "kept": 1 }));
    assert_eq!(fold["summary"]["failures"], json!({ "folded": 1, "kept": 1 }));
    assert_eq!(fold["operations"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_check_reports_more_than_the_first_differences() {
    let mut document = SHOP.to_owned();
    let (start, end) =
        (document.find("  /notes").expect("a path"), document.find("components:").expect("components"));
    let path = document[start..end].to_owned();
    for name in ["a", "b", "c", "d"] {
        let copy = path.replace("/notes", &format!("/{name}")).replace("listNotes", &format!("list_{name}"));
        document.insert_str(start, &copy);
    }
    let output = check(&document, &["--report", "github"]);
    assert_eq!(output.out.matches("HS0321").count(), 5, "{}", output.out);
}
