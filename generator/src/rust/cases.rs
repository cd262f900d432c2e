//! Words of a wire name, and their cases. The one file that knows of `heck`.

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

/// Characters of a wire name that its words are made of.
const READ: usize = 200;

/// `PascalCase`: types, variants, traits.
#[must_use]
pub fn pascal(wire: &str) -> String {
    led(words(wire).to_upper_camel_case(), 'N')
}

/// `snake_case`: members, functions, modules.
#[must_use]
pub fn snake(wire: &str) -> String {
    led(words(wire).to_snake_case(), 'n')
}

/// `SCREAMING_SNAKE_CASE`: statics.
#[must_use]
pub fn screaming(wire: &str) -> String {
    led(words(wire).to_shouty_snake_case(), 'N')
}

/// A name cannot begin with a digit.
fn led(name: String, letter: char) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{letter}{name}") } else { name }
}

/// ASCII words with blanks between: letters of other alphabets spelled by their number, symbols that carry the
/// meaning of a name spelled by their word. Empty where nothing is left.
fn words(wire: &str) -> String {
    // What is longer is cut in any case.
    let wire = wire.char_indices().nth(READ).map_or(wire, |(end, _)| &wire[..end]);
    let symbolic = !wire.contains(|c: char| c.is_alphanumeric());
    let mut out = String::with_capacity(wire.len());
    let mut chars = wire.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            '-' if first && chars.peek().is_some_and(char::is_ascii_digit) => out.push_str("minus "),
            '+' if first && chars.peek().is_some_and(char::is_ascii_digit) => out.push_str("plus "),
            '-' if first && !symbolic => out.push_str("desc "),
            '.' if chars.peek().is_some_and(char::is_ascii_digit)
                && out.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                out.push_str(" dot ");
            }
            _ => match word(c) {
                Some(word) if symbolic || speaks(c) => {
                    out.push(' ');
                    out.push_str(word);
                    out.push(' ');
                }
                None if c.is_alphanumeric() => out.push_str(&latin(c)),
                _ => out.push(' '),
            },
        }
        first = false;
    }
    out
}

/// Symbols that distinguish names even next to letters: `+1` and `-1`, `a` and `a*`, `size>` and `size<`.
const fn speaks(c: char) -> bool {
    matches!(c, '+' | '*' | '<' | '>' | '=' | '!' | '%' | '&' | '#' | '@' | '$')
}

/// The word for a symbol.
const fn word(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        ' ' => "space",
        '"' => "quote",
        '\'' => "apostrophe",
        '\\' => "backslash",
        '(' | '[' | '{' => "open",
        ')' | ']' | '}' => "close",
        _ => return None,
    })
}

/// A letter outside ASCII: its base letter where it has one in Latin, else its number.
fn latin(c: char) -> String {
    let base = match c {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'à'..='å' | 'À'..='Å' => "a",
        'ç' | 'Ç' => "c",
        'è'..='ë' | 'È'..='Ë' => "e",
        'ì'..='ï' | 'Ì'..='Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ö' | 'Ö' => "oe",
        'ò'..='õ' | 'Ò'..='Õ' | 'ø' | 'Ø' => "o",
        'ü' | 'Ü' => "ue",
        'ù'..='û' | 'Ù'..='Û' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ß' => "ss",
        _ => return format!(" u{:x} ", u32::from(c)),
    };
    base.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_words() {
        for (wire, expected) in [
            ("listPatients", "list_patients"),
            ("patient-id", "patient_id"),
            ("X-Request-ID", "x_request_id"),
            ("page[number]", "page_number"),
            ("@type", "at_type"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("-created", "desc_created"),
            ("1.5", "n1_dot_5"),
            ("!=", "not_equal"),
            ("", ""),
            ("é", "e"),
            ("имя", "u438_u43c_u44f"),
            ("get/pets/{id}", "get_pets_id"),
        ] {
            assert_eq!(snake(wire), expected, "{wire}");
        }
        assert_eq!(pascal("patient.view"), "PatientView");
        assert_eq!(pascal("404"), "N404");
        assert_eq!(screaming("NewPatient"), "NEW_PATIENT");
    }
}
