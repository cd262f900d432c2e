//! Uploaded files, on disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use crate::rows::uploads::Kind;

/// Most bytes of an upload of any kind.
pub const MOST: usize = 10 * MIB;

const MIB: usize = 1024 * 1024;

/// A folder in which each file has its upload's id as its name.
#[derive(Debug, Clone)]
pub struct Files(Arc<Path>);

impl Files {
    /// Files in this folder. It is made with the first of them.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into().into())
    }

    /// Files in a new folder among the system's temporary ones.
    #[must_use]
    pub fn temporary() -> Self {
        Self::new(std::env::temp_dir().join(format!("elplano-{}", Uuid::new_v4())))
    }

    /// Keeps a file.
    pub(crate) async fn keep(&self, id: Uuid, bytes: &[u8]) -> io::Result<()> {
        tokio::fs::create_dir_all(&self.0).await?;
        tokio::fs::write(self.path(id), bytes).await
    }

    /// A file; none where it is not there.
    pub(crate) async fn read(&self, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        match tokio::fs::read(self.path(id)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes a file away. That it is gone already is fine.
    pub(crate) async fn remove(&self, id: Uuid) -> io::Result<()> {
        match tokio::fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.0.join(id.to_string())
    }
}

/// The media type of a file, by its first bytes; none where a file of this kind is not taken.
pub(crate) fn media_type(kind: Kind, bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&str, &[u8]); 3] =
        [("image/jpeg", b"\xff\xd8\xff"), ("image/png", b"\x89PNG\r\n\x1a\n"), ("application/pdf", b"%PDF-")];
    let (taken, most) = match kind {
        Kind::Avatar => (["image/jpeg", "image/png"], 5 * MIB),
        Kind::Attachment => (["application/pdf", "image/png"], MOST),
    };
    let (media, _) = KNOWN.iter().find(|(_, magic)| bytes.starts_with(magic))?;
    (taken.contains(media) && bytes.len() <= most).then_some(*media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with() {
        let (png, pdf) = (b"\x89PNG\r\n\x1a\n....".as_slice(), b"%PDF-1.7".as_slice());
        assert_eq!(media_type(Kind::Avatar, png), Some("image/png"));
        assert_eq!(
            (media_type(Kind::Avatar, pdf), media_type(Kind::Attachment, pdf)),
            (None, Some("application/pdf"))
        );
        assert_eq!(media_type(Kind::Attachment, b"\xff\xd8\xff"), None);
        assert_eq!(media_type(Kind::Attachment, b"<html>"), None);
        let mut large = png.to_vec();
        large.resize(5 * MIB + 1, 0);
        assert_eq!(
            (media_type(Kind::Avatar, &large), media_type(Kind::Attachment, &large)),
            (None, Some("image/png"))
        );
    }

    #[tokio::test]
    async fn a_file_is_kept_until_it_is_taken_away() {
        let (files, id) = (Files::temporary(), Uuid::new_v4());
        assert_eq!(files.read(id).await.expect("looked for"), None);
        files.keep(id, b"abc").await.expect("kept");
        assert_eq!(files.read(id).await.expect("looked for").as_deref(), Some(b"abc".as_slice()));
        files.remove(id).await.expect("removed");
        files.remove(id).await.expect("removed already");
        assert_eq!(files.read(id).await.expect("looked for"), None);
        std::fs::remove_dir(&files.0).expect("an empty folder");
    }
}
