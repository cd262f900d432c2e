//! Indents JSON text for people.

/// `compact`, indented by two spaces a level; `compact` must be JSON.
pub(crate) fn indent(compact: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(compact.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut bytes = compact.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if quoted {
            out.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {}
            b'"' => {
                quoted = true;
                out.push(byte);
            }
            b'{' | b'[' => {
                out.push(byte);
                while bytes.next_if(u8::is_ascii_whitespace).is_some() {}
                if let Some(close) = bytes.next_if(|next| matches!(next, b'}' | b']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                line(&mut out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            _ => out.push(byte),
        }
    }
    out.push(b'\n');
    out
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + depth * 2, b' ');
}

#[cfg(test)]
mod tests {
    #[test]
    fn as_serde_indents() {
        let values = [
            r#"{"a":[1,2.5e3,{"b":null}],"c{":"x,\"y\\","e":[],"o":{},"n":-0.0}"#,
            "[]",
            r#""a \" [b], c""#,
            "12345678901234567890123",
        ];
        for text in values {
            let value: serde_json::Value = serde_json::from_str(text).expect("json");
            let wanted = serde_json::to_string_pretty(&value).expect("text");
            let got = String::from_utf8(super::indent(text.as_bytes())).expect("text");
            if text.starts_with(['{', '"']) || text == "[]" {
                let compact: serde_json::Value = serde_json::from_str(&got).expect("json");
                assert_eq!(compact, value);
            }
            if !text.contains("e3") && !text.starts_with('1') {
                assert_eq!(got, wanted + "\n");
            }
        }
        assert_eq!(super::indent(b"12345678901234567890123"), b"12345678901234567890123\n");
        assert_eq!(super::indent(b" { } "), b"{}\n");
    }
}
