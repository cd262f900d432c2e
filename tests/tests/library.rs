//! What a style of resources adds: types with relationships, documents, orders, pages by rows and cursors; and that a
//! client and a server of them understand each other.

#![deny(warnings)]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use housestyle::__private::{self as rt, Operation as _, PageRequest as _};
use housestyle::jsonapi::{ResourceMeta, ResourceType as _};
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, NumberedOrRows, Page, Patch, Problem, Related, SortField, WithMeta};
use housestyle_tests::library::client::Client;
use housestyle_tests::library::operations::*;
use housestyle_tests::library::server::{Books, People};
use housestyle_tests::library::types::*;
use housestyle_tests::library::{schemas, style};
use serde_json::json;

fn author() -> Person {
    Person { name: Some("Jane".to_owned()), ..Person::new("7".to_owned()) }
}

fn book(id: &str, title: &str) -> Book {
    let printed = "1816-01-01T00:00:00Z".parse().expect("a time");
    Book::new(id.to_owned(), title.to_owned(), printed, Related::from(author()))
}

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_tests::library)]
struct Library;

impl Books for Library {
    /// The books in the requested order; their shelves say by what and of which page.
    async fn list_books(&self, call: Call<ListBooks>) -> HandlerResult<Page<Book>, ListBooksError> {
        let mut books = vec![book("1", "Emma"), book("2", "Persuasion")];
        books[0].sequel = Some(Related::from(book("2", "Persuasion")));
        let by_title = call.sort.first() == Some(&SortField::descending("title"));
        if by_title {
            books.reverse();
        }
        let NumberedOrRows::Numbered(page) = &call.page else { return Ok(Page::new(books)) };
        books[0].shelf = format!("{} {} {}", page.number, page.size, call.sort.len());
        Ok(Page::new(books).total(3))
    }

    async fn create_book(
        &self,
        call: Call<CreateBook>,
    ) -> HandlerResult<WithMeta<Book, Note>, CreateBookError> {
        let new = call.body.clone();
        let mut made = book("9", &new.title);
        made.pages = new.pages.into_change().flatten();
        made.author = new.author;
        made.about = new.about.into_change().flatten();
        let message = format!("{} for {:?}", made.author.id(), new.donors.map(|donors| donors.len()));
        Ok(WithMeta { data: made, meta: Note { message } })
    }

    async fn get_book(&self, call: Call<GetBook>) -> HandlerResult<Book, GetBookError> {
        match call.id.as_str() {
            "1" => Ok(Book { about: Some(Related::from(BookAbout::from(author()))), ..book("1", "Emma") }),
            _ => Err(Problem::not_found())?,
        }
    }

    async fn update_book(&self, call: Call<UpdateBook>) -> HandlerResult<Book, UpdateBookError> {
        let mut changed = book(&call.id, call.body.title.as_deref().unwrap_or("Emma"));
        changed.about = match &call.body.about {
            Patch::Value(about) => Some(about.clone()),
            Patch::Null | Patch::Absent => None,
        };
        Ok(changed)
    }

    async fn delete_book(&self, call: Call<DeleteBook>) -> HandlerResult<Note, DeleteBookError> {
        Ok(Note { message: format!("{} is gone", call.id) })
    }

    async fn get_subject(&self, _: Call<GetSubject>) -> HandlerResult<GetSubjectResponse, GetSubjectError> {
        Ok(author().into())
    }

    async fn get_sequel(&self, call: Call<GetSequel>) -> HandlerResult<Option<Book>, GetSequelError> {
        Ok((call.id == "1").then(|| book("2", "Persuasion")))
    }

    async fn get_author_link(
        &self,
        _: Call<GetAuthorLink>,
    ) -> HandlerResult<Option<Related<Person>>, GetAuthorLinkError> {
        Ok(Some(Related::to("7")))
    }

    async fn set_author(&self, call: Call<SetAuthor>) -> HandlerResult<(), SetAuthorError> {
        match &call.body {
            Some(author) if author.id() == "8" => Ok(()),
            _ => Err(Problem::conflict())?,
        }
    }

    async fn get_readers(&self, _: Call<GetReaders>) -> HandlerResult<Vec<Related<Person>>, GetReadersError> {
        Ok(vec![Related::to("7")])
    }

    async fn add_readers(
        &self,
        call: Call<AddReaders>,
    ) -> HandlerResult<Vec<Related<Person>>, AddReadersError> {
        Ok([Related::to("7")].into_iter().chain(call.body.clone()).collect())
    }
}

