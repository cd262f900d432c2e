//! Hints of other generators.

use std::path::PathBuf;

use crate::Api;
use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::pipeline::Pipeline;

const ITEMS: &str = "{ type: array, items: { $ref: '#/components/schemas/Pet' } }";

/// A style that reads all hints.
const STYLE: &str = "
style: acme
hints: [x-ms-pageable, x-speakeasy-pagination, x-fern-pagination]
paging:
  linked: { kind: cursor, after: $skipToken, only_in_links: true, list: { value: $payload, nextLink: $next } }
  offsets: { kind: offset, offset: skip, size: top, list: { rows: $payload, more: $has_more } }
  tokens: { kind: cursor, after: cursor, size: limit, list: { data: $payload, page: { next: $next_cursor } } }
  pages: { kind: number, number: page, size: limit, list: { data: $payload, meta: { pages: $pages, more: $has_more } } }
  items: { kind: item_cursor, after: starting_after, before: ending_before, size: limit, list: { data: $payload, has_more: $has_more } }
  named: { kind: number, number: p, size: n, list: { '{items}': $payload, total: $total } }
";

/// What a document becomes under a style.
struct Outcome {
    /// How its operations are paged.
    paging: Vec<Option<String>>,
    /// Its payloads.
    payloads: Vec<String>,
    diags: Diagnostics,
}

fn lowered(style: &str, document: &str, full: bool) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("style.yaml");
    std::fs::write(&path, style).expect("the style is written");
    let mut api = Api::from_text("pets.yaml", document).style(path.to_string_lossy().into_owned());
    if full {
        api = api.document(crate::Document::Full);
    }
    let mut pipeline = Pipeline::new();
    let found = pipeline.lowered(api.config()).unwrap_or_else(|| panic!("{:#?}", pipeline.diags));
    let operations = &found.ir.operations;
    let paging = operations.iter().map(|one| one.paging.as_ref().map(|paging| paging.kind.clone())).collect();
    let payloads = operations.iter().map(|one| format!("{:?}", one.successes[0].payload)).collect();
    Outcome { paging, payloads, diags: pipeline.diags }
}

impl Outcome {
    fn of(&self, code: Code) -> Vec<&Diagnostic> {
        self.diags.iter().filter(|diagnostic| diagnostic.code == code).collect()
    }

    fn hints(&self) -> Vec<Code> {
        let codes = self.diags.iter().map(|diagnostic| diagnostic.code);
        codes.filter(|code| (345..350).contains(&code.0)).collect()
    }
}

/// A document with one list for each body of an operation.
fn document(operations: &[(&str, &str)]) -> String {
    let paths: String = operations
        .iter()
        .enumerate()
        .map(|(i, (rest, schema))| {
            format!(
                "  /pets{i}:\n    get:\n      operationId: list{i}\n      responses: {{ '200': {{ description: ok, content: {{ \
                 application/json: {{ schema: {schema} }} }} }} }}\n{rest}\n"
            )
        })
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\nx-fern-pagination: {{ offset: $request.page, has-next-page: \
         $response.meta.more, results: $response.data }}\npaths:\n{paths}components: {{ schemas: {{ Pet: {{ type: object, required: \
         [id], properties: {{ id: {{ type: string }} }} }} }} }}\n"
    )
}

/// A line of an operation.
fn line(text: &str) -> String {
    format!("      {text}")
}

fn one(hint: &str, schema: &str, full: bool) -> Outcome {
    lowered(STYLE, &document(&[(&line(hint), schema)]), full)
}

