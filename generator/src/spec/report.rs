//! What the walk says of nodes: each at its place, and what is said of many places not more than a few times.

use super::pointer::Pointer;
use super::walk::{RepeatedNote, SHOWN, Walk};
use crate::diag::{Code, Diagnostic, Place, codes};

impl Walk<'_> {
    /// Something of the wrong kind, with no meaning left.
    pub(super) fn wrong(&mut self, at: &Pointer, message: &str) -> bool {
        let place = self.place(at.as_str());
        self.diags.push(Diagnostic::error(codes::WRONG_KIND, message, place));
        false
    }

    /// Something slightly wrong that was repaired.
    pub(super) fn repaired(&mut self, at: &Pointer, message: impl Into<String>) {
        self.warn(codes::REPAIRED, message.into(), at);
    }

    /// The same of a member of the node at `at`.
    pub(super) fn repaired_member(&mut self, at: &Pointer, member: &str, message: impl Into<String>) {
        self.repaired(&Pointer::new(at.with(member)), message);
    }

    /// A warning; equal messages are reported a few times, and then counted.
    pub(super) fn warn(&mut self, code: Code, message: String, at: &Pointer) {
        let place = self.place(at.as_str());
        self.warn_of(code, message, place, None);
    }

    /// A warning about a field that has no effect, at its name.
    pub(super) fn warn_key(&mut self, code: Code, message: String, at: &Pointer, help: Option<String>) {
        let place = self.key_place(at.as_str());
        self.warn_of(code, message, place, help);
    }

    /// Something that is reported once a document, with the number of its places.
    pub(super) fn count(&mut self, code: Code, message: String, at: &Pointer) {
        if let Some(counted) = self.counted.get_mut(&(code, message.clone())) {
            counted.times += 1;
            return;
        }
        let first = self.key_place(at.as_str());
        self.counted.insert((code, message), RepeatedNote { times: 1, first });
    }

    /// A name that is slightly wrong, where it is the name that is meant, and not what has it.
    pub(super) fn repaired_name(&mut self, at: &Pointer, message: String) {
        let place = self.key_place(at.as_str());
        self.warn_of(codes::REPAIRED, message, place, None);
    }

    fn warn_of(&mut self, code: Code, message: String, place: Place, help: Option<String>) {
        let said = Diagnostic::warning(code, message, place);
        self.say(Diagnostic { help, ..said });
    }

    /// A message about many places: it is reported a few times, and then counted.
    pub(super) fn say(&mut self, said: Diagnostic) {
        let (code, message, place) = (said.code, said.message.clone(), said.place.clone());
        let repeated = self
            .repeated
            .entry((code, message.clone()))
            .or_insert_with(|| RepeatedNote { times: 0, first: place.clone() });
        repeated.times += 1;
        if repeated.times <= SHOWN {
            self.diags.push(said);
        }
    }
}
