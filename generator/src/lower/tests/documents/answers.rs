//! Contents of responses: resources, included ones, `meta`, `Location`.

use super::*;

#[test]
fn ja_16_17_a_document_holds_one_or_many_or_meta() {
    assert!(
        matches!(payload(&fine("get", "/a", &answer(200, VISIT))), Payload::Resource(ty) if !ty.nullable)
    );
    let null = "{ nullable: true, allOf: [{ $ref: '#/components/schemas/Visit' }] }";
    assert!(matches!(payload(&fine("get", "/a", &answer(200, null))), Payload::Resource(ty) if ty.nullable));
    let outcome = fine("get", "/a", &answer(200, EITHER));
    assert!(
        matches!(payload(&outcome), Payload::Resource(ty) if matches!(outcome.shape(ty.id), Shape::Union(_)))
    );
    assert!(matches!(payload(&fine("get", "/a", &answer(200, VISITS))), Payload::Resources(_)));
    let paged = format!("x-style: {{ paging: true }}, {}", answer(200, VISITS));
    assert!(matches!(payload(&fine("get", "/a", &paged)), Payload::Page(_)));
    let meta =
        format!("x-style: {{ response: meta }}, {}", answer(200, "{ $ref: '#/components/schemas/Count' }"));
    assert!(matches!(payload(&fine("get", "/a", &meta)), Payload::Meta(_)));
    assert_eq!(payload(&fine("delete", "/a", "responses: { '204': { description: x } }")), &Payload::Nothing);
    let bytes = "responses: { '200': { description: x, content: { application/pdf: {} } } }";
    assert!(matches!(payload(&fine("get", "/a", bytes)), Payload::Body(_)), "what is no JSON is no document");
}

#[test]
fn answers_that_hold_no_resource() {
    let count = "{ $ref: '#/components/schemas/Count' }";
    let schema = "/responses/200/content/application~1json/schema".to_owned();
    let without = codes::DOCUMENT_WITHOUT_RESOURCE;
    assert_eq!(reported("get", "/a", &answer(200, count)), (without, schema.clone()));
    assert_eq!(
        reported("get", "/a", &answer(200, "{ type: array, items: { type: string } }")),
        (without, schema.clone())
    );
    let null = "{ type: array, nullable: true, items: { $ref: '#/components/schemas/Visit' } }";
    assert_eq!(reported("get", "/a", &answer(200, null)), (without, schema.clone()));
    assert_eq!(
        reported("get", "/a", &answer(200, "{ $ref: '#/components/schemas/Say' }")),
        (without, schema.clone())
    );
    let mixed = format!("{{ oneOf: [{VISIT}, {{ type: string }}] }}");
    assert_eq!(reported("get", "/a", &answer(200, &mixed)).0, codes::RESOURCE_UNION);
    let meta = |schema: &str| {
        reported("get", "/a", &format!("x-style: {{ response: meta }}, {}", answer(200, schema)))
    };
    assert_eq!(meta("{ type: array, items: { type: string } }"), (codes::META_SCHEMA, schema.clone()));
    assert_eq!(meta("{ $ref: '#/components/schemas/Holder' }"), (codes::META_SCHEMA, schema));
    assert!(
        resources(&one("get", "/a", &format!("x-style: {{ answer: data }}, {}", answer(200, VISIT))))
            .refused()
    );
    assert_eq!(
        reported("delete", "/a", "x-style: { response: meta }, responses: { '204': { description: x } }"),
        (codes::EXTENSION_WRONG, "/x-style/response".to_owned()),
        "nothing has no meta"
    );
    let outcome = resources(&one("get", "/a", &format!("x-style: off, {}", answer(200, count))));
    assert_eq!(outcome.codes(), [], "what is not of the style is what it is");
}