/// Hints with the way that they choose, and the body of a full document.
const HINTS: [(&str, &str, &str); 13] = [
    ("x-ms-pageable: { nextLinkName: nextLink }", "linked", "{ value: LIST, nextLink: { type: string } }"),
    (
        "x-ms-pageable: { nextLinkName: nextLink, itemName: value, operationName: next }",
        "linked",
        "{ value: LIST, nextLink: { type: string } }",
    ),
    ("x-ms-pageable: {}", "linked", "{ value: LIST, nextLink: { type: string } }"),
    (
        "x-speakeasy-pagination: { type: url, outputs: { results: $.value, nextUrl: $.nextLink } }",
        "linked",
        "{ value: LIST, nextLink: { type: string } }",
    ),
    (
        "x-speakeasy-pagination: { type: offsetLimit, inputs: [{ name: page, in: parameters, type: page }, { name: limit, in: \
         parameters, type: limit }], outputs: { results: $.data, numPages: $.meta.pages } }",
        "pages",
        "{ data: LIST, meta: { type: object, properties: { pages: { type: integer }, more: { type: boolean } } } }",
    ),
    (
        "x-speakeasy-pagination: { type: cursor, inputs: [{ name: starting_after, in: parameters, type: cursor }], outputs: { \
         results: $.data, nextCursor: '$.data[-1].id' } }",
        "items",
        "{ data: LIST, has_more: { type: boolean } }",
    ),
    (
        "x-speakeasy-pagination: { type: cursor, inputs: [{ name: cursor, in: parameters, type: cursor }], outputs: { results: \
         $.data, nextCursor: $.page.next } }",
        "tokens",
        "{ data: LIST, page: { type: object, properties: { next: { type: string } } } }",
    ),
    (
        "x-fern-pagination: { cursor: $request.cursor, next_cursor: $response.page.next, results: $response.data }",
        "tokens",
        "{ data: LIST, page: { type: object, properties: { next: { type: string } } } }",
    ),
    (
        "x-fern-pagination: { offset: $request.skip, step: $request.top, results: $response.rows, has-next-page: $response.more }",
        "offsets",
        "{ rows: LIST, more: { type: boolean } }",
    ),
    (
        "x-speakeasy-pagination: { type: offsetLimit, inputs: [{ name: skip, in: parameters, type: offset }, { name: top, in: \
         parameters, type: limit }], outputs: { results: $.rows } }",
        "offsets",
        "{ rows: LIST, more: { type: boolean } }",
    ),
    (
        "x-fern-pagination: true",
        "pages",
        "{ data: LIST, meta: { type: object, properties: { pages: { type: integer }, more: { type: boolean } } } }",
    ),
    (
        "x-fern-pagination: { next_uri: $response.nextLink, results: $response.value }",
        "linked",
        "{ value: LIST, nextLink: { type: string } }",
    ),
    (
        "x-fern-pagination: { offset: $request.p, results: $response.pets }",
        "named",
        "{ pets: LIST, total: { type: integer } }",
    ),
];

#[test]
fn a_hint_pages_an_operation_of_a_lean_document_by_the_way_that_does_the_same() {
    for (hint, way, _) in HINTS {
        let found = one(hint, ITEMS, false);
        assert_eq!(found.paging, [Some(way.to_owned())], "{hint}: {:#?}", found.diags);
        assert_eq!(found.hints(), [], "{hint}");
        assert!(found.payloads[0].starts_with("Page("), "{hint}: {:?}", found.payloads);
    }
}

#[test]
fn a_hint_pages_an_operation_of_a_full_document_without_parameters_of_the_way() {
    for (hint, way, members) in HINTS {
        let body = format!("{{ type: object, properties: {} }}", members.replace("LIST", ITEMS));
        let found = one(hint, &body, true);
        assert_eq!(found.paging, [Some(way.to_owned())], "{hint}: {:#?}", found.diags);
        assert_eq!(found.hints(), [], "{hint}: {:#?}", found.diags);
        assert!(found.payloads[0].starts_with("Page("), "{hint}: {:?}", found.payloads);
    }
}

#[test]
fn a_style_without_hints_ignores_extensions_of_other_generators() {
    let style = STYLE.replace("hints:", "# hints:");
    for (hint, _, _) in HINTS {
        let found = lowered(&style, &document(&[(&line(hint), ITEMS)]), false);
        assert_eq!(
            (found.paging.as_slice(), found.hints().as_slice()),
            ([None].as_slice(), [].as_slice()),
            "{hint}"
        );
    }
}

#[test]
fn a_list_without_a_next_link_has_one_page() {
    let body = format!("{{ type: object, properties: {{ value: {ITEMS} }} }}");
    for (hint, full) in [("x-ms-pageable: { nextLinkName: null }", false), ("x-ms-pageable: {}", true)] {
        let found = one(hint, if full { &body } else { ITEMS }, full);
        assert_eq!(
            (found.paging, found.diags.iter().any(|one| one.code.0 == 346)),
            (vec![None], false),
            "{hint}"
        );
    }
}

#[test]
fn a_false_hint_is_none() {
    let found = one("x-fern-pagination: false", ITEMS, false);
    assert_eq!((found.paging.clone(), found.hints()), (vec![None], vec![]));
}

