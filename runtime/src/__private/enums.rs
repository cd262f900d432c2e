//! Implementations that are the same for every generated enum.

use crate::schema::{Schema, check};
use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

/// Returns whether a JSON value is valid for a schema that has no Rust type of its own.
#[must_use]
pub fn valid_value(value: &Value, schema: &'static Schema) -> bool {
    check::fits(value, schema)
}

/// Deserializes a string and converts it.
///
/// # Errors
/// The value is not a string.
pub fn from_text<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer).map(T::from)
}

/// Deserializes an integer and converts it.
///
/// # Errors
/// The value is not a 64-bit integer.
pub fn from_integer<'de, D: Deserializer<'de>, T: From<i64>>(deserializer: D) -> Result<T, D::Error> {
    i64::deserialize(deserializer).map(T::from)
}

/// Implements a string enum that has `as_str` and `From<String>`: `text_enum!(Color, Unknown)`.
///
/// A case-insensitive enum also lists its strings, and gets its `From<String>` here:
/// `text_enum!(any_case Color, Unknown, "RED" => Red, "BLUE" => Blue)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_enum {
    (any_case $ty:ident, $unknown:ident, $($wire:literal => $variant:ident),* $(,)?) => {
        impl ::core::convert::From<::std::string::String> for $ty {
            fn from(text: ::std::string::String) -> Self {
                const WIRES: &[&str] = &[$($wire),*];
                let index = $crate::__private::any_case(&text, WIRES);
                match index.and_then(|index| WIRES.get(index)).copied() {
                    $(::core::option::Option::Some($wire) => Self::$variant,)*
                    _ => Self::$unknown(text),
                }
            }
        }
        $crate::__text_enum!($ty, $unknown);
    };
    ($ty:ident, $unknown:ident) => {
        impl ::core::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::core::convert::From<&str> for $ty {
            fn from(text: &str) -> Self {
                Self::from(::std::string::String::from(text))
            }
        }
        impl ::core::str::FromStr for $ty {
            type Err = ::core::convert::Infallible;
            // A variant may be called `Err`, so `Self::Err` would be ambiguous.
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }
        impl $crate::__private::Serialize for $ty {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::from_text(deserializer)
            }
        }
        $crate::__closed_enum!($ty, $unknown);
    };
}

/// Implements an integer enum that has `as_i64` and `From<i64>`.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer_enum {
    ($ty:ident, $unknown:ident) => {
        impl ::core::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
        impl $crate::__private::Serialize for $ty {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::from_integer(deserializer)
            }
        }
        $crate::__closed_enum!($ty, $unknown);
    };
}

/// Validation of an enum: an unknown value deserializes, and is not valid.
#[doc(hidden)]
#[macro_export]
macro_rules! __closed_enum {
    ($ty:ident, $unknown:ident) => {
        impl $crate::__private::Valid for $ty {
            fn valid(&self, _: &'static $crate::__private::Schema) -> bool {
                !::core::matches!(self, Self::$unknown(_))
            }
        }
        impl $crate::__private::Present for $ty {}
    };
}

/// Implements a newtype of a JSON value.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_type {
    ($ty:ident) => {
        impl ::core::convert::From<$crate::__private::Value> for $ty {
            fn from(value: $crate::__private::Value) -> Self {
                Self(value)
            }
        }
        impl $crate::__private::Serialize for $ty {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <$crate::__private::Value as $crate::__private::Deserialize>::deserialize(deserializer)
                    .map(Self)
            }
        }
        impl $crate::__private::Valid for $ty {
            fn valid(&self, schema: &'static $crate::__private::Schema) -> bool {
                $crate::__private::valid_value(&self.0, schema)
            }
        }
        impl $crate::__private::Present for $ty {}
    };
}

#[cfg(test)]
mod tests {
    use crate::__private::{self as rt, Serialize as _, Valid as _};
    use crate::schema::{Kind, Schema};

