//! The group `uploads`: files, which are sent first and named afterwards where they belong.

use housestyle::server::{Call, HandlerResult};
use uuid::Uuid;

use crate::Planner;
use crate::access::Person;
use crate::elplano::operations::{UploadFile, UploadFileError};
use crate::elplano::server::Uploads;
use crate::elplano::types::{Upload, UploadFormType, UploadMetadata};
use crate::files::media_type;
use crate::rows::uploads::{NewUpload, UploadKind};

/// What a file is called that came without a name.
const NAMELESS: &str = "file";

impl Uploads for Planner {
    /// Writes the file before its row, so that every row has a file, and deletes it if the row cannot be written.
    async fn upload_file(&self, call: Call<UploadFile, Person>) -> HandlerResult<Upload, UploadFileError> {
        let file = &call.body.file;
        let kind = if call.body.r#type == UploadFormType::Avatar {
            UploadKind::Avatar
        } else {
            UploadKind::Attachment
        };
        let mime_type = media_type(kind, &file.bytes).ok_or(UploadFileError::UnsupportedFile)?;
        let filename = file.file_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(NAMELESS);
        let size = i64::try_from(file.bytes.len())?;
        let id = Uuid::new_v4();
        self.files.keep(id, &file.bytes).await?;
        let new = NewUpload {
            id: &id.to_string(),
            user_id: call.principal.user_id,
            kind,
            filename,
            size,
            mime_type,
        };
        if let Err(error) = self.note_upload(&new).await {
            self.files.remove(id).await?;
            return Err(error)?;
        }
        let metadata =
            UploadMetadata { filename: filename.to_owned(), size, mime_type: mime_type.to_owned() };
        Ok(Upload { id: id.to_string(), storage: "disk".to_owned(), metadata })
    }
}

impl Planner {
    async fn note_upload(&self, new: &NewUpload<'_>) -> sqlx::Result<()> {
        let mut tx = self.write().await?;
        new.insert(&mut tx, self.now()).await?;
        tx.commit().await
    }
}