#[test]
fn an_operation_without_the_style_has_no_hints() {
    let found = one("x-style: off\n      x-ms-pageable: 7", ITEMS, false);
    assert_eq!(found.hints(), []);
}

#[test]
fn a_malformed_hint_is_reported_at_its_place_with_the_expected_form() {
    let cases = [
        ("x-ms-pageable: yes", "", "a mapping is expected"),
        ("x-ms-pageable: { nextLink: a }", "/nextLink", "`nextLink` is unknown"),
        ("x-ms-pageable: { nextLinkName: 7 }", "/nextLinkName", "is not a text"),
        ("x-ms-pageable: { nextLinkName: a, nextLinkVerb: PUT }", "/nextLinkVerb", "not `PUT`"),
        ("x-speakeasy-pagination: { inputs: [] }", "", "`type` is missing"),
        ("x-speakeasy-pagination: { type: link }", "/type", "`link` is unknown"),
        ("x-speakeasy-pagination: { type: offsetLimit }", "", "no input is of the type"),
        ("x-speakeasy-pagination: { type: cursor, inputs: 1 }", "/inputs", "is not a list"),
        (
            "x-speakeasy-pagination: { type: cursor, inputs: [{ name: a, in: query, type: cursor }] }",
            "/inputs/0/in",
            "not `query`",
        ),
        (
            "x-speakeasy-pagination: { type: cursor, inputs: [{ name: a, in: parameters, type: word }] }",
            "/inputs/0/type",
            "not `word`",
        ),
        (
            "x-speakeasy-pagination: { type: url, outputs: { nextUrl: next } }",
            "/outputs/nextUrl",
            "is not a path such as `$.data`",
        ),
        ("x-fern-pagination: { cursor: next }", "/cursor", "is not a part of the request"),
        ("x-fern-pagination: { cursor: $request.a, next_cursor: $response.b }", "", "`results` is missing"),
        ("x-fern-pagination: { results: $response.a }", "", "`cursor`, `offset`, `next_uri`"),
        ("x-fern-pagination: { cursor: $request.a, offset: $request.b }", "", "both `cursor` and `offset`"),
        ("x-fern-pagination: { type: uri }", "/type", "not `uri`"),
    ];
    for (hint, at, problem) in cases {
        let found = one(hint, ITEMS, false);
        assert_eq!(found.hints(), [codes::HINT_FORM], "{hint}: {:#?}", found.diags);
        let diagnostic = found.of(codes::HINT_FORM)[0];
        let place = format!("{:?}", diagnostic.place);
        let name = hint.split(':').next().unwrap_or_default();
        assert!(place.contains(&format!("/get/{name}{at}\"")), "{hint}: {place}");
        assert!(diagnostic.message.contains(problem), "{hint}: {}", diagnostic.message);
        let help = diagnostic.help.as_deref().unwrap_or_default();
        assert!(help.starts_with(&format!("it is `{name}: {{")), "{help}");
        assert_eq!(found.paging, [None]);
    }
}

#[test]
fn the_keys_that_a_style_lacks_are_shown_and_make_it_page() {
    let bare = "style: bare\nhints: [x-ms-pageable, x-speakeasy-pagination, x-fern-pagination]\n";
    let renamed = [("x-ms-pageable: { nextLinkName: odata.next-link, itemName: on }", "next_url")];
    let hints = HINTS.iter().map(|(hint, way, _)| {
        let name = match *way {
            "linked" => "next_url",
            "items" => "by_item",
            "tokens" => "by_cursor",
            "offsets" => "by_offset",
            _ => "numbered",
        };
        (*hint, name)
    });
    for (hint, way) in hints.chain(renamed) {
        let document = document(&[(&line(hint), ITEMS)]);
        let found = lowered(bare, &document, false);
        assert_eq!(found.hints(), [codes::HINT_WITHOUT_WAY], "{hint}");
        let help = found.of(codes::HINT_WITHOUT_WAY)[0].help.clone().unwrap_or_default();
        let keys = help.split('`').nth(1).unwrap_or_else(|| panic!("{help}"));
        let found = lowered(&format!("{bare}{keys}\n"), &document, false);
        assert_eq!(found.paging, [Some(way.to_owned())], "{hint}: {keys}: {:#?}", found.diags);
    }
}

