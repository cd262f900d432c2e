//! Multipart forms between a client and a server: valid ones over a socket, and hostile ones.
#![cfg(all(feature = "server", feature = "client"))]

use std::borrow::Cow::Borrowed;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use housestyle::__private::{self as rt, FilePart};
use housestyle::client::{CallError, ClientBuilder, ClientCore};
use housestyle::server::{Limits, ServeOptions, Service, Table, serve};
use housestyle::style::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;

const fn slot(wire: &'static str, slot: Slot) -> Member {
    Member { wire: Borrowed(wire), value: Template::Slot(slot), keep: false }
}

static STYLE: Style = Style {
    failure: Failure {
        body: Template::Object(Borrowed(&[slot("message", Slot::Message), slot("errors", Slot::Entries)])),
        entry: Template::Object(Borrowed(&[
            slot("pointer", Slot::Pointer),
            slot("code", Slot::Code),
            slot("message", Slot::Message),
        ])),
        ..Style::MINIMAL.failure
    },
    checks: Borrowed(&[Check::Media]),
    data: Data { unknown_members: UnknownMembers::Reject, ..Style::MINIMAL.data },
    ..Style::MINIMAL
};
static API: rt::Api =
    rt::Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[&UPLOAD] };
static ABOUT: rt::Schema =
    rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(
        &[rt::has("pages", &rt::Schema::INT32).required()],
    )));
static FORM: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("kind", &rt::Schema::new(rt::Kind::Enum(&["\"scan\"", "\"photo\""]))).required(),
    rt::has(
        "file",
        &rt::Schema::new(rt::Kind::File(rt::FileRules { min_bytes: 1, max_bytes: Some(200_000) })),
    )
    .required(),
    rt::has("more", &rt::Schema::new(rt::Kind::Array(rt::ArrayRules::of(&rt::Schema::FILE)))),
    rt::has("tags", &rt::Schema::new(rt::Kind::Array(rt::ArrayRules::of(&rt::Schema::TEXT)))),
    rt::has("about", &ABOUT),
    rt::has("copies", &rt::Schema::INT32),
])));
static UPLOAD: rt::OperationMeta = rt::OperationMeta {
    api: &API,
    id: "upload",
    group: "files",
    method: rt::Method::Post,
    path: &[rt::Segment::Literal("files")],
    slash: false,
    security: rt::Security { alternatives: &[], optional: false },
    paging: None,
    ranges: &[],
    resource: None,
    include: &[],
    sort: &[],
    list: None,
    rated: false,
    idempotency_key: rt::KeyUse::Off,
    status: 201,
    media: &["text/plain"],
    styled: true,
    body: Some(&rt::BodyMeta {
        required: true,
        media: &["multipart/form-data"],
        kind: rt::BodyKind::Multipart(&[rt::PartMeta::new("more", &["image/png", "text/*"])]),
        schema: Some(&FORM),
        resource: None,
    }),
};

#[derive(Debug, Clone, PartialEq)]
struct Form {
    kind: String,
    file: FilePart,
    more: Option<Vec<FilePart>>,
    tags: Option<Vec<String>>,
    about: Option<rt::Map<String, i32>>,
    copies: i32,
}

impl rt::Multipart for Form {
    fn read_parts(parts: &mut rt::ReadParts) -> Option<Self> {
        Some(Self {
            kind: parts.value("kind")?,
            file: parts.file("file")?,
            more: parts.files_opt("more")?,
            tags: parts.value_opt("tags")?,
            about: parts.value_opt("about")?,
            copies: parts.value_opt("copies")?.unwrap_or(1),
        })
    }

    fn write_parts(&self, parts: &mut rt::WriteParts) {
        parts.value("kind", &self.kind);
        parts.file("file", &self.file);
        parts.files_opt("more", &self.more);
        parts.value_opt("tags", &self.tags);
        parts.value_opt("about", &self.about);
        parts.value("copies", &self.copies);
    }
}

#[derive(Debug, Clone)]
struct Upload {
    body: Form,
}

impl rt::Operation for Upload {
    const META: &'static rt::OperationMeta = &UPLOAD;
    type Output = String;
    type Form = rt::Text;
    type Error = rt::NoError;
}
impl rt::Receive for Upload {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let body = read.multipart(&FORM);
        Some(Self { body: body? })
    }
}
impl rt::Dispatch for Upload {
    fn dispatch(&self, write: &mut rt::Writer) {
        write.multipart(&self.body);
    }
}