    #[derive(Debug, Clone, PartialEq)]
    enum Color {
        Red,
        Unknown(String),
    }
    impl Color {
        fn as_str(&self) -> &str {
            match self {
                Self::Red => "red",
                Self::Unknown(text) => text,
            }
        }
    }
    impl From<String> for Color {
        fn from(text: String) -> Self {
            if text == "red" { Self::Red } else { Self::Unknown(text) }
        }
    }
    rt::text_enum!(Color, Unknown);

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Size {
        Small,
        Unknown(i64),
    }
    impl Size {
        const fn as_i64(self) -> i64 {
            match self {
                Self::Small => 1,
                Self::Unknown(number) => number,
            }
        }
    }
    impl From<i64> for Size {
        fn from(number: i64) -> Self {
            if number == 1 { Self::Small } else { Self::Unknown(number) }
        }
    }
    rt::integer_enum!(Size, Unknown);

    #[derive(Debug, Clone, PartialEq)]
    enum Tour {
        Hiking,
        Lower,
        Cyrillic,
        Unknown(String),
    }
    impl Tour {
        fn as_str(&self) -> &str {
            match self {
                Self::Hiking => "HIKING",
                Self::Lower => "hiking",
                Self::Cyrillic => "Поход",
                Self::Unknown(text) => text,
            }
        }
    }
    rt::text_enum!(any_case Tour, Unknown, "HIKING" => Hiking, "hiking" => Lower, "Поход" => Cyrillic);

    #[derive(Debug, Clone, PartialEq)]
    struct Mixed(rt::Value);
    rt::value_type!(Mixed);

    #[test]
    fn enumerations_are_open_to_read_and_closed_to_check() {
        static ANY: Schema = Schema::ANY;
        let both: (Color, Size) = serde_json::from_str("[\"blue\",7]").expect("read");
        assert_eq!(both, (Color::Unknown("blue".into()), Size::Unknown(7)));
        assert_eq!(serde_json::to_string(&both).expect("json"), "[\"blue\",7]");
        assert!(!both.0.valid(&ANY) && !both.1.valid(&ANY));
        assert!(Color::from("red").valid(&ANY) && Size::from(1).valid(&ANY));
        assert_eq!(
            ("red".parse(), format!("{:>4}{}", Color::Red, Size::Small)),
            (Ok(Color::Red), " red1".into())
        );
    }

    #[test]
    fn any_case_is_read_and_the_declared_one_written() {
        static ANY: Schema = Schema::new(Kind::AnyCase(&["\"HIKING\"", "\"hi\\u006bing\"", "\"Поход\""]));
        for (text, declared) in
            [("HIKING", "HIKING"), ("HiKing", "HIKING"), ("hiking", "hiking"), ("ПОХОД", "Поход")]
        {
            let json = serde_json::Value::from(text);
            let read: Tour = serde_json::from_value(json.clone()).expect("read");
            assert_eq!((read.to_string(), read.valid(&ANY)), (declared.to_owned(), true), "{text}");
            assert_eq!((Tour::from(text), text.parse()), (read.clone(), Ok(read)));
            assert!(crate::schema::check::fits(&json, &ANY), "{text}");
        }
        for text in ["", "HIKINGS", "hik", "поход "] {
            assert_eq!(Tour::from(text), Tour::Unknown(text.to_owned()));
            assert!(!crate::schema::check::fits(&text.into(), &ANY), "{text}");
        }
        assert!(!crate::schema::check::fits(&1.into(), &ANY));
    }

    #[test]
    fn mixed_values_are_checked_by_their_schema() {
        static MIXED: Schema = Schema::new(Kind::Enum(&["1", "\"one\""]));
        let read = |text| serde_json::from_str::<Mixed>(text).expect("read");
        assert!(read("1").valid(&MIXED) && !read("2").valid(&MIXED));
        assert_eq!(
            read("[1]").serialize(serde_json::value::Serializer).expect("value"),
            serde_json::json!([1])
        );
    }

    #[test]
    fn keys_are_text() {
        assert_eq!(
            (rt::key("a"), rt::key(&5), rt::key(&None::<i64>)),
            ("a".into(), "5".into(), String::new())
        );
    }
}
