//! `housestyle new`.

use std::path::PathBuf;

use clap::Args;

use super::Source;
use super::report::{CommandError, CommandOutput};
use crate::scaffold::Scaffold;

#[derive(Debug, Args)]
pub struct New {
    #[command(flatten)]
    source: Source,
    /// The folder of the package; it must be empty or not there yet [default: the API's name]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the crate `housestyle` comes from: its folder, or a version in the registry [default: the sources that this
    /// command was built from, if they are still there, else its version]
    #[arg(long, value_name = "PATH|VERSION")]
    runtime: Option<String>,
}

impl New {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        let mut scaffold = Scaffold::new(self.source.api()?);
        if let Some(out) = self.out {
            scaffold = scaffold.out(out);
        }
        if let Some(runtime) = self.runtime {
            scaffold = scaffold.runtime(runtime);
        }
        let made = scaffold.write()?;
        let folder = made.folder.display().to_string();
        Ok(CommandOutput::default()
            .with(&made.diagnostics, &made.sources)
            .line(format!("wrote {} files in {folder}; next: cd {folder} && cargo run", made.files)))
    }
}
