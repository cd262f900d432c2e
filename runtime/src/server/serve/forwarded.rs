//! The clients that proxies name: `Forwarded` (RFC 7239) and `X-Forwarded-For`.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName};

use crate::server::serve::peer::{FORWARDED, X_FORWARDED_FOR};

/// Returns the addresses of the hops, in the order of the header; `None` for one that is hidden or malformed. If both
/// headers are present they must agree, because the client may have set one of them.
pub(in crate::server) fn chain(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    let plain = headers.contains_key(&X_FORWARDED_FOR).then(|| plain(headers));
    let standard = headers.contains_key(&FORWARDED).then(|| standard(headers));
    match (plain, standard) {
        (Some(plain), Some(standard)) => (plain == standard).then_some(plain),
        (plain, standard) => plain.or(standard),
    }
}

fn plain(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    elements(headers, &X_FORWARDED_FOR).iter().map(|element| node(element)).collect()
}

fn standard(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    elements(headers, &FORWARDED).iter().map(|element| named(element)).collect()
}

/// Returns the `for` of an element.
fn named(element: &str) -> Option<IpAddr> {
    let mut found = None;
    for pair in split(element, ';')? {
        let (name, value) = pair.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("for") {
            if found.is_some() {
                return None;
            }
            let value = value.trim();
            let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            found = Some(node(quoted.unwrap_or(value))?);
        }
    }
    found
}

/// Parses an address with an optional port.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    text.parse().ok().or_else(with_port).or_else(bare)
}

/// Returns the elements of all lines of a header. A line with an unclosed quote is one, malformed, element.
fn elements<'h>(headers: &'h HeaderMap, wire: &HeaderName) -> Vec<&'h str> {
    let lines = headers.get_all(wire).iter().map(|line| line.to_str().unwrap_or(""));
    lines.flat_map(|line| split(line, ',').unwrap_or_else(|| vec![line])).collect()
}

/// Splits at separators outside of quotes. Returns `None` if a quote is not closed.
fn split(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if char == separator && !quoted => {
                parts.push(&text[start..at]);
                start = at + char.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    (!quoted).then_some(parts)
}
