//! The rulings R-1 to R-9 and R-60 to R-73, as far as no rule's test covers them.

use serde_json::{Value, json};

use crate::server::{JOHN, OLGA, Server, VERBOSE};

#[tokio::test]
async fn r_1_unknown_paths_are_404_and_unknown_verbs_405_with_allow() {
    let server = Server::shared();
    let nothing = server.get("/nowhere").send().await.expect(404);
    assert_eq!(nothing.members(), ["message"]);
    let verb = server.request("PUT", "/patients").as_(JOHN).send().await.expect(405);
    assert_eq!(verb.members(), ["message"]);
    let mut allow: Vec<_> = verb.header("allow").unwrap().split(", ").collect();
    allow.sort_unstable();
    assert_eq!(allow, ["GET", "HEAD", "OPTIONS", "POST"]);
    server.get("/patients/").send().await.expect(404);
}

#[tokio::test]
async fn r_2_head_is_get_without_a_body_and_options_lists() {
    let server = Server::shared();
    let get = server.get("/patients/me").as_(JOHN).send().await.expect(200);
    let head = server.request("HEAD", "/patients/me").as_(JOHN).send().await.expect(200);
    assert_eq!(head.text, "");
    assert_eq!(head.header("content-type"), get.header("content-type"));
    assert_eq!(head.header("content-length"), Some(get.text.len().to_string().as_str()));
    let options = server.request("OPTIONS", "/patients/me").send().await.expect(204);
    let mut allow: Vec<_> = options.header("allow").unwrap().split(", ").collect();
    allow.sort_unstable();
    assert_eq!(allow, ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST"]);
}

/// A server whose handlers fail or panic unexpectedly, or take their time.
mod broken {
    use example_bestdoctor::bestdoctor::operations::*;
    use example_bestdoctor::bestdoctor::server::partial::Dictionaries;
    use example_bestdoctor::bestdoctor::types::{AppealCategory, AppealResult};
    use housestyle::server::{Call, Credentials, HandlerResult, Login, Security, ServeOptions};
    use housestyle::{Handler, Problem};

    use example_bestdoctor::bestdoctor;

    #[derive(Clone, Handler)]
    #[handler(api = bestdoctor, groups(Dictionaries), partial)]
    pub struct Broken;

    impl Login for Broken {
        type Principal = ();
        async fn login(&self, _: &Credentials, _: &Security) -> Result<(), Problem> {
            Ok(())
        }
    }

    impl Dictionaries for Broken {
        async fn list_appeals_results(
            &self,
            call: Call<ListAppealsResults, Option<()>>,
        ) -> HandlerResult<Vec<AppealResult>, ListAppealsResultsError> {
            let headers = call.context().headers();
            if headers.contains_key("x-busy") {
                let start = std::time::Instant::now();
                while start.elapsed() < std::time::Duration::from_millis(300) {
                    std::hint::spin_loop();
                }
            }
            if headers.contains_key("x-good") {
                return Ok(Vec::new());
            }
            Err(std::io::Error::other("the password is hunter2"))?
        }

        async fn list_appeals_categories(
            &self,
            _: Call<ListAppealsCategories, Option<()>>,
        ) -> HandlerResult<Vec<AppealCategory>, ListAppealsCategoriesError> {
            panic!("the password is hunter2")
        }
    }

    pub fn start() -> super::Server {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                Broken.serve(listener, ServeOptions::default()).await.unwrap();
            });
        });
        super::Server { base: format!("http://{}", receiver.recv().unwrap()), api: None }
    }
}

#[tokio::test]
async fn r_3_r_4_failures_and_panics_are_500_without_details() {
    let server = broken::start();
    for path in ["/appeals_results", "/appeals_categories", "/appeals_results"] {
        let reply = server.get(path).send().await.expect(500);
        assert_eq!(reply.members(), ["message"]);
        assert!(!reply.text.contains("hunter2"));
        assert!(reply.header("x-request-id").is_some());
    }
    let unwritten = server.get("/patients").send().await.expect(501);
    assert_eq!(unwritten.members(), ["message"]);
}

#[tokio::test]
async fn r_5_bodies_are_bounded_in_size_and_depth() {
    let server = Server::shared();
    let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(2 << 20));
    let reply = server.patch("/patients/me", &large).as_(JOHN).send().await.expect(413);
    assert_eq!(reply.members(), ["message"]);
    let deep = format!(r#"{{"name":{}{}}}"#, "[".repeat(129), "]".repeat(129));
    let reply = server.patch("/patients/me", &deep).as_(JOHN).send().await.expect(400);
    assert_eq!(reply.json()["message"], "The body nests deeper than 128 levels");
}

#[tokio::test]
async fn r_6_r_7_checks_stop_at_the_first_class_and_report_all_of_it() {
    let server = Server::shared();
    let body = r#"{"name":"","surname":5,"email":"x","patient_id":1}"#;
    let reply = server.patch("/patients/me", body).as_(JOHN).send().await.expect(422);
    assert_eq!(reply.json()["errors"].as_array().unwrap().len(), 4, "{}", reply.text);
    server.patch("/patients/me", body).send().await.expect(401);
}

