//! What is to be written where.

use std::path::{Path, PathBuf};

use crate::api::GeneratedApi;
use crate::format::{is_formatted, rustfmt};
use crate::output::{self, Stale, Target, WriteReport};
use crate::pipeline::Failure;
use crate::render;

/// Generated text and where it goes. Nothing is written before [`write`](Self::write).
///
/// ```
/// use std::path::Path;
///
/// use housestyle_generator::Api;
///
/// let document = r#"{"openapi": "3.0.3", "info": {"title": "Nothing yet", "version": "1"}, "paths": {}}"#;
/// let plan = Api::from_text("nothing.json", document).plan(Path::new("src/nothing.rs"))?;
/// assert_eq!(plan.root, Path::new("src"));
/// assert_eq!(plan.targets[0].path, Path::new("nothing.rs"));
/// let (_, stale) = plan.stale()?;
/// assert_eq!(stale.len(), 1); // the file is not there yet
/// # Ok::<(), housestyle_generator::Failure>(())
/// ```
#[derive(Debug)]
pub struct Plan {
    /// What was generated.
    pub generated: GeneratedApi,
    /// The folder.
    pub root: PathBuf,
    /// The files in it.
    pub targets: Vec<Target>,
    /// Whether the folder is for generated modules alone.
    is_folder: bool,
}

impl Plan {
    pub(crate) fn new(mut generated: GeneratedApi, path: &Path, format: bool) -> Result<Self, Failure> {
        let single = path.extension().is_some_and(|extension| extension == "rs");
        let (root, files) = match (single, path.file_name()) {
            (true, Some(file)) => {
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                let file = file.to_string_lossy().into_owned();
                (parent.unwrap_or(Path::new(".")).to_path_buf(), vec![(file, generated.text())])
            }
            _ => (path.to_path_buf(), render::files(&generated.modules)),
        };
        let mut targets = Vec::with_capacity(files.len());
        for (file, text) in files {
            let text = if format { rustfmt(&text, &mut generated.diagnostics) } else { Some(text) };
            match text {
                Some(text) => targets.push(Target { path: file.into(), text }),
                None => return Err(generated.into()),
            }
        }
        Ok(Self { generated, root, targets, is_folder: !single })
    }

    /// Writes it: files are replaced atomically, and left untouched if equal.
    ///
    /// # Errors
    /// Those of the file system, and files that are a user's own.
    pub fn write(mut self) -> Result<(GeneratedApi, WriteReport), Failure> {
        let diags = &mut self.generated.diagnostics;
        match output::write(&self.root, &self.targets, render::MARK, diags) {
            Some(written) => Ok((self.generated, written)),
            None => Err(self.generated.into()),
        }
    }

    /// Files in the folder that an earlier run generated, and that belong to nothing any more.
    #[must_use]
    pub fn left_over(&self) -> Vec<PathBuf> {
        if self.is_folder { output::left_over(&self.root, &self.targets, render::MARK) } else { Vec::new() }
    }

    /// Files on disk that differ from what would be written; formatting by `cargo fmt` does not count.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn stale(mut self) -> Result<(GeneratedApi, Vec<Stale>), Failure> {
        let diags = &mut self.generated.diagnostics;
        let mut stale = output::compare(&self.root, &self.targets, diags);
        stale.retain(|stale| match stale {
            Stale::Differs { path, found, .. } => {
                let target = self.targets.iter().find(|target| target.path == *path);
                target.is_none_or(|target| !is_formatted(found, &target.text, &self.root))
            }
            Stale::Missing(_) | Stale::LeftOver(_) => true,
        });
        stale.extend(self.left_over().into_iter().map(Stale::LeftOver));
        if self.generated.diagnostics.failed() {
            Err(self.generated.into())
        } else {
            Ok((self.generated, stale))
        }
    }
}