#[test]
fn the_nearest_way_of_a_style_is_named_with_its_difference() {
    let cases = [
        (
            "x-ms-pageable: { nextLinkName: next }",
            "of `linked`, the URL of the next page is at `$.nextLink` there",
        ),
        (
            "x-ms-pageable: { nextLinkName: nextLink, itemName: a }",
            "the list is at `$.value` there, and not at `$.a`",
        ),
        (
            "x-fern-pagination: { offset: $request.page_number, results: $response.data }",
            "the number of a page is in `page` there, and not in `page_number`",
        ),
        (
            "x-speakeasy-pagination: { type: offsetLimit, inputs: [{ name: page, in: parameters, type: page }, { name: size, in: \
             parameters, type: limit }] }",
            "the size of a page is in `limit` there, and not in `size`",
        ),
        (
            "x-speakeasy-pagination: { type: url, inputs: [{ name: size, in: parameters, type: limit }], outputs: { nextUrl: \
             $.nextLink } }",
            "of `linked`, the size of a page is fixed there, and not in `size`",
        ),
        (
            "x-fern-pagination: { cursor: $request.cursor, next_cursor: $response.next, results: $response.data }",
            "of `tokens`, the cursor of the next page is at `$.page.next` there, and not at `$.next`",
        ),
    ];
    for (hint, difference) in cases {
        let found = one(hint, ITEMS, false);
        assert_eq!(found.hints(), [codes::HINT_WITHOUT_WAY], "{hint}");
        let message = &found.of(codes::HINT_WITHOUT_WAY)[0].message;
        assert!(message.contains(difference), "{hint}: {message}");
    }
}

#[test]
fn the_same_missing_way_is_reported_once_with_its_number() {
    let hint = line("x-ms-pageable: { nextLinkName: next }");
    let found = lowered(STYLE, &document(&[(&hint, ITEMS), (&hint, ITEMS), (&hint, ITEMS)]), false);
    assert_eq!(found.hints(), [codes::HINT_WITHOUT_WAY]);
    assert!(found.of(codes::HINT_WITHOUT_WAY)[0].message.ends_with("(3 operations)"));
}

#[test]
fn what_no_kind_of_paging_does_is_reported() {
    let cases = [
        "x-speakeasy-pagination: { type: offsetLimit, inputs: [{ name: page, in: requestBody, type: page }] }",
        "x-fern-pagination: { type: custom, results: $response.data }",
        "x-fern-pagination: { cursor: $request.body.cursor, next_cursor: $response.next, results: $response.data }",
    ];
    for hint in cases {
        let found = one(hint, ITEMS, false);
        assert_eq!(found.hints(), [codes::HINT_UNSUPPORTED], "{hint}: {:#?}", found.diags);
    }
}

#[test]
fn hints_that_contradict_each_other_are_reported_and_the_first_is_followed() {
    let both = "x-ms-pageable: { nextLinkName: nextLink }\n      x-fern-pagination: true";
    let found = one(both, ITEMS, false);
    assert_eq!(
        (found.paging.clone(), found.hints()),
        (vec![Some("linked".to_owned())], vec![codes::HINT_CONTRADICTS])
    );
    let agreed = "x-ms-pageable: { nextLinkName: nextLink }\n      x-fern-pagination: { next_uri: $response.nextLink, results: \
        $response.value }";
    assert_eq!(one(agreed, ITEMS, false).hints(), []);
}

#[test]
fn x_style_has_priority_over_a_hint() {
    let other = "x-style: { paging: named }\n      x-fern-pagination: true";
    let found = one(other, ITEMS, false);
    assert_eq!(
        (found.paging.clone(), found.hints()),
        (vec![Some("named".to_owned())], vec![codes::HINT_CONTRADICTS])
    );
    let none = "x-style: { paging: none }\n      x-fern-pagination: true";
    assert_eq!(one(none, ITEMS, false).paging, [None]);
    let same = "x-style: { paging: pages }\n      x-fern-pagination: true";
    assert_eq!(one(same, ITEMS, false).hints(), []);
}

