//! Media types of answers and failures, and the statuses that these have.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{Problem, StatusIn};
use housestyle_wire::representations::Client;
use housestyle_wire::representations::operations::*;
use housestyle_wire::representations::server::Media;
use housestyle_wire::representations::types::{Code, Note};
use http::StatusCode;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::representations)]
struct Desk;

fn note(text: &str) -> Note {
    Note { text: text.to_owned() }
}

impl Media for Desk {
    async fn any(&self, _: Call<Any>) -> HandlerResult<Note, AnyError> {
        Ok(note("any"))
    }

    async fn words(&self, _: Call<Words>) -> HandlerResult<String, WordsError> {
        Ok("words".to_owned())
    }

    async fn picture(&self, call: Call<Picture>) -> HandlerResult<bytes::Bytes, PictureError> {
        call.context().set_header(http::header::CONTENT_TYPE, http::HeaderValue::from_static("image/png"));
        Ok(bytes::Bytes::from_static(b"\x89PNG"))
    }

    async fn put_picture(&self, call: Call<PutPicture>) -> HandlerResult<String, PutPictureError> {
        let media = call.context().headers().get("content-type");
        Ok(media.and_then(|media| media.to_str().ok()).unwrap_or_default().to_owned())
    }

    async fn several(&self, call: Call<Several>) -> HandlerResult<SeveralAnswer, SeveralError> {
        Ok(match call.status {
            200 => SeveralAnswer::Ok(note("a note")),
            202 => SeveralAnswer::Accepted("a,b\n".to_owned()),
            203 => SeveralAnswer::NonAuthoritativeInformation(note("another")),
            _ => SeveralAnswer::MultipleChoices(vec!["a".to_owned(), "b".to_owned()]),
        })
    }

    async fn failing(&self, call: Call<Failing>) -> HandlerResult<(), FailingError> {
        Err(match call.status {
            404 => FailingError::NotFound(note("a problem")),
            409 => FailingError::Conflict("in words, é".to_owned()),
            410 => FailingError::Gone(note("gone")),
            411 => FailingError::LengthRequired("words".to_owned()),
            412 => FailingError::PreconditionFailed(vec![1].into()),
            423 => FailingError::Locked(vec![0, 255].into()),
            418 => FailingError::ClientError(StatusIn::of::<418>(), note("a teapot")),
            503 => FailingError::ServerError(StatusIn::of::<503>()),
            302 => FailingError::Default(StatusIn::of::<302>(), Code { code: 302 }),
            _ => return Err(Problem::internal())?,
        })?
    }

    async fn only_default(&self, call: Call<OnlyDefault>) -> HandlerResult<Code, OnlyDefaultError> {
        match call.fails {
            true => Err(OnlyDefaultError::Default(StatusIn::of::<507>(), Code { code: 7 }))?,
            false => Ok(Code { code: 1 }),
        }
    }

