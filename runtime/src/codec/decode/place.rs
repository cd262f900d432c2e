//! Converts a line and column of JSON text to a pointer and an excerpt.

use crate::schema::Schema;

/// Returns the offset of a line and column, both from 1 and in bytes, as serde_json counts them.
pub(super) fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let ends = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = if line <= 1 { 0 } else { ends.take(line - 1).last().unwrap_or(0) };
    (start + column.saturating_sub(1)).min(body.len())
}

/// Returns printable text around an offset.
pub(super) fn excerpt(body: &[u8], offset: usize) -> String {
    let from = offset.saturating_sub(super::EXCERPT / 2);
    let to = (from + super::EXCERPT).min(body.len());
    let text = String::from_utf8_lossy(body.get(from..to).unwrap_or_default());
    let printable = text.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER);
    let line: String = printable.map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().to_owned()
}

/// A list or object that contains the place.
enum Level {
    /// The index of the item.
    List(usize),
    /// The name of the member as written; `None` before the first.
    Object(Option<String>),
}

/// Returns the pointer of the value that contains or ends at `offset`, as far as the text is valid.
pub(super) fn pointer(body: &[u8], offset: usize) -> String {
    let mut levels = levels(body, offset, offset.saturating_sub(1));
    // The end of an object means that a member is missing, so the last member is not to blame.
    if body.get(offset) == Some(&b'}') && matches!(levels.last(), Some(Level::Object(_))) {
        levels.pop();
    }
    written(&levels)
}

/// Returns the lists and objects that are open at `offset`, including those that end at `closed` or later.
fn levels(body: &[u8], offset: usize, closed: usize) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    let mut key_next = false;
    while at < offset.min(body.len()) {
        match body[at] {
            b'{' => {
                levels.push(Level::Object(None));
                key_next = true;
            }
            b'[' => levels.push(Level::List(0)),
            b'}' | b']' if at < closed => {
                levels.pop();
                key_next = false;
            }
            b',' => match levels.last_mut() {
                Some(Level::List(index)) => *index += 1,
                Some(Level::Object(_)) => key_next = true,
                None => {}
            },
            b'"' => {
                let end = text_end(body, at);
                if key_next && let Some(Level::Object(member)) = levels.last_mut() {
                    *member = body.get(at..end).and_then(|text| serde_json::from_slice(text).ok());
                    key_next = false;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    levels
}

/// Returns the pointer of the error inside the value of `schema` that ends before `offset`, where the reader met the
/// comma or the end of the parent.
pub(super) fn pointer_inside(body: &[u8], offset: usize, schema: &'static Schema) -> String {
    let last = |end: usize| body[..end].iter().rposition(|byte| !byte.is_ascii_whitespace());
    let after = last((offset + 1).min(body.len())).unwrap_or(0);
    let end = last(after).unwrap_or(0);
    let mut levels = levels(body, end, end);
    if matches!(body.get(end), Some(b'}' | b']')) {
        levels.pop();
    }
    let mut outer = written(&levels);
    let Ok(tree) = serde_json::from_slice::<serde_json::Value>(body) else { return outer };
    if let Some(value) = tree.pointer(&outer)
        && let Some(inner) = crate::schema::check::first_violation(value, schema)
    {
        outer.push_str(&inner.pointer);
    }
    outer
}

/// Returns the offset after the closing quote of the string at `at`.
fn text_end(body: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(byte) = body.get(end) {
        match byte {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    body.len()
}

fn written(levels: &[Level]) -> String {
    let mut pointer = String::new();
    for level in levels {
        match level {
            Level::List(index) => pointer.push_str(&format!("/{index}")),
            Level::Object(Some(member)) => crate::syntax::pointer::push(&mut pointer, member),
            Level::Object(None) => {}
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use crate::codec::json;

    fn place<T: serde::de::DeserializeOwned + std::fmt::Debug>(text: &str) -> (String, usize, usize) {
        let error = json::read::<T>(text.as_bytes()).expect_err("an error");
        (error.pointer, error.line, error.column)
    }

    #[test]
    fn the_pointer_of_a_wrong_value() {
        type Deep = std::collections::BTreeMap<String, Vec<i64>>;
        assert_eq!(place::<Deep>("{\"a\":[1,2],\n \"b/c\":[3,\"x\"]}"), ("/b~1c/1".into(), 2, 13));
        assert_eq!(place::<Vec<i64>>("[1, true]").0, "/1");
        assert_eq!(place::<i64>("\"x\"").0, "");
    }

    #[test]
    fn broken_text_does_not_break_the_pointer() {
        for text in ["{\"a\":", "{\"a\\", "[[[", "{\"a\":[1,}", "\u{0}", "", "]"] {
            let _ = place::<Vec<i64>>(text);
        }
        assert_eq!(place::<serde_json::Value>("{\"a\":[1,}").0, "/a/1");
    }

    #[test]
    fn long_text_gives_a_short_excerpt() {
        let text = format!("[\"{}\", 5]", "é".repeat(5000));
        let error = json::read::<Vec<String>>(text.as_bytes()).expect_err("an error");
        assert!(error.excerpt.len() <= super::super::EXCERPT, "{}", error.excerpt.len());
        assert!(error.to_string().len() < 1024);
    }
}
