//! The macros that declare an axis once. From one declaration come the type with its documentation and, with the feature
//! `generator`, its table in the [grammar](crate::grammar), how it is read from a style file and how it is serialized.
//!
//! - `words!`: an enum of words.
//! - `record!`: a mapping with known keys. A field is `name as "key": Type [shape] = "default"`. The key is given if it
//!   differs from the name, and the shape if the type has none; the default is JSON. A field with `[flat]` is a record
//!   whose keys are among those of this one. `others` declares the values of all other keys, and `absent` the value of the
//!   record if its key is missing.
//! - `tagged!`: a mapping whose other keys depend on one word.
//! - `either!`: one of a few words, or a value of another shape.
//!
//! `formerly "old"` after a key or a word declares its former spelling, which is reported with the present one.

/// The documentation of an item as one line.
#[cfg(feature = "generator")]
macro_rules! docs {
    ($($doc:literal)+) => { concat!($($doc),+).trim_ascii() };
}

/// The key of a field.
#[cfg(feature = "generator")]
macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

#[cfg(feature = "generator")]
macro_rules! optional {
    () => {
        None
    };
    (@is $some:expr) => {
        true
    };
    ($some:expr) => {
        Some($some)
    };
}

#[cfg(feature = "generator")]
macro_rules! shape {
    ([$ty:ty]) => { <$ty as $crate::read::Shaped>::SHAPE };
    ([$ty:ty] $($shape:tt)+) => {{
        #[allow(unused_imports)]
        use $crate::{grammar::{Place, Shape::*}, texts::*};
        $($shape)+
    }};
}

#[cfg(feature = "generator")]
macro_rules! word {
    ([$($doc:literal)+] $text:literal $($old:literal)?) => {
        $crate::grammar::Word { text: $text, formerly: optional!($($old)?), docs: docs!($($doc)+) }
    };
}

/// The keys of a field.
#[cfg(feature = "generator")]
macro_rules! keys {
    ([] [$($doc:literal)+] [$wire:expr] [$($old:literal)?] [$ty:ty] [$($shape:tt)*] [$($default:literal)?]) => {
        &[$crate::grammar::Key {
            wire: $wire,
            formerly: optional!($($old)?),
            docs: docs!($($doc)+),
            shape: shape!([$ty] $($shape)*),
            required: !<$ty as $crate::read::Read>::OPTIONAL && !keys!(@given $($default)?),
            default: optional!($($default)?),
        }]
    };
    ([flat] [$($doc:literal)+] [$wire:expr] [] [$ty:ty] [] []) => { <$ty>::RECORD.keys };
    (@given) => { false };
    (@given $default:literal) => { true };
}

#[cfg(feature = "generator")]
macro_rules! field {
    ([] $node:ident $wire:expr) => {
        $crate::read::member($node, $wire)?
    };
    ([flat] $node:ident $wire:expr) => {
        $crate::read::Read::read($node)?
    };
}

/// The function of [`Keys`](crate::grammar::Keys) for a field.
#[cfg(feature = "generator")]
macro_rules! spelling {
    ([] $field:ident $wire:expr) => {
        /// The key.
        #[must_use]
        pub const fn $field() -> &'static str {
            $wire
        }
    };
    ([flat] $field:ident $wire:expr) => {};
}

