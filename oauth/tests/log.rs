//! Log messages of logins. It has a process of its own, because the interest of tracing's callsites is cached for all threads.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::acme::Server;

#[allow(dead_code)] // the rest is for the other tests
#[path = "wire/acme.rs"]
mod acme;

const LOGIN: &str = "grant_type=password&username=ann&password=swordfish";

/// Records all events.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Log {
    fn record_line(&self, record: impl FnOnce(&mut Line<'_>)) {
        let mut text = self.0.lock().expect("a lock");
        record(&mut Line(&mut text));
        text.push('\n');
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.record_line(|line| span.record(line));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        self.record_line(|line| values.record(line));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        self.record_line(|line| event.record(line));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn failed_logins_are_logged_and_no_secret_is() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let server = Server::start().await;
    let login = server.form("/oauth/token", LOGIN).await;
    let (access, refresh) = (login.text("access_token"), login.text("refresh_token"));
    server.get_me(&access).await;
    let body = format!("grant_type=refresh_token&refresh_token={refresh}");
    let next = server.form("/login/token", &body).await.text("refresh_token");
    // Later than a concurrent request would come.
    server.pass(60);
    server.form("/login/token", &body).await;
    server.form("/oauth/token", "grant_type=password&username=ann&password=guess%0aWARN").await;
    server.form("/oauth/token", "grant_type=password&username=ann&password=guessed").await;
    server.form("/oauth/token", "grant_type=password&username=my+password&password=ann").await;
    server
        .form("/oauth/token", "grant_type=password&username=a&password=b&client_id=app&client_secret=hush")
        .await;
    let text = log.0.lock().expect("a lock").clone();
    for message in
        ["wrong password", "no account of that name", "was shown again", "a client that is not known"]
    {
        assert!(text.contains(message), "{message}: {text}");
    }
    for secret in [access.as_str(), &refresh, &next, "swordfish", "guess", "my password", "hush"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
