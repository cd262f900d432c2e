//! Values of a style as the Rust constants that equal them.
//!
//! A [`Serializer`] that prints names of types, fields and variants as paths, and text as a literal. Every text and every list
//! of a style is a `Cow`, which the constant borrows.

use std::fmt::{self, Write as _};

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

use super::literal::Lit;

/// The most columns of a line.
const WIDTH: usize = 100;

/// The constant that equals a value of a style.
pub(super) fn constant(value: &impl Serialize) -> Result<String, Unsupported> {
    let mut text = String::new();
    value.serialize(Printer)?.print(0, 0, &mut text);
    Ok(text)
}

/// A value that cannot be printed as a constant.
#[derive(Debug)]
pub(super) struct Unsupported(String);

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unsupported {}

impl serde::ser::Error for Unsupported {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// An expression before it is laid out.
enum Tree {
    Leaf(String),
    /// One expression in brackets.
    Around(String, Box<Self>, &'static str),
    /// Several, each with its name or not.
    Many(String, Vec<(Option<&'static str>, Self)>, &'static str),
}

impl Tree {
    /// Prints it on one line if there is room after `column`, else its parts below each other.
    fn print(&self, indent: usize, column: usize, out: &mut String) {
        match self {
            Self::Leaf(text) => out.push_str(text),
            Self::Around(open, inner, close) => {
                out.push_str(open);
                inner.print(indent, column + open.len(), out);
                out.push_str(close);
            }
            Self::Many(open, parts, close) => {
                out.push_str(open);
                if parts.is_empty() || column + self.width() <= WIDTH {
                    let pad = if open.ends_with('{') { " " } else { "" };
                    for (index, (name, part)) in parts.iter().enumerate() {
                        out.push_str(if index == 0 { pad } else { ", " });
                        Self::name(*name, out);
                        part.print(0, 0, out);
                    }
                    out.push_str(pad);
                } else {
                    let inner = indent + 4;
                    for (name, part) in parts {
                        let _ = write!(out, "\n{:inner$}", "");
                        Self::name(*name, out);
                        part.print(inner, inner + name.map_or(1, |name| name.len() + 3), out);
                        out.push(',');
                    }
                    let _ = write!(out, "\n{:indent$}", "");
                }
                out.push_str(close);
            }
        }
    }

    fn name(name: Option<&'static str>, out: &mut String) {
        if let Some(name) = name {
            let _ = write!(out, "{name}: ");
        }
    }

    /// How wide it is on one line.
    fn width(&self) -> usize {
        match self {
            Self::Leaf(text) => text.len(),
            Self::Around(open, inner, close) => open.len() + inner.width() + close.len(),
            Self::Many(open, parts, close) => {
                let each =
                    parts.iter().map(|(name, part)| name.map_or(0, |name| name.len() + 2) + part.width() + 2);
                open.len() + each.sum::<usize>() + close.len()
            }
        }
    }
}

type Printed = Result<Tree, Unsupported>;

fn leaf(text: impl Into<String>) -> Printed {
    Ok(Tree::Leaf(text.into()))
}

fn unsupported(what: &str) -> Unsupported {
    Unsupported::custom(format!("the constant of a style has no {what}"))
}

struct Printer;

/// The parts of a list, a tuple or a struct.
struct SequenceTree {
    open: String,
    parts: Vec<(Option<&'static str>, Tree)>,
    close: &'static str,
}

impl SequenceTree {
    fn new(open: impl Into<String>, close: &'static str) -> Result<Self, Unsupported> {
        Ok(Self { open: open.into(), parts: Vec::new(), close })
    }

    fn push<T: Serialize + ?Sized>(
        &mut self,
        name: Option<&'static str>,
        value: &T,
    ) -> Result<(), Unsupported> {
        self.parts.push((name, value.serialize(Printer)?));
        Ok(())
    }

    fn end(self) -> Printed {
        Ok(Tree::Many(self.open, self.parts, self.close))
    }
}

macro_rules! no {
    ($($method:ident($($argument:ty),*) -> $of:ty = $what:literal;)+) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$of, Unsupported> { Err(unsupported($what)) })+
    };
}

impl Serializer for Printer {
    type Ok = Tree;
    type Error = Unsupported;
    type SerializeSeq = SequenceTree;
    type SerializeTuple = SequenceTree;
    type SerializeStruct = SequenceTree;
    type SerializeTupleStruct = Impossible<Tree, Unsupported>;
    type SerializeTupleVariant = Impossible<Tree, Unsupported>;
    type SerializeStructVariant = Impossible<Tree, Unsupported>;
    type SerializeMap = Impossible<Tree, Unsupported>;

    fn serialize_bool(self, value: bool) -> Printed {
        leaf(value.to_string())
    }

    fn serialize_u64(self, value: u64) -> Printed {
        leaf(Lit::integer(value.into()).as_str())
    }

    fn serialize_u32(self, value: u32) -> Printed {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Printed {
        self.serialize_u64(value.into())
    }

    fn serialize_u8(self, value: u8) -> Printed {
        self.serialize_u64(value.into())
    }

    fn serialize_str(self, text: &str) -> Printed {
        leaf(format!("Borrowed({})", Lit::text(text).as_str()))
    }

    fn serialize_none(self) -> Printed {
        leaf("None")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Printed {
        Ok(Tree::Around("Some(".to_owned(), Box::new(value.serialize(self)?), ")"))
    }

    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Printed {
        leaf(format!("style::{name}::{variant}"))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Printed {
        Ok(Tree::Around(format!("style::{name}("), Box::new(value.serialize(self)?), ")"))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Printed {
        Ok(Tree::Around(format!("style::{name}::{variant}("), Box::new(value.serialize(self)?), ")"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<SequenceTree, Unsupported> {
        SequenceTree::new("Borrowed(&[", "])")
    }

    fn serialize_tuple(self, _: usize) -> Result<SequenceTree, Unsupported> {
        SequenceTree::new("(", ")")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<SequenceTree, Unsupported> {
        SequenceTree::new(format!("style::{name} {{"), "}")
    }

    no! {
        serialize_i8(i8) -> Tree = "signed number";
        serialize_i16(i16) -> Tree = "signed number";
        serialize_i32(i32) -> Tree = "signed number";
        serialize_i64(i64) -> Tree = "signed number";
        serialize_f32(f32) -> Tree = "fraction";
        serialize_f64(f64) -> Tree = "fraction";
        serialize_char(char) -> Tree = "character";
        serialize_bytes(&[u8]) -> Tree = "bytes";
        serialize_unit() -> Tree = "unit";
        serialize_unit_struct(&'static str) -> Tree = "unit";
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct = "struct of a tuple";
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant = "variant of a tuple";
        serialize_map(Option<usize>) -> Self::SerializeMap = "map";
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant
            = "variant with fields";
    }
}

impl SerializeSeq for SequenceTree {
    type Ok = Tree;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.push(None, value)
    }

    fn end(self) -> Printed {
        self.end()
    }
}

impl SerializeTuple for SequenceTree {
    type Ok = Tree;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.push(None, value)
    }

    fn end(self) -> Printed {
        self.end()
    }
}

impl SerializeStruct for SequenceTree {
    type Ok = Tree;
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        self.push(Some(name), value)
    }

    fn end(self) -> Printed {
        self.end()
    }
}
