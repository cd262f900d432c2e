//! Where a new package takes the runtime and the generator from.

use std::path::{Component, Path, PathBuf};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};

/// Where the crates come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrateSource {
    /// The registry: the requested version.
    Version(String),
    /// Folders: as `Cargo.toml` names them, with `/` separators.
    Folders {
        /// That of `housestyle`.
        runtime: String,
        /// That of `housestyle-generator`.
        generator: String,
    },
}

impl CrateSource {
    /// What `--runtime` says, seen from the folder of the package. Without it: the folder that this generator was built
    /// in, if it still exists with the runtime next to it, so that the two belong together; otherwise this version in
    /// the registry.
    pub fn read(runtime: Option<&str>, package: &Path, diags: &mut Diagnostics) -> Option<Self> {
        let Some(runtime) = runtime else {
            let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
            if built_in.join("Cargo.toml").is_file() {
                return Self::folders(&built_in, package, diags);
            }
            return Some(Self::Version(env!("CARGO_PKG_VERSION").to_owned()));
        };
        let folder = Path::new(runtime);
        if folder.is_dir() {
            return Self::folders(folder, package, diags);
        }
        if is_version(runtime) {
            return Some(Self::Version(runtime.to_owned()));
        }
        diags.push(
            Diagnostic::error(
                codes::RUNTIME,
                format!("`{runtime}` is neither a folder nor a version"),
                Place::Options,
            )
            .help("name the folder of the crate `housestyle`, or a version such as 0.1"),
        );
        None
    }

    fn folders(runtime: &Path, package: &Path, diags: &mut Diagnostics) -> Option<Self> {
        let generator = runtime.join("../generator");
        for folder in [runtime, &generator] {
            if !folder.join("Cargo.toml").is_file() {
                let message = format!("there is no crate in {}", folder.display());
                diags.push(Diagnostic::error(codes::RUNTIME, message, Place::Options).help(
                    "name the folder of the crate `housestyle`; that of the generator must be next to it",
                ));
                return None;
            }
        }
        let from = real(package);
        Some(Self::Folders {
            runtime: relative(&from, &real(runtime)),
            generator: relative(&from, &real(&generator)),
        })
    }
}

/// `1`, `0.1`, `0.1.2`, `0.1.2-rc.1`, with an operator before it if need be.
fn is_version(text: &str) -> bool {
    let version = text.trim_start_matches(['=', '^', '~', '>', '<', ' ']);
    version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))
}

/// The path without links and dots, of a folder that need not be there yet.
fn real(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(last)) if parent != path => real(parent).join(last),
        _ => path,
    }
}

/// `to` as seen from the folder `from`; absolute where the two have nothing but the root in common.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if from.components().take(shared).all(|part| matches!(part, Component::RootDir | Component::Prefix(_))) {
        return to.to_string_lossy().into_owned();
    }
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_seen_from_the_package() {
        let seen = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(seen("/home/ada/clinic", "/home/ada/housestyle/runtime"), "../housestyle/runtime");
        assert_eq!(seen("/home/ada/housestyle/clinic", "/home/ada/housestyle/runtime"), "../runtime");
        assert_eq!(seen("/tmp/clinic", "/home/ada/runtime"), "/home/ada/runtime");
    }

    #[test]
    fn a_version_is_told_from_what_is_none() {
        for version in ["1", "0.1", "0.1.0", "=0.1.0", "^0.1", "0.1.0-rc.1"] {
            assert!(is_version(version), "{version}");
        }
        for text in ["", "latest", "../runtime", "1 2", "v1"] {
            assert!(!is_version(text), "{text}");
        }
    }

    #[test]
    fn what_is_neither_folder_nor_version_is_refused() {
        let mut diags = Diagnostics::new();
        assert_eq!(CrateSource::read(Some("nowhere/at-all"), Path::new("clinic"), &mut diags), None);
        assert!(diags.failed());
    }
}
