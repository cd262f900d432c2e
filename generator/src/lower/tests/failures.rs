//! Failures that the document declares by code.

use super::super::testing::acme;
use crate::diag::{Place, Severity, codes};

/// A document with three failures at its root, of which its operation names `named`.
fn document(named: &str) -> String {
    format!(
        "
x-style:
  errors:
    taken: {{ status: 409, message: Taken }}
    late: {{ status: 422, message: Too late }}
    gone: {{ status: 410, message: Gone }}
paths:
  /things:
    post:
      operationId: postThing
      x-style: {{ errors: {named} }}
      responses: {{ '204': {{ description: x }} }}
"
    )
}

#[test]
fn a_failure_that_no_operation_names_is_reported_at_its_place() {
    let outcome = acme(&document("[taken]"));
    let unused: Vec<_> = outcome.diags.iter().filter(|one| one.code == codes::ERROR_CODE_UNUSED).collect();
    let places: Vec<&str> = unused
        .iter()
        .map(|one| match &one.place {
            Place::Pointer { pointer, key: true, .. } => pointer.as_str(),
            _ => panic!("{one:#?}"),
        })
        .collect();
    assert_eq!(places, ["/x-style/errors/late", "/x-style/errors/gone"]);
    assert!(unused.iter().all(|one| one.severity == Severity::Warning));
    assert_eq!(unused[0].message, "no operation names the failure `late`; it has no effect");
}

#[test]
fn failures_that_operations_name_are_not_reported() {
    let outcome = acme(&document("[taken, late, gone]"));
    assert!(outcome.diags.iter().all(|one| one.code != codes::ERROR_CODE_UNUSED), "{:#?}", outcome.diags);
}
