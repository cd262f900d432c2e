//! Names of types stay when something unrelated comes or goes.

use housestyle_generator::Api;

/// The names of the enumerations and structs in the module of types.
fn types(paths: &str, components: &str) -> Vec<String> {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}components:\n{components}"
    );
    let generated = Api::from_text("t.yaml", document).types().generate().expect("generated");
    let module = generated.modules.iter().find(|module| module.ident == "types").expect("types");
    let item = |line: &str| {
        let name = line.strip_prefix("pub enum ").or_else(|| line.strip_prefix("pub struct "))?;
        Some(name.trim_end_matches(" {").to_owned())
    };
    module.text.lines().filter_map(item).collect()
}

const SORT: &str = "{ name: sort, in: query, schema: { type: string, enum: [asc, desc] } }";

fn operation(method: &str, id: &str) -> String {
    format!("    {method}: {{ operationId: {id}, responses: {{ '204': {{ description: d }} }} }}\n")
}

#[test]
fn a_parameter_of_a_path_is_named_after_the_path_whoever_has_it() {
    let path = format!("  /b:\n    parameters: [ {SORT} ]\n");
    let [early, zed, alpha] =
        [("head", "early"), ("get", "zed"), ("delete", "alpha")].map(|(m, id)| operation(m, id));
    for operations in [alpha.clone(), format!("{zed}{alpha}"), format!("{early}{zed}{alpha}")] {
        assert_eq!(types(&format!("{path}{operations}"), "  schemas: {}\n"), ["BSort"]);
    }
}

#[test]
fn a_shared_component_is_named_after_itself() {
    let components = format!(
        "  parameters: {{ Sort: {SORT} }}
  requestBodies: {{ Note: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ text: {{ type: string }} }} }} }} }} }} }}
  responses: {{ Gone: {{ description: d, content: {{ application/json: {{ schema: {{ type: object, properties: {{ why: {{ type: string }} }} }} }} }} }} }}
"
    );
    let path = |path: &str, id: &str| {
        format!(
            "  {path}: {{ post: {{ operationId: {id}, parameters: [ {{ $ref: '#/components/parameters/Sort' }} ], \
             requestBody: {{ $ref: '#/components/requestBodies/Note' }}, \
             responses: {{ '204': {{ description: d }}, '410': {{ $ref: '#/components/responses/Gone' }} }} }} }}\n"
        )
    };
    for paths in [path("/b", "b"), path("/a", "a") + &path("/b", "b")] {
        let mut types = types(&paths, &components);
        types.sort();
        assert_eq!(types, ["GoneResponse", "NoteBody", "SortParameter"]);
    }
}

#[test]
fn every_struct_is_made_by_new() {
    let schemas = "  schemas:
    One: { type: object, required: [a], properties: { a: { type: string } } }
    Two: { type: object, required: [a], properties: { a: { type: string }, b: { type: string } } }
    None: { type: object, properties: { a: { type: string } } }
";
    let document =
        format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n{schemas}");
    let generated = Api::from_text("t.yaml", document).types().generate().expect("generated");
    let text = generated.text();
    assert_eq!(
        text.matches("pub fn new(a: String) -> Self {").count(),
        2,
        "with an optional member or without"
    );
    assert_eq!(text.matches("pub fn new() -> Self {").count(), 1);
}
