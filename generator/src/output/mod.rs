//! Writing files: all or none, atomically, and untouched if equal.

use std::path::{Path, PathBuf};

use crate::diag::Diagnostics;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Under the root, with `/` separators; never absolute, never with `..`.
    pub path: PathBuf,
    /// All of its text, banner included.
    pub text: String,
}

/// What [`write()`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Written anew or replaced.
    pub changed: Vec<PathBuf>,
    /// Equal already, not touched.
    pub equal: Vec<PathBuf>,
}

/// How a file on disk differs from what would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// It is not there.
    Missing(PathBuf),
    /// It differs, first at this line.
    Differs(PathBuf, usize),
    /// It bears the banner and would not be written.
    Extra(PathBuf),
}

/// Writes `targets` under `root`. Existing files are replaced only if they contain `banner`.
/// `None` if `diags` got an error; then nothing was written, or what went wrong while renaming is told.
pub fn write(root: &Path, targets: &[Target], banner: &str, diags: &mut Diagnostics) -> Option<Written> {
    let _ = (root, targets, banner, diags);
    None
}

/// Which files under `root` differ from `targets`. Unreadable ones go to `diags`.
pub fn compare(root: &Path, targets: &[Target], banner: &str, diags: &mut Diagnostics) -> Vec<Stale> {
    let _ = (root, targets, banner, diags);
    Vec::new()
}