impl People for Library {
    async fn list_people(&self, call: Call<ListPeople>) -> HandlerResult<Page<Person>, ListPeopleError> {
        let CursorPage { direction, cursor, size } = &call.page;
        let name = format!("{direction:?} {cursor:?} {size}");
        let page = Page::new(vec![Person { name: Some(name), ..author() }]);
        Ok(page.cursors(Some("x".to_owned()), None))
    }

    async fn list_readers(&self, _: Call<ListReaders>) -> HandlerResult<Vec<Person>, ListReadersError> {
        Ok(vec![author()])
    }

    async fn sign_in(&self, call: Call<SignIn>) -> HandlerResult<Person, SignInError> {
        Ok(Person { name: Some(call.body.name.clone()), ..author() })
    }
}

/// A client of the library on a free port.
fn client() -> Client {
    static BASE: OnceLock<String> = OnceLock::new();
    let base = BASE.get_or_init(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                sender.send(listener.local_addr().expect("an address")).expect("the test waits");
                Library.serve(listener, ServeOptions::default()).await.expect("served");
            });
        });
        format!("http://{}", receiver.recv().expect("an address"))
    });
    Client::builder(base).build().expect("a client")
}

fn wires(meta: &ResourceMeta) -> Vec<(&str, bool, Vec<&str>)> {
    let of = meta.relationships.iter();
    of.map(|of| (of.wire, of.many, of.targets.iter().map(|target| target.ty).collect())).collect()
}

#[test]
fn a_resource_is_described_once_for_all_its_forms() {
    assert_eq!(
        (Book::META.ty, Book::META.attributes),
        ("book", &["title", "pages", "shelf", "printed_at"][..])
    );
    let expected = [
        ("author", false, vec!["person"]),
        ("sequel", false, vec!["book"]),
        ("editor", false, vec!["person"]),
        ("about", false, vec!["person", "book"]),
        ("readers", true, vec!["person"]),
        ("lent_to", true, vec!["person"]),
        ("donors", true, vec!["person"]),
    ];
    assert_eq!(wires(Book::META), expected);
    assert_eq!(Person::META.attributes, ["name"], "nothing asks for the form that has a secret");
    let said = SignIn::META.body.and_then(|body| body.resource).expect("a document");
    assert_eq!((said.meta.ty, said.purpose), ("login", rt::DocumentPurpose::Say));
}

#[test]
fn an_operation_says_what_its_documents_are() {
    let purpose = |meta: &rt::OperationMeta| meta.body.and_then(|body| body.resource).map(|of| of.purpose);
    assert_eq!(purpose(CreateBook::META), Some(rt::DocumentPurpose::Create));
    assert_eq!(purpose(UpdateBook::META), Some(rt::DocumentPurpose::Change("id")));
    assert_eq!(purpose(SetAuthor::META), None);
    let answered = |meta: &rt::OperationMeta| meta.resource.map(|resource| resource.ty);
    assert_eq!(answered(ListBooks::META), Some("book"));
    assert_eq!(answered(GetSubject::META), Some("person"), "the first of several");
    assert_eq!(answered(DeleteBook::META), None);
    assert_eq!(ListBooks::META.include, ["author", "sequel.author", "about"]);
    assert_eq!(ListBooks::META.sort, ["title", "id"]);
    assert_eq!(ListPeople::META.sort, ["id", "name"]);
    let list = ListBooks::new();
    assert_eq!((list.page, list.sort), (NumberedOrRows::first(&style::NUMBERED, &[]), Vec::new()));
    assert_eq!(ListPeople::new().page, CursorPage::first(&style::CURSOR, &[]));
}

#[test]
fn requests_have_identifiers_in_the_place_of_resources() {
    let new = json!({ "title": "Emma", "author": { "type": "person", "id": "7" }, "about": null });
    let new: NewBook = serde_json::from_value(new).expect("a book");
    assert!(rt::Valid::valid(&new, &schemas::NEW_BOOK));
    assert_eq!((new.author.id(), &new.about, new.readers.len()), ("7", &Patch::Null, 0));
    let complete = NewBook::new("Emma".to_owned(), Related::from(author()));
    assert!(!rt::Valid::valid(&complete, &schemas::NEW_BOOK), "not certain");
}

#[tokio::test]
async fn a_list_is_narrowed_ordered_and_paged() {
    let list = client().list_books().sort([SortField::descending("title")]).page_number(2).page_size(2);
    let page = list.include(["sequel.author"]).send().await.expect("books");
    let titles: Vec<_> = page.items.iter().map(|book| &*book.title).collect();
    assert_eq!(titles, ["Persuasion", "Emma"]);
    assert_eq!(page.items[0].shelf, "2 2 2", "the tie comes last");
    assert!(page.items[0].author.full().is_none());
    let sequel = page.items[1].sequel.as_ref().and_then(Related::full).expect("included");
    assert_eq!(sequel.author.full().and_then(|author| author.name.as_deref()), Some("Jane"));

    let rows = housestyle::RowsPage {
        last: Some(1),
        field: "title",
        value: Some("Emma".to_owned()),
        order: rt::Order::Ascending,
        size: 5,
    };
    let page = client().list_books().rows(rows).send().await.expect("books");
    assert_eq!((page.items.len(), &*page.items[0].shelf, page.info.total), (2, "A", None));
}

