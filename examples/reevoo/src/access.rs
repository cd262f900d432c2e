//! Who may do what.

use housestyle::Problem;

/// Someone who is logged in, and may look at everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Whether they may change things too.
    pub edits: bool,
}

impl Person {
    /// Only those who may change things go on.
    pub fn editors_only(self) -> Result<(), Problem> {
        if self.edits { Ok(()) } else { Err(Problem::forbidden()) }
    }
}
