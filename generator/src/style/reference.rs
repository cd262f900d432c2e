//! The grammar of style files as a page for people.

use std::fmt::Write as _;

use super::grammar::{Key, Place, Record, Shape, Tagged, Word};
use super::{Slot, StyleFile, Texts, known};

const HEAD: &str = "\
# Style files

<!-- Written from the types in style/src: `INSTA_UPDATE=always cargo test -p housestyle-tests --test styles`. -->

A house style is a YAML or JSON file that describes how the HTTP APIs of an organisation look. This page lists all of its keys.
An unknown key is an error.

```yaml
style: acme
extends: ROOT                                # all that is not in this file is as in the style `ROOT`
success:
  body: { data: $payload, meta: $meta }       # a body template: the slots are filled by the runtime
failure:
  media: application/json
  body: { code: $code, message: $message, errors: $entries }
  entry: { pointer: $pointer, message: $message }
outcomes:
  not_found: { status: 404, code: not_found, message: There is no such thing }
paging:
  default: numbered
  numbered: { kind: number, number: page, size: per_page, meta: { total: $total, next: $next } }
```

A document chooses its style with [`x-style`](../apis/README.md), or the command line does with `--style`. The built-in styles are
the files next to this page.

**Inheritance.** A style has the keys in which it differs from the style that it `extends`, and inherits all others:

- mappings merge key by key, at any depth;
- text, numbers, words, lists and body templates replace the inherited value;
- a mapping with a tag (`in`, `kind`, `then`) merges if the tag is the same or missing, and replaces the inherited mapping
  otherwise;
- an outcome with `as` replaces the inherited response;
- `null` removes an inherited value, if the key is optional.

Keys with * are required, in the style itself or in one that it extends.

**Body templates.** A body template is any JSON value. Text that starts with `$` is a slot, which the runtime fills: `$payload`. A
member whose slot is empty is left out; with `!`, as in `$meta!`, it is null. `$$` at the start of text is a literal `$`. A template
can have each slot once, and no slots in lists. The slots are listed [below](#slots). A server writes all members; a client reads the
slots alone, so that `kind: list` in a template is not checked in what it receives.

**Outcomes.** An outcome is what happened to a request, such as `created` or `invalid_entity`, independent of the HTTP status. The
key [`outcomes`](#outcomes) gives each one its status, code and message.
";

/// The reference page of style files, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = Page { text: HEAD.replace("ROOT", super::root()) };
    page.record(&StyleFile::RECORD);
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

    /// The mappings of keys, each once.
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
        self.text.push_str("| key | value | description |\n|---|---|---|\n");
        for key in keys {
            let star = if key.required { " *" } else { "" };
            let default = key.default.map(|text| format!(" Default: `{}`.", text.trim_matches('"')));
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

    /// The messages of the runtime.
    fn texts(&mut self) {
        self.head(
            "Names of texts",
            "The messages of the runtime, by group and name, with their placeholders: \
            `violation: { too_short: \"must have at least {limit} characters\" }`. A name with a dot is a special case of the \
            name before the dot, whose text is used if the special case has none.",
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
        self.head("Slots", "The slots of body templates, by the place of the template.");
        for (place, title) in Place::ALL {
            let names: Vec<String> =
                place.slots().iter().map(|slot| format!("`${}`", slot.as_str())).collect();
            let _ = writeln!(self.text, "- {title}: {}", names.join(", "));
        }
        self.text.push_str("\n| slot | value |\n|---|---|\n");
        for Word { text, docs, .. } in Slot::WORDS {
            let _ = writeln!(self.text, "| `${text}` | {} |", cell(docs));
        }
    }
}

/// The values of a shape, in a few words.
pub fn holds(shape: &Shape) -> String {
    match shape {
        Shape::Text(rule) => rule.what.to_owned(),
        Shape::Word(words) => either(words),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Whole(least, most) => format!("an integer, {least} to {most}"),
        Shape::Integer => "an integer of 64 bits".to_owned(),
        Shape::List(item) => format!("a list of: {}", holds(item)),
        Shape::Record(record) => format!("a mapping: {}", record.title),
        Shape::Tagged(tagged) => format!("a mapping: {}", tagged.title),
        Shape::Either(words, other) => format!("{}, or {}", either(words), holds(other)),
        Shape::OneOf(shapes) => shapes.iter().map(holds).collect::<Vec<_>>().join(", or "),
        Shape::File(record) => format!("the path of a file, or a mapping: {}", record.title),
        Shape::Short(record, _) => match record.keys.first() {
            Some(first) => format!("the value of `{}`, or a mapping: {}", first.wire, record.title),
            None => format!("a mapping: {}", record.title),
        },
        Shape::Template(_) => "a body template".to_owned(),
        Shape::Json => "any JSON value".to_owned(),
    }
}

fn either(words: &[Word]) -> String {
    words.iter().map(|word| format!("`{}`", word.text)).collect::<Vec<_>>().join(", ")
}

/// The descriptions of the words of a key. Those of outcomes have their own table.
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
