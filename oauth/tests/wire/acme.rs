//! An API with a login: its constants, its handler, and a server of it on a free port.

use std::borrow::Cow::Borrowed;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use housestyle::__private as rt;
use housestyle::client::SecretString;
use housestyle::server::{Credentials, Login, Security, ServeOptions, Service, Table, serve};
use housestyle::style::{Member, Slot, Style, Template};
use housestyle::{Outcome, Problem};
use housestyle_oauth::{
    Account, Accounts, BoxError, Client, Clients, MemoryTokens, OAuth, OAuthBuilder, Passwords, failure,
    hash_password,
};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub const NOW: i64 = 1_700_000_000;

/// A style with envelopes, which responses of OAuth must not have.
static STYLE: Style = Style {
    success: housestyle::style::Success {
        body: Template::Object(Borrowed(&[Member {
            wire: Borrowed("data"),
            value: Template::Slot(Slot::Payload),
            keep: true,
        }])),
        ..Style::MINIMAL.success
    },
    failure: housestyle::style::Failure {
        body: Template::Object(Borrowed(&[Member {
            wire: Borrowed("failed"),
            value: Template::Slot(Slot::Status),
            keep: true,
        }])),
        ..Style::MINIMAL.failure
    },
    ..Style::MINIMAL
};
pub static API: rt::Api = rt::Api {
    title: "Acme",
    version: "1",
    style: &STYLE,
    document: None,
    operations: &[&CREATE_TOKEN, &REVOKE_TOKEN, &WHO_AM_I, &RENAME_ME],
};
static BEARER: rt::Scheme = rt::Scheme { wire: "oauth", kind: rt::SchemeKind::Authorization("bearer") };
static ANY: rt::BodyMeta =
    rt::BodyMeta { required: true, media: &["*/*"], kind: rt::BodyKind::Bytes, schema: None, resource: None };
static CREATE_TOKEN: rt::OperationMeta = rt::OperationMeta {
    api: &API,
    id: "createToken",
    group: "oauth",
    method: rt::Method::Post,
    path: &[rt::Segment::Literal("login"), rt::Segment::Literal("token")],
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
    status: 200,
    media: &[],
    styled: false,
    body: Some(&ANY),
};
static REVOKE_TOKEN: rt::OperationMeta = rt::OperationMeta {
    id: "revokeToken",
    path: &[rt::Segment::Literal("login"), rt::Segment::Literal("revoke")],
    ..CREATE_TOKEN
};
static WHO_AM_I: rt::OperationMeta = rt::OperationMeta {
    id: "whoAmI",
    method: rt::Method::Get,
    path: &[rt::Segment::Literal("me")],
    security: rt::Security {
        alternatives: &[&[rt::RequiredScheme { scheme: &BEARER, scopes: &[] }]],
        optional: false,
    },
    styled: true,
    body: None,
    ..CREATE_TOKEN
};
static RENAME_ME: rt::OperationMeta = rt::OperationMeta {
    id: "renameMe",
    method: rt::Method::Put,
    security: rt::Security {
        alternatives: &[&[rt::RequiredScheme { scheme: &BEARER, scopes: &["write"] }]],
        optional: false,
    },
    ..WHO_AM_I
};

macro_rules! operations {
    ($($ident:ident $meta:ident { $($body:ident)? };)*) => { $(
        #[derive(Debug, Clone)]
        pub struct $ident { $(pub $body: rt::RawBytes)? }
        impl rt::Operation for $ident {
            const META: &'static rt::OperationMeta = &$meta;
            type Output = Value;
            type Form = rt::Json;
            type Error = rt::NoError;
        }
        impl rt::Receive for $ident {
            #[allow(unused_variables)]
            fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
                Some(Self { $($body: read.bytes()?)? })
            }
        }
        impl rt::Dispatch for $ident {
            #[allow(unused_variables)]
            fn dispatch(&self, write: &mut rt::Writer) {
                $(write.bytes(&self.$body);)?
            }
        }
    )* };
}
operations! {
    CreateToken CREATE_TOKEN { body };
    RevokeToken REVOKE_TOKEN { body };
    WhoAmI WHO_AM_I {};
    RenameMe RENAME_ME {};
}

/// `ann` and her password `swordfish`.
#[derive(Clone, Default)]
pub struct People {
    /// How many logins were searched.
    pub looked: Arc<AtomicUsize>,
}

static HASH: LazyLock<SecretString> = LazyLock::new(|| hash_password(&"swordfish".into()).expect("a hash"));

impl Accounts for People {
    type Principal = String;

    async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
        self.looked.fetch_add(1, Ordering::SeqCst);
        Ok(if login == "ann" { Account::known("1", HASH.clone()) } else { Account::Unknown })
    }

    async fn principal(&self, subject: &str) -> Result<Option<String>, BoxError> {
        Ok(Some(format!("person {subject}")))
    }
}

