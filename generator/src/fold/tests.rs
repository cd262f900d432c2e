//! Full documents, folded.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::{FoldReport, FoldedEnvelope, FoldedPaging, fold};
use crate::diag::{Code, Diagnostics, Place, codes};
use crate::source::Sources;
use crate::spec::{self, Spec};
use crate::style::{self, Style};

/// Bare payloads, pages by ranges, and a header for the version.
const RANGES: &str = "
style: ranges
version: { in: header, name: X-Version, current: '2', served: ['1', '2'] }
headers: { request_id: { header: X-Request } }
caching: { etag: strong, if_match: check }
paging:
  items: { kind: item_range }
";

fn style(text: &str) -> Style {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("housestyle-fold-{}-{number}.yaml", std::process::id()));
    std::fs::write(&path, text).expect("the style is written");
    let mut diags = Diagnostics::new();
    let style = style::load(&path.to_string_lossy(), &mut Sources::new(), &mut diags);
    std::fs::remove_file(&path).expect("the style is removed");
    style.unwrap_or_else(|| panic!("{diags:#?}"))
}

/// A document after it was folded.
struct Outcome {
    spec: Spec,
    report: FoldReport,
    diags: Diagnostics,
}

fn folded(style_text: &str, document: &str) -> Outcome {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let text = format!("openapi: 3.0.3\ninfo: {{ title: Acme, version: '1' }}\n{document}");
    let file = sources.add_text("acme.yaml", text, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"));
    let mut spec = spec::load(&file, &mut sources, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"));
    diags = Diagnostics::new();
    let report = fold(&mut spec, &style(style_text), &mut diags);
    Outcome { spec, report, diags }
}

impl Outcome {
    fn codes(&self) -> Vec<Code> {
        self.diags.iter().map(|diagnostic| diagnostic.code).collect()
    }
}

const NOTES: &str = "
paths:
  /notes:
    parameters:
      - { name: x-version, in: header, schema: { type: string } }
      - { name: color, in: query, schema: { type: string } }
    get:
      operationId: list_notes
      parameters:
        - { name: RANGE, in: header, schema: { type: string } }
        - { name: q, in: query, schema: { type: string } }
        - { $ref: '#/components/parameters/Request' }
      responses:
        '200': { $ref: '#/components/responses/Notes' }
        '304': { description: The same }
    post:
      operationId: add_note
      parameters: [{ name: Range, in: header, schema: { type: string } }]
      responses: { '204': { description: Done } }
    delete:
      operationId: clear
      x-style: off
      responses: { '204': { description: Done } }
components:
  parameters:
    Request: { name: X-Request, in: header, schema: { $ref: '#/components/schemas/RequestId' } }
  schemas:
    RequestId: { type: string }
    Unused: { type: string }
    Note: { type: object, properties: { text: { type: string } } }
  responses:
    Notes:
      description: Notes
      headers:
        Content-Range: { schema: { type: string } }
        X-Own: { schema: { type: string } }
      content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } }
";

#[test]
fn parameters_and_headers_of_the_style_go_and_the_operation_is_paged() {
    let found = folded(RANGES, NOTES);
    let get = found.spec.at("/paths/~1notes/get").expect("the operation");
    let names: Vec<_> = get["parameters"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["q"]);
    assert_eq!(get["x-style"], json!({ "paging": "items" }));
    assert_eq!(
        get.pointer("/responses/200/headers"),
        Some(&json!({ "X-Own": { "schema": { "type": "string" } } }))
    );
    assert!(get.pointer("/responses/304").is_none());
    let list = &found.report.operations[0];
    assert_eq!((list.lists, &list.paging), (true, &FoldedPaging::By("items".to_owned())));
    assert_eq!(list.envelope, FoldedEnvelope::Bare);
    assert_eq!(
        list.removed,
        [
            "header RANGE",
            "header x-version",
            "header X-Request",
            "header Content-Range of 200",
            "response 304"
        ]
    );
    assert!(found.report.table().contains("2 operations, 1 lists, 1 paged"), "{}", found.report.table());
}

