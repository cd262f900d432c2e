//! Drawing diagnostics: as rustc does for people, and a line each for build scripts.
//!
//! Texts of documents are printed, so characters that could move a terminal's cursor or reverse its text are
//! replaced, and the renderer gets only a window of a line, never an entire file.

#[cfg(feature = "cli")]
mod entries;
#[cfg(feature = "cli")]
mod github;
#[cfg(feature = "cli")]
mod json;
#[cfg(feature = "cli")]
mod sarif;
mod spot;

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diag::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::Sources;
#[cfg(feature = "cli")]
pub use github::github;
#[cfg(feature = "cli")]
pub use json::json;
#[cfg(feature = "cli")]
pub use sarif::sarif;
use spot::{Spot, Spots};

/// Bytes of a line that are printed on either side of the marked part.
const MARGIN: usize = 60;
/// Bytes of the marked part that are printed.
const MEANT: usize = 80;
/// Characters of a message.
const MESSAGE: usize = 1000;
/// Diagnostics of each severity that are printed; a hostile document has millions.
const MOST: usize = 100;

/// Draws every diagnostic for a person, as rustc does.
///
/// ```
/// let document = r#"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}, "pathz": {}}"#;
/// let generated = housestyle_generator::Api::from_text("a.json", document).generate()?;
/// let drawn = housestyle_generator::report::draw(&generated.diagnostics, &generated.sources, false);
/// assert!(drawn.contains("a.json:1:") && drawn.contains("^^^"));
/// # Ok::<(), housestyle_generator::Failure>(())
/// ```
#[must_use]
pub fn draw(diags: &Diagnostics, sources: &Sources, color: bool) -> String {
    let (diags, more) = first(diags);
    let spots = Spots::of(&diags, sources);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in &diags {
        out.push_str(&renderer.render(&groups(diagnostic, &spots)));
        out.push_str("\n\n");
    }
    for (_, words) in more {
        out.push_str(&words);
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// One line a diagnostic, `file:line:column: message [HS0123]`, for build scripts.
#[must_use]
pub fn lines(diags: &Diagnostics, sources: &Sources) -> Vec<(Severity, String)> {
    let (diags, more) = first(diags);
    let spots = Spots::of(&diags, sources);
    diags.iter().map(|d| (d.severity, line(d, &spots))).chain(more).collect()
}

fn line(diagnostic: &Diagnostic, spots: &Spots<'_>) -> String {
    let mut out = String::new();
    if let Place::Pointer { file, .. } | Place::Bytes { file, .. } | Place::File(file) = &diagnostic.place {
        out.push_str(&escaped(file));
        if let Some(spot) = spots.spot(&diagnostic.place) {
            out.push_str(&format!(":{}:{}", spot.line, spot.column));
        }
        out.push_str(": ");
    }
    out.push_str(&format!("{} [{}]", escaped(&diagnostic.message), diagnostic.code));
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("; help: {}", escaped(help)));
    }
    out
}

/// The first diagnostics of each severity, and a line for those of each that are left out.
fn first(diags: &Diagnostics) -> (Diagnostics, Vec<(Severity, String)>) {
    let mut shown = Diagnostics::new();
    let mut counts = [(Severity::Error, 0), (Severity::Warning, 0), (Severity::Note, 0)];
    for diagnostic in diags {
        for (severity, count) in &mut counts {
            if *severity == diagnostic.severity {
                *count += 1;
                if *count <= MOST {
                    shown.push(diagnostic.clone());
                }
            }
        }
    }
    let more = counts.into_iter().filter(|(_, count)| *count > MOST);
    let words = |severity, count: usize| format!("{}: and {} more like these", word(severity), count - MOST);
    (shown, more.map(|(severity, count)| (severity, words(severity, count))).collect())
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn groups(diagnostic: &Diagnostic, spots: &Spots<'_>) -> Vec<Group<'static>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(escaped(&diagnostic.message)).id(diagnostic.code.to_string());
    let mut groups =
        vec![with_place(Group::with_title(title), &diagnostic.place, spots, AnnotationKind::Primary)];
    for (place, words) in &diagnostic.related {
        let title = Level::NOTE.secondary_title(escaped(words));
        groups.push(with_place(Group::with_title(title), place, spots, AnnotationKind::Context));
    }
    if let Some(breach) = &diagnostic.breach {
        let expected =
            breach.expected.as_ref().map(|expected| format!(" asks for {expected}")).unwrap_or_default();
        let title = format!("`{}` of the style{expected}", breach.rule);
        groups.push(Group::with_title(Level::NOTE.secondary_title(escaped(&title))));
    }
    if let Some(help) = &diagnostic.help {
        groups.push(Group::with_title(Level::HELP.secondary_title(escaped(help))));
    }
    groups
}

fn with_place(
    group: Group<'static>,
    place: &Place,
    spots: &Spots<'_>,
    kind: AnnotationKind,
) -> Group<'static> {
    let Some(spot) = spots.spot(place) else {
        return match place {
            Place::Pointer { file, .. } | Place::Bytes { file, .. } | Place::File(file) => {
                group.element(Origin::path(escaped(file)))
            }
            Place::Options => group,
        };
    };
    let (shown, marked, cut) = window(&spot);
    let snippet = Snippet::source(shown).line_start(spot.line).annotation(kind.span(marked));
    let path = escaped(&spot.file.name);
    if cut {
        // The column of the window is not that of the line.
        return group.element(Origin::path(path).line(spot.line).char_column(spot.column)).element(snippet);
    }
    group.element(snippet.path(path))
}

