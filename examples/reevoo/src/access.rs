//! Who may do what.

use housestyle::Problem;

/// A user who is logged in, and may read everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Whether they may change things too.
    pub edits: bool,
}

impl Person {
    /// Fails if the caller may not change anything.
    pub fn editors_only(self) -> Result<(), Problem> {
        if self.edits { Ok(()) } else { Err(Problem::forbidden()) }
    }
}
