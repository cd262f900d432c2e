//! Each key of `x-style` has an effect or is reported.

use super::super::testing::{Outcome, acme, like_acme, plain, resources};
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::ir::MemberRole;
use crate::style::{Rate, RatedRequests, Sorting, Style, UndeclaredParameters};

/// A document with `getThing`, `listThings` and `postThing`. `schema` is a member of things, `request` and `response` are
/// schemas of bodies, `parameter` is that of a parameter, and `header` that of a header.
struct Case {
    get: &'static str,
    member: &'static str,
    request: &'static str,
    response: &'static str,
    parameter: &'static str,
    header: &'static str,
    components: &'static str,
}

const CASE: Case = Case {
    get: "",
    member: "{ type: string }",
    request: "{ type: object }",
    response: "{ $ref: '#/components/schemas/Thing' }",
    parameter: "{ type: string }",
    header: "{ type: string }",
    components: "",
};

impl Case {
    fn document(&self) -> String {
        let Self { get, member, request, response, parameter, header, components } = self;
        format!(
            "
paths:
  /things/{{id}}:
    get:
      operationId: getThing
      {get}
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}, {{ name: p, in: query, schema: {parameter} }}]
      responses:
        '200':
          description: x
          headers: {{ X-A: {{ schema: {header} }} }}
          content: {{ application/json: {{ schema: {response} }} }}
  /things:
    post:
      operationId: postThing
      requestBody: {{ content: {{ application/json: {{ schema: {request} }} }} }}
      responses: {{ '204': {{ description: x }} }}
components:
  schemas:
    Thing: {{ type: object, properties: {{ id: {{ type: string }}, m: {member} }} }}
    {components}
"
        )
    }
}

const LINK: &str = "x-style: { link: getThing }";
const ONLY: &str = "x-style: { only_with_option: full }";

/// Where warnings that a key has no effect stand.
fn without_effect(outcome: &Outcome) -> Vec<String> {
    let warnings: Vec<&Diagnostic> =
        outcome.diags.iter().filter(|one| one.severity != Severity::Note).collect();
    let place = |one: &&Diagnostic| match &one.place {
        Place::Pointer { pointer, key: true, .. } if one.code == codes::EXTENSION_PLACE => pointer.clone(),
        _ => panic!("{one:#?}"),
    };
    warnings.iter().map(place).collect()
}

fn unused(outcome: &Outcome) -> usize {
    outcome.diags.iter().filter(|one| one.code == codes::EXTENSION_UNUSED).count()
}

#[test]
fn links_and_options_have_an_effect_on_members_alone() {
    const BODY: &str = "/paths/~1things~1{id}/get/responses/200/content/application~1json/schema";
    let leak = |text: String| -> &'static str { text.leak() };
    for (said, key) in [(LINK, "link"), (ONLY, "only_with_option")] {
        let text = leak(format!("{{ type: string, {said} }}"));
        let items = leak(format!("{{ type: array, items: {text} }}"));
        let map = leak(format!("{{ type: object, additionalProperties: {text} }}"));
        let not = leak(format!("{{ not: {{ type: object, properties: {{ id: {text}, m: {text} }} }} }}"));
        let own = leak(format!("Own: {{ type: object, {said} }}"));
        for (case, at) in [
            (Case { response: items, ..CASE }, format!("{BODY}/items")),
            (Case { response: map, ..CASE }, format!("{BODY}/additionalProperties")),
            (Case { response: text, ..CASE }, BODY.to_owned()),
            (Case { components: own, ..CASE }, "/components/schemas/Own".to_owned()),
            (Case { parameter: text, ..CASE }, "/paths/~1things~1{id}/get/parameters/1/schema".to_owned()),
            (
                Case { header: text, ..CASE },
                "/paths/~1things~1{id}/get/responses/200/headers/X-A/schema".to_owned(),
            ),
        ] {
            let outcome = acme(&case.document());
            assert_eq!(without_effect(&outcome), [format!("{at}/x-style/{key}")], "{:#?}", outcome.diags);
            let found = outcome.diags.iter().find(|one| one.code == codes::EXTENSION_PLACE).expect("one");
            assert_eq!(found.message, format!("`{key}` has no effect here"));
            assert!(found.help.as_deref().is_some_and(|help| help.contains("a member of an object")));
        }
        let outcome = acme(&Case { components: leak(format!("Own: {not}")), ..CASE }.document());
        let members = outcome.diags.iter().filter(|one| one.code == codes::EXTENSION_PLACE).count();
        assert_eq!(members, 2, "of what no body holds: {:#?}", outcome.diags);
        assert_eq!(without_effect(&acme(&Case { member: text, ..CASE }.document())), [""; 0], "{key}");
    }
}