#[test]
fn a_hint_that_contradicts_what_the_style_finds_by_itself_is_reported() {
    let parameters = "parameters: [{ name: p, in: query, schema: { type: integer } }, { name: n, in: query, schema: { type: integer \
        } }]";
    let body = format!("{{ type: object, properties: {{ pets: {ITEMS}, total: {{ type: integer }} }} }}");
    let hint = format!("x-ms-pageable: {{ nextLinkName: nextLink }}\n      {parameters}");
    let found = one(&hint, &body, true);
    assert_eq!(
        (found.paging.clone(), found.hints()),
        (vec![Some("named".to_owned())], vec![codes::HINT_CONTRADICTS])
    );
    let unpaged = format!("x-ms-pageable: {{ nextLinkName: null }}\n      {parameters}");
    assert_eq!(one(&unpaged, &body, true).hints(), [codes::HINT_CONTRADICTS]);
}

#[test]
fn a_hint_on_what_is_not_a_list_is_reported() {
    for full in [false, true] {
        let found = one("x-ms-pageable: { nextLinkName: nextLink }", "{ type: object }", full);
        assert_eq!(
            (found.paging.clone(), found.hints()),
            (vec![None], vec![codes::HINT_NOT_A_LIST]),
            "{full}"
        );
    }
}

#[test]
fn for_urls_ways_whose_parameters_are_in_links_alone_are_preferred_after_the_default() {
    let ways = "  seen: { kind: cursor, after: after, list: { value: $payload, nextLink: $next } }\n  hidden: { kind: cursor, after: \
         after, only_in_links: true, list: { value: $payload, nextLink: $next } }\n";
    let document = document(&[(&line("x-ms-pageable: { nextLinkName: nextLink }"), ITEMS)]);
    for (default, way) in [("", "hidden"), ("  default: seen\n", "seen")] {
        let style = format!("style: acme\nhints: [x-ms-pageable]\npaging:\n{default}{ways}");
        let found = lowered(&style, &document, false);
        assert_eq!(found.paging, [Some(way.to_owned())], "{:#?}", found.diags);
    }
}

#[test]
fn a_hint_with_another_method_for_the_next_page_is_followed_and_reported() {
    let cases = [
        ("get", "nextLink", vec![]),
        ("get", "nextLink, nextLinkVerb: GET", vec![]),
        ("get", "nextLink, nextLinkVerb: POST", vec![codes::HINT_CONTRADICTS]),
        ("post", "nextLink, nextLinkVerb: POST", vec![]),
        ("post", "nextLink", vec![codes::HINT_CONTRADICTS]),
    ];
    for (method, rest, expected) in cases {
        let hint = line(&format!("x-ms-pageable: {{ nextLinkName: {rest} }}"));
        let document = document(&[(&hint, ITEMS)]).replace("    get:", &format!("    {method}:"));
        let found = lowered(STYLE, &document, false);
        assert_eq!(
            (found.paging.clone(), found.hints()),
            (vec![Some("linked".to_owned())], expected),
            "{method} {rest}"
        );
    }
}

#[test]
fn the_keys_for_urls_have_the_parameters_of_the_operation() {
    let parameters = "parameters: [{ name: timeout, in: query, schema: { type: integer } }, { name: maxresults, in: query, schema: { \
         type: integer } }, { name: $skipToken, in: query, schema: { type: string } }]";
    let hint = line(&format!("x-ms-pageable: {{ nextLinkName: nextLink }}\n      {parameters}"));
    let found = lowered("style: bare\nhints: [x-ms-pageable]\n", &document(&[(&hint, ITEMS)]), false);
    let help = found.of(codes::HINT_WITHOUT_WAY)[0].help.clone().unwrap_or_default();
    let keys = "{ kind: cursor, after: \"$skipToken\", only_in_links: true, size: maxresults, list: { value: $payload, nextLink: $next } }";
    assert!(help.contains(keys), "{help}");
}

#[test]
fn a_full_document_whose_lists_have_the_body_of_a_way_and_one_page_is_not_contradicted() {
    let body = format!("{{ type: object, properties: {{ value: {ITEMS} }} }}");
    let found = one("x-ms-pageable: { nextLinkName: null }", &body, true);
    assert_eq!((found.paging.clone(), found.hints()), (vec![None], vec![]), "{:#?}", found.diags);
    let linked =
        format!("{{ type: object, properties: {{ value: {ITEMS}, nextLink: {{ type: string }} }} }}");
    let found = one("x-ms-pageable: { nextLinkName: null }", &linked, true);
    assert_eq!((found.paging.clone(), found.hints()), (vec![None], vec![codes::HINT_CONTRADICTS]));
}
