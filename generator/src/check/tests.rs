//! Each rule of `lint`: a document that breaks it, and one that does not.

use super::lint;
use crate::diag::{Diagnostic, Diagnostics, Place, Severity, codes};
use crate::source::Sources;
use crate::style::{LintRule, StyleFile};
use crate::{spec, style};

fn style_file(lint: &str) -> StyleFile {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("style.yaml");
    std::fs::write(&path, format!("style: acme\nlint: {lint}\n")).expect("written");
    let name = path.to_string_lossy();
    let file = style::load_from(&name, std::path::Path::new(""), &Place::Options, &mut sources, &mut diags);
    file.unwrap_or_else(|| panic!("{diags:#?}"))
}

/// What a document that is made of `document` breaks of the rules in `rules`.
fn findings(rules: &str, document: &str) -> Vec<Diagnostic> {
    let rules = style_file(rules).lint.expect("rules");
    let text = format!("openapi: 3.0.3\ninfo: {{ title: Acme, version: '1' }}\n{document}\n");
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file = sources.add_text("acme.yaml", text, &mut diags).expect("a document");
    let spec = spec::load(&file, &mut sources, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"));
    lint(&spec, &rules).iter().cloned().collect()
}

fn pointer(diagnostic: &Diagnostic) -> &str {
    match &diagnostic.place {
        Place::Pointer { pointer, .. } => pointer,
        other => panic!("{other:?}"),
    }
}

fn operation(fields: &str) -> String {
    format!("paths: {{ /pets: {{ get: {{ {fields}, responses: {{ '200': {{ description: ok }} }} }} }} }}")
}

fn parameter(fields: &str) -> String {
    let more = "schema: { type: integer }";
    operation(&format!("operationId: a, parameters: [{{ {fields}, {more} }}]"))
}

fn header(name: &str, fields: &str) -> String {
    let header = format!("{{ {fields}, schema: {{ type: integer }} }}");
    let response = format!("{{ description: ok, headers: {{ {name}: {header} }} }}");
    format!("paths: {{ /pets: {{ get: {{ responses: {{ '200': {response} }} }} }} }}")
}

fn body(fields: &str) -> String {
    let content = format!("{{ application/json: {{ schema: {{ type: integer }} {fields} }} }}");
    format!(
        "paths: {{ /pets: {{ get: {{ responses: {{ '200': {{ description: ok, content: {content} }} }} }} }} }}"
    )
}

fn schema(name: &str, fields: &str) -> String {
    format!("paths: {{}}\ncomponents: {{ schemas: {{ {name}: {{ {fields} }} }} }}")
}

fn path(path: &str) -> String {
    format!("paths: {{ '{path}': {{}} }}")
}

/// The value of a rule, a document that breaks it at a pointer, and one that does not.
struct Case {
    value: &'static str,
    bad: String,
    at: &'static str,
    good: String,
}

const PARAMETER: &str = "/paths/~1pets/get/parameters/0/name";
const HEADER: &str = "/paths/~1pets/get/responses/200/headers/X-Page";

fn parameter_case(rule: LintRule) -> Case {
    let place = match rule.as_str().split('_').next() {
        Some("path") => "in: path, required: true",
        Some("query") => "in: query",
        _ => "in: cookie",
    };
    let named = |name: &str, more: &str| {
        let document = parameter(&format!("name: {name}, {place}{more}"));
        match place {
            "in: path, required: true" => document.replace("/pets:", &format!("'/pets/{{{name}}}':")),
            _ => document,
        }
    };
    let at = match place {
        "in: path, required: true" => "/paths/~1pets~1{petId}/get/parameters/0/name",
        _ => PARAMETER,
    };
    let (value, good) = match rule.as_str().split_once('.').map(|(_, key)| key) {
        Some("case") => ("snake", named("pet_id", "")),
        Some("description") => ("required", named("petId", ", description: The pet")),
        Some("example") => ("required", named("petId", ", example: 1")),
        _ => ("[pet*]", named("owner", "")),
    };
    Case { value, bad: named("petId", ""), at, good }
}

fn header_case(rule: LintRule) -> Case {
    let (value, bad, good) = match rule {
        LintRule::HeaderCase => {
            ("kebab", header("X-Page", "required: true"), header("x-page", "required: true"))
        }
        LintRule::HeaderForbidden => {
            ("[x-*]", header("X-Page", "required: true"), header("page", "required: true"))
        }
        LintRule::HeaderExample => {
            ("required", header("X-Page", "required: true"), header("X-Page", "example: 1"))
        }
        _ => ("required", header("X-Page", "required: true"), header("X-Page", "description: The page")),
    };
    Case { value, bad, at: HEADER, good }
}

fn operation_case(rule: LintRule) -> Case {
    const GET: &str = "/paths/~1pets/get";
    let bad = operation("deprecated: false");
    let (value, at, bad, good) = match rule {
        LintRule::OperationId => ("required", GET, bad, operation("operationId: a")),
        LintRule::OperationIdCase => (
            "camel",
            "/paths/~1pets/get/operationId",
            operation("operationId: list_pets"),
            operation("operationId: listPets"),
        ),
        LintRule::OperationSummary => ("required", GET, bad, operation("summary: Pets")),
        LintRule::OperationDescription => ("required", GET, bad, operation("description: Pets")),
        LintRule::OperationTags => ("required", GET, bad, operation("tags: [pets]")),
        LintRule::OperationMethods => ("[post, delete]", GET, bad.clone(), bad.replace("get:", "post:")),
        _ => (
            "[201, 4XX, default]",
            "/paths/~1pets/get/responses/200",
            bad.clone(),
            bad.replace("'200'", "'404'"),
        ),
    };
    Case { value, bad, at, good }
}

fn case(rule: LintRule) -> Case {
    let case = |value, bad, at, good| Case { value, bad, at, good };
    match rule {
        LintRule::PathCase => case("kebab", path("/petOwners"), "/paths/~1petOwners", path("/pet-owners")),
        LintRule::PathCollections => {
            case("plural", path("/pet/{id}"), "/paths/~1pet~1{id}", path("/pets/{id}/owner"))
        }
        LintRule::PathDepth => case("2", path("/a/{b}/c"), "/paths/~1a~1{b}~1c", path("/a/{b}")),
        LintRule::PathParameterCase
        | LintRule::PathParameterDescription
        | LintRule::PathParameterExample
        | LintRule::PathParameterForbidden
        | LintRule::QueryParameterCase
        | LintRule::QueryParameterDescription
        | LintRule::QueryParameterExample
        | LintRule::QueryParameterForbidden
        | LintRule::CookieCase
        | LintRule::CookieDescription
        | LintRule::CookieExample
        | LintRule::CookieForbidden => parameter_case(rule),
        LintRule::HeaderCase
        | LintRule::HeaderDescription
        | LintRule::HeaderExample
        | LintRule::HeaderForbidden => header_case(rule),
        LintRule::OperationId
        | LintRule::OperationIdCase
        | LintRule::OperationSummary
        | LintRule::OperationDescription
        | LintRule::OperationTags
        | LintRule::OperationMethods
        | LintRule::OperationStatuses => operation_case(rule),
        LintRule::BodyExample => case(
            "required",
            body(""),
            "/paths/~1pets/get/responses/200/content/application~1json",
            body(", example: 1"),
        ),
        LintRule::SchemaCase
        | LintRule::SchemaDescription
        | LintRule::SchemaExample
        | LintRule::PropertyCase
        | LintRule::PropertyDescription
        | LintRule::PropertyExample
        | LintRule::EnumCase
        | LintRule::StringLimit
        | LintRule::ListLimit => schema_case(rule),
        LintRule::TagCase | LintRule::TagDescription | LintRule::TagDeclared => tag_case(rule),
    }
}

fn tag_case(rule: LintRule) -> Case {
    let case = |value, bad, at, good| Case { value, bad, at, good };
    match rule {
        LintRule::TagCase => case(
            "kebab",
            format!("tags: [{{ name: petOwners }}]\n{}", path("/a")),
            "/tags/0/name",
            path("/a"),
        ),
        LintRule::TagDescription => case(
            "required",
            "tags: [{ name: pets }]\npaths: {}".to_owned(),
            "/tags/0/name",
            "tags: [{ name: pets, description: Pets }]\npaths: {}".to_owned(),
        ),
        _ => case(
            "required",
            operation("tags: [pets]"),
            "/paths/~1pets/get/tags/0",
            format!("tags: [{{ name: pets }}]\n{}", operation("tags: [pets]")),
        ),
    }
}

fn schema_case(rule: LintRule) -> Case {
    let (value, at, bad, good) = match rule {
        LintRule::SchemaCase => (
            "pascal",
            "/components/schemas/pet",
            schema("pet", "type: integer"),
            schema("Pet", "type: integer"),
        ),
        LintRule::SchemaDescription => {
            let good = schema("Pet", "type: integer, description: A pet");
            ("required", "/components/schemas/Pet", schema("Pet", "type: integer"), good)
        }
        LintRule::SchemaExample => {
            let good = schema("Pet", "type: integer, example: 1");
            ("required", "/components/schemas/Pet", schema("Pet", "type: integer"), good)
        }
        LintRule::StringLimit => {
            let good = schema("Pet", "type: string, maxLength: 10");
            ("required", "/components/schemas/Pet", schema("Pet", "type: string"), good)
        }
        LintRule::ListLimit => {
            let good = schema("Pet", "type: array, items: {}, maxItems: 10");
            ("required", "/components/schemas/Pet", schema("Pet", "type: array, items: {}"), good)
        }
        LintRule::EnumCase => (
            "screaming_snake",
            "/components/schemas/Pet/enum/1",
            schema("Pet", "type: string, enum: [OLD, new_pet]"),
            schema("Pet", "type: string, enum: [OLD, NEW_PET, text/html]"),
        ),
        _ => {
            let property = |name: &str, fields: &str| {
                schema("Pet", &format!("type: object, properties: {{ {name}: {{ type: integer{fields} }} }}"))
            };
            let (value, good) = match rule {
                LintRule::PropertyCase => ("camel", property("_firstName", "")),
                LintRule::PropertyDescription => {
                    ("required", property("first_name", ", description: A name"))
                }
                _ => ("required", property("first_name", ", example: 1")),
            };
            (value, "/components/schemas/Pet/properties/first_name", property("first_name", ""), good)
        }
    };
    Case { value, bad, at, good }
}

fn nested(rule: LintRule, value: &str) -> String {
    let (section, key) = rule.as_str().split_once('.').expect("two keys");
    format!("{{ {section}: {{ {key}: {value} }} }}")
}

#[test]
fn every_rule_finds_what_breaks_it_and_nothing_else() {
    for rule in LintRule::ALL {
        let Case { value, bad, at, good } = case(*rule);
        let rules = nested(*rule, value);
        let found = findings(&rules, &bad);
        let [one] = found.as_slice() else { panic!("{rule:?} in {bad}: {found:#?}") };
        assert_eq!(pointer(one), at, "{rule:?}");
        assert_eq!(one.severity, Severity::Warning);
        assert_eq!(one.breach.as_ref().expect("a rule").rule, format!("lint.{}", rule.as_str()));
        assert!(one.help.is_some(), "{rule:?} has no fix");
        assert_eq!(findings(&rules, &good), [], "{rule:?} in {good}");
    }
}

#[test]
fn every_rule_can_be_switched_off_in_the_document() {
    for rule in LintRule::ALL {
        let Case { value, bad, .. } = case(*rule);
        let rules = nested(*rule, value);
        for off in ["off".to_owned(), format!("{{ off: [{}] }}", rule.as_str())] {
            let bad = format!("x-style: {{ lint: {off} }}\n{bad}");
            assert_eq!(findings(&rules, &bad), [], "{rule:?} in {bad}");
        }
    }
}

#[test]
fn every_rule_has_exceptions_and_a_level() {
    for rule in LintRule::ALL {
        let Case { value, bad, .. } = case(*rule);
        let excepted = nested(*rule, &format!("{{ is: {value}, except: ['*'] }}"));
        assert_eq!(findings(&excepted, &bad), [], "{rule:?}");
        let graver = nested(*rule, &format!("{{ is: {value}, except: [another], level: error }}"));
        let found = findings(&graver, &bad);
        assert_eq!(
            found.iter().map(|found| found.severity).collect::<Vec<_>>(),
            [Severity::Error],
            "{rule:?}"
        );
    }
}

#[test]
fn the_level_of_all_rules_is_that_of_rules_without_one() {
    let rules = "{ level: note, paths: { case: kebab, depth: { is: 1, level: error } } }";
    let found = findings(rules, &path("/petOwners/all"));
    let levels: Vec<_> = found.iter().map(|found| (found.code, found.severity)).collect();
    assert_eq!(levels, [(codes::LINT_CASE, Severity::Note), (codes::LINT_DEPTH, Severity::Error)]);
}

#[test]
fn an_object_switches_rules_off_for_itself_alone() {
    let rules = "{ properties: { case: camel, description: required } }";
    let document = schema(
        "Pet",
        "type: object, properties: {
            first_name: { type: integer, description: d, x-style: { lint: { off: [properties.case] } } },
            last_name: { type: integer, x-style: { lint: off } },
            nick_name: { type: integer, description: d } }",
    );
    let found = findings(rules, &document);
    let at: Vec<_> = found.iter().map(pointer).collect();
    assert_eq!(at, ["/components/schemas/Pet/properties/nick_name"]);
}