#[tokio::test]
async fn fields_that_are_not_requested_are_absent() {
    let error = client().get_book("1".to_owned()).fields("book", ["title"]).send().await;
    assert!(error.is_err(), "what must be there is missing");
    let lean = client().list_readers().fields("person", [""; 0]).send().await.expect("people");
    assert_eq!(lean, [Person::new("7".to_owned())]);
}

#[tokio::test]
async fn what_is_created_is_returned_with_meta() {
    let mut new = NewBook::new("Emma".to_owned(), Related::to("7"));
    new.pages = Patch::Value(400);
    new.about = Patch::Value(Related::of::<Book>("3"));
    new.donors = Some(vec![Related::to("8"), Related::to("9")]);
    let WithMeta { data, meta } = client().create_book(new).send().await.expect("a book");
    assert_eq!((&*data.title, data.pages, data.author), ("Emma", Some(400), Related::to("7")));
    let about = data.about.expect("a subject");
    assert_eq!((about.ty(), about.id()), ("book", "3"));
    assert_eq!(meta.message, "7 for Some(2)");

    let patch = BookPatch { about: Patch::Null, title: Some("On".to_owned()), ..BookPatch::default() };
    let changed = client().update_book("5".to_owned(), patch).send().await.expect("a book");
    assert_eq!((&*changed.id, &*changed.title, changed.about), ("5", "On", None));
}

#[tokio::test]
async fn an_alternative_is_chosen_by_its_type() {
    let book = client().get_book("1".to_owned()).send().await.expect("a book");
    let Some(BookAbout::Person(person)) = book.about.as_ref().and_then(Related::full) else {
        panic!("{book:?}")
    };
    assert_eq!(*person, author());
    let subject = client().get_subject("1".to_owned()).send().await.expect("a subject");
    assert_eq!(subject, GetSubjectResponse::Person(author()));
    assert_eq!(client().delete_book("1".to_owned()).send().await.expect("a note").message, "1 is gone");
}

#[tokio::test]
async fn a_resource_may_be_null() {
    let sequel = client().get_sequel("1".to_owned()).send().await.expect("a sequel").expect("there");
    assert_eq!(sequel.author.full(), Some(&author()));
    assert_eq!(client().get_sequel("2".to_owned()).send().await.expect("no sequel"), None);
}

#[tokio::test]
async fn linkage_travels_alone() {
    let id = || "1".to_owned();
    assert_eq!(client().get_author_link(id()).send().await.expect("one"), Some(Related::to("7")));
    client().set_author(id(), Some(Related::to("8"))).send().await.expect("set");
    assert!(client().set_author(id(), Some(Related::to("7"))).send().await.is_err());
    let error = client().set_author(id(), None).send().await.expect_err("a book has an author");
    let entries = error.refusal().map(|refusal| refusal.entries.clone()).unwrap_or_default();
    let pointers: Vec<_> = entries.iter().map(|entry| entry.pointer.as_deref()).collect();
    assert_eq!(pointers, [Some("/data")], "{error:?}");
    let added = client().add_readers(id(), vec![Related::to("8"), Related::from(author())]).send().await;
    let ids: BTreeSet<_> = added.expect("readers").iter().map(|reader| reader.id().to_owned()).collect();
    assert_eq!(ids, BTreeSet::from(["7".to_owned(), "8".to_owned()]));
    assert_eq!(client().get_readers(id()).send().await.expect("readers"), [Related::to("7")]);
}

#[tokio::test]
async fn pages_go_on_at_a_cursor() {
    let first = client().list_people().page_size(3).send().await.expect("people");
    assert_eq!(first.items[0].name.as_deref(), Some("After None 3"));
    let prev = first.info.prev.expect("a link").to_string();
    let (_, cursor) = prev.split_once("page%5Bbefore%5D=").expect("a cursor");
    let before = client().list_people().page_before(cursor).send().await.expect("people");
    assert_eq!(before.items[0].name.as_deref(), Some("Before Some(\"x\") 20"));
}

#[tokio::test]
async fn what_is_no_resource_is_said_in_the_form_of_one() {
    let person = client().sign_in(Login { name: "Jane".to_owned() }).send().await.expect("a person");
    assert_eq!(person.name.as_deref(), Some("Jane"));
}
