//! Scopes of access tokens (RFC 6749 §3.3).

use super::error::{ErrorCode, OAuthError};

/// Returns the scope of a new access token: the requested one, or everything that is available if none is requested.
pub(super) fn granted(available: &[&str], requested: Option<&str>) -> Result<Option<String>, OAuthError> {
    let Some(requested) = requested else {
        return Ok(Some(available.join(" ")).filter(|scope| !scope.is_empty()));
    };
    let mut granted: Vec<&str> = Vec::new();
    for word in requested.split(' ') {
        if !available.contains(&word) {
            return Err(OAuthError::new(
                ErrorCode::InvalidScope,
                "The scope is unknown, or more than can be had",
            ));
        }
        if !granted.contains(&word) {
            granted.push(word);
        }
    }
    Ok(Some(granted.join(" ")))
}

/// Returns whether a scope contains all of these words.
pub(super) fn covers(scope: Option<&str>, words: &[&str]) -> bool {
    words.iter().all(|word| self::words(scope).any(|other| other == *word))
}

/// The words of a scope.
pub(super) fn words(scope: Option<&str>) -> impl Iterator<Item = &str> {
    scope.unwrap_or_default().split(' ').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §3.3, §6.
    #[test]
    fn no_more_is_granted_than_is_available() {
        let of = |available: &[&str], requested: Option<&str>| {
            granted(available, requested).map_err(|error| error.code())
        };
        assert_eq!(of(&["read", "write"], None), Ok(Some("read write".into())));
        assert_eq!(of(&["read", "write"], Some("write read write")), Ok(Some("write read".into())));
        assert_eq!(of(&[], None), Ok(None));
        for requested in ["admin", "read admin", "read  write", " ", "read,write"] {
            assert_eq!(of(&["read", "write"], Some(requested)), Err(ErrorCode::InvalidScope), "{requested}");
        }
        assert_eq!(of(&[], Some("read")), Err(ErrorCode::InvalidScope));
    }

    #[test]
    fn a_scope_covers_its_words() {
        assert!(covers(Some("read write"), &["write"]) && covers(None, &[]));
        assert!(
            !covers(Some("read write"), &["rea"]) && !covers(None, &["read"]) && !covers(Some(""), &[""])
        );
    }
}
