//! The parameters that the operations of a path share, some of which are folded.

use serde_json::json;

use super::located::Located;
use crate::spec::Edit;

/// The parameters of a path item.
#[derive(Debug)]
pub(super) struct SharedParameters {
    list: String,
    pointers: Vec<String>,
    operations: Vec<SharingOperation>,
}

/// What an operation makes of the shared parameters.
#[derive(Debug)]
struct SharingOperation {
    pointer: String,
    /// Whether it has parameters of its own.
    has_own: bool,
    /// Those that are folded.
    folded: Vec<usize>,
    /// Those that it has parameters of its own in the place of.
    overridden: Vec<usize>,
}

impl SharedParameters {
    pub fn of(item: &Located<'_>) -> Self {
        let list = item.get("parameters");
        Self {
            list: format!("{}/parameters", item.pointer),
            pointers: list.iter().flat_map(Located::items).map(|one| one.pointer).collect(),
            operations: Vec::new(),
        }
    }

    /// An operation that needs all of them.
    pub fn keep(&mut self, operation: &Located<'_>) {
        self.fold(operation, Vec::new(), Vec::new());
    }

    /// An operation that does without some of them, and overrides some.
    pub fn fold(&mut self, operation: &Located<'_>, folded: Vec<usize>, overridden: Vec<usize>) {
        let has_own = operation.get("parameters").is_some();
        let pointer = operation.pointer.clone();
        self.operations.push(SharingOperation { pointer, has_own, folded, overridden });
    }

    /// Removes what some operations do without; the others get it as their own.
    pub fn edits(self) -> Vec<Edit> {
        let is_gone = |index: &usize| self.operations.iter().any(|one| one.folded.contains(index));
        let gone: Vec<usize> = (0..self.pointers.len()).filter(is_gone).collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let mut edits = Vec::new();
        for SharingOperation { pointer, has_own, folded, overridden } in &self.operations {
            let list = format!("{pointer}/parameters");
            let needed = gone.iter().filter(|index| !folded.contains(index) && !overridden.contains(index));
            let mut needed = needed.peekable();
            if needed.peek().is_some() && !has_own {
                edits.push(Edit::Set { to: list.clone(), value: json!([]) });
            }
            let copy =
                |index: &usize| Edit::Append { from: self.pointers[*index].clone(), list: list.clone() };
            edits.extend(needed.map(copy));
        }
        edits.push(Edit::RemoveItems { list: self.list, indices: gone });
        edits
    }
}
