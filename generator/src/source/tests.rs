//! One test a rule of reading.

use serde_json::{Value, json};

use super::{Sources, locate};
use crate::diag::{Code, Diagnostics, Place, codes};

fn read(text: &str) -> (Option<Value>, Diagnostics) {
    let mut diags = Diagnostics::new();
    let name = if text.starts_with("{\"") { "acme.json" } else { "acme.yaml" };
    let file = Sources::new().add_text(name, text.to_owned(), &mut diags);
    (file.map(|f| f.tree.clone()), diags)
}

fn tree(text: &str) -> Value {
    let (tree, diags) = read(text);
    tree.unwrap_or_else(|| panic!("{text}: {diags:?}"))
}

/// The one error of a text: its code, and the text at its place.
fn refused(text: &str) -> (Code, String) {
    let (tree, diags) = read(text);
    assert!(tree.is_none(), "accepted");
    let found = diags.iter().next().expect("a diagnostic");
    let at = match &found.place {
        Place::Bytes { start, end, .. } => text.get(*start..*end).expect("a range of the text").to_owned(),
        _ => String::new(),
    };
    (found.code, at)
}

#[test]
fn scalars_mean_what_the_core_schema_says() {
    let read = tree(
        "{a: yes, b: no, c: on, d: off, e: y, f: true, g: ~, h: 010, i: 0x1F, j: 0b11, k: 1e3, l: .inf, m: 1_000,\
         n: '1', o: -7, p: 1.50, q: null, r: 2020-01-01, s: '', t: , u: !!str 5, v: 18446744073709551615, w: +3}",
    );
    let expected = json!({
        "a": "yes", "b": "no", "c": "on", "d": "off", "e": "y", "f": true, "g": null, "h": "010", "i": 31,
        "j": "0b11", "k": 1000.0, "l": ".inf", "m": "1_000", "n": "1", "o": -7, "p": 1.5, "q": null,
        "r": "2020-01-01", "s": "", "t": null, "u": "5", "v": 18_446_744_073_709_551_615_u64, "w": 3,
    });
    assert_eq!(read, expected);
}

#[test]
fn keys_are_what_stands_in_the_text() {
    assert_eq!(
        tree("200: a\nnull: b\ntrue: c\n1: d\n\"1.0\": e\n"),
        json!({"200":"a","null":"b","true":"c","1":"d","1.0":"e"})
    );
}

#[test]
fn numbers_beyond_64_bits_are_reported() {
    let (tree, diags) = read("a: 18446744073709551616\n");
    assert_eq!(tree, Some(json!({"a": 18_446_744_073_709_551_616.0})));
    assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::NUMBER_INEXACT]);
}

#[test]
fn byte_order_marks_and_carriage_returns_are_fine() {
    assert_eq!(tree("\u{feff}a: 1\r\nb:\r\n  - c\r\n"), json!({"a": 1, "b": ["c"]}));
    assert_eq!(tree("\u{feff}{\"a\":\r\n1}"), json!({"a": 1}));
}

#[test]
fn json_takes_surrogate_escapes_and_tabs() {
    assert_eq!(tree("{\n\t\"a\": \"\\ud83d\\ude00\"\n}"), json!({"a": "😀"}));
}

#[test]
fn anchors_and_merge_keys() {
    let text = "base: &b {x: 1, y: 2}\nc: {<<: *b, y: 3}\nd: *b\ne: {<<: [*b, {z: 4}], w: 5}\n";
    let read = tree(text);
    assert_eq!(read["c"], json!({"y": 3, "x": 1}));
    assert_eq!(read["d"], json!({"x": 1, "y": 2}));
    assert_eq!(read["e"], json!({"w": 5, "x": 1, "y": 2, "z": 4}));
    assert_eq!(refused("a: {<<: 1}\n").0, codes::MERGE_KEY);
}

#[test]
fn duplicate_keys_show_both_places() {
    for text in ["a: 1\nb: 2\na: 3\n", "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}"] {
        let (tree, diags) = read(text);
        assert_eq!(tree, None);
        let found = diags.iter().next().expect("a diagnostic");
        assert_eq!(found.code, codes::DUPLICATE_KEY);
        let Place::Bytes { start: second, .. } = found.place else { panic!("{found:?}") };
        let Place::Bytes { start: first, .. } = found.related[0].0 else { panic!("{found:?}") };
        assert!(first < 3 && second > 9, "{found:?}");
    }
}

