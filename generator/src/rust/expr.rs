//! Expressions: values of a document as code, and paths to emitted items.

use super::constant::constant;
use super::ident::Ident;
use super::literal::Lit;
use super::printable::{Token, checked_token};
use super::ty::From;
use crate::style::Outcome;

checked_token! {
    /// A Rust expression.
    Expr
}

impl Expr {
    /// A literal.
    #[must_use]
    pub fn literal(literal: &Lit) -> Self {
        Self(Token::new(literal.as_str()))
    }

    /// true or false.
    #[must_use]
    pub fn boolean(value: bool) -> Self {
        Self(Token::new(if value { "true" } else { "false" }))
    }

    /// An owned text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(Token::new(format!("String::from({})", Lit::text(text).as_str())))
    }

    /// A variant of an emitted enumeration.
    #[must_use]
    pub fn variant(item: &Ident, variant: &Ident, from: From) -> Self {
        let path = if from == From::Sibling { "types::" } else { "" };
        Self(Token::new(format!("{path}{}::{}", item.as_str(), variant.as_str())))
    }

    /// A list.
    #[must_use]
    pub fn list(items: &[Self]) -> Self {
        if items.is_empty() {
            return Self(Token::new("Vec::new()"));
        }
        let items: Vec<_> = items.iter().map(Self::as_str).collect();
        Self(Token::new(format!("vec![{}]", items.join(", "))))
    }

    /// `None`.
    #[must_use]
    pub fn none() -> Self {
        Self(Token::new("None"))
    }

    /// `Some(…)`.
    #[must_use]
    pub fn some(&self) -> Self {
        Self(Token::new(format!("Some({})", self.as_str())))
    }

    /// A call of a function of the runtime, or of a tuple variant of it.
    #[must_use]
    pub fn call(path: &'static str, argument: &Self) -> Self {
        Self(Token::new(format!("rt::{path}({})", argument.as_str())))
    }

    /// A call of a function of the runtime with several arguments.
    #[must_use]
    pub fn call_with(path: &'static str, arguments: &[&Self]) -> Self {
        let arguments: Vec<_> = arguments.iter().map(|argument| argument.as_str()).collect();
        Self(Token::new(format!("rt::{path}({})", arguments.join(", "))))
    }

    /// A constant list.
    #[must_use]
    pub fn slice(items: &[Self]) -> Self {
        let items: Vec<_> = items.iter().map(Self::as_str).collect();
        Self(Token::new(format!("&[{}]", items.join(", "))))
    }

    /// A member of an item of the same module.
    #[must_use]
    pub fn member(item: &Ident, member: &'static str) -> Self {
        Self(Token::new(format!("{}.{member}", item.as_str())))
    }

    /// A constant of the runtime, by its path there.
    #[must_use]
    pub fn runtime(path: &'static str) -> Self {
        Self(Token::new(format!("rt::{path}")))
    }

    /// A marker of the runtime around another.
    #[must_use]
    pub fn form_of(path: &'static str, form: &Self) -> Self {
        Self(Token::new(format!("rt::{path}<{}>", form.as_str())))
    }

    /// The constant that equals a style, or a way to page.
    #[must_use]
    pub fn style(value: &impl serde::Serialize) -> Self {
        // The types of styles have nothing else.
        Self(Token::new(constant(value).unwrap_or_else(|_| "compile_error!()".to_owned())))
    }

    /// An outcome: the runtime has the same enum.
    #[must_use]
    pub fn outcome(outcome: Outcome) -> Self {
        Self(Token::new(format!("rt::Outcome::{outcome:?}")))
    }

    /// Numbers from one up to another, as a pattern.
    #[must_use]
    pub fn range(first: &Lit, last: &Lit) -> Self {
        Self(Token::new(format!("{}..={}", first.as_str(), last.as_str())))
    }

    /// An item of an emitted module.
    #[must_use]
    pub fn item(module: &'static str, item: &Ident) -> Self {
        let path = if module.is_empty() { String::new() } else { format!("{module}::") };
        Self(Token::new(path + item.as_str()))
    }

    /// A reference to it.
    #[must_use]
    pub fn by_ref(&self) -> Self {
        Self(Token::new(format!("&{}", self.as_str())))
    }

    /// A schema with its own code and message for a value that breaks its rules.
    #[must_use]
    pub fn with_message(&self, message: &Lit) -> Self {
        Self(Token::new(format!("{}.message({})", self.as_str(), message.as_str())))
    }

    /// The same inside a function, where a `'static` value is needed.
    #[must_use]
    pub fn constant(&self) -> Self {
        Self(Token::new(format!("const {{ {} }}", self.as_str())))
    }

    /// The same schema, but nullable.
    #[must_use]
    pub fn or_null(&self, constant: bool) -> Self {
        let schema = self.as_str();
        Self(Token::new(if constant {
            format!("{schema}.or_null()")
        } else {
            format!("rt::Schema::same(&{schema}).or_null()")
        }))
    }
}
