//! `housestyle expand`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Source;
use super::report::{CommandError, CommandOutput};
use crate::api::Expanded;
use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::output::{self, Target};
use crate::pipeline::Failure;
use crate::source::Sources;

/// The first line of a YAML file, by which a later run knows that it may replace it.
const BANNER: &str = "# Written by `housestyle expand`.";

/// What a later run knows a JSON file by, which has no comments.
const JSON_BANNER: &str = "{\n  \"openapi\": \"3.1.1\"";

#[derive(Debug, Args)]
pub struct Expand {
    #[command(flatten)]
    source: Source,
    /// Write JSON, not YAML
    #[arg(long)]
    json: bool,
    /// The file to write; without it the document is printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Expand {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        let expanded = self.source.api()?.expand()?;
        let text = self.text(&expanded)?;
        let outcome = match &self.out {
            None => CommandOutput::printed(text),
            Some(path) => self.write(path, text)?,
        };
        Ok(outcome.with(&expanded.diagnostics, &expanded.sources))
    }

    fn text(&self, expanded: &Expanded) -> Result<String, CommandError> {
        if self.json {
            return Ok(format!("{:#}\n", expanded.document));
        }
        let yaml = serde_yaml::to_string(&expanded.document).map_err(|error| {
            let message = format!("the document cannot be written as YAML: {error}");
            let help = "ask for JSON with `--json`";
            CommandError::option(Diagnostic::error(codes::EXPAND_YAML, message, Place::Options).help(help))
        })?;
        Ok(format!("{BANNER}\n{yaml}"))
    }

    /// Writes the file, atomically; a file that `expand` has not written stays.
    fn write(&self, path: &Path, text: String) -> Result<CommandOutput, CommandError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let Some(name) = path.file_name() else {
            let message = format!("`{}` is no name of a file", path.display());
            return Err(CommandError::option(Diagnostic::error(codes::OUTPUT_PATH, message, Place::Options)));
        };
        let target = Target { path: name.into(), text };
        let banner = if self.json { JSON_BANNER } else { BANNER };
        let mut diagnostics = Diagnostics::new();
        let written = output::write(folder.unwrap_or(Path::new(".")), &[target], banner, &mut diagnostics);
        match written {
            Some(written) if written.changed.is_empty() => {
                Ok(CommandOutput::default().line(format!("{} is up to date", path.display())))
            }
            Some(_) => Ok(CommandOutput::default().line(format!("wrote {}", path.display()))),
            None => Err(Failure { diagnostics, sources: Sources::new() }.into()),
        }
    }
}
