//! The grammar of `x-style` as a page for people.

use std::fmt::Write as _;

use super::{KEY, grammar};
use crate::style::reference::Page;

const HEAD: &str = "\
# `x-style` in OpenAPI documents

<!-- Written from generator/src/lower/annotations/grammar.rs: `INSTA_UPDATE=always cargo test -p housestyle-tests --test styles`. -->

`x-style` is the OpenAPI extension by which a document says what its [style](../styles/README.md) needs to know. It can be on the
document, on an operation or on a schema, and holds a mapping. This page lists all of its keys. An unknown key is an error, and so is
a key on the wrong object. Other extensions (`x-…`) have no effect, except those that several tools share: `x-enum-varnames`,
`x-enumNames`, `x-enum-descriptions`, `x-nullable` and `x-webhooks`.

Keys with * are required.
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
