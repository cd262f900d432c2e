//! What the style of Goat resolves to.

use super::{load, response_of, written};
use housestyle_generator::style::{
    AbsentBody, Calls, Check, Enums, FailureFlag, Json, Outcome, Report, RequestMedia, SameSite, Session,
    Times, TrailingSlash, UnknownMembers, Version,
};

#[test]
fn goat_1_the_session_is_a_cookie_of_two_weeks_that_every_answer_begins_anew() {
    let session = Session {
        cookie: "sessionid".into(),
        path: "/".into(),
        max_age: 1_209_600,
        sliding: true,
        http_only: true,
        same_site: SameSite::Lax,
    };
    assert_eq!(load("goat").login.session, Some(session));
}

#[test]
fn goat_11_the_version_is_the_first_segment_and_the_slash_may_be_left_out() {
    let style = load("goat");
    assert_eq!((style.version, &*style.path.prefix), (Version::Path, "/v{major}"));
    assert_eq!(style.path.trailing_slash, TrailingSlash::Optional);
}

#[test]
fn goat_16_a_response_says_whether_it_succeeded() {
    let style = load("goat");
    assert!(style.wraps());
    assert_eq!(written(&style.success.body), r#"{ status: "ok", data: $payload! }"#);
    assert_eq!(
        written(&style.failure.body),
        r#"{ status: "error", error_code: $code, error_message: $message }"#
    );
    assert_eq!(
        style.failure.failure_flag,
        Some(FailureFlag { member: "status".into(), is: Json("\"error\"".into()) })
    );
    assert_eq!(style.failure.report, Report::First);
    assert_eq!(style.success.empty, Some(Json("{}".into())));
}

#[test]
fn goat_29_everything_is_a_post_of_json() {
    let style = load("goat");
    assert_eq!((style.calls, &style.media.request), (Calls::Rpc, &RequestMedia::Any));
    assert_eq!(style.media.response, "application/json; charset=UTF-8");
    use Check::*;
    assert_eq!(style.all_checks(), [Method, Syntax, Parameters, Entity, Login, Media]);
}

#[test]
fn r_10_the_status_is_200_but_for_a_path_that_no_method_has() {
    for (outcome, reaction) in Outcome::ALL.iter().zip(load("goat").outcomes.0.iter()) {
        let expected = match outcome {
            Outcome::NoOperation => 404,
            Outcome::NotModified => 304,
            _ => 200,
        };
        assert_eq!(reaction.status, expected, "{outcome:?}");
        let failed = *outcome >= Outcome::Malformed;
        assert_eq!(reaction.code.is_some(), failed, "a failure has a code: {outcome:?}");
    }
}

#[test]
fn r_16_messages_name_the_parameter() {
    let style = load("goat");
    let missing = (200, Some("MISSING_PARAMETER"), "Missing parameter: {place}");
    let invalid = (200, Some("INVALID_PARAMETER"), "Invalid parameter: {place}: {reason}");
    assert_eq!(response_of(&style, Outcome::MissingParameter), missing);
    assert_eq!(response_of(&style, Outcome::MissingMember), missing);
    assert_eq!(response_of(&style, Outcome::InvalidParameter), invalid);
    assert_eq!(response_of(&style, Outcome::InvalidEntity), invalid);
    for outcome in [Outcome::Malformed, Outcome::TooLarge] {
        assert_eq!(response_of(&style, outcome).1, Some("INVALID_PARAMETER"));
    }
    assert_eq!(response_of(&style, Outcome::Unauthenticated).1, Some("AUTH_REQUIRED"));
    assert_eq!(response_of(&style, Outcome::Forbidden).1, Some("PERMISSION_DENIED"));
    assert_eq!(response_of(&style, Outcome::WrongMethod).1, Some("METHOD_IS_NOT_ALLOWED"));
    assert_eq!(response_of(&style, Outcome::NoOperation).1, Some("METHOD_NOT_FOUND"));
    assert_eq!(response_of(&style, Outcome::Internal).1, Some("INTERNAL_ERROR"));
}

#[test]
fn r_15_bodies_are_strict_and_may_be_absent() {
    let data = load("goat").data;
    assert_eq!((data.unknown_members, data.absent_body), (UnknownMembers::Reject, AbsentBody::EmptyObject));
}

#[test]
fn r_17_enumerations_are_read_in_any_case() {
    assert_eq!(load("goat").data.enums, Enums::AnyCase);
}

#[test]
fn r_18_times_are_seconds() {
    assert_eq!(load("goat").data.times, Times::UnixSeconds);
}