#[test]
fn broken_texts_are_reported_at_their_place() {
    assert_eq!(refused("a: b: c\n").0, codes::SYNTAX);
    assert_eq!(refused("a: \"open\n").0, codes::SYNTAX);
    assert_eq!(refused("a: [1, 2\nb: 3\n").0, codes::SYNTAX);
    assert_eq!(refused("{\"a\": 1,}"), (codes::SYNTAX, "}".to_owned()));
    assert_eq!(refused("{\"a\": 1"), (codes::SYNTAX, "1".to_owned()));
    assert_eq!(refused("a: *b\n").0, codes::SYNTAX);
    assert_eq!(refused("a:\n\tb: 1\n"), (codes::TAB, "\t".to_owned()));
    assert_eq!(refused("").0, codes::EMPTY_FILE);
    assert_eq!(refused("a: 1\n---\nb: 2\n").0, codes::MORE_DOCUMENTS);
    assert_eq!(refused("[a, b]: 1\n").0, codes::KEY_NOT_SCALAR);
    assert_eq!(refused("a: \u{0}\n").0, codes::SYNTAX);
}

#[test]
fn other_encodings_are_named() {
    let folder = tempfile();
    for (bytes, words) in
        [(&b"\xff\xfea\0:\0"[..], "UTF-16"), (b"a\0:\0 \x001\0", "UTF-16"), (b"a: 1\nb: \xff\n", "line 2")]
    {
        let path = folder.path().join("acme.yaml");
        std::fs::write(&path, bytes).expect("writable");
        let mut diags = Diagnostics::new();
        assert!(Sources::new().read(&path, &mut diags).is_none());
        let found = diags.iter().next().expect("a diagnostic");
        assert!(found.code == codes::NOT_UTF8 && found.message.contains(words), "{found:?}");
    }
}

fn tempfile() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn missing_files_and_folders_are_refused() {
    let folder = tempfile();
    for path in [folder.path().to_owned(), folder.path().join("none.yaml")] {
        let mut diags = Diagnostics::new();
        assert!(Sources::new().read(&path, &mut diags).is_none());
        assert_eq!(diags.iter().next().map(|d| d.code), Some(codes::FILE_UNREADABLE));
    }
}

#[test]
fn bombs_are_refused_at_once() {
    let mut laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for n in 1..10 {
        let alias = vec![format!("*a{}", n - 1); 9].join(",");
        laughs.push_str(&format!("a{n}: &a{n} [{alias}]\n"));
    }
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 20_000].join(","));
    let anchors_all_the_way =
        (0..99).fold(String::new(), |s, n| s + &format!("&n{n} [")) + &"x,".repeat(100_000);
    for (bomb, code) in [
        (laughs, codes::TOO_MANY_ALIASES),
        (long, codes::TOO_MANY_ALIASES),
        ("[".repeat(100_000), codes::TOO_DEEP),
        ("{a: ".repeat(100_000), codes::TOO_DEEP),
        (format!("a: {}", "{a: ".repeat(100_000)), codes::TOO_DEEP),
        ("{\"a\":".repeat(100_000), codes::TOO_DEEP),
        ("- ".repeat(100_000), codes::TOO_DEEP),
        ("? ".repeat(50_000), codes::KEY_NOT_SCALAR),
        ("a: 1\n---\n".repeat(300_000), codes::MORE_DOCUMENTS),
        ("a: &a [*a]\n".to_owned(), codes::ALIAS_CYCLE),
        (anchors_all_the_way + &"]".repeat(99), codes::TOO_MANY_ALIASES),
    ] {
        assert_eq!(refused(&bomb).0, code, "{}", &bomb[..40.min(bomb.len())]);
    }
}

#[test]
fn large_but_honest_texts_are_read() {
    assert!(tree(&format!("{}: 1\n", "k".repeat(1000))).is_object());
    assert_eq!(tree(&format!("a: {}\n", "v".repeat(5_000_000)))["a"].as_str().map(str::len), Some(5_000_000));
    let anchors = (0..20_000).fold(String::new(), |s, n| s + &format!("k{n}: &a{n} v\n"));
    assert_eq!(tree(&anchors).as_object().map(serde_json::Map::len), Some(20_000));
    assert!(tree(&("[".repeat(99) + &"]".repeat(99))).is_array());
    assert_eq!(refused(&("[".repeat(101) + &"]".repeat(101))).0, codes::TOO_DEEP);
    let nested = |n: usize| "{\"a\":".repeat(n) + "1" + &"}".repeat(n);
    assert!(tree(&nested(100)).is_object());
    assert_eq!(refused(&nested(101)).0, codes::TOO_DEEP);
}

