//! The language of an answer's texts.

use std::borrow::Cow;
use std::collections::HashSet;

use http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, VARY};
use http::{HeaderMap, HeaderValue};

use crate::problem::Wording;
use crate::style::{Language, Locale, Style};
use crate::syntax::accept;

/// The language of a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NegotiatedLanguage {
    locale: &'static Locale,
    language: &'static Language,
    /// For texts that the language lacks.
    default: &'static Language,
}

impl NegotiatedLanguage {
    /// The best of those that the request accepts, else the default; `None` if the style has none.
    pub(crate) fn of(style: &'static Style, headers: &HeaderMap) -> Option<Self> {
        let locale = style.locale.as_ref()?;
        let default = locale.usual()?;
        let language = accepted(locale, default, headers).unwrap_or(default);
        Some(Self { locale, language, default })
    }

    /// In the caller's own language, if the style has texts in it.
    pub(crate) fn with(self, own: &str) -> Self {
        let language = lookup(self.locale, &own.replace('_', "-")).unwrap_or(self.language);
        Self { language, ..self }
    }

    /// The caller's own, if it is known and the style has texts in it; else as negotiated.
    pub(crate) fn of_caller(negotiated: Option<Self>, own: Option<&str>) -> Option<Self> {
        match own {
            Some(own) => negotiated.map(|language| language.with(own)),
            None => negotiated,
        }
    }

    pub(crate) fn tag(self) -> &'static str {
        &self.language.name
    }

    /// The text of a key.
    pub(crate) fn text(self, key: &str) -> Option<&'static str> {
        self.language.text(key).or_else(|| self.default.text(key))
    }

    /// The text of a wording.
    pub(crate) fn word(self, wording: &Wording) -> Option<Cow<'static, str>> {
        wording.text(self.language).or_else(|| wording.text(self.default))
    }

    /// Writes the headers of a response in this language. A response without a body has none.
    pub(crate) fn write_headers(self, bodiless: bool, headers: &mut HeaderMap) {
        headers.append(VARY, HeaderValue::from_static("Accept-Language"));
        if !bodiless && let Ok(tag) = HeaderValue::from_str(self.tag()) {
            headers.entry(CONTENT_LANGUAGE).or_insert(tag);
        }
    }
}

/// By the weights of `Accept-Language` (RFC 9110 §12.5.4); `*` is the default. Ranges in bad syntax count as not there.
fn accepted(
    locale: &'static Locale,
    default: &'static Language,
    headers: &HeaderMap,
) -> Option<&'static Language> {
    let mut ranges: Vec<_> =
        accept::elements(headers, &ACCEPT_LANGUAGE).flatten().filter_map(range).collect();
    ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let refused = ranges.iter().filter(|(_, weight)| *weight == 0).map(|(range, _)| *range);
    let refused: HashSet<String> = refused.map(str::to_ascii_lowercase).collect();
    let is_refused = |language: &Language| refused.contains(&language.name.to_ascii_lowercase());
    let wanted = ranges.iter().filter(|(_, weight)| *weight > 0);
    let mut found = wanted.filter_map(|(range, _)| match *range {
        "*" => Some(default)
            .into_iter()
            .chain(locale.languages.all.iter())
            .find(|language| !is_refused(language)),
        range => lookup(locale, range).filter(|language| !is_refused(language)),
    });
    found.next()
}

fn range(element: &str) -> Option<(&str, u16)> {
    let mut parts = element.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?;
    let weight = match parts.next().and_then(|part| part.split_once('=')) {
        Some((key, value)) if key.trim().eq_ignore_ascii_case("q") => accept::weight(value.trim())?,
        _ => 1000,
    };
    Some((range, weight))
}

/// The language of a range: what it says, else ever less of it from its end (RFC 4647 §3.4).
fn lookup(locale: &'static Locale, range: &str) -> Option<&'static Language> {
    let mut rest = range;
    loop {
        if let Some(found) = locale.languages.all.iter().find(|one| one.name.eq_ignore_ascii_case(rest)) {
            return Some(found);
        }
        (rest, _) = rest.rsplit_once('-')?;
        // What one letter introduces has gone.
        if let Some((shorter, letter)) = rest.rsplit_once('-')
            && letter.len() == 1
        {
            rest = shorter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Languages, Text, Texts};
    use std::borrow::Cow::Borrowed;

    static ENGLISH: [(Text, Text); 2] = [(Borrowed("a"), Borrowed("one")), (Borrowed("b"), Borrowed("two"))];
    static SPANISH: [(Text, Text); 1] = [(Borrowed("a"), Borrowed("uno"))];
    static RUSSIAN: [(Text, Text); 1] = [(Borrowed("a"), Borrowed("один"))];
    static LANGUAGES: [Language; 4] = [
        language("en", &ENGLISH),
        language("es", &SPANISH),
        language("zh-Hant", &[]),
        language("ru", &RUSSIAN),
    ];
    static STYLE: Style = Style {
        locale: Some(Locale { languages: Languages { all: Borrowed(&LANGUAGES) }, default: Borrowed("en") }),
        ..Style::MINIMAL
    };

    const fn language(tag: &'static str, texts: &'static [(Text, Text)]) -> Language {
        Language { name: Borrowed(tag), value: Texts { by_key: Borrowed(texts) } }
    }

    fn spoken(accepts: &[&str]) -> NegotiatedLanguage {
        let lines = accepts.iter().map(|line| (ACCEPT_LANGUAGE, line.parse().expect("a header")));
        NegotiatedLanguage::of(&STYLE, &lines.collect()).expect("languages")
    }

    #[test]
    fn elp_45_r_44_the_default_where_no_language_is_accepted_that_there_is() {
        for none in [&[][..], &[""], &["fr, de-AT;q=0.9"], &["es;q=0"], &["es;q=2"], &["e"], &["es-"]] {
            let expected = if none == ["es-"] { "es" } else { "en" };
            assert_eq!(spoken(none).tag(), expected, "{none:?}");
        }
    }

    #[test]
    fn elp_46_r_44_ranges_are_looked_up_by_weight() {
        for (accepts, tag) in [
            ("ru", "ru"),
            ("ES-mx", "es"),
            ("es;q=0.5, ru;q=0.7", "ru"),
            ("es;q=0.5,ru; q=0.5", "es"),
            ("fr, es;q=0.1", "es"),
            ("zh-Hant-CN-x-private", "zh-Hant"),
            ("zh-Hant-x-b", "zh-Hant"),
            ("zh, ru;q=0.1", "ru"),
            ("*", "en"),
            ("en;q=0, *;q=0.1", "es"),
            ("fr, *;q=0.5, ru;q=0.1", "en"),
        ] {
            assert_eq!(spoken(&[accepts]).tag(), tag, "{accepts}");
        }
        assert_eq!(spoken(&["fr", "ru;q=0.2"]).tag(), "ru");
    }

    #[test]
    fn elp_43_elp_44_the_callers_own_goes_first_if_there_is_one() {
        let header = spoken(&["ru"]);
        assert_eq!(
            (header.with("es_MX").tag(), header.with("fr").tag(), header.with("").tag()),
            ("es", "ru", "ru")
        );
    }

    #[test]
    fn what_a_language_lacks_is_taken_from_the_default() {
        let spanish = spoken(&["es"]);
        assert_eq!(
            (spanish.text("a"), spanish.text("b"), spanish.text("c")),
            (Some("uno"), Some("two"), None)
        );
        assert_eq!(spanish.word(&Wording::of("a")).as_deref(), Some("uno"));
    }
}
