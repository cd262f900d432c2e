//! A client's session with a server in the same process.
#![cfg(all(feature = "server", feature = "client", feature = "sessions"))]

use std::borrow::Cow::Borrowed;

use std::sync::Arc;

use axum::body::Body;
use housestyle::__private as rt;
use housestyle::client::{ClientBuilder, ClientCore, InProcess};
use housestyle::server::{Service, Table};
use housestyle::style::{Login, SameSite, Session, Style};
use secrecy::ExposeSecret as _;

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
static API: rt::Api =
    rt::Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[&VISIT, &LEAVE] };

const fn meta(id: &'static str, path: &'static [rt::Segment], status: u16) -> rt::OperationMeta {
    rt::OperationMeta {
        api: &API,
        id,
        group: "rooms",
        method: rt::Method::Post,
        path,
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
        status,
        media: &[],
        styled: true,
        body: None,
    }
}
static VISIT: rt::OperationMeta = meta("visit", &[rt::Segment::Literal("visit")], 200);
static LEAVE: rt::OperationMeta = meta("leave", &[rt::Segment::Literal("leave")], 204);

macro_rules! operation {
    ($input:ident, $meta:ident, $output:ty, $form:ty) => {
        #[derive(Debug, Clone)]
        struct $input;
        impl rt::Operation for $input {
            const META: &'static rt::OperationMeta = &$meta;
            type Output = $output;
            type Form = $form;
            type Error = rt::NoError;
        }
        impl rt::Receive for $input {
            fn receive(_: &mut rt::Reader<'_>) -> Option<Self> {
                Some(Self)
            }
        }
        impl rt::Dispatch for $input {
            fn dispatch(&self, _: &mut rt::Writer) {}
        }
    };
}
operation!(Visit, VISIT, i64, rt::Json);
operation!(Leave, LEAVE, (), rt::Empty);

/// Counts the visits of a session.
fn service() -> Service {
    let visit = rt::open::<(), Visit, _, _>(|_: Arc<()>, call: rt::Call<Visit>| async move {
        let session = call.context().session()?;
        let visits = session.get::<i64>("visits").await?.unwrap_or(0) + 1;
        session.insert("visits", &visits).await?;
        Ok(visits)
    });
    let leave = rt::open::<(), Leave, _, _>(|_: Arc<()>, call: rt::Call<Leave>| async move {
        call.context().session()?.log_out().await?;
        Ok(())
    });
    Service::new((), Table::new::<()>(&API).entry(visit).entry(leave))
}

fn builder(service: &Service) -> ClientBuilder {
    let transport = InProcess::<_, Body>::new(service.clone());
    ClientBuilder::new(&API, "https://acme.test").transport(transport)
}

async fn visits(client: &ClientCore) -> i64 {
    client.call(Visit).send().await.expect("counted")
}

#[tokio::test]
async fn a_session_lasts_until_it_is_left() {
    let service = service();
    let (client, other) =
        (builder(&service).build().expect("one"), builder(&service).build().expect("another"));
    assert_eq!((visits(&client).await, visits(&client).await, visits(&client.clone()).await), (1, 2, 3));
    assert_eq!(visits(&other).await, 1);
    let id = client.session().expect("an id");
    let later = builder(&service).session(id.clone()).build().expect("a later run");
    assert_eq!(visits(&later).await, 4);
    client.call(Leave).send().await.expect("left");
    assert!(client.session().is_none());
    assert_eq!(visits(&client).await, 1);
    // The client gets a new id instead of the one that was logged out.
    assert_eq!(visits(&later).await, 1);
    let new = later.session().expect("a new id");
    assert_ne!(new.expose_secret(), id.expose_secret());
}