#[test]
fn places_are_found() {
    let text = "openapi: 3.0.0\npaths:\n  /a~b/{id}:\n    get:\n      tags: [x, 'yy']\nbase: &b\n  deep: {v: 1}\nuse: *b\nmix:\n  <<: *b\n  own: 2\n";
    let at = |pointer: &str, key: bool| locate(text, pointer, key).map(|range| text[range].trim_end());
    assert_eq!(at("/openapi", false), Some("3.0.0"));
    assert_eq!(at("/openapi", true), Some("openapi"));
    assert_eq!(at("/paths/~1a~0b~1{id}", true), Some("/a~b/{id}"));
    assert_eq!(at("/paths/~1a~0b~1{id}/get/tags/1", false), Some("'yy'"));
    assert_eq!(at("/paths/~1a~0b~1{id}/get/tags", false), Some("[x, 'yy']"));
    assert_eq!(at("/use", false), Some("*b"));
    assert_eq!(at("/use/deep/v", false), Some("1"));
    assert_eq!(at("/mix/deep", true), Some("deep"));
    assert_eq!(at("/mix/own", false), Some("2"));
    assert_eq!(at("/nowhere", false), None);
    let found = super::locate_all(text, &["/paths/~1a~0b~1{id}/get/responses", "/use"]);
    assert!(!found[0].exact && found[1].exact);
    assert_eq!(&text[found[0].key.clone()], "get");
}

#[test]
fn places_are_found_in_json() {
    let long = "k".repeat(3000);
    let text = format!("{{\n\t\"a\": {{\"{long}\": [1, {{\"b\\/c\": \"\\ud83d\\ude00\"}}]}}\n}}");
    let range = locate(&text, &format!("/a/{long}/1/b~1c"), false).expect("found");
    assert_eq!(&text[range], "\"\\ud83d\\ude00\"");
}

#[test]
fn agrees_with_the_oracle() {
    let texts = [
        "openapi: 3.0.0\ninfo: {title: Clinic, version: '1.0'}\npaths:\n  /a:\n    get:\n      responses:\n        '200': {description: ok}\n",
        "a: |\n  one\n  two\nb: >-\n  three\n  four\n\n  five\nc: \"x\\ty\\u00e9\"\nd: plain text # comment\n",
        "- 1\n- -2\n- 3.5\n- true\n- null\n- ~\n- [a, b: c]\n- {d: e}\n-\n  - f\n  - g\n",
        "? a\n: b\n'c d': e\n\"f\": [ ]\ng: {}\n",
        "200: x\n404: y\nnull: z\n",
        "a: &x {b: 1}\nc: *x\n",
        "v: [0, 0o17, 0x1f, 1.0, 1e3, -1.5e-3, 9223372036854775807, -9223372036854775808, 18446744073709551615]\n",
    ];
    for text in texts {
        let oracle: Value = serde_yaml::from_str(text).expect("fine");
        assert_eq!(tree(text), oracle, "{text}");
    }
}

#[test]
fn a_quoted_text_may_go_on_at_a_lesser_indentation() {
    let text =
        "a:\n    one: \"x\n  y\n\n  z\"\n    two: 'it''s\n q'\n    three:\n      - \"k\n   \\\"l\"\nb: c\n";
    let (read, diags) = read(text);
    assert_eq!(
        read,
        Some(json!({ "a": { "one": "x y\nz", "two": "it's q", "three": ["k \"l"] }, "b": "c" }))
    );
    let reported: Vec<_> = diags.iter().map(|one| (one.severity, one.code)).collect();
    assert_eq!(reported, vec![(crate::diag::Severity::Warning, codes::QUOTED_INDENT); 3]);
    let place = |pointer: &str| &text[locate(text, pointer, false).expect("there")];
    assert_eq!(place("/a/one"), "\"x\n  y\n\n  z\"");
    assert_eq!(place("/a/three/0"), "\"k\n   \\\"l\"");
    assert_eq!(place("/b"), "c");
}

#[test]
fn other_faults_of_a_repaired_text_are_reported_at_their_place() {
    let text = "a:\n    one: \"x\n  y\"\n    two: [1\nb: {\n";
    let (read, diags) = read(text);
    assert!(read.is_none());
    let error = diags.iter().find(|one| one.severity == crate::diag::Severity::Error).expect("an error");
    let Place::Bytes { start, end, .. } = error.place else { panic!("{error:?}") };
    assert_eq!(&text[start - 1..end], "b:", "{error:?}");
    assert_eq!(refused("a:\n    one: \"x\n  y\n").0, codes::SYNTAX, "a quote that is not closed");
}

#[test]
fn the_bytes_read_for_repairs_are_bounded() {
    let text: String = (0..4_000).map(|n| format!("k{n}:\n  a: \"x\n y\"\n")).collect();
    let repaired = super::lenient::RepairedText::of(&text).expect("a repair");
    assert!(repaired.read <= super::lenient::READ, "{} bytes", repaired.read);
    let (_, diags) = read(&text);
    assert!(diags.iter().count() < 10);
}
