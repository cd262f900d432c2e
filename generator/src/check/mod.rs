//! Check: holds a document to the `lint` section of its style.
//!
//! The walk (`walk`, `schemas`) visits the objects of the document with their places, before any part is left out for an
//! error. A reference is not followed: what it leads to is visited where it is. What the other keys of a style say of a
//! document is found by lowering; `keys` knows which key of the style such a diagnostic is about.

mod cases;
mod finding;
mod keys;
mod parameters;
mod schemas;
mod switches;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{HashMap, HashSet};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::spec::{Document, Node, Places, Spec};
use crate::style::{Lint, LintLevel, LintRule, RuleOptions};
use finding::Finding;
#[cfg(feature = "cli")]
pub(crate) use finding::code;
pub(crate) use keys::{rule_of, set_rules};
use switches::Switches;

/// Findings of one rule that are reported; the rest is counted.
const MOST: usize = 10_000;

/// Holds a document to the rules of its style.
pub(crate) fn lint(spec: &Spec, lint: &Lint) -> Diagnostics {
    let places = Places::default();
    let root = Document::new(&spec.tree, &places);
    let mut linter = Linter {
        spec,
        lint,
        root,
        switches: Switches::default(),
        reported: HashSet::new(),
        counts: HashMap::new(),
        diags: Diagnostics::new(),
    };
    linter.document();
    linter.finish()
}

/// A document and its rules, while it is walked.
struct Linter<'a> {
    spec: &'a Spec,
    lint: &'a Lint,
    root: Document<'a>,
    /// The rules that objects around the current one switch off.
    switches: Switches,
    /// Rule, file and pointer of every finding: parts that references copy are found twice.
    reported: HashSet<(LintRule, String, String)>,
    counts: HashMap<LintRule, (usize, Diagnostic)>,
    diags: Diagnostics,
}

impl<'a> Linter<'a> {
    /// Visits what is in an object, with the rules off that the object switches off.
    fn within(&mut self, node: Node<'a>, visit: impl FnOnce(&mut Self)) {
        let entered = self.switches.enter(node);
        visit(self);
        if entered && let Some(unused) = self.switches.leave() {
            let message = format!("{unused} of `lint` in `x-style` silences nothing");
            let place = self.spec.key_place(&node.at("x-style"));
            let note = Diagnostic::note(codes::LINT_OFF_UNUSED, message, place);
            self.diags.push(note.help("remove it: the object keeps to the rules"));
        }
    }

    /// Reports a finding, unless one of `names` is an exception, or the rule is off here.
    fn report(
        &mut self,
        rule: LintRule,
        options: &RuleOptions,
        names: &[&str],
        place: impl FnOnce(&Spec) -> Place,
        finding: impl FnOnce() -> Finding,
    ) {
        if names.iter().any(|name| options.is_exception(name)) || self.switches.is_off(rule) {
            return;
        }
        let place = place(self.spec);
        let (file, pointer) = match &place {
            Place::Pointer { file, pointer, .. } => (file.clone(), pointer.clone()),
            Place::Bytes { .. } | Place::File(_) | Place::Options => (String::new(), String::new()),
        };
        if !self.reported.insert((rule, file, pointer)) {
            return;
        }
        let level = options.level.or(self.lint.level).unwrap_or(LintLevel::Warning);
        let diagnostic = finding().into_diagnostic(rule, level, place);
        let (count, _) = self.counts.entry(rule).or_insert_with(|| (0, diagnostic.clone()));
        *count += 1;
        if *count <= MOST {
            self.diags.push(diagnostic);
        }
    }

    fn finish(mut self) -> Diagnostics {
        for rule in LintRule::ALL {
            let Some((count, first)) = self.counts.remove(rule).filter(|(count, _)| *count > MOST) else {
                continue;
            };
            let message = format!("and {} more findings of `lint.{}`", count - MOST, rule.as_str());
            self.diags.push(Diagnostic { message, help: None, ..first });
        }
        self.diags
    }
}
