//! The log of the server.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use housestyle::server::ClientAddress;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::http::{Asking, ask};

/// Records each event as a line, with the fields of its spans.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut lines = self.0.lock().expect("a lock");
        let _ = write!(lines, "SPAN {}", span.metadata().name());
        span.record(&mut Line(&mut lines));
        lines.push('\n');
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut lines = self.0.lock().expect("a lock");
        let _ = write!(lines, "{}", event.metadata().level());
        event.record(&mut Line(&mut lines));
        lines.push('\n');
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

async fn logged(line: &str) -> String {
    logged_of(ask(line)).await
}

async fn logged_of(asking: Asking) -> String {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    asking.with("x-request-id", "r-1").answer().await;
    log.0.lock().map(|lines| lines.clone()).expect("a lock")
}

#[tokio::test]
async fn causes_go_to_the_log_with_the_request_id() {
    let lines = logged("POST /fail/error").await;
    assert!(lines.contains(r#"SPAN request operation="fail" id="r-1""#), "{lines}");
    let error = lines.lines().find(|line| line.starts_with("ERROR")).expect("an error");
    assert!(error.contains("invalid digit") && error.contains("r-1") && error.contains("fail"), "{error}");
    let lines = logged("POST /fail/panic").await;
    assert!(lines.contains("panicked: secret cause"), "{lines}");
}

#[tokio::test]
async fn the_client_of_a_request_is_logged() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client = ClientAddress("192.0.2.1".parse().expect("an address"));
    ask("POST /fail/error").with("x-forwarded-for", "192.0.2.9").extension(client).answer().await;
    let lines = log.0.lock().map(|lines| lines.clone()).expect("a lock");
    assert!(lines.contains("client=192.0.2.1") && !lines.contains("192.0.2.9"), "{lines}");
}

#[tokio::test]
async fn a_cause_makes_no_line_of_its_own() {
    let lines = logged("POST /fail/forged").await;
    assert!(lines.contains(r"error=first\nERROR second \u{1b}[2J"), "{lines}");
}

#[tokio::test(start_paused = true)]
async fn slow_work_is_reported_with_its_operation() {
    let lines = logged("POST /fail/slow").await;
    assert!(lines.contains("WARN") && lines.contains(r#"operation="fail""#), "{lines}");
    assert!(!logged("POST /fail/not").await.contains("WARN"));
}

#[tokio::test(start_paused = true)]
async fn a_slow_login_is_slow_whatever_it_finds() {
    for token in ["Token slow", "Token slowly refused"] {
        let lines = logged_of(ask("GET /patients/7").with("authorization", token)).await;
        assert!(lines.contains("WARN") && lines.contains(r#"operation="getPatient""#), "{lines}");
    }
}
