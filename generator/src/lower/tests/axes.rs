//! What a style changes: case of names, the place of the version, the form of times and words.

use crate::diag::codes;
use crate::ir::{Form, LinkPiece, Payload, Scalar, Shape, StatusSpec};
use crate::lower::testing::{Outcome, acme, like_acme, object, plain};
use crate::style::{
    Calls, Enums, FailureFlag, Json, Outcome as Happened, Pagination, Slot, Style, Template, Times,
};

/// Nothing is put around payloads.
fn unwrapped(style: &mut Style) {
    style.success.body = Template::Slot(Slot::Payload);
    style.paging = Pagination::MINIMAL;
}

fn empty(method: &str, more: &str) -> String {
    format!("{method}: {{ {more} responses: {{ '200': {{ description: x }} }} }}")
}

#[test]
fn every_call_is_a_post() {
    let text = format!(
        "paths: {{ /a: {{ {}, {}, {} }}, /b: {{ {} }} }}",
        empty("get", "operationId: readA,"),
        empty("post", ""),
        empty("delete", "operationId: dropA,"),
        empty("get", "x-style: off,")
    );
    let outcome = like_acme(&text, |style| style.calls = Calls::Rpc);
    assert_eq!(outcome.codes(), [codes::METHOD_NOT_POST; 2]);
    let reported: Vec<_> = outcome.diags.iter().filter(|d| d.code == codes::METHOD_NOT_POST).collect();
    assert_eq!(
        reported[0].message,
        "`readA` is a `GET`, and every operation of the style `acme` is a `POST`"
    );
    assert!(
        matches!(&reported[1].place, crate::diag::Place::Pointer { pointer, .. } if pointer == "/paths/~1a/delete")
    );
    assert_eq!(acme(&text).codes(), []);
}

