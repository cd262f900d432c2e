//! References where the standard has none.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{codes_of, document, refused, tree};
use crate::diag::codes::{REF_CYCLE, REF_DANGLING, REF_STRAY};
use crate::diag::{Diagnostics, Severity};
use crate::source::Sources;
use crate::spec::load;

/// Writes files to a folder of their own and loads `api.yaml` of them.
fn folder(name: &str, files: &[(&str, &str)]) -> (Value, Diagnostics) {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("housestyle-stray-{name}-{}", std::process::id()));
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file = sources.read(&folder.join("api.yaml"), &mut diags).unwrap_or_else(|| panic!("{diags:?}"));
    let spec = load(&file, &mut sources, &mut diags);
    std::fs::remove_dir_all(&folder).expect("removable");
    (spec.unwrap_or_else(|| panic!("{diags:?}")).tree, diags)
}

const OPERATION: &str = "
operationId: listPets
description: { $ref: 'texts.yml#/pets' }
tags: [{ $ref: 'texts.yml#/tag' }]
parameters: { $ref: 'parameters.yml#/all' }
responses: { $ref: 'responses.yml' }
";

#[test]
fn an_operation_may_stand_in_a_file_of_its_own() {
    let (tree, diags) = folder(
        "operation",
        &[
            (
                "api.yaml",
                "openapi: 3.0.3\ninfo: { $ref: info.yml }\npaths:\n  /pets: { get: { $ref: pets/list.yml, deprecated: true } }\n",
            ),
            ("info.yml", "{ title: Pets, version: '1' }"),
            ("pets/list.yml", OPERATION),
            ("pets/texts.yml", "pets: All pets.\ntag: pets\n"),
            (
                "pets/parameters.yml",
                "all: [{ $ref: '#/one' }]\none: { name: one, in: query, schema: { type: integer } }\n",
            ),
            ("pets/responses.yml", "'200': { description: Pets. }\n"),
        ],
    );
    assert!(codes_of(&diags).is_empty(), "{diags:?}");
    let notes = diags.iter().filter(|d| d.code == REF_STRAY && d.severity == Severity::Note);
    assert!(notes.count() > 1);
    assert_eq!(tree["info"]["title"], "Pets");
    let operation = &tree["paths"]["/pets"]["get"];
    assert_eq!(operation["operationId"], "listPets");
    assert_eq!(operation["deprecated"], true, "a sibling of the reference counts");
    assert_eq!(operation["description"], "All pets.");
    assert_eq!(operation["tags"], json!(["pets"]));
    assert_eq!(operation["responses"]["200"]["description"], "Pets.");
    let parameter = operation["parameters"][0]["$ref"].as_str().expect("a reference");
    assert_eq!(tree.pointer(&parameter[1..]).expect("there")["name"], "one");
}

#[test]
fn a_section_of_components_may_stand_in_a_file_of_its_own() {
    let api = "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses:
        '200': { description: Pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components: { schemas: { $ref: 'schemas/all.yml' } }
";
    let (tree, diags) = folder(
        "section",
        &[
            ("api.yaml", api),
            (
                "schemas/all.yml",
                "Pet: { $ref: pet.yml }\nOwner: { type: object, properties: { pet: { $ref: '#/Pet' } } }\n",
            ),
            ("schemas/pet.yml", "{ type: object, properties: { name: { type: string } } }\n"),
        ],
    );
    assert!(codes_of(&diags).is_empty(), "{diags:?}");
    let schema = &tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/Pet");
    let schemas = tree["components"]["schemas"].as_object().expect("schemas");
    assert!(schemas.contains_key("Pet") && schemas.contains_key("Owner"), "{schemas:?}");
    assert_eq!(schemas["Owner"]["properties"]["pet"]["$ref"], "#/components/schemas/Pet");
}

#[test]
fn keywords_of_schemas_may_stand_elsewhere() {
    let given = json!({ "components": { "schemas": {
        "S": { "type": "string", "enum": { "$ref": "#/x-kinds" } },
        "T": { "type": "object", "properties": { "$ref": "#/x-members" } },
    } }, "x-kinds": ["a", "b"], "x-members": { "a": { "type": "string" } } });
    let (tree, warnings) = tree(&document("3.0.3", given));
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(tree["components"]["schemas"]["S"]["enum"], json!(["a", "b"]));
    assert_eq!(tree["components"]["schemas"]["T"]["properties"], json!({ "a": { "type": "string" } }));
}

#[test]
fn a_member_called_like_a_reference_is_a_member() {
    let given = json!({ "components": { "schemas": {
        "S": { "type": "object", "properties": { "$ref": { "type": "string" } }, "example": { "$ref": "#/nowhere" } },
    } } });
    let (tree, warnings) = tree(&document("3.0.3", given));
    assert!(warnings.is_empty(), "{warnings:?}");
    let schema = &tree["components"]["schemas"]["S"];
    assert_eq!(schema["properties"]["$ref"]["type"], "string");
    assert_eq!(schema["example"], json!({ "$ref": "#/nowhere" }));
}

#[test]
fn stray_references_that_cannot_be_resolved_are_reported() {
    let operation = |reference: &str| json!({ "paths": { "/a": { "get": { "$ref": reference } } } });
    assert_eq!(refused(&document("3.0.3", operation("#/x-nowhere"))), [REF_DANGLING]);
    assert_eq!(refused(&document("3.0.3", operation("#/paths/~1a/get"))), [REF_CYCLE]);
    let tags = json!({ "paths": { "/a": { "get": { "tags": { "$ref": "#/x-a" }, "responses": {} } } }, "x-a": { "$ref": "#/x-a" } });
    assert_eq!(refused(&document("3.0.3", tags)), [REF_CYCLE]);
    let prose = json!({ "paths": { "/a": { "get": { "description": { "$ref": "#/x-nowhere" }, "responses": {} } } } });
    let (tree, warnings) = tree(&document("3.0.3", prose));
    assert_eq!(warnings, [REF_DANGLING], "a text that is lost costs the text");
    assert!(tree["paths"]["/a"]["get"].get("description").is_none());
}
