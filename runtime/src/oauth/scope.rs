//! What an access token covers (RFC 6749 §3.3).

use super::error::{ErrorCode, OAuthError};

/// The scope of an access token: what is asked for of what can be had; all of that where nothing is asked for.
pub(super) fn granted(available: &[&str], asked: Option<&str>) -> Result<Option<String>, OAuthError> {
    let Some(asked) = asked else {
        return Ok(Some(available.join(" ")).filter(|scope| !scope.is_empty()));
    };
    let mut granted: Vec<&str> = Vec::new();
    for word in asked.split(' ') {
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

/// Whether a scope has all of these words.
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
    fn no_more_is_granted_than_can_be_had() {
        let of =
            |available: &[&str], asked: Option<&str>| granted(available, asked).map_err(|error| error.code());
        assert_eq!(of(&["read", "write"], None), Ok(Some("read write".into())));
        assert_eq!(of(&["read", "write"], Some("write read write")), Ok(Some("write read".into())));
        assert_eq!(of(&[], None), Ok(None));
        for asked in ["admin", "read admin", "read  write", " ", "read,write"] {
            assert_eq!(of(&["read", "write"], Some(asked)), Err(ErrorCode::InvalidScope), "{asked}");
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
