//! The rules of request documents.

use super::super::fixtures::{BOOK, SHELF};
use super::super::{IDENTIFIER, ResourceId};
use super::*;
use crate::Outcome;
use crate::codec::body::{self, BodyError};
use crate::schema::{ArrayRules, Kind, ObjectRules, Schema, StringRules, Valid, has};
use crate::style::Style;
use DocumentFaultKind::{
    ClientId, DataAndErrors, Missing, NotAList, NotAnIdentifier, NotAnObject, NotText, Twice, UnknownLocal,
    WrongId, WrongTarget, WrongType,
};

fn read(document: &str) -> Result<FlatRequest, DocumentError> {
    read_request(document.as_bytes(), &SHELF, Purpose::Create)
}

/// Returns the flat form of a valid document.
fn flat(document: &str) -> String {
    let read = read(document).expect("read");
    assert_eq!(read.faults, []);
    String::from_utf8(read.text).expect("text")
}

/// Returns the faults of a document, and whether it could be read.
fn faults(read: Result<FlatRequest, DocumentError>) -> (Vec<(String, DocumentFaultKind)>, bool) {
    let (faults, goes_on) = match read {
        Ok(read) => (read.faults, true),
        Err(DocumentError::Faults(faults)) => (faults, false),
        Err(DocumentError::Syntax(error)) => panic!("{error}"),
    };
    (faults.into_iter().map(|fault| (fault.pointer, fault.kind)).collect(), goes_on)
}

fn one(pointer: &str, kind: DocumentFaultKind, goes_on: bool) -> (Vec<(String, DocumentFaultKind)>, bool) {
    (vec![(pointer.to_owned(), kind)], goes_on)
}

fn with(data: &str) -> String {
    format!(r#"{{"data":{{"type":"shelf",{data}}}}}"#)
}

#[test]
fn a_document_is_made_flat() {
    let document = r#"{"data":{"type":"shelf","attributes":{"ro\u006fm":"h\u0021ll","odd":[1.50,{}]},"relationships":{
        "top":{"data":{"id":"7","type":"person","meta":{}}},"holds":{"data":[{"type":"book","id":"1"}]}}}}"#;
    let expected = concat!(
        r#"{"room":"h\u0021ll","odd":[1.50,{}],"top":{"type":"person","id":"7"},"#,
        r#""holds":[{"type":"book","id":"1"}]}"#
    );
    assert_eq!(flat(document), expected);
}

