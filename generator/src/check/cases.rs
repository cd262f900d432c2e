//! Names in the case that a style asks for.

use heck::{
    ToKebabCase as _, ToLowerCamelCase as _, ToPascalCase as _, ToShoutyKebabCase as _,
    ToShoutySnakeCase as _, ToSnakeCase as _, ToTrainCase as _,
};

use crate::style::NameCase;

/// A case in words.
pub(super) const fn words(case: NameCase) -> &'static str {
    match case {
        NameCase::Snake => "snake case",
        NameCase::Kebab => "kebab case",
        NameCase::Camel => "camel case",
        NameCase::Pascal => "Pascal case",
        NameCase::ScreamingSnake => "upper snake case",
        NameCase::ScreamingKebab => "upper kebab case",
        NameCase::Train => "train case",
        NameCase::Flat => "flat case",
    }
}

/// Whether a word of letters, digits, `_` and `-` is in a case. Letters without a case, and digits, are in any.
fn is_in(word: &str, case: NameCase) -> bool {
    let small =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase());
    let large =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() && !c.is_lowercase());
    let starts = |part: &str, with: fn(char) -> bool| {
        part.starts_with(|c: char| !with(c)) && part.chars().all(char::is_alphanumeric)
    };
    match case {
        NameCase::Snake => word.split('_').all(small),
        NameCase::Kebab => word.split('-').all(small),
        NameCase::Camel => starts(word, char::is_uppercase),
        NameCase::Pascal => starts(word, char::is_lowercase),
        NameCase::ScreamingSnake => word.split('_').all(large),
        NameCase::ScreamingKebab => word.split('-').all(large),
        NameCase::Train => word.split('-').all(|part| starts(part, char::is_lowercase)),
        NameCase::Flat => small(word),
    }
}

fn converted(word: &str, case: NameCase) -> String {
    match case {
        NameCase::Snake => word.to_snake_case(),
        NameCase::Kebab => word.to_kebab_case(),
        NameCase::Camel => word.to_lower_camel_case(),
        NameCase::Pascal => word.to_pascal_case(),
        NameCase::ScreamingSnake => word.to_shouty_snake_case(),
        NameCase::ScreamingKebab => word.to_shouty_kebab_case(),
        NameCase::Train => word.to_train_case(),
        NameCase::Flat => word.to_snake_case().replace('_', ""),
    }
}

/// A name in a case, if it is not in it yet. Other characters than letters, digits, `_` and `-` separate its words; what
/// is in braces is a parameter, and no part of the name.
pub(super) fn corrected(name: &str, case: NameCase) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let (mut text, mut rest, mut wrong) = (String::with_capacity(name.len()), name, false);
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '{' => rest.find('}').map_or(rest.len(), |end| end + 1),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (part, after) = rest.split_at(end);
        if !is_word(first) || is_in(part, case) {
            text.push_str(part);
        } else {
            wrong = true;
            text.push_str(&converted(part, case));
        }
        rest = after;
    }
    wrong.then_some(text)
}

/// A property without what precedes names of a special meaning: `_links`, `$schema`, `@type`.
pub(super) fn plain(name: &str) -> &str {
    name.trim_start_matches(['_', '$', '@'])
}

/// Whether a value of an enum is a name. Other values, such as media types and times, are compared by nobody's case.
pub(super) fn is_name(value: &str) -> bool {
    value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
        && value.contains(char::is_alphabetic)
}

/// A value of an enum in a case, if it is not in it yet. A sign at its start belongs to an order, as in `-created_at`.
pub(super) fn corrected_value(value: &str, case: NameCase) -> Option<String> {
    let name = value.trim_start_matches('-');
    let sign = &value[..value.len() - name.len()];
    // A blank within a name separates words of one name.
    let name = if name.contains(' ') { converted(name, case) } else { corrected(name, case)? };
    Some(format!("{sign}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name in each case, in the order of the words.
    const SAMPLES: [&str; 8] = [
        "patient_name",
        "patient-name",
        "patientName",
        "PatientName",
        "PATIENT_NAME",
        "PATIENT-NAME",
        "Patient-Name",
        "patientname",
    ];

    #[test]
    fn a_name_is_in_its_case_and_becomes_one_of_another() {
        for (case, expected) in NameCase::ALL.iter().zip(SAMPLES) {
            assert_eq!(corrected(expected, *case), None, "{case:?}");
            for sample in &SAMPLES[..7] {
                assert!(
                    matches!(corrected(sample, *case).as_deref(), None | Some("patientname"))
                        || corrected(sample, *case).as_deref() == Some(expected),
                    "{sample} {case:?}"
                );
            }
        }
        assert_eq!(corrected("patientName", NameCase::Snake).as_deref(), Some("patient_name"));
        assert_eq!(corrected("patient_name", NameCase::Camel).as_deref(), Some("patientName"));
        assert_eq!(corrected("patient__name", NameCase::Snake).as_deref(), Some("patient_name"));
    }

    #[test]
    fn digits_and_acronyms_are_in_their_case() {
        for (name, case) in [
            ("v1", NameCase::Kebab),
            ("2fa_code", NameCase::Snake),
            ("petID", NameCase::Camel),
            ("X-Request-ID", NameCase::Train),
            ("ETag", NameCase::Train),
            ("имя_пациента", NameCase::Snake),
        ] {
            assert_eq!(corrected(name, case), None, "{name}");
        }
    }

    #[test]
    fn parts_of_a_name_are_compared_one_by_one() {
        assert_eq!(corrected("page[number]", NameCase::Snake), None);
        assert_eq!(corrected("page[perPage]", NameCase::Snake).as_deref(), Some("page[per_page]"));
        assert_eq!(corrected("{petId}.json", NameCase::Kebab), None);
        assert_eq!(corrected("{petId}:sendNow", NameCase::Kebab).as_deref(), Some("{petId}:send-now"));
        assert_eq!(corrected(plain("_links"), NameCase::Camel), None);
    }

    #[test]
    fn a_value_is_a_name_if_it_is_made_of_words() {
        assert!(is_name("in_progress") && is_name("In Progress") && is_name("-created_at"));
        assert!(!is_name("text/html") && !is_name("+1") && !is_name("12:00") && !is_name("2020"));
        assert_eq!(corrected_value("-createdAt", NameCase::Snake).as_deref(), Some("-created_at"));
        assert_eq!(corrected_value("In Progress", NameCase::Snake).as_deref(), Some("in_progress"));
        assert_eq!(corrected_value("-created_at", NameCase::Snake), None);
    }
}