    async fn counted(&self, _: Call<Counted>) -> HandlerResult<Note, CountedError> {
        Ok(note("counted"))
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn client() -> Client {
    Client::builder(&desk()).build().expect("a client")
}

/// Status, media type and body of a `GET`.
fn get(target: &str, accept: &str) -> (u16, String, String) {
    let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{accept}\r\n");
    let reply = support::exchange(&desk(), request.as_bytes());
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head");
    let media = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, media.to_owned(), body.to_owned())
}

#[test]
fn json_of_any_type_is_sent_as_json() {
    for accept in ["", "Accept: */*\r\n", "Accept: application/json\r\n", "Accept: text/html, */*;q=0.1\r\n"]
    {
        let expected = (200, "application/json".to_owned(), r#"{"text":"any"}"#.to_owned());
        assert_eq!(get("/any", accept), expected, "{accept}");
    }
    assert_eq!(get("/any", "Accept: text/html\r\n").0, 406);
    assert_eq!(get("/words", "").1, "text/plain; charset=utf-8");
    assert_eq!(get("/picture", "Accept: image/png\r\n").1, "image/png");
    assert_eq!(get("/picture", "Accept: text/html\r\n").0, 406);
}

#[tokio::test]
async fn our_client_reads_answers_of_any_type() {
    let client = client();
    assert_eq!(client.any().send().await.expect("a note").text, "any");
    assert_eq!(client.words().send().await.expect("words"), "words");
    assert_eq!(client.picture().send().await.expect("a picture").as_ref(), b"\x89PNG");
    let (base, _) = support::stub(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\n{\"text\":\"any\"}",
    );
    let client = Client::builder(&base).build().expect("a client");
    assert_eq!(client.any().send().await.expect("any type was declared").text, "any");
}

#[tokio::test]
async fn a_request_of_a_range_of_types_names_one() {
    let client = client();
    let body = || bytes::Bytes::from_static(b"x");
    let refused = client.put_picture(body()).send().await.expect_err("no type is named");
    assert!(matches!(&refused, CallError::InvalidInput(input) if input.input == "Content-Type"), "{refused}");
    let png = client.put_picture(body()).with(|options| options.content_type("image/png"));
    assert_eq!(png.send().await.expect("taken"), "image/png");
}

#[tokio::test]
async fn each_of_several_answers_has_its_own_type() {
    for (status, media, body) in [
        (200, "application/json", r#"{"text":"a note"}"#),
        (202, "text/csv", "a,b\n"),
        (203, "application/vnd.note+json", r#"{"text":"another"}"#),
        (300, "application/json", r#"["a","b"]"#),
    ] {
        let expected = (status, media.to_owned(), body.to_owned());
        assert_eq!(get(&format!("/several?status={status}"), ""), expected);
    }
    let client = client();
    let several = async |status| client.several(status).send().await.expect("an answer");
    assert_eq!(several(202).await, SeveralAnswer::Accepted("a,b\n".to_owned()));
    assert_eq!(several(203).await, SeveralAnswer::NonAuthoritativeInformation(note("another")));
    assert_eq!(several(300).await, SeveralAnswer::MultipleChoices(vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn a_declared_failure_goes_out_in_its_declared_type() {
    for (status, media, body) in [
        (404, "application/problem+json", r#"{"text":"a problem"}"#),
        (409, "text/plain; charset=utf-8", "in words, é"),
        (410, "application/vnd.err+json", r#"{"text":"gone"}"#),
        (418, "application/json", r#"{"text":"a teapot"}"#),
        (302, "application/json", r#"{"code":302}"#),
    ] {
        let expected = (status, media.to_owned(), body.to_owned());
        assert_eq!(get(&format!("/failing?status={status}"), ""), expected);
    }
    for (status, media) in
        [(423, "application/pdf"), (411, "text/plain; charset=utf-8"), (412, "application/octet-stream")]
    {
        assert_eq!(get(&format!("/failing?status={status}"), "").1, media);
    }
}

#[tokio::test]
async fn a_declared_failure_arrives_with_its_body_whatever_its_type() {
    let client = client();
    let failing = async |status| {
        let failure = client.failing(status).send().await.expect_err("a failure");
        (failure.declared().cloned(), failure.status().map(|status| status.as_u16()))
    };
    for (status, expected) in [
        (404, FailingError::NotFound(note("a problem"))),
        (409, FailingError::Conflict("in words, é".to_owned())),
        (410, FailingError::Gone(note("gone"))),
        (411, FailingError::LengthRequired("words".to_owned())),
        (412, FailingError::PreconditionFailed(vec![1].into())),
        (423, FailingError::Locked(vec![0, 255].into())),
        (418, FailingError::ClientError(StatusIn::of::<418>(), note("a teapot"))),
        (503, FailingError::ServerError(StatusIn::of::<503>())),
        (302, FailingError::Default(StatusIn::of::<302>(), Code { code: 302 })),
        (500, FailingError::ServerError(StatusIn::of::<500>())),
    ] {
        assert_eq!(failing(status).await, (Some(expected), Some(status as u16)));
    }
}

#[tokio::test]
async fn a_failure_of_a_range_of_types_is_read_from_any_of_them() {
    let html = "Content-Type: text/html\r\nContent-Length: 2\r\n\r\n<>";
    let (base, _) = support::stub(format!("HTTP/1.1 411 Length Required\r\n{html}"));
    let client = Client::builder(&base).build().expect("a client");
    let failure = client.failing(411).send().await.expect_err("a failure");
    assert_eq!(failure.declared(), Some(&FailingError::LengthRequired("<>".to_owned())));
}

#[tokio::test]
async fn text_is_not_taken_for_a_failure_of_another_type() {
    let (base, _) = support::stub(
        "HTTP/1.1 409 Conflict\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n<html />",
    );
    let client = Client::builder(&base).build().expect("a client");
    let failure = client.failing(409).send().await.expect_err("a proxy's page");
    let CallError::Unexpected(answer) = failure else { panic!("{failure}") };
    assert_eq!(answer.body, "<html />");
}

#[tokio::test]
async fn default_alone_is_of_successes_and_failures() {
    let client = client();
    assert_eq!(client.only_default(false).send().await.expect("a code").code, 1);
    let failure = client.only_default(true).send().await.expect_err("a failure");
    let expected = OnlyDefaultError::Default(StatusIn::of::<507>(), Code { code: 7 });
    assert_eq!(failure.declared(), Some(&expected));
}

#[tokio::test]
async fn a_server_logs_a_required_header_that_its_answer_lacks() {
    let log = Log::default();
    let lines = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || lines.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let get = |path: &str| http::Request::get(path).body(axum::body::Body::empty()).expect("a request");
    let service = Desk.into_service();
    service.answer(get("/any")).await;
    assert!(!log.text().contains("ERROR"), "{}", log.text());
    assert_eq!(service.answer(get("/counted")).await.status(), StatusCode::OK);
    assert!(log.text().contains("ERROR") && log.text().contains("x-total"), "{}", log.text());
}

/// What is logged.
#[derive(Clone, Default)]
struct Log(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no panic")).into_owned()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_required_header_that_is_missing_is_noticed() {
    let failure = client().counted().send().await.expect_err("the handler has forgotten the header");
    assert!(
        matches!(failure, CallError::Decode(_)) && failure.to_string().contains("`x-total`"),
        "{failure}"
    );
    let (base, _) = support::stub(
        "HTTP/1.1 200 OK\r\nX-Total: 5\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}",
    );
    let client = Client::builder(&base).build().expect("a client");
    assert_eq!(client.counted().send_full().await.expect("it has the header").status, StatusCode::OK);
}
