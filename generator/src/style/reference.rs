//! The grammar of style files as a page for people.

use std::fmt::Write as _;

use super::grammar::{Key, Place, Record, Shape, Tagged, Word};
use super::{Slot, Style, Texts, known};

const HEAD: &str = "\
# Style files

<!-- Written from the types in style/src: `INSTA_UPDATE=always cargo test -p housestyle-tests --test styles`. -->

A house style is a YAML or JSON file. This page lists every key; a key that is not here is an error with its place.

A style says what differs from the style that it extends, and takes everything else from there:

- mappings merge, key by key, however deep;
- text, numbers, words, lists and body templates replace what the parent says;
- a mapping with a tag (`in`, `kind`, `then`) merges over one with the same tag, or without saying the tag; with another tag
  it replaces it;
- an outcome with `as` replaces the parent's reaction;
- `null` takes away what the parent says, where the key may be missing.

Keys marked with * must be there in the end, from the style itself or from what it extends.

A **body template** is any JSON value in which a text that begins with `$` is a slot, filled by the runtime. A member goes where
its slot is empty; `$slot!` keeps it, as null. Text that begins with `$` and is none is written with two. A slot stands once in a
template, and never in a list.
";

/// The reference page of style files, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = Page { text: HEAD.to_owned() };
    page.record(&Style::RECORD);
    page.slots();
    page.texts();
    page.text
}

/// A reference page under construction.
pub struct Page {
    pub text: String,
}

impl Page {
    fn record(&mut self, record: &Record) {
        self.head(record.title, record.docs);
        self.keys(record.keys, record.others);
        self.inner(record.keys.iter().chain(record.others));
    }

    fn tagged(&mut self, tagged: &Tagged) {
        self.head(tagged.title, tagged.docs);
        for (Word { text, docs, .. }, record) in tagged.variants {
            let _ = writeln!(self.text, "`{}: {text}`: {docs}\n", tagged.tag);
            if !record.keys.is_empty() {
                self.keys(record.keys, None);
                self.text.push('\n');
            }
        }
        for (_, record) in tagged.variants {
            self.inner(record.keys.iter());
        }
    }

    /// The mappings that keys hold, each once.
    pub fn inner<'a>(&mut self, keys: impl Iterator<Item = &'a Key>) {
        keys.for_each(|key| self.mappings(&key.shape));
    }

    fn mappings(&mut self, shape: &Shape) {
        match shape {
            Shape::Record(record) | Shape::Short(record, _) | Shape::File(record) => {
                if self.is_new(record.title) {
                    self.record(record);
                }
            }
            Shape::Tagged(tagged) => {
                if self.is_new(tagged.title) {
                    self.tagged(tagged);
                }
            }
            Shape::Either(_, other) => self.mappings(other),
            Shape::OneOf(shapes) => shapes.iter().for_each(|one| self.mappings(one)),
            Shape::Text(_)
            | Shape::Word(_)
            | Shape::Flag
            | Shape::Whole(..)
            | Shape::Integer
            | Shape::List(_)
            | Shape::Template(_)
            | Shape::Json => {}
        }
    }

    fn is_new(&self, title: &str) -> bool {
        !self.text.contains(&format!("\n## {title}\n"))
    }

    pub fn head(&mut self, title: &str, docs: &str) {
        let _ = writeln!(self.text, "\n## {title}\n\n{docs}\n");
    }

    pub fn keys(&mut self, keys: &[Key], others: Option<&Key>) {
        self.text.push_str("| key | holds | what it decides |\n|---|---|---|\n");
        for key in keys {
            let star = if key.required { " *" } else { "" };
            let default = key.default.map(|text| format!(" Without it: `{}`.", text.trim_matches('"')));
            let docs = format!("{}{}{}", key.docs, meanings(&key.shape), default.unwrap_or_default());
            let _ = writeln!(
                self.text,
                "| `{}`{star} | {} | {} |",
                key.wire,
                cell(&holds(&key.shape)),
                cell(&docs)
            );
        }
        if let Some(key) = others {
            let _ =
                writeln!(self.text, "| {} | {} | {} |", key.wire, cell(&holds(&key.shape)), cell(key.docs));
        }
    }

    /// The texts that servers tell of themselves.
    fn texts(&mut self) {
        self.head(
            "Names of texts",
            "What servers tell of themselves, with the holes that they fill. A name of two parts is \
            for a case of what stands before the dot, whose text is told where the case has none.",
        );
        self.text.push_str("| group | names |\n|---|---|\n");
        for key in Texts::RECORD.keys {
            let Some(texts) = known::texts(key.wire) else { continue };
            let names: Vec<String> = texts
                .iter()
                .map(|(name, holes)| {
                    let holes: Vec<String> = holes.iter().map(|hole| format!("`{{{hole}}}`")).collect();
                    let with =
                        if holes.is_empty() { String::new() } else { format!(" ({})", holes.join(", ")) };
                    format!("`{name}`{with}")
                })
                .collect();
            let _ = writeln!(self.text, "| `{}` | {} |", key.wire, names.join(", "));
        }
    }

    fn slots(&mut self) {
        self.head("Slots", "What a body template may have, by where it stands.");
        for (place, title) in Place::ALL {
            let names: Vec<String> =
                place.slots().iter().map(|slot| format!("`${}`", slot.as_str())).collect();
            let _ = writeln!(self.text, "- {title}: {}", names.join(", "));
        }
        self.text.push_str("\n| slot | what it is |\n|---|---|\n");
        for Word { text, docs, .. } in Slot::WORDS {
            let _ = writeln!(self.text, "| `${text}` | {} |", cell(docs));
        }
    }
}

/// What a shape takes, in a few words.
pub fn holds(shape: &Shape) -> String {
    match shape {
        Shape::Text(rule) => rule.what.to_owned(),
        Shape::Word(words) => either(words),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Whole(least, most) => format!("a whole number, {least} to {most}"),
        Shape::Integer => "an integer of 64 bits".to_owned(),
        Shape::List(item) => format!("a list: {}", holds(item)),
        Shape::Record(record) => format!("a mapping: {}", record.title),
        Shape::Tagged(tagged) => format!("a mapping: {}", tagged.title),
        Shape::Either(words, other) => format!("{}, or {}", either(words), holds(other)),
        Shape::OneOf(shapes) => shapes.iter().map(holds).collect::<Vec<_>>().join(", or "),
        Shape::File(record) => format!("the path of a file, or a mapping: {}", record.title),
        Shape::Short(record, _) => match record.keys.first() {
            Some(first) => format!("its `{}`, or a mapping: {}", first.wire, record.title),
            None => format!("a mapping: {}", record.title),
        },
        Shape::Template(_) => "a body template".to_owned(),
        Shape::Json => "any JSON value".to_owned(),
    }
}

fn either(words: &[Word]) -> String {
    words.iter().map(|word| format!("`{}`", word.text)).collect::<Vec<_>>().join(", ")
}

/// The meanings of the words that a key takes; those of outcomes have a table of their own.
fn meanings(shape: &Shape) -> String {
    match shape {
        Shape::Word(words) | Shape::Either(words, _) if words.len() < 10 => {
            words.iter().map(|Word { text, docs, .. }| format!(" `{text}`: {docs}")).collect()
        }
        Shape::List(item) => meanings(item),
        Shape::OneOf(shapes) => shapes.iter().map(meanings).collect(),
        _ => String::new(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', r"\|")
}
