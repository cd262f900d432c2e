//! `WWW-Authenticate`: the challenges of a 401.

use http::HeaderValue;

use crate::api::{OperationMeta, SchemeKind, sent_scheme};

/// Returns the challenges: the style's if the operation is styled, otherwise those of its security. An operation
/// without security uses the schemes of the API's other operations, because a 401 requires a challenge.
pub(in crate::server) fn all(operation: &'static OperationMeta) -> Vec<HeaderValue> {
    let style = operation.api.style.login.challenges();
    if !style.is_empty() && operation.styled {
        return style.iter().filter_map(|text| HeaderValue::from_str(text).ok()).collect();
    }
    let own = schemes([operation].into_iter());
    if own.is_empty() { schemes(operation.api.operations.iter().copied()) } else { own }
}

fn schemes(operations: impl Iterator<Item = &'static OperationMeta>) -> Vec<HeaderValue> {
    let mut all: Vec<HeaderValue> = Vec::new();
    let alternatives = operations.flat_map(|operation| operation.security.alternatives);
    for need in alternatives.flat_map(|needs| needs.iter()) {
        let text = match need.scheme.kind {
            SchemeKind::Basic => "Basic realm=\"api\", charset=\"UTF-8\"".to_owned(),
            SchemeKind::Authorization(scheme) => sent_scheme(scheme),
            // The scheme is not registered, but a 401 requires a challenge.
            SchemeKind::Header(key) | SchemeKind::Query(key) | SchemeKind::Cookie(key) => {
                format!("ApiKey name=\"{}\"", key.replace(['"', '\\'], ""))
            }
            SchemeKind::MutualTls => "ClientCertificate".to_owned(),
        };
        all.extend(HeaderValue::try_from(text).ok().filter(|value| !all.contains(value)));
    }
    all
}

/// Returns a challenge with the error of an invalid bearer token; other schemes have no `error` (RFC 6750 §3.1).
pub(in crate::server) fn of_invalid_token(challenge: &HeaderValue) -> HeaderValue {
    let text = challenge.to_str().unwrap_or_default();
    let (scheme, parameters) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return challenge.clone();
    }
    let comma = if parameters.is_empty() { " " } else { ", " };
    let with_error = HeaderValue::try_from(format!("{text}{comma}error=\"invalid_token\""));
    with_error.unwrap_or_else(|_| challenge.clone())
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
            assert_eq!(of_invalid_token(&HeaderValue::from_static(challenge)), with_error);
        }
    }
}
