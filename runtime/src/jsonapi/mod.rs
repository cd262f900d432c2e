//! JSON:API documents, converted from and to flat types.
//!
//! A generated type is flat: its members are fields, and a member that refers to another resource is a [`Related`].
//! The wire format is a document of resource objects. A [`ResourceMeta`] says where each member belongs; this module
//! does the rest on JSON text, without a tree.
//!
//! | documents are | by | JSON:API |
//! |---|---|---|
//! | written, by a server | [`Compound`] | [document structure](https://jsonapi.org/format/1.1/#document-structure), [compound documents](https://jsonapi.org/format/1.1/#document-compound-documents) |
//! | selected, by a request | [`Include`], [`Fields`], [`sort`](read_sort) | [inclusion](https://jsonapi.org/format/1.1/#fetching-includes), [sparse fieldsets](https://jsonapi.org/format/1.1/#fetching-sparse-fieldsets), [sorting](https://jsonapi.org/format/1.1/#fetching-sorting) |
//! | read, by a server | [`read_request`], and of a relationship [`read_to_one`], [`read_to_many`] | [CRUD](https://jsonapi.org/format/1.1/#crud) |
//! | composed, by a client | [`compose`], [`compose_to_one`], [`compose_to_many`] | [CRUD](https://jsonapi.org/format/1.1/#crud) |
//! | resolved, by a client | [`resolve`] | [compound documents](https://jsonapi.org/format/1.1/#document-compound-documents) |
//! | mapped by JSON pointer | [`document_pointer`], [`flat_pointer`] | [error objects](https://jsonapi.org/format/1.1/#error-objects) |
//!
//! # The flat form
//!
//! `{"type": "book", "id": "1", "title": "…", "author": {"type": "person", "id": "2"}}`: attributes and relationships
//! share one namespace with `type` and `id`
//! ([fields](https://jsonapi.org/format/1.1/#document-resource-object-fields)), so nothing is lost. A related
//! resource is an identifier or, if it was included, a complete object in the same form.
//!
//! # Example
//!
//! ```
//! use housestyle::jsonapi::{
//!     Attributes, Compound, Fields, Include, Related, RelationshipMeta, Relationships, Resource, ResourceMeta,
//!     resolve_document,
//! };
//!
//! static BOOK: ResourceMeta =
//!     ResourceMeta::new("book", &["title"], &[RelationshipMeta::one("sequel", &[&BOOK])]);
//!
//! #[derive(Clone)]
//! struct Book { id: &'static str, title: &'static str, sequel: Option<Related<Book>> }
//!
//! impl Resource for Book {
//!     fn meta(&self) -> &'static ResourceMeta { &BOOK }
//!     fn id(&self) -> &str { self.id }
//!     fn attributes(&self, out: &mut Attributes<'_>) { out.member("title", self.title) }
//!     fn relationships<'a>(&'a self, out: &mut Relationships<'a, '_>) { out.optional("sequel", &self.sequel) }
//! }
//!
//! let second = Book { id: "2", title: "On", sequel: None };
//! let first = Book { id: "1", title: "Off", sequel: Some(Related::from(second)) };
//! let (include, fields) = (Include::of(&["sequel"]), Fields::all());
//! let mut compound = Compound::new(&include, &fields);
//! let mut out = b"{\"data\":".to_vec();  // a server uses the style's template
//! compound.one(&first, &mut out)?;
//! out.extend(b",\"included\":");
//! assert!(compound.included(&mut out)?);
//! out.extend(b"}");
//!
//! let flat = resolve_document(&out, &include)?;
//! let expected = concat!(
//!     r#"{"type":"book","id":"1","title":"Off","sequel":"#,
//!     r#"{"type":"book","id":"2","title":"On","sequel":null}}"#,
//! );
//! assert_eq!(String::from_utf8(flat)?, expected);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attributes;
mod compose;
mod compound;
mod fault;
mod fields;
#[cfg(test)]
mod fixtures;
mod id;
mod include;
mod linkage;
mod meta;
mod pointer;
mod query;
mod raw;
mod related;
mod relationships;
mod request;
mod resolve;
mod sort;
mod tagged;
mod unknown;

pub use attributes::Attributes;
pub use compose::{compose, compose_to_many, compose_to_one};
pub use compound::{Compound, SelfLink};
pub use fault::{DocumentError, DocumentFault, DocumentFaultKind};
pub use fields::Fields;
pub use id::{IDENTIFIER, ResourceId};
pub use include::Include;
pub use linkage::{read_to_many, read_to_one, write_to_many, write_to_one};
pub use meta::{RelationshipMeta, Resource, ResourceMeta, ResourceRefs, ResourceType};
pub use pointer::{document_pointer, flat_pointer};
pub use query::{QueryFault, QueryFaultKind, bracketed, inner_key};
pub use related::Related;
pub use relationships::Relationships;
pub use request::{FlatRequest, Purpose, read_request};
pub use resolve::{EXPANDED, resolve, resolve_document};
pub use sort::{SortField, read_sort};
pub use tagged::read_tagged;
pub use unknown::UnknownResource;
