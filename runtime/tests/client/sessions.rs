//! Sessions: the server's cookie is sent back to its host only.

use std::borrow::Cow::Borrowed;
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use housestyle::Link;
use housestyle::api::operation::{self, Operation};
use housestyle::api::{
    Api, Method, NoError, OperationMeta, Param, ParamEncoding, Place, RequiredScheme, Scheme, SchemeKind,
    Security, Segment,
};
use housestyle::client::{
    Body, BuildError, ClientBuilder, ClientCore, Credential, Dispatch, Response, RetryPolicy, Writer,
};
use housestyle::schema::{Kind, Schema};
use housestyle::style::{Login, SameSite, Session, Style};
use secrecy::ExposeSecret as _;

use crate::stub::{Act, Seen, Stub, with};

static STYLE: Style = Style {
    login: Login {
        session: Some(Session {
            cookie: Borrowed("sid"),
            path: Borrowed("/"),
            max_age: 60,
            sliding: true,
            http_only: true,
            same_site: SameSite::Lax,
        }),
        ..Style::MINIMAL.login
    },
    ..Style::MINIMAL
};
static API: Api = Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[] };
static SESSION: Scheme = Scheme { wire: "session", kind: SchemeKind::Cookie("sid") };
static KEY: Scheme = Scheme { wire: "key", kind: SchemeKind::Header("x-api-key") };
static FLAVOUR: Param = Param {
    wire: "flavour",
    place: Place::Cookie,
    encoding: ParamEncoding::Form { explode: true },
    schema: &ANY,
    required: false,
    default: None,
    reserved: false,
    empty: false,
};
static ANY: Schema = Schema::new(Kind::Any);

struct Enter {
    flavour: Option<String>,
}
impl Operation for Enter {
    const META: &'static OperationMeta = &OperationMeta {
        api: &API,
        id: "enter",
        group: "rooms",
        method: Method::Post,
        path: &[Segment::Literal("v1"), Segment::Literal("rooms"), Segment::Literal("enter")],
        slash: true,
        security: Security {
            alternatives: &[
                const { &[RequiredScheme { scheme: &SESSION, scopes: &[] }] },
                const { &[RequiredScheme { scheme: &KEY, scopes: &[] }] },
            ],
            optional: false,
        },
        paging: None,
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: housestyle::style::KeyUse::Off,
        status: 200,
        media: &[],
        styled: true,
        body: None,
    };
    type Output = ();
    type Form = operation::Empty;
    type Error = NoError;
}
impl Dispatch for Enter {
    fn dispatch(&self, write: &mut Writer) {
        write.optional(&FLAVOUR, &self.flavour);
    }
}

fn enter() -> Enter {
    Enter { flavour: None }
}

fn builder(base: &str) -> ClientBuilder {
    ClientBuilder::new(&API, base).retry(RetryPolicy::never())
}

fn cookies(stub: &Stub) -> Vec<Option<String>> {
    stub.seen().iter().map(|seen| seen.header("cookie").map(str::to_owned)).collect()
}

fn id(client: &ClientCore) -> Option<String> {
    client.session().map(|id| id.expose_secret().to_owned())
}

/// Returns a stub that sets these cookies in order; the last one is repeated.
async fn setting(lines: &'static [&'static str]) -> Stub {
    let turn = AtomicUsize::new(0);
    Stub::start(move |_| with(200, lines[turn.fetch_add(1, Ordering::SeqCst).min(lines.len() - 1)], "{}"))
        .await
}

#[tokio::test]
async fn the_latest_session_goes_back() {
    let stub = setting(&[
        "set-cookie: sid=a; Path=/; Max-Age=60; HttpOnly\r\nset-cookie: other=x; Path=/\r\n",
        "SET-COOKIE: sid=a; Path=/; Max-Age=60\r\n",
        "set-cookie: sid=b; Path=/; Max-Age=60\r\n",
        "",
    ])
    .await;
    let client = builder(&stub.base).build().unwrap();
    assert_eq!(id(&client), None);
    for _ in 0..5 {
        client.call(enter()).send().await.unwrap();
    }
    let sent: Vec<_> = cookies(&stub);
    assert_eq!(
        sent,
        [None, Some("sid=a"), Some("sid=a"), Some("sid=b"), Some("sid=b")]
            .map(|text| text.map(str::to_owned))
    );
    assert_eq!(id(&client).as_deref(), Some("b"));
}

#[tokio::test]
async fn after_a_logout_it_is_never_sent_again() {
    let stub = setting(&[
        "set-cookie: sid=a; Path=/\r\n",
        "set-cookie: sid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT\r\n",
        "",
    ])
    .await;
    let client = builder(&stub.base).build().unwrap();
    for _ in 0..4 {
        client.call(enter()).send().await.unwrap();
    }
    assert_eq!(cookies(&stub), [None, Some("sid=a".to_owned()), None, None]);
    assert_eq!(id(&client), None);
}

