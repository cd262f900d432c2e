//! Sanitized output of untrusted text in logs and terminals.
//!
//! ```
//! use housestyle::sanitize::OneLine;
//!
//! assert_eq!(OneLine("ann\nWARN forged").to_string(), r"ann\nWARN forged");
//! ```

mod bounded;

#[cfg(feature = "client")]
pub(crate) use bounded::Bounded;
pub(crate) use bounded::cut;

use std::error::Error;
use std::fmt::{self, Display, Write};

/// Prints a value on one line: control characters, which could forge log lines or control a terminal, and
/// bidirectional overrides are escaped.
///
/// ```
/// use housestyle::sanitize::OneLine;
///
/// assert_eq!(OneLine("a\nb").to_string(), r"a\nb");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct OneLine<T>(pub T);

impl<T: Display> Display for OneLine<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

/// Prints an error followed by its causes, on one line.
///
/// ```
/// use housestyle::sanitize::ErrorChain;
///
/// let error = "seven".parse::<u8>().unwrap_err();
/// assert_eq!(ErrorChain(&error).to_string(), "invalid digit found in string");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ErrorChain<'a>(pub &'a (dyn Error + 'static));

impl Display for ErrorChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        write!(f, "{}", OneLine(&said))?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Many errors repeat their cause.
            if !said.contains(&text) {
                write!(f, ": {}", OneLine(&text))?;
            }
            (said, cause) = (text, error.source());
        }
        Ok(())
    }
}

struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(steers) {
            let (plain, from) = rest.split_at(at);
            self.0.write_str(plain)?;
            let mut chars = from.chars();
            if let Some(char) = chars.next() {
                write!(self.0, "{}", char.escape_default())?;
            }
            rest = chars.as_str();
        }
        self.0.write_str(rest)
    }
}

fn steers(char: char) -> bool {
    let line = matches!(char, '\u{2028}' | '\u{2029}');
    let direction = matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    char.is_control() || line || direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_a_line_of_its_own() {
        let text = "é\r\nERROR \u{1b}[2J\u{202e}x\u{2028}".to_owned();
        assert_eq!(OneLine(text).to_string(), r"é\r\nERROR \u{1b}[2J\u{202e}x\u{2028}");
    }

    #[test]
    fn causes_follow() {
        #[derive(Debug)]
        struct Outer(std::io::Error);
        impl Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("no page")
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.0)
            }
        }
        let error = Outer(std::io::Error::other("disk\nfull"));
        assert_eq!(ErrorChain(&error).to_string(), r"no page: disk\nfull");
    }
}
