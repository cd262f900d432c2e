//! Each file of `specs/hostile`, and each style of `specs/hostile/styles`, with what the command says to it and, where
//! it is accepted, with the items that come out. A file that is dropped in makes a test; `INSTA_UPDATE=always` writes
//! what is said to it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::folder::{CLINIC, Folder};
use super::items;

#[test]
fn documents() {
    each("", |folder, file| folder.generate(&[file]));
}

#[test]
fn styles() {
    each("styles", |folder, file| {
        folder.write("clinic.yaml", CLINIC);
        folder.generate(&["clinic.yaml", "--style", &format!("./{file}")])
    });
}

/// Runs on every file of a folder, each in a folder with copies of all of them, and reports all that fail.
fn each(below: &str, run: impl Fn(&Folder, &str) -> super::folder::CommandOutput) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/hostile").join(below);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&source).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(files.len() > 15, "{files:?}");
    let mut failed = Vec::new();
    for path in &files {
        let name = path.file_name().expect("a name").to_string_lossy();
        let folder = Folder::with(&[]);
        for other in &files {
            if other == path || !below.is_empty() {
                let bytes = std::fs::read(other).expect("a file");
                folder.write(&other.file_name().expect("a name").to_string_lossy(), bytes);
            }
        }
        let result = catch_unwind(AssertUnwindSafe(|| {
            let output = run(&folder, &name);
            let mut text = format!("exit code {}\n\n{}", output.code, output.err);
            if output.code == 0 {
                text.push_str(&format!("\n{}", items::of(&folder, "out")));
            }
            insta::with_settings!({
                snapshot_path => Path::new("snapshots").join(below),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, { insta::assert_snapshot!(name.as_ref(), text) });
        }));
        if result.is_err() {
            failed.push(name.into_owned());
        }
    }
    assert!(failed.is_empty(), "not as expected: {failed:#?}");
}