#[test]
fn ja_23_ja_26_either_part_may_be_absent_or_empty() {
    assert_eq!(flat(r#"{"data":{"type":"shelf"}}"#), "{}");
    assert_eq!(flat(&with(r#""attributes":{},"relationships":{}"#)), "{}");
    assert_eq!(
        flat(&with(r#""relationships":{"top":{"data":null},"holds":{"data":[]}}"#)),
        r#"{"top":null,"holds":[]}"#
    );
}

#[test]
fn ja_14_ja_93_what_is_not_known_is_passed_over() {
    let document = r#"{"@a":1,"ext:b":2,"included":[],"jsonapi":{"version":"1.1"},"meta":{"c":1},"data":{"type":"shelf",
        "links":{},"x":1,"attributes":{"@context":1},"relationships":{"odd":{"data":7},"top":{"data":null,"x":1}}}}"#;
    assert_eq!(flat(document), r#"{"top":null}"#);
}

#[test]
fn ja_22_fields_share_one_namespace() {
    assert_eq!(flat(&with(r#""attributes":{"id":"1","type":"x","top":7,"lid":"a"}"#)), r#"{"lid":"a"}"#);
}

#[test]
fn ja_11_data_must_be_there_and_an_object() {
    assert_eq!(faults(read("{}")), one("/data", Missing, false));
    assert_eq!(faults(read(r#"{"meta":{}}"#)), one("/data", Missing, false));
    for bad in ["null", "[]", "7", "\"x\"", r#"[{"type":"shelf"}]"#] {
        assert_eq!(faults(read(&format!(r#"{{"data":{bad}}}"#))), one("/data", NotAnObject, false), "{bad}");
    }
    assert_eq!(faults(read("[]")), one("", NotAnObject, false));
    for bad in ["", "{", "{}{}", r#"{"data":{"attributes":{"\ud800":1},"type":"shelf"}}"#] {
        assert!(matches!(read(bad), Err(DocumentError::Syntax(_))), "{bad}");
    }
    assert_eq!(Missing.outcome(), Outcome::MissingMember);
}

#[test]
fn ja_12_data_and_errors_are_never_together() {
    let document = r#"{"data":{"type":"shelf"},"errors":[]}"#;
    assert_eq!(faults(read(document)), one("/data", DataAndErrors, true));
}

#[test]
fn ja_37_ja_38_ja_39_meta_links_and_jsonapi_are_objects() {
    for wire in ["meta", "links", "jsonapi"] {
        let document = format!(r#"{{"data":{{"type":"shelf"}},"{wire}":[]}}"#);
        assert_eq!(faults(read(&document)), one(&format!("/{wire}"), NotAnObject, true));
    }
}

#[test]
fn ja_72_a_foreign_type_is_a_conflict() {
    let document = r#"{"data":{"type":"shelves","attributes":7}}"#;
    assert_eq!(faults(read(document)), one("/data/type", WrongType, false));
    assert_eq!(WrongType.outcome(), Outcome::Conflict);
    assert_eq!(faults(read(r#"{"data":{"attributes":{}}}"#)), one("/data/type", Missing, false));
    assert_eq!(faults(read(r#"{"data":{"type":1}}"#)), one("/data/type", NotText, false));
}

#[test]
fn ja_59_an_id_of_the_clients_is_taken_where_that_is_wanted() {
    let document = with(r#""id":"5","attributes":{"room":"a"}"#);
    assert_eq!(faults(read(&document)), one("/data/id", ClientId, false));
    assert_eq!(ClientId.outcome(), Outcome::Forbidden);
    let read = |text: &str| read_request(text.as_bytes(), &SHELF, Purpose::CreateAs);
    let named = read(&document).expect("read");
    assert_eq!((named.text, named.id.as_deref()), (br#"{"id":"5","room":"a"}"#.to_vec(), Some("5")));
    assert_eq!(read(&with(r#""attributes":{}"#)).expect("read").text, b"{}");
    assert_eq!(faults(read(&with(r#""id":5"#))), one("/data/id", NotText, false));
}

#[test]
fn ja_73_type_and_id_fit_the_url() {
    let read = |data: &str| read_request(with(data).as_bytes(), &SHELF, Purpose::Change("5"));
    assert_eq!(read(r#""id":"5","attributes":{"room":"a"}"#).expect("read").text, br#"{"room":"a"}"#);
    assert_eq!(faults(read(r#""id":"6""#)), one("/data/id", WrongId, false));
    assert_eq!(faults(read(r#""id":5"#)), one("/data/id", NotText, false));
    assert_eq!(WrongId.outcome(), Outcome::Conflict);
    let both = read_request(br#"{"data":{"type":"book","id":"6"}}"#, &SHELF, Purpose::Change("5"));
    assert_eq!(faults(both).0.len(), 2);
}

#[test]
fn ja_63_a_change_has_an_id() {
    let bare = with(r#""attributes":{}"#);
    let read = read_request(bare.as_bytes(), &SHELF, Purpose::Change("5"));
    assert_eq!(faults(read), one("/data/id", Missing, false));
    let own = read_request(with(r#""id":"9""#).as_bytes(), &SHELF, Purpose::ChangeOwn).expect("read");
    assert_eq!((own.id.as_deref(), &*own.text), (Some("9"), &b"{}"[..]));
    assert_eq!(faults(read_request(with(r#""id":9"#).as_bytes(), &SHELF, Purpose::ChangeOwn)).0.len(), 1);
}

#[test]
fn an_id_may_be_left_out_where_the_path_has_none_and_counts_for_nothing_where_there_is_no_resource() {
    let own = read_request(with(r#""attributes":{}"#).as_bytes(), &SHELF, Purpose::ChangeOwn).expect("read");
    assert_eq!((own.id, own.faults), (None, vec![]));
    for id in [r#""9""#, "9", "null"] {
        let said = with(&format!(r#""id":{id},"attributes":{{"id":"1"}}"#));
        let said = read_request(said.as_bytes(), &SHELF, Purpose::Say).expect("read");
        assert_eq!((said.id, said.faults, &*said.text), (None, vec![], &b"{}"[..]), "{id}");
    }
}

#[test]
fn ja_23_ja_26_the_parts_are_objects() {
    for bad in ["null", "[]", "1"] {
        let document = with(&format!(r#""attributes":{bad},"relationships":{bad}"#));
        let pointers = ["/data/attributes", "/data/relationships"];
        let expected = pointers.map(|pointer| (pointer.to_owned(), NotAnObject)).to_vec();
        assert_eq!(faults(read(&document)), (expected, true), "{bad}");
    }
}

#[test]
fn ja_31_ja_58_a_relationship_has_linkage_of_its_kind() {
    for (relationship, pointer, kind) in [
        (r#""top":null"#, "/data/relationships/top", NotAnObject),
        (r#""top":{"links":{}}"#, "/data/relationships/top/data", Missing),
        (r#""top":{"data":[]}"#, "/data/relationships/top/data", NotAnIdentifier),
        (r#""top":{"data":{"type":"cat","id":"1"}}"#, "/data/relationships/top/data/type", WrongTarget),
        (r#""top":{"data":{"type":"book"}}"#, "/data/relationships/top/data/id", Missing),
        (r#""holds":{"data":null}"#, "/data/relationships/holds/data", NotAList),
        (r#""holds":{"data":[{"type":"book","id":"1"},7]}"#, "/data/relationships/holds/data/1", NotAnObject),
        (r#""top":{"data":null,"data":null}"#, "/data/relationships/top/data", Twice),
        (r#""top":{"data":null},"top":{"data":null}"#, "/data/relationships/top", Twice),
    ] {
        let document = with(&format!(r#""relationships":{{{relationship}}}"#));
        assert_eq!(faults(read(&document)), one(pointer, kind, true), "{relationship}");
    }
    assert_eq!(WrongTarget.outcome(), Outcome::InvalidEntity);
    assert_eq!(Twice.outcome(), Outcome::Malformed);
}

#[test]
fn r_33_what_is_there_with_a_bad_value_is_a_bad_value() {
    let outcome = |document: &str| {
        let faults = match read(document) {
            Ok(read) => read.faults,
            Err(DocumentError::Faults(faults)) => faults,
            Err(refused) => panic!("{refused:?}"),
        };
        Violation::from(faults[0].clone()).outcome
    };
    for document in
        [r#"{"data":[]}"#, &with(r#""attributes":1"#), &with(r#""relationships":{"top":{"data":1}}"#)]
    {
        assert_eq!(outcome(document), Some(Outcome::InvalidEntity), "{document}");
    }
    assert_eq!(outcome("[]"), Some(Outcome::Malformed));
    assert_eq!(outcome("{}"), Some(Outcome::MissingMember));
}

#[test]
fn ja_33_a_lid_is_that_of_the_resource_itself() {
    let read = |lid: &str| {
        let document = format!(
            r#"{{"data":{{"type":"book","lid":"new","relationships":{{"sequel":{{"data":{{"type":"book","lid":"{lid}"}}}}}}}}}}"#
        );
        read_request(document.as_bytes(), &BOOK, Purpose::Create)
    };
    let itself = read("new").expect("read");
    assert_eq!(
        (&*itself.text, itself.lid.as_deref()),
        (&br#"{"sequel":{"type":"book","id":"","lid":"new"}}"#[..], Some("new"))
    );
    assert_eq!(faults(read("else")), one("/data/relationships/sequel/data/lid", UnknownLocal, true));
    assert_eq!(
        faults(super::read_request(br#"{"data":{"type":"book","lid":7}}"#, &BOOK, Purpose::Create)),
        one("/data/lid", NotText, false)
    );
}

#[derive(Debug)]
struct NewShelf {
    holds: Vec<ResourceId>,
}

impl<'de> serde::Deserialize<'de> for NewShelf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = std::collections::BTreeMap::<String, serde_json::Value>::deserialize(deserializer)?;
        let mut take = |wire: &str| object.remove(wire).ok_or_else(|| serde::de::Error::custom("missing"));
        take("room").and(take("top"))?;
        Ok(Self { holds: serde_json::from_value(take("holds")?).map_err(serde::de::Error::custom)? })
    }
}

impl Valid for NewShelf {
    fn valid(&self, _: &'static Schema) -> bool {
        false
    }
}

static NEW_SHELF: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("room", &Schema::new(Kind::String(StringRules { min_length: 1, ..StringRules::ANY }))).required(),
    has("top", &IDENTIFIER).required(),
    has("holds", &Schema::new(Kind::Array(ArrayRules { min_items: 1, ..ArrayRules::of(&IDENTIFIER) })))
        .required(),
])));

/// Returns the pointers and codes of all errors of a document.
fn reported(document: &str) -> Vec<(String, String)> {
    let read = read(document).expect("read");
    let found = match body::read::<NewShelf>(&read.text, &NEW_SHELF, &Style::MINIMAL.data) {
        Ok(shelf) => {
            assert_eq!(shelf.holds, [ResourceId::new("book", "1")]);
            Vec::new()
        }
        Err(BodyError::Invalid(found)) => found,
        Err(BodyError::Syntax(error)) => panic!("{error}"),
        Err(BodyError::TooDeep) => panic!("too deep"),
    };
    let found = found.into_iter().filter_map(|violation| read.explain(violation)).collect::<Vec<_>>();
    let all = read.faults.into_iter().map(Violation::from).chain(found);
    all.map(|violation| (violation.pointer, violation.code.into_owned())).collect()
}

#[test]
fn ja_87_each_problem_is_reported_at_its_place_in_the_document_and_once() {
    let pairs = |list: &[(&str, &str)]| {
        list.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect::<Vec<_>>()
    };
    let sound = r#""attributes":{"room":"a"},"relationships":{"top":{"data":{"type":"book","id":"1"}},"holds":{"data":[{"type":"book","id":"1"}]}}"#;
    assert_eq!(reported(&with(sound)), []);
    let missing = [
        ("/data/attributes/room", "required"),
        ("/data/relationships/top", "required"),
        ("/data/relationships/holds", "required"),
    ];
    assert_eq!(reported(&with(r#""x":1"#)), pairs(&missing));
    let bad = r#""attributes":{"room":""},"relationships":{"top":{"data":null},"holds":{"data":[]}}"#;
    let expected = [
        ("/data/attributes/room", "too_short"),
        ("/data/relationships/top/data", "wrong_type"),
        ("/data/relationships/holds/data", "too_few"),
    ];
    assert_eq!(reported(&with(bad)), pairs(&expected));
    let broken = r#""attributes":7,"relationships":{"top":{},"holds":{"data":[{"type":"book"}]}}"#;
    let expected = [
        ("/data/attributes", "wrong_type"),
        ("/data/relationships/top/data", "required"),
        ("/data/relationships/holds/data/0/id", "required"),
    ];
    assert_eq!(reported(&with(broken)), pairs(&expected));
    assert_eq!(
        reported(&with(r#""attributes":{"room":"a","room":"b"},"relationships":[]"#)),
        pairs(&[("/data/relationships", "wrong_type"), ("/data/attributes/room", "duplicate_field"),])
    );
}

#[test]
fn depth_is_bounded_where_values_are_read() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let read = read(&with(&format!(r#""attributes":{{"room":{deep}}},"relationships":{{"odd":{deep}}}"#)))
        .expect("read");
    let refused = body::read::<NewShelf>(&read.text, &NEW_SHELF, &Style::MINIMAL.data);
    assert!(matches!(refused, Err(BodyError::TooDeep)));
}