#[test]
fn a_shared_parameter_goes_from_the_path_and_stays_on_the_operations_that_need_it() {
    let found = folded(RANGES, NOTES);
    let shared = found.spec.at("/paths/~1notes/parameters").and_then(|list| list.as_array()).expect("a list");
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0]["name"], "color");
    // The style does not apply to it, so the header is its own.
    let own = found.spec.at("/paths/~1notes/delete/parameters").expect("a list");
    assert_eq!(own[0]["name"], "x-version");
}

#[test]
fn components_that_only_served_what_was_folded_go_and_others_stay() {
    let found = folded(RANGES, NOTES);
    let schemas = found.spec.at("/components/schemas").and_then(|all| all.as_object()).expect("schemas");
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Unused", "Note"]);
    assert_eq!(found.spec.at("/components/parameters"), Some(&json!({})));
}

#[test]
fn an_operation_that_has_the_parameters_and_no_list_is_reported_and_stays() {
    let found = folded(RANGES, NOTES);
    let post = &found.report.operations[1];
    let FoldedPaging::Half { way, difference } = &post.paging else { panic!("{:?}", post.paging) };
    assert_eq!((way.as_str(), difference.expected.as_str()), ("items", "a list"));
    assert_eq!(found.spec.at("/paths/~1notes/post/parameters/0/name"), Some(&json!("Range")));
    assert_eq!(found.codes(), [codes::FOLD_PAGING]);
}

#[test]
fn a_document_with_nothing_of_the_style_is_not_full() {
    let lean = "
paths:
  /notes:
    get:
      operationId: list_notes
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: array, items: { type: string } } } } }
";
    assert_eq!(folded(RANGES, lean).codes(), [codes::FOLD_NOTHING]);
}

/// Bodies in an envelope, paths with a prefix, and pages by number and by cursor.
const WRAPPED: &str = "
style: wrapped
path: { prefix: '/v{major}' }
version: { in: path }
success: { body: { ok: yes, data: $payload!, meta: $meta }, empty: {} }
paging:
  default: pages
  cursors: { kind: cursor, before: before, after: after, size: size, meta: { total: $total }, link_header: [next] }
  pages: { kind: number, number: page, size: size, meta: { total: $total, next: $next } }
";

