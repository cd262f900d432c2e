//! Existing output: it is replaced completely or not at all.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use super::folder::{CLINIC, Folder};

/// Every generated file with its text.
fn texts(folder: &Folder) -> BTreeMap<String, String> {
    let files = folder.files().into_iter().filter(|file| file.starts_with("out/"));
    files.map(|file| (file.clone(), folder.read(&file))).collect()
}

fn generated() -> Folder {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    assert_eq!(folder.run(&["generate", "clinic.yaml", "--out", "out"]).code, 0);
    folder
}

fn other_document() -> String {
    CLINIC.replace("listPatients", "listPeople").replace("/patients", "/people")
}

#[test]
fn input_that_is_refused_leaves_old_output_unchanged() {
    let folder = generated();
    let before = texts(&folder);
    folder.write("clinic.yaml", CLINIC.replace("listPatients", "[list"));
    assert_eq!(folder.run(&["generate", "clinic.yaml", "--out", "out"]).code, 2);
    assert_eq!(texts(&folder), before);
}

/// If one file cannot be written, no file is.
#[test]
fn a_folder_in_the_way_of_one_file_leaves_all_others() {
    let folder = generated();
    std::fs::remove_file(folder.path("out/types.rs")).expect("a file");
    folder.write("out/types.rs/mine.txt", "mine");
    let before = texts(&folder);
    folder.write("clinic.yaml", other_document());
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    assert_eq!(output.code, 2);
    assert_eq!(texts(&folder), before);
    assert_snapshot!(output.err);
}

#[test]
fn one_file_of_the_user_leaves_all_others() {
    let folder = generated();
    folder.write("out/types.rs", "pub struct Mine;\n");
    folder.write("out/client.rs", "");
    let before = texts(&folder);
    folder.write("clinic.yaml", other_document());
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    assert_eq!(output.code, 2);
    assert_eq!(texts(&folder), before);
    assert_snapshot!(output.err);
}

#[test]
fn a_file_where_the_folder_should_be() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("out", "mine\n")]);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    assert_eq!(output.code, 2);
    assert_eq!(folder.files(), ["clinic.yaml", "out"]);
    assert_eq!(folder.read("out"), "mine\n");
    assert_snapshot!(output.err);
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_what_it_leads_to_is_not() {
    let folder = generated();
    let elsewhere = folder.read("out/types.rs") + "// kept elsewhere\n";
    folder.write("elsewhere.rs", &elsewhere);
    std::fs::remove_file(folder.path("out/types.rs")).expect("a file");
    std::os::unix::fs::symlink("../elsewhere.rs", folder.path("out/types.rs")).expect("a link");
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    assert_eq!(output.code, 0, "{}", output.err);
    assert_eq!(folder.read("elsewhere.rs"), elsewhere);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = generated();
    let before = texts(&folder);
    folder.write("clinic.yaml", other_document());
    let permit = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.path("out"), permissions).expect("permissions");
    };
    permit(0o555);
    // Some users may write everywhere: then there is nothing to see.
    let everywhere = std::fs::write(folder.path("out/probe"), "").is_ok();
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    permit(0o755);
    if !everywhere {
        assert_eq!(output.code, 2);
        assert!(output.err.contains("error[HS0392]"), "{}", output.err);
        assert_eq!(texts(&folder), before);
    }
}

/// Files that may not be written to are replaced all the same: that is the folder's matter.
#[cfg(unix)]
#[test]
fn read_only_files_that_were_generated_are_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = generated();
    let types = folder.path("out/operations.rs");
    std::fs::set_permissions(&types, std::fs::Permissions::from_mode(0o444)).expect("permissions");
    folder.write("clinic.yaml", other_document());
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out"]);
    assert_eq!(output.code, 0, "{}", output.err);
    assert!(folder.read("out/operations.rs").contains("ListPeople"));
}

/// Killed at some moment while it writes: each file is completely the old or the new one.
#[test]
fn a_run_that_is_killed_leaves_every_file_complete() {
    let folder = generated();
    let old = texts(&folder);
    folder.write("clinic.yaml", other_document());
    assert_eq!(folder.run(&["generate", "clinic.yaml", "--out", "out"]).code, 0);
    let new = texts(&folder);
    for files_seen in 0..12 {
        for (file, text) in &old {
            folder.write(file, text);
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_housestyle-in-tests"))
            .args(["generate", "clinic.yaml", "--out", "out"])
            .current_dir(folder.path(""))
            .stderr(Stdio::null())
            .spawn()
            .expect("the command");
        let waiting = |folder: &Folder| {
            let all = folder.files();
            all.iter().filter(|file| file.ends_with(".tmp")).count()
        };
        while waiting(&folder) < files_seen && child.try_wait().expect("a child").is_none() {
            std::thread::yield_now();
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("an end");
        for file in folder.files().iter().filter(|file| file.starts_with("out/")) {
            if file.ends_with(".tmp") {
                std::fs::remove_file(folder.path(file)).expect("a file");
                continue;
            }
            let text = folder.read(file);
            assert!(text == old[file] || text == new[file], "{file} is neither old nor new:\n{text}");
        }
    }
}

#[test]
fn check_of_what_cannot_be_generated_is_no_matter_of_staleness() {
    let folder = generated();
    let before = texts(&folder);
    folder.write("clinic.yaml", "openapi: [");
    assert_eq!(folder.run(&["generate", "clinic.yaml", "--out", "out", "--check"]).code, 2);
    assert_eq!(texts(&folder), before);
}

/// If a file of the user is in the way, `--check` reports stale output and touches nothing.
#[test]
fn check_next_to_files_of_the_user() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("out/types.rs", "mine\n")]);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "out", "--check"]);
    assert_eq!(output.code, 1, "{}", output.err);
    assert!(output.err.contains("stale: out/types.rs differs from line 1 on"), "{}", output.err);
    assert!(output.err.contains("stale: out/mod.rs is missing"), "{}", output.err);
    assert_eq!(folder.files(), ["clinic.yaml", "out/types.rs"]);
    assert_eq!(folder.read("out/types.rs"), "mine\n");
}
