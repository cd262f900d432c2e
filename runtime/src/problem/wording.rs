//! Texts for people, looked up by key in the language of a request.

use std::borrow::Cow;

use crate::style::Language;

/// Text that is often a constant.
pub type Text = Cow<'static, str>;

/// The key of a text for people, with the values of its placeholders.
///
/// For `violation.too_short.blank`, a language may have that text itself or the one of `violation.too_short`; if it
/// has neither, the original message is used. A placeholder is a name in braces: `{limit}`.
///
/// ```
/// use housestyle::{Problem, Wording};
///
/// // The style's `texts` hold `message.closed` in each language: "Closed until {time}".
/// let problem = Problem::conflict().message("Closed until 9:00").wording(Wording::of("message.closed").placeholder("time", "9:00"));
/// assert!(problem.wording.is_some());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording(Box<KeyedText>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyedText {
    key: Text,
    placeholders: Vec<(&'static str, Text)>,
}

impl Wording {
    /// Creates a wording from its key.
    #[must_use]
    pub fn of(key: impl Into<Text>) -> Self {
        Self(Box::new(KeyedText { key: key.into(), placeholders: Vec::new() }))
    }

    /// Sets the value of a placeholder.
    #[must_use]
    pub fn placeholder(mut self, placeholder: &'static str, value: impl Into<Text>) -> Self {
        self.0.placeholders.push((placeholder, value.into()));
        self
    }

    /// Returns the text in a language with its placeholders replaced, or `None` if the language does not have it.
    #[must_use]
    pub fn text(&self, language: &'static Language) -> Option<Cow<'static, str>> {
        let mut key = &*self.0.key;
        loop {
            if let Some(text) = language.text(key) {
                return Some(self.fill(text));
            }
            // The first two parts of a key belong together.
            let (shorter, _) = key.rsplit_once('.').filter(|(shorter, _)| shorter.contains('.'))?;
            key = shorter;
        }
    }

    /// Unknown placeholders stay. Values are not searched for placeholders.
    fn fill(&self, text: &'static str) -> Cow<'static, str> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            let named = from.find('}').map(|end| (&from[1..end], end + 1));
            let value = named.and_then(|(name, end)| {
                let (_, value) = self.0.placeholders.iter().find(|(placeholder, _)| *placeholder == name)?;
                Some((&**value, end))
            });
            let (value, end) = value.unwrap_or(("{", 1));
            filled.extend([before, value]);
            rest = &from[end..];
        }
        if rest.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(filled + rest) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Texts;

    const fn entry(key: &'static str, text: &'static str) -> (Cow<'static, str>, Cow<'static, str>) {
        (Cow::Borrowed(key), Cow::Borrowed(text))
    }

    static LATIN: Language = Language {
        name: Cow::Borrowed("la"),
        value: Texts {
            by_key: Cow::Borrowed(&[
                entry("a", "solum"),
                entry("a.b", "{limit} {no} {values}{"),
                entry("a.b.c", "{"),
            ]),
        },
    };

    fn text(key: &'static str) -> Option<String> {
        let wording = Wording::of(key).placeholder("limit", "{values}").placeholder("values", "x");
        wording.text(&LATIN).map(Cow::into_owned)
    }

    #[test]
    fn holes_are_filled_once() {
        assert_eq!(text("a.b").as_deref(), Some("{values} {no} x{"));
        assert_eq!(text("a.b.c").as_deref(), Some("{"));
    }

    #[test]
    fn a_key_may_be_finer_than_the_text() {
        assert_eq!(text("a.b.d.e"), text("a.b"));
        assert_eq!((text("a.x"), text("b")), (None, None));
    }
}
