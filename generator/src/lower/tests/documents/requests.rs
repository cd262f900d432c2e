//! What requests travel as: resources, what is said in the form of one, linkage.

use super::*;
use crate::style::PostMeaning;

#[test]
fn requests_travel_as_resources() {
    use crate::ir::Form::{New, Patch, Read};
    let resource = |purpose| BodyDocument::Resource { ty: "visits".to_owned(), purpose };
    let change = |wire: &str| resource(DocumentPurpose::Change(wire.to_owned()));
    assert_eq!(sent("post", "/visits", VISIT), (resource(DocumentPurpose::Create), New));
    assert_eq!(sent("patch", "/visits/{id}", VISIT), (change("id"), Patch), "used here alone, and merged");
    assert_eq!(sent("put", "/visits/{visit_id}", VISIT), (change("visit_id"), New));
    assert_eq!(sent("post", "/visits/{id}", VISIT), (change("id"), New));
    assert_eq!(sent("patch", "/visits/{token}", VISIT), (resource(DocumentPurpose::ChangeOwn), Patch));
    assert_eq!(sent("patch", "/tasks/{id}/visit", VISIT), (resource(DocumentPurpose::ChangeOwn), Patch));
    let say = BodyDocument::Resource { ty: "word".to_owned(), purpose: DocumentPurpose::Say };
    for method in ["post", "patch", "put", "delete"] {
        assert_eq!(sent(method, "/words/{id}", "{ $ref: '#/components/schemas/Say' }"), (say.clone(), Read));
    }
    let inline = "{ type: object, x-style: { type: word }, properties: { word: { type: string } } }";
    assert_eq!(sent("post", "/words", inline), (say, Read));
}

#[test]
fn requests_without_a_resource() {
    for schema in [
        "{ $ref: '#/components/schemas/Count' }",
        VISITS,
        EITHER,
        "{ nullable: true, allOf: [{ $ref: '#/components/schemas/Visit' }] }",
    ] {
        let text = format!("{}, responses: {{ '204': {{ description: x }} }}", body(schema));
        let wanted = "/requestBody/content/application~1json/schema".to_owned();
        assert_eq!(reported("post", "/a", &text), (codes::DOCUMENT_WITHOUT_RESOURCE, wanted), "{schema}");
    }
}

#[test]
fn what_is_said_in_the_form_of_a_resource_may_refer_to_some() {
    let outcome = fine(
        "post",
        "/words",
        &format!(
            "{}, responses: {{ '204': {{ description: x }} }}",
            body("{ $ref: '#/components/schemas/Say' }")
        ),
    );
    let say = outcome.object("Say");
    assert_eq!(say.resource.as_deref(), Some("word"));
    assert!(matches!(outcome.shape(say.member("of").ty.id), Shape::Related(_)));
}

fn linked(method: &str, relationship: &str, responses: &str) -> Outcome {
    fine(
        method,
        "/visits/{id}/relationships/r",
        &format!("x-style: {{ relationship: {relationship} }}, responses: {responses}"),
    )
}