#[tokio::test]
async fn r_60_entries_carry_all_four_members() {
    let reply = Server::shared().post("/patients", r#"{"name":"N"}"#).as_(OLGA).send().await.expect(422);
    let entry = reply.entry("surname");
    assert_eq!((&entry["resource"], &entry["code"]), (&json!("Patient"), &json!("required")));
    assert!(entry["message"].is_string());
}

#[tokio::test]
async fn r_60_entries_of_parameters_name_the_resource_and_say_what_is_allowed() {
    let reply = Server::shared().get("/patients?page=0").as_(OLGA).send().await.expect(422);
    assert_eq!(reply.entry("page")["resource"], "Patient");
    let reply = Server::shared().get("/patients/you").as_(JOHN).send().await.expect(422);
    let entry = reply.entry("patient_id");
    assert_eq!(
        (&entry["resource"], &entry["message"]),
        (&json!("Patient"), &json!("must be a whole number or \"me\""))
    );
}

#[tokio::test]
async fn r_62_numbered_links_are_not_in_relative_mode() {
    let meta =
        Server::shared().get("/chat/messages").as_(JOHN).send().await.expect(200).json()["meta"].clone();
    assert_eq!((meta.get("last_url"), meta.get("page_tmpl_url"), meta.get("pages")), (None, None, None));
}

#[tokio::test]
async fn r_64_the_echo_holds_body_parameters_with_defaults() {
    let server = Server::start();
    let body = r#"{"text":"t","category_id":1,"odd":true}"#;
    let reply = server.post("/patients/me/appeals", body).as_(JOHN).accept(VERBOSE).send().await.expect(201);
    let echo = json!({"patient_id": "me", "text": "t", "category_id": 1, "priority": "normal"});
    assert_eq!(reply.json()["query"], echo);
    assert_eq!(reply.json()["meta"], Value::Null);
    assert!(reply.text.contains("\n  \"query\": {\n"));
}

#[tokio::test]
async fn r_65_lists_weights_and_what_cannot_be_had() {
    let server = Server::shared();
    let me = |accept: &str| server.get("/patients/me").as_(JOHN).accept(accept);
    for accept in [
        "*/*",
        "application/*",
        "text/html, */*;q=0.1",
        "APPLICATION/JSON",
        "image/png, application/json;q=0.5",
    ] {
        let reply = me(accept).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some("application/json"), "{accept}");
    }
    let weighted = "application/json;q=0.4, application/vnd.bestdoctor.v1.full+json;q=0.9";
    assert_eq!(
        me(weighted).send().await.expect(200).header("content-type"),
        Some("application/vnd.bestdoctor.v1.full+json")
    );
    let fallback = "application/vnd.bestdoctor.v9+json, application/json;q=0.1";
    assert_eq!(me(fallback).send().await.expect(200).header("content-type"), Some("application/json"));
    for accept in [
        "application/vnd.bestdoctor.v2+json",
        "application/vnd.bestdoctor.v1.tiny+json",
        "application/vnd.other.v1+json",
        "text/html",
        "application/json;q=0",
        "*/*;q=0",
    ] {
        let reply = me(accept).send().await.expect(406);
        assert!(reply.text.contains("application/vnd.bestdoctor.v1"), "{accept}: {}", reply.text);
        assert!(reply.header("vary").unwrap().to_lowercase().contains("accept"));
    }
}

#[tokio::test]
async fn r_66_without_an_option_the_answer_is_as_the_schema_says() {
    let patient = Server::shared().get("/patients/me").as_(JOHN).send().await.expect(200).data();
    assert_eq!(patient["program"]["title"], "Premium");
    assert_eq!(patient.get("open_appeals"), None, "said to be in full answers alone");
}

