//! What the style adds: paging, links, relations, failures, and the extensions that ask for it.

use crate::diag::codes;
use crate::ir::{LinkPiece, MemberRole, Method, Payload, StatusSpec};
use crate::lower::testing::{Outcome, acme, like_acme, plain};
use crate::style::{HeaderName, HeaderVersion, Outcome as Happened, QueryVersion, ServedVersions, Version};

/// A document with `GET /items` that answers a list, `GET /items/{item_id}`, and a schema `Item` with more members.
fn items(list: &str, members: &str, more: &str) -> String {
    format!(
        "
paths:
  /items:
    get:
      operationId: listItems
      responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ type: array, items: {{ $ref: '#/components/schemas/Item' }} }} }} }} }} }}
      {list}
  /items/{{item_id}}:
    parameters: [{{ name: item_id, in: path, required: true, schema: {{ type: integer }} }}]
    get:
      operationId: getItem
      responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Item' }} }} }} }} }}
    patch:
      operationId: changeItem
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Item' }} }} }} }}
      responses: {{ '204': {{ description: x }} }}
components:
  schemas:
    Item:
      type: object
      required: [item_id, uuid, created_at]
      properties:
        item_id: {{ type: integer }}
        uuid: {{ type: string, format: uuid }}
        created_at: {{ type: string, format: date-time }}
        {members}
{more}
"
    )
}

#[test]
fn a_list_is_paged_where_it_is_asked_for() {
    let parameters = "parameters: [{ name: page, in: query, schema: { type: integer } }, { name: q, in: query, schema: { type: string } }]";
    let outcome = acme(&items(&format!("x-style: {{ paging: true }}\n      {parameters}"), "", ""));
    let list = outcome.operation("listItems");
    assert_eq!(list.paging.as_ref().unwrap().kind, "numbered");
    let Payload::Page(item) = list.successes[0].payload else { panic!() };
    assert_eq!(outcome.api().ty(item.id), outcome.component("Item"));
    assert_eq!(list.parameters.iter().map(|p| p.wire.as_str()).collect::<Vec<_>>(), ["q"]);
    assert!(outcome.reported(codes::PAGING_PARAMETER).0.contains("`page`"));
    let outcome = acme(&items("", "", ""));
    assert!(outcome.operation("listItems").paging.is_none(), "a list that asks for nothing is a plain one");
}

#[test]
fn keyset_pages_need_members_that_order_them() {
    let outcome = acme(&items("x-style: { paging: relative }", "", ""));
    assert_eq!(outcome.operation("listItems").paging.as_ref().unwrap().key, ["created_at", "uuid"]);
    let without = items("x-style: { paging: relative }", "", "")
        .replace("required: [item_id, uuid, created_at]", "required: [uuid]");
    let outcome = acme(&without);
    let (message, pointer) = outcome.reported(codes::PAGING_KEY);
    assert!(message.contains("`created_at`, which may be absent"), "{message}");
    assert_eq!(pointer, "/paths/~1items/get/x-style/paging");
}

#[test]
fn paging_that_cannot_be() {
    assert_eq!(acme(&items("x-style: { paging: sideways }", "", "")).codes(), [codes::PAGING_UNKNOWN]);
    assert!(acme(&items("x-style: { paging: 7 }", "", "")).refused());
    assert_eq!(acme(&items("x-style: { paging: { total: 7 } }", "", "")).codes(), [codes::EXTENSION_KEY]);
    assert_eq!(
        acme(&items("x-style: { paging: { knid: numbered } }", "", "")).codes(),
        [codes::EXTENSION_KEY]
    );
    let single = items("", "", "")
        .replace("operationId: getItem", "operationId: getItem\n      x-style: { paging: numbered }");
    assert_eq!(acme(&single).codes(), [codes::PAGING_NOT_A_LIST]);
    let outcome = plain(&items("x-style: { paging: relative }", "", ""));
    assert_eq!(outcome.codes(), [], "a style that pages nothing passes over it");
    assert!(outcome.reported(codes::EXTENSION_UNUSED).0.starts_with("1 extension"));
}

fn pieces(role: &MemberRole) -> String {
    let MemberRole::Link(path) = role else { panic!("{role:?}") };
    let piece = |piece: &LinkPiece| match piece {
        LinkPiece::Text(text) => text.clone(),
        LinkPiece::Member(wire) => format!("<{wire}>"),
    };
    path.pieces.iter().map(piece).collect()
}

