//! Output of values that a peer controls, limited in length.

#![cfg_attr(not(feature = "client"), allow(dead_code, reason = "mostly used by the errors of calls"))]

use std::fmt::{self, Debug, Display, Write};

/// The maximum number of bytes of a value in a message.
pub(crate) const MOST: usize = 2048;

/// Prints a value up to [`MOST`] bytes, followed by `…` if it is longer.
pub(crate) struct Bounded<T>(pub(crate) T);

impl<T: Display> Display for Bounded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        within(f, |out| write!(out, "{}", self.0))
    }
}

impl<T: Debug> Debug for Bounded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.alternate() {
            true => within(f, |out| write!(out, "{:#?}", self.0)),
            false => within(f, |out| write!(out, "{:?}", self.0)),
        }
    }
}

fn within(
    f: &mut fmt::Formatter<'_>,
    print: impl FnOnce(&mut BoundedWriter<'_, '_>) -> fmt::Result,
) -> fmt::Result {
    let mut out = BoundedWriter { f, left: MOST, full: false };
    let printed = print(&mut out);
    if out.full { f.write_char('…') } else { printed }
}

struct BoundedWriter<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    left: usize,
    full: bool,
}

impl Write for BoundedWriter<'_, '_> {
    /// Stops the formatting at the limit, so that the rest is not produced.
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.len() <= self.left {
            self.left -= text.len();
            return self.f.write_str(text);
        }
        self.full = true;
        self.f.write_str(&text[..text.floor_char_boundary(self.left)])?;
        self.left = 0;
        Err(fmt::Error)
    }
}

/// Truncates text to [`MOST`] bytes.
pub(crate) fn cut(mut text: String) -> String {
    if text.len() > MOST {
        text.truncate(text.floor_char_boundary(MOST));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_printed_past_the_bound() {
        let long = "é".repeat(MOST);
        for printed in [format!("{}", Bounded(&long)), format!("{:?}", Bounded(&long)), cut(long.clone())] {
            assert!(printed.len() <= MOST + '…'.len_utf8() && printed.ends_with('…'));
        }
        assert_eq!(format!("{:?} {}", Bounded("a"), Bounded(5)), "\"a\" 5");
        let list: Vec<u32> = (0..1_000_000).collect();
        assert!(format!("{:#?}", Bounded(&list)).len() <= MOST + 3);
    }
}
