//! Diagnostics of lowering: each once, and some counted for one note a document.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Place, Severity, codes};
use crate::spec::{Node, NodeId, Spec};

/// Bytes of the longest name that people read.
pub(super) const LONGEST: usize = 1000;

/// What is reported once a document, with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tally {
    IdsMade,
    HeadersUntyped,
    MediaAlike,
    Webhooks,
    ExtensionsUnused,
    ExtensionsOld,
}

/// Bodies that leave the same media types aside.
struct Unreachable {
    /// The first one, in words.
    of: String,
    pointer: String,
    /// The places of all.
    pointers: HashSet<String>,
}

/// Collects the diagnostics of one document.
pub(super) struct Reporter<'a> {
    spec: &'a Spec,
    diags: Diagnostics,
    /// Code, place and message of what was reported: a node that many operations share is reported once.
    reported: HashSet<(Code, String, String)>,
    tallies: BTreeMap<Tally, (usize, String)>,
    /// Formats that values are not checked against, each with its first place.
    formats: BTreeMap<&'a str, String>,
    /// Operations with a body that is not typed yet.
    untyped: HashSet<String>,
    /// Media types that are left aside, each with the first body that does so and the places of all.
    unreachable: BTreeMap<String, Unreachable>,
    /// How often each key of earlier versions was met.
    pub old_keys: HashMap<&'static str, usize>,
    /// The values in `x-style` that had an effect.
    effective: HashSet<NodeId>,
    /// Whether an `x-style` is refused. What it means is unknown, so errors that may follow from it are left out.
    pub annotations_refused: bool,
}

impl<'a> Reporter<'a> {
    pub fn new(spec: &'a Spec) -> Self {
        Self {
            spec,
            diags: Diagnostics::new(),
            reported: HashSet::new(),
            tallies: BTreeMap::new(),
            formats: BTreeMap::new(),
            untyped: HashSet::new(),
            unreachable: BTreeMap::new(),
            old_keys: HashMap::new(),
            effective: HashSet::new(),
            annotations_refused: false,
        }
    }

    /// The place of a node.
    pub fn place(&self, pointer: &str) -> Place {
        self.spec.place(pointer)
    }

    /// The place of a node's key.
    pub fn key_place(&self, pointer: &str) -> Place {
        self.spec.key_place(pointer)
    }

    pub fn error(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        Diagnostic::error(code, message, self.place(pointer))
    }

    pub fn warning(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        Diagnostic::warning(code, message, self.place(pointer))
    }

    pub fn note(&self, code: Code, message: impl Into<String>, pointer: &str) -> Diagnostic {
        Diagnostic::note(code, message, self.place(pointer))
    }