fn versioned(version: &str) -> Outcome {
    let text = format!(
        "
info: {{ title: Acme, version: {version} }}
paths:
  /items/{{id}}: {{ get: {{ responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Item' }} }} }} }} }} }} }}
components: {{ schemas: {{ Item: {{ type: object, properties: {{ id: {{ type: integer }} }} }} }} }}
"
    );
    like_acme(&text, |style| style.path.prefix = "/api/v{major}".into())
}

#[test]
fn paths_and_links_carry_the_number_of_the_version() {
    for (version, prefix) in
        [("'2'", "/api/v2"), ("3.14.1", "/api/v3"), ("12-beta", "/api/v12"), ("'007'", "/api/v7")]
    {
        let outcome = versioned(version);
        assert_eq!(outcome.api().operations[0].path.template, format!("{prefix}/items/{{id}}"), "{version}");
        let url = &outcome.object("Item").member("url").role;
        let crate::ir::MemberRole::Link(path) = url else { panic!("{url:?}") };
        assert_eq!(path.pieces[0], LinkPiece::Text(format!("{prefix}/items/")));
    }
    for version in ["draft", "v1", "''", "99999999999"] {
        let (message, pointer) = versioned(version).reported(codes::VERSION_MAJOR);
        assert!(message.starts_with("paths of the style `acme` carry"), "{message}");
        assert_eq!(pointer, "/info/version");
    }
}

fn seconds(style: &mut Style) {
    style.data.times = Times::UnixSeconds;
}

#[test]
fn times_are_integer_seconds() {
    let text = "
paths:
  /a:
    get:
      operationId: a
      parameters: [{ name: since, in: query, schema: { type: string, format: date-time, default: '2001-09-09T01:46:40Z' } }]
      responses: { '204': { description: x } }
components:
  schemas:
    Time: { type: string, format: date-time }
    Day: { type: string, format: date }
    Holder:
      type: object
      properties:
        at: { $ref: '#/components/schemas/Time' }
        or_null: { type: string, format: date-time, nullable: true, default: null }
        all: { type: array, items: { $ref: '#/components/schemas/Time' }, default: ['1970-01-01T00:00:00Z', 5] }
        odd: { type: string, format: date-time, default: '1970-01-01T00:00:00.5Z' }
";
    let outcome = like_acme(text, seconds);
    assert_eq!(outcome.component("Time").shape, Shape::Scalar(Scalar::UnixTime));
    assert!(matches!(outcome.component("Day").shape, Shape::Scalar(Scalar::Text(_))));
    let parameter = &outcome.operation("a").parameters[0];
    assert_eq!(outcome.shape(parameter.ty.id), &Shape::Scalar(Scalar::UnixTime));
    assert_eq!(parameter.default, Some(1_000_000_000.into()));
    let holder = outcome.object("Holder");
    assert_eq!(outcome.shape(holder.member("at").ty.id), &Shape::Scalar(Scalar::UnixTime));
    assert!(holder.member("or_null").ty.nullable);
    assert_eq!(holder.member("all").default, Some(serde_json::json!([0, 5])));
    assert_eq!(holder.member("odd").default, None);
    assert!(outcome.reported(codes::DEFAULT).0.contains("is not a time in integer seconds; it is left out"));
    assert_eq!(outcome.codes(), [codes::DEFAULT]);
    let as_text = acme(text);
    assert!(matches!(as_text.component("Time").shape, Shape::Scalar(Scalar::Text(_))));
    assert_eq!(as_text.operation("a").parameters[0].default, Some("2001-09-09T01:46:40Z".into()));
}

#[test]
fn rules_of_text_do_not_hold_for_seconds() {
    let text = "
paths: {}
components: { schemas: { Time: { type: string, format: date-time, pattern: Z$, enum: ['2001-09-09T01:46:40Z'] } } }
";
    let outcome = like_acme(text, seconds);
    assert_eq!(outcome.component("Time").shape, Shape::Scalar(Scalar::UnixTime));
    assert_eq!(outcome.codes(), [codes::KEYWORD_NOT_ENFORCED; 2]);
}

#[test]
fn words_are_read_in_any_case() {
    let text = "
paths: {}
components:
  schemas:
    Color: { type: string, enum: [RED, blue, Red, BLUE] }
    Mixed: { enum: [RED, 1] }
    Size: { type: integer, enum: [1] }
";
    let any_case = |outcome: &Outcome, wire: &str| match &outcome.component(wire).shape {
        Shape::Enum(list) => list.any_case,
        other => panic!("{other:?}"),
    };
    let outcome = like_acme(text, |style| style.data.enums = Enums::AnyCase);
    assert!(any_case(&outcome, "Color") && !any_case(&outcome, "Mixed") && !any_case(&outcome, "Size"));
    let reported: Vec<_> = outcome.diags.iter().filter(|d| d.code == codes::ENUM_CASE).collect();
    let message = "`RED` and `Red` differ in case alone, and the style `acme` reads enums in any case";
    assert_eq!((reported.len(), reported[0].message.as_str()), (2, message));
    assert!(
        matches!(&reported[0].place, crate::diag::Place::Pointer { pointer, .. } if pointer.ends_with("/enum/2"))
    );
    let exact = acme(text);
    assert!(!any_case(&exact, "Color") && exact.codes().is_empty());
}

fn shop(item: &str, created: &str) -> Outcome {
    let json = |schema: &str| format!("content: {{ application/json: {{ schema: {schema} }} }}");
    let (item_body, item_ref) =
        (json("{ $ref: '#/components/schemas/Item' }"), "$ref: '#/components/schemas/Item'");
    let text = format!(
        "
paths:
  /shops/{{shop}}/items:
    post:
      operationId: make
      requestBody: {{ {item_body} }}
      responses: {{ {} }}
  {item}:
    get: {{ operationId: get, responses: {{ '200': {{ description: x, {item_body} }} }} }}
components:
  schemas:
    Item: {{ type: object, required: [id], properties: {{ id: {{ type: integer }}, shop: {{ type: string }} }} }}
    Items: {{ type: array, items: {{ {item_ref} }} }}
    Alias: {{ {item_ref} }}
",
        created.replace("ITEM", &item_body)
    );
    like_acme(&text, |style| {
        style.success.location = true;
        style.data.links.self_member = None;
        unwrapped(style);
    })
}

#[test]
fn what_came_to_be_is_where_its_own_operation_is() {
    let outcome = shop("/items/{item_id}", "'201': { description: x, ITEM }");
    let location = outcome.operation("make").location.as_ref().expect("a location");
    assert_eq!(outcome.api().ty(location.ty), outcome.component("Item"));
    let pieces = [LinkPiece::Text("/items/".into()), LinkPiece::Member("id".into())];
    assert_eq!((location.path.operation.as_str(), location.path.pieces.as_slice()), ("get", &pieces[..]));
    assert_eq!(
        object(outcome.form("Item", Form::Read)).wires(),
        ["id", "shop"],
        "no link to itself comes of it"
    );
    assert!(outcome.operation("get").location.is_none());
    let alias = "'201': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Alias' } } } }";
    assert!(shop("/items/{id}", alias).operation("make").location.is_some());
}

#[test]
fn an_item_links_to_itself_under_a_style_that_wraps_nothing_too() {
    let text = "
paths:
  /items/{id}:
    get: { operationId: get, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } } }
components:
  schemas:
    Item: { type: object, required: [id], properties: { id: { type: integer } } }
";
    let outcome = like_acme(text, unwrapped);
    assert_eq!(object(outcome.form("Item", Form::Read)).wires(), ["url", "id"]);
}

#[test]
fn no_location_where_its_path_cannot_be_filled() {
    let item = "'201': { description: x, ITEM }";
    for (path, responses) in [
        ("/shops/{shop}/items/{id}", item),
        ("/stores/{store}/items/{id}", item),
        ("/items", item),
        ("/items/{id}", "'200': { description: x, ITEM }"),
        ("/items/{id}", "'201': { description: x, ITEM }, '202': { description: x }"),
        ("/items/{id}", "'201': { description: x }"),
        (
            "/items/{id}",
            "'201': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Items' } } } }",
        ),
    ] {
        assert!(shop(path, responses).operation("make").location.is_none(), "{path} {responses}");
    }
}

#[test]
fn a_failure_is_a_case_of_what_the_style_has_its_code_for() {
    let text = |status: &str| {
        format!(
            "
x-style: {{ errors: {{ FORBIDDEN: {{ {status} }}, BUSY: {{ {status} }} }} }}
paths: {{ /a: {{ post: {{ operationId: a, x-style: {{ errors: [FORBIDDEN, BUSY] }}, responses: {{ '200': {{ description: x }} }} }} }} }}
"
        )
    };
    let in_body = |style: &mut Style| {
        style.outcomes.0.to_mut().iter_mut().for_each(|reaction| reaction.status = 200);
        style.failure.failure_flag =
            Some(FailureFlag { member: "status".into(), is: crate::style::Json("\"error\"".into()) });
        style.outcomes[Happened::Forbidden].code = Some("FORBIDDEN".into());
    };
    for status in ["", "status: 200"] {
        let outcome = like_acme(&text(status), in_body);
        assert_eq!(outcome.codes(), []);
        let found = outcome.operation("a").failures.iter().map(|failure| (failure.status, failure.outcome));
        let ok = StatusSpec::Exact(200);
        let wanted = [(ok, Some(Happened::Forbidden)), (ok, Some(Happened::Business))];
        assert_eq!(found.collect::<Vec<_>>(), wanted);
    }
    let by_status = |style: &mut Style| {
        for outcome in [Happened::Forbidden, Happened::Business] {
            style.outcomes[outcome].code = Some("FORBIDDEN".into());
        }
    };
    let outcome = like_acme(&text(""), by_status);
    let failures = &outcome.operation("a").failures;
    assert_eq!(failures[0].status, StatusSpec::Exact(403), "the status of the outcome that it is a case of");
    assert_eq!(failures[1].status, StatusSpec::Exact(420));
}

#[test]
fn nothing_is_answered_as_nothing() {
    let text = format!("paths: {{ /a: {{ {} }} }}", empty("post", "operationId: a,"));
    for outcome in
        [acme(&text), plain(&text), like_acme(&text, |style| style.success.empty = Some(Json("{}".into())))]
    {
        let [success] = outcome.operation("a").successes.as_slice() else { panic!() };
        assert_eq!((success.status, &success.payload), (StatusSpec::Exact(200), &Payload::Nothing));
        assert_eq!(outcome.codes(), []);
    }
}
