//! `new`: a package that a stranger can keep.

mod carried;
mod document;
mod example;
mod origin;
mod package;
mod request;

use std::path::{Path, PathBuf};

use crate::api::Api;
use crate::config::Input;
use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::output;
use crate::pipeline::{Failure, Pipeline};
use crate::source::Sources;

/// A package to be written, as the command `housestyle new` does.
///
/// ```
/// use housestyle_generator::Api;
/// use housestyle_generator::scaffold::Scaffold;
///
/// let document = r#"
/// openapi: 3.0.3
/// info: { title: Greetings, version: "1" }
/// paths:
///   /hello:
///     get:
///       operationId: hello
///       tags: [greetings]
///       responses: { "200": { description: ok, content: { text/plain: { schema: { type: string } } } } }
/// "#;
/// let folder = std::env::temp_dir().join(format!("housestyle-scaffold-{}", std::process::id()));
/// let made = Scaffold::new(Api::from_text("greetings.yaml", document)).out(&folder).write()?;
/// assert!(made.folder.join("src/handlers/greetings.rs").is_file());
/// # std::fs::remove_dir_all(&folder).expect("the folder can be removed");
/// # Ok::<(), housestyle_generator::Failure>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is written before `write`"]
pub struct Scaffold {
    api: Api,
    out: Option<PathBuf>,
    runtime: Option<String>,
}

/// What was written.
#[derive(Debug)]
pub struct NewPackage {
    /// The package's folder.
    pub folder: PathBuf,
    /// How many files are in it.
    pub files: usize,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// Every file read.
    pub sources: Sources,
}

impl Scaffold {
    /// A package for this API.
    pub fn new(api: Api) -> Self {
        Self { api, out: None, runtime: None }
    }

    /// The folder, which must be empty or not there yet. Without it the API's name, in the working directory.
    pub fn out(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Where the crate `housestyle` comes from: its folder, next to that of the generator; or a version in the
    /// registry. Without it the folder that this generator was built in, if it is still there; otherwise the version of
    /// this generator.
    pub fn runtime(mut self, runtime: impl Into<String>) -> Self {
        self.runtime = Some(runtime.into());
        self
    }

    /// Writes it.
    ///
    /// # Errors
    /// Every problem of document, style and options, and those of the file system. Then nothing has been written.
    pub fn write(&self) -> Result<NewPackage, Failure> {
        let mut pipeline = Pipeline::new();
        let Some((folder, targets)) = self.targets(&mut pipeline).filter(|_| !pipeline.diags.failed()) else {
            return Err(pipeline.into());
        };
        if output::write(&folder, &targets, crate::render::MARK, &mut pipeline.diags).is_none() {
            return Err(pipeline.into());
        }
        Ok(NewPackage {
            folder,
            files: targets.len(),
            diagnostics: pipeline.diags,
            sources: pipeline.sources,
        })
    }

    fn targets(&self, pipeline: &mut Pipeline) -> Option<(PathBuf, Vec<output::Target>)> {
        let named = pipeline.named(self.api.config());
        let folder =
            self.out.clone().or_else(|| named.as_ref().map(|named| self.default_folder(&named.ir.title)));
        if let Some(folder) = &folder {
            refuse_taken(folder, &mut pipeline.diags);
        }
        let package = folder.as_deref().unwrap_or(Path::new("."));
        let origin = origin::CrateSource::read(self.runtime.as_deref(), package, &mut pipeline.diags);
        let (named, folder, origin) = (named?, folder?, origin?);
        let text = pipeline.sources.get(&named.spec.file)?.text.clone();
        let carried = carried::carry(self.api.config(), &text, pipeline)?;
        let place = package::PackageSite { folder: &folder, origin: &origin, carried: &carried };
        let mut targets = package::targets(&named, &place, &mut pipeline.diags)?;
        targets.extend(carried.targets);
        Some((folder, targets))
    }

    /// The name of the document's file, else its title, in kebab-case.
    fn default_folder(&self, title: &str) -> PathBuf {
        let text = match &self.api.config().input {
            Input::Path(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Input::Text { .. } => title.to_owned(),
        };
        PathBuf::from(package::kebab(&text))
    }
}

fn refuse_taken(folder: &Path, diags: &mut Diagnostics) {
    let taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    if taken {
        let message = format!("{} already exists and is not an empty folder", folder.display());
        diags.push(
            Diagnostic::error(codes::FOLDER_TAKEN, message, Place::Options)
                .help("name another folder with --out; files that are yours are never overwritten"),
        );
    }
}
