//! The templates of a new package. No overlay replaces them: what they make belongs to the user.

use minijinja::Value;

use super::{diagnostic, guard, one};
use crate::diag::Diagnostics;

macro_rules! templates {
    ($($file:literal)+) => {
        const BUILT_IN: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../templates/new/", $file)))),+];
    };
}

templates! {
    "build.rs.j2"
    "cargo.toml.j2"
    "client.rs.j2"
    "gitignore.j2"
    "group.rs.j2"
    "handlers.rs.j2"
    "lib.rs.j2"
    "main.rs.j2"
    "readme.md.j2"
    "test.rs.j2"
}

/// The text of each file: its template, and what that is given.
pub fn texts<'a>(
    files: impl IntoIterator<Item = (&'a str, Value)>,
    diags: &mut Diagnostics,
) -> Option<Vec<String>> {
    let mut environment = guard::environment();
    for (file, text) in BUILT_IN {
        if let Err(error) = environment.add_template(file, text) {
            diags.push(diagnostic(&error, file, None));
        }
    }
    let mut texts = Vec::new();
    for (template, view) in files {
        match one(&environment, template, view) {
            Ok(text) => texts.push(text),
            Err(error) => diags.push(diagnostic(&error, template, None)),
        }
    }
    (!diags.failed()).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::BUILT_IN;

    #[test]
    fn every_file_of_the_folder_is_built_in_short_and_says_what_it_is_given() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/new");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect();
        files.sort();
        assert_eq!(files, BUILT_IN.iter().map(|(file, _)| *file).collect::<Vec<_>>());
        for (file, text) in BUILT_IN {
            assert!(text.lines().count() <= 120 && text.starts_with("{# "), "{file}");
        }
    }
}
