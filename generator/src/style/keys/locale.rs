//! The keys of `locale`.

use super::super::grammar::{Key, Record, Shape};
use super::super::texts;
use super::{key, record, required, text};

/// `locale`.
pub static LOCALE: Record = record(
    "`locale`",
    "The languages of texts. That of a request is the caller's own, where the server knows it, then the best of \
    `Accept-Language` (RFC 4647 §3.4), then the default. Answers say it in `Content-Language`.",
    &[
        required("default", text(&texts::LANGUAGE), "The language where a request asks for none of them."),
        required("languages", Shape::Record(&LANGUAGES), "Every language, with its texts."),
    ],
);

static LANGUAGES: Record = Record {
    title: "`locale.languages`",
    docs: "Every language. What a style says of one is laid on what it extends, text by text.",
    keys: &[],
    others: Some(&key(
        "*tag*",
        Shape::File(&TEXTS),
        "The texts of the language with this tag (BCP 47): the path of their file, seen from the folder of this one, or \
        themselves.",
    )),
};

/// The texts of a language.
pub static TEXTS: Record = record(
    "Texts",
    "The texts of a language, by what they tell of. What has none is told in the words that it has anyway.",
    &[
        group("outcome", "Outcomes, by their names in `outcomes`; in place of their `message`."),
        group("violation", "What is wrong with a value, by the code of the entry."),
        group("document", "What is wrong with a document of resources itself."),
        group("query", "What is wrong with what a query asks for."),
        group("failure", "Failures that operations declare, by their codes in `errors` of `x-style`."),
        group("message", "What handlers ask for by name."),
    ],
);

const fn group(wire: &'static str, docs: &'static str) -> Key {
    key(wire, Shape::Record(&GROUP), docs)
}

static GROUP: Record = Record {
    title: "A group of texts",
    docs: "Texts by their names. Words in braces in them are filled by the server.",
    keys: &[],
    others: Some(&key("*name*", text(&texts::PROSE), "A text.")),
};
