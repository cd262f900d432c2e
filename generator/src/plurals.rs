//! The grammatical number of English nouns, by a small rule and the usual exceptions. What the rule gets wrong goes into
//! `except` of the style.

use crate::style::GrammaticalNumber;

/// Nouns with a plural of their own, in the singular and in the plural.
const IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("axis", "axes"),
    ("basis", "bases"),
    ("child", "children"),
    ("crisis", "crises"),
    ("criterion", "criteria"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("half", "halves"),
    ("index", "indices"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("man", "men"),
    ("matrix", "matrices"),
    ("medium", "media"),
    ("mouse", "mice"),
    ("ox", "oxen"),
    ("person", "people"),
    ("shelf", "shelves"),
    ("thesis", "theses"),
    ("tooth", "teeth"),
    ("vertex", "vertices"),
    ("wolf", "wolves"),
    ("woman", "women"),
];

/// Nouns of one form.
const ONE_FORM: &[&str] = &[
    "advice",
    "aircraft",
    "audio",
    "baggage",
    "cash",
    "content",
    "data",
    "deer",
    "equipment",
    "evidence",
    "feedback",
    "fish",
    "furniture",
    "hardware",
    "help",
    "history",
    "info",
    "information",
    "inventory",
    "knowledge",
    "luggage",
    "mail",
    "metadata",
    "money",
    "music",
    "news",
    "offspring",
    "progress",
    "research",
    "series",
    "sheep",
    "software",
    "species",
    "staff",
    "status",
    "storage",
    "traffic",
    "training",
    "weather",
    "work",
];

/// Nouns in the singular that end like a plural.
const SINGULAR: &[&str] = &["alias", "atlas", "bias", "bus", "canvas", "gas", "lens", "plus"];

/// The last word of a name: `line-items` is about `items`.
fn last_word(name: &str) -> &str {
    let word = name.rsplit(['-', '_', '.']).next().unwrap_or(name);
    let hump = |(at, c): (usize, char)| {
        let before = word[..at].chars().next_back();
        (c.is_uppercase() && before.is_some_and(char::is_lowercase)).then_some(at)
    };
    word.char_indices().filter_map(hump).next_back().map_or(word, |at| &word[at..])
}

fn is_plural(word: &str) -> bool {
    if IRREGULAR.iter().any(|(_, plural)| *plural == word) {
        return true;
    }
    let is_singular = IRREGULAR.iter().any(|(singular, _)| *singular == word) || SINGULAR.contains(&word);
    let ends = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.ends_with('s') && !is_singular && !ends
}

/// A name in the grammatical number, if its last word is not in it yet.
pub(crate) fn corrected(name: &str, number: GrammaticalNumber) -> Option<String> {
    let word = last_word(name);
    let lower = word.to_lowercase();
    // A number, or an abbreviation, is no noun.
    let is_noun = lower.chars().all(char::is_alphabetic) && lower.chars().count() > 1;
    if !is_noun || ONE_FORM.contains(&lower.as_str()) {
        return None;
    }
    let before = &name[..name.len() - word.len()];
    let new = match number {
        GrammaticalNumber::Plural if !is_plural(&lower) => pluralized(&lower),
        GrammaticalNumber::Singular if is_plural(&lower) => singularized(&lower),
        GrammaticalNumber::Plural | GrammaticalNumber::Singular => return None,
    };
    Some(format!("{before}{}", with_case_of(word, &new)))
}

fn pluralized(word: &str) -> String {
    if let Some((_, plural)) = IRREGULAR.iter().find(|(singular, _)| *singular == word) {
        return (*plural).to_owned();
    }
    let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        None => format!("{word}s"),
    }
}

fn singularized(word: &str) -> String {
    if let Some((singular, _)) = IRREGULAR.iter().find(|(_, plural)| *plural == word) {
        return (*singular).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let stem = word
        .strip_suffix("es")
        .filter(|stem| stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch") || stem.ends_with("sh"));
    stem.or_else(|| word.strip_suffix('s')).unwrap_or(word).to_owned()
}

/// `new` with the first letter, or all letters, as large as those of `word`.
fn with_case_of(word: &str, new: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    match (first, letters.all(char::is_uppercase)) {
        (true, true) => new.to_uppercase(),
        (true, false) => {
            new.chars().take(1).flat_map(char::to_uppercase).chain(new.chars().skip(1)).collect()
        }
        (false, _) => new.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: &[(&str, &str)] = &[
        ("patient", "patients"),
        ("company", "companies"),
        ("key", "keys"),
        ("address", "addresses"),
        ("box", "boxes"),
        ("branch", "branches"),
        ("alias", "aliases"),
        ("person", "people"),
        ("line-item", "line-items"),
        ("lineItem", "lineItems"),
        ("LineItem", "LineItems"),
        ("sales_index", "sales_indices"),
    ];

    #[test]
    fn a_collection_is_plural() {
        for (singular, plural) in PAIRS {
            assert_eq!(corrected(singular, GrammaticalNumber::Plural).as_deref(), Some(*plural));
            assert_eq!(corrected(plural, GrammaticalNumber::Plural), None, "{plural}");
        }
    }

    #[test]
    fn a_collection_is_singular() {
        for (singular, plural) in PAIRS {
            assert_eq!(corrected(plural, GrammaticalNumber::Singular).as_deref(), Some(*singular));
            assert_eq!(corrected(singular, GrammaticalNumber::Singular), None, "{singular}");
        }
    }

    #[test]
    fn a_word_of_one_form_is_both_and_a_number_is_none() {
        for name in ["news", "metadata", "v1", "2020", "x"] {
            assert_eq!(corrected(name, GrammaticalNumber::Plural), None, "{name}");
            assert_eq!(corrected(name, GrammaticalNumber::Singular), None, "{name}");
        }
    }
}
