//! Types of failures.

use super::*;

const TYPED: &str = r#"
style: typed
failure: { body: { error: { type: $type, param: $param } }, param_notation: brackets }
outcomes:
  default_type: request
  not_found: { type: missing }
  conflict: { as: not_found }
"#;

#[test]
fn failures_have_the_type_of_their_outcome_or_the_default() {
    let style = good(TYPED);
    let kind = |outcome| style.response_to(outcome).kind.as_deref();
    assert_eq!((kind(Outcome::NotFound), kind(Outcome::Conflict)), (Some("missing"), Some("missing")));
    assert_eq!(kind(Outcome::Hidden), Some("missing"), "the root style has it like `not_found`");
    assert_eq!((kind(Outcome::Internal), kind(Outcome::Created)), (Some("request"), None));
    assert_eq!(style.failure.param_notation, ParamNotation::Brackets);
}

#[test]
fn a_type_is_a_word() {
    assert_changed!(
        TYPED,
        "default_type: request",
        "default_type: a b",
        STYLE_VALUE,
        "/outcomes/default_type",
        "a word"
    );
    assert_changed!(TYPED, "type: missing", "type: 7", STYLE_KIND, "/outcomes/not_found/type", "a word");
}