/// A document with one list.
fn list(parameters: &str, schema: &str) -> String {
    format!(
        "
servers: [{{ url: https://a.example }}]
paths:
  /v1/notes:
    get:
      operationId: list_notes
      parameters: [{parameters}]
      responses:
        '200': {{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }}
components:
  schemas:
    Note: {{ type: object, properties: {{ text: {{ type: string }} }} }}
    Notes: {{ type: array, items: {{ $ref: '#/components/schemas/Note' }} }}
    Meta: {{ type: object, properties: {{ total: {{ type: integer }}, next: {{ type: string, nullable: true }} }} }}
    Page:
      type: object
      required: [ok, data, meta]
      properties:
        ok: {{ type: string, enum: ['yes'] }}
        data: {{ $ref: '#/components/schemas/Notes' }}
        meta: {{ $ref: '#/components/schemas/Meta' }}
"
    )
}

const PAGE: &str = "{ name: page, in: query, schema: { type: integer } }";
const SIZE: &str = "{ name: size, in: query, schema: { type: integer } }";
const PAGED: &str = "{ $ref: '#/components/schemas/Page' }";

#[test]
fn an_envelope_around_a_list_becomes_the_list() {
    let found = folded(WRAPPED, &list(&format!("{PAGE}, {SIZE}"), PAGED));
    assert_eq!(found.codes(), []);
    let get = found.spec.at("/paths/~1notes/get").expect("a path without the prefix");
    assert_eq!(get["parameters"], json!([]));
    assert_eq!(get["x-style"], json!({ "paging": "pages" }));
    let at = "/paths/~1notes/get/responses/200/content/application~1json/schema";
    assert_eq!(found.spec.at(at), Some(&json!({ "$ref": "#/components/schemas/Notes" })));
    let schemas = found.spec.at("/components/schemas").and_then(|all| all.as_object()).expect("schemas");
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Note", "Notes"]);
    let Place::Pointer { pointer, .. } = found.spec.place(at) else { panic!("no place") };
    assert_eq!(pointer, "/components/schemas/Page/properties/data");
    assert_eq!(found.report.operations[0].envelope, FoldedEnvelope::Folded);
}

#[test]
fn half_of_a_way_of_paging_is_reported_with_what_it_lacks() {
    let found = folded(WRAPPED, &list(SIZE, PAGED));
    let FoldedPaging::Half { way, difference } = &found.report.operations[0].paging else { panic!() };
    assert_eq!((way.as_str(), &*difference.expected), ("cursors", "the query parameter `before`"));
    // Without the way, nothing says what `meta` is.
    assert!(matches!(found.report.operations[0].envelope, FoldedEnvelope::Kept(_)));
    assert_eq!(found.codes(), [codes::FOLD_PAGING, codes::FOLD_ENVELOPE]);
    let get = found.spec.at("/paths/~1notes/get").expect("the operation");
    assert_eq!(get["parameters"][0]["name"], "size");
}

#[test]
fn the_way_with_the_most_parameters_is_taken() {
    let text = |name: &str| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}");
    let all = format!("{PAGE}, {SIZE}, {}, {}", text("before"), text("after"));
    let schema = "{ type: object, required: [data], properties: { ok: { type: string }, data: { type: array, items: {} }, \
                  meta: { type: object, properties: { total: { type: integer } } } } }";
    let found = folded(WRAPPED, &list(&all, schema));
    assert_eq!(found.report.operations[0].paging, FoldedPaging::By("cursors".to_owned()));
    assert_eq!(found.spec.at("/paths/~1notes/get/parameters/0/name"), Some(&json!("page")));
}

#[test]
fn a_success_without_the_envelope_is_reported_at_the_first_difference() {
    let found = folded(WRAPPED, &list("", "{ type: object, properties: { ok: { type: string } } }"));
    let FoldedEnvelope::Kept(difference) = &found.report.operations[0].envelope else { panic!() };
    assert!(difference.expected.ends_with("at `/data`"), "{difference}");
    assert_eq!(found.codes(), [codes::FOLD_NOTHING, codes::FOLD_ENVELOPE]);
}

#[test]
fn a_payload_that_stands_for_none_goes_with_its_body() {
    let empty = "{ type: object, properties: { ok: {}, data: { type: object, enum: [{}] } } }";
    let found = folded(WRAPPED, &list("", empty));
    assert_eq!(found.spec.at("/paths/~1notes/get/responses/200"), Some(&json!({ "description": "ok" })));
}

#[test]
fn a_prefix_in_the_servers_is_taken_from_them_and_a_path_without_it_is_said_to_have_none() {
    let document = list("", "{ type: object, properties: { ok: {}, data: {} } }");
    let in_servers = document.replace("/v1/notes", "/notes").replace("a.example", "a.example/v1/");
    let found = folded(WRAPPED, &in_servers);
    assert_eq!(found.spec.at("/servers/0/url"), Some(&json!("https://a.example")));
    assert!(found.spec.at("/paths/~1notes/get/x-style").is_none());
    let nowhere = folded(WRAPPED, &document.replace("/v1/notes", "/notes"));
    assert_eq!(nowhere.spec.at("/paths/~1notes/get/x-style"), Some(&json!({ "prefix": "off" })));
}

#[test]
fn what_the_document_says_itself_has_priority() {
    let said = |said: &str| {
        let document = list(&format!("{PAGE}, {SIZE}"), PAGED);
        folded(WRAPPED, &document.replace("operationId:", &format!("x-style: {said}\n      operationId:")))
    };
    let found = said("{ paging: { use: pages } }");
    assert_eq!(found.spec.at("/paths/~1notes/get/x-style"), Some(&json!({ "paging": { "use": "pages" } })));
    assert_eq!(found.spec.at("/paths/~1notes/get/parameters"), Some(&json!([])));
    let off = said("off");
    assert_eq!(off.spec.at("/paths/~1notes/get/parameters/0/name"), Some(&json!("page")));
    assert!(off.report.operations.is_empty());
}

/// Pages by number over bare lists.
const NUMBERED: &str = "
style: numbered
version: { in: header, name: X-Version, current: '2', served: ['1', '2'] }
paging:
  pages: { kind: number, number: page, size: per_page, size_default: 30, size_max: 100, link_header: [next] }
";

/// A list with these schemas of the page's number and size, and of the version.
fn numbered(number: &str, size: &str, version: &str) -> Outcome {
    let document = format!(
        "
paths:
  /notes:
    get:
      operationId: list_notes
      parameters:
        - {{ name: page, in: query, schema: {{ type: integer, {number} }} }}
        - {{ name: per_page, in: query, schema: {{ type: integer, {size} }} }}
        - {{ name: X-Version, in: header, schema: {{ type: string, {version} }} }}
      responses:
        '200':
          description: Notes
          content: {{ application/json: {{ schema: {{ type: array, items: {{ type: string }} }} }} }}
"
    );
    folded(NUMBERED, &document)
}

#[test]
fn values_of_a_parameter_that_are_the_styles_are_not_reported() {
    let found = numbered("default: 1", "default: 30, maximum: 100", "enum: ['2', '1'], default: '2'");
    assert_eq!(found.report.operations[0].paging, FoldedPaging::By("pages".to_owned()));
    assert_eq!(found.codes(), []);
}

#[test]
fn other_values_of_a_parameter_are_reported_at_their_place() {
    for (size, version, pointer, expected) in [
        ("maximum: 50", "", "/paths/~1notes/get/parameters/1/schema/maximum", "maximum 100"),
        ("default: 10", "", "/paths/~1notes/get/parameters/1/schema/default", "default 30"),
        ("", "enum: ['1']", "/paths/~1notes/get/parameters/2/schema/enum", "enum [\"1\",\"2\"]"),
        ("", "default: '1'", "/paths/~1notes/get/parameters/2/schema/default", "default \"2\""),
    ] {
        let found = numbered("minimum: 1", size, version);
        assert_eq!(
            found.report.operations[0].paging,
            FoldedPaging::By("pages".to_owned()),
            "{size}{version}"
        );
        assert_eq!(found.codes(), [codes::FOLD_VALUES], "{size}{version}");
        let [one] = found.report.operations[0].replaced.as_slice() else { panic!("{size}{version}") };
        assert!(one.pointer == pointer && one.expected.starts_with(expected), "{one:?}");
    }
}

#[test]
fn pages_that_count_from_zero_are_not_those_of_the_style() {
    let found = numbered("minimum: 0", "", "");
    let FoldedPaging::Half { difference, .. } = &found.report.operations[0].paging else {
        panic!("{:?}", found.report.operations)
    };
    assert_eq!(difference.found, "numbers from 0");
    assert_eq!(found.codes(), [codes::FOLD_PAGING]);
}

#[test]
fn a_parameter_of_another_type_is_reported_though_the_document_names_its_way() {
    let strings = |name: &str| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}");
    let document = list(&format!("{PAGE}, {}", strings("size")), PAGED);
    let said = document.replace("operationId:", "x-style: { paging: pages }\n      operationId:");
    let found = folded(WRAPPED, &said);
    assert_eq!(found.spec.at("/paths/~1notes/get/parameters"), Some(&json!([])), "the style holds");
    assert_eq!(found.codes(), [codes::FOLD_VALUES]);
    let [one] = found.report.operations[0].replaced.as_slice() else { panic!() };
    assert_eq!(
        (&*one.expected, &*one.found),
        ("a whole number in the parameter `size`", "the type `string`")
    );
}

#[test]
fn a_last_page_of_the_document_is_reported() {
    let found = numbered("default: 1, maximum: 10", "", "");
    let [one] = found.report.operations[0].replaced.as_slice() else { panic!() };
    assert_eq!((&*one.expected, &*one.found), ("no maximum", "10"));
    assert_eq!(found.codes(), [codes::FOLD_VALUES]);
}