#[tokio::test]
async fn failures_set_it_too() {
    let stub = Stub::start(|seen| match seen.header("cookie") {
        None => with(401, "set-cookie: sid=a; Path=/\r\n", r#""Log in""#),
        Some(_) => with(500, "set-cookie: sid=b; Path=/\r\ncontent-type: text/html\r\n", "<p>"),
    })
    .await;
    let client = builder(&stub.base).build().unwrap();
    for id_after in ["a", "b"] {
        client.call(enter()).send().await.unwrap_err();
        assert_eq!(id(&client).as_deref(), Some(id_after));
    }
}

#[tokio::test]
async fn clones_share_it_and_another_run_goes_on_with_it() {
    let stub = setting(&["set-cookie: sid=a1; Path=/\r\n", ""]).await;
    let client = builder(&stub.base).build().unwrap();
    let (clone, other) = (client.clone(), client.with(housestyle::client::CallOptions::new()));
    clone.call(enter()).send().await.unwrap();
    other.call(enter()).send().await.unwrap();
    client.follow::<Enter>(&Link::from("/v1/x")).send().await.unwrap();
    let later = builder(&stub.base).session(client.session().unwrap()).build().unwrap();
    later.call(enter()).send().await.unwrap();
    let one = || Some("sid=a1".to_owned());
    assert_eq!(cookies(&stub), [None, one(), one(), one()]);
    assert!(matches!(builder(&stub.base).session("a;b").build(), Err(BuildError::Session)));
    let without = ClientBuilder::<ClientCore>::new(&crate::acme::API, &stub.base).session("a");
    assert!(matches!(without.build(), Err(BuildError::Session)));
}

#[tokio::test]
async fn the_scheme_that_is_the_session_needs_no_credential() {
    let stub = setting(&["set-cookie: sid=a; Path=/\r\n"]).await;
    let client = builder(&stub.base).api_key("key", "k").build().unwrap();
    client.call(enter()).send().await.unwrap();
    client.call(enter()).send().await.unwrap();
    let keys: Vec<_> = stub.seen().iter().map(|seen| seen.header("x-api-key").map(str::to_owned)).collect();
    // With a key and no session, the key is sent; after that the session suffices.
    assert_eq!(keys, [Some("k".to_owned()), None]);
    // A cookie that the caller sets takes precedence.
    let own = builder(&stub.base).credential("session", Credential::value("mine")).build().unwrap();
    own.call(enter()).send().await.unwrap();
    own.call(enter()).send().await.unwrap();
    assert_eq!(cookies(&stub)[2..], [Some("sid=mine".to_owned()), Some("sid=mine".to_owned())]);
}

#[tokio::test]
async fn ck_15_one_header_with_all_cookies() {
    let stub = setting(&["set-cookie: sid=a; Path=/\r\n"]).await;
    let client = builder(&stub.base).session("b").build().unwrap();
    let call = || client.call(Enter { flavour: Some("sweet".to_owned()) });
    call().send().await.unwrap();
    call().with(|options| options.header("cookie", "theme=dark")).send().await.unwrap();
    client.call(enter()).with(|options| options.header("cookie", "theme=dark")).send().await.unwrap();
    assert!(stub.seen().iter().all(|seen| seen.count("cookie") == 1));
    let sent: Vec<_> = cookies(&stub).into_iter().flatten().collect();
    assert_eq!(sent, ["flavour=sweet; sid=b", "theme=dark; flavour=sweet; sid=a", "theme=dark; sid=a"]);
}

#[tokio::test]
async fn it_stays_at_its_origin() {
    let other = setting(&[""]).await;
    let stub = setting(&["set-cookie: sid=a; Path=/\r\n"]).await;
    let client = builder(&stub.base).build().unwrap();
    client.call(enter()).send().await.unwrap();
    let link = Link(format!("{}/v1/x", other.base));
    client.follow::<Enter>(&link).send().await.unwrap_err();
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn in_no_debug() {
    let quiet = |value: &dyn Debug| assert!(!format!("{value:?} {value:#?}").contains("hush"));
    let stub = setting(&["set-cookie: sid=hush; Path=/\r\n"]).await;
    let builder = builder(&stub.base).session("hush");
    quiet(&builder);
    let client = builder.build().unwrap();
    quiet(&client);
    let reply = client.call(enter()).send_full().await.unwrap();
    quiet(&reply);
    quiet(&client.session());
    quiet(&client.call(enter()).options);
}

#[tokio::test(start_paused = true)]
async fn each_attempt_carries_what_the_last_one_set() {
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let transport = move |request: housestyle::client::Request| {
        let cookie = request.headers().get("cookie").map(|cookie| cookie.to_str().unwrap().to_owned());
        let made = {
            let mut log = log.lock().unwrap();
            log.push(cookie);
            log.len()
        };
        async move {
            let mut answer = Response::new(Body::from("{}"));
            if made == 1 {
                *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
            }
            let text = format!("sid={made}; Path=/; Secure");
            answer.headers_mut().insert("set-cookie", text.parse().unwrap());
            Ok(answer)
        }
    };
    let client: ClientCore =
        ClientBuilder::new(&API, "https://api.acme.test").transport(transport).build().unwrap();
    client.call(enter()).with(|options| options.repeatable(true)).send().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [None, Some("sid=1".to_owned())]);
    assert_eq!(id(&client).as_deref(), Some("2"));
}

#[tokio::test]
async fn a_style_without_sessions_keeps_none() {
    let stub = Stub::start(|_: &Seen| -> Act {
        with(200, "set-cookie: sid=a; Path=/\r\ncontent-type: application/json\r\n", crate::acme::PET)
    })
    .await;
    let client = crate::acme::client(&stub.base);
    client.call(crate::acme::get_pet("7")).send().await.unwrap();
    client.call(crate::acme::get_pet("7")).send().await.unwrap();
    assert_eq!((cookies(&stub), id(&client)), (vec![None, None], None));
}
