//! Which operation a path leads to.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::routes::Client;
use housestyle_wire::routes::operations::*;
use housestyle_wire::routes::server::Routes;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::routes)]
struct Signpost;

/// Each answers with its input, as `Debug` has it.
impl Routes for Signpost {
    async fn touch(&self, call: Call<Touch>) -> HandlerResult<String, TouchError> {
        Ok(format!("{:?}", call.input))
    }
    async fn stop(&self, call: Call<Stop>) -> HandlerResult<String, StopError> {
        Ok(format!("{:?}", call.input))
    }
    async fn file(&self, call: Call<File>) -> HandlerResult<String, FileError> {
        Ok(format!("{:?}", call.input))
    }
    async fn folder(&self, call: Call<Folder>) -> HandlerResult<String, FolderError> {
        Ok(format!("{:?}", call.input))
    }
    async fn version(&self, call: Call<Version>) -> HandlerResult<String, VersionError> {
        Ok(format!("{:?}", call.input))
    }
    async fn query_clients(&self, call: Call<QueryClients>) -> HandlerResult<String, QueryClientsError> {
        Ok(format!("{:?}", call.input))
    }
    async fn get_client(&self, call: Call<GetClient>) -> HandlerResult<String, GetClientError> {
        Ok(format!("{:?}", call.input))
    }
    async fn stop_job(&self, call: Call<StopJob>) -> HandlerResult<String, StopJobError> {
        Ok(format!("{:?}", call.input))
    }
    async fn put_log(&self, call: Call<PutLog>) -> HandlerResult<String, PutLogError> {
        Ok(format!("{:?}", call.input))
    }
    async fn patch_version(&self, call: Call<PatchVersion>) -> HandlerResult<String, PatchVersionError> {
        Ok(format!("{:?}", call.input))
    }
    async fn get_job(&self, call: Call<GetJob>) -> HandlerResult<String, GetJobError> {
        Ok(format!("{:?}", call.input))
    }
}