#[test]
fn a_switch_that_silences_nothing_is_noted() {
    let document =
        schema("Pet", "type: integer, x-style: { lint: { off: [schemas.case, schemas.description] } }");
    let found = findings("{ schemas: { description: required } }", &document);
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((one.code, one.severity), (codes::LINT_OFF_UNUSED, Severity::Note));
    assert!(one.message.starts_with("`schemas.case` of `lint`"), "{}", one.message);
}

#[test]
fn a_component_is_found_once_however_often_it_is_used() {
    let used = "{ $ref: '#/components/schemas/pet' }";
    let document = format!(
        "paths: {{ /a: {{ get: {{ responses: {{ '200': {{ description: ok, content: {{ a/json: {{ schema: {used} }} }} }},
            '201': {{ description: ok, content: {{ a/json: {{ schema: {used} }} }} }} }} }} }} }}
components: {{ schemas: {{ pet: {{ type: string }}, Owner: {{ type: object, properties: {{ pet: {used} }} }} }} }}"
    );
    let rules =
        "{ schemas: { case: pascal }, strings: { limit: required }, properties: { description: required } }";
    let found = findings(rules, &document);
    let at: Vec<_> = found.iter().map(|found| (found.code, pointer(found))).collect();
    let pet = "/components/schemas/pet";
    assert_eq!(at, [(codes::LINT_CASE, pet), (codes::LINT_LIMIT, pet)]);
}

