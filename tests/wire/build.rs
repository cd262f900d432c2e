//! Generates server and client of every document in `documents`: a file that is put there becomes a module. So does the document
//! of `examples/hello`, with the style there.

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=documents");
    let mut documents: Vec<PathBuf> = std::fs::read_dir("documents")
        .expect("a folder of documents")
        .map(|entry| entry.expect("an entry of it").path())
        .filter(|path| path.is_file())
        .collect();
    documents.sort();
    let mut modules = String::new();
    for document in documents {
        let stem = document.file_stem().expect("a file name").to_string_lossy().into_owned();
        let api = housestyle_generator::Api::new(document).server().client();
        // Documents are served where tests are about that.
        let api = if stem == "documented" { api.openapi() } else { api };
        api.build();
        modules += &format!("housestyle::include_api!(pub mod {stem});\n");
    }
    let hello = "../../examples/hello";
    let style = format!("{hello}/style.yaml");
    housestyle_generator::Api::new(format!("{hello}/hello.yaml")).style(style).server().client().build();
    modules += "housestyle::include_api!(pub mod hello);\n";
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("`OUT_DIR` is set in build scripts"));
    std::fs::write(out.join("documents.rs"), modules).expect("the list of modules is written");
}
