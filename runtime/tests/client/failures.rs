//! Error responses.

use housestyle::NoError;
use housestyle::Outcome;
use housestyle::client::CallError;

use crate::acme::{self, CreateVisitError, Why, create_visit, get_pet};
use crate::stub::{Act, Stub, json, typed, with};

async fn visit(act: impl Fn() -> Act + Send + Sync + 'static) -> CallError<CreateVisitError> {
    let stub = Stub::start(move |_| act()).await;
    acme::client(&stub.base).call(create_visit()).send().await.unwrap_err()
}

async fn pet(act: impl Fn() -> Act + Send + Sync + 'static) -> CallError<NoError> {
    let stub = Stub::start(move |_| act()).await;
    acme::client(&stub.base).call(get_pet("7")).send().await.unwrap_err()
}

const BUSY: &str = r#"{"message":"Taken","int_code":90210,"suppress_message":false,
    "errors":[{"resource":"Clinic","code":"timeslot_is_busy"}],"docs":{"new":true}}"#;

#[tokio::test]
async fn a_declared_failure_with_all_its_members() {
    let error = visit(|| with(420, "content-type: application/json\r\nx-request-id: r1\r\n", BUSY)).await;
    assert_eq!(error.declared(), Some(&CreateVisitError::TimeslotIsBusy));
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.status, 420);
    assert_eq!(
        (refusal.message.as_deref(), refusal.number, refusal.suppress),
        (Some("Taken"), Some(90210), Some(false))
    );
    assert_eq!(refusal.entries[0].resource.as_deref(), Some("Clinic"));
    assert_eq!(refusal.request_id.as_deref(), Some("r1"));
    assert_eq!(refusal.outcome, Some(Outcome::Business));
    assert!(error.is_client_error());
    assert_eq!(error.to_string(), "420 (TimeslotIsBusy): Taken");
}

#[tokio::test]
async fn declared_failures_are_recognized_by_number_or_code_or_status() {
    let error = visit(|| json(420, r#"{"message":"x","int_code":90210}"#)).await;
    assert_eq!(error.declared(), Some(&CreateVisitError::TimeslotIsBusy));
    let error = visit(|| json(420, r#"{"message":"x","errors":[{"code":"clinic_is_closed"}]}"#)).await;
    assert_eq!(error.declared(), Some(&CreateVisitError::ClinicIsClosed));
    let error = visit(|| json(410, r#"{"why":"moved"}"#)).await;
    assert_eq!(error.declared(), Some(&CreateVisitError::Gone(Why { why: "moved".to_owned() })));
}

#[tokio::test]
async fn what_a_server_says_stays_on_one_line() {
    let error = pet(|| json(422, r#"{"message":"No\n2020 ERROR all is lost \u001b[2J"}"#)).await;
    assert_eq!(error.to_string(), r"422: No\n2020 ERROR all is lost \u{1b}[2J");
    let error = pet(|| json(200, r#"{"data":{"id":7,"name":"\n","visits_url":{"a\nb":1}}}"#)).await;
    assert!(!error.to_string().contains('\n'), "{error}");
}

#[tokio::test]
async fn what_is_not_declared_is_a_problem_in_the_styles_body() {
    let error = visit(|| json(420, r#"{"message":"x","int_code":1}"#)).await;
    assert!(matches!(&error, CallError::Problem(refusal) if refusal.number == Some(1)), "{error:?}");
    let error =
        pet(|| json(422, r#"{"message":"No","errors":[{"field":"name","code":"blank","x":1}, 5]}"#)).await;
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.entries.len(), 1);
    assert_eq!(refusal.entries[0].field.as_deref(), Some("name"));
    assert_eq!(error.outcome(), Some(Outcome::InvalidEntity));
}

#[tokio::test]
async fn a_declared_body_that_is_another() {
    assert!(matches!(visit(|| json(410, r#"{"what":1}"#)).await, CallError::Decode(_)));
    assert!(matches!(visit(|| typed(410, "text/html", "<p>")).await, CallError::Unexpected(_)));
    assert!(matches!(visit(|| json(410, r#"{"message":"Gone"}"#)).await, CallError::Problem(_)));
}

#[tokio::test]
async fn unknown_statuses_count_as_their_class() {
    let error = pet(|| json(499, r#"{"message":"Odd"}"#)).await;
    assert_eq!(error.status().unwrap(), 499);
    assert_eq!(error.refusal().unwrap().message.as_deref(), Some("Odd"));
    assert_eq!(error.outcome(), Some(Outcome::Malformed));
    let error = pet(|| json(599, r#"{"message":"Odd"}"#)).await;
    assert_eq!(error.outcome(), Some(Outcome::Internal));
    assert!(error.is_server_error());
}

#[tokio::test]
async fn foreign_bodies_are_unexpected_and_cut_short() {
    let page = || typed(502, "text/html", &"<html>".repeat(20_000));
    let CallError::Unexpected(answer) = pet(page).await else { panic!() };
    assert_eq!((answer.status.as_u16(), answer.body.len()), (502, 64 << 10));
    assert_eq!(answer.headers["content-type"], "text/html");
    for act in [|| json(500, ""), || json(500, "[]"), || json(500, r#"{"error":"x"}"#), || json(500, "{")] {
        let error = pet(act).await;
        assert!(matches!(&error, CallError::Unexpected(answer) if answer.outcome == Some(Outcome::Internal)));
    }
}

#[tokio::test]
async fn successes_of_another_kind_are_unexpected() {
    for act in [|| typed(200, "text/html", acme::PET), || json(202, ""), || with(204, "", "")] {
        assert!(matches!(pet(act).await, CallError::Unexpected(_)));
    }
}

#[tokio::test]
async fn a_body_that_is_not_as_declared_reports_where() {
    let cases: [(&'static str, &str); 4] = [
        (r#"{"data":{"id":"x","name":"Rex"}}"#, "/data/id"),
        (r#"{"data":{"id":1}}"#, "/data"),
        (r#"{"data":{"id":1,"name":"Rex"}"#, "/data"),
        (r#"{"meta":null}"#, "/data"),
    ];
    for (body, pointer) in cases {
        let CallError::Decode(answer) = pet(move || json(200, body)).await else { panic!("{body}") };
        assert_eq!(answer.error.pointer, pointer, "{body}: {}", answer.error);
    }
    let CallError::Decode(answer) = pet(move || json(200, cases[0].0)).await else { panic!() };
    assert!(answer.error.excerpt.contains(r#""id":"x""#));
}

#[tokio::test]
async fn errors_cross_task_and_question_mark() {
    fn takes(_: impl std::error::Error + Send + Sync + 'static) {}
    takes(pet(|| json(500, "")).await);
}

#[tokio::test]
async fn cookies_that_are_set_are_in_no_debug() {
    let error = pet(|| with(500, "set-cookie: sid=hush\r\ncontent-type: application/json\r\n", "{}")).await;
    assert!(!format!("{error:?}").contains("hush"));
    assert_eq!(error.headers().unwrap()["set-cookie"], "sid=hush");
}
