//! The command line. Exit codes: 0 fine, 1 stale output (`--check`) or findings (`check`), 2 unusable input or usage.

mod check;
mod expand;
mod explain;
mod generate;
mod inspect;
mod new;
mod report;
mod styles;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::api::Api;
use crate::config::Document;
use report::CommandOutput;

/// Makes Rust servers and clients of OpenAPI documents and house styles.
#[derive(Debug, Parser)]
#[command(name = "housestyle", version, about, max_term_width = 110)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write a package that runs: server, client, handlers to fill in, tests, README
    New(new::New),
    /// Write the Rust of a document's server and client
    Generate(generate::Generate),
    /// Report where documents break their style or the standard
    Check(check::Check),
    /// Write the document as it goes over the wire, with all that the style adds: OpenAPI 3.1
    Expand(expand::Expand),
    /// Explain a diagnostic: what it means, what causes it, how to fix it
    Explain(explain::Explain),
    /// Print a layer as data: JSON, or the generated text
    Inspect(inspect::Inspect),
    /// The house styles: list them, show one, print the schema or the reference of style files
    Styles(styles::Styles),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The document and its style.
#[derive(Debug, Args)]
struct Source {
    /// The OpenAPI document: YAML or JSON; `-` reads standard input
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    #[command(flatten)]
    options: SourceOptions,
}

/// How a document is read.
#[derive(Debug, Args)]
struct SourceOptions {
    /// The house style: a built-in name or a file. Without it the document's `x-style` says
    #[arg(long, value_name = "STYLE")]
    style: Option<String>,
    /// The document spells out what goes over the wire, and not payloads alone
    #[arg(long)]
    full: bool,
    /// Make an error of a diagnostic: a code, a rule like `lint.paths`, `warnings`, `notes`, or `skipped` for all that leave
    /// something out
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// Silence a warning or note: as for `--deny`
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
}

impl Source {
    /// The options that the document and its style make; standard input is read here.
    fn api(&self) -> Result<Api, report::CommandError> {
        self.options.api(&self.spec)
    }
}

impl SourceOptions {
    fn api(&self, spec: &Path) -> Result<Api, report::CommandError> {
        let is_stdin = spec.as_os_str() == "-";
        let api = if is_stdin { Api::from_text("<stdin>", report::read_stdin()?) } else { Api::new(spec) };
        let api = if self.full { api.document(Document::Full) } else { api };
        let api = self.deny.iter().fold(api, Api::deny);
        let api = self.allow.iter().fold(api, Api::allow);
        Ok(match &self.style {
            Some(style) => api.style(style),
            None => api,
        })
    }
}

/// Runs the command that the process was called with.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Command::parse().action {
        Action::New(new) => new.run(),
        Action::Generate(generate) => generate.run(),
        Action::Check(check) => check.run(),
        Action::Expand(expand) => expand.run(),
        Action::Explain(explain) => explain.run(),
        Action::Inspect(inspect) => inspect.run(),
        Action::Styles(styles) => styles.run(),
        Action::Completions { shell } => Ok(completions(shell)),
    };
    match outcome {
        Ok(outcome) => outcome.finish(),
        Err(refused) => refused.finish(),
    }
}

fn completions(shell: clap_complete::Shell) -> CommandOutput {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Command::command(), "housestyle", &mut text);
    CommandOutput::printed(String::from_utf8_lossy(&text))
}
