//! Diagnostics: what is wrong with an input, where, and what to do.
//!
//! Passes push into one [`Diagnostics`] and go on; a stage's boundary asks [`Diagnostics::failed`].

#[macro_use]
mod table;

pub mod codes;
#[cfg(feature = "cli")]
pub mod explain;
pub mod levels;
pub mod suggest;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something was repaired, or is left out.
    Warning,
    /// Good to know.
    Note,
}

/// A stable code, printed as `HS0123`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Code(pub u16);

impl Code {
    /// Whether it is about a style, and not about a document.
    #[must_use]
    pub const fn is_of_style(self) -> bool {
        100 <= self.0 && self.0 < 150
    }

    /// Whether it is about what a style makes of a document, which what the document says in `x-style` decides.
    #[must_use]
    pub const fn is_of_document_under_style(self) -> bool {
        260 <= self.0 && self.0 < 300 || self.0 == codes::METHOD_NOT_POST.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HS{:04}", self.0)
    }
}

/// Where a diagnostic points.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum Place {
    /// A node of a loaded file, by JSON pointer: the line is looked up when it is drawn.
    Pointer {
        /// The file, as the user named it.
        file: String,
        /// The pointer; empty for the root.
        pointer: String,
        /// Whether the key of the node is meant, and not its value.
        key: bool,
        /// The pointer of the node in the document as it was read: another one where a reference brought it there.
        node: String,
    },
    /// Bytes of a file that could not be parsed.
    Bytes {
        /// The file, as the user named it.
        file: String,
        /// From this byte.
        start: usize,
        /// Up to this byte.
        end: usize,
    },
    /// A file: missing or unreadable.
    File(String),
    /// The command line or the builder.
    Options,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostic {
    /// Its code.
    pub code: Code,
    /// Its severity.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places, each with its own words.
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub help: Option<String>,
    /// Whether a part of the document is left out for it, which would be an error if it were all of the document.
    pub skips: bool,
    /// The rule of a style that is broken.
    pub breach: Option<Box<RuleBreach>>,
}

/// A rule that is broken, for reports that other programs read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RuleBreach {
    /// The key of the style: `lint.paths.case`.
    pub rule: String,
    /// What the rule expects.
    pub expected: Option<String>,
    /// What is there.
    pub found: Option<String>,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>, place: Place) -> Self {
        Self::new(Severity::Error, code, message.into(), place)
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>, place: Place) -> Self {
        Self::new(Severity::Warning, code, message.into(), place)
    }

    /// A note.
    #[must_use]
    pub fn note(code: Code, message: impl Into<String>, place: Place) -> Self {
        Self::new(Severity::Note, code, message.into(), place)
    }

    fn new(severity: Severity, code: Code, message: String, place: Place) -> Self {
        Self { code, severity, message, place, related: Vec::new(), help: None, skips: false, breach: None }
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }
}

/// All that is wrong with one run's input.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Whether there is an error among them.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.all.iter().any(|d| d.severity == Severity::Error)
    }

    /// Takes the errors out.
    pub fn take_errors(&mut self) -> Vec<Diagnostic> {
        self.all.extract_if(.., |diagnostic| diagnostic.severity == Severity::Error).collect()
    }

    /// Every one, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.all.iter()
    }

    /// Every one, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.all.iter_mut()
    }

    /// Takes all of `other`.
    pub fn extend(&mut self, other: Self) {
        self.all.extend(other.all);
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
