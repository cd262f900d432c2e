//! Writing files: all or nothing, atomically, and untouched if equal.
//!
//! Every file is first written to a temporary file next to it; they are renamed when all are complete. A file that
//! does not bear our banner belongs to the user and is never replaced.

mod disk;
#[cfg(test)]
mod tests;

use std::path::{Component, Path, PathBuf};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};

use disk::Existing;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Below the root; never absolute, never with `..`.
    pub path: PathBuf,
    /// All of its text, banner included.
    pub text: String,
}

/// What [`write()`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Created or replaced.
    pub changed: Vec<PathBuf>,
    /// Equal already, not touched.
    pub equal: Vec<PathBuf>,
}

/// How a file on disk differs from what would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// It is not there.
    Missing(PathBuf),
    /// It differs.
    Differs {
        /// The file.
        path: PathBuf,
        /// The first line that differs, from 1.
        line: usize,
        /// Its text; what is not UTF-8 is replaced.
        found: String,
    },
    /// It was generated once, and is not any more.
    LeftOver(PathBuf),
}

/// Writes `targets` below `root`, which is made if it is missing. An existing file is replaced only if it
/// contains `banner` near its beginning. `None` if `diags` got an error; then nothing was replaced, unless
/// the error is one of renaming.
pub fn write(root: &Path, targets: &[Target], banner: &str, diags: &mut Diagnostics) -> Option<WriteReport> {
    if !paths_are_safe(targets, diags) {
        return None;
    }
    let mut own = Diagnostics::new();
    let mut written = WriteReport::default();
    let mut needed = Vec::new();
    for target in targets {
        let path = root.join(&target.path);
        match disk::existing(&path) {
            Ok(Existing::Text(text)) if text == target.text.as_bytes() => {
                written.equal.push(target.path.clone())
            }
            Ok(Existing::Text(text)) if !disk::bears(&text, banner) => {
                let message = "a file of your own is in the way; it is not replaced";
                let help =
                    "generated files begin with a banner, and this one does not: move it, or write elsewhere";
                own.push(Diagnostic::error(codes::OUTPUT_OWNED, message, place(&path)).help(help));
            }
            Ok(Existing::Other) => {
                let message = "a folder is in the way of a file";
                let help = "move it, or write elsewhere";
                own.push(Diagnostic::error(codes::OUTPUT_OWNED, message, place(&path)).help(help));
            }
            Ok(Existing::Text(_) | Existing::None) => needed.push(target),
            Err(error) => refuse(&mut own, "cannot be read", &path, &error),
        }
    }
    if !own.failed() {
        replace(root, &needed, &mut own);
        written.changed = needed.iter().map(|target| target.path.clone()).collect();
    }
    let failed = own.failed();
    diags.extend(own);
    (!failed).then_some(written)
}

/// Which files below `root` differ from `targets`. What cannot be read goes to `diags`.
pub fn compare(root: &Path, targets: &[Target], diags: &mut Diagnostics) -> Vec<Stale> {
    let mut stale = Vec::new();
    if !paths_are_safe(targets, diags) {
        return stale;
    }
    for target in targets {
        let path = root.join(&target.path);
        match disk::existing(&path) {
            Ok(Existing::Text(text)) if text == target.text.as_bytes() => {}
            Ok(Existing::Text(text)) => {
                stale.push(Stale::Differs {
                    path: target.path.clone(),
                    line: first_difference(&text, target.text.as_bytes()),
                    found: String::from_utf8_lossy(&text).into_owned(),
                });
            }
            Ok(Existing::None | Existing::Other) => stale.push(Stale::Missing(target.path.clone())),
            Err(error) => refuse(diags, "cannot be read", &path, &error),
        }
    }
    stale
}

/// The files directly in `root` that contain `banner` near their beginning and are not among `targets`: what an earlier
/// run generated, and this one does not. A folder that cannot be read yields nothing.
pub fn left_over(root: &Path, targets: &[Target], banner: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .filter(|file| targets.iter().all(|target| target.path != *file))
        .filter(|file| match disk::existing(&root.join(file)) {
            Ok(Existing::Text(text)) => disk::bears(&text, banner),
            Ok(Existing::None | Existing::Other) | Err(_) => false,
        })
        .collect();
    files.sort();
    files
}

/// The line, from 1, in which two texts differ first.
fn first_difference(a: &[u8], b: &[u8]) -> usize {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    a[..same].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Writes all temporary files, then renames all.
fn replace(root: &Path, targets: &[&Target], diags: &mut Diagnostics) {
    let mut prepared: Vec<(disk::Temporary, PathBuf)> = Vec::new();
    for target in targets {
        let path = root.join(&target.path);
        let folder = path.parent().unwrap_or(root);
        if let Err(error) = std::fs::create_dir_all(folder) {
            let message = format!("this folder cannot be made: {error}");
            let help = "is a file of that name in the way? move it, or write elsewhere";
            return diags.push(Diagnostic::error(codes::OUTPUT_FOLDER, message, place(folder)).help(help));
        }
        match disk::Temporary::next_to(&path, target.text.as_bytes()) {
            Ok(temporary) => prepared.push((temporary, path)),
            Err(error) => return refuse(diags, "cannot be written", &path, &error),
        }
    }
    for (temporary, path) in prepared {
        if let Err(error) = temporary.rename(&path) {
            refuse(diags, "cannot be replaced", &path, &error);
        }
    }
}

/// Paths stay below the root, and no two are one file where case does not count.
fn paths_are_safe(targets: &[Target], diags: &mut Diagnostics) -> bool {
    let mut seen = std::collections::HashSet::new();
    let mut safe = true;
    for Target { path, .. } in targets {
        let normal = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !normal || path.as_os_str().is_empty() {
            diags.push(Diagnostic::error(
                codes::OUTPUT_PATH,
                "a path that leaves the output folder",
                place(path),
            ));
            safe = false;
        } else if !seen.insert(path.to_string_lossy().to_lowercase()) {
            diags.push(Diagnostic::error(codes::OUTPUT_PATH, "two files would have this path", place(path)));
            safe = false;
        }
    }
    safe
}

fn refuse(diags: &mut Diagnostics, message: &str, path: &Path, error: &std::io::Error) {
    diags.push(Diagnostic::error(codes::OUTPUT_WRITE, format!("{message}: {error}"), place(path)));
}

fn place(path: &Path) -> Place {
    Place::File(path.display().to_string())
}
