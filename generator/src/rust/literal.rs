//! Literals.

use super::printable::{Token, checked_token};

checked_token! {
    /// A Rust literal: text, a number or a character.
    Lit
}

impl Lit {
    /// A string literal of `text`: what could mislead a reader, a lexer or a terminal is
    /// escaped, and the rest is as it is.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(Token::new(quote(text)))
    }

    /// An integer.
    #[must_use]
    pub fn integer(number: i128) -> Self {
        Self(Token::new(grouped(number)))
    }

    /// A number as `f64`, or the nearest finite one.
    #[must_use]
    pub fn number(number: f64) -> Self {
        let number = if number.is_nan() { 0.0 } else { number.clamp(f64::MIN, f64::MAX) };
        Self(Token::new(format!("{number:?}")))
    }
}

/// `1_000_000`, as clippy and readers want it.
fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    if digits.len() < 6 {
        return text + &digits;
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\'' => out.push(c),
            '\n' | '\r' | '\t' => out.extend(c.escape_debug()),
            _ if is_hidden(c) => out.extend(c.escape_unicode()),
            _ => out.extend(c.escape_debug()),
        }
    }
    out.push('"');
    out
}

/// Characters that are not seen, or that change how others are seen: controls, zero width, directions, fillers, tags.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_within_its_quotes() {
        for (text, literal) in [
            ("plain", r#""plain""#),
            ("a\"b\\c", r#""a\"b\\c""#),
            ("\0\n\r\t\u{1b}", r#""\u{0}\n\r\t\u{1b}""#),
            ("\u{202e}\u{200d}\u{feff}", r#""\u{202e}\u{200d}\u{feff}""#),
            ("\u{2028}\u{e0041}", r#""\u{2028}\u{e0041}""#),
            ("Привет, 東京 – é", "\"Привет, 東京 – é\""),
            ("{0} {x} */ // #", r#""{0} {x} */ // #""#),
        ] {
            assert_eq!(Lit::text(text).as_str(), literal);
        }
    }

    #[test]
    fn numbers_read_back() {
        assert_eq!(Lit::integer(i128::from(i64::MIN)).as_str(), "-9_223_372_036_854_775_808");
        assert_eq!(Lit::integer(200).as_str(), "200");
        assert_eq!(Lit::number(1.0).as_str(), "1.0");
        assert_eq!(Lit::number(1e300).as_str(), "1e300");
        assert_eq!(Lit::number(f64::INFINITY).as_str(), "1.7976931348623157e308");
    }
}
