//! Texts of problems: in the language of the response, with place and reason of the first entry.

use std::borrow::Cow;

use crate::problem::{Entry, Outcome, Problem, Text, Wording};
use crate::style::ParamNotation;
use crate::syntax::pointer;

use crate::server::negotiate::language::NegotiatedLanguage;

/// Replaces texts that have a key by those of a language.
pub(crate) fn localize(problem: &mut Problem, language: NegotiatedLanguage) {
    let word = |wording: &Option<Wording>| wording.as_ref().and_then(|wording| language.word(wording));
    if let Some(text) = word(&problem.wording) {
        problem.message = Some(text);
    }
    for entry in &mut problem.entries {
        if let Some(text) = word(&entry.wording) {
            entry.message = Some(text);
        }
    }
}

/// Returns the message for people: the handler's, else the style's; `None` if neither has one.
pub(crate) fn message<'p>(
    problem: &'p Problem,
    style: &'static str,
    notation: ParamNotation,
) -> Option<Cow<'p, str>> {
    match &problem.message {
        Some(text) => Some(Cow::Borrowed(text)),
        None if style.is_empty() => None,
        None => Some(fill(style, problem, notation)),
    }
}

fn fill(text: &'static str, problem: &Problem, notation: ParamNotation) -> Cow<'static, str> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        let first = || problem.entries.first();
        let (value, wire) = if from.starts_with("{place}") {
            (first().and_then(|entry| place(entry, notation)).unwrap_or(Cow::Borrowed(BODY)), "{place}")
        } else if from.starts_with("{reason}") {
            (first().and_then(reason).unwrap_or(Cow::Borrowed(default_reason(problem.outcome))), "{reason}")
        } else {
            (Cow::Borrowed("{"), "{")
        };
        filled.extend([before, &value]);
        rest = &from[wire.len()..];
    }
    if rest.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(filled + rest) }
}

/// The place of a problem without a place.
const BODY: &str = "body";

/// The name of a parameter, or the path of a member in this notation; `None` if an entry has no place.
pub(super) fn place<'e>(entry: &'e Entry, notation: ParamNotation) -> Option<Cow<'e, str>> {
    let text = |text: &'e Option<Text>| text.as_deref().map(Cow::Borrowed);
    let pointer = entry.pointer.as_deref().filter(|pointer| !pointer.is_empty());
    let dotted = |pointer| pointer::dotted(pointer).map(Cow::Owned);
    match notation {
        ParamNotation::Dotted => text(&entry.field)
            .or_else(|| text(&entry.parameter))
            .or_else(|| text(&entry.header))
            .or_else(|| dotted(entry.pointer.as_deref()?)),
        ParamNotation::Brackets => text(&entry.parameter)
            .or_else(|| pointer.map(|pointer| Cow::Owned(pointer::in_brackets(pointer))))
            .or_else(|| text(&entry.field))
            .or_else(|| text(&entry.header)),
    }
}

fn reason(entry: &Entry) -> Option<Cow<'_, str>> {
    entry.message.as_deref().map(Cow::Borrowed)
}

/// Returns the reason of a problem whose entries have none.
const fn default_reason(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Malformed => "is not valid JSON",
        Outcome::TooLarge => "is too large",
        Outcome::Timeout => "was not received in time",
        Outcome::UnsupportedMedia => "has an unsupported media type",
        Outcome::MissingParameter | Outcome::MissingMember => "is required",
        _ => "is not valid",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message_of(problem: &Problem, style: &'static str) -> Option<String> {
        message(problem, style, ParamNotation::Dotted).map(Cow::into_owned)
    }

    #[test]
    fn the_first_entry_fills_the_styles_text() {
        const STYLE: &str = "Invalid parameter: {place}: {reason}";
        let of = |entry: Entry| {
            message_of(&Problem::invalid_entity().entry(entry).entry(Entry::new("b").field("b")), STYLE)
        };
        let entry = || Entry::new("a").message("is {place} and {reason}");
        for (entry, place) in [
            (entry().field("point.lng").pointer("/point/lng"), "point.lng"),
            (entry().pointer("/places/0/a~1b~0"), "places.0.a/b~"),
            (entry().parameter("page"), "page"),
            (entry().parameter("filter").field("filter.a"), "filter.a"),
            (entry().pointer(""), "body"),
            (entry(), "body"),
        ] {
            let text = format!("Invalid parameter: {place}: is {{place}} and {{reason}}");
            assert_eq!(of(entry), Some(text), "values are not filled in again");
        }
        assert_eq!(of(Entry::new("a").field("a")).as_deref(), Some("Invalid parameter: a: is not valid"));
    }

    #[test]
    fn a_problem_without_entries_is_of_the_body() {
        for (outcome, reason) in [
            (Outcome::Malformed, "is not valid JSON"),
            (Outcome::TooLarge, "is too large"),
            (Outcome::Conflict, "is not valid"),
        ] {
            let text = message_of(&Problem::new(outcome), "{place} {reason}!");
            assert_eq!(text, Some(format!("body {reason}!")));
        }
    }

    #[test]
    fn other_words_are_as_they_are() {
        let problem = Problem::not_found();
        for text in ["Not found", "{", "{x} {place", "}"] {
            assert_eq!(message_of(&problem, text).as_deref(), Some(text));
        }
        assert_eq!(message_of(&problem, ""), None);
        assert_eq!(message_of(&problem.message("{place}"), "{reason}").as_deref(), Some("{place}"));
    }
}