#[tokio::test]
async fn r_67_post_on_an_item_is_patch_and_me_is_the_caller() {
    let server = Server::start();
    let reply = server.post("/patients/me", r#"{"surname":"Roe"}"#).as_(JOHN).send().await.expect(200);
    assert_eq!((&reply.data()["patient_id"], &reply.data()["surname"]), (&json!(51413), &json!("Roe")));
    server.post("/patients/me", r#"{"patient_id":1}"#).as_(JOHN).send().await.expect(422);
    server.get("/patients/me").as_(OLGA).send().await.expect(404);
}

#[tokio::test]
async fn r_68_a_401_names_every_scheme_and_bad_credentials_are_never_overlooked() {
    let server = Server::shared();
    let reply = server.get("/patients/me").send().await.expect(401);
    let challenges: Vec<_> = reply
        .headers
        .get_all("www-authenticate")
        .iter()
        .map(|v| v.to_str().unwrap().to_lowercase())
        .collect();
    let all = challenges.join(", ");
    for scheme in ["basic", "bearer", "token"] {
        assert!(all.contains(scheme), "{all}");
    }
    for credentials in ["Token nonsense", "Token", "Digest x", "gibberish", "", "Basic !!!"] {
        server.get("/patients").as_(credentials).send().await.expect(401);
    }
}

#[tokio::test]
async fn r_69_hidden_and_missing_are_the_same_to_the_header() {
    let server = Server::shared();
    let mut replies = Vec::new();
    for path in ["/patients/1", "/patients/51414"] {
        let mut reply = server.get(path).as_(JOHN).send().await.expect(404);
        for varying in ["date", "x-request-id"] {
            reply.headers.remove(varying);
        }
        replies.push(reply);
    }
    assert_eq!(replies[0].headers, replies[1].headers);
    assert_eq!(replies[0].text, replies[1].text);
}

#[tokio::test]
async fn r_70_unknown_members_are_ignored_and_read_only_ones_refused() {
    let server = Server::start();
    let reply =
        server.patch("/patients/me", r#"{"name":"J","mood":"fine"}"#).as_(JOHN).send().await.expect(200);
    assert_eq!(reply.data()["name"], "J");
    for member in ["patient_id", "uuid", "url", "created_at", "permissions", "program"] {
        let body = json!({ member: Value::Null }).to_string();
        let reply = server.patch("/patients/me", &body).as_(JOHN).send().await.expect(422);
        assert_eq!(reply.entry(member)["code"], "readonly_field", "{member}");
    }
}

#[tokio::test]
async fn r_71_the_zone_header_sets_the_offset_of_times() {
    let server = Server::shared();
    let at = |zone: &str| server.get("/patients/me").as_(JOHN).header("TimeZone", zone).send();
    assert_eq!(at("Europe/Moscow").await.data()["created_at"], "2020-04-01T03:00:00+03:00");
    assert_eq!(at("America/New_York").await.data()["created_at"], "2020-03-31T20:00:00-04:00", "summer time");
    assert_eq!(at("UTC").await.data()["created_at"], "2020-04-01T00:00:00Z");
    for zone in ["Mars/Base", "+03:00", ""] {
        assert_eq!(at(zone).await.expect(422).entry("TimeZone")["field"], "TimeZone");
    }
}

#[tokio::test]
async fn r_72_what_has_no_item_operation_has_no_url() {
    let server = Server::shared();
    for path in ["/appeals_results", "/appeals_categories"] {
        let list = server.get(path).send().await.expect(200).data();
        for item in list.as_array().unwrap() {
            assert_eq!(item.get("url"), None);
        }
    }
    let category = server.get("/appeals_categories").send().await.data()[0].clone();
    assert_eq!(category, json!({"id": 1, "parent": null, "text": "Жалобы"}));
}

#[tokio::test]
async fn r_73_an_asynchronous_operation_answers_with_the_link_of_its_job() {
    let server = Server::start();
    let reply = server.post("/appeals/exports", "{}").as_(OLGA).send().await.expect(202);
    let url = reply.data()["url"].as_str().unwrap().to_owned();
    assert_eq!(reply.data(), json!({ "url": url }));
    // The job ends in its own time; each poll is a request, so this is not a busy wait.
    for _ in 0..1000 {
        let job = server.get(&url).as_(OLGA).send().await.expect(200).data();
        if job["status"] == "done" {
            assert_eq!(job["result"]["rows"], 1);
            assert!(job["result"]["csv"].as_str().unwrap().starts_with("appeal_id,"));
            return;
        }
    }
    panic!("the job does not end");
}

/// What the servers of this process log, in a file. One subscriber for all threads: of several, the callsites that another
/// thread comes to first would be lost.
struct Log(tempfile::NamedTempFile);

impl Log {
    fn start() -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
            .with_ansi(false)
            .with_writer(file.reopen().unwrap());
        tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
        Self(file)
    }

    /// The warnings about the request of this id.
    fn warnings(&self, id: &str) -> Vec<String> {
        let lines = std::fs::read_to_string(self.0.path()).unwrap();
        let of_id = lines.lines().filter(|line| line.contains("WARN") && line.contains(id));
        of_id.map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn r_73_slow_work_is_logged_with_its_operation() {
    let log = Log::start();
    let server = broken::start();
    let send = |id: &'static str| server.get("/appeals_results").header("x-request-id", id);
    send("quick-good").header("x-good", "1").send().await.expect(200);
    send("busy-good").header("x-good", "1").header("x-busy", "1").send().await.expect(200);
    send("busy-broken").header("x-busy", "1").send().await.expect(500);
    for id in ["busy-good", "busy-broken"] {
        let warnings = log.warnings(id);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains("slow"), "{warnings:?}");
        assert!(warnings[0].contains(r#"operation="list_appeals_results""#), "{warnings:?}");
    }
    assert_eq!(log.warnings("quick-good"), Vec::<String>::new());
}
