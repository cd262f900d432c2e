//! Former spellings of keys, words and slots.

use super::*;

const OLD: &str = "style: x
path: { misfit: refused }
version: { in: header, name: X-Version, current: v1 }
success: { body: { data: $payload, meta: $meta }, pretty: { accept: indent } }
failure: { body: { status: error, message: $message }, lone: body, told_by: { member: status, is: error } }
outcomes: { every: 200 }
paging:
  default: numbered
  numbered: { kind: number, number: page, size: size, oversize: refuse, meta: { page: { url: $template! } } }
  keys: { kind: keyset, before: b, after: a, by: [id], default: after, size: n, meta: { next: $next } }
";

#[test]
fn a_former_spelling_is_one_error_that_names_the_present_one() {
    let (style, diags) = load_text(OLD);
    assert!(style.is_none());
    let found: Vec<_> = diags.iter().map(|diag| (diag.code, &*diag.message)).collect();
    assert_eq!(
        found,
        [
            (codes::STYLE_KEY, "`misfit` is now `invalid_path_parameter`"),
            (codes::STYLE_VALUE, "`refused` is now `invalid_parameter`"),
            (codes::STYLE_KEY, "`accept` is now `accept_parameter`"),
            (codes::STYLE_KEY, "`lone` is now `entries_when_empty`"),
            (codes::STYLE_VALUE, "`body` is now `none`"),
            (codes::STYLE_KEY, "`told_by` is now `failure_flag`"),
            (codes::STYLE_KEY, "`every` is now `default_status`"),
            (codes::STYLE_VALUE, "`refuse` is now `reject`"),
            (codes::STYLE_SLOT, "`$template` is now `$page_template`"),
            (codes::STYLE_KEY, "`default` is now `default_direction`"),
        ]
    );
    let Place::Pointer { pointer, key, .. } = &diags.iter().nth(5).expect("an error").place else { panic!() };
    assert_eq!((pointer.as_str(), *key), ("/failure/told_by", true));
}

#[test]
fn present_spellings_go_before_former_ones() {
    let both = "style: x\npath: { misfit: not_found, invalid_path_parameter: hidden }";
    let (_, diags) = load_text(both);
    let found: Vec<_> = diags.iter().map(|diag| diag.message.as_str()).collect();
    assert_eq!(found, ["`misfit` is now `invalid_path_parameter`", "there is no `hidden` here"]);
}

#[test]
fn only_present_spellings_are_listed() {
    let schema = json_schema().to_string();
    for old in ["told_by", "misfit", "unasked", "compact_under"] {
        assert!(
            !reference().contains(&format!("`{old}`")) && !schema.contains(&format!("\"{old}\"")),
            "{old}"
        );
    }
}
