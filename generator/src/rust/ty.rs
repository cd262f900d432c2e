//! Types: spelled from an enum of shapes, never parsed.

use super::ident::Ident;
use super::printable::{Token, checked_token};

checked_token! {
    /// A Rust type.
    Ty
}

impl Ty {
    /// A status from one to another.
    #[must_use]
    pub fn status_in(first: u16, last: u16) -> Self {
        Self(Token::new(format!("rt::StatusIn<{first}, {last}>")))
    }
}

/// Where a type is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// In the module of the types.
    Types,
    /// In a sibling module.
    Sibling,
    /// In a user's own module, which imports the items of the modules of types and of operations, and `IMPORTED`.
    Outside,
}

/// What a module of handlers imports by name: a generated item with such a name is spelled with its module.
pub const IMPORTED: [&str; 4] = ["HandlerResult", "Call", "Handlers", "Principal"];

impl From {
    /// The prefix of an item of the runtime.
    const fn runtime(self) -> &'static str {
        match self {
            Self::Types | Self::Sibling => "rt::",
            Self::Outside => "housestyle::",
        }
    }
}

/// What a type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spelling {
    /// An item of the module of types.
    Item(Ident),
    /// An item of the module of operations.
    Operation(Ident),
    /// Of the language or of its prelude.
    Plain(&'static str),
    /// Of the runtime.
    Runtime(&'static str),
    /// `Option<…>`
    Option(Box<Spelling>),
    /// `rt::Patch<…>`
    Patch(Box<Spelling>),
    /// `Box<…>`
    Boxed(Box<Spelling>),
    /// `rt::Boxed<…>`
    Opaque(Box<Spelling>),
    /// `Vec<…>`
    List(Box<Spelling>),
    /// `rt::Map<String, …>`
    Map(Box<Spelling>),
    /// `rt::Page<…>`
    Page(Box<Spelling>),
    /// `rt::Related<…>`
    Related(Box<Spelling>),
    /// `rt::WithMeta<…, …>`
    WithMeta(Box<Spelling>, Box<Spelling>),
    /// `(…, …)`
    Tuple(Vec<Spelling>),
}

impl Spelling {
    /// Whether a value of it can be made of anything that text is made of.
    #[must_use]
    pub fn is_text(&self) -> bool {
        *self == Self::Plain("String")
    }

    /// Whether `found` holds of it or of a part of it.
    #[must_use]
    pub fn any(&self, found: &dyn Fn(&Self) -> bool) -> bool {
        found(self)
            || match self {
                Self::Item(_) | Self::Operation(_) | Self::Plain(_) | Self::Runtime(_) => false,
                Self::Option(inner)
                | Self::Patch(inner)
                | Self::Boxed(inner)
                | Self::Opaque(inner)
                | Self::List(inner)
                | Self::Map(inner)
                | Self::Page(inner)
                | Self::Related(inner) => inner.any(found),
                Self::WithMeta(data, meta) => data.any(found) || meta.any(found),
                Self::Tuple(places) => places.iter().any(|place| place.any(found)),
            }
    }

    /// Whether it names an item by its module because a module of handlers imports another one with that name.
    #[must_use]
    pub fn is_qualified_outside(&self) -> bool {
        matches!(self, Self::Item(ident) | Self::Operation(ident) if IMPORTED.contains(&ident.as_str()))
    }

    /// As it is printed in a module.
    #[must_use]
    pub fn ty(&self, from: From) -> Ty {
        let mut out = String::new();
        self.write(from, &mut out);
        Ty(Token::new(out))
    }

    fn write(&self, from: From, out: &mut String) {
        let (open, inner) = match self {
            Self::Item(ident) => {
                let qualified = match from {
                    From::Types => false,
                    From::Sibling => true,
                    From::Outside => self.is_qualified_outside(),
                };
                out.push_str(if qualified { "types::" } else { "" });
                return out.push_str(ident.as_str());
            }
            Self::Operation(ident) => {
                out.push_str(match from {
                    From::Types | From::Sibling => "super::operations::",
                    From::Outside if self.is_qualified_outside() => "operations::",
                    From::Outside => "",
                });
                return out.push_str(ident.as_str());
            }
            Self::Plain(text) => return out.push_str(text),
            Self::Runtime(text) => {
                out.push_str(from.runtime());
                return out.push_str(text);
            }
            Self::Tuple(places) => return Self::write_tuple(places, from, out),
            Self::WithMeta(data, meta) => {
                out.push_str(from.runtime());
                out.push_str("WithMeta<");
                data.write(from, out);
                out.push_str(", ");
                meta.write(from, out);
                return out.push('>');
            }
            Self::Option(inner) => ("Option<", inner),
            Self::Patch(inner) => ("Patch<", inner),
            Self::Boxed(inner) => ("Box<", inner),
            Self::Opaque(inner) => ("Boxed<", inner),
            Self::List(inner) => ("Vec<", inner),
            Self::Map(inner) => match from {
                From::Outside => ("std::collections::BTreeMap<String, ", inner),
                From::Types | From::Sibling => ("rt::Map<String, ", inner),
            },
            Self::Page(inner) => ("Page<", inner),
            Self::Related(inner) => ("Related<", inner),
        };
        if matches!(self, Self::Patch(_) | Self::Page(_) | Self::Opaque(_) | Self::Related(_)) {
            out.push_str(from.runtime());
        }
        out.push_str(open);
        inner.write(from, out);
        out.push('>');
    }

    fn write_tuple(places: &[Self], from: From, out: &mut String) {
        out.push('(');
        for (index, place) in places.iter().enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            place.write(from, out);
        }
        out.push_str(if places.len() == 1 { ",)" } else { ")" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_spelled_from_shapes() {
        let item = Spelling::Item(Ident::new("Patient").expect("an identifier"));
        let ty = Spelling::Patch(Box::new(Spelling::List(Box::new(item))));
        assert_eq!(ty.ty(From::Types).as_str(), "rt::Patch<Vec<Patient>>");
        assert_eq!(ty.ty(From::Sibling).as_str(), "rt::Patch<Vec<types::Patient>>");
        assert_eq!(ty.ty(From::Outside).as_str(), "housestyle::Patch<Vec<Patient>>");
        let related =
            Spelling::Related(Box::new(Spelling::Item(Ident::new("Person").expect("an identifier"))));
        let with = Spelling::WithMeta(Box::new(related), Box::new(Spelling::Plain("()")));
        assert_eq!(with.ty(From::Sibling).as_str(), "rt::WithMeta<rt::Related<types::Person>, ()>");
        assert_eq!(with.ty(From::Outside).as_str(), "housestyle::WithMeta<housestyle::Related<Person>, ()>");
        let answer = Spelling::Item(Ident::new("HandlerResult").expect("an identifier"));
        assert_eq!(
            answer.ty(From::Outside).as_str(),
            "types::HandlerResult",
            "handlers import another `HandlerResult`"
        );
        let call = Spelling::Operation(Ident::new("Call").expect("an identifier"));
        assert_eq!(call.ty(From::Outside).as_str(), "operations::Call");
        let one = Spelling::Tuple(vec![Spelling::Plain("bool")]);
        assert_eq!(one.ty(From::Types).as_str(), "(bool,)");
    }
}
