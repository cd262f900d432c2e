//! What failures say: codes of violations, and links to documentation.

use super::*;

const CODED: &str = "
style: coded
failure:
  body: { code: $code, errors: $entries, help: $help }
  entry: { code: $code }
  help: \"https://acme.example/docs/{operation}#{code}\"
  violations: { required: missing_field, type: wrong_type, default: invalid }
outcomes:
  not_found: { help: /docs/404 }
  unsupported_version: { help: \"/docs/{status}\" }
";

#[test]
fn violations_have_codes_and_outcomes_have_links() {
    let style = good(CODED);
    let codes = style.failure.violations.as_ref().expect("codes");
    assert_eq!(codes.all(), ["missing_field", "wrong_type", "invalid"]);
    assert_eq!(codes.of(ViolationGroup::Required).map(|code| &**code), Some("missing_field"));
    assert_eq!(codes.of(ViolationGroup::Length).map(|code| &**code), Some("invalid"));
    assert_eq!(codes.of(ViolationGroup::Other).map(|code| &**code), Some("invalid"));
    let help = |outcome| style.response_to(outcome).help.as_deref();
    assert_eq!(help(Outcome::NotFound), Some("/docs/404"));
    assert_eq!(help(Outcome::NoOperation), Some("/docs/404"), "with `as`");
    assert_eq!(help(Outcome::Conflict), None);
}

#[test]
fn a_version_that_is_not_served_has_the_response_of_what_is_not_acceptable() {
    let style = good("style: own\noutcomes: { not_acceptable: { status: 400, code: bad } }");
    let [own, other] =
        [Outcome::UnsupportedVersion, Outcome::NotAcceptable].map(|one| style.response_to(one));
    assert_eq!((own.status, own), (400, other));
}

#[test]
fn codes_and_links_have_a_place_and_known_placeholders() {
    assert_changed!(CODED, "#{code}", "#{cod}", STYLE_SLOT, "/failure/help", "`{code}`");
    assert_changed!(
        CODED,
        "{status}",
        "{place}",
        STYLE_SLOT,
        "/outcomes/unsupported_version/help",
        "`{status}`"
    );
    assert_changed!(CODED, "/docs/404", "a link", STYLE_VALUE, "/outcomes/not_found/help", "without spaces");
    assert_changed!(CODED, ", help: $help", "", STYLE_CONTRADICTION, "/failure/help", "`$help`");
    assert_changed!(
        CODED,
        "{ code: $code }",
        "{ id: $field }",
        STYLE_CONTRADICTION,
        "/failure/violations",
        "no code"
    );
    assert_changed!(CODED, ", errors: $entries", "", STYLE_CONTRADICTION, "/failure/violations", "no code");
    assert_changed!(
        CODED,
        "required: missing",
        "requird: missing",
        STYLE_KEY,
        "/failure/violations/requird (key)",
        "`required`"
    );
}
