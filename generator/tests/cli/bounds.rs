//! Other files than the document: templates have a limit of size, and pipes are not opened.

use super::{CLINIC, Folder};

const MIB: usize = 1 << 20;

/// An own `style.j2` of so many bytes: a comment, and what the built-in one has.
fn template(bytes: usize) -> String {
    let own = include_str!("../../../templates/style.j2");
    let around = "{#  #}".len() + own.len();
    format!("{{# {} #}}{own}", "x".repeat(bytes - around))
}

fn generate(folder: &Folder) -> super::CommandOutput {
    folder.run(&["generate", "clinic.yaml", "--templates", "ours", "--out", "out"])
}

#[test]
fn a_template_has_at_most_1_mib() {
    let largest = template(MIB);
    assert_eq!(largest.len(), MIB);
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("ours/style.j2", &largest)]);
    let output = generate(&folder);
    assert_eq!(output.code, 0, "{}", output.err);

    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("ours/style.j2", &template(MIB + 1))]);
    let output = generate(&folder);
    assert_eq!(output.code, 2, "{}", output.err);
    assert!(output.err.contains("HS") && output.err.contains("`style.j2`"), "{}", output.err);
    assert!(output.err.contains("a template has at most 1024 KiB"), "{}", output.err);
    assert!(!folder.files().iter().any(|file| file.starts_with("out")), "nothing is written");
}

/// A pipe without a writer, in place of each file that a run reads. Reading one would wait forever.
#[cfg(unix)]
mod pipes {
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::super::{CLINIC, CommandOutput, Folder};

    /// Runs the command in a folder where one of the files is a pipe. It ends, and refuses.
    fn refused(files: &[(&str, &str)], pipe: &str, arguments: &'static [&'static str]) -> String {
        let folder = Folder::with(files);
        let path = folder.path(pipe);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        let made = Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        let (send, receive) = mpsc::channel::<CommandOutput>();
        std::thread::spawn(move || send.send(folder.run(arguments)));
        let output =
            receive.recv_timeout(Duration::from_secs(60)).expect("an end, although the pipe has no writer");
        assert_eq!(output.code, 2, "{pipe}: {}", output.err);
        output.err
    }

    const OURS: &[&str] = &["generate", "clinic.yaml", "--style", "./ours.yaml", "--out", "out"];

    #[test]
    fn a_pipe_in_place_of_the_document_is_refused() {
        let err = refused(&[], "clinic.yaml", &["generate", "clinic.yaml", "--out", "out"]);
        assert!(err.contains("this is a device or a pipe, not a file"), "{err}");
    }

    #[test]
    fn a_pipe_in_place_of_a_style_is_refused() {
        let err = refused(&[("clinic.yaml", CLINIC)], "ours.yaml", OURS);
        assert!(err.contains("pipe"), "{err}");
    }

    #[test]
    fn a_pipe_in_place_of_the_style_that_is_extended_is_refused() {
        let files = [("clinic.yaml", CLINIC), ("ours.yaml", "style: ours\nextends: ./base.yaml\n")];
        let err = refused(&files, "base.yaml", OURS);
        assert!(err.contains("there is no file `./base.yaml`"), "{err}");
    }

    #[test]
    fn a_pipe_in_place_of_a_style_s_texts_is_refused() {
        let style = "style: ours\nlocale: { default: ru, languages: { ru: texts.ru.yaml } }\n";
        let files = [("clinic.yaml", CLINIC), ("ours.yaml", style)];
        let err = refused(&files, "texts.ru.yaml", OURS);
        assert!(err.contains("there is no file `./texts.ru.yaml`"), "{err}");
    }

    #[test]
    fn a_pipe_in_place_of_a_template_is_refused() {
        let arguments = &["generate", "clinic.yaml", "--templates", "ours", "--out", "out"];
        let err = refused(&[("clinic.yaml", CLINIC)], "ours/style.j2", arguments);
        assert!(err.contains("a template is a file"), "{err}");
    }
}
