//! What `x-style` says of the rules of a style's `lint`, which only a check reads.

use super::entries::{key, record, required};
use super::grammar::{Grammar, OFF};
use super::{KEY, is_off};
use crate::spec::Node;
use crate::style::LintRule;
use crate::style::grammar::{Key, Record, Shape};

/// The key in `x-style`.
pub(super) const WIRE: &str = "lint";

const LINT_SHAPE: Shape = Shape::OneOf(&[Shape::Word(OFF), Shape::Record(&LINT_OFF)]);

/// What any object may say.
pub(super) const LINT: Key = key(
    WIRE,
    LINT_SHAPE,
    "The rules of the style's `lint` that are off for the object and for all that is in it: `off` for all of them. Any object may have this key. It has no effect on generated code.",
);

static LINT_OFF: Record = record(
    "`lint`",
    "Rules that are off.",
    &[required(
        "off",
        Shape::List(&Shape::Word(LintRule::WORDS)),
        "The rules, by their keys in `lint` of the style.",
    )],
);

pub(super) static ANY_OBJECT: Grammar = Grammar {
    words: "this object",
    shape: &Shape::Record(&OF_ANY_OBJECT),
    record: &OF_ANY_OBJECT,
    examples: &["off"],
};

static OF_ANY_OBJECT: Record =
    record("On any object", "On any other object that may have extensions.", &[LINT]);

/// The grammar for an object that may only speak of `lint`, if it speaks of it.
pub(super) fn of_any(said: &Node<'_>) -> Option<&'static Grammar> {
    said.has(WIRE).then_some(&ANY_OBJECT)
}

/// The rules that an object switches off for itself and for all that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LintOff {
    /// All, as the style does not apply at all.
    WithStyle,
    /// All.
    All,
    /// These.
    Rules(Vec<LintRule>),
}

/// The rules that an object switches off. What is not of the right form is reported when the document is lowered.
pub(crate) fn lint_off(node: Node<'_>) -> Option<LintOff> {
    let said = node.value_of(KEY)?;
    if is_off(said) || said.get("use").is_some_and(is_off) {
        return Some(LintOff::WithStyle);
    }
    let lint = said.get(WIRE)?;
    if is_off(lint) {
        return Some(LintOff::All);
    }
    let rules = lint.get("off")?.as_array()?;
    Some(LintOff::Rules(rules.iter().filter_map(|rule| LintRule::parse(rule.as_str()?)).collect()))
}
