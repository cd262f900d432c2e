//! The failures of an operation: those of the style's outcomes go, and codes become `errors` of `x-style`.

use super::operation::OperationFold;
use super::report::FoldedFailures;

impl OperationFold<'_> {
    /// Folds the failures.
    pub fn fold_failures(&mut self) -> FoldedFailures {
        FoldedFailures::default()
    }
}
