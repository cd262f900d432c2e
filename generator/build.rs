//! Embeds the built-in styles: whatever files the folder `styles` holds, and the texts in its folder `texts`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=styles");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("styles");
    let mut files = style_files(&folder)?;
    files.sort();
    let mut list = String::new();
    let mut roots = Vec::new();
    for (name, path) in &files {
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.to_str().ok_or("the path of this package is not UTF-8")?;
        writeln!(list, "    ({name:?}, include_str!({path:?})),")?;
        if fs::read_to_string(path)?.lines().any(is_root) {
            roots.push(name);
        }
    }
    let [root] = roots.as_slice() else {
        return Err(format!("just one built-in style says `root: true`, not {roots:?}").into());
    };
    let texts = texts(&folder.join("texts"))?;
    let text = format!(
        "const ROOT: &str = {root:?};\nconst BUILTIN: &[(&str, &str)] = &[\n{list}];\n\
         const TEXTS: &[(&str, &str)] = &[\n{texts}];\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("styles.rs"), text)?;
    Ok(())
}

/// The texts of languages, by their paths in the folder of the styles.
fn texts(folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut files = style_files(folder)?;
    files.sort();
    let mut list = String::new();
    for (name, path) in &files {
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.to_str().ok_or("the path of this package is not UTF-8")?;
        writeln!(list, "    ({:?}, include_str!({path:?})),", format!("texts/{name}.yaml"))?;
    }
    Ok(list)
}

/// The style files of a folder, by the name before `.yaml`.
fn style_files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some("yaml"), Some(name)) =
            (path.extension().and_then(|e| e.to_str()), path.file_stem().and_then(|s| s.to_str()))
        {
            files.push((name.to_owned(), path));
        }
    }
    Ok(files)
}

/// Whether a line is the key `root` of a style file, said with true.
fn is_root(line: &str) -> bool {
    line.split('#').next().is_some_and(|code| code.trim_end() == "root: true")
}
