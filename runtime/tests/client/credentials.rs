//! Credentials: presented as the scheme requires, only to the base's origin, and never logged.

use std::fmt::Debug;

use housestyle::Link;
use housestyle::client::{BuildError, CallError, Credential};

use crate::acme::{self, GetPet, ListPets, PET, get_pet};
use crate::stub::{Act, Stub, json};

async fn shown(
    wire: &str,
    give: impl FnOnce(housestyle::client::ClientBuilder) -> housestyle::client::ClientBuilder,
) -> Option<String> {
    let stub = Stub::start(|_| json(200, PET)).await;
    give(acme::builder(&stub.base)).build().unwrap().call(get_pet("7")).send().await.unwrap();
    let seen = stub.seen().remove(0);
    if wire == "target" { Some(seen.target) } else { seen.header(wire).map(str::to_owned) }
}

#[tokio::test]
async fn as_the_scheme_says() {
    let basic = shown("authorization", |builder| builder.basic("анна", "pass:word")).await;
    assert_eq!(basic.as_deref(), Some("Basic 0LDQvdC90LA6cGFzczp3b3Jk"));
    let token = shown("authorization", |builder| builder.token("hush")).await;
    assert_eq!(token.as_deref(), Some("Token hush"));
    let key = shown("target", |builder| builder.api_key("query_key", "hu sh")).await;
    assert_eq!(key.as_deref(), Some("/pets/7?api_key=hu%20sh"));
}

#[tokio::test]
async fn an_alternative_is_met_whole_or_not_at_all() {
    assert_eq!(shown("x-api-key", |builder| builder.api_key("key", "hush")).await, None);
    let both =
        |builder: housestyle::client::ClientBuilder| builder.api_key("key", "hush").api_key("session", "s;1");
    assert_eq!(shown("x-api-key", both).await.as_deref(), Some("hush"));
    assert_eq!(shown("cookie", both).await.as_deref(), Some("sid=s%3B1"));
    assert_eq!(shown("authorization", |builder| builder).await, None);
    assert_eq!(shown("authorization", |builder| builder.bearer("of no scheme here")).await, None);
    let later = shown("authorization", |builder| builder.token("old").api_key("app", "new")).await;
    assert_eq!(later.as_deref(), Some("Token new"));
}

#[tokio::test]
async fn not_to_another_origin() {
    let other = Stub::start(|_| json(200, PET)).await;
    let page = format!(r#"{{"data":[],"meta":{{"next_url":"{}/pets?page=2"}}}}"#, other.base);
    let stub = Stub::start(move |_| json(200, &page)).await;
    let client = acme::builder(&stub.base).token("hush").build().unwrap();
    let mut pages = client.call(ListPets::new()).pages();
    assert!(pages.try_next().await.unwrap().is_some());
    let error = pages.try_next().await.unwrap_err();
    assert!(matches!(&error, CallError::CrossOrigin { origin } if *origin == other.base), "{error:?}");
    let link = Link(format!("{}/pets/7", other.base));
    assert!(matches!(client.follow::<GetPet>(&link).send().await, Err(CallError::CrossOrigin { .. })));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn once_in_a_followed_link() {
    let stub = Stub::start(|_| json(200, PET)).await;
    let client = acme::builder(&stub.base).api_key("query_key", "new").build().unwrap();
    client.follow::<GetPet>(&Link::from("/pets/7?api_key=old&x=1")).send().await.unwrap();
    assert_eq!(stub.seen()[0].target, "/pets/7?x=1&api_key=new");
}

#[tokio::test]
async fn in_no_debug_and_no_error() {
    let quiet = |value: &dyn Debug| assert!(!format!("{value:?} {value:#?}").contains("hush"));
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let builder = acme::builder(&format!("http://127.0.0.1:{port}"));
    let builder =
        builder.basic("anna", "hush").token("hush").api_key("query_key", "hush").header("x-key", "hush");
    quiet(&builder);
    let client = builder.build().unwrap();
    quiet(&client);
    quiet(&Credential::value("hush"));
    quiet(&Credential::basic("anna", "hush"));
    quiet(&client.call(get_pet("7")));
    quiet(&client.call(get_pet("7")).with(|options| options.header("authorization", "Bearer hush")));
    quiet(&client.follow::<GetPet>(&Link::from("/pets/7?api_key=hush")));
    let error = client.call(get_pet("7")).send().await.unwrap_err();
    quiet(&error);
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        assert!(!error.to_string().contains("hush"));
        cause = error.source();
    }
}

#[tokio::test]
async fn in_no_error_when_only_a_query_key_is_shown() {
    let stub = Stub::start(|_| Act::Send(b"garbage\r\n\r\n".to_vec())).await;
    let client = acme::builder(&stub.base).api_key("query_key", "hush").build().unwrap();
    let error = client.call(get_pet("7")).send().await.unwrap_err();
    assert!(stub.seen()[0].target.contains("hush"));
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
}

#[test]
fn what_no_header_carries_is_no_client() {
    let build = |give: fn(housestyle::client::ClientBuilder) -> housestyle::client::ClientBuilder| {
        give(acme::builder("http://acme.test")).build().map(drop)
    };
    assert!(matches!(build(|builder| builder.token("a\r\nb")), Err(BuildError::Header { .. })));
    assert!(matches!(build(|builder| builder.basic("a:b", "c")), Err(BuildError::Header { .. })));
    assert!(matches!(build(|builder| builder.user_agent("\n")), Err(BuildError::Header { .. })));
    assert!(matches!(build(|builder| builder.header("a b", "c")), Err(BuildError::Header { .. })));
    let error = acme::builder("http://anna:hush@acme.test").build().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hush"));
}
