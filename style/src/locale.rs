//! The languages of texts.

use crate::{List, Text};

record! {
    /// The languages of texts. That of a request is the caller's own, where the server knows it, then the best of
    /// `Accept-Language` (RFC 4647 §3.4), then the default. Answers say it in `Content-Language`.
    Locale "`locale`" {
        /// The language where a request asks for none of them.
        default: Text [Text(&LANGUAGE)],
        /// Every language, with its texts.
        languages: Languages,
    }
}

record! {
    /// Every language. What a style says of one is laid on what it extends, text by text.
    Languages "`locale.languages`" {}
    others "*tag*" {
        /// The texts of the language with this tag (BCP 47): the path of their file, seen from the folder of this one, or
        /// themselves.
        all: Texts
    }
}

/// A language, by its tag (BCP 47), and its texts.
pub type Language = crate::Named<Texts>;

/// The texts of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct Texts {
    /// Texts by their keys, which are sorted: `outcome.not_found`, `violation.required`, `failure.email_taken` (a code of the
    /// document), `message.done` (what a handler asks for by `done`). What is not here is told as it is anyway.
    pub by_key: List<(Text, Text)>,
}

impl Texts {
    /// The text of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let at = self.by_key.binary_search_by(|(other, _)| (**other).cmp(key)).ok()?;
        Some(&self.by_key[at].1)
    }
}

impl Language {
    /// The text of a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.value.get(key)
    }
}

impl Locale {
    /// The default language.
    #[must_use]
    pub fn usual(&self) -> Option<&Language> {
        self.languages.all.iter().find(|language| language.name == self.default)
    }
}

#[cfg(feature = "generator")]
mod grammar {
    use super::Texts;
    use crate::grammar::{Key, Record, Shape};
    use crate::read::{Node, Read, Shaped};
    use crate::texts;

    impl Texts {
        /// The table of their groups.
        pub const RECORD: Record = Record {
            title: "Texts",
            docs: "The texts of a language, by what they tell of. What has none is told in the words that it has anyway.",
            keys: &[
                group("outcome", "Outcomes, by their names in `outcomes`; in place of their `message`."),
                group("violation", "What is wrong with a value, by the code of the entry."),
                group("document", "What is wrong with a document of resources itself."),
                group("query", "What is wrong with what a query asks for."),
                group(
                    "failure",
                    "Failures that operations declare, by their codes in `errors` of `x-style`.",
                ),
                group("message", "What handlers ask for by name."),
            ],
            others: None,
        };
    }

    const GROUP: Record = Record {
        title: "A group of texts",
        docs: "Texts by their names. Words in braces in them are filled by the server.",
        keys: &[],
        others: Some(&Key {
            wire: "*name*",
            formerly: None,
            docs: "A text.",
            shape: Shape::Text(&texts::PROSE),
            required: false,
            default: None,
        }),
    };

    const fn group(wire: &'static str, docs: &'static str) -> Key {
        Key { wire, formerly: None, docs, shape: Shape::Record(&GROUP), required: false, default: None }
    }

    impl Shaped for Texts {
        const SHAPE: Shape = Shape::File(&Self::RECORD);
    }

    impl Read for Texts {
        fn read<N: Node>(node: &N) -> Option<Self> {
            let mut texts = Vec::new();
            for (group, members) in node.members()? {
                for (name, text) in members.members()? {
                    texts.push((format!("{group}.{name}").into(), text.text()?.to_owned().into()));
                }
            }
            texts.sort();
            Some(Self { by_key: texts.into() })
        }
    }
}
