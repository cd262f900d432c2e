use std::fs;
use std::path::Path;

use super::*;
use crate::diag::{Code, Diagnostic, codes};

/// A style that says a little of everything.
const CLINIC: &str = r"
style: clinic
version:
  in: accept_subtype
  vendor: clinic
  current: v1
  options: { alternatives: [compact, full], suffix: verbose }
success:
  body: { data: $payload!, meta: $meta, query: $echo, made_by: { name: clinic, number: 3 } }
  echo: { parts: [query], option: verbose }
failure:
  body: { message: $message, errors: $entries }
paging:
  default: numbered
  numbered: { kind: number, number: page, size: per_page, size_default: 20, size_max: 200, oversize: clamp,
    past_end: empty, meta: { total: $total, next: $next } }
  relative: { kind: keyset, before: before, after: after, by: [at, uuid], default_direction: before, size: per_page,
    size_default: 20, size_max: 200, oversize: reject, meta: { next: $next } }
";

fn load_file(path: &Path) -> (Option<Style>, Vec<Diagnostic>) {
    let mut diags = Diagnostics::new();
    let style = load(path.to_str().expect("UTF-8"), &mut Sources::new(), &mut diags);
    (style, diags.iter().cloned().collect())
}

fn load_text(text: &str) -> (Option<Style>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("clinic.yaml"), CLINIC).expect("written");
    let path = folder.path().join("style.yaml");
    fs::write(&path, text).expect("written");
    load_file(&path)
}

fn good(text: &str) -> Style {
    let (style, diags) = load_text(text);
    assert_eq!(diags, []);
    style.expect("a style")
}

fn way<'a>(style: &'a Style, name: &str) -> &'a Paging {
    style.paging.get(name).expect("a way to page")
}

/// The one thing that is wrong with what a style changes of [`CLINIC`]: its code, its pointer, its message and help.
fn wrong(change: &str) -> (Code, String, String) {
    one(&format!("style: changed\nextends: ./clinic.yaml\n{change}"))
}

fn one(text: &str) -> (Code, String, String) {
    let (style, diags) = load_text(text);
    assert!(style.is_none());
    let [found] = diags.as_slice() else { panic!("not one problem but {diags:#?}") };
    if let Place::Pointer { file, pointer, key, .. } = &found.place {
        let base = if file.ends_with("clinic.yaml") { CLINIC } else { text };
        assert!(crate::source::locate(base, pointer, *key).is_some(), "no line for {found:?}");
    }
    let pointer = match &found.place {
        Place::Pointer { pointer, key: false, .. } => pointer.clone(),
        Place::Pointer { pointer, key: true, .. } => format!("{pointer} (key)"),
        other => format!("{other:?}"),
    };
    let help = found.help.as_deref().expect("what to do");
    (found.code, pointer, format!("{}; {help}", found.message))
}

/// Asserts the code and the pointer of one problem, and that its words hold some.
macro_rules! assert_wrong {
    ($change:literal, $code:ident, $pointer:literal, $words:literal) => {
        let (code, pointer, words) = wrong($change);
        assert_eq!((code, pointer.as_str()), (codes::$code, $pointer), "{words}");
        assert!(words.contains($words), "{words}");
    };
}

/// The one thing that is wrong with a style where one of its lines is replaced.
fn changed(base: &str, from: &str, to: &str) -> (Code, String, String) {
    assert!(base.contains(from), "{from}");
    one(&base.replace(from, to))
}

macro_rules! assert_changed {
    ($base:ident, $from:literal, $to:literal, $code:ident, $pointer:literal, $words:literal) => {
        let (code, pointer, words) = changed($base, $from, $to);
        assert_eq!((code, pointer.as_str()), (codes::$code, $pointer), "{words}");
        assert!(words.contains($words), "{words}");
    };
}

mod bounds;
mod calls;
mod documents;
mod failure_types;
mod failures;
mod former;
mod idempotency;
mod links;
mod lists;
mod locale;
mod ranges;
mod spread;
mod versions;

#[test]
fn built_in_styles_load_and_answer_every_axis() {
    for (name, _) in builtin() {
        let mut diags = Diagnostics::new();
        let style = load(name, &mut Sources::new(), &mut diags);
        assert_eq!(diags, Diagnostics::new());
        let style = style.expect("a style");
        assert_eq!(style.ident, *name);
        assert_eq!(style.outcomes.0.len(), Outcome::ALL.len());
        assert!(style.outcomes.0.iter().all(|reaction| !reaction.message.is_empty()));
        assert_eq!(style.all_checks().len(), Check::ALL.len());
    }
    assert!(builtin().iter().any(|(name, _)| *name == root()));
}

