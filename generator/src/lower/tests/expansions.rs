//! `expand` of `x-style`: the members that requests may expand.

use std::borrow::Cow::Borrowed;

use crate::diag::codes;
use crate::ir::{Expandable, Shape};
use crate::lower::testing::{Outcome, like_acme, plain};
use crate::style::Expansion;

fn document(item: &str, list: &str) -> String {
    format!(
        "
paths:
  /charges/{{id}}:
    get:
      operationId: read
      {item}
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}, {{ name: 'expand[]', in: query, schema: {{ type: array, items: {{ type: string }} }} }}]
      responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Charge' }} }} }} }} }}
  /charges:
    get:
      operationId: list
      {list}
      responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ type: array, items: {{ $ref: '#/components/schemas/Charge' }} }} }} }} }} }}
components:
  schemas:
    Charge:
      type: object
      required: [customer, amount, card]
      properties:
        amount: {{ type: integer }}
        customer: {{ anyOf: [{{ type: string }}, {{ $ref: '#/components/schemas/Customer' }}, {{ $ref: '#/components/schemas/Deleted' }}] }}
        refunds: {{ type: array, items: {{ type: string }} }}
        card: {{ type: object, required: [owner], properties: {{ owner: {{ anyOf: [{{ type: string }}, {{ $ref: '#/components/schemas/Customer' }}] }} }} }}
    Customer: {{ type: object, required: [id], properties: {{ id: {{ type: string }}, parent: {{ anyOf: [{{ type: string }}, {{ $ref: '#/components/schemas/Customer' }}] }} }} }}
    Deleted: {{ type: object, required: [id, deleted], properties: {{ id: {{ type: string }}, deleted: {{ type: boolean, enum: [true] }} }} }}
"
    )
}

fn lower(item: &str, list: &str) -> Outcome {
    like_acme(&document(item, list), |style| {
        style.expansion = Some(Expansion {
            parameter: Borrowed("expand"),
            max_depth: 3,
            list_prefix: Some(Borrowed("data")),
        });
    })
}

fn expandable(outcome: &Outcome, id: &str) -> Option<Expandable> {
    outcome.operation(id).expansion.clone()
}

#[test]
fn paths_lead_to_members_that_are_ids_or_objects_or_may_be_absent() {
    let paths = ["customer", "customer.parent.parent", "refunds", "card.owner"];
    let outcome = lower(
        &format!("x-style: {{ expand: [{}] }}", paths.join(", ")),
        "x-style: { expand: [customer.parent] }",
    );
    let paths = paths.map(str::to_owned).to_vec();
    assert_eq!(expandable(&outcome, "read"), Some(Expandable { paths, is_list: false }));
    let listed = Expandable { paths: vec!["customer.parent".to_owned()], is_list: true };
    assert_eq!(expandable(&outcome, "list"), Some(listed));
    // The parameter is the style's.
    assert_eq!(outcome.operation("read").parameters.len(), 1);
    let (message, _) = outcome.reported(codes::PAGING_PARAMETER);
    assert_eq!(message, "`expand[]` is a parameter of the style, and need not be declared");
}

#[test]
fn paths_that_cannot_be_expanded_are_errors() {
    for (path, expected) in [
        ("amount", "`amount` cannot be expanded: it is always there, and always the same"),
        ("card", "`card` cannot be expanded: it is always there, and always the same"),
        ("owner", "`owner` does not exist: there is no member `owner`"),
        ("customer.name", "`customer.name` does not exist: there is no member `name`"),
        (
            "customer.parent.parent.parent",
            "`customer.parent.parent.parent` has more members than a request may expand",
        ),
    ] {
        let outcome = lower(&format!("x-style: {{ expand: [{path}] }}"), "");
        assert_eq!(outcome.reported(codes::EXPANSION_PATH).0, expected);
    }
    // The member that has the list counts.
    let outcome = lower("", "x-style: { expand: [customer.parent.parent] }");
    let (message, pointer) = outcome.reported(codes::EXPANSION_PATH);
    assert_eq!(message, "`customer.parent.parent` has more members than a request may expand");
    assert_eq!(pointer, "/paths/~1charges/get/x-style/expand/0");
    let off = lower("", "x-style: { use: off, expand: [customer] }");
    assert_eq!(
        off.reported(codes::EXPANSION_PATH).0,
        "`list` answers no object of the style with members to expand"
    );
}

#[test]
fn a_style_without_expansion_has_nothing_to_expand() {
    let outcome = plain(&document("x-style: { expand: [customer] }", ""));
    assert_eq!(expandable(&outcome, "read"), None);
    assert_eq!(outcome.operation("read").parameters.len(), 2);
    assert!(outcome.reported(codes::EXTENSION_UNUSED).0.contains("1 extensions"));
}

#[test]
fn an_object_with_a_flag_stays_an_alternative_of_its_own() {
    let outcome = plain(&document("", ""));
    let charge = outcome.object("Charge");
    let customer = charge.members.iter().find(|member| member.wire == "customer").expect("a member");
    let Shape::Union(union) = &outcome.api().ty(customer.ty.id).shape else { panic!("no union") };
    let shapes = union.variants.iter().map(|one| match &outcome.api().ty(one.ty.id).shape {
        Shape::Object(object) => object.members.len(),
        _ => 0,
    });
    assert_eq!(shapes.collect::<Vec<_>>(), [0, 2, 2]);
}
