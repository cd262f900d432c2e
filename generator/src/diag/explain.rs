//! Longer texts about diagnostics: what a code means, an example that causes it, and how to fix it.
//!
//! They are Markdown, one section for each code. An example in a block `openapi` is a part of a document, one in a block
//! `raw` a whole file, and one in a block `style` a part of a style; tests check that it causes its code.

use super::Code;

const TEXTS: &[&str] = &[
    include_str!("explanations/source.md"),
    include_str!("explanations/spec.md"),
    include_str!("explanations/style.md"),
    include_str!("explanations/operations.md"),
    include_str!("explanations/schemas.md"),
    include_str!("explanations/under_style.md"),
    include_str!("explanations/tools.md"),
    include_str!("explanations/check.md"),
];

/// The heading of a section, before its code.
const HEADING: &str = "## ";

/// The text about a code.
#[must_use]
pub fn explanation(code: Code) -> Option<&'static str> {
    let code = code.to_string();
    sections().find(|(of, _)| *of == code).map(|(_, text)| text)
}

/// Every section: its code and its text.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXTS.iter().flat_map(|text| text.split(HEADING).skip(1)).filter_map(|section| {
        let (code, text) = section.split_once('\n')?;
        Some((code, text.trim()))
    })
}

#[cfg(test)]
mod tests;
