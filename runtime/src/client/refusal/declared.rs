//! Selects the declared error of a response: by code, or by the style's wording.

use crate::api::{self, Declared};
use crate::problem::Entry;
use crate::style::{Slot, Style};

use super::super::error::Refusal;
use super::super::form::Answered;
use super::outcome::known;

/// Returns the index of the declared error: by number or code, else by status.
///
/// If the style has neither number nor code, an error that declares one is recognized by status and message, in any
/// of the style's languages, and by its pointer if it declares one. It is recognized by status alone only if the
/// style itself has no error with that status. Everything else remains undeclared, because it could be any other
/// error.
pub(super) fn find(declared: &[Declared], answer: &Answered, refusal: Option<&Refusal>) -> Option<usize> {
    let (style, status) = (answer.meta.api.style, answer.status.as_u16());
    let is_coded = answer.failure_flag().is_some() || has_codes(style);
    let is_unambiguous = |index: &usize| {
        let named = declared.get(*index).is_some_and(|one| one.code.is_some() || one.number.is_some());
        is_coded || !named || known(style, status).is_none()
    };
    let Some(refusal) = refusal else { return api::find(declared, status, None, &[]).filter(is_unambiguous) };
    let entries = refusal.entries.iter().filter_map(|entry| entry.code.as_deref());
    let codes: Vec<&str> = refusal.code.as_deref().into_iter().chain(entries).collect();
    // If the body says which error it is, the status does not count.
    let named = || api::find_named(declared, refusal.number, &codes);
    let named = answer.failure_flag().and_then(|_| named());
    let worded = || if is_coded { None } else { by_words(declared, status, &refusal.entries, style) };
    let by_status = || api::find(declared, status, refusal.number, &codes).filter(is_unambiguous);
    named.or_else(worded).or_else(by_status)
}

/// Returns whether errors in the style have a number or code: at the top, in each entry, or in a header.
fn has_codes(style: &Style) -> bool {
    let failure = &style.failure;
    let slots =
        [(&failure.body, Slot::CodeNumber), (&failure.body, Slot::Code), (&failure.entry, Slot::Code)];
    failure.code_header.is_some() || slots.into_iter().any(|(template, slot)| template.has(slot))
}

fn by_words(declared: &[Declared], status: u16, entries: &[Entry], style: &Style) -> Option<usize> {
    let is = |one: &Declared, entry: &Entry| {
        let is_there = one.pointer.is_none_or(|pointer| entry.pointer.as_deref() == Some(pointer));
        is_there && entry.message.as_deref().is_some_and(|message| has_message(one, message, style))
    };
    let covered = |one: &Declared| one.status.covers(status);
    declared.iter().position(|one| covered(one) && entries.iter().any(|entry| is(one, entry)))
}

/// Returns whether the message is that of the declared error, in any language.
fn has_message(one: &Declared, message: &str, style: &Style) -> bool {
    let Some(code) = one.code else { return false };
    let key = format!("failure.{code}");
    let languages = style.locale.as_ref().map_or(&[][..], |locale| &locale.languages.all);
    one.message == Some(message) || languages.iter().any(|language| language.text(&key) == Some(message))
}
