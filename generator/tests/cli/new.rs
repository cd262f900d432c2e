//! `new`: what is written, and where it refuses to. That the package runs is checked by `.ci/run new`.

use super::{CLINIC, Folder};

const FILES: [&str; 13] = [
    "my-clinic/.gitignore",
    "my-clinic/Cargo.toml",
    "my-clinic/README.md",
    "my-clinic/build.rs",
    "my-clinic/examples/client.rs",
    "my-clinic/specs/clinic.yaml",
    "my-clinic/specs/shared.yaml",
    "my-clinic/src/handlers/mod.rs",
    "my-clinic/src/handlers/patients.rs",
    "my-clinic/src/lib.rs",
    "my-clinic/src/main.rs",
    "my-clinic/styles/ours.yaml",
    "my-clinic/tests/api.rs",
];

#[test]
fn document_style_and_what_they_refer_to_are_copied_in() {
    let document =
        CLINIC.replace("name: { type: string, minLength: 1 }", "name: { $ref: \"shared.yaml#/Name\" }");
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document),
        ("specs/shared.yaml", "Name: { type: string }\n"),
        ("ours.yaml", "style: ours\n"),
    ]);
    let output = folder.run(&["new", "specs/clinic.yaml", "--style", "./ours.yaml", "--out", "my-clinic"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let files: Vec<_> = folder.files().into_iter().filter(|file| file.starts_with("my-clinic/")).collect();
    assert_eq!(files, FILES);
    assert_eq!(folder.read("my-clinic/specs/clinic.yaml"), document);
    let script = folder.read("my-clinic/build.rs");
    assert!(script.contains(r#"Api::new("specs/clinic.yaml")"#), "{script}");
    assert!(script.contains(r#".style("styles/ours.yaml")"#), "{script}");
    assert!(folder.read("my-clinic/src/handlers/patients.rs").contains("async fn create_patient("));
    assert!(folder.read("my-clinic/README.md").contains("curl"));
}

#[test]
fn document_and_style_in_the_working_directory_need_no_dot_before_them() {
    let document =
        CLINIC.replace("name: { type: string, minLength: 1 }", "name: { $ref: \"shared.yaml#/Name\" }");
    let folder = Folder::with(&[
        ("clinic.yaml", &document),
        ("shared.yaml", "Name: { type: string }\n"),
        ("our.yaml", "style: our\nextends: base.yaml\n"),
        ("base.yaml", "style: base\n"),
    ]);
    for (style, out) in [("our.yaml", "one"), ("./our.yaml", "two")] {
        let output = folder.run(&["new", "clinic.yaml", "--style", style, "--out", out]);
        assert_eq!(output.code, 0, "{}", output.err);
        assert!(folder.read(&format!("{out}/build.rs")).contains(r#".style("styles/our.yaml")"#));
        for file in ["specs/clinic.yaml", "specs/shared.yaml", "styles/our.yaml", "styles/base.yaml"] {
            assert!(folder.files().contains(&format!("{out}/{file}")), "{file}");
        }
    }
}

/// The folder that the command was built in is still there while its tests run.
#[test]
fn without_a_runtime_the_sources_of_the_command_are_taken() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    assert_eq!(folder.run(&["new", "clinic.yaml", "--out", "new"]).code, 0);
    let manifest = folder.read("new/Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("housestyle = ")).expect("a dependency");
    let path = line.split('"').nth(1).expect("a path");
    assert!(folder.path("new").join(path).join("Cargo.toml").is_file(), "{line}");
}

#[test]
fn without_a_folder_the_name_of_the_document_says() {
    let folder = Folder::with(&[("OurClinic.yaml", CLINIC)]);
    let output = folder.run(&["new", "OurClinic.yaml", "--runtime", "0.1"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let manifest = folder.read("our-clinic/Cargo.toml");
    assert!(manifest.contains(r#"name = "our-clinic""#), "{manifest}");
    assert!(manifest.contains("[workspace]"), "{manifest}");
}

#[test]
fn the_package_is_laid_out_as_rustfmt_does() {
    let secured = CLINIC.replace("components:\n", "security: [{ basic: [] }]\ncomponents:\n")
        + "  securitySchemes: { basic: { type: http, scheme: basic } }\n";
    for document in [CLINIC, &secured] {
        let folder = Folder::with(&[("clinic.yaml", document)]);
        assert_eq!(folder.run(&["new", "clinic.yaml", "--out", "new"]).code, 0);
        let files =
            folder.files().into_iter().filter(|file| file.starts_with("new/") && file.ends_with(".rs"));
        let files: Vec<_> = files.map(|file| folder.path(&file)).collect();
        let mut rustfmt = std::process::Command::new("rustfmt");
        let output = rustfmt.args(["--check", "--edition", "2024", "--color", "never"]).args(files).output();
        let output = output.expect("rustfmt");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("mine/notes.txt", "mine\n")]);
    let output = folder.run(&["new", "clinic.yaml", "--out", "mine"]);
    assert_eq!(output.code, 2);
    assert!(output.err.contains("mine already exists"), "{}", output.err);
    assert_eq!(folder.files(), ["clinic.yaml", "mine/notes.txt"]);
}

#[test]
fn every_fault_is_reported_at_once_and_nothing_is_written() {
    let folder = Folder::with(&[("clinic.yaml", "openapi: 3.0.3\n"), ("mine/notes.txt", "mine\n")]);
    let output = folder.run(&["new", "clinic.yaml", "--out", "mine", "--runtime", "nowhere/at-all"]);
    assert_eq!(output.code, 2);
    for words in ["clinic.yaml", "mine already exists", "neither a folder nor a version"] {
        assert!(output.err.contains(words), "{words}: {}", output.err);
    }
    assert_eq!(folder.files(), ["clinic.yaml", "mine/notes.txt"]);
}

/// Texts of a document are no markup, no code and no command in any file of the package.
#[test]
fn a_hostile_document_stays_text() {
    let poison = r#"x`); rm -rf / # \"); } mod evil {} /* */ </script> $(evil) '; evil; '"#;
    let document = CLINIC
        .replace("title: Clinic", &format!("title: '{}'", poison.replace('\'', "''")))
        .replace("Lists patients.", &format!("'{}'", poison.replace('\'', "''")))
        .replace("People who come here.", "\"```\\n```rust\\nevil()\\n```\"");
    let folder = Folder::with(&[("clinic.yaml", &document)]);
    let output = folder.run(&["new", "clinic.yaml", "--out", "new"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let readme = folder.read("new/README.md");
    assert!(!readme.contains("$(evil)\n") && !readme.contains("</script>"), "{readme}");
    for file in ["new/src/handlers/patients.rs", "new/src/lib.rs"] {
        for line in folder.read(file).lines().filter(|line| line.contains("evil")) {
            assert!(line.trim_start().starts_with("//"), "{file}: {line}");
        }
    }
}

#[test]
fn handlers_that_return_deprecated_types_compile_without_a_warning() {
    let document = "openapi: 3.0.3
info: { title: Clinic, version: '1' }
paths:
  /visits:
    get:
      tags: [visits]
      responses: { '200': { description: a, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Visit' } } } } } }
  /rooms:
    get:
      tags: [rooms]
      responses: { '200': { description: a, content: { application/json: { schema: { $ref: '#/components/schemas/Room' } } } } }
components:
  schemas:
    Visit: { type: object, deprecated: true, properties: { at: { type: string } } }
    Room: { type: object, properties: { floor: { type: integer } } }
";
    let folder = Folder::with(&[("clinic.yaml", document)]);
    let output = folder.run(&["new", "clinic.yaml", "--out", "new", "--runtime", "0.1"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let allows = |group: &str| {
        folder.read(&format!("new/src/handlers/{group}.rs")).contains("\n#![allow(deprecated, ")
    };
    assert!(allows("visits"));
    assert!(!allows("rooms"));
}

#[test]
fn a_package_has_what_its_style_needs() {
    let document = "openapi: 3.0.3\ninfo: { title: Clinic, version: '1' }\npaths: { /a/: { post: { responses: { '200': { description: a } } } } }\n";
    let style = "style: ours
extends: plain
version: { in: accept_parameter, media: application/vnd.ours+json, parameter: version, current: '3', served: ['3'], required: true }
outcomes: { not_implemented: { status: 418 }, no_operation: { status: 410 } }
login: { session: { cookie: id, path: /, max_age: 60, sliding: true, http_only: true, same_site: lax } }
";
    let folder = Folder::with(&[("clinic.yaml", document), ("ours.yaml", style)]);
    let arguments = ["new", "clinic.yaml", "--style", "./ours.yaml", "--out", "new", "--runtime", "0.1"];
    let output = folder.run(&arguments);
    assert_eq!(output.code, 0, "{}", output.err);
    let manifest = folder.read("new/Cargo.toml");
    assert!(manifest.contains(r#"housestyle = { version = "0.1", features = ["sessions"] }"#), "{manifest}");
    let test = folder.read("new/tests/api.rs");
    for part in ["await, 418)", "await, 410)", "accept: application/vnd.ours+json; version=3"] {
        assert!(test.contains(part), "{test}");
    }
}

#[test]
fn the_two_files_of_the_hello_example_become_a_package_without_a_diagnostic() {
    let folder = Folder::with(&[
        ("hello.yaml", include_str!("../../../examples/hello/hello.yaml")),
        ("style.yaml", include_str!("../../../examples/hello/style.yaml")),
    ]);
    let output = folder.run(&["new", "hello.yaml", "--style", "style.yaml"]);
    assert_eq!(output.code, 0, "{}", output.err);
    assert_eq!((output.out.as_str(), output.err.lines().count()), ("", 1), "{}", output.err);
    assert!(output.err.starts_with("wrote "), "{}", output.err);
    let handlers = folder.read("hello/src/handlers/greetings.rs");
    assert!(handlers.contains("        housestyle::server::not_implemented(call).await\n"), "{handlers}");
}
