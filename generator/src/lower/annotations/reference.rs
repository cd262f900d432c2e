//! The grammar of `x-style` as a page for people.

use std::fmt::Write as _;

use super::{KEY, grammar};
use crate::style::reference::Page;

const HEAD: &str = "\
# What a document says for its style: `x-style`

<!-- Written from generator/src/lower/annotations/grammar.rs: `INSTA_UPDATE=always cargo test -p housestyle-tests --test styles`. -->

`x-style` is the only extension of a document that Housestyle has of its own. It stands on the document, on an operation or on a
schema, and holds a mapping; this page lists every key. A key that is not here is an error with its place, and so is one that
stands on another object. Extensions of others (`x-…`) have no effect; of those that tools share, `x-enum-varnames`,
`x-enumNames`, `x-enum-descriptions`, `x-nullable` and `x-webhooks` are read.

Keys marked with * must be there.
";

/// The reference page of `x-style`, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = Page { text: HEAD.to_owned() };
    for grammar in grammar::ALL {
        page.head(grammar.record.title, grammar.record.docs);
        page.keys(grammar.record.keys, None);
        page.text.push_str("\n```yaml\n");
        for (key, example) in grammar.record.keys.iter().zip(grammar.examples) {
            let _ = writeln!(page.text, "{KEY}: {{ {}: {example} }}", key.wire);
        }
        page.text.push_str("```\n");
    }
    page.inner(grammar::ALL.iter().flat_map(|grammar| grammar.record.keys));
    page.text
}
