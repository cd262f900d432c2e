//! The failures of an operation: those of the style's outcomes go, and codes become `errors` of `x-style`.

use serde_json::{Map, Value};

use super::coded::{CodedFailure, Listed, coded_failures, is_of_style};
use super::failure_body::{Alternatives, FailureMatch, alternatives, match_failure};
use super::failure_report::{FailureNote, FailureNoteKind};
use super::located::Located;
use super::matched::Difference;
use super::operation::{DeclaredSuccess, OperationFold};
use super::report::{FoldedFailures, KeptFailure};
use crate::expand::media;
use crate::lower::is_json;
use crate::spec::Edit;
use crate::style::Style;

/// A response to a failure.
struct FailureResponse<'t> {
    /// The status, as the document writes it.
    key: &'t str,
    /// The response in the operation, which may refer to a component.
    written: Located<'t>,
    /// The response behind its reference.
    response: Located<'t>,
}

/// What a response to a failure is under the style.
enum Judged<'t> {
    /// It describes no body.
    Bodiless,
    /// It is in the style's form.
    OfStyle(FailureMatch),
    /// Some alternatives of its schema are in the style's form.
    Partly(Alternatives<'t>, Difference),
    Differs(Difference),
}

impl<'t> OperationFold<'t> {
    /// Folds the failures. An operation without the style keeps its own.
    pub fn fold_failures(&mut self) -> FoldedFailures {
        let mut folded = FoldedFailures::default();
        if self.said.get("use").is_some() {
            return folded;
        }
        let mut coded = self.flagged();
        for response in self.failure_responses() {
            match self.judge(&response) {
                Judged::Bodiless => {}
                Judged::OfStyle(found) => {
                    self.note(&response, &found, &mut folded);
                    let listed = self.coded(&response, &found);
                    self.remove(&response, !listed.is_empty());
                    coded.extend(listed);
                    folded.folded.push(response.key.to_owned());
                }
                Judged::Partly(found, difference) => {
                    for (_, failure) in &found.failures {
                        coded.extend(self.coded(&response, failure));
                    }
                    self.remove_alternatives(&response, &found);
                    folded.kept.push(KeptFailure { status: response.key.to_owned(), difference });
                }
                Judged::Differs(difference) => {
                    folded.kept.push(KeptFailure { status: response.key.to_owned(), difference });
                }
            }
        }
        self.declare(coded, &mut folded);
        folded
    }

