//! A style of documents of resources: what each axis takes, and what it refuses.

use super::*;

/// A style of documents, with every axis of queries, pages and origins.
const DOCUMENTS: &str = r#"
style: documents
media: { request: { only: application/vnd.acme+json, parameters: [profile] }, accept: exact, response: application/vnd.acme+json }
success: { body: { data: $payload!, included: $included, meta: $meta, links: $links }, meta_body: { meta: $meta! }, form: resources }
failure:
  body: { errors: $entries }
  entry: { status: $status_text, number: $status, title: $title, source: { header: $header } }
  entries_when_empty: one_entry
  mixed_statuses: most_general
  parameter_name: inner_key
filtering: { parameter: "filter[{name}]" }
sorting: { parameter: sort, undeclared: ignore, default: "-at,id", tie_breaker: id }
sparse_fields: { parameter: "fields[{type}]" }
include: { parameter: include }
parameters: { undeclared: reject }
paging:
  numbered: { kind: number, number: "page[number]", size: "page[size]", edge_links: from_other_pages, links: { self: $self, next: $next },
    after_row: { id: "page[last]", field: ["page[field]", "page[name]"], value: "page[value]", direction: "page[direction]",
      default_order: descending } }
  cursor: { kind: cursor, before: "page[before]", after: "page[after]", size: "page[size]", links: { prev: $prev!, next: $next! } }
data: { client_ids: accept, links: { form: absolute } }
methods: { post_on_singleton: patch, put: merge }
cors: { origins: ["https://a.example"], credentials: true, max_age: 60 }
rate: { requests: 10, per_s: 60, applies_to: marked }
"#;

#[test]
fn documents_are_read() {
    let style = good(DOCUMENTS);
    let request = RequestMedia::Only(OnlyMedia {
        media: "application/vnd.acme+json".into(),
        parameters: vec!["profile".into()].into(),
    });
    assert_eq!((&style.media.request, style.media.accept), (&request, Acceptance::Exact));
    assert_eq!(style.success.form, PayloadForm::Resources);
    let meta = Member { wire: "meta".into(), value: Template::Slot(Slot::Meta), keep: true };
    assert_eq!(*style.success.meta_body(), Template::Object(vec![meta].into()));
    let failure = &style.failure;
    assert_eq!(
        (failure.entries_when_empty, failure.mixed_statuses),
        (EmptyEntries::OneEntry, MixedStatuses::MostGeneral)
    );
    assert_eq!(failure.parameter_name, ParameterName::InnerKey);
    assert_eq!(style.data.client_ids, ClientIds::Accept);
    assert!(style.wraps());
    assert_eq!(style.data.links.form, LinkForm::Absolute);
    assert_eq!((style.methods.post_on_singleton, style.methods.put), (PostMeaning::Patch, PutBody::Merge));
    let cors = Cors {
        origins: Origins::These(vec!["https://a.example".into()].into()),
        credentials: true,
        max_age: 60,
    };
    assert_eq!(style.rate.as_ref().map(|rate| rate.applies_to), Some(RatedRequests::Marked));
    assert_eq!(style.cors, Some(cors));
}

#[test]
fn what_a_query_asks_is_read() {
    let style = good(DOCUMENTS);
    assert_eq!(style.filtering.expect("filters").parameter("search"), "filter[search]");
    assert_eq!(style.include.expect("paths").parameter, "include");
    assert_eq!(style.sparse_fields.expect("fields").name(), "fields");
    let sort = Sorting {
        parameter: "sort".into(),
        undeclared: UndeclaredParameters::Ignore,
        default: Some("-at,id".into()),
        tie_breaker: Some("id".into()),
    };
    assert_eq!((style.sorting, style.parameters.undeclared), (Some(sort), UndeclaredParameters::Reject));
}

#[test]
fn pages_of_documents_are_read() {
    let style = good(DOCUMENTS);
    let rows = RowPaging {
        id: "page[last]".into(),
        field: vec!["page[field]".into(), "page[name]".into()].into(),
        value: "page[value]".into(),
        direction: "page[direction]".into(),
        default_field: "id".into(),
        default_order: Order::Descending,
    };
    let numbered = way(&style, "numbered");
    let Paging::Number(number) = numbered else { panic!("{numbered:?}") };
    assert_eq!((number.edge_links, number.after_row.as_ref()), (EdgeLinks::FromOtherPages, Some(&rows)));
    assert_eq!(numbered.kind().meta(), None);
    assert_eq!(
        numbered.kind().parameters().join(" "),
        "page[number] page[size] page[last] page[value] page[direction] page[field] page[name]"
    );
    let cursor = way(&style, "cursor");
    assert_eq!(cursor.kind().parameters(), ["page[before]", "page[after]", "page[size]"]);
    assert!(
        matches!(cursor.kind().links(), Some(Template::Object(members)) if members.iter().all(|member| member.keep))
    );
}