macro_rules! words {
    ($(#[doc = $docs:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal $(formerly $old:literal)?,)+ }) => {
        $(#[doc = $docs])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "generator", derive(serde::Serialize))]
        pub enum $name { $($(#[doc = $doc])+ $variant,)+ }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Every spelling with its meaning, in order.
            #[cfg(feature = "generator")]
            pub const WORDS: &'static [$crate::grammar::Word] = &[$(word!([$($doc)+] $word $($old)?),)+];

            /// The word in style files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word of style files.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Shaped for $name {
            const SHAPE: $crate::grammar::Shape = $crate::grammar::Shape::Word(Self::WORDS);
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Read for $name {
            fn read<N: $crate::read::Node>(node: &N) -> Option<Self> {
                Self::parse(node.text()?)
            }
        }
    };
}

macro_rules! record {
    (
        $(#[doc = $docs:literal])+
        $name:ident $title:literal {
            $(
                $(#[doc = $doc:literal])+
                $([$flat:ident])? $field:ident $(as $wire:literal)? $(formerly $old:literal)?:
                    $ty:ty $([$($shape:tt)+])? $(= $default:literal)?,
            )*
        }
        $(others $other:literal { $(#[doc = $other_doc:literal])+ $rest:ident: $other_ty:ty $([$($other_shape:tt)+])? })?
        $(absent $absent:expr)?
    ) => {
        $(#[doc = $docs])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "generator", derive(serde::Serialize))]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $ty,)*
            $($(#[doc = $other_doc])+ pub $rest: $crate::List<$crate::Named<$other_ty>>,)?
        }

        #[cfg(feature = "generator")]
        impl $name {
            /// The table of its keys.
            pub const RECORD: $crate::grammar::Record = {
                use $crate::grammar::{Key, count, join};
                const PARTS: &[&[Key]] = &[$(
                    keys!(
                        [$($flat)?] [$($doc)+] [wire!($field $($wire)?)] [$($old)?] [$ty] [$($($shape)+)?] [$($default)?]
                    ),
                )*];
                const KEYS: [Key; count(PARTS)] = join(PARTS);
                $crate::grammar::Record {
                    title: $title,
                    docs: docs!($($docs)+),
                    keys: &KEYS,
                    others: optional!($(&Key {
                        wire: $other,
                        formerly: None,
                        docs: docs!($($other_doc)+),
                        shape: shape!([$other_ty] $($($other_shape)+)?),
                        required: false,
                        default: None,
                    })?),
                }
            };
        }

        #[cfg(feature = "generator")]
        impl $crate::grammar::Keys<$name> {
            $(spelling!([$($flat)?] $field wire!($field $($wire)?));)*
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Shaped for $name {
            const SHAPE: $crate::grammar::Shape = $crate::grammar::Shape::Record(&Self::RECORD);
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Read for $name {
            $(const OPTIONAL: bool = optional!(@is $absent);)?

            fn read<N: $crate::read::Node>(node: &N) -> Option<Self> {
                Some(Self {
                    $($field: field!([$($flat)?] node wire!($field $($wire)?)),)*
                    $($rest: $crate::read::others::<N, $other_ty>(node, Self::RECORD.keys)?,)?
                })
            }

            $(fn absent() -> Option<Self> { Some($absent) })?
        }
    };
}

macro_rules! tagged {
    (
        $(#[doc = $docs:literal])+
        $name:ident $title:literal by $tag:literal {
            $($(#[doc = $doc:literal])+ $variant:ident $(($inner:ty))? = $word:literal $(formerly $old:literal)?,)+
        }
    ) => {
        $(#[doc = $docs])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "generator", derive(serde::Serialize))]
        pub enum $name { $($(#[doc = $doc])+ $variant $(($inner))?,)+ }

        impl $name {
            /// The word in style files.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $word,)+ }
            }
        }

        #[cfg(feature = "generator")]
        impl $name {
            /// The table of its mechanisms.
            pub const TAGGED: $crate::grammar::Tagged = $crate::grammar::Tagged {
                title: $title,
                docs: docs!($($docs)+),
                tag: $tag,
                variants: &[$((word!([$($doc)+] $word $($old)?), tagged!(@record $($inner)?)),)+],
            };
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Shaped for $name {
            const SHAPE: $crate::grammar::Shape = $crate::grammar::Shape::Tagged(&Self::TAGGED);
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Read for $name {
            fn read<N: $crate::read::Node>(node: &N) -> Option<Self> {
                match node.get($tag)?.text()? {
                    $($word => Some(Self::$variant $((<$inner as $crate::read::Read>::read(node)?))?),)+
                    _ => None,
                }
            }
        }
    };
    (@record) => { $crate::grammar::Record::EMPTY };
    (@record $inner:ty) => { <$inner>::RECORD };
}

macro_rules! either {
    (
        $(#[doc = $docs:literal])+
        $name:ident {
            $($(#[doc = $doc:literal])+ $variant:ident = $word:literal $(formerly $old:literal)?,)+
            else $(#[doc = $other_doc:literal])+ $other:ident($inner:ty) $([$($shape:tt)+])?,
        }
    ) => {
        $(#[doc = $docs])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "generator", derive(serde::Serialize))]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
            $(#[doc = $other_doc])+ $other($inner),
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Shaped for $name {
            const SHAPE: $crate::grammar::Shape = {
                const WORDS: &[$crate::grammar::Word] = &[$(word!([$($doc)+] $word $($old)?),)+];
                const OTHER: $crate::grammar::Shape = shape!([$inner] $($($shape)+)?);
                $crate::grammar::Shape::Either(WORDS, &OTHER)
            };
        }

        #[cfg(feature = "generator")]
        impl $crate::read::Read for $name {
            fn read<N: $crate::read::Node>(node: &N) -> Option<Self> {
                match node.text() {
                    $(Some($word) => Some(Self::$variant),)+
                    _ => Some(Self::$other($crate::read::Read::read(node)?)),
                }
            }
        }
    };
}
