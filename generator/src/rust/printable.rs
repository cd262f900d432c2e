//! What a template may print. Everything else that it is given can be looked at and looped over, but not printed.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

/// Vetted text. Only the gates beside this module make one.
#[derive(Debug, PartialEq, Eq)]
pub struct Token(Box<str>);

impl Token {
    pub(in crate::rust) fn new(text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Object for Token {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A gate: a type whose values are vetted text.
macro_rules! gate {
    ($(#[$meta:meta])* $gate:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $gate(std::sync::Arc<$crate::rust::printable::Token>);

        impl $gate {
            /// As it is printed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl $crate::rust::printable::Show for $gate {
            fn show(&self) -> minijinja::Value {
                minijinja::Value::from_dyn_object(std::sync::Arc::clone(&self.0))
            }
        }

        impl serde::Serialize for $gate {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(in crate::rust) use gate;

/// What a template can be given.
pub trait Show {
    /// As the template engine holds it.
    fn show(&self) -> Value;
}

impl Show for bool {
    fn show(&self) -> Value {
        Value::from(*self)
    }
}

/// A word of ours, to be compared with; it cannot be printed.
impl Show for &'static str {
    fn show(&self) -> Value {
        Value::from(*self)
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self) -> Value {
        self.as_ref().map_or_else(|| Value::from(()), Show::show)
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self) -> Value {
        Value::from(self.iter().map(Show::show).collect::<Vec<_>>())
    }
}

/// A view as the template engine holds it: fields by name. They are few, so that looking one up is a scan.
#[derive(Debug)]
pub(crate) struct Fields(pub(crate) Vec<(&'static str, Value)>);

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    /// A view that is there is true, whatever it holds.
    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.iter().find(|(field, _)| *field == key).map(|(_, value)| value.clone())
    }
}

/// Defines view types: plain structs that a template can be given.
macro_rules! views {
    ($($(#[$meta:meta])* $view:ident { $($(#[$of:meta])* $field:ident: $ty:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        #[allow(missing_docs)]
        pub struct $view { $($(#[$of])* pub $field: $ty,)* }

        impl $crate::rust::printable::Show for $view {
            fn show(&self) -> minijinja::Value {
                minijinja::Value::from_object($crate::rust::printable::Fields(vec![
                    $((stringify!($field), $crate::rust::printable::Show::show(&self.$field)),)*
                ]))
            }
        }
    )*};
}
pub(crate) use views;