#[test]
fn a_limit_next_to_or_inside_all_of_is_a_limit() {
    for fields in [
        "allOf: [{ type: string }], maxLength: 10",
        "allOf: [{ type: string }, { maxLength: 10 }]",
        "type: string, format: uuid",
        "type: string, enum: [a]",
    ] {
        assert_eq!(findings("{ strings: { limit: required } }", &schema("Pet", fields)), [], "{fields}");
    }
}

#[test]
fn segments_of_one_path_are_corrected_together() {
    let found = findings(
        "{ paths: { case: { is: kebab, except: [oldOnes] } } }",
        &path("/petOwners/{petId}/oldOnes/dogTags"),
    );
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    let help = one.help.as_deref().unwrap_or_default();
    assert!(help.starts_with("call it `/pet-owners/{petId}/oldOnes/dog-tags`"), "{help}");
}

#[test]
fn findings_of_one_rule_are_counted_beyond_a_limit() {
    let properties: String = (0..super::MOST + 5).map(|n| format!("p_{n}: {{}}, ")).collect();
    let found = findings(
        "{ properties: { case: camel } }",
        &schema("Pet", &format!("properties: {{ {properties} }}")),
    );
    assert_eq!(found.len(), super::MOST + 1);
    assert_eq!(found[super::MOST].message, "and 5 more findings of `lint.properties.case`");
}
