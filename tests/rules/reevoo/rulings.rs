//! The rulings R-1 to R-7 and R-81 to R-86, as far as no rule's test covers them.

use serde_json::json;

use super::server::{CLIENTS, GUIDES, MISSING, ReevooReply, ReevooRequest, bearer, record, shared, start};
use crate::server::Reply;

fn allowed(reply: &Reply) -> Vec<&str> {
    let mut allow: Vec<_> = reply.header("allow").unwrap().split(", ").collect();
    allow.sort_unstable();
    allow
}

#[tokio::test]
async fn r_1_unknown_paths_are_404_and_unknown_verbs_405_with_allow() {
    let server = shared();
    for path in ["/nowhere", "/api/v1/nowhere", "/api/v1/clients/", "/api/v1", "/api/v1/clients/x/y/z"] {
        server.get(path).send().await.failed(404, "not_found");
    }
    let verb = server.request("DELETE", CLIENTS).edith().send().await.expect(405);
    assert_eq!(verb.members(), ["id", "message"]);
    assert_eq!(allowed(&verb), ["GET", "HEAD", "OPTIONS", "POST"]);
    // A literal has its path whatever the method, though a parameter at its place would accept this one.
    let query = server.get(&format!("{CLIENTS}/query")).edith().send().await.expect(405);
    assert_eq!(allowed(&query), ["OPTIONS", "POST"]);
}

#[tokio::test]
async fn r_2_head_is_get_without_a_body_and_options_lists() {
    let server = shared();
    let get = server.get(GUIDES).edith().send().await.expect(200);
    let head = server.request("HEAD", GUIDES).edith().send().await.expect(200);
    assert_eq!((head.text.as_str(), head.etag()), ("", get.etag()));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    assert_eq!(head.header("content-length"), Some(get.text.len().to_string().as_str()));
    let options = server.request("OPTIONS", GUIDES).send().await.expect(204);
    assert_eq!(allowed(&options), ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"]);
}

/// A server whose handlers fail or panic unexpectedly.
mod broken {
    use example_reevoo::api;
    use example_reevoo::api::operations::*;
    use example_reevoo::api::server::partial::{Status, Users};
    use example_reevoo::api::types;
    use housestyle::server::{Call, Credentials, HandlerResult, Login, Security, ServeOptions};
    use housestyle::{Handler, Problem};

    #[derive(Clone, Handler)]
    #[handler(api = api, groups(Status, Users), partial)]
    pub struct Broken;

    impl Login for Broken {
        type Principal = ();
        async fn login(&self, _: &Credentials, _: &Security) -> Result<(), Problem> {
            Ok(())
        }
    }

    impl Status for Broken {
        async fn get_status(&self, _: Call<GetStatus>) -> HandlerResult<types::Status, GetStatusError> {
            panic!("the password is hunter2")
        }
    }

    impl Users for Broken {
        async fn get_user(&self, call: Call<GetUser, ()>) -> HandlerResult<types::User, GetUserError> {
            if call.context().headers().contains_key("x-read-on") {
                return Err(Problem::conflict().help("https://reviews.example/help"))?;
            }
            Err(std::io::Error::other("the password is hunter2"))?
        }
    }

    pub fn start() -> crate::server::Server {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                Broken.serve(listener, ServeOptions::default()).await.unwrap();
            });
        });
        crate::server::Server { base: format!("http://{}", receiver.recv().unwrap()), api: None }
    }
}

const USER: &str = "/api/v1/users/00000002-0000-4000-8000-000000000000";

#[tokio::test]
async fn r_3_r_4_r_82_failures_and_panics_are_500_without_details() {
    let server = broken::start();
    for path in ["/api/v1/status", USER, "/api/v1/status"] {
        let reply = server.get(path).as_("Bearer t").send().await.failed(500, "internal_server_error");
        assert!(!reply.text.contains("hunter2"));
        assert!(reply.header("request-id").is_some());
    }
    let unwritten = server.get(CLIENTS).as_("Bearer t").send().await.expect(501);
    assert_eq!(unwritten.members(), ["id", "message"]);
}

