//! The path of a request, and the prefix that the service is nested under.

use std::fmt::Write;

use axum::extract::OriginalUri;
use http::request::Parts;

use crate::server::core::Core;
use crate::style::LinkForm;

/// The path of a request, and the base of links to it.
#[derive(Debug)]
pub(crate) struct Address {
    /// Percent-encoded (RFC 3986 §3.3).
    path: String,
    /// The length of the part that an outer router has removed.
    prefix: usize,
    /// Scheme, host and prefix, as links start with them.
    base: String,
    /// The length of the base before the prefix.
    root: usize,
}

impl Address {
    /// Reads the path. `axum::Router::nest` removes its prefix, and keeps the original URI in the extensions. Links
    /// start with `root`, which is empty if they are relative.
    pub(crate) fn of(parts: &Parts, root: &str) -> Self {
        let here = sound(parts.uri.path());
        let (path, prefix) = match parts.extensions.get::<OriginalUri>() {
            None => (here, 0),
            Some(original) => {
                let whole = sound(original.path());
                let prefix = match whole.strip_suffix(&*here) {
                    Some(prefix) => prefix.len(),
                    // Nested at `/api`, both `/api` and `/api/` arrive as `/`.
                    None if here == "/" => whole.len(),
                    // A layer has rewritten the path.
                    None => 0,
                };
                (whole, prefix)
            }
        };
        let base = [root, &path[..prefix]].concat();
        Self { path, prefix, base, root: root.len() }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Returns the path for links.
    pub(crate) fn url(&self) -> String {
        format!("{}{}", &self.base[..self.root], self.path)
    }

    /// Returns the base of links: scheme and host if they are absolute, and the prefix.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Returns the prefix: empty, or starting with a slash.
    pub(crate) fn prefix(&self) -> &str {
        &self.path[..self.prefix]
    }
}

impl Core {
    /// Returns scheme and host for absolute links; empty if the style has relative ones.
    pub(super) fn link_root(&self, parts: &Parts) -> String {
        match (self.style.data.links.form, &self.settings.public_url) {
            (LinkForm::HostRelative, _) => String::new(),
            (LinkForm::Absolute, Some(url)) => url.to_string(),
            (LinkForm::Absolute, None) => self.admission.origin(parts),
        }
    }
}

/// Encodes a path so that it is unambiguous: `//host` and `/\host` would refer to another host, and `{page}` is a
/// placeholder in page links. Percent-encoded characters are unchanged.
fn sound(path: &str) -> String {
    if path.starts_with('/') && !path.starts_with("//") && path.bytes().all(is_path_byte) {
        return path.to_owned();
    }
    let mut sound = String::with_capacity(path.len() + 1);
    sound.push('/');
    for char in path.trim_start_matches('/').chars() {
        if u8::try_from(char).is_ok_and(is_path_byte) {
            sound.push(char);
        } else {
            let _ = write!(
                sound,
                "{}",
                percent_encoding::utf8_percent_encode(char.encode_utf8(&mut [0; 4]), crate::value::RESERVED)
            );
        }
    }
    sound
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/%-._~!$&'()*+,;=:@".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(original: Option<&str>, path: &str) -> (String, String) {
        let uri = |path: &str| http::Uri::try_from(path).expect("a path");
        let mut request = http::Request::new(());
        *request.uri_mut() = uri(path);
        if let Some(original) = original {
            request.extensions_mut().insert(OriginalUri(uri(original)));
        }
        let address = Address::of(&request.into_parts().0, "");
        (address.path().to_owned(), address.prefix().to_owned())
    }

    #[test]
    fn the_prefix_is_what_was_taken_away() {
        let both = |path: &str, prefix: &str| (path.to_owned(), prefix.to_owned());
        assert_eq!(of(None, "/pets/5?x=/y"), both("/pets/5", ""));
        assert_eq!(of(Some("/api/v%201/pets/5?x"), "/pets/5?x"), both("/api/v%201/pets/5", "/api/v%201"));
        assert_eq!(of(Some("/api"), "/"), both("/api", "/api"));
        assert_eq!(of(Some("/api/"), "/"), both("/api/", "/api"));
        assert_eq!(of(Some("/old"), "/new"), both("/old", ""));
    }

    #[test]
    fn no_path_leads_to_another_host_or_fills_a_template() {
        for (path, sound) in
            [("//evil.test/x", "/evil.test/x"), ("/\\evil.test", "/%5Cevil.test"), ("/{page}", "/%7Bpage%7D")]
        {
            assert_eq!(of(None, path).0, sound);
        }
    }
}
