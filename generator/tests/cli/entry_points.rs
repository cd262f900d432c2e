//! What the command prints and writes.

use super::{CLINIC, Folder};

#[test]
fn a_folder_and_a_file_are_written_and_left_untouched_if_equal() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    for out in ["src/clinic", "src/clinic.rs"] {
        let output = folder.run(&["generate", "clinic.yaml", "--out", out]);
        assert_eq!(output.code, 0, "{}", output.err);
        assert!(output.err.starts_with("wrote "), "{}", output.err);
        let output = folder.run(&["generate", "clinic.yaml", "--out", out]);
        assert_eq!((output.code, output.err), (0, format!("{out} is up to date\n")));
    }
    let files = folder.files();
    assert!(files.contains(&"src/clinic/mod.rs".to_owned()), "{files:?}");
    assert!(files.contains(&"src/clinic.rs".to_owned()), "{files:?}");
}

#[test]
fn check_lists_stale_files_and_writes_nothing() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let arguments = ["generate", "clinic.yaml", "--out", "src", "--check"];
    let output = folder.run(&arguments);
    assert_eq!(output.code, 1, "{}", output.err);
    assert!(output.err.contains("stale: src/types.rs is missing"), "{}", output.err);
    assert_eq!(folder.files(), ["clinic.yaml"]);

    assert_eq!(folder.run(&arguments[..4]).code, 0);
    let output = folder.run(&arguments);
    assert_eq!((output.code, output.err.as_str()), (0, "src is up to date\n"));

    let text = folder.read("src/types.rs").replace("Patient", "Guest");
    std::fs::write(folder.path("src/types.rs"), &text).expect("a change");
    let output = folder.run(&arguments);
    assert_eq!(output.code, 1);
    assert!(output.err.contains("stale: src/types.rs differs from line "), "{}", output.err);
    for line in ["--- src/types.rs\n", "\n-pub struct Guest {\n", "\n+pub struct Patient {\n"] {
        assert!(output.out.contains(line), "{}", output.out);
    }
    assert_eq!(folder.read("src/types.rs"), text);
}

#[test]
fn check_takes_what_cargo_fmt_laid_out_anew() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("rustfmt.toml", "max_width = 70\n")]);
    let arguments = ["generate", "clinic.yaml", "--out", "src", "--check"];
    assert_eq!(folder.run(&arguments[..4]).code, 0);
    let before = folder.read("src/types.rs");
    let status = std::process::Command::new("rustfmt")
        .args(["--edition", "2024"])
        .arg(folder.path("src/mod.rs"))
        .status()
        .expect("rustfmt");
    assert!(status.success());
    assert_ne!(folder.read("src/types.rs"), before, "rustfmt changed something");
    let output = folder.run(&arguments);
    assert_eq!((output.code, output.err.as_str()), (0, "src is up to date\n"));
}

#[test]
fn check_reports_what_is_left_over() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    assert_eq!(folder.run(&["generate", "clinic.yaml", "--out", "src"]).code, 0);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "src", "--only", "types", "--check"]);
    assert_eq!(output.code, 1);
    for file in ["src/client.rs", "src/server.rs"] {
        let line = format!("stale: {file} is left over: it would not be generated\n");
        assert!(output.err.contains(&line), "{}", output.err);
    }
    let output = folder.run(&["generate", "clinic.yaml", "--out", "src", "--only", "types"]);
    assert!(
        output.err.contains("src/client.rs is left over from an earlier run: delete it\n"),
        "{}",
        output.err
    );
    assert!(folder.files().contains(&"src/client.rs".to_owned()), "nothing is deleted");
}