fn described(form: &Form) -> String {
    let sum = |file: &FilePart| {
        let sum = file.bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(*byte));
        format!("{:?} {:?} {} {sum}", file.file_name, file.media, file.bytes.len())
    };
    let mut text =
        format!("{} {} {:?} {:?} {}", form.kind, form.copies, form.tags, form.about, sum(&form.file));
    for file in form.more.iter().flatten() {
        let _ = write!(text, " {}", sum(file));
    }
    text
}

/// Returns what it has read.
fn service() -> Service {
    let table: Table<()> = Table::new::<()>(&API).entry(rt::open::<(), Upload, _, _>(
        |_: Arc<()>, call: rt::Call<Upload>| async move { Ok(described(&call.body)) },
    ));
    Service::new((), table)
}

fn form() -> Form {
    Form {
        kind: "scan".to_owned(),
        file: FilePart::new((0..100_000_u32).map(|n| n.to_le_bytes()[0] ^ 13).collect::<Vec<_>>())
            .named("a \"b\" ü.pdf")
            .of_media("application/pdf"),
        more: Some(vec![
            FilePart::new("").named("empty").of_media("text/plain; charset=utf-8"),
            FilePart::new("\r\n--x--\r\n").named("x.png").of_media("image/png"),
        ]),
        tags: Some(vec!["a".to_owned(), "two\r\nlines, ü".to_owned()]),
        about: Some([("pages".to_owned(), 3)].into()),
        copies: 2,
    }
}

async fn call(limits: Limits, form: Form) -> Result<String, CallError<rt::NoError>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let serving = tokio::spawn(serve(listener, service().limits(limits), ServeOptions::new()));
    let client: ClientCore = ClientBuilder::new(&API, &base).build().expect("a client");
    let answer = client.call(Upload { body: form }).send().await;
    serving.abort();
    answer
}

#[tokio::test]
async fn what_a_client_sends_is_what_the_server_reads() {
    let sent = form();
    let mut wanted = sent.clone();
    // As browsers write it.
    wanted.file.file_name = Some("a %22b%22 ü.pdf".to_owned());
    assert_eq!(call(Limits::new(), sent).await.expect("an answer"), described(&wanted));
    let least = Form { more: None, tags: None, about: None, file: FilePart::new("x"), ..form() };
    let named = FilePart::new("x").named("file").of_media("application/octet-stream");
    let wanted = described(&Form { file: named, ..least.clone() });
    assert_eq!(call(Limits::new(), least).await.expect("an answer"), wanted);
}

#[tokio::test]
async fn parts_have_a_limit_of_their_own() {
    assert!(call(Limits::new().body(10), form()).await.is_ok());
    let error = call(Limits::new().upload(50_000), form()).await.expect_err("too large");
    assert_eq!(error.status(), Some(StatusCode::PAYLOAD_TOO_LARGE), "{error:?}");
}

#[tokio::test]
async fn a_media_type_that_no_header_carries_is_not_sent() {
    let file = FilePart::new("x").of_media("a/b\r\nX: y");
    let error = call(Limits::new(), Form { file, ..form() }).await.expect_err("not sent");
    assert!(matches!(&error, CallError::InvalidInput(_)), "{error:?}");
}

/// Returns status and body of the response to a body.
async fn answer(content_type: &str, body: impl Into<Body>) -> (StatusCode, String) {
    let request = Request::post("/files").header("content-type", content_type).body(body.into());
    let answer = service().answer(request.expect("a request")).await;
    let status = answer.status();
    let text = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8(text.into()).expect("text"))
}

const PARTS: &str = "multipart/form-data; boundary=x";

fn part(wire: &str, more: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"{wire}\"{more}\r\n\r\n");
    [head.as_bytes(), content.as_ref(), b"\r\n"].concat()
}

fn whole(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), b"--x--\r\n".to_vec()].concat()
}

