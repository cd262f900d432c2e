//! The cost of an error: the part of the document that contains it, and all that needs this part. The rest is used.
//!
//! An error inside an operation costs that operation, one inside a component costs the component and whatever refers
//! to it. A security scheme that cannot be read takes the operations along that nothing else protects.

mod part;
#[cfg(test)]
mod tests;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Spec;
use super::pointer::unescaped;
use crate::diag::{Diagnostic, Diagnostics, Place, Severity};
pub(super) use part::METHODS;
use part::SkippablePart;
use uses::PartUses;
pub(crate) use uses::{BY_NAME, DATA};

/// Operations that a diagnostic names; the others are counted.
const NAMED: usize = 3;

/// What was left out of a document so far, and why.
#[derive(Debug, Default)]
pub struct SkippedParts {
    costs: Vec<SkipCost>,
    /// Whether an operation is among it.
    operations: bool,
    /// All that is gone by now.
    gone: BTreeSet<SkippablePart>,
}

#[derive(Debug)]
struct SkipCost {
    error: Diagnostic,
    /// The same, where the rest of the document can be used.
    warning: Diagnostic,
}

impl SkippedParts {
    /// Whether nothing was left out so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.costs.is_empty()
    }

    /// Leaves out of `spec` what each error costs. Errors that cost the entire document stay; returns false if there are any.
    pub fn leave_out(&mut self, spec: &mut Spec, found: &mut Diagnostics) -> bool {
        let mut owned = Vec::new();
        for error in found.take_errors() {
            match owner(&error, spec) {
                ErrorOwner::Part(part) => owned.push((error, part)),
                ErrorOwner::OtherFile => {
                    let warning = Diagnostic { severity: Severity::Warning, ..error.clone() };
                    self.costs.push(SkipCost { error, warning });
                }
                ErrorOwner::Document => found.push(error),
            }
        }
        if owned.is_empty() {
            return !found.failed();
        }
        let lost = LostParts::of(&owned, &spec.tree);
        for ((error, part), lost) in owned.iter().zip(lost.by_error(owned.len())) {
            let warning = warning(spec, error, part, &lost);
            self.costs.push(SkipCost { error: error.clone(), warning });
        }
        self.operations |= lost.parts.keys().any(|part| matches!(part, SkippablePart::Operation(..)));
        let before = self.gone.len();
        self.gone.extend(lost.parts.keys().cloned());
        // What cannot be taken out would be found for ever.
        if !lost.take_out(&mut spec.tree) && self.gone.len() == before {
            self.costs.drain(..).for_each(|cost| found.push(cost.error));
        }
        !found.failed()
    }

    /// Reports what was left out. If no operation is left because of that, or no schema in a document that has no
    /// operation, each report is an error.
    pub fn report(self, spec: &Spec, diags: &mut Diagnostics) {
        let schemas = spec.at("/components/schemas").and_then(Value::as_object);
        let lost = self.operations || schemas.is_none_or(serde_json::Map::is_empty);
        let nothing = !self.costs.is_empty() && lost && uses::operations(&spec.tree).is_empty();
        for SkipCost { error, warning } in self.costs {
            diags.push(if nothing { error } else { warning });
        }
    }
}

/// What an error costs by itself.
enum ErrorOwner {
    Part(SkippablePart),
    /// Nothing more: references to that file have their own errors.
    OtherFile,
    Document,
}

fn owner(error: &Diagnostic, spec: &Spec) -> ErrorOwner {
    match &error.place {
        Place::Pointer { node, .. } => {
            SkippablePart::of(node, error.code).map_or(ErrorOwner::Document, ErrorOwner::Part)
        }
        Place::Bytes { file, .. } | Place::File(file) if *file != spec.file => ErrorOwner::OtherFile,
        Place::Bytes { .. } | Place::File(_) | Place::Options => ErrorOwner::Document,
    }
}

/// All parts that are lost, each with the error that was the first to cost it.
struct LostParts {
    parts: BTreeMap<SkippablePart, usize>,
    /// Security schemes that are lost.
    schemes: BTreeSet<String>,
}

impl LostParts {
    fn of(owned: &[(Diagnostic, SkippablePart)], tree: &Value) -> Self {
        let uses = PartUses::of(tree);
        let mut lost = Self { parts: BTreeMap::new(), schemes: BTreeSet::new() };
        let mut waiting: Vec<(SkippablePart, usize)> =
            owned.iter().enumerate().map(|(index, (_, part))| (part.clone(), index)).rev().collect();
        while let Some((part, cause)) = waiting.pop() {
            if lost.parts.contains_key(&part) {
                continue;
            }
            waiting.extend(uses.of_part(&part).map(|user| (user.clone(), cause)));
            match &part {
                SkippablePart::Path(path) => {
                    let inner = uses::methods(tree, path);
                    waiting.extend(inner.map(|method| (SkippablePart::operation(path, method), cause)));
                }
                SkippablePart::RootSecurity => {
                    waiting.extend(uses::open_without_root(tree).map(|operation| (operation, cause)));
                }
                SkippablePart::Scheme(name) => {
                    lost.schemes.insert(name.clone());
                    let exposed = uses::protected_only_by(tree, &lost.schemes);
                    waiting.extend(exposed.into_iter().map(|operation| (operation, cause)));
                }
                SkippablePart::Operation(..) | SkippablePart::Component(..) | SkippablePart::Aside(_) => {}
            }
            lost.parts.insert(part, cause);
        }
        lost
    }

    /// What each of the errors costs.
    fn by_error(&self, errors: usize) -> Vec<Vec<&SkippablePart>> {
        let mut by_error = vec![Vec::new(); errors];
        self.parts.iter().for_each(|(part, cause)| by_error[*cause].push(part));
        by_error
    }

    /// Whether anything could be taken out.
    fn take_out(&self, tree: &mut Value) -> bool {
        let mut changed = uses::drop_schemes(tree, &self.schemes);
        for part in self.parts.keys() {
            let pointer = part.pointer();
            let Some((above, last)) = pointer.rsplit_once('/') else { continue };
            if let Some(Value::Object(map)) = tree.pointer_mut(above) {
                changed |= map.shift_remove(&unescaped(last)).is_some();
            }
        }
        changed
    }
}

/// An error as a warning that says what is skipped for it.
fn warning(spec: &Spec, error: &Diagnostic, part: &SkippablePart, lost: &[&SkippablePart]) -> Diagnostic {
    let mut warning = Diagnostic { severity: Severity::Warning, skips: true, ..error.clone() };
    let own = part.words(&spec.tree);
    let is_other_operation =
        |other: &&&SkippablePart| matches!(other, SkippablePart::Operation(..)) && **other != part;
    let others: Vec<&&SkippablePart> = match part {
        SkippablePart::Path(_) => Vec::new(),
        _ => lost.iter().filter(is_other_operation).collect(),
    };
    let with = match others.len() {
        0 => String::new(),
        1 => " with the operation that needs it".to_owned(),
        several => format!(" with the {several} operations that need it"),
    };
    let what = if matches!(part, SkippablePart::Aside(_)) { "is left out" } else { "is skipped" };
    warning.message = format!("{}; {own}{with} {what}", error.message);
    for other in others.into_iter().take(NAMED) {
        let words = format!("{} needs it, and is skipped", other.words(&spec.tree));
        warning = warning.related(spec.key_place(&other.pointer()), words);
    }
    warning
}