#[test]
fn a_link_is_filled_in_where_the_member_is_read() {
    let sent = "{ type: object, properties: { id: { type: string }, m: { type: string, x-style: { link: getThing } } } }";
    let outcome = acme(&Case { request: sent, ..CASE }.document());
    let at = "/paths/~1things/post/requestBody/content/application~1json/schema/properties/m/x-style/link";
    assert_eq!(without_effect(&outcome), [at]);
    let outcome = acme(&Case { response: sent, ..CASE }.document());
    assert_eq!(without_effect(&outcome), [""; 0]);
    // A component may be both read and sent, and its own link goes before that of what it refers to.
    let member = "{ allOf: [{ $ref: '#/components/schemas/Url' }], x-style: { link: getThing } }";
    let components = "Url: { type: string, x-style: { link: getThing } }";
    let request = "{ $ref: '#/components/schemas/Thing' }";
    let outcome = acme(&Case { member, components, request, ..CASE }.document());
    assert_eq!(without_effect(&outcome), ["/components/schemas/Url/x-style/link"]);
    assert!(matches!(outcome.object("Thing").member("m").role, MemberRole::Link(_)));
    let plainly = "{ $ref: '#/components/schemas/Url' }";
    assert_eq!(without_effect(&acme(&Case { member: plainly, components, ..CASE }.document())), [""; 0]);
}

#[test]
fn what_a_refusal_says_needs_a_value_that_is_checked() {
    for (text, effect) in [("wrong", true), ("' '", false)] {
        for key in ["error_code", "error_message"] {
            let member: &'static str = format!("{{ type: string, x-style: {{ {key}: {text} }} }}").leak();
            let found = without_effect(&acme(&Case { member, ..CASE }.document()));
            let at = format!("/components/schemas/Thing/properties/m/x-style/{key}");
            assert_eq!(found, if effect { vec![] } else { vec![at] }, "{key}: {text}");
            let components: &'static str = format!("Own: {{ not: {member} }}").leak();
            let unread = acme(&Case { components, ..CASE }.document());
            assert_eq!(
                unread.reported(codes::EXTENSION_PLACE).1,
                format!("/components/schemas/Own/not/x-style/{key}")
            );
        }
    }
}

#[test]
fn resources_are_components_or_bodies() {
    let thing = "{ type: object, x-style: { resource: things }, properties: { id: { type: string } } }";
    let case = Case {
        get: "x-style: off",
        response: "{ $ref: '#/components/schemas/R' }",
        request: "{ $ref: '#/components/schemas/R' }",
        components: "R: { type: object, x-style: { resource: things }, properties: { id: { type: string } } }",
        ..CASE
    };
    assert_eq!(without_effect(&resources(&case.document())), [""; 0]);
    for key in ["resource", "type"] {
        let components = format!("{}, Own: {{ not: {} }}", case.components, thing.replace("resource", key));
        let components = components.replace(", Own", "\n    Own").leak();
        let outcome = resources(&Case { components, ..case }.document());
        assert_eq!(
            outcome.reported(codes::EXTENSION_PLACE).1,
            format!("/components/schemas/Own/not/x-style/{key}")
        );
        let header = thing.replace("resource", key).leak();
        let message = acme(&Case { header, ..CASE }.document()).reported(codes::EXTENSION_UNUSED).0;
        assert_eq!(message, "1 extensions ask for what the style `acme` does not have", "counted, wherever");
    }
}