#[tokio::test]
async fn hk_38_r_82_a_failure_has_an_id_a_message_and_where_to_read_on() {
    let server = broken::start();
    let reply =
        server.get(USER).as_("Bearer t").header("x-read-on", "1").send().await.failed(409, "conflict");
    assert_eq!(reply.members(), ["id", "message", "url"]);
    assert_eq!(reply.json()["url"], "https://reviews.example/help");
}

#[tokio::test]
async fn r_5_bodies_are_bounded_in_size_and_depth() {
    let server = shared();
    let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(2 << 20));
    let reply = server.patch(GUIDES, &large).edith().send().await.expect(413);
    assert_eq!(reply.members(), ["id", "message"]);
    let deep = format!(r#"{{"name":{}{}}}"#, "[".repeat(129), "]".repeat(129));
    server.patch(GUIDES, &deep).edith().send().await.failed(400, "bad_request");
}

#[tokio::test]
async fn r_6_the_checks_are_made_in_the_order_of_the_style() {
    let server = start();
    let stale = |method: &str, path: &str| server.request(method, path).header("if-match", "\"stale\"");
    // Login before all that follows.
    let request = server.get(CLIENTS).range("clients=9-0");
    request.send().await.failed(401, "unauthorized");
    stale("PATCH", MISSING).json("{").send().await.failed(401, "unauthorized");
    // The range's syntax before the body.
    let query = server.request("POST", &format!("{CLIENTS}/query")).edith().json("{");
    query.range("clients=9-0").send().await.failed(400, "bad_request");
    let query = server.request("POST", &format!("{CLIENTS}/query")).edith().json(r#"{"search":7}"#);
    query.range("clients=9-0").send().await.failed(400, "bad_request");
    // The body before existence, existence before the precondition.
    stale("PATCH", MISSING).edith().json("{").send().await.failed(400, "bad_request");
    stale("PATCH", MISSING).edith().json(r#"{"name":7}"#).send().await.failed(422, "invalid_params");
    stale("PATCH", GUIDES).edith().json(r#"{"name":7}"#).send().await.failed(422, "invalid_params");
    stale("PATCH", MISSING).edith().json(r#"{"name":"N"}"#).send().await.failed(404, "not_found");
    stale("PATCH", GUIDES).edith().json(r#"{"name":"N"}"#).send().await.failed(412, "precondition_failed");
    stale("DELETE", MISSING).edith().send().await.failed(404, "not_found");
    assert_eq!(record(&server, GUIDES).await["name"], "Ashford Books");
}

#[tokio::test]
async fn r_7_of_several_problems_the_first_is_reported() {
    let body = json!({"contract_expiry": "never", "name": "", "state": "asleep"}).to_string();
    let reply = shared().patch(GUIDES, &body).edith().send().await.failed(422, "invalid_params");
    let message = reply.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("name"), "the first in the order of the document: {message}");
    assert!(!message.contains("contract_expiry") && !message.contains("state"), "{message}");
}

#[tokio::test]
async fn r_82_every_failure_has_the_id_of_the_ruling() {
    let server = start();
    let name = r#"{"name":"Ashford Books"}"#;
    let edith = |method: &str, path: &str| server.request(method, path).edith();
    edith("POST", CLIENTS).json("nonsense").send().await.failed(400, "bad_request");
    server.get(CLIENTS).send().await.failed(401, "unauthorized");
    server.get(CLIENTS).as_(&bearer("norman")).send().await.failed(403, "forbidden");
    edith("GET", MISSING).send().await.failed(404, "not_found");
    edith("GET", GUIDES).accept("image/png").send().await.failed(406, "not_acceptable");
    edith("POST", CLIENTS).json(name).send().await.failed(409, "conflict");
    edith("PUT", GUIDES)
        .header("if-match", "\"x\"")
        .json(name)
        .send()
        .await
        .failed(412, "precondition_failed");
    edith("GET", CLIENTS).range("clients=53-").send().await.failed(416, "requested_range_not_satisfiable");
    edith("POST", CLIENTS).json("{}").send().await.failed(422, "invalid_params");
}
