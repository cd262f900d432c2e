//! Converts JSON pointers between the flat form and the document.

use super::ResourceMeta;
use crate::syntax::pointer::unescape;

/// Returns the pointer into the document for a pointer into the flat form: `/title` becomes `/data/attributes/title`
/// (RFC 6901).
///
/// `missing`: the value is absent. A missing relationship is reported itself, an invalid one at its `data`.
#[must_use]
pub fn document_pointer(flat: &str, meta: &ResourceMeta, missing: bool) -> String {
    let Some(path) = flat.strip_prefix('/') else { return "/data".to_owned() };
    let (member, rest) = path.find('/').map_or((path, ""), |at| path.split_at(at));
    if matches!(member, "id" | "type") {
        return format!("/data/{member}{rest}");
    }
    if meta.relationship(&unescape(member)).is_none() {
        return format!("/data/attributes/{member}{rest}");
    }
    let whole = missing && rest.is_empty();
    format!("/data/relationships/{member}{}{rest}", if whole { "" } else { "/data" })
}

/// Returns the pointer into the flat form for a pointer into the document, or `None` if there is no such place.
#[must_use]
pub fn flat_pointer(document: &str) -> Option<String> {
    let path = document.strip_prefix("/data")?;
    if path.is_empty() {
        return Some(String::new());
    }
    let path = path.strip_prefix('/')?;
    if matches!(path, "id" | "type") {
        return Some(format!("/{path}"));
    }
    let is_named = |path: &&str| !path.is_empty() && !path.starts_with('/');
    if let Some(attribute) = path.strip_prefix("attributes/").filter(is_named) {
        return Some(format!("/{attribute}"));
    }
    let path = path.strip_prefix("relationships/").filter(is_named)?;
    let (member, rest) = path.find('/').map_or((path, ""), |at| path.split_at(at));
    match rest.strip_prefix("/data") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => Some(format!("/{member}{rest}")),
        _ if rest.is_empty() => Some(format!("/{member}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::SHELF;
    use super::*;

    #[test]
    fn ja_87_pointers_lead_into_the_document_and_back() {
        for (flat, document) in [
            ("", "/data"),
            ("/id", "/data/id"),
            ("/room", "/data/attributes/room"),
            ("/room/0/a~1b", "/data/attributes/room/0/a~1b"),
            ("/other", "/data/attributes/other"),
            ("/top", "/data/relationships/top/data"),
            ("/top/id", "/data/relationships/top/data/id"),
            ("/holds/0/id", "/data/relationships/holds/data/0/id"),
        ] {
            assert_eq!(document_pointer(flat, &SHELF, false), document);
            assert_eq!(flat_pointer(document).as_deref(), Some(flat));
        }
    }

    #[test]
    fn what_is_missing_is_missing_from_its_list() {
        assert_eq!(document_pointer("/room", &SHELF, true), "/data/attributes/room");
        assert_eq!(document_pointer("/holds", &SHELF, true), "/data/relationships/holds");
        assert_eq!(document_pointer("/holds/0/id", &SHELF, true), "/data/relationships/holds/data/0/id");
        assert_eq!(flat_pointer("/data/relationships/holds").as_deref(), Some("/holds"));
    }

    #[test]
    fn ja_88_a_pointer_to_nothing_leads_nowhere() {
        for odd in [
            "/meta",
            "data",
            "/database",
            "/data/attributes",
            "/data/attributes/",
            "/data/relationships/a/meta",
        ] {
            assert_eq!(flat_pointer(odd), None, "{odd}");
        }
        assert_eq!(flat_pointer("/data/relationships/a/database"), None);
    }
}
