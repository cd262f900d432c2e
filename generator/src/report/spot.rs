//! Places as bytes, lines and columns. Each file is read again once, however many places it has.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, Place};
use crate::source::{File, NodeLocation, Sources, locate_all};

/// A place in a text.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub file: Arc<File>,
    /// Within one line, and not empty unless the line is.
    pub range: Range<usize>,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// All places of some diagnostics.
pub(super) struct Spots<'a> {
    sources: &'a Sources,
    located: HashMap<(&'a str, &'a str), NodeLocation>,
    lines: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Spots<'a> {
    pub(super) fn of(diags: &'a Diagnostics, sources: &'a Sources) -> Self {
        let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut files: BTreeMap<&str, ()> = BTreeMap::new();
        for place in diags.iter().flat_map(places) {
            match place {
                Place::Pointer { file, pointer, .. } => {
                    files.insert(file, ());
                    wanted.entry(file).or_default().push(pointer);
                }
                Place::Bytes { file, .. } => {
                    files.insert(file, ());
                }
                Place::File(_) | Place::Options => {}
            }
        }
        let mut located = HashMap::new();
        for (file, pointers) in wanted {
            if let Some(read) = sources.get(file) {
                let found = locate_all(&read.text, &pointers);
                located.extend(pointers.into_iter().map(|pointer| (file, pointer)).zip(found));
            }
        }
        let starts = |text: &str| {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect::<Vec<_>>()
        };
        let lines = files
            .into_keys()
            .filter_map(|file| sources.get(file).map(|read| (file, starts(&read.text))))
            .collect();
        Self { sources, located, lines }
    }

    pub(super) fn spot(&self, place: &Place) -> Option<Spot> {
        let (file, range) = match place {
            Place::Pointer { file, pointer, key, .. } => {
                let found = self.located.get(&(file.as_str(), pointer.as_str()))?;
                let text = &self.sources.get(file)?.text;
                // For a mapping that fills many lines the key is marked.
                let many_lines = text.get(found.value.clone()).is_none_or(|v| v.trim_end().contains('\n'));
                let shown = if *key || !found.exact || many_lines { &found.key } else { &found.value };
                (file, shown.clone())
            }
            Place::Bytes { file, start, end } => (file, *start..*end),
            Place::File(_) | Place::Options => return None,
        };
        let (name, starts) = self.lines.get_key_value(file.as_str())?;
        let file = Arc::clone(self.sources.get(name)?);
        let range = within_line(&file.text, range);
        let line = starts.partition_point(|start| *start <= range.start);
        let column = file.text.get(starts[line - 1]..range.start)?.chars().count() + 1;
        Some(Spot { file, range, line, column })
    }
}

fn places(d: &Diagnostic) -> impl Iterator<Item = &Place> {
    std::iter::once(&d.place).chain(d.related.iter().map(|(place, _)| place))
}

/// The first line of a range, without white space at its end, and at least one character of it.
fn within_line(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = &text[start..];
    let line = rest[..rest.find('\n').unwrap_or(rest.len())].trim_end();
    let first = line.chars().next().map_or(0, char::len_utf8);
    let mut length = range.end.saturating_sub(start).clamp(first, line.len().max(first));
    while !line.is_char_boundary(length) {
        length += 1;
    }
    start..start + line[..length].trim_end().len().max(first)
}
