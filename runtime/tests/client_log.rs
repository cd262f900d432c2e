//! The log of the client. In a binary of its own, because tests without a subscriber would disturb it.
#![cfg(feature = "client")]
#![allow(dead_code)] // the API by hand is shared with the other tests of the client

use acme::{PET, get_pet};
use stub::{Act, Stub, json};

#[path = "client/acme.rs"]
mod acme;
#[path = "client/acme_style.rs"]
mod acme_style;
#[path = "client/stub.rs"]
mod stub;

#[tokio::test]
async fn credentials_are_in_no_log_at_any_level() {
    let log = concat!(env!("CARGO_TARGET_TMPDIR"), "/client.log");
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(std::fs::File::create(log).unwrap())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let stub = Stub::start(|seen| match seen.target.contains('8') {
        true => Act::Send(b"garbage\r\n\r\n".to_vec()),
        false => json(200, PET),
    })
    .await;
    for scheme in ["query_key", "app"] {
        let client = acme::builder(&stub.base).api_key(scheme, "hush").build().unwrap();
        client.call(get_pet("7")).send().await.unwrap();
        client.call(get_pet("8")).send().await.unwrap_err();
    }
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("operation=\"getPet\" method=GET"), "{log}");
    assert!(log.contains("status=200"), "{log}");
    assert!(!log.contains("hush"), "{log}");
}