#[test]
fn a_template_has_slots_constants_and_objects() {
    let style = good(CLINIC);
    let Template::Object(members) = &style.success.body else { panic!("{:?}", style.success.body) };
    let wires: Vec<_> = members.iter().map(|member| (&*member.wire, member.keep)).collect();
    assert_eq!(wires, [("data", true), ("meta", false), ("query", false), ("made_by", false)]);
    assert_eq!(members[0].value, Template::Slot(Slot::Payload));
    let constant = |wire: &str, text: &str| Member {
        wire: wire.to_owned().into(),
        value: Template::Constant(text.to_owned().into()),
        keep: false,
    };
    assert_eq!(
        members[3].value,
        Template::Object(vec![constant("name", "\"clinic\""), constant("number", "3")].into())
    );
    assert_eq!(good("style: x\nfailure: { body: $$5 }").failure.body, Template::Constant("\"$5\"".into()));
}

#[test]
fn a_style_takes_what_it_does_not_say_from_the_one_it_extends() {
    let base = good(CLINIC);
    let style = good("style: changed\nextends: ./clinic.yaml\npaging: { numbered: { size_max: 50 } }");
    assert_eq!(way(&style, "numbered").limits().size_max, 50);
    let mut expected = base;
    expected.ident = "changed".into();
    expected.extends = Some("./clinic.yaml".into());
    let Paging::Number(numbered) = &mut expected.paging.ways.to_mut()[0].value else { panic!() };
    numbered.limits.size_max = 50;
    assert_eq!(style, expected);
}

#[test]
fn merging_has_its_rules() {
    let style = good(
        "style: changed\nextends: ./clinic.yaml\nversion: { in: none }\nsuccess: { echo: null }\n\
         paging: { relative: null, numbered: { kind: keyset, before: b, after: a, by: [id], default_direction: after, size: n,\n\
           size_default: 1, size_max: 2, oversize: clamp, meta: { next: $next } } }\n\
         outcomes: { business: 420, forbidden: { message: No }, conflict: { as: business, code: taken } }\n",
    );
    assert_eq!(style.version, Version::None);
    assert_eq!(style.success.echo, None);
    assert_eq!(style.paging.keys().collect::<Vec<_>>(), ["numbered"]);
    assert!(matches!(way(&style, "numbered"), Paging::Keyset(keyset) if *keyset.by == ["id"]));
    let reaction = |outcome| &style.outcomes[outcome];
    assert_eq!((reaction(Outcome::Forbidden).status, &*reaction(Outcome::Forbidden).message), (403, "No"));
    assert_eq!(reaction(Outcome::Business).status, 420);
    assert!(!reaction(Outcome::Business).message.is_empty());
    assert_eq!(reaction(Outcome::Conflict).status, 420);
    assert_eq!(reaction(Outcome::Conflict).code.as_deref(), Some("taken"));
    assert_eq!(reaction(Outcome::Hidden), reaction(Outcome::NotFound));
}

#[test]
fn what_a_way_to_page_does_not_say_has_a_default() {
    let style = good(
        "style: x\nsuccess: { body: { data: $payload, meta: $meta } }\n\
         paging: { pages: { kind: number, number: page, size: n, meta: { next: $next } } }",
    );
    let limits =
        PageLimits { size_default: 20, size_max: 100, oversize: Oversize::Clamp, zero: Zero::Reject };
    assert_eq!(*way(&style, "pages").limits(), limits);
    assert!(matches!(way(&style, "pages"), Paging::Number(number) if number.past_end == PastEnd::Empty));
    assert_eq!(style.paging.default, None);
}

#[test]
fn checks_that_are_not_listed_come_last() {
    use Check::*;
    let style = good("style: x\nchecks: [login, syntax]");
    assert_eq!(style.all_checks(), [Login, Syntax, Method, Media, Parameters, Entity]);
}

#[test]
fn a_wrong_key_is_told_with_its_place() {
    assert_wrong!("pth: {}", STYLE_KEY, "/pth (key)", "did you mean `path`?");
    assert_wrong!("path: { prefx: /a }", STYLE_KEY, "/path/prefx (key)", "did you mean `prefix`?");
    assert_wrong!("outcomes: { gone: 410 }", STYLE_KEY, "/outcomes/gone (key)", "`not_found`");
    assert_wrong!(
        "outcomes: { conflict: { body: x } }",
        STYLE_KEY,
        "/outcomes/conflict/body (key)",
        "`status`"
    );
    assert_wrong!(
        "paging: { relative: { past_end: empty } }",
        STYLE_KEY,
        "/paging/relative/past_end (key)",
        "with `kind: keyset`"
    );
}

