//! Existing files, and temporary files next to their targets.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Result, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Bytes from the beginning of a file that must contain its banner.
const BANNER_WITHIN: usize = 4096;

/// What is at a path.
pub(super) enum Existing {
    None,
    Text(Vec<u8>),
    /// A folder or something stranger.
    Other,
}

pub(super) fn existing(path: &Path) -> Result<Existing> {
    match fs::metadata(path) {
        Ok(about) if about.is_file() => fs::read(path).map(Existing::Text),
        Ok(_) => Ok(Existing::Other),
        // Above it may be a file instead of a folder; making the folder will say so.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Existing::None)
        }
        Err(error) => Err(error),
    }
}

pub(super) fn bears(text: &[u8], banner: &str) -> bool {
    let head = &text[..text.len().min(BANNER_WITHIN)];
    !banner.is_empty() && head.windows(banner.len()).any(|window| window == banner.as_bytes())
}

/// A temporary file, deleted unless it is renamed.
pub(super) struct Temporary {
    path: PathBuf,
    renamed: bool,
}

impl Temporary {
    pub(super) fn next_to(place: &Path, text: &[u8]) -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let mut file_name = std::ffi::OsString::from(".");
        file_name.push(place.file_name().unwrap_or_default());
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        file_name.push(format!(".{}-{number}.tmp", std::process::id()));
        let path = place.with_file_name(file_name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let temporary = Self { path, renamed: false };
        file.write_all(text)?;
        Ok(temporary)
    }

    pub(super) fn rename(mut self, place: &Path) -> Result<()> {
        fs::rename(&self.path, place)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // Nothing more can be done about a file that cannot be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}
