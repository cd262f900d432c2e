//! The key of a style that a diagnostic of lowering is about.

use crate::diag::{Code, Diagnostics, RuleBreach, codes};

/// Codes of what a style makes of a document, each with the key of the style.
const KEYS: &[(Code, &str)] = &[
    (codes::METHOD_NOT_POST, "calls"),
    (codes::VERSION_MAJOR, "path.prefix"),
    (codes::ENUM_CASE, "data.enums"),
    (codes::PAGING_UNKNOWN, "paging"),
    (codes::PAGING_NOT_A_LIST, "paging"),
    (codes::PAGING_KEY, "paging"),
    (codes::PAGING_PARAMETER, "paging"),
    (codes::PAGING_UNIT, "paging"),
    (codes::LINK_OPERATION, "data.links"),
    (codes::LINK_MEMBER, "data.links"),
    (codes::OPTION_UNKNOWN, "version"),
    (codes::ENVELOPE_SPELLED_OUT, "success.body"),
    (codes::FOLD_PAGING, "paging"),
    (codes::FOLD_ENVELOPE, "success.body"),
    (codes::FOLD_FAILURE, "failure.body"),
    (codes::FOLD_FAILURE_MEMBERS, "failure.body"),
    (codes::FOLD_FAILURE_MEDIA, "failure.media"),
    (codes::FOLD_FAILURE_CODES, "outcomes"),
    (codes::FOLD_FAILURE_TEXTS, "failure.entry"),
    (codes::HINT_FORM, "hints"),
    (codes::HINT_WITHOUT_WAY, "hints"),
    (codes::HINT_UNSUPPORTED, "hints"),
    (codes::HINT_CONTRADICTS, "hints"),
    (codes::HINT_NOT_A_LIST, "hints"),
    (codes::ERROR_STATUS, "outcomes"),
    (codes::RESOURCE_SCHEMA, "success.form"),
    (codes::RESOURCE_TWICE, "success.form"),
    (codes::RESOURCE_MEMBER, "success.form"),
    (codes::RESOURCE_NESTED, "success.form"),
    (codes::RESOURCE_UNION, "success.form"),
    (codes::DOCUMENT_WITHOUT_RESOURCE, "success.form"),
    (codes::META_SCHEMA, "success.form"),
    (codes::RELATIONSHIP, "success.form"),
    (codes::INCLUDE_PATH, "include"),
    (codes::SORT_FIELD, "sorting"),
    (codes::FILTER, "filtering"),
];

/// The key of the style that diagnostics of a code are about.
pub(crate) fn rule_of(code: Code) -> Option<&'static str> {
    KEYS.iter().find(|(known, _)| *known == code).map(|(_, key)| *key)
}

/// Sets the rule of diagnostics that are about a key of the style.
pub(crate) fn set_rules(diags: &mut Diagnostics) {
    for diagnostic in diags.iter_mut().filter(|diagnostic| diagnostic.breach.is_none()) {
        let rule = rule_of(diagnostic.code);
        diagnostic.breach =
            rule.map(|rule| Box::new(RuleBreach { rule: rule.to_owned(), expected: None, found: None }));
    }
}

#[cfg(test)]
mod tests {
    use super::KEYS;
    use crate::style::grammar::Shape;
    use crate::style::{StyleFile, tree};

    #[test]
    fn every_key_is_one_of_a_style() {
        for (code, key) in KEYS {
            let mut shape = Some(Shape::Record(&StyleFile::RECORD));
            for wire in key.split('.') {
                let Some(Shape::Record(record)) = shape else { panic!("{code}: {key}") };
                shape = tree::find(record.keys, wire).map(|key| key.shape);
            }
            assert!(shape.is_some(), "{code}: {key}");
        }
    }
}