#[test]
fn what_a_style_leaves_out_is_neutral() {
    let style = good("style: bare");
    assert_eq!((style.media.request, style.media.accept), (RequestMedia::Declared, Acceptance::Negotiate));
    assert_eq!((style.success.form, style.success.meta_body()), (PayloadForm::Flat, &style.success.body));
    assert_eq!(
        (style.failure.entries_when_empty, style.failure.mixed_statuses),
        (EmptyEntries::None, MixedStatuses::ByOutcome)
    );
    assert_eq!(
        (style.filtering, style.include, style.sparse_fields, style.sorting),
        (None, None, None, None)
    );
    let parameters =
        Parameters { undeclared: UndeclaredParameters::Ignore, deep_object_lists: DeepObjectLists::Brackets };
    assert_eq!((style.parameters, style.locale, style.cors), (parameters, None, None));
    assert_eq!(style.data.client_ids, ClientIds::Reject);
    assert_eq!(
        (style.methods.post_on_singleton, style.methods.put),
        (PostMeaning::NotAllowed, PutBody::Replace)
    );
}

#[test]
fn words_and_names_are_checked() {
    assert_changed!(
        DOCUMENTS,
        "only: application/vnd.acme+json, ",
        "",
        STYLE_MISSING,
        "/media/request",
        "`only`"
    );
    assert_changed!(
        DOCUMENTS,
        "exact",
        "strict",
        STYLE_VALUE,
        "/media/accept",
        "`negotiate`, `exact` and `any`"
    );
    assert_changed!(DOCUMENTS, "parameter: sort, ", "", STYLE_MISSING, "/sorting", "`parameter`");
    assert_changed!(DOCUMENTS, "-at,id", "-at,", STYLE_VALUE, "/sorting/default", "comma");
    assert_changed!(
        DOCUMENTS,
        "filter[{name}]",
        "filter",
        STYLE_VALUE,
        "/filtering/parameter",
        "`{name}` once"
    );
    assert_changed!(
        DOCUMENTS,
        "fields[{type}]",
        "{type}",
        STYLE_VALUE,
        "/sparse_fields/parameter",
        "ends with"
    );
    assert_changed!(DOCUMENTS, "https://a.example", "a.example", STYLE_VALUE, "/cors/origins/0", "an origin");
    assert_changed!(DOCUMENTS, "[\"https://a.example\"]", "all", STYLE_VALUE, "/cors/origins", "`any`");
}

#[test]
fn no_accept_is_refused_or_a_version_is_required_there() {
    let any = DOCUMENTS.replacen("accept: exact", "accept: any", 1);
    assert_eq!(load_text(&any).0.expect("a style").media.accept, Acceptance::Any);
    let version =
        "version: { in: accept_parameter, media: application/vnd.acme+json, current: \"3\", required: true }";
    let (code, pointer, words) = one(&format!("{any}{version}\n"));
    assert_eq!((code, pointer.as_str()), (codes::STYLE_CONTRADICTION, "/media/accept"), "{words}");
}

#[test]
fn ways_to_page_are_checked() {
    assert_changed!(
        DOCUMENTS,
        "[\"page[field]\", \"page[name]\"]",
        "[]",
        STYLE_CONTRADICTION,
        "/paging/numbered/after_row/field",
        "parameters is empty"
    );
    assert_changed!(
        DOCUMENTS,
        "kind: cursor",
        "kind: cursor, after_row: {}",
        STYLE_KEY,
        "/paging/cursor/after_row (key)",
        "`kind: cursor`"
    );
    assert_changed!(
        DOCUMENTS,
        ", links: { prev: $prev!, next: $next! }",
        "",
        STYLE_MISSING,
        "/paging/cursor",
        "`links`"
    );
    assert_changed!(
        DOCUMENTS,
        ", links: { self: $self, next: $next }",
        "",
        STYLE_MISSING,
        "/paging/numbered",
        "cannot get the next page"
    );
    assert_changed!(
        DOCUMENTS,
        "next: $next!",
        "last: $last",
        STYLE_SLOT,
        "/paging/cursor/links/last",
        "not for this template"
    );
}

