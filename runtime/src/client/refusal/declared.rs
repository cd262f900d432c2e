//! Which of its declared failures an answer tells: by code, or by the words that the style has for it.

use crate::api::{self, Declared};
use crate::problem::Entry;
use crate::style::{Slot, Style};

use super::super::error::Refusal;
use super::super::form::Answered;
use super::outcome::known;

/// The failure, by number or code, else by status.
///
/// Where the style tells neither number nor code, a failure that declares one is told by its status and its text, in any of
/// the style's languages, and at its place where it declares that. By its status alone it is told just where the style has
/// no failure of its own with that status. What is told otherwise stays undeclared: it may be any other failure.
pub(super) fn find(declared: &[Declared], answer: &Answered, refusal: Option<&Refusal>) -> Option<usize> {
    let (style, status) = (answer.meta.api.style, answer.status.as_u16());
    let is_coded = answer.told_by().is_some() || tells_codes(style);
    let is_unambiguous = |index: &usize| {
        let named = declared.get(*index).is_some_and(|one| one.code.is_some() || one.number.is_some());
        is_coded || !named || known(style, status).is_none()
    };
    let Some(refusal) = refusal else { return api::find(declared, status, None, &[]).filter(is_unambiguous) };
    let entries = refusal.entries.iter().filter_map(|entry| entry.code.as_deref());
    let codes: Vec<&str> = refusal.code.as_deref().into_iter().chain(entries).collect();
    // Where the body tells, the status does not.
    let named = || api::find_named(declared, refusal.number, &codes);
    let named = answer.told_by().and_then(|_| named());
    let worded = || if is_coded { None } else { by_words(declared, status, &refusal.entries, style) };
    let by_status = || api::find(declared, status, refusal.number, &codes).filter(is_unambiguous);
    named.or_else(worded).or_else(by_status)
}

/// Whether failures in the style tell a number or a code, of themselves or of each entry.
fn tells_codes(style: &Style) -> bool {
    let failure = &style.failure;
    let slots =
        [(&failure.body, Slot::CodeNumber), (&failure.body, Slot::Code), (&failure.entry, Slot::Code)];
    slots.into_iter().any(|(template, slot)| template.has(slot))
}

fn by_words(declared: &[Declared], status: u16, entries: &[Entry], style: &Style) -> Option<usize> {
    let is = |one: &Declared, entry: &Entry| {
        let is_there = one.pointer.is_none_or(|pointer| entry.pointer.as_deref() == Some(pointer));
        is_there && entry.message.as_deref().is_some_and(|message| says(one, message, style))
    };
    let covered = |one: &Declared| one.status.covers(status);
    declared.iter().position(|one| covered(one) && entries.iter().any(|entry| is(one, entry)))
}

/// Whether a message is the failure's own, in any language.
fn says(one: &Declared, message: &str, style: &Style) -> bool {
    let Some(code) = one.code else { return false };
    let key = format!("failure.{code}");
    let languages = style.locale.as_ref().map_or(&[][..], |locale| &locale.languages.all);
    one.message == Some(message) || languages.iter().any(|language| language.text(&key) == Some(message))
}
