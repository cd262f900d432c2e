//! Media types (RFC 9110 section 8.3.1).

/// Returns the type and the subtype, without parameters. The subtype is empty if there is none.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn essence(media: &str) -> (&str, &str) {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').unwrap_or((essence, ""))
}

/// Returns whether a media type is JSON: `application/json`, `text/json`, or any type with the suffix `+json`
/// (RFC 6839), ignoring case and parameters.
///
/// ```
/// use housestyle::codec::is_json;
///
/// assert!(is_json("application/problem+json; charset=utf-8") && !is_json("text/plain"));
/// ```
#[cfg(any(feature = "client", feature = "server"))]
pub fn is_json(media: &str) -> bool {
    let (kind, subtype) = essence(media);
    let is_named = ["application", "text"].iter().any(|named| kind.eq_ignore_ascii_case(named));
    let suffix = subtype.rsplit_once('+').map(|(_, suffix)| suffix);
    (is_named && subtype.eq_ignore_ascii_case("json"))
        || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("json"))
}

#[cfg(all(test, any(feature = "client", feature = "server")))]
mod tests {
    use super::is_json;

    #[test]
    fn json_is_recognized_by_name_and_by_suffix() {
        for media in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "text/json",
            "text/json ;charset=utf-8",
            "application/problem+json",
            "image/svg+JSON",
        ] {
            assert!(is_json(media), "{media}");
        }
        for media in [
            "",
            "json",
            "+json",
            "*/*",
            "text/plain",
            "image/json",
            "application/json-seq",
            "application/jsonl",
        ] {
            assert!(!is_json(media), "{media}");
        }
    }
}
