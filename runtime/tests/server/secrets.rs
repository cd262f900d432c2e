//! Secrets of requests never appear in echoes, links, `Debug` output or logs.

use std::sync::Arc;

use housestyle::__private as rt;
use housestyle::server::{Credentials, Login, Security, Service, Table};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::http::ask;
use crate::sample::style::{NUMBERED, STYLE};

static APP: rt::Scheme = rt::Scheme { wire: "app", kind: rt::SchemeKind::Query("app_key") };
static KEY: rt::Scheme = rt::Scheme { wire: "key", kind: rt::SchemeKind::Header("X-Key") };
static API: rt::Api =
    rt::Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[&SIGN_IN] };
static LOGIN: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("user", &rt::Schema::TEXT).required(),
    rt::has("password", &rt::Schema::TEXT).required().write_only(),
])));
static BODY: rt::BodyMeta = rt::BodyMeta {
    required: true,
    media: &["application/json"],
    kind: rt::BodyKind::Json,
    schema: Some(&LOGIN),
    resource: None,
};
static SIGN_IN: rt::OperationMeta = rt::OperationMeta {
    api: &API,
    id: "signIn",
    group: "logins",
    method: rt::Method::Post,
    path: &[rt::Segment::Literal("logins")],
    slash: false,
    security: rt::Security {
        alternatives: &[
            &[rt::RequiredScheme { scheme: &APP, scopes: &[] }],
            &[rt::RequiredScheme { scheme: &KEY, scopes: &[] }],
        ],
        optional: false,
    },
    paging: Some(&NUMBERED),
    ranges: &[],
    resource: None,
    include: &[],
    sort: &[],
    list: None,
    rated: false,
    idempotency_key: rt::KeyUse::Off,
    status: 200,
    media: &[],
    styled: true,
    body: Some(&BODY),
};
static APP_KEY: rt::Param = rt::Param {
    wire: "app_key",
    place: rt::Place::Query,
    encoding: rt::ParamEncoding::Form { explode: true },
    schema: &rt::Schema::TEXT,
    required: false,
    default: None,
    reserved: false,
    empty: false,
};

#[derive(Debug, Deserialize, Serialize)]
struct Pair {
    user: String,
    password: String,
}
impl rt::Valid for Pair {
    fn valid(&self, _: &'static rt::Schema) -> bool {
        !self.password.is_empty()
    }
}

struct SignIn;
impl rt::Operation for SignIn {
    const META: &'static rt::OperationMeta = &SIGN_IN;
    type Output = rt::Page<String>;
    type Form = rt::Paged;
    type Error = rt::NoError;
}
impl rt::Receive for SignIn {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        assert!(!format!("{read:?}").contains("hush"));
        let key: Option<Option<String>> = read.optional(&APP_KEY);
        let page: Option<rt::NumberedPage> = read.page(&NUMBERED);
        let body: Option<Pair> = read.json(&LOGIN);
        (key.is_some() && page.is_some() && body.is_some()).then_some(Self)
    }
}

struct Vault;
impl rt::AuthHandler for Vault {
    type Principal = <Self as Login>::Principal;
    type Authenticator = rt::Authentication<true>;
}

impl Login for Vault {
    type Principal = ();
    async fn login(&self, _: &Credentials, _: &Security) -> Result<(), housestyle::Problem> {
        Ok(())
    }
}

/// Returns the `Debug` output.
fn service() -> Service<Vault> {
    let table: Table<Vault> = Table::<()>::new::<Vault>(&API).entry(
        rt::required_login::<Vault, SignIn, _, _>(|_: Arc<Vault>, call: rt::Call<SignIn, ()>| async move {
            let context = call.context();
            let shown = format!("{context:?} {:?} {:?}", context.headers(), context.representation());
            Ok(rt::Page::new(vec![shown]).total(1))
        }),
    );
    Service::new(Vault, table)
}

#[tokio::test]
async fn neither_echo_nor_links_nor_debug_tell_a_secret() {
    let body = r#"{"user":"u","password":"hush-1"}"#;
    let of = |line: &'static str| ask(line).verbose().body(body).with("cookie", "sid=hush-2");
    let asking = of("POST /logins?app_key=hush-3&x=1").with("authorization", "Basic hush-4");
    let got = asking.with("x-key", "hush-5").of(&service()).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    assert_eq!(got.json()["query"], json!({"user": "u", "page": 1, "per_page": 20}));
    assert_eq!(got.json()["meta"]["url"], "/logins?x=1&page=1&per_page=20");
    assert!(got.text.contains("signIn") && !got.text.contains("hush"), "{}", got.text);
}

#[tokio::test]
async fn a_wrong_body_is_not_sent_back() {
    for body in
        [r#"{"user":5,"password":"hush"}"#, r#"{"user":"u","password":["hush"]}"#, r#"{"password":"hush"#]
    {
        let got = ask("POST /logins").verbose().with("x-key", "hush").body(body).of(&service()).await;
        assert!(got.status.is_client_error() && !got.text.contains("hush"), "{}", got.text);
    }
}
