//! rustfmt, for those who want it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};

/// `text` as rustfmt lays it out: the one that `RUSTFMT` names, else the one on the path.
pub fn rustfmt(text: &str, diags: &mut Diagnostics) -> Option<String> {
    let program = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let problem = match pipe(Command::new(&program).args(["--edition", "2024", "--emit", "stdout"]), text) {
        Ok(output) if output.status.success() => match String::from_utf8(output.stdout) {
            Ok(formatted) => return Some(formatted),
            Err(_) => "its output is not UTF-8".to_owned(),
        },
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it gave no reason").to_owned()
        }
        Err(error) => error.to_string(),
    };
    let message = format!("`{}` cannot format the output: {problem}", program.to_string_lossy());
    diags.push(
        Diagnostic::error(codes::RUSTFMT, message, Place::Options)
            .help("install it with `rustup component add rustfmt`, or generate without formatting"),
    );
    None
}

/// Runs a command with `text` as its input. The input is written from another thread: a pipe holds little, and the
/// command may write before it has read all.
fn pipe(command: &mut Command, text: &str) -> std::io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        // A command that ends early closes its end; its exit status tells why.
        scope.spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
        child.wait_with_output()
    })
}