#[test]
fn a_wrong_kind_or_value_is_told_with_its_place() {
    assert_wrong!("path: 5", STYLE_KIND, "/path", "expected a mapping");
    assert_wrong!("slow_after_ms: soon", STYLE_KIND, "/slow_after_ms", "a whole number");
    assert_wrong!("slow_after_ms: 0", STYLE_VALUE, "/slow_after_ms", "from 1 to");
    assert_wrong!("checks: login", STYLE_KIND, "/checks", "expected a list");
    assert_wrong!("checks: [login, entty]", STYLE_VALUE, "/checks/1", "did you mean `entity`?");
    assert_wrong!("checks: [login, login]", STYLE_TWICE, "/checks/1", "twice");
    assert_wrong!("path: { prefix: api/ }", STYLE_VALUE, "/path/prefix", "starts with `/`");
    assert_wrong!("version: { in: cookie }", STYLE_VALUE, "/version/in", "`accept_subtype`");
    assert_wrong!("data: { time_zone_header: 'a b' }", STYLE_VALUE, "/data/time_zone_header", "header name");
    assert_wrong!("failure: { media: json }", STYLE_VALUE, "/failure/media", "media type");
    assert_wrong!(
        "paging: { numbered: { kind: pointer } }",
        STYLE_VALUE,
        "/paging/numbered/kind",
        "`keyset`"
    );
    assert_wrong!("outcomes: { conflict: 909 }", STYLE_VALUE, "/outcomes/conflict", "from 200 to 599");
    assert_wrong!("outcomes: { conflict: 200 }", STYLE_VALUE, "/outcomes/conflict", "400s or 500s");
    assert_wrong!("outcomes: { conflict: [] }", STYLE_KIND, "/outcomes/conflict", "the value of `status`");
    assert_wrong!(
        "outcomes: { conflict: { message: '' } }",
        STYLE_VALUE,
        "/outcomes/conflict/message",
        "not empty"
    );
    assert_wrong!(
        "paging: { none: { kind: number, number: p, size: n, meta: { next: $next } } }",
        STYLE_VALUE,
        "/paging/none (key)",
        "turns paging off"
    );
}

#[test]
fn what_is_missing_is_reported() {
    assert_wrong!("success: { body: null }", STYLE_MISSING, "/success/body", "`body` is missing");
    assert_wrong!(
        "outcomes: { conflict: { status: null } }",
        STYLE_MISSING,
        "/outcomes/conflict",
        "no status"
    );
    assert_wrong!("paging: { third: { size: n } }", STYLE_MISSING, "/paging/third", "`keyset`, `item_range`");
    assert_eq!(one("about: it has no name").0, codes::STYLE_MISSING);
    assert_eq!(one("- a\n- b").0, codes::STYLE_KIND);
}

#[test]
fn slots_are_checked() {
    assert_wrong!(
        "success: { body: { a: $payload, b: $mta } }",
        STYLE_SLOT,
        "/success/body/b",
        "did you mean `$meta`?"
    );
    assert_wrong!(
        "success: { body: { a: $payload, b: $total } }",
        STYLE_SLOT,
        "/success/body/b",
        "not for this template"
    );
    assert_wrong!("failure: { entry: { a: [$code] } }", STYLE_SLOT, "/failure/entry/a/0", "in a list");
    assert_wrong!("failure: { body: { a: $code, b: $code } }", STYLE_SLOT_TWICE, "/failure/body/b", "twice");
    assert_eq!(one("style: x\nsuccess: { body: { data: 1 } }").0, codes::STYLE_NO_PAYLOAD);
}

#[test]
fn what_keys_say_of_each_other_is_checked() {
    assert_wrong!("paging: { default: numbred }", STYLE_NAME, "/paging/default", "did you mean `numbered`?");
    assert_wrong!("paging: { numbered: null }", STYLE_NAME, "/paging/default", "there is no way");
    assert_wrong!(
        "success: { pretty: { option: verbos } }",
        STYLE_NAME,
        "/success/pretty/option",
        "`verbose`"
    );
    assert_wrong!(
        "data: { links_only_with_option: tiny }",
        STYLE_NAME,
        "/data/links_only_with_option",
        "`compact`"
    );
    assert_wrong!("version: { served: [v2] }", STYLE_CONTRADICTION, "/version/served", "`v1`");
    assert_wrong!(
        "paging: { numbered: { size_default: 300 } }",
        STYLE_CONTRADICTION,
        "/paging/numbered/size_default",
        "`size_max`, 200"
    );
    assert_wrong!(
        "paging: { relative: { after: before } }",
        STYLE_CONTRADICTION,
        "/paging/relative/after",
        "already"
    );
    // The root style's `hidden` reacts like `not_found`, and is not to blame.
    assert_wrong!("outcomes: { not_found: 200 }", STYLE_VALUE, "/outcomes/not_found", "`not_found` cannot");
    assert_wrong!(
        "outcomes: { created: { as: not_found } }",
        STYLE_VALUE,
        "/outcomes/created/as",
        "`created` cannot have the status 404 of `not_found`"
    );
    assert_wrong!("outcomes: { hidden: { as: hidden } }", STYLE_CYCLE, "/outcomes/hidden/as", "to itself");
    assert_wrong!(
        "outcomes: { hidden: { as: conflict }, conflict: { as: hidden } }",
        STYLE_CYCLE,
        "/outcomes/hidden/as",
        "to itself"
    );
}

