//! Indentation of JSON text.

/// Returns JSON text indented by two spaces for each level, with a line break at the end.
#[must_use]
pub fn indent(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() * 2);
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut bytes = json.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if in_text {
            out.push(byte);
            in_text = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {}
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
            _ => {
                in_text = byte == b'"';
                out.push(byte);
            }
        }
    }
    out.push(b'\n');
    out
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + 2 * depth, b' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_serde_json_indents() {
        for text in [
            r#"{"a":[1,{"b":"},[\"\\"},[]],"c":{},"":null,"d":[[true]],"n":-0.0}"#,
            "[]",
            r#""a \" [b], c""#,
            "12345678901234567890123",
            " { \"a\" : [ 1 ,\t2 ], \"b\": { } }\n",
        ] {
            let raw: Box<serde_json::value::RawValue> = serde_json::from_str(text).expect("json");
            let value: serde_json::Value = serde_json::from_str(text).expect("json");
            let number = value.is_number();
            let pretty = if number {
                raw.get().to_owned()
            } else {
                serde_json::to_string_pretty(&value).expect("text")
            };
            assert_eq!(String::from_utf8(indent(text.as_bytes())).expect("text"), pretty + "\n");
        }
    }
}