/// The printed part of the line, its marked bytes, and whether the line is cut at its left.
fn window(spot: &Spot) -> (String, Range<usize>, bool) {
    let text = spot.file.text.as_str();
    let line = text[..spot.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[spot.range.end..].find('\n').map_or(text.len(), |at| spot.range.end + at);
    let mut from = line.max(spot.range.start.saturating_sub(2 * MARGIN));
    let mut marked_end = spot.range.end.min(spot.range.start + MEANT);
    let mut to = end.min(marked_end + MARGIN);
    for bound in [&mut from, &mut marked_end, &mut to] {
        while !text.is_char_boundary(*bound) {
            *bound += 1;
        }
    }
    let before = harmless(&text[from..spot.range.start]);
    let marked = harmless(&text[spot.range.start..marked_end]);
    let after = harmless(text[marked_end..to.max(marked_end)].trim_end());
    let range = before.len()..before.len() + marked.len();
    (format!("{before}{marked}{after}"), range, from > line)
}

/// Source text, with one replacement character for each unprintable one.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if hazardous(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Lines that may hold texts of a document.
#[cfg(feature = "cli")]
pub(crate) fn printable(text: &str) -> String {
    text.lines().map(|line| escaped(line) + "\n").collect()
}

/// A message that may hold texts of a document.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, c) in text.chars().enumerate() {
        if n == MESSAGE {
            out.push('…');
            break;
        }
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if hazardous(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Control characters, and those that change the direction of writing or cannot be seen.
fn hazardous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    const TEXT: &str =
        "openapi: 3.0.0\npaths:\n  /clinics:\n    get:\n      operationId: list\n      responses: {}\n";

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::new();
        sources.add_text("acme.yaml", text.to_owned(), &mut Diagnostics::new()).expect("fine");
        sources
    }

    fn pointer(pointer: &str) -> Place {
        let node = pointer.to_owned();
        Place::Pointer { file: "acme.yaml".to_owned(), pointer: pointer.to_owned(), key: false, node }
    }

    fn one(diagnostic: Diagnostic) -> Diagnostics {
        let mut diags = Diagnostics::new();
        diags.push(diagnostic);
        diags
    }

    #[test]
    fn as_rustc_does() {
        let place = pointer("/paths/~1clinics/get/operationId");
        let diags = one(Diagnostic::error(Code(123), "a bad id", place)
            .related(pointer("/openapi"), "because of this")
            .help("choose another"));
        let drawn = draw(&diags, &sources(TEXT), false);
        let expected = "error[HS0123]: a bad id\n --> acme.yaml:5:20\n  |\n5 |       operationId: list\n  |                    ^^^^\n  |\n\
                        note: because of this\n --> acme.yaml:1:10\n  |\n1 | openapi: 3.0.0\n  |          -----\n  = help: choose another\n";
        assert!(drawn.starts_with(&expected[..90]), "{drawn}");
        assert!(drawn.contains("1 | openapi: 3.0.0") && drawn.contains("help: choose another"), "{drawn}");
    }

    #[test]
    fn a_missing_node_is_shown_by_the_one_above() {
        let diags = one(Diagnostic::error(Code(1), "x", pointer("/paths/~1clinics/get/security/0")));
        assert_eq!(lines(&diags, &sources(TEXT))[0].1, "acme.yaml:4:5: x [HS0001]");
    }

    #[test]
    fn terminals_are_safe() {
        let text = "a: \"x\u{202e}y\" # \u{1b}[31m\n".replace('\u{1b}', "\u{200f}");
        let diags = one(Diagnostic::warning(Code(1), "bad \u{1b}[2J \u{202e}", pointer("/a")));
        for drawn in [draw(&diags, &sources(&text), false), lines(&diags, &sources(&text))[0].1.clone()] {
            assert!(!drawn.chars().any(|c| c != '\n' && hazardous(c)), "{drawn:?}");
            assert!(drawn.contains("\\u{1b}[2J"), "{drawn:?}");
        }
    }

    #[test]
    fn long_lines_are_cut() {
        let text =
            format!("{{\"a\": \"{}\", \"b\": 1, \"c\": \"{}\"}}", "é".repeat(500_000), "y".repeat(500_000));
        let drawn = draw(&one(Diagnostic::error(Code(1), "x", pointer("/b"))), &sources(&text), false);
        assert!(drawn.len() < 1000 && drawn.contains("acme.yaml:1:500016"), "{drawn}");
    }

    #[test]
    fn places_of_all_kinds() {
        let mut diags = one(Diagnostic::error(Code(1), "x", Place::File("none.yaml".to_owned())));
        diags.push(Diagnostic::note(Code(2), "y", Place::Options));
        diags.push(Diagnostic::note(
            Code(3),
            "z",
            Place::Bytes { file: "acme.yaml".to_owned(), start: 9, end: 14 },
        ));
        diags.push(Diagnostic::note(
            Code(3),
            "z",
            Place::Bytes { file: "acme.yaml".to_owned(), start: 900, end: 14 },
        ));
        assert_eq!(
            lines(&diags, &sources(TEXT)).into_iter().map(|l| l.1).collect::<Vec<_>>(),
            [
                "none.yaml: x [HS0001]",
                "y [HS0002]",
                "acme.yaml:1:10: z [HS0003]",
                "acme.yaml:7:1: z [HS0003]"
            ]
        );
        assert!(draw(&diags, &sources(TEXT), false).contains("--> none.yaml"));
    }
}