    /// Adds a diagnostic, unless it was reported before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_error = diagnostic.severity == Severity::Error;
        if self.annotations_refused && is_error && diagnostic.code.is_of_document_under_style() {
            return;
        }
        let pointer = match &diagnostic.place {
            Place::Pointer { file, pointer, .. } => format!("{file}\n{pointer}"),
            Place::Bytes { .. } | Place::File(_) | Place::Options => String::new(),
        };
        if self.reported.insert((diagnostic.code, pointer, diagnostic.message.clone())) {
            self.diags.push(diagnostic);
        }
    }

    /// Whether an error was reported.
    pub fn failed(&self) -> bool {
        self.diags.failed()
    }

    /// Records that a value in `x-style` had an effect.
    pub fn mark_effective(&mut self, value: &Node<'_>) {
        self.effective.insert(value.id());
    }

    /// Whether a value in `x-style` had an effect, or something was reported at it or in it.
    pub fn is_settled(&self, value: &Node<'_>) -> bool {
        let pointer = value.pointer();
        let is_within = |node: &str| {
            node.strip_prefix(pointer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.effective.contains(&value.id())
            || self
                .diags
                .iter()
                .any(|one| matches!(&one.place, Place::Pointer { node, .. } if is_within(node)))
    }

    /// Counts what is reported once a document, at the place of the first.
    pub fn tally(&mut self, what: Tally, pointer: &str) {
        self.tallies.entry(what).or_insert_with(|| (0, pointer.to_owned())).0 += 1;
    }

    /// Counts a format that values are not checked against.
    pub fn unknown_format(&mut self, format: &'a str, pointer: impl FnOnce() -> String) {
        self.formats.entry(format).or_insert_with(pointer);
    }

    /// Whether this is the first body of an operation that is not typed yet.
    pub fn is_first_untyped(&mut self, operation: &str) -> bool {
        self.untyped.insert(operation.to_owned())
    }

    /// Whether a name of the document can be used: any text that is not empty, and not longer than people read.
    pub fn check_wire(&mut self, wire: &str, pointer: impl FnOnce() -> String) -> bool {
        let (code, message, help) = match wire.len() {
            0 => (codes::NAME_EMPTY, "an empty name".to_owned(), "give it a name"),
            1..=LONGEST => return true,
            n => {
                let message = format!("a name of {n} bytes, where {LONGEST} is the most");
                (codes::NAME_TOO_LONG, message, "shorten it")
            }
        };
        self.push(Diagnostic::error(code, message, self.key_place(&pointer())).help(help));
        false
    }

    /// Counts a body at `pointer` that leaves media types aside, as `message` says; `of` names it.
    pub fn unreachable(&mut self, message: String, pointer: String, of: impl FnOnce() -> String) {
        let first = || Unreachable { of: of(), pointer: pointer.clone(), pointers: HashSet::new() };
        self.unreachable.entry(message).or_insert_with(first).pointers.insert(pointer.clone());
    }

    /// All diagnostics.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.diags
    }

    /// Reports what was counted; `style` is the style's name.
    pub fn report_counts(&mut self, style: &str) {
        self.report_formats();
        self.report_unreachable();
        for (what, (count, pointer)) in std::mem::take(&mut self.tallies) {
            let (code, message) = message(what, count, style);
            self.push(self.note(code, message, &pointer));
        }
    }

    /// One note on all bodies that leave the same media types aside.
    fn report_unreachable(&mut self) {
        for (message, Unreachable { of, pointer, pointers }) in std::mem::take(&mut self.unreachable) {
            let more = match pointers.len() {
                0 | 1 => String::new(),
                count => format!("; so with {count} bodies of the document in all"),
            };
            let help =
                "one body has one type yet: media types of another kind or another schema are not spoken";
            let message = format!("{of} is {message}{more}");
            let place = self.key_place(&pointer);
            self.push(Diagnostic::note(codes::MEDIA_UNREACHABLE, message, place).help(help));
        }
    }

    /// One note on all formats that values are not checked against.
    fn report_formats(&mut self) {
        /// Names that people read.
        const MOST: usize = 12;
        let formats = std::mem::take(&mut self.formats);
        let Some(first) = formats.values().next() else { return };
        let more =
            if formats.len() > MOST { format!(" and {} more", formats.len() - MOST) } else { String::new() };
        let names = super::annotations::words(&formats.keys().take(MOST).collect::<Vec<_>>());
        let message = format!("formats that values are not held against: {names}{more}");
        let help = "a `pattern` is enforced";
        self.push(self.note(codes::FORMAT_UNKNOWN, message, first).help(help));
    }
}

fn message(what: Tally, count: usize, style: &str) -> (Code, String) {
    match what {
        Tally::IdsMade => (
            codes::OPERATION_ID_MADE,
            format!("{count} operations have no operationId; theirs are made of method and path"),
        ),
        Tally::HeadersUntyped => (
            codes::HEADERS_NOT_TYPED,
            format!(
                "{count} headers of responses are declared; they are not typed: a handler sets them with `set_header`, a client finds them in what `send_full` returns"
            ),
        ),
        Tally::MediaAlike => (
            codes::MEDIA_TYPE,
            format!("{count} media types differ from another in parameters alone, and are taken as that one"),
        ),
        Tally::Webhooks => (
            codes::WEBHOOKS_NOT_EMITTED,
            format!("{count} webhooks and callbacks are declared; no code is emitted for them yet"),
        ),
        Tally::ExtensionsOld => (
            codes::EXTENSION_OLD,
            format!("{count} more extensions are not read any more, and have no effect"),
        ),
        Tally::ExtensionsUnused => (
            codes::EXTENSION_UNUSED,
            format!("{count} extensions ask for what the style `{style}` does not have"),
        ),
    }
}
