//! Resource types for tests, in the shape of generated code.

use super::{Attributes, Related, RelationshipMeta, Relationships, Resource, ResourceMeta, ResourceType};
use crate::schema::members::{
    MemberName, Members, ReadObject, member, object as read_object, required, skip,
};
use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};

pub(super) static BOOK: ResourceMeta = ResourceMeta::new(
    "book",
    &["title", "pages"],
    &[RelationshipMeta::one("author", &[&PERSON]), RelationshipMeta::one("sequel", &[&BOOK])],
);
pub(super) static PERSON: ResourceMeta =
    ResourceMeta::new("person", &["name"], &[RelationshipMeta::many("books", &[&BOOK])]);
pub(super) static SHELF: ResourceMeta = ResourceMeta::new(
    "shelf",
    &["room"],
    &[RelationshipMeta::one("top", &[&BOOK, &PERSON]), RelationshipMeta::many("holds", &[&BOOK])],
);

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Book {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) pages: Option<f64>,
    pub(super) author: Option<Related<Person>>,
    pub(super) sequel: Option<Related<Book>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) books: Vec<Related<Book>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shelf {
    pub(super) id: String,
    pub(super) room: String,
    pub(super) top: Related<Any>,
    pub(super) holds: Option<Vec<Related<Book>>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Any {
    Book(Book),
    Person(Person),
}

pub(super) fn book(id: &str, title: &str) -> Book {
    Book { id: id.into(), title: title.into(), ..Book::default() }
}

pub(super) fn person(id: &str, name: &str) -> Person {
    Person { id: id.into(), name: name.into(), books: Vec::new() }
}

impl Resource for Book {
    fn meta(&self) -> &'static ResourceMeta {
        &BOOK
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn attributes(&self, out: &mut Attributes<'_>) {
        out.member("title", &self.title);
        out.some("pages", &self.pages);
    }
    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        out.optional("author", &self.author);
        out.optional("sequel", &self.sequel);
    }
}

impl ResourceType for Book {
    const META: &'static ResourceMeta = &BOOK;
}

impl Resource for Person {
    fn meta(&self) -> &'static ResourceMeta {
        &PERSON
    }
    fn admits(ty: &str) -> bool {
        ty == PERSON.ty
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn attributes(&self, out: &mut Attributes<'_>) {
        out.member("name", &self.name);
    }
    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        out.many("books", &self.books);
    }
}

impl ResourceType for Person {
    const META: &'static ResourceMeta = &PERSON;
}

impl Resource for Shelf {
    fn meta(&self) -> &'static ResourceMeta {
        &SHELF
    }
    fn id(&self) -> &str {
        &self.id
    }
    fn attributes(&self, out: &mut Attributes<'_>) {
        out.member("room", &self.room);
    }
    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        out.one("top", &self.top);
        out.many_some("holds", &self.holds);
    }
}

impl Resource for Any {
    fn meta(&self) -> &'static ResourceMeta {
        match self {
            Self::Book(book) => book.meta(),
            Self::Person(person) => person.meta(),
        }
    }
    fn id(&self) -> &str {
        match self {
            Self::Book(book) => book.id(),
            Self::Person(person) => person.id(),
        }
    }
    fn attributes(&self, out: &mut Attributes<'_>) {
        match self {
            Self::Book(book) => book.attributes(out),
            Self::Person(person) => person.attributes(out),
        }
    }
    fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) {
        match self {
            Self::Book(book) => book.relationships(out),
            Self::Person(person) => person.relationships(out),
        }
    }
}

impl Serialize for Book {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = Members::new(serializer)?;
        members.put("id", &self.id)?;
        members.put("title", &self.title)?;
        members.put_some("pages", &self.pages)?;
        members.put("author", &self.author)?;
        members.put("sequel", &self.sequel)?;
        members.end()
    }
}

impl Serialize for Person {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = Members::new(serializer)?;
        members.put("id", &self.id)?;
        members.put("name", &self.name)?;
        members.put("books", &self.books)?;
        members.end()
    }
}

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Book(book) => book.serialize(serializer),
            Self::Person(person) => person.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Book {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_object(deserializer)
    }
}

impl<'de> ReadObject<'de> for Book {
    fn read_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let (mut id, mut title, mut pages, mut author, mut sequel) = (None, None, None, None, None);
        while let Some(key) = map.next_key::<MemberName<'de>>()? {
            match &*key {
                "id" => member(&mut map, &mut id)?,
                "title" => member(&mut map, &mut title)?,
                "pages" => member(&mut map, &mut pages)?,
                "author" => member(&mut map, &mut author)?,
                "sequel" => member(&mut map, &mut sequel)?,
                _ => skip(&mut map)?,
            }
        }
        Ok(Self {
            id: required(id, "id")?,
            title: required(title, "title")?,
            pages,
            author: author.flatten(),
            sequel: sequel.flatten(),
        })
    }
}

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_object(deserializer)
    }
}

impl<'de> ReadObject<'de> for Person {
    fn read_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let (mut id, mut name, mut books) = (None, None, None);
        while let Some(key) = map.next_key::<MemberName<'de>>()? {
            match &*key {
                "id" => member(&mut map, &mut id)?,
                "name" => member(&mut map, &mut name)?,
                "books" => member(&mut map, &mut books)?,
                _ => skip(&mut map)?,
            }
        }
        Ok(Self { id: required(id, "id")?, name: required(name, "name")?, books: required(books, "books")? })
    }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (ty, value) = super::read_tagged(deserializer)?;
        match ty.as_str() {
            "book" => crate::schema::union::variant(value).map(Self::Book),
            "person" => crate::schema::union::variant(value).map(Self::Person),
            _ => Err(crate::schema::union::no_variant()),
        }
    }
}
