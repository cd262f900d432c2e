//! Cursors that name their list. A handler makes a cursor of an item as it likes; on the wire, a tag of the list follows
//! it: `20.k3Jd9A`. A cursor of another list is refused before a handler sees it.

/// Stands before the tag.
const BEFORE_TAG: char = '.';

/// The list that a cursor is of: that of an operation at a path. Filters do not count; what they do to the items of a
/// cursor is the handler's.
#[derive(Debug)]
pub struct CursorList(String);

impl CursorList {
    #[cfg(feature = "server")]
    pub(crate) fn new(operation: &str, path: &str) -> Self {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        use sha2::{Digest, Sha256};

        let mut digest = Sha256::new();
        digest.update(operation);
        digest.update(b"\n");
        percent_encoding::percent_decode_str(path).for_each(|byte| digest.update([byte]));
        Self(URL_SAFE_NO_PAD.encode(&digest.finalize()[..4]))
    }

    /// The handler's cursor; `None` if the cursor is not one of this list.
    pub(super) fn open<'c>(&self, cursor: &'c str) -> Option<&'c str> {
        let (own, tag) = cursor.rsplit_once(BEFORE_TAG)?;
        (tag == self.0).then_some(own)
    }

    /// The cursor of the wire.
    pub(super) fn seal(&self, own: &str) -> String {
        format!("{own}{BEFORE_TAG}{}", self.0)
    }
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_one_operation_at_one_path() {
        let list = CursorList::new("listNotes", "/users/a%20b/notes");
        for cursor in ["20", "", "a.b", ".", "ü"] {
            let wire = list.seal(cursor);
            assert_eq!(list.open(&wire), Some(cursor));
            assert_eq!(CursorList::new("listNotes", "/users/%61%20b/notes").open(&wire), Some(cursor));
            for other in [
                CursorList::new("listNotes", "/users/c/notes"),
                CursorList::new("list", "/users/a%20b/notes"),
            ] {
                assert_eq!(other.open(&wire), None);
            }
            assert_eq!(list.open(cursor), None, "without a tag");
        }
    }
}