/// Returns pointers and codes of a form's violations.
async fn faults(parts: &[Vec<u8>]) -> Vec<(String, String)> {
    let (status, text) = answer(PARTS, whole(parts)).await;
    assert!(status.is_client_error(), "{status} {text}");
    let problem: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let entries = problem["errors"].as_array().unwrap_or_else(|| panic!("{text}")).clone();
    let text = |entry: &serde_json::Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    entries.iter().map(|entry| (text(entry, "pointer"), text(entry, "code"))).collect()
}

fn pair(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[tokio::test]
async fn everything_that_is_wrong_is_reported_with_its_place() {
    let file = || part("file", "; filename=\"a\"", "x");
    let kind = || part("kind", "", "scan");
    assert_eq!(faults(&[]).await, [pair("/kind", "required"), pair("/file", "required")]);
    assert_eq!(
        faults(&[
            part("kind", "", "Scan"),
            part("file", "", ""),
            part("copies", "", "2.5"),
            part("z", "", "")
        ])
        .await,
        [
            pair("/kind", "not_in_enum"),
            pair("/file", "too_small"),
            pair("/copies", "wrong_type"),
            pair("/z", "unknown_field")
        ]
    );
    assert_eq!(
        faults(&[kind(), file(), part("about", "", "{\"pages\":0.5}")]).await,
        [pair("/about/pages", "wrong_type")]
    );
    assert_eq!(faults(&[kind(), file(), part("about", "", "{")]).await, [pair("/about", "wrong_type")]);
    assert_eq!(faults(&[kind(), file(), file()]).await, [pair("/file", "repeated")]);
    assert_eq!(faults(&[part("kind", "", b"\xff"), file()]).await, [pair("/kind", "unreadable")]);
    assert_eq!(
        faults(&[kind(), file(), part("tags", "", "a"), part("tags", "", b"\xc3(")]).await,
        [pair("/tags/1", "unreadable")]
    );
    let gif = |media| part("more", &format!("; filename=\"a\"\r\nContent-Type: {media}"), "x");
    assert_eq!(
        faults(&[kind(), file(), gif("Image/PNG"), gif("image/gif")]).await,
        [pair("/more/1", "wrong_media_type")]
    );
    // Browsers send this if no file was chosen.
    let unset = part("file", "; filename=\"\"\r\nContent-Type: application/octet-stream", "");
    assert_eq!(faults(&[kind(), unset]).await, [pair("/file", "required")]);
}

#[tokio::test]
async fn lists_and_objects_come_in_the_ways_of_other_clients() {
    let json = "\r\nContent-Type: application/json";
    let parts = [
        part("kind", "", "photo"),
        part("tags", json, "[\"a\",\"b\"]"),
        part("file", "; filename=\"../../etc/passwd\"", "x"),
        part("about", json, "{\"pages\":7}"),
    ];
    let (status, text) = answer("multipart/form-data; charset=UTF-8; boundary=\"x\"", whole(&parts)).await;
    assert_eq!(
        (status, &*text),
        (
            StatusCode::CREATED,
            "photo 1 Some([\"a\", \"b\"]) Some({\"pages\": 7}) Some(\"passwd\") None 1 120"
        )
    );
}

#[tokio::test]
async fn what_is_no_form_of_parts_is_malformed() {
    let good = whole(&[part("kind", "", "scan"), part("file", "", "x")]);
    assert_eq!(answer(PARTS, good.clone()).await.0, StatusCode::CREATED);
    for (content_type, body) in [
        ("multipart/form-data", good.clone()),
        ("multipart/form-data; boundary=y", good.clone()),
        (PARTS, good[..good.len() - 6].to_vec()),
        (PARTS, good[..60].to_vec()),
        (PARTS, Vec::new()),
        (PARTS, b"{}".to_vec()),
        (PARTS, whole(&vec![part("kind", "", ""); 5000])),
        (PARTS, whole(&[part(&"k".repeat(100_000), "", "")])),
        (PARTS, whole(&[part("kind", &"\r\nA: b".repeat(40), "")])),
    ] {
        let (status, text) = answer(content_type, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{content_type} {text}");
    }
    assert_eq!(answer("application/json", good).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // A thousand parts with one name are one violation, which names them once.
    let thousand = vec![part(&"k".repeat(2000), "", "x"); 1000];
    let found = faults(&thousand).await;
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|(pointer, _)| pointer.len() < 10));
}
