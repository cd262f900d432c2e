//! Languages of messages.

use crate::{List, Text};

record! {
    /// The languages of messages. The language of a response is that of the caller if the server knows it, else the best
    /// match of `Accept-Language` (RFC 4647 §3.4), else the default. Responses name it in `Content-Language`. Without it,
    /// messages are those of the style, in one language.
    Locale "`locale`" {
        /// The language of a response if a request asks for none of `languages`: `en` (BCP 47).
        default: Text [Text(&LANGUAGE)],
        /// Each language with its texts: `{ en: {}, es: texts/es.yaml }`.
        languages: Languages,
    }
}

record! {
    /// Languages by their tags. The texts of a language are merged with those of the style that is extended, text by text.
    Languages "`locale.languages`" {}
    others "*tag*" {
        /// The texts of the language with this tag (BCP 47): the path of a file, relative to the folder of this file, or a
        /// mapping.
        all: Texts
    }
}

/// A language, by its tag (BCP 47), and its texts.
pub type Language = crate::Named<Texts>;

/// The texts of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct Texts {
    /// Texts by key, sorted: `outcome.not_found`, `violation.required`, `failure.email_taken` (a code of the document),
    /// `message.done` (a text that a handler asks for as `done`).
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
            docs: "The texts of a language, in groups. If a text is missing, the message of the style, the document or the runtime is \
                used.",
            keys: &[
                group(
                    "outcome",
                    "Messages of outcomes, by their names in `outcomes`. They replace `message` there.",
                ),
                group("violation", "Messages for invalid values, by the code of the entry."),
                group("document", "Messages for malformed JSON:API documents."),
                group("query", "Messages for invalid query parameters of JSON:API."),
                group(
                    "failure",
                    "Messages of failures that the OpenAPI document declares, by their codes in `errors` of `x-style`.",
                ),
                group("message", "Texts that handlers ask for by name."),
            ],
            others: None,
        };
    }

    const GROUP: Record = Record {
        title: "A group of texts",
        docs: "Texts by name. The server replaces their placeholders, such as `{limit}`.",
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