pub type AcmeOAuth = OAuth<People, MemoryTokens>;

pub struct Clinic {
    oauth: AcmeOAuth,
}

impl rt::AuthHandler for Clinic {
    type Principal = <Self as Login>::Principal;
    type Authenticator = rt::Authentication<true>;
}

impl Login for Clinic {
    type Principal = String;

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
        self.oauth.login(credentials).await
    }
}

fn table() -> Table<Clinic> {
    Table::new::<Clinic>(&API)
        .entry(rt::open::<_, CreateToken, _, _>(
            |this: Arc<Clinic>, call: rt::Call<CreateToken>| async move {
                let tokens = this.oauth.answer_token(call.context(), &call.body).await?;
                Ok(serde_json::to_value(&tokens)?)
            },
        ))
        .entry(rt::open::<_, RevokeToken, _, _>(
            |this: Arc<Clinic>, call: rt::Call<RevokeToken>| async move {
                this.oauth.answer_revocation(call.context(), &call.body).await?;
                Ok(serde_json::json!({}))
            },
        ))
        .entry(rt::required_login::<_, WhoAmI, _, _>(
            |_: Arc<Clinic>, call: rt::Call<WhoAmI, String>| async move { Ok(Value::from(call.principal)) },
        ))
        .entry(rt::required_login::<_, RenameMe, _, _>(
            |_: Arc<Clinic>, call: rt::Call<RenameMe, String>| async move {
                if call.principal.is_empty() {
                    Err(Problem::new(Outcome::Conflict))?;
                }
                Ok(Value::from(call.principal))
            },
        ))
}

/// A server that stops when it is dropped.
pub struct Server {
    pub base: String,
    pub people: People,
    pub oauth: AcmeOAuth,
    pub clock: Arc<AtomicI64>,
    pub http: reqwest::Client,
    _stop: oneshot::Sender<()>,
}

impl Server {
    pub async fn start() -> Self {
        let client = Client::confidential("app", "app secret");
        Self::with(|builder| builder.clients(Clients::optional([client])).scopes(["read", "write"])).await
    }

    pub async fn with(
        set: impl FnOnce(OAuthBuilder<People, MemoryTokens>) -> OAuthBuilder<People, MemoryTokens>,
    ) -> Self {
        Self::serving(set, |service| service).await
    }

    /// With a service whose limits the endpoints share.
    pub async fn limited(set: impl FnOnce(Service<Clinic>) -> Service<Clinic>) -> Self {
        Self::serving(|builder| builder, set).await
    }

    /// With other settings of the issuer and of the service.
    pub async fn serving(
        set: impl FnOnce(OAuthBuilder<People, MemoryTokens>) -> OAuthBuilder<People, MemoryTokens>,
        change: impl FnOnce(Service<Clinic>) -> Service<Clinic>,
    ) -> Self {
        let (people, clock) = (People::default(), Arc::new(AtomicI64::new(NOW)));
        let time = Arc::clone(&clock);
        let builder =
            OAuth::builder(people.clone(), MemoryTokens::new()).passwords(Passwords::new().max_concurrent(2));
        let oauth = set(builder.clock(move || time.load(Ordering::SeqCst))).build();
        let service = Service::new(Clinic { oauth: oauth.clone() }, table());
        let service = change(service.failures_of::<CreateToken>(failure).failures_of::<RevokeToken>(failure));
        let router = oauth.within(&service).router().merge(service.router());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let options = ServeOptions::new().until(async move { drop(stopped.await) });
        drop(tokio::spawn(serve(listener, router, options)));
        Self { base, people, oauth, clock, http: reqwest::Client::new(), _stop: stop }
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.post(format!("{}{path}", self.base))
    }

    /// Sends a form.
    pub async fn form(&self, path: &str, body: &str) -> TestResponse {
        TestResponse::of(self.post(path).header("content-type", FORM).body(body.to_owned())).await
    }

    pub async fn get_me(&self, token: &str) -> TestResponse {
        TestResponse::of(self.http.get(format!("{}/me", self.base)).bearer_auth(token)).await
    }
}

pub const FORM: &str = "application/x-www-form-urlencoded";

/// A response.
#[derive(Debug)]
pub struct TestResponse {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub text: String,
}

impl TestResponse {
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("a response");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("text") }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A member of the body that is a string.
    pub fn text(&self, wire: &str) -> String {
        self.json()[wire].as_str().unwrap_or_else(|| panic!("no {wire}: {self:?}")).to_owned()
    }

    pub fn header(&self, wire: &str) -> &str {
        self.headers.get(wire).map_or("", |value| value.to_str().expect("text"))
    }
}
