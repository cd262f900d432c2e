//! Resource types of the library.

use housestyle::{__private as rt, DateTime, Link, Present, Presentation, Related};
use serde::Deserialize;

pub static BOOK: rt::ResourceMeta =
    rt::ResourceMeta::new("book", &["title", "printed"], &[rt::RelationshipMeta::one("author", &[&PERSON])]);
pub static PERSON: rt::ResourceMeta =
    rt::ResourceMeta::new("person", &["name"], &[rt::RelationshipMeta::many("books", &[&BOOK])]);
/// Not a resource, but sent in the form of one.
pub static REQUEST: rt::ResourceMeta = rt::ResourceMeta::new("request", &["title"], &[]);

#[derive(Debug, Clone, Deserialize)]
pub struct Book {
    pub id: String,
    pub title: String,
    pub printed: Option<DateTime>,
    pub author: Option<Related<Person>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub books: Vec<Related<Book>>,
}

impl rt::Resource for Book {
    fn meta(&self) -> &'static rt::ResourceMeta {
        &BOOK
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn attributes(&self, out: &mut rt::Attributes<'_>) {
        out.member("title", &self.title);
        out.some("printed", &self.printed);
    }
    fn relationships<'a>(&'a self, out: &mut rt::Relationships<'a, '_>) {
        out.optional("author", &self.author);
    }
}

impl rt::ResourceType for Book {
    const META: &'static rt::ResourceMeta = &BOOK;
}

impl Present for Book {
    fn present(&mut self, how: &Presentation) {
        self.printed.present(how);
        self.author.present(how);
    }
}

impl rt::Locate for Book {
    fn location(&self) -> Link {
        let path = rt::LinkPath::new().text("/books/").value(&self.id);
        path.finish().unwrap_or_default().into()
    }
}

impl rt::Resource for Person {
    fn meta(&self) -> &'static rt::ResourceMeta {
        &PERSON
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn attributes(&self, out: &mut rt::Attributes<'_>) {
        out.member("name", &self.name);
    }
    fn relationships<'a>(&'a self, out: &mut rt::Relationships<'a, '_>) {
        out.many("books", &self.books);
    }
}

impl rt::ResourceType for Person {
    const META: &'static rt::ResourceMeta = &PERSON;
}

impl Present for Person {
    fn present(&mut self, how: &Presentation) {
        self.books.present(how);
    }
}

/// Always reads with the slow path, because the tests are about violations.
macro_rules! slow {
    ($($ty:ident)*) => { $(
        impl rt::Valid for $ty {
            fn valid(&self, _: &'static rt::Schema) -> bool {
                false
            }
        }
    )* };
}
slow!(NewBook BookPatch);

#[derive(Debug, Clone, Deserialize)]
pub struct NewBook {
    pub title: String,
    pub author: Option<Related<Person>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct BookPatch {
    pub title: Option<String>,
}

static TITLE: rt::Schema =
    rt::Schema::new(rt::Kind::String(rt::StringRules { min_length: 1, ..rt::StringRules::ANY }));
static AUTHOR: rt::Schema = rt::Schema::same(&rt::IDENTIFIER).or_null();

pub static NEW_BOOK: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("title", &TITLE).required(),
    rt::has("author", &AUTHOR).required(),
])));
pub static BOOK_PATCH: rt::Schema =
    rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[rt::has("title", &TITLE)])));
