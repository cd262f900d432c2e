//! JSON pointers (RFC 6901).

/// Appends a member's name to a pointer.
pub(crate) fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    for char in name.chars() {
        match char {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(char),
        }
    }
}

/// Decodes a reference token.
pub(crate) fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Returns a pointer in dotted form, `places.0.name`, or `None` if it is empty.
pub(crate) fn dotted(pointer: &str) -> Option<String> {
    let tokens = pointer.strip_prefix('/')?;
    Some(unescape(&tokens.replace('/', ".")))
}

/// Returns a pointer in brackets, `places[0][name]`; empty if it is empty.
#[cfg(feature = "server")]
pub(crate) fn in_brackets(pointer: &str) -> String {
    let mut tokens = pointer.strip_prefix('/').unwrap_or_default().split('/').map(unescape);
    let first = tokens.next().unwrap_or_default();
    tokens.fold(first, |path, token| format!("{path}[{token}]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_unescaped() {
        let mut pointer = "/a".to_owned();
        push(&mut pointer, "b/c~1");
        assert_eq!(pointer, "/a/b~1c~01");
        assert_eq!(unescape("b~1c~01"), "b/c~1");
        assert_eq!(
            (&*in_brackets(&pointer), &*in_brackets(""), &*in_brackets("/a/0/b")),
            ("a[b/c~1]", "", "a[0][b]")
        );
        assert_eq!((dotted(&pointer).as_deref(), dotted("")), (Some("a.b/c~1"), None));
    }
}
