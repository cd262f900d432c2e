//! Resolved response documents.

use super::super::fixtures::{Book, Person, book, person};
use super::super::{Compound, Fields, Related};
use super::*;

fn flat(document: &str, paths: &[&'static str]) -> String {
    let out = resolve_document(document.as_bytes(), &Include::of(paths)).expect("resolved");
    String::from_utf8(out).expect("text")
}

const DOCUMENT: &str = r#"{
    "data": {"type": "book", "id": "1", "attributes": {"title": "a\u0021", "id": 9}, "x": {},
             "relationships": {"author": {"data": {"type": "person", "id": "7"}, "links": {}},
                               "sequel": {"links": {"related": "/x"}}, "old": {"data": null}}},
    "included": [{"type": "person", "id": "7", "attributes": {"name": "Ada"},
                  "relationships": {"books": {"data": [{"type": "book", "id": "1"}, {"type": "book", "id": "2"}]}}},
                 {"id": "2", "type": "book", "attributes": {"title": "b"}}]
}"#;

#[test]
fn ja_16_one_resource_is_flat() {
    let expected =
        r#"{"type":"book","id":"1","title":"a\u0021","author":{"type":"person","id":"7"},"old":null}"#;
    assert_eq!(flat(DOCUMENT, &[]), expected);
    assert_eq!(flat(r#"{"data":null}"#, &[]), "null");
    assert_eq!(flat(r#"{"data":{"type":"a","id":"1"},"included":null}"#, &["x"]), r#"{"type":"a","id":"1"}"#);
}

#[test]
fn ja_17_a_collection_is_a_list() {
    assert_eq!(flat(r#"{"data":[]}"#, &[]), "[]");
    let two = r#"{"data":[{"type":"a","id":"1"},{"type":"a","id":"2"}],"meta":{}}"#;
    assert_eq!(flat(two, &[]), r#"[{"type":"a","id":"1"},{"type":"a","id":"2"}]"#);
}

#[test]
fn ja_34_what_is_included_is_put_in_its_place_and_cycles_are_cut() {
    let ada = |books: &str| {
        format!(
            r#"{{"type":"book","id":"1","title":"a\u0021","author":{{"type":"person","id":"7","name":"Ada","books":[{{"type":"book","id":"1"}},{books}]}},"old":null}}"#
        )
    };
    assert_eq!(flat(DOCUMENT, &["author"]), ada(r#"{"type":"book","id":"2"}"#));
    assert_eq!(flat(DOCUMENT, &["author.books"]), ada(r#"{"type":"book","id":"2","title":"b"}"#));
    assert_eq!(flat(DOCUMENT, &["author.books.author"]), ada(r#"{"type":"book","id":"2","title":"b"}"#));
}

#[test]
fn what_is_primary_data_is_put_in_its_place_too() {
    let document = r#"{"data":[
        {"type":"book","id":"1","relationships":{"sequel":{"data":{"type":"book","id":"2"}}}},
        {"type":"book","id":"2","attributes":{"title":"b"},"relationships":{"sequel":{"data":{"type":"book","id":"2"}}}}
    ]}"#;
    let two = r#"{"type":"book","id":"2","title":"b","sequel":{"type":"book","id":"2"}}"#;
    assert_eq!(flat(document, &["sequel"]), format!(r#"[{{"type":"book","id":"1","sequel":{two}}},{two}]"#));
}

#[test]
fn ja_14_ja_93_what_is_not_known_is_passed_over() {
    let document = r#"{"@x":1,"ext:y":{},"data":{"type":"a","id":"1","@z":2,"meta":{},"attributes":{"b":1}},"included":7}"#;
    assert_eq!(flat(document, &["c"]), r#"{"type":"a","id":"1","b":1}"#);
}

#[test]
fn ja_19_what_is_no_resource_is_refused() {
    for bad in [
        "{",
        "[]",
        "{}",
        r#"{"errors":[]}"#,
        r#"{"data":7}"#,
        r#"{"data":[null]}"#,
        r#"{"data":{"type":"a"}}"#,
        r#"{"data":{"type":"a","id":1}}"#,
        r#"{"data":{"type":"a","id":"1","relationships":{"b":{"data":7}}}}"#,
        r#"{"data":{"type":"a","id":"1","relationships":{"b":{"data":[{"id":"1"}]}}}}"#,
    ] {
        assert!(resolve_document(bad.as_bytes(), &Include::of(&["b"])).is_err(), "{bad}");
    }
}

#[test]
fn an_answer_cannot_be_made_to_grow_without_end() {
    let text = "x".repeat(1024 * 1024);
    let links = vec![r#"{"type":"a","id":"2"}"#; 100].join(",");
    let document = format!(
        r#"{{"data":{{"type":"a","id":"1","relationships":{{"b":{{"data":[{links}]}}}}}},"included":[{{"type":"a","id":"2","attributes":{{"t":"{text}"}}}}]}}"#
    );
    let error = resolve_document(document.as_bytes(), &Include::of(&["b"])).expect_err("too long");
    assert!(error.message.contains("too often"), "{error}");
    assert!(resolve_document(document.as_bytes(), &Include::default()).is_ok());
}

#[test]
fn what_a_server_writes_a_client_reads() {
    let mut ada: Person = person("7", "Ada");
    ada.books = vec![Related::to("1"), Related::from(book("2", "b"))];
    let mut first: Book = book("1", "a");
    first.author = Some(Related::from(ada));
    let (include, fields) = (Include::of(&["author.books"]), Fields::all());
    let mut compound = Compound::new(&include, &fields);
    let mut out = b"{\"data\":".to_vec();
    compound.one(&first, &mut out).expect("written");
    out.extend_from_slice(b",\"included\":");
    assert!(compound.included(&mut out).expect("written"));
    out.push(b'}');
    let flat = resolve_document(&out, &include).expect("resolved");
    assert_eq!(serde_json::from_slice::<Book>(&flat).expect("read"), first);
}
