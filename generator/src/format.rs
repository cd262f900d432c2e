//! rustfmt, for those who want it.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};

/// `text` as rustfmt lays it out: the one that `RUSTFMT` names, else the one on the path.
pub fn rustfmt(text: &str, diags: &mut Diagnostics) -> Option<String> {
    let problem = match formatted("2024", None, text) {
        Ok(formatted) => return Some(formatted),
        Err(problem) => problem,
    };
    let message = format!("`{}` cannot format the output: {problem}", program().to_string_lossy());
    diags.push(
        Diagnostic::error(codes::RUSTFMT, message, Place::Options)
            .help("install it with `rustup component add rustfmt`, or generate without formatting"),
    );
    None
}

/// Whether `found`, a file in `folder`, is what `cargo fmt` makes of `text`. Without rustfmt it is not.
pub fn is_formatted(found: &str, text: &str, folder: &Path) -> bool {
    // The edition of the package that the folder belongs to is unknown here.
    ["2024", "2021"]
        .into_iter()
        .any(|edition| formatted(edition, Some(folder), text).is_ok_and(|text| text == found))
}

fn program() -> OsString {
    std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into())
}

/// `text` laid out with the settings that rustfmt finds from `folder`, or the working directory, upward.
fn formatted(edition: &str, folder: Option<&Path>, text: &str) -> Result<String, String> {
    let mut command = Command::new(program());
    command.args(["--edition", edition, "--emit", "stdout"]);
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    match pipe(&mut command, text) {
        Ok(output) if output.status.success() => {
            String::from_utf8(output.stdout).map_err(|_| "its output is not UTF-8".to_owned())
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.lines().find(|line| !line.trim().is_empty());
            Err(said.unwrap_or("it gave no reason").to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Runs a command with `text` as its input. The input is written from another thread: a pipe holds little, and the
/// command may write before it has read all.
fn pipe(command: &mut Command, text: &str) -> std::io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        // A command that ends early closes its end; its exit status says why.
        scope.spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
        child.wait_with_output()
    })
}