#[test]
fn keys_of_operations_have_an_effect_or_are_reported() {
    let rate = |applies_to| {
        move |style: &mut Style| {
            style.rate = Some(Rate {
                requests: 1,
                per_s: 1,
                applies_to,
                limit: None,
                remaining: None,
                reset: None,
                reset_as: crate::style::ResetTime::Seconds,
            });
        }
    };
    let get = "x-style: { rate: true }";
    let all = like_acme(&Case { get, ..CASE }.document(), rate(RatedRequests::All));
    assert!(all.reported(codes::EXTENSION_UNUSED).0.starts_with("1 extensions"), "every request is counted");
    let marked = like_acme(&Case { get, ..CASE }.document(), rate(RatedRequests::Marked));
    assert_eq!((marked.codes(), unused(&marked)), (vec![], 0), "{:#?}", marked.diags);
    let sorts = |style: &mut Style| {
        style.sorting = Some(Sorting {
            parameter: "sort".into(),
            undeclared: UndeclaredParameters::Reject,
            default: None,
            tie_breaker: None,
        });
    };
    for (items, effect) in [
        ("{ $ref: '#/components/schemas/Thing' }", true),
        ("{ type: object, properties: { a: { type: object } } }", false),
    ] {
        let response = format!("{{ type: array, items: {items} }}").leak();
        let outcome = like_acme(&Case { get: "x-style: { sort: true }", response, ..CASE }.document(), sorts);
        let at = "/paths/~1things~1{id}/get/x-style/sort";
        assert_eq!(without_effect(&outcome), if effect { vec![] } else { vec![at] }, "{items}");
    }
    let text = Case { get: "x-style: { response: meta }", ..CASE }
        .document()
        .replace("application/json", "text/plain");
    assert_eq!(
        resources(&text).reported(codes::EXTENSION_PLACE).1,
        "/paths/~1things~1{id}/get/x-style/response"
    );
    for nothing in ["paging: none", "async: false", "rate: false", "filters: {}", "errors: []", "prefix: off"]
    {
        let get = format!("x-style: {{ {nothing} }}").leak();
        let outcome = acme(&Case { get, ..CASE }.document());
        assert_eq!((outcome.codes(), unused(&outcome)), (vec![], 0), "{nothing}");
    }
}

#[test]
fn schemas_of_filters_are_held_to_the_grammar() {
    let filter = |said: &str| {
        let get =
            format!("x-style: {{ filters: {{ a: {{ type: string, x-style: {{ {said} }} }} }} }}").leak();
        plain(&Case { get, ..CASE }.document())
    };
    assert_eq!(filter("error_code: wrong").codes(), []);
    let at = "/paths/~1things~1{id}/get/x-style/filters/a/x-style/";
    assert_eq!(without_effect(&filter("link: getThing")), [format!("{at}link")]);
    assert_eq!(filter("eror_code: wrong").reported(codes::EXTENSION_KEY).1, format!("{at}eror_code"));
}

#[test]
fn one_mistake_is_one_error() {
    let only = |outcome: &Outcome| {
        let [code] = outcome.codes()[..] else { panic!("{:#?}", outcome.diags) };
        code
    };
    // Failures that are not declared because their key is misspelt, and the operation that ends in one.
    let get = "x-style: { errors: [busy] }";
    let document =
        format!("x-style: {{ erors: {{ busy: {{ status: 409 }} }} }}{}", Case { get, ..CASE }.document());
    assert_eq!(only(&acme(&document)), codes::EXTENSION_KEY);
    // A resource that is none because its key is misspelt, and the operations that answer it.
    let components =
        "R: { type: object, x-style: { resourse: things }, properties: { id: { type: string } } }";
    let (response, request) = ("{ $ref: '#/components/schemas/R' }", "{ $ref: '#/components/schemas/R' }");
    let outcome = resources(&Case { response, request, components, ..CASE }.document());
    assert_eq!(only(&outcome), codes::EXTENSION_KEY);
    // A value that is none of paging's, on what is no list.
    for get in ["x-style: { paging: { use: 7 } }", "x-style: { paging: { us: relative } }"] {
        let outcome = acme(&Case { get, ..CASE }.document());
        assert!(outcome.refused() && outcome.codes().len() == 1, "{:#?}", outcome.diags);
    }
}
