//! Resources, as they are emitted for a style whose payloads are resources.

use std::fs;

use super::{document, modules};

const STYLE: &str = "
style: acme
about: Resources.
success:
  form: resources
  body: { data: $payload!, included: $included, meta: $meta, links: $links }
  meta_body: { meta: $meta! }
  location: true
failure: { body: { errors: $entries }, entry: { detail: $message, source: { pointer: $pointer } } }
filtering: { parameter: 'filter[{name}]' }
sorting: { parameter: sort, default: -id, tie_breaker: id }
include: { parameter: include }
sparse_fields: { parameter: 'fields[{type}]' }
paging: { default: cursor, cursor: { kind: cursor, before: 'page[before]', after: 'page[after]', size: 'page[size]', links: { next: $next } } }
";

const SCHEMAS: &str = "
    Book:
      type: object
      x-style: { resource: book }
      required: [id, title, author]
      properties:
        id: { type: string, readOnly: true }
        title: { type: string }
        pages: { type: integer, nullable: true }
        author: { description: Who wrote it., allOf: [{ $ref: '#/components/schemas/Person' }] }
        about: { nullable: true, oneOf: [{ $ref: '#/components/schemas/Person' }, { $ref: '#/components/schemas/Book' }] }
        readers: { type: array, items: { $ref: '#/components/schemas/Person' } }
    Person: { type: object, x-style: { resource: person }, required: [id], properties: { id: { type: string, readOnly: true } } }
";

const PATHS: &str = "
  /books:
    get:
      operationId: listBooks
      security: []
      x-style: { paging: true, include: [author], filters: { shelf: { type: string } }, sort: [title] }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Book' } } } } } }
  /books/{id}:
    patch:
      operationId: updateBook
      security: []
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } } }
  /books/{id}/relationships/readers:
    post:
      operationId: addReaders
      security: []
      x-style: { relationship: Book.readers }
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok } }
";

fn emitted(ident: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("style.yaml");
    fs::write(&path, STYLE).expect("a style");
    let text = document(PATHS, SCHEMAS);
    let (modules, diags) = modules(&text, |api| api.style(path.to_str().expect("UTF-8")));
    let modules = modules.unwrap_or_else(|| panic!("{diags:?}"));
    modules.into_iter().find(|module| module.ident == ident).map(|module| module.text).expect(ident)
}

/// The text from a line on, up to the next blank one at the margin.
fn item<'t>(text: &'t str, from: &str) -> &'t str {
    let start = text.find(from).unwrap_or_else(|| panic!("no {from}\n{text}"));
    let rest = &text[start..];
    rest.find("\n\n").map_or(rest, |end| &rest[..=end])
}

#[test]
fn a_resource_writes_its_members() {
    let types = emitted("types");
    let from = types.find("impl rt::Resource for Book").expect("a resource");
    let to = types[from..].find("\n\n#[").expect("another type");
    let emitted = &types[from..from + to + 1];
    assert_eq!(emitted, fs::read_to_string("tests/emit/resource.txt").expect("a file"), "\n{emitted}");
}

#[test]
fn relationships_are_related_resources_in_every_form() {
    let types = emitted("types");
    for (ty, author, about, readers) in [
        ("Book", "rt::Related<Person>", "Option<rt::Related<BookAbout>>", "Option<Vec<rt::Related<Person>>>"),
        (
            "BookPatch",
            "Option<rt::Related<Person>>",
            "rt::Patch<rt::Related<BookAbout>>",
            "Option<Vec<rt::Related<Person>>>",
        ),
    ] {
        let item = item(&types, &format!("pub struct {ty} {{"));
        for (member, of) in [("author", author), ("about", about), ("readers", readers)] {
            assert!(item.contains(&format!("    pub {member}: {of},\n")), "{member}: {of}\n{item}");
        }
    }
    assert!(!types.contains("BOOK_PATCH_META"), "one description for all forms");
}

#[test]
fn one_of_several_is_read_by_its_type() {
    let types = emitted("types");
    let read = item(&types, "impl<'de> rt::Deserialize<'de> for BookAbout");
    assert!(read.contains("\"person\" => rt::variant(value).map(Self::Person),\n"), "{read}");
    assert!(read.contains("\"book\" => rt::variant(value).map(Self::Book),\n"), "{read}");
    assert!(types.contains("impl From<Person> for BookAbout {\n"), "{types}");
    assert!(!emitted("schemas").contains("BOOK_ABOUT"), "an identifier is all that a request has");
}

#[test]
fn operations_say_what_their_documents_are() {
    let operations = emitted("operations");
    let list = item(&operations, "pub(super) static LIST_BOOKS:");
    for line in [
        "resource: Some(&types::BOOK_META),",
        "include: &[\"author\"],",
        "sort: &[\"title\"],",
        "rated: false,",
    ] {
        assert!(list.contains(&format!("    {line}\n")), "{line}\n{list}");
    }
    let input = item(&operations, "pub struct ListBooks {");
    assert!(input.contains("    pub filter_shelf: Option<String>,\n"), "{input}");
    assert!(
        input.contains("    pub page: rt::CursorPage,\n")
            && input.contains("    pub sort: Vec<rt::SortField>,\n")
    );
    let change = item(&operations, "pub(super) static UPDATE_BOOK:");
    assert!(change.contains("            meta: &types::BOOK_META,\n"), "{change}");
    assert!(change.contains("            purpose: rt::DocumentPurpose::Change(\"id\"),\n"), "{change}");
    let linkage = "static ADD_READERS_LINKAGE: rt::RelationshipMeta = rt::RelationshipMeta::many(\"readers\", &[&types::PERSON_META]);\n";
    assert!(operations.contains(linkage), "{operations}");
    assert!(operations.contains("read.to_many(&ADD_READERS_LINKAGE)"), "{operations}");
}

#[test]
fn calls_narrow_what_they_are_answered_with() {
    let client = emitted("client");
    let setters = |call: &str| {
        let start = client.find(&format!("impl {call} {{")).expect("a call");
        let end = client[start..].find("\n}\n").expect("an end");
        let lines = client[start..start + end].lines().filter_map(|line| line.strip_prefix("    pub fn "));
        lines.filter_map(|line| line.split(['(', '<']).next()).map(str::to_owned).collect::<Vec<_>>()
    };
    let all = [
        "filter_shelf",
        "sort",
        "page_before",
        "page_after",
        "page_size",
        "include",
        "fields",
        "with",
        "pages",
        "stream",
    ];
    assert_eq!(setters("ListBooksCall"), all);
    assert_eq!(setters("UpdateBookCall"), ["fields", "with"], "it includes nothing");
    assert_eq!(setters("AddReadersCall"), ["with"], "linkage has no fields");
}
