//! `housestyle generate`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::Source;
use super::report::{CommandError, CommandOutput};
use crate::api::{Api, GeneratedApi};
use crate::output::Stale;
use crate::plan::Plan;

/// How long the shortest difference is looked for; after that a longer one is printed.
const DIFF_TIME: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub struct Generate {
    #[command(flatten)]
    source: Source,
    /// A folder of modules, or one file if it ends in `.rs`; `-` prints one file
    #[arg(long, value_name = "DIR|FILE")]
    out: PathBuf,
    /// What to emit; types are always emitted [default: all]
    #[arg(long, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<OutputPart>,
    /// Emit the document as it goes over the wire, too, for a service that serves it
    #[arg(long)]
    openapi: bool,
    /// Write nothing; exit with 1 if the output is not what would be written
    #[arg(long)]
    check: bool,
    /// A folder of templates that replace the built-in ones of the same name
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Lay the output out with rustfmt
    #[arg(long)]
    format: bool,
}

/// What can be emitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputPart {
    Types,
    Server,
    Client,
}

impl Generate {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        let api = self.api()?;
        if self.out.as_os_str() == "-" {
            let plan = api.plan(Path::new("stdout.rs"))?;
            let text: String = plan.targets.iter().map(|target| target.text.as_str()).collect();
            return Ok(messages(CommandOutput::printed(text), plan.generated));
        }
        let plan = api.plan(&self.out)?;
        if self.check { check(plan, &self.out) } else { write(plan, &self.out) }
    }

    fn api(&self) -> Result<Api, CommandError> {
        let mut api = self.source.api()?.format(self.format);
        if let Some(templates) = &self.templates {
            api = api.templates(templates);
        }
        if self.openapi {
            api = api.openapi();
        }
        for part in &self.only {
            api = match part {
                OutputPart::Types => api.types(),
                OutputPart::Server => api.server(),
                OutputPart::Client => api.client(),
            };
        }
        Ok(api)
    }
}

fn messages(outcome: CommandOutput, generated: GeneratedApi) -> CommandOutput {
    let outcome = outcome.with(&generated.diagnostics, &generated.sources);
    // The process is about to end; dropping this would only cost time.
    std::mem::forget(generated);
    outcome
}

fn write(plan: Plan, out: &Path) -> Result<CommandOutput, CommandError> {
    let left_over = plan.left_over();
    let root = plan.root.clone();
    let dependency = dependency(&plan.generated.features);
    let (generated, written) = plan.write()?;
    let count = written.changed.len() + written.equal.len();
    let out = out.display();
    let line = match written.changed.len() {
        0 => format!("{out} is up to date"),
        1 if count == 1 => format!("wrote {out}"),
        changed => format!("wrote {changed} of {count} files in {out}"),
    };
    let mut outcome = messages(CommandOutput::default(), generated).line(line);
    for path in left_over {
        let path = root.join(path);
        outcome = outcome.line(format!("{} is left over from an earlier run: delete it", path.display()));
    }
    Ok(if written.changed.is_empty() { outcome } else { outcome.line(dependency) })
}

/// What the manifest of a package with this output must have.
fn dependency(features: &[&str]) -> String {
    let features: Vec<_> = features.iter().map(|feature| format!("{feature:?}")).collect();
    let (version, features) = (env!("CARGO_PKG_VERSION"), features.join(", "));
    format!(
        "it needs, under [dependencies] in Cargo.toml:\n\
         housestyle = {{ version = \"{version}\", default-features = false, features = [{features}] }}"
    )
}

fn check(plan: Plan, out: &Path) -> Result<CommandOutput, CommandError> {
    let root = plan.root.clone();
    let targets = plan.targets.clone();
    let (generated, stale) = plan.stale()?;
    if stale.is_empty() {
        return Ok(
            messages(CommandOutput::default(), generated).line(format!("{} is up to date", out.display()))
        );
    }
    let wanted = |path: &Path| targets.iter().find(|target| target.path == path).map(|target| &target.text);
    let mut differences = String::new();
    let mut lines = Vec::new();
    for stale in &stale {
        let (path, what) = match stale {
            Stale::Missing(path) => (path, "is missing".to_owned()),
            Stale::LeftOver(path) => (path, "is left over: it would not be generated".to_owned()),
            Stale::Differs { path, line, found } => {
                if let Some(wanted) = wanted(path) {
                    differences.push_str(&difference(&root.join(path), found, wanted));
                }
                (path, format!("differs from line {line} on"))
            }
        };
        lines.push(format!("stale: {} {what}", root.join(path).display()));
    }
    let outcome = messages(CommandOutput::printed(differences), generated);
    Ok(lines.into_iter().fold(outcome, CommandOutput::line).stale())
}

/// How a file would change, as a unified diff.
fn difference(path: &Path, found: &str, wanted: &str) -> String {
    let path = path.display().to_string();
    let diff = similar::TextDiff::configure().timeout(DIFF_TIME).diff_lines(found, wanted);
    diff.unified_diff().header(&path, &format!("{path} (as it would be generated)")).to_string()
}
