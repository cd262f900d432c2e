//! Names: the document's own where they can be kept, else the next rung of the ladder, with a note.

use super::{answering, document, module, notes};

fn types(schemas: &str) -> String {
    module(&document(&answering("Root"), schemas), "types")
}

fn names(text: &str, keyword: &str) -> Vec<String> {
    let start = format!("pub {keyword} ");
    let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix(&start));
    lines
        .map(|line| {
            line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '#').next().unwrap_or("").to_owned()
        })
        .collect()
}

#[test]
fn two_components_that_differ_in_case_alone_are_both_kept() {
    let text = document(
        &answering("Root"),
        "{ Root: { type: object, properties: { a: { $ref: '#/components/schemas/PetName' }, b: { $ref: '#/components/schemas/pet_name' } } },
           PetName: { type: object, properties: { a: {} } }, pet_name: { type: object, properties: { a: {} } } }",
    );
    let structs = names(&module(&text, "types"), "struct");
    assert_eq!(structs, ["Root", "PetName", "PetNameObject"]);
    assert_eq!(notes(&text), ["`PetName` is taken in Rust; this is called `PetNameObject`"]);
}

#[test]
fn names_that_rust_has_are_given_a_rung() {
    let text = types(
        "{ Root: { type: object, properties: { a: { $ref: '#/components/schemas/Option' }, b: { $ref: '#/components/schemas/Vec' } } },
           Option: { type: object, properties: { a: {} } }, Vec: { type: string, enum: [x] } }",
    );
    assert_eq!(names(&text, "struct"), ["Root", "OptionObject"]);
    assert_eq!(names(&text, "enum"), ["VecEnum"]);
}

#[test]
fn members_are_raw_or_numbered() {
    let text = types(
        "{ Root: { type: object, properties: { type: { type: string }, self: { type: string }, gen: { type: string },
           a-b: { type: string }, a_b: { type: string }, '': { type: string }, '1': { type: string }, '💥': { type: string } } } }",
    );
    let fields: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("    pub ")?.split(": ").next()).collect();
    let fields: Vec<_> = fields.into_iter().filter(|field| !field.contains(' ')).collect();
    assert_eq!(fields, ["r#type", "self_", "r#gen", "a_b", "a_b2", "member", "n1", "member2"]);
}

#[test]
fn values_of_enumerations_have_names_whatever_they_are() {
    let text =
        types("{ Root: { type: string, enum: [asc, ASC, '', '+1', '-1', '>=', unknown, '2.5', self] } }");
    let wires = [
        "Asc => \"asc\"",
        "Asc2 => \"ASC\"",
        "Empty => \"\"",
        "Plus1 => \"+1\"",
        "Minus1 => \"-1\"",
        "GreaterEqual => \">=\"",
        "Unknown => \"unknown\"",
        "N2Dot5 => \"2.5\"",
        "Self_ => \"self\"",
        "Other(text) => text",
    ];
    for wire in wires {
        assert!(text.contains(&format!("            Self::{wire},")), "{wire}\n{text}");
    }
}

#[test]
fn inline_types_are_called_after_where_they_stand() {
    let text = types(
        "{ Root: { type: object, properties: {
             address: { type: object, properties: { street: { type: string } } },
             visits: { type: array, items: { type: object, properties: { at: { type: string } } } },
             who: { oneOf: [{ type: integer }, { type: string, enum: [me] }] } } } }",
    );
    assert_eq!(names(&text, "struct"), ["Root", "RootAddress", "RootVisit"]);
    assert_eq!(names(&text, "enum"), ["RootWho", "RootWhoMe"]);
}

#[test]
fn operations_step_aside_for_types() {
    let ok = "responses: { '204': { description: ok } }, security: []";
    let paths = format!(
        "{{ /a: {{ get: {{ operationId: getPet, {ok} }} }}, /b: {{ get: {{ operationId: get_pet, {ok} }}, post: {{ operationId: Root, {ok} }} }},
            /c: {{ get: {{ {ok}, parameters: [{{ name: id, in: query, schema: {{ type: string }} }}, {{ name: id, in: header, schema: {{ type: string }} }}] }} }} }}"
    );
    let text = document(&paths, "{ Root: { type: object, properties: { a: {} } } }");
    let operations = module(&text, "operations");
    assert_eq!(names(&operations, "struct"), ["GetPet", "GetPetInput", "RootInput", "GetC"]);
    assert!(
        operations.contains("    pub id: Option<String>,\n    pub header_id: Option<String>,\n"),
        "{operations}"
    );
    let client = module(&text, "client");
    for function in ["get_pet(", "get_b(", "root("] {
        assert!(client.contains(&format!("pub fn {function}")), "{function}");
    }
    assert!(notes(&text).contains(&"`get_pet` is taken in Rust; this is called `get_b`".to_owned()));
}
