//! Bodies that are forms because the style says so.

use crate::diag::codes;
use crate::ir::ContentKind;
use crate::lower::testing::{Outcome, like_acme};
use crate::style::RequestMedia;

const FORM: &str = "application/x-www-form-urlencoded";
const E: &str = "{ $ref: '#/components/schemas/E' }";

fn operation(content: &str, more: &str) -> Outcome {
    let document = format!(
        "
paths: {{ /a: {{ post: {{ operationId: a, {more} requestBody: {{ required: true, content: {{ {content} }} }}, responses: {{ '204': {{ description: x }} }} }} }} }}
components: {{ schemas: {{ E: {{ type: object, properties: {{ m: {{ type: string }}, list: {{ type: array, items: {{ type: string }} }} }} }} }} }}
"
    );
    like_acme(&document, |style| style.media.request = RequestMedia::Form)
}

fn media(outcome: &Outcome) -> Vec<String> {
    let body = outcome.operation("a").body.as_ref().unwrap();
    let one = |content: &crate::ir::Content| match &content.kind {
        ContentKind::Form(form) => format!("{} form {}", content.media, form.fields.len()),
        ContentKind::Json(_) => format!("{} json", content.media),
        other => format!("{} {other:?}", content.media),
    };
    body.contents.iter().map(one).collect()
}

#[test]
fn a_json_object_is_a_form_of_the_style() {
    for content in ["application/json", "'*/*'", "text/json"] {
        let outcome = operation(&format!("{content}: {{ schema: {E} }}"), "");
        assert!(outcome.diags.iter().next().is_none(), "{:?}", outcome.diags);
        assert_eq!(media(&outcome), [format!("{FORM} form 0")]);
    }
    // Preferred over parts, as JSON is.
    let both = operation(
        &format!("multipart/form-data: {{ schema: {E} }}, application/json: {{ schema: {E} }}"),
        "",
    );
    assert_eq!(media(&both), [format!("{FORM} form 0")]);
}

#[test]
fn what_is_no_object_or_not_of_the_style_stays_json() {
    let list = operation("application/json: { schema: { type: array, items: { type: string } } }", "");
    assert_eq!(media(&list), ["application/json json"]);
    let (message, pointer) = list.reported(codes::FORM_BODY);
    assert_eq!(message, "the body of `a` is not an object, so it stays `application/json`");
    assert_eq!(pointer, "/paths/~1a/post/requestBody/content/application~1json");
    let off = operation(&format!("application/json: {{ schema: {E} }}"), "x-style: off,");
    assert!(off.diags.iter().next().is_none(), "{:?}", off.diags);
    assert_eq!(media(&off), ["application/json json"]);
    let own = operation(&format!("application/json-patch+json: {{ schema: {E} }}"), "");
    assert_eq!(media(&own), ["application/json-patch+json json"]);
}

#[test]
fn a_declared_form_is_a_form_of_the_style() {
    let outcome = operation(
        &format!(
            "application/json: {{ schema: {E} }}, {FORM}: {{ schema: {E}, encoding: {{ list: {{ style: deepObject, explode: true }}, m: {{ style: form }} }} }}"
        ),
        "",
    );
    assert_eq!(media(&outcome), [format!("{FORM} form 0")]);
    let (message, _) = outcome.reported(codes::FORM_BODY);
    assert_eq!(message, "`application/json` is not taken: requests of the style are forms");
    for encoding in
        ["{ style: spaceDelimited }", "{ style: form, explode: true }", "{ contentType: application/json }"]
    {
        let outcome = operation(&format!("{FORM}: {{ schema: {E}, encoding: {{ list: {encoding} }} }}"), "");
        let (message, pointer) = outcome.reported(codes::FORM_ENCODING_OF_STYLE);
        assert_eq!(
            message, "`encoding` of `list` has no effect: forms of the style have nested brackets",
            "{encoding}"
        );
        assert_eq!(
            pointer,
            format!("/paths/~1a/post/requestBody/content/{}/encoding/list", FORM.replace('/', "~1"))
        );
    }
}
