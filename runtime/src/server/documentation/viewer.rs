//! The page that shows a document: Swagger UI, out of the archive that its crate contains.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};
use std::sync::OnceLock;

use bytes::Bytes;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

use super::error::DocumentationError;
use super::file::ServedFile;

/// The files of Swagger UI that the page needs, and their media types.
const ASSETS: [(&str, &str); 5] = [
    ("swagger-ui.css", "text/css; charset=utf-8"),
    ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    ("favicon-32x32.png", "image/png"),
    ("oauth2-redirect.html", HTML),
    ("oauth2-redirect.js", "text/javascript; charset=utf-8"),
];

const HTML: &str = "text/html; charset=utf-8";

/// Scripts, requests and fonts from this host alone. Swagger UI writes styles into the page, and draws with `data:` URLs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Returns the page at `path`, which shows the document at the path `document`, with all that it loads.
pub(super) fn files(path: &str, document: &str, title: &str) -> Result<Vec<ServedFile>, DocumentationError> {
    let folder = path.rsplit('/').next().unwrap_or_default();
    let page = page(folder, &relative(path, document), title);
    let start = include_str!("start.js").as_bytes();
    let mut files = vec![
        ServedFile::new(path, HTML, page).with_policy(POLICY),
        // There, the relative URLs of the page would lead elsewhere.
        ServedFile::redirect(&format!("{path}/"), &format!("../{folder}")),
        ServedFile::new(&format!("{path}/start.js"), "text/javascript; charset=utf-8", start),
    ];
    let assets = ASSETS.iter().zip(assets()?);
    files.extend(assets.map(|((name, media), body)| {
        let file = ServedFile::new(&format!("{path}/{name}"), media, body.clone());
        if *media == HTML { file.with_policy(POLICY) } else { file }
    }));
    Ok(files)
}

fn page(folder: &str, document: &str, title: &str) -> String {
    let title = escaped(title);
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{folder}/swagger-ui.css">
<link rel="icon" href="{folder}/favicon-32x32.png">
<noscript>This page needs JavaScript; <a href="{document}">the document</a> does not.</noscript>
<div id="docs" data-document="{document}" data-redirect="{folder}/oauth2-redirect.html"></div>
<script src="{folder}/swagger-ui-bundle.js"></script>
<script src="{folder}/start.js"></script>
</html>
"#
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the relative reference from one path to another. Neither has a first segment with a colon.
fn relative(from: &str, to: &str) -> String {
    let above = from.matches('/').count().saturating_sub(1);
    "../".repeat(above) + to.trim_start_matches('/')
}

/// Returns the files of [`ASSETS`], which are unpacked once.
fn assets() -> Result<&'static [Bytes], DocumentationError> {
    static UNPACKED: OnceLock<Result<Vec<Bytes>, DocumentationError>> = OnceLock::new();
    let unpacked =
        UNPACKED.get_or_init(|| unpack().map_err(|error| DocumentationError::Viewer(error.to_string())));
    unpacked.as_deref().map_err(Clone::clone)
}

fn unpack() -> zip::result::ZipResult<Vec<Bytes>> {
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    let names: Vec<String> = archive.file_names().flatten().map(Cow::into_owned).collect();
    let mut files = Vec::with_capacity(ASSETS.len());
    for (asset, _) in ASSETS {
        let end = format!("/dist/{asset}");
        // The root of the archive has the version in its name.
        let name = names.iter().find(|name| name.ends_with(&end)).map_or("", String::as_str);
        let mut body = Vec::new();
        archive.by_name(name)?.read_to_end(&mut body)?;
        files.push(body.into());
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_has_every_file_of_the_page() {
        let files = unpack().expect("a complete archive");
        assert!(files.len() == ASSETS.len() && files.iter().all(|body| !body.is_empty()));
        let start = String::from_utf8_lossy(&files[1][..500]).into_owned();
        assert!(start.contains("SwaggerUIBundle"), "{start}");
        // Inline scripts would be refused by the policy.
        assert!(String::from_utf8_lossy(&files[3]).contains(r#"<script src="oauth2-redirect.js">"#));
    }

    #[test]
    fn references_are_relative_to_the_page() {
        assert_eq!(relative("/docs", "/openapi.json"), "openapi.json");
        assert_eq!(relative("/a/docs", "/openapi.json"), "../openapi.json");
        assert_eq!(relative("/docs", "/a/openapi.json"), "a/openapi.json");
    }

    #[test]
    fn a_title_is_text_in_the_page() {
        assert!(
            page("docs", "openapi.json", "</title><script>\"&")
                .contains("<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;</title>")
        );
    }
}
