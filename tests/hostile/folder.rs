//! A folder to run the command in.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// A run that does not end is reported after this. Limits are tested by their diagnostics, not by time.
const HANGS: Duration = Duration::from_secs(1800);

/// A document without a fault.
pub const CLINIC: &str = "\
openapi: 3.0.3
info: { title: Clinic, version: \"1\" }
paths:
  /patients:
    get:
      operationId: listPatients
      responses: { \"200\": { description: Fine. } }
";

/// A temporary folder, deleted on drop.
pub struct Folder(tempfile::TempDir);

/// What a run of the command returned.
#[derive(Debug)]
pub struct CommandOutput {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for (file, text) in files {
            folder.write(file, text);
        }
        folder
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    pub fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(file);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Every file below, in order.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        walk(self.0.path(), self.0.path(), &mut files);
        files.sort();
        files
    }

    pub fn run(&self, arguments: &[&str]) -> CommandOutput {
        self.run_with(arguments, "")
    }

    /// Runs the command; a run that hangs is ended, and reported as a failure.
    pub fn run_with(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> CommandOutput {
        let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_housestyle-in-tests"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
            .write_stdin(input)
            .timeout(HANGS)
            .output()
            .expect("the command");
        CommandOutput {
            code: output.status.code().unwrap_or_else(|| panic!("{arguments:?} was ended: {output:?}")),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Generates from a document; where that is refused, asserts that nothing was written.
    pub fn generate(&self, arguments: &[&str]) -> CommandOutput {
        let before = self.files();
        let output = self.run(&[&["generate"], arguments, &["--out", "out"]].concat());
        assert!([0, 2].contains(&output.code), "{output:?}");
        assert_eq!(output.out, "");
        assert!(!output.err.contains("panicked"), "{}", output.err);
        if output.code == 2 {
            assert_eq!(self.files(), before, "nothing is written");
            assert!(output.err.contains("error[HS"), "{}", output.err);
        }
        output
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).expect("a file below").display().to_string());
        }
    }
}
