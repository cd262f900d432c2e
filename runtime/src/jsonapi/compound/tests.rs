//! Written documents and their included resources.

use super::super::ResourceId;
use super::super::fixtures::{Any, Book, Shelf, book, person};
use super::super::{Related, read_sort};
use super::*;
use serde_json::{Value, json};

fn include(paths: &[&'static str]) -> Include {
    Include::of(paths)
}

/// Returns the data and the included resources, null if there is no `included`.
fn document<'a, R: Resource>(resources: &'a [R], include: &'a Include, fields: &'a Fields) -> (Value, Value) {
    let mut compound = Compound::new(include, fields);
    let (mut data, mut included) = (Vec::new(), Vec::new());
    compound.many(resources, &mut data).expect("written");
    if !compound.included(&mut included).expect("written") {
        assert_eq!(included, b"");
        included.extend_from_slice(b"null");
    }
    let json = |text: Vec<u8>| serde_json::from_slice(&text).expect("json");
    (json(data), json(included))
}

fn ids(objects: &Value) -> Vec<String> {
    let objects = objects.as_array().expect("a list");
    objects.iter().map(|object| format!("{} {}", object["type"], object["id"]).replace('"', "")).collect()
}

fn by(mut book: Book, author: Related<super::super::fixtures::Person>) -> Book {
    book.author = Some(author);
    book
}

#[test]
fn ja_18_a_resource_object_has_type_and_id() {
    let book = by(Book { pages: Some(3.5), ..book("1", "Em\"ma") }, Related::to("7"));
    let (include, fields) = (include(&[]), Fields::all());
    let mut out = b"before".to_vec();
    Compound::new(&include, &fields).one(&book, &mut out).expect("written");
    let expected = concat!(
        r#"before{"type":"book","id":"1","attributes":{"title":"Em\"ma","pages":3.5},"#,
        r#""relationships":{"author":{"data":{"type":"person","id":"7"}},"sequel":{"data":null}}}"#
    );
    assert_eq!(String::from_utf8(out).expect("text"), expected);
}

#[test]
fn ja_16_ja_44_one_resource_or_null() {
    let (include, fields) = (include(&["author"]), Fields::all());
    let mut out = Vec::new();
    let mut compound = Compound::new(&include, &fields);
    compound.optional(None::<&Book>, &mut out).expect("written");
    assert_eq!(compound.included(&mut out), Ok(false));
    assert_eq!(out, b"null");
    let book = book("1", "Emma");
    let mut out = Vec::new();
    Compound::new(&include, &fields).optional(Some(&book), &mut out).expect("written");
    assert!(out.starts_with(b"{\"type\":\"book\""));
}

#[test]
fn ja_17_ja_43_a_collection_is_a_list_even_when_empty() {
    let (include, fields) = (include(&[]), Fields::all());
    assert_eq!(document::<Book>(&[], &include, &fields), (json!([]), Value::Null));
    assert_eq!(ids(&document(&[book("1", "Emma")], &include, &fields).0), ["book 1"]);
}

#[test]
fn ja_31_linkage_is_null_an_identifier_or_a_list_of_them() {
    let mut shelf = Shelf {
        id: "s".into(),
        room: "hall".into(),
        top: Related::Id(ResourceId::new("book", "1")),
        holds: Some(vec![]),
    };
    let written = |shelf: &Shelf| {
        let (include, fields) = (Include::default(), Fields::all());
        document(std::slice::from_ref(shelf), &include, &fields).0[0]["relationships"].clone()
    };
    let top = json!({"data": {"type": "book", "id": "1"}});
    assert_eq!(written(&shelf), json!({"top": top, "holds": {"data": []}}));
    shelf.holds = Some(vec![Related::to("2"), Related::from(book("3", "x"))]);
    let expected = json!([{"type": "book", "id": "2"}, {"type": "book", "id": "3"}]);
    assert_eq!(written(&shelf)["holds"]["data"], expected);
    shelf.holds = None;
    assert_eq!(written(&shelf), json!({"top": top}));
}

