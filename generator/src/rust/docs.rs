//! Prose of a document as doc attributes. Docs are a sink like any other: rustdoc runs code in them.

use super::literal::{Lit, is_hidden};

/// Longest prose of one item, in bytes; what is over is cut.
const LONGEST: usize = 16 * 1024;

/// Lines of docs, each the literal of a `#[cfg_attr(not(doctest), doc = …)]`.
pub type Docs = Vec<Lit>;

/// The lines of `parts`, a blank line between two of them.
#[must_use]
pub fn docs<'a>(parts: impl IntoIterator<Item = &'a str>) -> Docs {
    let mut lines = Vec::new();
    for part in parts {
        let text = clean(part);
        let text = text.trim_matches('\n').trim_end();
        if text.trim().is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Lit::text(""));
        }
        lines.extend(fenced(text).iter().map(|line| Lit::text(line)));
    }
    lines
}

/// Without what is not seen, line ends as `\n`, cut to [`LONGEST`].
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            c if c != '\n' && is_hidden(c) => continue,
            c => c,
        };
        if out.len() + c.len_utf8() > LONGEST {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// Lines, with every code fence opened as `text`.
fn fenced(text: &str) -> Vec<String> {
    let mut open: Option<(char, usize)> = None;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.trim_end();
        // A fence may be inside a quote or a list.
        let start = line.find(|c: char| !matches!(c, ' ' | '>' | '-' | '*' | '+')).unwrap_or(line.len());
        let rest = &line[start..];
        let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| rest.chars().take_while(|c| *c == mark).count());
        match (open, mark) {
            (None, Some(mark)) if length >= 3 && !rest[length..].contains('`') => {
                open = Some((mark, length));
                lines.push(format!("{}text", &line[..start + length]));
                continue;
            }
            (Some((of, least)), Some(mark))
                if mark == of && length >= least && rest[length..].trim().is_empty() =>
            {
                open = None;
            }
            _ => {}
        }
        lines.push(line.to_owned());
    }
    if let Some((mark, length)) = open {
        lines.push(mark.to_string().repeat(length));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        docs([text]).iter().map(|line| line.as_str().to_owned()).collect()
    }

    #[test]
    fn fences_become_text_and_are_closed() {
        assert_eq!(lines("a\n```rust\nx\n```"), [r#""a""#, r#""```text""#, r#""x""#, r#""```""#]);
        assert_eq!(lines("> ~~~\nx"), [r#""> ~~~text""#, r#""x""#, r#""~~~""#]);
        assert_eq!(lines("- ```ignore\n  x\n  ```"), [r#""- ```text""#, r#""  x""#, r#""  ```""#]);
    }

    #[test]
    fn what_is_not_seen_goes() {
        assert_eq!(lines("a\u{202e}b\r\nc\rd\u{200b}\0"), [r#""ab""#, r#""c""#, r#""d""#]);
        assert_eq!(lines(" \n\n"), [""; 0]);
        assert_eq!(docs(["a", "", "b"]).len(), 3);
    }

    #[test]
    fn prose_has_an_end() {
        let text = lines(&"é".repeat(LONGEST));
        assert!(text[0].len() < LONGEST + 8 && text[0].ends_with("…\""));
    }
}
