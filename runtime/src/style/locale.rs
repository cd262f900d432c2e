//! Languages of texts.

/// The languages that there are texts in, chosen for each request: the caller's own, then `Accept-Language` (RFC 4647
/// §3.4), then the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// Every language.
    pub languages: &'static [Language],
    /// The index of the default.
    pub default: usize,
}

/// A language and its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its tag (BCP 47): `en`.
    pub tag: &'static str,
    /// Texts by their keys, which are sorted: `outcome.not_found`, `violation.required`, `failure.email_taken` (a code of the
    /// document), `message.done` (what a handler asks for by `done`). What is not here is told as it is anyway.
    pub texts: &'static [(&'static str, &'static str)],
}

impl Language {
    /// The text of a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'static str> {
        let at = self.texts.binary_search_by(|(other, _)| (*other).cmp(key)).ok()?;
        Some(self.texts[at].1)
    }
}