#[test]
fn ja_35_what_is_included_is_reached_by_relationships() {
    let outcome = fine(
        "get",
        "/a",
        &format!(
            "x-style: {{ include: [patient.home, subject.home, subject.owner, before] }}, {}",
            answer(200, VISIT)
        ),
    );
    assert_eq!(outcome.operation("one").include, ["patient.home", "subject.home", "subject.owner", "before"]);
    for (path, at) in
        [("[patient, reason]", 1), ("[patient.owner]", 0), ("[before, before.subject.beds]", 1), ("['']", 0)]
    {
        let wanted = (codes::INCLUDE_PATH, format!("/x-style/include/{at}"));
        assert_eq!(
            reported("get", "/a", &format!("x-style: {{ include: {path} }}, {}", answer(200, VISITS))),
            wanted,
            "{path}"
        );
    }
    let none = "x-style: { include: [patient] }, responses: { '204': { description: x } }";
    assert_eq!(reported("get", "/a", none), (codes::INCLUDE_PATH, "/x-style/include".to_owned()));
    for wrong in ["patient", "[]", "[patient, patient]", "[7]"] {
        let text = format!("x-style: {{ include: {wrong} }}, {}", answer(200, VISIT));
        assert!(resources(&one("get", "/a", &text)).refused(), "{wrong}");
    }
}

#[test]
fn meta_is_next_to_resources() {
    let meta = "meta: { type: object, properties: { left: { type: integer } } }";
    let outcome = fine("post", "/a", &format!("x-style: {{ {meta} }}, {}", answer(201, VISIT)));
    let ty = outcome.operation("one").meta.expect("meta");
    assert_eq!(outcome.api().ty(ty.id).origin, Origin::Meta("one".to_owned()));
    for text in [
        format!("x-style: {{ paging: true, {meta} }}, {}", answer(200, VISITS)),
        format!(
            "x-style: {{ response: meta, {meta} }}, {}",
            answer(200, "{ $ref: '#/components/schemas/Count' }")
        ),
        format!("x-style: {{ {meta} }}, responses: {{ '204': {{ description: x }} }}"),
    ] {
        assert_eq!(
            reported("get", "/a", &text),
            (codes::EXTENSION_WRONG, "/x-style/meta".to_owned()),
            "{text}"
        );
    }
    assert_eq!(
        reported("get", "/a", &format!("x-style: {{ meta: {{ type: string }} }}, {}", answer(200, VISIT))).0,
        codes::META_SCHEMA
    );
}

#[test]
fn ja_60_what_is_made_is_found_where_it_is_shown() {
    let made = |paths: &[(&str, &str)]| {
        let mut text = "\npaths:\n".to_owned();
        for (path, operations) in paths {
            text.push_str(&format!("  {path}:\n{operations}"));
        }
        let outcome = resources(&format!("{text}{SCHEMAS}"));
        outcome.operation("make").location.clone().map(|own| (own.path.operation, own.path.pieces))
    };
    let make = format!("    post: {{ operationId: make, {}, {} }}\n", body(VISIT), answer(201, VISIT));
    let show =
        |id: &str, schema: &str| format!("    get: {{ operationId: {id}, {} }}\n", answer(200, schema));
    let text = |text: &str| LinkPiece::Text(text.to_owned());
    let id = LinkPiece::Member("id".to_owned());
    let one = made(&[
        ("/all/{id}", &show("other", VISIT)),
        ("/visits", &make),
        ("/visits/{visit_id}", &show("show", VISIT)),
    ]);
    assert_eq!(one, Some(("show".to_owned(), vec![text("/visits/"), id.clone()])), "not just anywhere");
    assert_eq!(made(&[("/all/{id}", &show("other", VISIT)), ("/visits", &make)]), None);
    assert_eq!(
        made(&[("/visits", &make), ("/visits/{id}", &show("show", PERSON))]),
        None,
        "another resource"
    );
    assert_eq!(made(&[("/visits", &make), ("/visits/{token}", &show("show", VISIT))]), None, "by no id");
    let both = format!("{make}{}", show("show", VISIT));
    assert_eq!(made(&[("/visit", &both)]), Some(("show".to_owned(), vec![text("/visit")])), "there is one");
    let both = format!("{make}{}", show("list", VISITS));
    let under = made(&[("/of/{reason}/visits", &both), ("/of/{reason}/visits/{id}", &show("show", VISIT))]);
    let reason = LinkPiece::Member("reason".to_owned());
    assert_eq!(under, Some(("show".to_owned(), vec![text("/of/"), reason, text("/visits/"), id])));
    let under = made(&[("/of/{day}/visits", &both), ("/of/{day}/visits/{id}", &show("show", VISIT))]);
    assert_eq!(under, None, "what the resource does not say cannot be filled in");
}
