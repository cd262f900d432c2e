//! `WWW-Authenticate`: what a 401 lists.

use http::HeaderValue;

use crate::meta::{OperationMeta, SchemeKind};

/// `WWW-Authenticate`: the style's challenges, or else what the operation's security takes.
pub(super) fn all(operation: &OperationMeta) -> Vec<HeaderValue> {
    let style = operation.api.style.challenges;
    if !style.is_empty() {
        return style.iter().filter_map(|text| HeaderValue::from_str(text).ok()).collect();
    }
    let mut all: Vec<HeaderValue> = Vec::new();
    for need in operation.security.alternatives.iter().flat_map(|needs| needs.iter()) {
        let text = match need.scheme.kind {
            SchemeKind::Basic => "Basic realm=\"api\", charset=\"UTF-8\"".to_owned(),
            SchemeKind::Authorization(scheme) => capital(scheme),
            // Not registered, but a 401 must name something.
            SchemeKind::Header(key) | SchemeKind::Query(key) | SchemeKind::Cookie(key) => {
                format!("ApiKey name=\"{}\"", key.replace(['"', '\\'], ""))
            }
        };
        all.extend(HeaderValue::try_from(text).ok().filter(|value| !all.contains(value)));
    }
    all
}

/// A challenge as the answer to a bearer token has it that is not good: `error` is for that one scheme (RFC 6750 §3.1).
pub(super) fn of_bad_token(challenge: &HeaderValue) -> HeaderValue {
    let text = challenge.to_str().unwrap_or_default();
    let (scheme, parameters) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return challenge.clone();
    }
    let comma = if parameters.is_empty() { " " } else { ", " };
    let with_error = HeaderValue::try_from(format!("{text}{comma}error=\"invalid_token\""));
    with_error.unwrap_or_else(|_| challenge.clone())
}

fn capital(scheme: &str) -> String {
    let mut letters = scheme.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6750 §3, §3.1.
    #[test]
    fn the_error_is_a_parameter_of_the_bearer_challenge_alone() {
        for (challenge, with_error) in [
            ("Bearer", "Bearer error=\"invalid_token\""),
            ("bearer realm=\"api\"", "bearer realm=\"api\", error=\"invalid_token\""),
            ("Basic realm=\"api\"", "Basic realm=\"api\""),
            ("Token", "Token"),
        ] {
            assert_eq!(of_bad_token(&HeaderValue::from_static(challenge)), with_error);
        }
    }
}