#[test]
fn an_item_has_a_link_to_itself() {
    let outcome = acme(&items("", "", ""));
    let item = outcome.object("Item");
    assert_eq!(item.members[0].wire, "url");
    assert_eq!(pieces(&item.members[0].role), "/items/<item_id>");
    let patch = crate::lower::testing::object(outcome.form("Item", crate::ir::Form::Patch));
    assert!(!patch.wires().contains(&"url") && patch.refused_wires() == ["url"]);
    let outcome = acme(
        &items("", "url: { type: string }", "")
            .replace("{item_id}", "{which}")
            .replace("name: item_id", "name: which"),
    );
    let item = outcome.object("Item");
    assert_eq!(item.wires(), ["item_id", "uuid", "created_at", "url"]);
    assert_eq!(
        pieces(&item.member("url").role),
        "/items/<uuid>",
        "`id` or `uuid` stands for the last parameter"
    );
    assert_eq!(plain(&items("", "", "")).object("Item").wires(), ["item_id", "uuid", "created_at"]);
}

#[test]
fn links_lead_to_operations() {
    let members = "item_url: { type: string, x-style: { link: getItem } }
        all_url: { type: string, x-style: { link: { operation: listItems, query: { 'a b': uuid } } } }";
    let outcome = acme(&items("", members, ""));
    let item = outcome.object("Item");
    assert_eq!(pieces(&item.member("item_url").role), "/items/<item_id>");
    assert_eq!(pieces(&item.member("all_url").role), "/items?a%20b=<uuid>");
    let with =
        |link: &str| acme(&items("", &format!("a_url: {{ type: string, x-style: {{ link: {link} }} }}"), ""));
    assert_eq!(with("getItm").codes(), [codes::LINK_OPERATION]);
    assert_eq!(with("{ operation: nope }").codes(), [codes::LINK_OPERATION]);
    assert_eq!(with("{ operation: listItems, query: { q: nope } }").codes(), [codes::LINK_MEMBER]);
    for wrong in ["{ operation: listItems, fragment: x }", "{ query: { q: uuid } }", "[listItems]", "7"] {
        let outcome = with(wrong);
        assert!(outcome.refused(), "{wrong} {:#?}", outcome.diags);
    }
}

#[test]
fn a_relation_is_what_the_link_next_to_it_replaces() {
    let members = "owner: { $ref: '#/components/schemas/Owner' }
        owner_url: { type: string }
        title: { type: string }
        title_url: { type: string }
        secret: { type: string, x-style: { only_with_option: full } }";
    let outcome =
        acme(&items("", members, "    Owner: { type: object, properties: { a: { type: string } } }"));
    let item = outcome.object("Item");
    let wanted = MemberRole::Relation { link: "owner_url".into(), dropped_under: "compact".into() };
    assert_eq!(item.member("owner").role, wanted);
    assert_eq!(item.member("title").role, MemberRole::Data, "only objects are relations");
    assert_eq!(item.member("secret").only_with_option.as_deref(), Some("full"));
    let outcome = acme(&items("", "a: { type: string, x-style: { only_with_option: nope } }", ""));
    assert_eq!(outcome.codes(), [codes::OPTION_UNKNOWN]);
}

#[test]
fn post_on_an_item_is_its_patch_unless_declared() {
    let outcome = acme(&items("", "", ""));
    assert_eq!(outcome.operation("changeItem").aliases, [Method::Post]);
    let claimed = items("", "", "").replace(
        "    patch:",
        "    post: { operationId: p, responses: { '204': { description: x } } }\n    patch:",
    );
    assert!(acme(&claimed).operation("changeItem").aliases.is_empty());
    assert!(plain(&items("", "", "")).operation("changeItem").aliases.is_empty());
}

fn with_errors(errors: &str, root: &str) -> Outcome {
    acme(&format!(
        "
{root}
paths: {{ /a: {{ post: {{ operationId: a, x-style: {{ errors: {errors} }}, responses: {{ '204': {{ description: x }} }} }} }} }}
"
    ))
}

#[test]
fn failures_by_code() {
    let root = "x-style: { errors: { busy: { status: 420, code_number: 7, message: No, resource: Item, suppress: false }, gone: { status: 404, type: lost } } }";
    let outcome = with_errors("[busy, gone]", root);
    let failures = &outcome.operation("a").failures;
    assert_eq!(failures[0].code.as_deref(), Some("busy"));
    assert_eq!((failures[0].number, failures[0].suppress), (Some(7), Some(false)));
    assert_eq!(failures[0].kind, None);
    assert_eq!(failures[0].outcome, Some(Happened::Business));
    assert_eq!(failures[1].outcome, Some(Happened::NotFound));
    assert_eq!(failures[1].kind.as_deref(), Some("lost"));
    let outcome = with_errors("{ own: {} }", "");
    assert_eq!(
        outcome.operation("a").failures[0].status,
        StatusSpec::Exact(420),
        "what the business foresees"
    );
}

