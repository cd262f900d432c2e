//! Diagnostics with their lines, in the order of files and lines, for reports that other programs read.

use super::spot::{Spot, Spots};
use super::{escaped, word};
use crate::diag::{Diagnostic, Diagnostics, Place};
use crate::source::Sources;

/// A diagnostic with its place.
pub(super) struct Entry<'a> {
    pub diagnostic: &'a Diagnostic,
    pub file: Option<&'a str>,
    pub spot: Option<Spot>,
    pub related: Vec<(Option<&'a str>, Option<Spot>, String)>,
}

impl<'a> Entry<'a> {
    /// All diagnostics: those without a file first.
    pub fn all(diags: &'a Diagnostics, sources: &Sources) -> Vec<Self> {
        let spots = Spots::of(diags, sources);
        let entry = |diagnostic: &'a Diagnostic| Self {
            diagnostic,
            file: file(&diagnostic.place),
            spot: spots.spot(&diagnostic.place),
            related: diagnostic
                .related
                .iter()
                .map(|(place, words)| (file(place), spots.spot(place), escaped(words)))
                .collect(),
        };
        let mut entries: Vec<_> = diags.iter().map(entry).collect();
        entries.sort_by(|one, other| one.position().cmp(&other.position()));
        entries
    }

    fn position(&self) -> (Option<&str>, Option<(usize, usize)>) {
        (self.file, self.spot.as_ref().map(|spot| (spot.line, spot.column)))
    }

    /// The rule: the key of the style, or the code.
    pub fn rule(&self) -> String {
        match &self.diagnostic.breach {
            Some(breach) => breach.rule.clone(),
            None => self.diagnostic.code.to_string(),
        }
    }

    pub fn level(&self) -> &'static str {
        word(self.diagnostic.severity)
    }

    pub fn message(&self) -> String {
        escaped(&self.diagnostic.message)
    }

    pub fn fix(&self) -> Option<String> {
        self.diagnostic.help.as_deref().map(escaped)
    }

    pub fn expected(&self) -> Option<String> {
        self.diagnostic.breach.as_ref()?.expected.as_deref().map(escaped)
    }

    pub fn found(&self) -> Option<String> {
        self.diagnostic.breach.as_ref()?.found.as_deref().map(escaped)
    }

    /// The JSON pointer in the file.
    pub fn pointer(&self) -> Option<&'a str> {
        match &self.diagnostic.place {
            Place::Pointer { pointer, .. } => Some(pointer),
            Place::Bytes { .. } | Place::File(_) | Place::Options => None,
        }
    }
}

/// The columns of a spot: from the first, up to the second, in characters from 1.
pub(super) fn columns(spot: &Spot) -> (usize, usize) {
    let marked = spot.file.text.get(spot.range.clone()).unwrap_or_default();
    (spot.column, spot.column + marked.chars().count())
}

fn file(place: &Place) -> Option<&str> {
    match place {
        Place::Pointer { file, .. } | Place::Bytes { file, .. } | Place::File(file) => Some(file),
        Place::Options => None,
    }
}