fn signpost() -> String {
    support::start(async |listener| Signpost.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// The head and the body of the answer.
fn ask(base: &str, line: &str) -> (String, String) {
    let request = format!("{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    let reply = support::exchange(base, request.as_bytes());
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head");
    (head.to_owned(), serde_json::from_str(body).unwrap_or_else(|_| body.to_owned()))
}

#[test]
fn signs_of_a_template_are_looked_for_before_a_segment_is_decoded() {
    let base = signpost();
    for (path, read) in [
        ("/t/7:stop", r#"Stop { id: "7" }"#),
        ("/t/7%3Astop", r#"Touch { id: "7:stop" }"#),
        ("/t/7%3A:stop", r#"Stop { id: "7:" }"#),
        ("/t/7", r#"Touch { id: "7" }"#),
        ("/f/a.txt", r#"File { name: "a", ext: "txt" }"#),
        ("/f/a.tar.gz", r#"File { name: "a", ext: "tar.gz" }"#),
        ("/f/a%2Etar.gz", r#"File { name: "a.tar", ext: "gz" }"#),
        ("/f/a%2Etxt", r#"Folder { id: "a.txt" }"#),
    ] {
        let (head, body) = ask(&base, &format!("POST {path}"));
        assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}");
        assert_eq!(body, read, "{path}");
    }
}

#[tokio::test]
async fn what_a_client_writes_into_a_path_comes_out_of_it() {
    let api = Client::builder(&signpost()).build().expect("a client");
    for id in ["7", "7:stop", "a/b", "7%3Astop", "é :stop"] {
        assert_eq!(
            api.touch(id.to_owned()).send().await.expect("touched"),
            format!("{:?}", Touch::new(id.to_owned()))
        );
        assert_eq!(
            api.stop(id.to_owned()).send().await.expect("stopped"),
            format!("{:?}", Stop::new(id.to_owned()))
        );
    }
    for (name, ext) in [("a", "txt"), ("a.tar", "gz"), ("a", "tar.gz"), ("..a", ".b"), ("a-b_c~", "d/e")] {
        let expected = File::new(name.to_owned(), ext.to_owned());
        assert_eq!(
            api.file(name.to_owned(), ext.to_owned()).send().await.expect("filed"),
            format!("{expected:?}")
        );
    }
    for id in ["a", "a.txt", "a.", ".b"] {
        assert_eq!(
            api.folder(id.to_owned()).send().await.expect("found"),
            format!("{:?}", Folder::new(id.to_owned()))
        );
    }
}

#[tokio::test]
async fn a_value_that_would_not_come_out_of_a_path_is_refused() {
    let api = Client::builder("http://127.0.0.1:9").build().expect("a client");
    let letters =
        api.version("1x2".to_owned(), "3".to_owned()).send().await.expect_err("refused").to_string();
    assert!(letters.contains("cannot be separated from it"), "{letters}");
    let literal = api.get_client("query".to_owned()).send().await.expect_err("refused").to_string();
    assert!(literal.contains("another operation"), "{literal}");
    let dots = api.touch("..".to_owned()).send().await.expect_err("refused").to_string();
    assert!(dots.contains(".."), "{dots}");
}

#[test]
fn a_literal_has_its_path_whatever_the_method() {
    let base = signpost();
    for method in ["GET", "DELETE", "OPTIONS"] {
        let (head, _) = ask(&base, &format!("{method} /clients/query"));
        let status = if method == "OPTIONS" { "HTTP/1.1 204 " } else { "HTTP/1.1 405 " };
        assert!(head.starts_with(status), "{method}: {head}");
        assert!(head.to_ascii_lowercase().contains("\r\nallow: post, options"), "{method}: {head}");
    }
    assert_eq!(ask(&base, "POST /clients/query").1, "QueryClients");
    assert_eq!(ask(&base, "GET /clients/query2").1, r#"GetClient { id: "query2" }"#);
}

#[test]
fn a_mixed_segment_has_its_path_whatever_the_method() {
    let base = signpost();
    for (path, allowed) in [
        ("/jobs/7:stop", "post"),
        ("/jobs/a.txt", "put"),
        ("/jobs/v7", "patch"),
        // The one with more literal text.
        ("/jobs/a.b:stop", "post"),
    ] {
        for (method, status) in [("GET", "405"), ("DELETE", "405"), ("OPTIONS", "204")] {
            let (head, _) = ask(&base, &format!("{method} {path}"));
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{method} {path}: {head}");
            let allow = format!("\r\nallow: {allowed}, options\r\n");
            assert!(head.to_ascii_lowercase().contains(&allow), "{method} {path}: {head}");
        }
    }
    for (path, id) in [("/jobs/7%3Astop", "7:stop"), ("/jobs/a%2Etxt", "a.txt"), ("/jobs/w7", "w7")] {
        assert_eq!(ask(&base, &format!("GET {path}")).1, format!("GetJob {{ id: {id:?} }}"));
    }
}

#[tokio::test]
async fn a_client_does_not_call_the_operation_of_a_mixed_segment_by_accident() {
    let api = Client::builder(&signpost()).build().expect("a client");
    for id in ["7:stop", "a.txt", "a.b:stop", "w7"] {
        let expected = format!("{:?}", GetJob::new(id.to_owned()));
        assert_eq!(api.get_job(id.to_owned()).send().await.expect("a job"), expected);
    }
    // Letters are the same encoded or not.
    let letters = api.get_job("v7".to_owned()).send().await.expect_err("refused").to_string();
    assert!(letters.contains("another operation"), "{letters}");
    let log = PutLog::new("a".to_owned(), "b:stop".to_owned());
    let sent = api.put_log("a".to_owned(), "b:stop".to_owned()).send().await.expect("a log");
    assert_eq!(sent, format!("{log:?}"));
}

#[test]
fn a_path_that_is_no_text_is_no_operations() {
    let base = signpost();
    let (unknown, _) = ask(&base, "GET /nowhere");
    assert!(unknown.starts_with("HTTP/1.1 404 "), "{unknown}");
    for path in ["/clients/%ff", "/clients/%00", "/%C3%28", "/t/%ff:stop"] {
        let (head, _) = ask(&base, &format!("POST {path}"));
        assert!(head.starts_with("HTTP/1.1 404 "), "{path}: {head}");
    }
}

#[test]
fn a_request_names_one_host() {
    let base = signpost();
    for (headers, status) in [
        ("Host: a\r\n", "200"),
        ("", "400"),
        ("Host: a\r\nHost: a\r\n", "400"),
        ("Host: a\r\nHost: b\r\n", "400"),
    ] {
        let request = format!("GET /clients/1 HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        let reply = support::exchange(&base, request.as_bytes());
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{headers:?}: {reply}");
        assert!(reply.to_ascii_lowercase().contains("json\r\n"), "{reply}");
    }
    let old = support::exchange(&base, b"GET /clients/1 HTTP/1.0\r\n\r\n");
    assert!(old.starts_with("HTTP/1.0 200 "), "{old}");
}

#[test]
fn what_cannot_be_read_of_a_query_is_of_the_parameter_that_has_it() {
    let base = signpost();
    let (ignored, _) = ask(&base, "GET /clients/1?unknown=%ff");
    assert!(ignored.starts_with("HTTP/1.1 200 "), "it is ignored: {ignored}");
    let (head, body) = ask(&base, "GET /clients/1?%ff=1");
    assert!(head.starts_with("HTTP/1.1 400 ") && body.contains("%ff"), "{head} {body}");
}