#[test]
fn failures_that_cannot_be() {
    assert_eq!(
        with_errors("[nope]", "x-style: { errors: { none: { status: 409 } } }").codes(),
        [codes::ERROR_CODE_UNKNOWN]
    );
    for (errors, code) in [
        ("{ a: { status: 302 } }", codes::ERROR_STATUS),
        ("{ a: { status: 200 } }", codes::ERROR_STATUS),
        ("{ a: { status: 201 } }", codes::ERROR_STATUS),
    ] {
        let outcome = with_errors(errors, "");
        assert_eq!(outcome.codes(), [code], "{errors}");
        assert_eq!(outcome.operation("a").failures, [], "{errors}");
    }
    for errors in [
        "7",
        "[{ code: busy }]",
        "{ busy: no }",
        "{ a: { sttus: 400 } }",
        "{ a: { number: x } }",
        "{ a: { code_number: 9223372036854775808 } }",
        "{ a: { status: 600 } }",
        "{ a: { pointer: data } }",
    ] {
        assert!(with_errors(errors, "").refused(), "{errors}");
        assert!(with_errors("[]", &format!("x-style: {{ errors: {errors} }}")).refused(), "{errors}");
    }
}

#[test]
fn a_failure_with_a_status_of_successes_needs_a_failure_flag() {
    let text = |errors: &str| {
        format!(
            "paths: {{ /a: {{ post: {{ operationId: a, x-style: {{ errors: {errors} }}, responses: {{ '200': {{ description: x }} }} }} }} }}"
        )
    };
    let reported = |errors: &str| {
        like_acme(&text(errors), |style| {
            style.failure.failure_flag = Some(crate::style::FailureFlag {
                member: "status".into(),
                is: crate::style::Json("\"error\"".into()),
            });
        })
    };
    assert_eq!(reported("{ a: { status: 200 } }").operation("a").failures.len(), 1);
    assert_eq!(reported("{ a: { status: 204 } }").codes(), [codes::ERROR_STATUS], "it has no body");
}

#[test]
fn work_that_goes_on_answers_with_its_job() {
    let text = |responses: &str| {
        format!(
            "paths: {{ /a: {{ post: {{ operationId: a, x-style: {{ async: true }}, responses: {responses} }} }} }}"
        )
    };
    for responses in
        ["{ '202': { description: x, content: { application/json: { schema: { type: object } } } } }", "{}"]
    {
        let outcome = acme(&text(responses));
        let [success] = outcome.operation("a").successes.as_slice() else { panic!() };
        assert_eq!((success.status, &success.payload), (StatusSpec::Exact(202), &Payload::Job));
        assert!(outcome.operation("a").asynchronous);
    }
}

#[test]
fn an_envelope_that_is_spelled_out_is_reported() {
    let text = "
paths:
  /a:
    get:
      operationId: a
      responses: { '200': { description: x, content: { application/json: { schema: { type: object, properties: { data: { type: string }, meta: { type: object } } } } } } }
";
    assert_eq!(acme(text).codes(), [codes::ENVELOPE_SPELLED_OUT]);
    assert_eq!(plain(text).codes(), []);
    let off = text.replace("operationId: a", "operationId: a\n      x-style: off");
    let outcome = acme(&off);
    assert_eq!(outcome.codes(), []);
    assert!(!outcome.operation("a").styled);
}

#[test]
fn a_parameter_where_the_style_has_the_version_is_left_out() {
    let versions = || ServedVersions { current: "3".into(), served: None, required: false };
    let name = "api-version";
    let places = [
        Version::Header(HeaderVersion { name: HeaderName(name.into()), versions: versions() }),
        Version::Query(QueryVersion { name: name.into(), versions: versions() }),
    ];
    for version in places {
        let of = |more: &str| {
            let list = format!(
                "parameters: [{{ name: {name}, in: query, schema: {{ type: string }} }}, \
                 {{ name: Api-Version, in: header, schema: {{ type: string }} }}]\n      {more}"
            );
            like_acme(&items(&list, "", ""), |style| style.version = version.clone())
        };
        let count = |outcome: &Outcome| {
            let parameters = &outcome.operation("listItems").parameters;
            parameters.iter().filter(|found| found.wire.eq_ignore_ascii_case(name)).count()
        };
        let outcome = of("");
        assert_eq!((count(&outcome), count(&of("x-style: off"))), (1, 2));
        assert!(outcome.reported(codes::PARAMETER_IGNORED).0.contains("the version of the style"));
    }
}
