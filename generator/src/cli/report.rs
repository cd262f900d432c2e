//! What a command prints: results on standard output, everything else on standard error.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::process::ExitCode;

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::pipeline::{Failure, Pipeline};
use crate::report;
use crate::source::Sources;

/// The output of a command that succeeded.
#[derive(Debug, Default)]
pub struct CommandOutput {
    text: String,
    messages: String,
    code: u8,
}

impl CommandOutput {
    /// With a text for standard output.
    pub fn printed(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// With warnings and notes.
    pub fn with(mut self, diagnostics: &Diagnostics, sources: &Sources) -> Self {
        self.messages.push_str(&report::draw(diagnostics, sources, colored()));
        self
    }

    /// With a line for standard error.
    pub fn line(mut self, line: impl AsRef<str>) -> Self {
        self.messages.push_str(line.as_ref());
        self.messages.push('\n');
        self
    }

    /// Where the output on disk is not what would be written.
    pub fn stale(self) -> Self {
        self.exit_code(1)
    }

    /// With an exit code.
    pub fn exit_code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// Prints it.
    pub fn finish(self) -> ExitCode {
        print_error(&self.messages);
        let mut out = std::io::stdout().lock();
        match out.write_all(self.text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => ExitCode::from(self.code),
            // A reader that has seen enough, as in `| head`.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::from(self.code),
            Err(error) => {
                print_error(&format!("error: standard output: {error}\n"));
                ExitCode::from(2)
            }
        }
    }
}

/// The diagnostics of a command that failed. Nothing has been written.
#[derive(Debug)]
pub struct CommandError(Box<Failure>);

impl CommandError {
    /// For one reason that lies in the options.
    pub fn option(diagnostic: Diagnostic) -> Self {
        let mut pipeline = Pipeline::new();
        pipeline.diags.push(diagnostic);
        pipeline.into()
    }

    /// Prints every reason.
    pub fn finish(self) -> ExitCode {
        print_error(&report::draw(&self.0.diagnostics, &self.0.sources, colored()));
        ExitCode::from(2)
    }
}

impl From<Failure> for CommandError {
    fn from(failure: Failure) -> Self {
        Self(Box::new(failure))
    }
}

impl From<Pipeline> for CommandError {
    fn from(pipeline: Pipeline) -> Self {
        Failure::from(pipeline).into()
    }
}

/// Bytes of standard input that are read: those that a document may have, and one more so that a longer one is messages.
const STDIN_LIMIT: u64 = (64 << 20) + 1;

/// All of standard input, up to its limit.
pub fn read_stdin() -> Result<String, CommandError> {
    let unreadable = |reason: String| {
        CommandError::option(
            Diagnostic::error(
                codes::STDIN,
                format!("standard input cannot be read: {reason}"),
                Place::File("<stdin>".to_owned()),
            )
            .help("pipe an OpenAPI document in, or name a file"),
        )
    };
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(STDIN_LIMIT)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))
}

fn colored() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && std::io::stderr().is_terminal()
}

/// Nothing can be reported if standard error is closed.
fn print_error(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