#[test]
fn a_polymorphic_relationship_has_the_type_of_its_target() {
    let top = Related::from(Any::Person(person("7", "Ada")));
    let shelf = Shelf { id: "s".into(), room: "hall".into(), top, holds: None };
    let (include, fields) = (include(&["top"]), Fields::all());
    let (data, included) = document(&[shelf], &include, &fields);
    assert_eq!(data[0]["relationships"]["top"]["data"], json!({"type": "person", "id": "7"}));
    assert_eq!(included[0]["attributes"], json!({"name": "Ada"}));
}

#[test]
fn ja_34_ja_36_each_object_is_included_once_in_order_of_discovery() {
    let ada = || Related::from(person("7", "Ada"));
    let mut books = [by(book("1", "a"), ada()), by(book("2", "b"), Related::from(person("6", "Bo")))];
    books[1].sequel = Some(Related::from(by(book("3", "c"), ada())));
    let (include, fields) = (include(&["author", "sequel.author"]), Fields::all());
    let (data, included) = document(&books, &include, &fields);
    assert_eq!(ids(&data), ["book 1", "book 2"]);
    assert_eq!(ids(&included), ["person 7", "person 6", "book 3"]);
}

#[test]
fn ja_36_primary_data_is_not_included_but_what_is_behind_it_is() {
    let mut ada = person("7", "Ada");
    let mut first = book("1", "a");
    first.sequel = Some(Related::from(book("9", "z")));
    ada.books = vec![Related::from(first.clone()), Related::from(book("2", "b"))];
    let books = [by(first, Related::from(ada)), book("2", "b")];
    let (include, fields) = (include(&["author.books.sequel"]), Fields::all());
    let (_, included) = document(&books, &include, &fields);
    assert_eq!(ids(&included), ["person 7", "book 9"]);
}

#[test]
fn ja_36_a_type_and_an_id_are_one_resource_together() {
    let books = [by(book("7", "a"), Related::from(person("7", "Ada")))];
    let (include, fields) = (include(&["author"]), Fields::all());
    assert_eq!(ids(&document(&books, &include, &fields).1), ["person 7"]);
}

#[test]
fn ja_35_all_that_is_included_is_linked_to() {
    let mut ada = person("7", "Ada");
    ada.books = vec![Related::from(book("2", "b")), Related::to("3")];
    let books = [by(book("1", "a"), Related::from(ada))];
    let (include, fields) = (include(&["author"]), Fields::all());
    let (data, included) = document(&books, &include, &fields);
    assert_eq!(data[0]["relationships"]["author"]["data"]["id"], "7");
    assert_eq!(ids(&included), ["person 7"], "the path ends there");
    assert_eq!(ids(&included[0]["relationships"]["books"]["data"]), ["book 2", "book 3"]);
}

#[test]
fn ja_48_included_is_there_when_asked_for_and_only_then_when_empty() {
    let (operation, fields) = (include(&["author"]), Fields::all());
    let books = [by(book("1", "a"), Related::to("7"))];
    assert_eq!(document(&books, &operation, &fields).1, Value::Null);
    let asked = operation.select("author", &mut Vec::new());
    assert_eq!(document(&books, &asked, &fields).1, json!([]));
    let whole = [by(book("1", "a"), Related::from(person("7", "Ada")))];
    assert_eq!(ids(&document(&whole, &asked, &fields).1), ["person 7"]);
    let nothing = operation.select("", &mut Vec::new());
    assert_eq!(document(&whole, &nothing, &fields).1, json!([]));
    assert_eq!(document(&whole, &include(&[]), &fields).1, Value::Null);
}

#[test]
fn ja_49_a_sparse_fieldset_leaves_out_members_and_linkage() {
    let asked = |query: &str| {
        let pairs = crate::codec::param::Pairs::form(query).expect("pairs");
        assert_eq!(read_sort(&pairs, "sort", &[], &mut Vec::new()), None);
        Fields::from_query(&pairs, "fields", &super::super::fixtures::BOOK, &mut Vec::new())
    };
    let books = [by(book("1", "a"), Related::from(person("7", "Ada")))];
    let include = include(&["author"]);
    let written = |query: &str| document(&books, &include, &asked(query));
    let (data, included) = written("fields[book]=title");
    assert_eq!(data, json!([{"type": "book", "id": "1", "attributes": {"title": "a"}}]));
    assert_eq!(ids(&included), ["person 7"], "JA-35: the exception to full linkage");
    let (data, included) = written("fields[book]=author&fields[person]=");
    assert_eq!(data[0]["relationships"], json!({"author": {"data": {"type": "person", "id": "7"}}}));
    assert_eq!((data[0].get("attributes"), included), (None, json!([{"type": "person", "id": "7"}])));
}