#[test]
fn generate_says_what_its_output_needs() {
    let style = "style: ours\nlogin: { session: { cookie: id, path: /, max_age: 60, sliding: true, http_only: true, same_site: lax } }\n";
    let folder = Folder::with(&[("clinic.yaml", CLINIC), ("ours.yaml", style)]);
    let needs = |arguments: &[&str]| {
        let output = folder.run(&[&["generate", "clinic.yaml", "--style", "ours.yaml"], arguments].concat());
        let line = output.err.lines().find(|line| line.starts_with("housestyle = ")).map(str::to_owned);
        line.unwrap_or_default()
    };
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        needs(&["--out", "one"]),
        format!(
            r#"housestyle = {{ version = "{version}", default-features = false, features = ["server", "client", "macros", "sessions"] }}"#
        )
    );
    assert!(needs(&["--out", "two", "--only", "client"]).ends_with(r#"features = ["client", "sessions"] }"#));
    assert!(needs(&["--out", "three", "--only", "types"]).ends_with("features = [] }"));
    assert_eq!(needs(&["--out", "three", "--only", "types"]), "", "nothing was written anew");
}

#[test]
fn standard_input_and_output() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let piped = folder.run_with(&["generate", "-", "--out", "-"], CLINIC);
    assert_eq!(piped.code, 0, "{}", piped.err);
    let written = folder.run(&["generate", "clinic.yaml", "--out", "clinic.rs"]);
    assert_eq!(written.code, 0);
    assert_eq!(folder.read("clinic.rs"), piped.out);
    let library = housestyle_generator::Api::from_text("clinic.yaml", CLINIC).generate().expect("no fault");
    assert_eq!(library.text(), piped.out);
}

#[test]
fn only_the_requested_parts() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    for (only, server, client) in
        [("types", false, false), ("server", true, false), ("types,client", false, true)]
    {
        let output = folder.run(&["generate", "clinic.yaml", "--out", "-", "--only", only]);
        assert_eq!(output.code, 0, "{}", output.err);
        assert!(output.out.contains("pub mod types"), "{only}");
        assert_eq!(output.out.contains("pub mod server"), server, "{only}");
        assert_eq!(output.out.contains("pub mod client"), client, "{only}");
    }
}

#[test]
fn every_layer_can_be_looked_at() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = folder.run(&[&["inspect", "clinic.yaml"], arguments].concat());
        assert_eq!(output.code, 0, "{}", output.err);
        serde_json::from_str(&output.out).expect("JSON")
    };
    assert_eq!(json(&["--stage", "spec"])["openapi"], "3.0.3");
    assert_eq!(json(&["--stage", "spec", "--only", "Patient"])["type"], "object");
    assert_eq!(json(&[])["title"], "Clinic");
    assert_eq!(json(&["--stage", "ir", "--only", "getPatient"])["method"], "Get");
    let output = folder.run(&["inspect", "clinic.yaml", "--stage", "rust", "--only", "types"]);
    assert!(output.out.contains("pub struct Patient"), "{}", output.err);
}

#[test]
fn styles_are_listed_and_shown() {
    let folder = Folder::with(&[]);
    let list = folder.run(&["styles"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    for line in list.out.lines() {
        let name = line.split(' ').next().expect("a name");
        let shown = folder.run(&["styles", "show", name]);
        assert!(shown.out.contains(&format!("style: {name}")), "{}", shown.out);
    }
    let schema: serde_json::Value =
        serde_json::from_str(&folder.run(&["styles", "schema"]).out).expect("JSON");
    assert!(schema.is_object());
    assert!(folder.run(&["styles", "reference"]).out.starts_with('#'));
}

#[test]
fn completions_of_every_shell() {
    let folder = Folder::with(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = folder.run(&["completions", shell]);
        assert_eq!(output.code, 0, "{shell}");
        assert!(output.out.contains("housestyle"), "{shell}");
    }
}

#[test]
fn rustfmt_runs_on_request() {
    let folder = Folder::with(&[("clinic.yaml", CLINIC)]);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "src", "--format"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let output = folder.run(&["generate", "clinic.yaml", "--out", "src", "--format", "--check"]);
    assert_eq!(output.code, 0, "{}", output.err);
}
