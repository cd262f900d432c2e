//! Typed views of nodes: borrowed, `Copy`, and with places. A view has a constant and a method for each field that
//! [`fields`](super::fields) lists as honoured, which a test checks. References are resolved where the reader wants it: what may
//! be a `$ref` comes as a [`RefOr`].

mod content;
mod document;
mod operation;
mod schema;

pub use content::*;
pub use document::*;
pub use operation::*;
pub use schema::*;

use super::node::{Field, Node};

/// A view of a node.
pub trait NodeView<'a>: Copy {
    /// The node as a view.
    fn of(node: Node<'a>) -> Self;
    /// The node.
    fn node(self) -> Node<'a>;
}

/// An object, or a reference to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RefOr<V>(V);

impl<V> RefOr<V> {
    /// An object that may be a reference.
    #[must_use]
    pub const fn new(object: V) -> Self {
        Self(object)
    }

    /// The text of the reference, and whether it is one.
    #[must_use]
    pub fn reference<'a>(self) -> Option<&'a str>
    where
        V: NodeView<'a>,
    {
        self.0.node().text(REFERENCE)
    }

    /// The object, references not followed.
    #[must_use]
    pub fn unresolved(self) -> V {
        self.0
    }
}

/// The field that makes a reference of an object.
pub const REFERENCE: Field = Field("$ref");

/// Defines views. A row is a field: its constant, its method, its name, and its type.
macro_rules! views {
    ($($(#[$meta:meta])* $view:ident {
        $($(#[doc = $doc:literal])+ $constant:ident $method:ident $wire:literal $kind:ident $(<$of:ident>)?;)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $view<'a>($crate::spec::node::Node<'a>);

        impl<'a> $crate::spec::views::NodeView<'a> for $view<'a> {
            fn of(node: $crate::spec::node::Node<'a>) -> Self {
                Self(node)
            }

            fn node(self) -> $crate::spec::node::Node<'a> {
                self.0
            }
        }

        impl<'a> std::ops::Deref for $view<'a> {
            type Target = $crate::spec::node::Node<'a>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<'a> $view<'a> {
            $(
                #[doc = concat!("The field `", $wire, "`.")]
                pub const $constant: $crate::spec::node::Field = $crate::spec::node::Field($wire);

                $crate::spec::views::method! { $(#[doc = $doc])+ $constant $method $kind $(<$of>)? }
            )*

            /// The names of all fields that the view has.
            #[cfg(test)]
            #[allow(dead_code, reason = "some views are of no kind in the table of fields")]
            pub(in crate::spec) const FIELDS: &'static [&'static str] = &[$($wire),*];
        }
    )*};
}

/// The method of a field, by the field's type.
macro_rules! method {
    ($(#[$doc:meta])+ $field:ident $method:ident text) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<&'a str> {
            self.0.text(Self::$field)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident prose) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<String> {
            self.0.prose(Self::$field)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident flag) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> bool {
            self.0.flag(Self::$field)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident boolean) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<bool> {
            self.0.value_of(Self::$field)?.as_bool()
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident value) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<&'a serde_json::Value> {
            self.0.value_of(Self::$field)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident values) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<&'a Vec<serde_json::Value>> {
            self.0.value_of(Self::$field)?.as_array()
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident texts) => {
        $(#[$doc])+
        pub fn $method(&self) -> impl Iterator<Item = &'a str> + use<'a> {
            let list = self.0.value_of(Self::$field).and_then(serde_json::Value::as_array);
            list.into_iter().flatten().filter_map(serde_json::Value::as_str)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident one<$of:ident>) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<$of<'a>> {
            self.0.get(Self::$field).map($crate::spec::views::NodeView::of)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident one_ref<$of:ident>) => {
        $(#[$doc])+
        #[must_use]
        pub fn $method(&self) -> Option<$crate::spec::views::RefOr<$of<'a>>> {
            self.0.get(Self::$field).map(|node| $crate::spec::views::RefOr($crate::spec::views::NodeView::of(node)))
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident list<$of:ident>) => {
        $(#[$doc])+
        pub fn $method(&self) -> impl Iterator<Item = $of<'a>> + use<'a> {
            self.0.items(Self::$field).map($crate::spec::views::NodeView::of)
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident list_ref<$of:ident>) => {
        $(#[$doc])+
        pub fn $method(&self) -> impl Iterator<Item = $crate::spec::views::RefOr<$of<'a>>> + use<'a> {
            self.0.items(Self::$field).map(|node| $crate::spec::views::RefOr($crate::spec::views::NodeView::of(node)))
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident map<$of:ident>) => {
        $(#[$doc])+
        pub fn $method(&self) -> impl Iterator<Item = (&'a str, $of<'a>)> + use<'a> {
            self.0.members(Self::$field).map(|(wire, node)| (wire, $crate::spec::views::NodeView::of(node)))
        }
    };
    ($(#[$doc:meta])+ $field:ident $method:ident map_ref<$of:ident>) => {
        $(#[$doc])+
        pub fn $method(
            &self,
        ) -> impl Iterator<Item = (&'a str, $crate::spec::views::RefOr<$of<'a>>)> + use<'a> {
            let of = |node| $crate::spec::views::RefOr($crate::spec::views::NodeView::of(node));
            self.0.members(Self::$field).map(move |(wire, node)| (wire, of(node)))
        }
    };
}

pub(in crate::spec) use {method, views};