    fn failure_responses(&self) -> Vec<FailureResponse<'t>> {
        let responses = self.node.get("responses");
        let all = responses.iter().flat_map(Located::entries);
        let is_success = |key: &str| self.successes.iter().any(|success| success.key == key);
        let failing = all.filter(|(key, _)| match key.as_bytes() {
            [b'4' | b'5', ..] => true,
            [b'2', ..] | b"default" => !is_success(key),
            _ => false,
        });
        let response = failing.map(|(key, written)| {
            let response = written.clone().resolved(self.tree);
            FailureResponse { key, written, response }
        });
        response.collect()
    }

    fn judge(&self, response: &FailureResponse<'t>) -> Judged<'t> {
        let entry = match self.json_entry(response) {
            Ok(Some(entry)) => entry,
            Ok(None) => return Judged::Bodiless,
            Err(difference) => return Judged::Differs(difference),
        };
        let Some(schema) = entry.get("schema") else { return Judged::Bodiless };
        let difference = match match_failure(self.style, schema.clone(), self.tree) {
            Ok(found) => return Judged::OfStyle(found),
            Err(difference) => difference,
        };
        if let Some(found) = alternatives(self.style, &schema, self.tree) {
            return Judged::Partly(found, difference);
        }
        Judged::Differs(difference)
    }

    /// The entry of `content` for the JSON that the style fails with. The error is JSON of other media types alone.
    fn json_entry(&self, response: &FailureResponse<'t>) -> Result<Option<Located<'t>>, Difference> {
        let content = response.response.get("content");
        let all: Vec<_> =
            content.iter().flat_map(Located::entries).filter(|(media, _)| is_json(media)).collect();
        let Some((first, entry)) = all.first() else { return Ok(None) };
        let usual = media::of_failures(self.style);
        let is_usual = |media: &str| {
            media.contains('*')
                || usual.iter().any(|usual| media::same(media::essence(usual), media::essence(media)))
        };
        match all.iter().find(|(media, _)| is_usual(media)) {
            Some((_, entry)) => Ok(Some(entry.clone())),
            None => Err(Difference::new(
                entry.pointer.clone(),
                &format!("`{}`", usual.first().map_or("", String::as_str)),
                &format!("`{first}`"),
            )),
        }
    }

    /// Notes what the style does not have of a response that is folded.
    fn note(&self, response: &FailureResponse<'t>, found: &FailureMatch, folded: &mut FoldedFailures) {
        let Ok(Some(entry)) = self.json_entry(response) else { return };
        let schema = entry.get("schema").unwrap_or(entry.clone()).resolved(self.tree);
        let mut note = |kind, names: Vec<String>, pointer: &str| {
            folded.notes.push(FailureNote { kind, names, pointer: pointer.to_owned() });
        };
        if !found.extras.is_empty() {
            note(FailureNoteKind::Members, found.extras.clone(), &schema.pointer);
        }
        if found.has_text_entries {
            note(FailureNoteKind::TextEntries, Vec::new(), &schema.pointer);
        }
        let content = response.response.get("content");
        let others =
            content.iter().flat_map(Located::entries).filter(|(_, one)| one.pointer != entry.pointer);
        let others: Vec<String> = others.map(|(media, _)| media.to_owned()).collect();
        if !others.is_empty() {
            note(FailureNoteKind::Media, others, &response.response.pointer);
        }
        if found.codes.is_some() && status(response.key).is_none() {
            note(FailureNoteKind::Codes, found.codes.clone().unwrap_or_default(), &schema.pointer);
        }
    }

    /// The failures by code that a response lists.
    fn coded(&self, response: &FailureResponse<'t>, found: &FailureMatch) -> Vec<CodedFailure> {
        let Some(status) = status(response.key) else { return Vec::new() };
        let Ok(Some(entry)) = self.json_entry(response) else { return Vec::new() };
        let examples = entry.get("examples");
        let examples: Vec<(&str, &Value)> = examples
            .iter()
            .flat_map(Located::entries)
            .map(|(name, example)| (name, example.resolved(self.tree).value))
            .collect();
        let listed = Listed {
            status,
            codes: found.codes.as_deref().unwrap_or_default(),
            examples: &examples,
            description: response.response.text("description").unwrap_or_default(),
        };
        coded_failures(self.style, listed)
    }

    /// Removes a response that is the style's. If the style has no outcome with its status, and no failure by code has it either,
    /// it stays without a body, which says that the operation fails with it.
    fn remove(&mut self, response: &FailureResponse<'t>, has_codes: bool) {
        let at = response.written.pointer.clone();
        if has_codes || status(response.key).is_none_or(|status| is_of_style(self.style, status)) {
            self.edits.push(Edit::Remove { at });
            return;
        }
        if response.written.pointer != response.response.pointer {
            self.edits.push(Edit::Copy { from: response.response.pointer.clone(), to: at.clone() });
        }
        self.edits.push(Edit::Remove { at: format!("{at}/content") });
    }

    /// Removes the alternatives that are the style's. The others are the operation's own failure.
    fn remove_alternatives(&mut self, response: &FailureResponse<'t>, found: &Alternatives<'t>) {
        let Ok(Some(entry)) = self.json_entry(response) else { return };
        let Some(schema) = entry.get("schema") else { return };
        let (from, to) = (&response.response.pointer, &response.written.pointer);
        if from != to {
            self.edits.push(Edit::Copy { from: from.clone(), to: to.clone() });
        }
        let here = |pointer: &str| format!("{to}{}", pointer.strip_prefix(from.as_str()).unwrap_or_default());
        if let [one] = found.others.as_slice() {
            self.edits.push(Edit::Copy { from: here(&one.pointer), to: here(&schema.pointer) });
            return;
        }
        let list = format!("{}/{}", here(&schema.pointer), found.keyword);
        let indices = found.failures.iter().map(|(index, _)| *index).collect();
        self.edits.push(Edit::RemoveItems { list, indices });
    }

    /// The failures by code that successes list: with a failure flag, failures may have their statuses.
    fn flagged(&self) -> Vec<CodedFailure> {
        if self.style.failure.failure_flag.is_none() {
            return Vec::new();
        }
        let mut all: Vec<CodedFailure> = Vec::new();
        for success in &self.successes {
            let (key, written, response) = (success.key, success.written.clone(), success.response.clone());
            let response = FailureResponse { key, written, response };
            let Ok(Some(entry)) = self.json_entry(&response) else { continue };
            let found = entry.get("schema").and_then(|schema| alternatives(self.style, &schema, self.tree));
            for (_, failure) in found.iter().flat_map(|found| &found.failures) {
                all.extend(self.coded(&response, failure));
            }
        }
        all
    }

    /// Declares failures by code. A code that is listed for several statuses says nothing of one of them.
    fn declare(&mut self, coded: Vec<CodedFailure>, folded: &mut FoldedFailures) {
        let mut errors = Map::new();
        let mut several = Vec::new();
        for CodedFailure { code, status, said } in &coded {
            if errors.contains_key(code) {
                continue;
            }
            if coded.iter().all(|other| other.code != *code || other.status == *status) {
                folded.codes.push(code.clone());
                errors.insert(code.clone(), Value::Object(said.clone()));
            } else if !several.contains(code) {
                several.push(code.clone());
            }
        }
        if !several.is_empty() {
            let pointer = format!("{}/responses", self.node.pointer);
            folded.notes.push(FailureNote { kind: FailureNoteKind::Codes, names: several, pointer });
        }
        if !errors.is_empty() {
            self.said.insert("errors".to_owned(), Value::Object(errors));
        }
    }
}

/// Whether a response of the 200s is a failure: it is in the form of the style's failures, which a failure flag distinguishes.
pub(super) fn is_failure(style: &Style, success: &DeclaredSuccess<'_>, tree: &Value) -> bool {
    let content = success.response.get("content").filter(|_| style.failure.failure_flag.is_some());
    let mut entries = content.iter().flat_map(Located::entries).filter(|(media, _)| is_json(media));
    entries.any(|(_, entry)| {
        entry.get("schema").is_some_and(|schema| match_failure(style, schema, tree).is_ok())
    })
}

/// The one status that a key of `responses` means.
fn status(key: &str) -> Option<u16> {
    key.parse().ok().filter(|status| (100..600).contains(status))
}
