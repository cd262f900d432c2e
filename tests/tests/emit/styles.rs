//! A style as the constant that it becomes.

use std::fs;

use super::{answering, document, modules};

/// The module of a document under a style.
fn under(style: &str, ident: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("style.yaml");
    fs::write(&path, style).expect("a style");
    let text = document(
        &answering("Pet"),
        "{ Pet: { type: object, required: [born], properties: { born: { type: string, format: date-time } } } }",
    );
    let (modules, diags) = modules(&text, |api| api.style(path.to_str().expect("UTF-8")));
    let modules = modules.unwrap_or_else(|| panic!("{diags:?}"));
    modules.into_iter().find(|module| module.ident == ident).map(|module| module.text).expect(ident)
}

#[test]
fn calls_sessions_and_what_is_around_them() {
    let style = r#"
style: acme
about: Calls.
path: { trailing_slash: optional, invalid_path_parameter: not_found }
media: { request: any, response: "application/json; charset=UTF-8" }
success: { body: { status: ok, data: $payload! }, empty: {}, location: true }
failure:
  media: application/json
  body: { status: error, code: $code, message: $message }
  failure_flag: { member: status, is: error }
outcomes: { default_status: 200, no_operation: 404, missing_parameter: { code: MISSING, message: "Missing: {place}" } }
login: { session: { cookie: sid, path: /api, max_age: 1209600, sliding: false, same_site: strict } }
data: { absent_body: empty_object, times: utc }
transport: { tls: required }
methods: { override_header: X-HTTP-Method-Override }
headers: { request_id: { header: Request-Id, uuid: true } }
rate: { requests: 4500, per_s: 3600, remaining: RateLimit-Remaining }
caching: { etag: strong, if_match: check }
"#;
    let text = under(style, "style");
    assert_eq!(text, fs::read_to_string("tests/emit/style_of_calls.txt").expect("a file"), "\n{text}");
}

#[test]
fn ranges_and_a_version_in_a_parameter() {
    let style = r#"
style: acme
version: { in: accept_parameter, media: application/vnd.acme+json, current: "3", served: ["2.1", "3"], required: true }
success: { pretty: { parameter: pretty, accept_parameter: indent } }
paging:
  default: items
  items: { kind: item_range, size_max: 200 }
  keys: { kind: key_range, by: [id], default_order: descending, without_range: ok, size_default: 200, size_max: 1000 }
"#;
    let text = under(style, "style");
    let (pagings, rest) = text.split_once("pub static STYLE").expect("a constant");
    assert!(pagings.contains(
        "pub static ITEMS: style::ItemRangePaging = style::ItemRangePaging {\n    \
             past_end: style::PastEnd::RangeNotSatisfiable,\n    \
             without_range: style::WithoutRange::Partial,\n    \
             limits: style::PageLimits {\n        \
                 size_default: 20,\n        \
                 size_max: 200,\n        \
                 oversize: style::Oversize::Clamp,\n        \
                 zero: style::Zero::Reject,\n    \
             },\n    \
             meta: None,\n    \
             list: None,\n\
         };\n"
    ));
    assert!(pagings.contains(
        "    by: Borrowed(&[Borrowed(\"id\")]),\n    \
             default_order: style::Order::Descending,\n    \
             next_header: style::HeaderName(Borrowed(\"next-range\")),\n    \
             without_range: style::WithoutRange::Ok,\n"
    ));
    assert!(rest.contains(
        "    version: style::Version::AcceptParameter(style::AcceptParameter {\n        \
                 media: Borrowed(\"application/vnd.acme+json\"),\n        \
                 parameter: Borrowed(\"version\"),\n        \
                 versions: style::ServedVersions {\n            \
                     current: Borrowed(\"3\"),\n            \
                     served: Some(Borrowed(&[Borrowed(\"2.1\"), Borrowed(\"3\")])),\n            \
                     required: true,\n        \
                 },\n    \
             }),\n"
    ));
    let pretty =
        "parameter: Some(Borrowed(\"pretty\")),\n            accept_parameter: Some(Borrowed(\"indent\")),";
    assert!(rest.contains(pretty), "{rest}");
}

#[test]
fn times_are_presented_where_the_style_has_a_zone_for_them() {
    let presented = |data: &str| {
        under(&format!("style: acme\ndata: {{ {data} }}\n"), "types").contains("self.born.present(how)")
    };
    assert!(presented("times: utc"));
    assert!(presented("time_zone_header: Zone"));
    assert!(!presented("times: as_given"));
}
