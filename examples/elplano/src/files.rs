//! Uploaded files, on disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::fs::File;
use uuid::Uuid;

use crate::rows::uploads::UploadKind;

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

    /// A file, or `None` if it does not exist.
    pub(crate) async fn open(&self, id: Uuid) -> io::Result<Option<File>> {
        match File::open(self.path(id)).await {
            Ok(file) => Ok(Some(file)),
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

/// `Content-Disposition` (RFC 6266): a picture is shown, any other file saved, under the name that it was uploaded with. A
/// name that is not of ASCII goes out twice (RFC 8187), for clients that read one of them alone.
pub(crate) fn disposition(kind: &str, filename: &str) -> HeaderValue {
    /// All but `attr-char`.
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'!')
        .remove(b'#')
        .remove(b'$')
        .remove(b'&')
        .remove(b'+')
        .remove(b'-')
        .remove(b'.')
        .remove(b'^')
        .remove(b'_')
        .remove(b'`')
        .remove(b'|')
        .remove(b'~');
    let way = if kind == UploadKind::Avatar.word() { "inline" } else { "attachment" };
    // A name with folders in it leads nowhere on the machine of who saves the file (RFC 6266 §4.3).
    let name = filename.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |char: char| matches!(char, ' '..='~') && !matches!(char, '"' | '\\' | '%');
    let ascii: String = name.chars().map(|char| if plain(char) { char } else { '_' }).collect();
    let mut value = format!("{way}; filename=\"{ascii}\"");
    if ascii != name {
        value += &format!("; filename*=UTF-8''{}", utf8_percent_encode(name, ENCODED));
    }
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// The media type of a file, by its first bytes; `None` if files of this kind are not accepted.
pub(crate) fn media_type(kind: UploadKind, bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&str, &[u8]); 3] =
        [("image/jpeg", b"\xff\xd8\xff"), ("image/png", b"\x89PNG\r\n\x1a\n"), ("application/pdf", b"%PDF-")];
    let (taken, most) = match kind {
        UploadKind::Avatar => (["image/jpeg", "image/png"], 5 * MIB),
        UploadKind::Attachment => (["application/pdf", "image/png"], MOST),
    };
    let (media, _) = KNOWN.iter().find(|(_, magic)| bytes.starts_with(magic))?;
    (taken.contains(media) && bytes.len() <= most).then_some(*media)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    /// RFC 6266 §4.3, appendix D; RFC 8187 §3.2.1.
    #[test]
    fn a_file_is_saved_under_its_name() {
        for (kind, filename, value) in [
            ("attachment", "notes.pdf", r#"attachment; filename="notes.pdf""#),
            ("avatar", "me & you.png", r#"inline; filename="me & you.png""#),
            (
                "attachment",
                "конспект 50%.pdf",
                "attachment; filename=\"________ 50_.pdf\"; filename*=UTF-8''\
                 %D0%BA%D0%BE%D0%BD%D1%81%D0%BF%D0%B5%D0%BA%D1%82%2050%25.pdf",
            ),
            ("attachment", "a\"b.pdf", "attachment; filename=\"a_b.pdf\"; filename*=UTF-8''a%22b.pdf"),
            ("attachment", "../../etc/passwd", r#"attachment; filename="passwd""#),
            ("attachment", "C:\\x\r\n.pdf", "attachment; filename=\"x__.pdf\"; filename*=UTF-8''x%0D%0A.pdf"),
        ] {
            assert_eq!(disposition(kind, filename), value);
        }
    }

    #[test]
    fn a_file_is_what_it_begins_with() {
        let (png, pdf) = (b"\x89PNG\r\n\x1a\n....".as_slice(), b"%PDF-1.7".as_slice());
        assert_eq!(media_type(UploadKind::Avatar, png), Some("image/png"));
        assert_eq!(
            (media_type(UploadKind::Avatar, pdf), media_type(UploadKind::Attachment, pdf)),
            (None, Some("application/pdf"))
        );
        assert_eq!(media_type(UploadKind::Attachment, b"\xff\xd8\xff"), None);
        assert_eq!(media_type(UploadKind::Attachment, b"<html>"), None);
        let mut large = png.to_vec();
        large.resize(5 * MIB + 1, 0);
        assert_eq!(
            (media_type(UploadKind::Avatar, &large), media_type(UploadKind::Attachment, &large)),
            (None, Some("image/png"))
        );
    }

    #[tokio::test]
    async fn a_file_is_kept_until_it_is_taken_away() {
        let (files, id) = (Files::temporary(), Uuid::new_v4());
        assert!(files.open(id).await.expect("looked for").is_none());
        files.keep(id, b"abc").await.expect("kept");
        let mut text = String::new();
        let mut file = files.open(id).await.expect("looked for").expect("a file");
        file.read_to_string(&mut text).await.expect("read");
        assert_eq!(text, "abc");
        files.remove(id).await.expect("removed");
        files.remove(id).await.expect("removed already");
        assert!(files.open(id).await.expect("looked for").is_none());
        std::fs::remove_dir(&files.0).expect("an empty folder");
    }
}