#[test]
fn a_parent_that_cannot_be_read_is_reported() {
    let (code, pointer, words) = one("style: x\nextends: clinik");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_UNKNOWN, "/extends"));
    assert!(words.contains(root()), "{words}");
    assert_eq!(one("style: x\nextends: ./none.yaml").0, codes::STYLE_UNKNOWN);
    let (code, pointer, _) = one("style: x\nextends: ./style.yaml");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_CYCLE, "/extends"));
    let (style, diags) = load_file(Path::new("no such style"));
    assert!(style.is_none());
    assert_eq!((diags[0].code, &diags[0].place), (codes::STYLE_UNKNOWN, &Place::Options));
}

#[test]
fn a_circle_of_two_files_is_told_at_the_one_that_closes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.yaml"), "style: a\nextends: ./b.yaml").expect("written");
    fs::write(folder.path().join("b.yaml"), "style: b\nextends: ./a.yaml").expect("written");
    let (_, diags) = load_file(&folder.path().join("a.yaml"));
    assert_eq!(diags.len(), 1);
    assert!(matches!(&diags[0].place, Place::Pointer { file, .. } if file.ends_with("b.yaml")));
}

#[test]
fn all_problems_are_told_at_once() {
    let (_, diags) = load_text(
        "style: x\nextends: nothing\npth: 1\nsuccess: { body: { a: $payload, b: $b } }\nchecks: [a]\n\
         outcomes: { conflict: 1000, hidden: { as: hidden } }\npaging: { default: x }\n",
    );
    let mut found: Vec<u16> = diags.iter().map(|diag| diag.code.0).collect();
    found.sort_unstable();
    assert_eq!(found, [100, 101, 103, 103, 105, 108, 109]);
}

#[test]
fn the_schema_and_the_reference_know_every_key() {
    let schema = json_schema();
    let keys: Vec<&str> =
        schema["properties"].as_object().expect("keys").keys().map(String::as_str).collect();
    let expected = "style about extends root calls transport path version media success failure outcomes paging filtering \
                    sorting sparse_fields include expansion parameters locale login data methods headers caching rate idempotency cors checks \
                    slow_after_ms lint";
    assert_eq!(keys.join(" "), expected);
    let reference = reference();
    for key in keys {
        assert!(reference.contains(&format!("| `{key}`")), "{key}");
    }
    for slot in Slot::ALL {
        assert!(reference.contains(&format!("| `${}` |", slot.as_str())));
    }
    assert!(
        Slot::ALL
            .iter()
            .all(|slot| grammar::Place::ALL.iter().any(|(place, _)| place.slots().contains(slot)))
    );
}

/// Every pointer into a value.
fn pointers(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        serde_json::Value::Object(members) => {
            members.iter().for_each(|(wire, member)| pointers(member, &format!("{at}/{wire}"), found));
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| pointers(item, &format!("{at}/{i}"), found));
        }
        _ => {}
    }
}

#[test]
fn whatever_stands_in_a_place_there_is_a_style_or_a_problem() {
    let (_, root_text) = builtin().iter().find(|(name, _)| *name == root()).expect("the root");
    for text in [CLINIC, root_text] {
        stand_in_everywhere(text);
    }
}

/// Puts something else in each place of a style: it loads, or a problem is reported.
fn stand_in_everywhere(text: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("style.yaml");
    let file = Sources::new().add_text("style", text.to_owned(), &mut Diagnostics::new()).expect("a file");
    let mut places = Vec::new();
    pointers(&file.tree, "", &mut places);
    for place in places {
        for stand_in in ["null", "7", "-1", "\"\"", "\"$payload\"", "[]", "[[1]]", "{}", "{\"as\": \"ok\"}"] {
            let mut tree = file.tree.clone();
            *tree.pointer_mut(&place).expect("a node") = serde_json::from_str(stand_in).expect("JSON");
            fs::write(&path, tree.to_string()).expect("written");
            let (style, diags) = load_file(&path);
            assert_eq!(style.is_some(), diags.is_empty(), "{place}: {stand_in}: {diags:#?}");
        }
    }
}
