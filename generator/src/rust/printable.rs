//! What a template may print. Everything else that it is given can be looked at and looped over, but not printed.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

/// Checked text. Only the types that `checked_token!` defines make one.
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

/// A type whose values are checked text.
macro_rules! checked_token {
    ($(#[$meta:meta])* $token:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $token(std::sync::Arc<$crate::rust::printable::Token>);

        impl $token {
            /// As it is printed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl $crate::rust::printable::ToTemplateValue for $token {
            fn to_template_value(&self) -> minijinja::Value {
                minijinja::Value::from_dyn_object(std::sync::Arc::clone(&self.0))
            }
        }

        impl serde::Serialize for $token {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(in crate::rust) use checked_token;

/// What a template can be given.
pub trait ToTemplateValue {
    /// As the template engine holds it.
    fn to_template_value(&self) -> Value;
}

impl ToTemplateValue for bool {
    fn to_template_value(&self) -> Value {
        Value::from(*self)
    }
}

/// A word of ours, to be compared with; it cannot be printed.
impl ToTemplateValue for &'static str {
    fn to_template_value(&self) -> Value {
        Value::from(*self)
    }
}

impl<T: ToTemplateValue> ToTemplateValue for Option<T> {
    fn to_template_value(&self) -> Value {
        self.as_ref().map_or_else(|| Value::from(()), ToTemplateValue::to_template_value)
    }
}

impl<T: ToTemplateValue> ToTemplateValue for Vec<T> {
    fn to_template_value(&self) -> Value {
        Value::from(self.iter().map(ToTemplateValue::to_template_value).collect::<Vec<_>>())
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

        impl $crate::rust::printable::ToTemplateValue for $view {
            fn to_template_value(&self) -> minijinja::Value {
                minijinja::Value::from_object($crate::rust::printable::Fields(vec![
                    $((stringify!($field), $crate::rust::printable::ToTemplateValue::to_template_value(&self.$field)),)*
                ]))
            }
        }
    )*};
}
pub(crate) use views;
