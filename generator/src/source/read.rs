//! Bytes of a file as text.

use std::io::Read as _;
use std::path::Path;

use super::limits::BYTES;
use crate::diag::{Code, codes};

/// Code, message, help (may be empty).
type ReadRefusal = (Code, String, &'static str);

pub(super) fn text(path: &Path) -> Result<String, ReadRefusal> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            let help = "check the path, and the folder that it is seen from";
            (codes::FILE_UNREADABLE, "there is no such file".to_owned(), help)
        }
        _ => (codes::FILE_UNREADABLE, format!("this file cannot be read: {error}"), ""),
    };
    // The file type is checked before opening, because opening a pipe blocks until there is a writer.
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        let what = if about.is_dir() { "a folder" } else { "a device or a pipe" };
        return Err((codes::FILE_UNREADABLE, format!("this is {what}, not a file"), "name the file itself"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(BYTES).min(BYTES) + 1);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    bounded(bytes)
}

pub(super) fn bounded(mut bytes: Vec<u8>) -> Result<String, ReadRefusal> {
    if bytes.len() > BYTES {
        return Err((codes::FILE_TOO_LARGE, format!("this file is larger than {} MiB", BYTES >> 20), ""));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        || matches!(bytes.get(..4), Some([0, b, 0, c] | [b, 0, c, 0]) if *b != 0 && *c != 0);
    if utf16 {
        return Err((codes::NOT_UTF8, "this file is UTF-16, not UTF-8".to_owned(), "save it as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
        (
            codes::NOT_UTF8,
            format!("this file is not UTF-8: an invalid byte in line {line}"),
            "save it as UTF-8",
        )
    })
}