#[test]
fn contradictions_are_reported() {
    let resources = ", form: resources }\nfailure:";
    let flat = " }\nfailure:";
    let text = DOCUMENTS.replacen(resources, flat, 1);
    let (style, diags) = load_text(&text);
    assert!(style.is_none());
    let mut messages: Vec<_> = diags.iter().map(|diag| format!("{:?} {}", diag.code, diag.message)).collect();
    messages.sort();
    assert_eq!(messages.len(), 3, "{messages:#?}");
    for (message, word) in
        messages.iter().zip(["`client_ids: accept` is only", "`include` is only", "`sparse_fields` is only"])
    {
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn what_needs_a_place_has_one() {
    assert_changed!(
        DOCUMENTS,
        "included: $included, ",
        "",
        STYLE_CONTRADICTION,
        "/include",
        "no slot `$included`"
    );
    assert_changed!(
        DOCUMENTS,
        "meta_body: { meta: $meta! }",
        "meta_body: {}",
        STYLE_CONTRADICTION,
        "/success/meta_body",
        "no slot"
    );
    assert_changed!(
        DOCUMENTS,
        "errors: $entries",
        "error: $message",
        STYLE_CONTRADICTION,
        "/failure/entries_when_empty",
        "no slot `$entries`"
    );
}

#[test]
fn credentials_are_for_listed_origins() {
    assert_changed!(
        DOCUMENTS,
        "[\"https://a.example\"]",
        "any",
        STYLE_CONTRADICTION,
        "/cors/credentials",
        "list the origins"
    );
    assert_changed!(
        DOCUMENTS,
        "[\"https://a.example\"]",
        "[]",
        STYLE_CONTRADICTION,
        "/cors/origins",
        "no origin"
    );
}

#[test]
fn each_parameter_asks_for_one_thing() {
    assert_changed!(
        DOCUMENTS,
        "filter[{name}]",
        "fields[{name}]",
        STYLE_CONTRADICTION,
        "/sparse_fields/parameter",
        "used by `filtering`"
    );
    assert_changed!(
        DOCUMENTS,
        "parameter: include",
        "parameter: sort",
        STYLE_CONTRADICTION,
        "/include/parameter",
        "used by `sorting`"
    );
    assert_changed!(
        DOCUMENTS,
        "page[before]",
        "sort",
        STYLE_CONTRADICTION,
        "/paging/cursor/before",
        "used by `sorting`"
    );
    assert_changed!(
        DOCUMENTS,
        "page[value]",
        "include",
        STYLE_CONTRADICTION,
        "/paging/numbered/after_row/value",
        "used by `include`"
    );
    assert_changed!(
        DOCUMENTS,
        "page[name]",
        "page[size]",
        STYLE_CONTRADICTION,
        "/paging/numbered/after_row/field/1",
        "used by `size`"
    );
    assert_changed!(
        DOCUMENTS,
        "page[last]",
        "page[number]",
        STYLE_CONTRADICTION,
        "/paging/numbered/after_row/id",
        "used by `number`"
    );
}

#[test]
fn requests_that_are_forms() {
    let flat = CALLS_WITH_FORMS;
    let style = good(flat);
    assert_eq!(
        (&style.media.request, style.media.empty_values),
        (&RequestMedia::Form, EmptyValues::EmptyText)
    );
    assert_changed!(
        flat,
        "request: form",
        "request: any",
        STYLE_CONTRADICTION,
        "/media/empty_values",
        "`media.request: form`"
    );
    assert_changed!(flat, "empty_text", "nothing", STYLE_VALUE, "/media/empty_values", "`empty_text`");
    assert_changed!(
        DOCUMENTS,
        "request: { only: application/vnd.acme+json, parameters: [profile] }",
        "request: form",
        STYLE_CONTRADICTION,
        "/media/request",
        "`success.form: flat`"
    );
}

/// A style whose requests are forms.
const CALLS_WITH_FORMS: &str = "
style: forms
media: { request: form, empty_values: empty_text }
";
