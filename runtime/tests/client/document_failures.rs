//! Errors in JSON:API documents: entries with pointers and statuses, and declared errors without codes.

use housestyle::Outcome;
use housestyle::client::{CallError, Refusal};

use crate::school::{self, *};
use crate::stub::{Act, Stub, json, typed};

async fn create(act: impl Fn() -> Act + Send + Sync + 'static) -> CallError<CreateEventError> {
    let stub = Stub::start(move |_| act()).await;
    let call = school::client(&stub.base).call(CreateEvent { body: NewEvent::default() });
    call.send().await.unwrap_err()
}

async fn problem(status: u16, body: &'static str) -> Box<Refusal> {
    match create(move || typed(status, MEDIA, body)).await {
        CallError::Problem(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

type Place<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn places(refusal: &Refusal) -> Vec<Place<'_>> {
    let entry = |entry: &'_ housestyle::Entry| (entry.pointer.is_some(), entry.message.is_some());
    assert!(refusal.entries.iter().map(entry).all(|(_, message)| message));
    let place = refusal.entries.iter();
    place.map(|one| (one.pointer.as_deref(), one.parameter.as_deref(), one.header.as_deref())).collect()
}

#[tokio::test]
async fn elp_31_elp_38_entries_tell_their_places() {
    let body = r#"{"errors":[
        {"status":"422","source":{"pointer":"/data/attributes/email"},"detail":"can't be blank"},
        {"status":"422","source":{"pointer":"/data/attributes/password"},"detail":"can't be blank"}]}"#;
    let refusal = problem(422, body).await;
    let at = |field| (Some(field), None, None);
    assert_eq!(places(&refusal), [at("/data/attributes/email"), at("/data/attributes/password")]);
    assert_eq!(
        (refusal.message.as_deref(), refusal.outcome),
        (Some("can't be blank"), Some(Outcome::InvalidEntity))
    );
    let body = r#"{"errors":[{"status":"400","source":{"parameter":"last_id"},"detail":"must be an integer"},
        {"source":{"header":"Accept"},"detail":"no"},{"source":5,"detail":"odd","title":"x"}]}"#;
    let refusal = problem(400, body).await;
    let expected = [(None, Some("last_id"), None), (None, None, Some("Accept")), (None, None, None)];
    assert_eq!(places(&refusal), expected);
}

#[tokio::test]
async fn r_33_ja_89_each_entry_keeps_its_own_status() {
    let body = r#"{"errors":[{"status":"400","source":{"pointer":"/data/attributes/title"},"detail":"is missing"},
        {"status":"422","source":{"pointer":"/data/attributes/starts_at"},"detail":"is no date"},
        {"status":"409","detail":"x"},{"detail":"y"}]}"#;
    let refusal = problem(400, body).await;
    let outcomes: Vec<_> = refusal.entries.iter().map(|entry| entry.outcome).collect();
    let (malformed, invalid) = (Some(Outcome::Malformed), Some(Outcome::InvalidEntity));
    assert_eq!(outcomes, [malformed, invalid, Some(Outcome::Conflict), None]);
    assert_eq!((refusal.status.as_u16(), refusal.outcome), (400, malformed));
}

#[tokio::test]
async fn elp_32_a_status_may_be_a_number() {
    let refusal =
        problem(404, r#"{"errors":[{"status":404,"detail":"Couldn't find it","pointer":"event"}]}"#).await;
    assert_eq!(refusal.entries[0].outcome, Some(Outcome::NotFound));
    assert_eq!(
        (places(&refusal)[0], refusal.message.as_deref()),
        ((None, None, None), Some("Couldn't find it"))
    );
}

#[tokio::test]
async fn r_8_unknown_statuses_count_as_their_class_in_entries_too() {
    let refusal = problem(418, r#"{"errors":[{"status":"418","detail":"Odd"}]}"#).await;
    assert_eq!(
        (refusal.outcome, refusal.entries[0].outcome),
        (Some(Outcome::Malformed), Some(Outcome::Malformed))
    );
    let refusal = problem(599, r#"{"errors":[{"status":"599","detail":"Odd"}]}"#).await;
    assert_eq!(
        (refusal.outcome, refusal.entries[0].outcome),
        (Some(Outcome::Internal), Some(Outcome::Internal))
    );
    let refusal = problem(418, r#"{"errors":[{"status":"teapot","detail":"Odd"}]}"#).await;
    assert_eq!(refusal.entries[0].outcome, None);
}

#[tokio::test]
async fn a_declared_failure_is_recognized_by_its_message_in_any_language() {
    for detail in ["The event is over", "Событие прошло"] {
        let body = format!(r#"{{"errors":[{{"status":"409","detail":"{detail}"}}]}}"#);
        let error = create(move || typed(409, MEDIA, &body)).await;
        assert_eq!(error.declared(), Some(&CreateEventError::EventIsOver));
        assert_eq!(error.refusal().unwrap().message.as_deref(), Some(detail));
    }
    for detail in ["The title is taken", "Название занято"] {
        let source = r#""source":{"pointer":"/data/attributes/title"}"#;
        let body = format!(r#"{{"errors":[{{"status":"422","detail":"{detail}",{source}}}]}}"#);
        let error = create(move || typed(422, MEDIA, &body)).await;
        assert_eq!(error.declared(), Some(&CreateEventError::TitleIsTaken));
    }
}

#[tokio::test]
async fn what_has_other_words_or_another_place_is_a_problem() {
    for (status, body) in [
        (409, r#"{"errors":[{"status":"409","detail":"The type is another"}]}"#),
        (422, r#"{"errors":[{"detail":"is blank","source":{"pointer":"/data/attributes/title"}}]}"#),
        (422, r#"{"errors":[{"detail":"The title is taken","source":{"pointer":"/data"}}]}"#),
        (422, r#"{"errors":[{"detail":"The title is taken"}]}"#),
        (403, r#"{"errors":[{"detail":"The event is over"}]}"#),
        (409, r#"{"errors":[]}"#),
    ] {
        assert_eq!(problem(status, body).await.status.as_u16(), status);
    }
    assert!(matches!(create(|| typed(409, "text/html", "<p>")).await, CallError::Unexpected(_)));
}

#[tokio::test]
async fn a_status_that_the_style_has_for_nothing_else_decides_by_itself() {
    let error = create(|| json(420, r#"{"errors":[{"detail":"Whatever"}]}"#)).await;
    assert_eq!(error.declared(), Some(&CreateEventError::SchoolIsOut));
}

#[tokio::test]
async fn ja_12_a_document_of_errors_has_errors() {
    let answer = create(|| typed(422, MEDIA, r#"{"data":null}"#)).await;
    assert!(matches!(answer, CallError::Unexpected(_)));
    let answer = create(|| typed(201, MEDIA, r#"{"errors":[{"detail":"x"}]}"#)).await;
    assert!(matches!(answer, CallError::Decode(_)));
}