#[test]
fn ja_46_74_75_linkage_is_read_and_changed() {
    let done = "{ '204': { description: x } }";
    let there = "{ '200': { description: x } }";
    let outcome = linked("get", "Visit.before", there);
    let operation = outcome.operation("one");
    let Payload::ToMany(item) = operation.successes[0].payload else { panic!("{operation:#?}") };
    assert!(matches!(outcome.shape(item.id), Shape::Related(_)));
    assert!(operation.body.is_none());
    let of = operation.relationship.clone().expect("a relationship");
    assert_eq!((of.wire.as_str(), of.many), ("before", true));
    assert_eq!(outcome.api().ty(of.ty).origin, Origin::Component("Visit".to_owned()));
    for method in ["post", "patch", "delete"] {
        let outcome = linked(method, "Visit.before", done);
        let operation = outcome.operation("one");
        assert_eq!(operation.successes[0].payload, Payload::Nothing);
        let body = operation.body.as_ref().expect("a body");
        assert_eq!((body.required, &body.document), (true, &Some(BodyDocument::ToMany)));
        let ContentKind::Json(list) = body.contents[0].kind else { panic!("{body:#?}") };
        let Shape::Array(array) = outcome.shape(list.id) else { panic!("{body:#?}") };
        assert!(matches!(outcome.shape(array.items.id), Shape::Related(_)));
    }
    let outcome = linked("patch", "Visit.subject", there);
    let operation = outcome.operation("one");
    let Payload::ToOne(ty) = operation.successes[0].payload else { panic!("{operation:#?}") };
    assert!(ty.nullable && matches!(outcome.shape(ty.id), Shape::Related(_)));
    assert_eq!(operation.body.as_ref().and_then(|body| body.document.clone()), Some(BodyDocument::ToOne));
    let Payload::ToOne(ty) = linked("get", "Visit.patient", there).operation("one").successes[0].payload
    else {
        panic!()
    };
    assert!(!ty.nullable);
}

#[test]
fn linkage_that_there_is_not() {
    let reported = |method: &str, said: &str, responses: &str| {
        let text = format!("x-style: {{ relationship: {said} }}, {responses}");
        reported(method, "/visits/{id}/relationships/r", &text)
    };
    let done = "responses: { '204': { description: x } }";
    let at = |pointer: &str| (codes::RELATIONSHIP, pointer.to_owned());
    for relationship in ["Visit.reason", "Visit.nope", "Count.count", "Nobody.friend"] {
        assert_eq!(reported("patch", relationship, done), at("/x-style/relationship"), "{relationship}");
    }
    for method in ["post", "delete", "put"] {
        assert_eq!(reported(method, "Visit.patient", done), at("/x-style/relationship"), "{method}");
    }
    assert_eq!(reported("put", "Visit.before", done), at("/x-style/relationship"));
    let foreign = one("get", "/r", &format!("x-style: {{ relationship: Visit }}, {}", answer(200, VISIT)));
    assert!(resources(&foreign).refused());
    let wanted = at("/responses/200/content/application~1json/schema");
    assert_eq!(reported("get", "Visit.before", &answer(200, VISIT)), wanted);
    for key in ["response: meta", "meta: { type: object }"] {
        assert_eq!(reported("get", &format!("Visit.before, {key}"), done).0, codes::EXTENSION_WRONG, "{key}");
    }
    fine("get", "/r", &format!("x-style: {{ relationship: Visit.before }}, {}", answer(200, VISITS)));
}

#[test]
fn post_stands_for_patch_where_the_style_says_so() {
    let document = one("patch", "/visit", &format!("{}, {}", body(VISIT), answer(200, VISIT)));
    let singletons = like_acme(&document, |style| style.methods.post_on_singleton = PostMeaning::Patch);
    assert_eq!(singletons.operation("one").aliases, [Method::Post]);
    assert!(acme(&document).operation("one").aliases.is_empty());
    let items = document.replace("/visit:", "/visit/{id}:").replace(
        "parameters: []",
        "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]",
    );
    let singletons = like_acme(&items, |style| {
        style.methods.post_on_singleton = PostMeaning::Patch;
        style.methods.post_on_item = PostMeaning::NotAllowed;
    });
    assert!(singletons.operation("one").aliases.is_empty());
}

#[test]
fn failures_say_where_they_are() {
    let failure = |pointer: &str| {
        let errors = format!("x-style: {{ errors: {{ taken: {{ status: 422, pointer: '{pointer}' }} }} }}");
        resources(&one("get", "/a", &format!("{errors}, {}", answer(200, VISIT))))
    };
    let outcome = failure("/data/attributes/a~1b");
    assert_eq!(outcome.operation("one").failures[0].pointer.as_deref(), Some("/data/attributes/a~1b"));
    for bad in ["data", "/a~2", "/a~"] {
        assert_eq!(failure(bad).codes(), [codes::EXTENSION_VALUE], "{bad}");
    }
}