#[test]
fn ja_49_a_member_that_is_left_out_is_not_serialised() {
    let bad = [Book { pages: Some(f64::NAN), ..book("1", "a") }];
    let (include, fields) = (include(&[]), Fields::all());
    let mut out = b"before".to_vec();
    assert!(Compound::new(&include, &fields).many(&bad, &mut out).is_err());
    assert_eq!(out, b"before");
    let pairs = crate::codec::param::Pairs::form("fields[book]=title").expect("pairs");
    let fields = Fields::from_query(&pairs, "fields", &super::super::fixtures::BOOK, &mut Vec::new());
    assert_eq!(document(&bad, &include, &fields).0[0]["attributes"], json!({"title": "a"}));
}

#[test]
fn ja_32_objects_have_a_link_of_their_own_where_they_have_a_url() {
    let own =
        |ty: &'static str, id: &str| (ty == "book").then(|| format!("https://books.example/{ty}s/{id}"));
    let books = [by(book("1", "a"), Related::from(person("7", "Ada")))];
    let (include, fields) = (include(&["author"]), Fields::all());
    let mut compound = Compound::new(&include, &fields).self_links(&own);
    let (mut data, mut included) = (Vec::new(), Vec::new());
    compound.many(&books, &mut data).expect("written");
    assert!(compound.included(&mut included).expect("written"));
    let data: Value = serde_json::from_slice(&data).expect("json");
    assert_eq!(data[0]["links"], json!({"self": "https://books.example/books/1"}));
    let included: Value = serde_json::from_slice(&included).expect("json");
    assert_eq!(included[0].get("links"), None);
}

/// Returns book `n` of nine, with related books in full depending on `depth` and chance.
fn of_nine(n: usize, depth: usize, chance: &mut u64) -> Book {
    let mut whole = |what: usize| {
        *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        depth > 0 && !(*chance >> 33).is_multiple_of(3) && what < 9
    };
    let (is_sequel, is_author) = (whole(n), whole(n));
    let mut this = book(&n.to_string(), "x");
    let next = (n * 2 + 1) % 9;
    this.sequel = Some(match is_sequel {
        true => Related::from(of_nine(next, depth - 1, chance)),
        false => Related::to(next.to_string()),
    });
    this.author = Some(match is_author {
        true => {
            let mut author = person(&(n % 3).to_string(), "y");
            let books = (0..9).filter(|book| book % 3 == n % 3);
            author.books = books.map(|book| Related::from(of_nine(book, depth - 1, chance))).collect();
            Related::from(author)
        }
        false => Related::to((n % 3).to_string()),
    });
    this
}

#[test]
fn ja_35_ja_36_hold_of_any_graph() {
    let mut chance = 7;
    for round in 0..60 {
        let books: Vec<Book> = (0..round % 4).map(|n| of_nine(n * 2, 3, &mut chance)).collect();
        let paths: &[&str] = [&["author.books.sequel"][..], &["sequel.sequel.author", "author"]][round % 2];
        let (include, fields) = (include(paths), Fields::all());
        let (data, included) = document(&books, &include, &fields);
        let mut all = data.as_array().expect("a list").clone();
        all.extend(included.as_array().into_iter().flatten().cloned());
        let mut names = ids(&Value::Array(all.clone()));
        let mut linked = Vec::new();
        for relationship in
            all.iter().flat_map(|object| object["relationships"].as_object().expect("an object"))
        {
            match &relationship.1["data"] {
                many @ Value::Array(_) => linked.extend(ids(many)),
                one => linked.extend(ids(&json!([one]))),
            }
        }
        assert!(names[books.len()..].iter().all(|name| linked.contains(name)), "{round}: {names:?}");
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{round}");
    }
}
